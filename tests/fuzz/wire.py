"""Requests as bytes: bodies and headers that are right, nearly so, and not at all."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from random import Random
from typing import Any, NamedTuple
from urllib.parse import quote

from tests.fuzz.documents import NASTY, VALID, Wish, mutated
from tests.fuzz.shapes import SHAPES, SIZES

_MEBIBYTE = 1024 * 1024
_READ_AHEAD = 60_000
"""What is larger and refused unread can lose its answer with the connection (RFC 9112, 9.6)."""
_CONTENT_TYPES = (
    "application/json", "application/json; charset=utf-8", "APPLICATION/JSON",
    "application/json;;;", "application/json; charset=utf-16",
    "application/json; charset=nonsense", "application/graphql",
    "application/x-www-form-urlencoded", "multipart/form-data; boundary=a", "text/plain", "",
    "a/b/c",
)  # fmt: skip
_ACCEPTS = (
    "*/*", "application/json", "application/graphql-response+json", "text/html", "", ",", "a",
    ";q=1", "application/graphql-response+json, application/json;q=0.9", "application/*;q=0",
    "*/*;q=nonsense", "application/json;q=1e400", "application/graphql-response+json;q=0",
    ("text/html," * 2000), "application/graphql-response+json; charset=utf-16",
    "application/json;q=0.1;q=0.9", "\xe9",
)  # fmt: skip
_STRANGE_HEADERS = (
    "Authorization: Bearer nonsense", "Authorization: Bearer", "Authorization: Basic YTpi",
    "Authorization: Bearer " + "a" * 9000, "Authorization: Bearer \xff\xfe", "Origin: null",
    "Origin: https://evil.example", "Origin: http://[", "Cookie: likewise_session=nonsense",
    "Cookie: likewise_session=" + "%00" * 50, "Cookie: ;;;===", "Cookie: a=\xff",
    "Content-Encoding: gzip", "Content-Encoding: br", "Transfer-Encoding: gzip",
    "Range: bytes=0-1", "If-None-Match: *", "X-Forwarded-For: ::1",
    "GraphQL-Require-Preflight: 1", "TE: trailers", "Expect: 100-continue", "Expect: nonsense",
    "Upgrade: h2c", "Upgrade: websocket", "Host: other", "X-HTTP-Method-Override: DELETE",
    "Last-Event-ID: " + "9" * 500, "X: " + "a" * 40_000,
)  # fmt: skip


class Wire(NamedTuple):
    """What is sent, in pieces; whether an answer is owed, and what to call it."""

    name: str
    pieces: tuple[bytes, ...]
    owed: bool = True


def made(random: Random, token: str | None) -> Wire:
    """Any request at all; with a token, it is now and then somebody's."""
    wish = _wish(random)
    name, body = _body(random, wish)
    lines = [f"Content-Type: {_mostly(random, _CONTENT_TYPES)}"]
    if random.random() < 0.7:
        lines.append(f"Accept: {_mostly(random, _ACCEPTS)}")
    if token is not None and random.random() < 0.7:
        lines.append(f"Authorization: Bearer {token}")
    if random.random() < 0.2:
        lines.append(random.choice(_STRANGE_HEADERS))
    if random.random() < 0.12:
        return _by_get(random, wish, lines)
    frame = random.choice(_FRAMES) if random.random() < 0.15 else _whole
    wire = frame(name, lines, body)
    return wire._replace(owed=wire.owed and len(body) <= _READ_AHEAD)


def request(wish: Wish, *headers: str) -> Wire:
    """A proper request."""
    return _whole("proper", ["Content-Type: application/json", *headers], json.dumps(wish).encode())


def _wish(random: Random) -> dict[str, Any]:
    """What to ask: valid, mutated, or without measure."""
    wish = dict(random.choice(VALID))
    kind = random.random()
    if kind < 0.2:
        shape = random.choice(list(SHAPES.values()))
        wish = {"query": shape.of(random.choice(SIZES))}
    elif kind < 0.7:
        wish["query"] = mutated(random, wish["query"])
    if random.random() < 0.4 and "variables" in wish:
        wish["variables"] = _spoilt(random, wish["variables"])
    if random.random() < 0.3:
        wish[random.choice(("variables", "operationName", "extensions", "query", "documentId"))] = (
            random.choice(NASTY)
        )
    if random.random() < 0.05:
        wish["operationName"] = "a" * random.choice(SIZES) * 10
    if random.random() < 0.05:
        wish["variables"] = {f"a{number}": number for number in range(random.choice(SIZES))}
    return wish


def _spoilt(random: Random, value: Any) -> Any:
    """The same value with something strange in one place."""
    if isinstance(value, dict) and value and random.random() < 0.9:
        name = random.choice(list(value))
        return {**value, name: _spoilt(random, value[name])}
    return random.choice(NASTY)


def _body(random: Random, wish: Wish) -> tuple[str, bytes]:
    text = json.dumps(wish, ensure_ascii=random.random() < 0.5)
    name = random.choice(list(_SPOILERS)) if random.random() < 0.25 else "as it is"
    if name == "as it is":
        return name, text.encode(errors="surrogatepass")
    return name, _SPOILERS[name](random, text)


def _damaged(random: Random, text: str) -> bytes:
    body = bytearray(text.encode(errors="surrogatepass"))
    for _ in range(random.randint(1, 6)):
        place = random.randrange(len(body) + 1)
        body[place : place + random.randrange(3)] = random.randbytes(random.randrange(4))
    return bytes(body)


_SPOILERS: dict[str, Callable[[Random, str], bytes]] = {
    "damaged": _damaged,
    "cut": lambda random, text: text.encode(errors="replace")[: random.randrange(len(text))],
    "BOM": lambda _, text: b"\xef\xbb\xbf" + text.encode(errors="replace"),
    "UTF-16": lambda _, text: text.encode("utf-16", errors="replace"),
    "UTF-32": lambda _, text: text.encode("utf-32", errors="replace"),
    "Latin-1": lambda _, text: text.encode("latin-1", errors="replace"),
    "gzip": lambda _, text: gzip.compress(text.encode(errors="replace")),
    "twice": lambda _, text: (text + text).encode(errors="replace"),
    "a batch": lambda _, text: f"[{text},{text}]".encode(errors="replace"),
    "double keys": lambda _, text: text[:-1].encode(errors="replace") + b',"query":7}',
    "deep": lambda random, _: b'{"query":"{a}","variables":' + b'{"a":' * random.choice(SIZES),
    "deep and closed": lambda random, _: (
        b'{"query":"{__typename}","extensions":{"a":%s}}'
        % ((b"[" * (size := random.choice(SIZES))) + b"]" * size)
    ),
    "numbers": lambda random, _: (
        b'{"query":"{__typename}","variables":{"a":%s}}'
        % random.choice((b"1e400", b"-1e400", b"9" * 4000, b"9" * 5000, b"NaN", b"-Infinity"))
    ),
    "a mebibyte": lambda _, text: text.encode(errors="replace").ljust(_MEBIBYTE, b" ")[:_MEBIBYTE],
    "more": lambda _, text: text.encode(errors="replace").ljust(_MEBIBYTE + 1, b" "),
    "strange keys": lambda _, text: (
        text[:-1] + ',"__proto__":{"a":1},"":[],"constructor":null}'
    ).encode(errors="replace"),
    "no object": lambda random, _: json.dumps(random.choice(NASTY)).encode(),
    "nothing": lambda *_: b"",
    "noise": lambda random, _: random.randbytes(random.choice(SIZES)),
}  # fmt: skip


def _head(lines: list[str], method: str = "POST", path: str = "/graphql") -> bytes:
    given = {line.partition(":")[0] for line in lines}
    more = [
        line for line in ("Host: likewise.example", "Connection: close") if line[:4] not in given
    ]
    return "\r\n".join([f"{method} {path} HTTP/1.1", *more, *lines, "", ""]).encode("latin-1")


def _whole(name: str, lines: list[str], body: bytes) -> Wire:
    return Wire(name, (_head([*lines, f"Content-Length: {len(body)}"]) + body,))


def _chunked(name: str, lines: list[str], body: bytes) -> Wire:
    head = _head([*lines, "Transfer-Encoding: chunked"])
    parts = [body[start : start + 777] for start in range(0, len(body), 777)]
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts)
    return Wire(f"{name}, chunked", (head + chunks + b"0\r\n\r\n",))


def _chunked_wrongly(name: str, lines: list[str], body: bytes) -> Wire:
    head = _head([*lines, "Transfer-Encoding: chunked"])
    return Wire(f"{name}, chunked wrongly", (head, b"zz\r\n", body), owed=False)


def _in_two_lengths(name: str, lines: list[str], body: bytes) -> Wire:
    head = _head([*lines, f"Content-Length: {len(body)}", "Transfer-Encoding: chunked"])
    return Wire(f"{name}, in two lengths", (head, body), owed=False)


def _too_short(name: str, lines: list[str], body: bytes) -> Wire:
    head = _head([*lines, f"Content-Length: {len(body) + 100}"])
    return Wire(f"{name}, too short", (head, body), owed=False)


def _too_long(name: str, lines: list[str], body: bytes) -> Wire:
    head = _head([*lines, f"Content-Length: {len(body) // 2}"])
    return Wire(f"{name}, too long", (head, body), owed=False)


def _negative(name: str, lines: list[str], body: bytes) -> Wire:
    return Wire(f"{name}, of length -1", (_head([*lines, "Content-Length: -1"]), body), owed=False)


def _in_pieces(name: str, lines: list[str], body: bytes) -> Wire:
    head = _head([*lines, f"Content-Length: {len(body)}"])
    step = len(body) // 5 + 1
    pieces = (body[start : start + step] for start in range(0, len(body), step))
    return Wire(f"{name}, slowly", (head[:10], head[10:], *pieces), owed=False)


def _only_begun(name: str, lines: list[str], body: bytes) -> Wire:
    return Wire(f"{name}, only begun", (_head(lines)[: len(body) % 90],), owed=False)


def _strangely(name: str, lines: list[str], body: bytes) -> Wire:
    method = ("PUT", "DELETE", "PATCH", "OPTIONS", "HEAD", "TRACE", "QUERY", "post")[len(body) % 8]
    path = ("/graphql", "/graphql/", "//graphql", "/graphql?", "/%67raphql", "*", "/graphql%00")
    lines = [*lines, f"Content-Length: {len(body)}"]
    return Wire(f"{name}, {method}", (_head(lines, method, path[len(body) % 7]), body), owed=False)


_FRAMES = (
    _chunked, _chunked_wrongly, _in_two_lengths, _too_short, _too_long, _negative, _in_pieces,
    _only_begun, _strangely,
)  # fmt: skip


def _by_get(random: Random, wish: dict[str, Any], lines: list[str]) -> Wire:
    """The same in an address; sometimes with the guard that GET needs."""
    members = [
        f"{name}={quote(value if isinstance(value, str) else json.dumps(value), errors='replace')}"
        for name, value in wish.items()
    ]
    members += random.choice(
        ([], [], ["query=%00"], ["variables=%ff"], ["query=%ED%A0%80"], ["&=&"])
    )
    lines = [line for line in lines if random.random() < 0.9 and not line.startswith("Content")]
    if random.random() < 0.7:
        lines.append("GraphQL-Require-Preflight: 1")
    path = f"/graphql?{'&'.join(members)}"
    return Wire("by GET", (_head(lines, "GET", path),), owed=len(path) < 8_000)


def _mostly(random: Random, choices: tuple[str, ...]) -> str:
    """The first one in most cases, or any."""
    return choices[0] if random.random() < 0.7 else random.choice(choices)

"""Bad input, each with the status and the code that must come; and the server goes on."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from httpx import AsyncClient, Response

from tests.fuzz.running import answer_to
from tests.fuzz.shapes import SHAPES
from tests.fuzz.verdict import fault_of_body
from tests.fuzz.wire import Wire
from tests.support.keeper import Addresses
from tests.support.served import served
from tests.support.shared_server import SharedServer, shared_server

JSON = "application/json"
RESPONSE = "application/graphql-response+json"
TOO_LARGE = "DOCUMENT_TOO_LARGE"
INVALID = "INVALID_INPUT"
MEBIBYTE = 1024 * 1024
LIKE = "mutation Like($input: LikeInput!) { like(input: $input) { errors { code field } } }"
FIRST = "query First($first: Int!) { posts(first: $first) { edges { cursor } } }"
NODE = "query Node($id: ID!) { node(id: $id) { id } }"


@pytest.fixture(scope="module")
def server(server_addresses: Addresses) -> Iterator[SharedServer]:
    with shared_server(server_addresses, LIKEWISE_ADDRESS_COST_BUCKET_SIZE="0") as server:
        yield server


@pytest.fixture
async def http(server: SharedServer) -> AsyncIterator[AsyncClient]:
    async with AsyncClient(base_url=server.address, timeout=60) as http:
        yield http
        answer = await posted(http, {"query": "{ economy { people } }"})
        assert answer.json()["data"], "it must go on as if nothing had been"


async def posted(http: AsyncClient, body: Any, accept: str = JSON, **headers: str) -> Response:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    told = {"Content-Type": JSON, "Accept": accept, **headers}
    return await http.post("/graphql", content=content, headers=told)


def codes_of(answer: Response) -> set[str | None]:
    """The codes of a refusal; that it is one, and no accident, is asserted."""
    assert fault_of_body(answer.content) is None, answer.text
    assert not any((answer.json().get("data") or {}).values()), answer.text
    return {each.get("extensions", {}).get("code") for each in answer.json()["errors"]}


@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("deep fields", 600),
        ("deep and real", 20),
        ("deep lists", 300),
        ("deep objects", 300),
        ("deep types", 300),
        ("wide", 1400),
        ("aliases", 100),
        ("aliases of what is dear", 31),
        ("mutations", 5),
        ("known directives", 100),
        ("variables in use", 31),
        ("operations", 50),
        ("a bomb of fragments", 33),
        ("a bomb of fields", 33),
        ("one fragment often", 1300),
        ("a long comment", 2000),
    ],
)
async def test_a_document_without_measure_is_too_large(
    http: AsyncClient, name: str, size: int
) -> None:
    body = {"query": SHAPES[name].of(size)}
    assert codes_of(await posted(http, body)) == {TOO_LARGE}
    answer = await posted(http, body, RESPONSE)
    assert answer.status_code == 400
    assert "data" not in answer.json()


@pytest.mark.parametrize(
    "name",
    [
        "a circle of fragments",
        "a circle through fields",
        "a chain of fragments",
        "deep and open",
        "deep lists, open",
        "a long string, open",
        "no operation",
        "nameless operations",
        "type definitions",
        "arguments",
        "unknown arguments",
        "input fields",
        "aliases that clash",
        "directives",
        "a long number",
    ],
)
async def test_a_document_that_is_wrong_is_mistaken_at_any_size(
    http: AsyncClient, name: str
) -> None:
    for size in (2, 40, 700):
        answer = await posted(http, {"query": SHAPES[name].of(size)}, RESPONSE)
        assert answer.status_code == 400
        assert codes_of(answer) <= {None, TOO_LARGE, INVALID}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"nonsense",
        b'{"query": "{ __typename }"',
        b'{"query": "{ __typename }"} {}',
        b"7",
        b"null",
        b"[]",
        b"{}",
        b'[{"query": "{ __typename }"}]',
        b'{"query": 7}',
        b'{"query": ["{ __typename }"]}',
        b'{"query": "{ __typename }", "variables": []}',
        b'{"query": "{ __typename }", "variables": "{}"}',
        b'{"query": "{ __typename }", "extensions": 1}',
        b'{"query": "{ __typename }", "operationName": {}}',
        b'{"query": "{ __typename }", "variables": {"a": NaN}}',
        b'{"query": "{ __typename }", "variables": {"a": -Infinity}}',
        b'{"query": "{ __typename }", "variables": {"a": ' + b"9" * 5000 + b"}}",
        b'{"query": "{ __typename }", "variables": {"a": "\\ud800"}}',
        b'{"query": "{ __typename }", "variables": {"\\udc00": 1}}',
        b'{"query": "{ __typename }", "variables": {"a": "\\u0000"}}',
        b'{"query": "{ person(handle: \\"\\\\u0000\\") { id } }"}',
        b'{"query": "{ person(handle: \\"\\\\u{0}\\") { id } }"}',
        b'{"query": "{ __typename }", "variables": {"a": "\x00"}}',
        b'{"query": "{ __typename }", "variables": {"a": "\xed\xa0\x80"}}',
        b'{"query": "{ __typename }", "variables": {"a": "\xff"}}',
        '{"query": "{ __typename }"}'.encode("utf-16"),
        '{"query": "{ __typename }"}'.encode("utf-32"),
        b"\xef\xbb\xbf" + b'{"query": "{ __typename }"}',
        b'{"query": "{ __typename }", "variables": ' + b'{"a":' * 100_000,
        b'{"query": "{ __typename }", "extensions": {"a":' + b"[" * 50_000 + b"]" * 50_000 + b"}}",
    ],
    ids=lambda body: repr(body[:60]),
)
async def test_a_body_that_is_no_request_is_400(http: AsyncClient, body: bytes) -> None:
    for accept in (JSON, RESPONSE):
        answer = await posted(http, body, accept)
        assert answer.status_code == 400
        codes_of(answer)


async def test_half_characters_in_a_document_are_a_mistake_in_it(http: AsyncClient) -> None:
    for written in (r"\uD800", r"\u{D800}", r"\uDE00\uD83D", r"\u{110000}", r"\u{}"):
        body = {"query": f'{{ person(handle: "{written}") {{ id }} }}'}
        answer = await posted(http, body, RESPONSE)
        assert answer.status_code == 400, written
        codes_of(answer)


@pytest.mark.parametrize(
    "value",
    [2**31, -(2**31) - 1, 2**63, 2**64, 10**400, 1e308, 1.5, "1", True, None, [1], {"a": 1}],
    ids=lambda value: str(value)[:12],
)
async def test_what_an_int_cannot_hold_is_refused(http: AsyncClient, value: object) -> None:
    answer = await posted(http, {"query": FIRST, "variables": {"first": value}}, RESPONSE)
    assert answer.status_code == 400
    codes_of(answer)


@pytest.mark.parametrize("written", ["1e400", "-1e400", "1e-400", "-0", "0e99999", "9" * 4000])
async def test_a_number_that_nobody_can_hold_is_no_accident(
    http: AsyncClient, written: str
) -> None:
    content = f'{{"query": "{FIRST}", "variables": {{"first": {written}}}}}'
    codes_of(await posted(http, content.encode()))
    document = f"{{ posts(first: {written}) {{ edges {{ cursor }} }} }}"
    codes_of(await posted(http, {"query": document}))


@pytest.mark.parametrize(
    "value",
    [None, True, 1, 1.5, "a", [], ["a"], {}, {"targetId": {}}, {"targetId": 2**70}, {"x": 1}],
)
async def test_wrong_types_everywhere_are_refused_before_anything_is_done(
    http: AsyncClient, value: object
) -> None:
    answer = await posted(http, {"query": LIKE, "variables": {"input": value}})
    assert fault_of_body(answer.content) is None, answer.text
    found = answer.json()
    assert "errors" in found or found["data"]["like"]["errors"], found


async def test_an_id_of_nothing_is_null_however_strange(http: AsyncClient) -> None:
    for value in ("", "====", "é", "🎸" * 5000, "UGVyc29uOi0x", "__proto__", "a" * 100_000, 2**80):
        answer = await posted(http, {"query": NODE, "variables": {"id": value}})
        assert fault_of_body(answer.content) is None, answer.text
        assert answer.json()["data"] == {"node": None}


async def test_keys_that_nobody_knows_change_nothing(http: AsyncClient) -> None:
    extra: dict[str, Any] = {
        "__proto__": {"a": 1},
        "constructor": None,
        "": [],
        "hasOwnProperty": 1,
    }
    answer = await posted(http, {"query": "{ __typename }", "variables": extra, **extra})
    assert answer.json()["data"] == {"__typename": "Query"}


async def test_the_last_of_equal_keys_counts(http: AsyncClient) -> None:
    twice = b'{"query": "{ a }", "query": "{ __typename }"}'
    assert (await posted(http, twice)).json()["data"] == {"__typename": "Query"}


async def test_many_variables_and_a_huge_name_are_no_burden(http: AsyncClient) -> None:
    many = {f"a{number}": number for number in range(50_000)}
    answer = await posted(http, {"query": "{ __typename }", "variables": many})
    assert answer.json()["data"] == {"__typename": "Query"}
    answer = await posted(http, {"query": "{ __typename }", "operationName": "a" * 500_000})
    codes_of(answer)
    assert len(answer.content) < 10_000


async def test_a_mebibyte_is_taken_and_a_byte_more_is_413(http: AsyncClient) -> None:
    body = b'{"query": "{ __typename }"}'
    answer = await posted(http, body.ljust(MEBIBYTE))
    assert answer.json()["data"] == {"__typename": "Query"}
    answer = await posted(http, body.ljust(MEBIBYTE + 1))
    assert answer.status_code == 413
    codes_of(answer)


async def test_a_body_without_an_end_is_413(http: AsyncClient) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(40):
            yield b" " * (MEBIBYTE // 32)

    answer = await http.post("/graphql", content=endless(), headers={"Content-Type": JSON})
    assert answer.status_code == 413


async def test_a_body_that_comes_too_slowly_is_408(database_url: str, redis_url: str) -> None:
    head = b"POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
    begun = Wire("begun", (head + b"Content-Length: 100\r\nConnection: close\r\n\r\n{",))
    with served(database_url, redis_url, LIKEWISE_OPERATION_SECONDS="0.2") as address:
        answer = await answer_to(address, begun)
    assert answer is not None
    assert answer.status == 408


@pytest.mark.parametrize(
    "headers",
    [
        {"Content-Type": "text/plain"},
        {"Content-Type": "application/x-www-form-urlencoded"},
        {"Content-Type": "multipart/form-data; boundary=a"},
        {"Content-Type": "application/jsonx"},
        {"Content-Type": ""},
        {"Content-Type": "application/json; charset=utf-16"},
        {"Content-Type": "application/json; charset=nonsense"},
        {"Content-Encoding": "gzip"},
        {"Content-Encoding": "br"},
    ],
    ids=str,
)
async def test_what_is_not_plain_json_is_415(http: AsyncClient, headers: dict[str, str]) -> None:
    answer = await posted(http, {"query": "{ __typename }"}, **headers)
    assert answer.status_code == 415
    codes_of(answer)


@pytest.mark.parametrize(
    "query",
    ["query=%00", "query=%ED%A0%80", "query=%ff", "variables=%7B", "variables=7", "", "query=",
     "query={a}&variables=" + "[" * 5000, "&".join(f"a{n}=1" for n in range(100)),
     'query={person(handle:"%5Cu0000"){id}}'],
)  # fmt: skip
async def test_an_address_that_asks_nothing_is_400(http: AsyncClient, query: str) -> None:
    answer = await http.get(f"/graphql?{query}", headers={"GraphQL-Require-Preflight": "1"})
    assert answer.status_code == 400
    codes_of(answer)


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        (RESPONSE, RESPONSE),
        (f"{JSON};q=0.5, {RESPONSE}", RESPONSE),
        (f"{RESPONSE};q=0, */*", JSON),
        (f"{RESPONSE};q=nonsense", RESPONSE),
        (f"{RESPONSE};q=nan, {JSON}", JSON),
        (f"{JSON};q=1e400", JSON),
        ("text/html", JSON),
        ("application/*", JSON),
        (",;q,", JSON),
        ("text/html," * 2000, JSON),
    ],
    ids=lambda value: value[:40],
)
async def test_any_accept_gets_json_of_one_kind_or_the_other(
    http: AsyncClient, accept: str, kind: str
) -> None:
    answer = await posted(http, {"query": "{ __typename }"}, accept)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == f"{kind}; charset=utf-8"

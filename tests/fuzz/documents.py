"""Documents that are valid, values that are strange, and what becomes of both."""

from __future__ import annotations

import re
from collections.abc import Mapping
from random import Random
from typing import Any

Wish = Mapping[str, Any]
"""A document with its variables: what a body says as JSON."""

_LIKE = "mutation Like($input: LikeInput!) { like(input: $input) { like { id } errors { code } } }"
_UP = "mutation Up($input: SignUpInput!) { signUp(input: $input) { errors { code field } } }"
_FEED = """query Feed($first: Int!, $after: String) { posts(first: $first, after: $after) {
  edges { cursor node { ...on Post { id body author { handle likeCount } } } }
  pageInfo { hasNextPage endCursor } } }"""

VALID: tuple[Wish, ...] = (
    {"query": "{ economy { people paidIn { micros amount } } settlements { month } }"},
    {"query": "{ __typename }"},
    {"query": _FEED, "variables": {"first": 3, "after": None}},
    {"query": _LIKE, "variables": {"input": {"url": "https://example.org/a"}}},
    {"query": _LIKE, "variables": {"input": {"targetId": "UGVyc29uOjE=", "repeat": True}}},
    {"query": "query N($id: ID!) { node(id: $id) { id } }", "variables": {"id": "UG9zdDoz"}},
    {"query": 'query P { person(handle: "ada") { ...P } } fragment P on Person { id about }'},
    {"query": '{ page(url: "https://example.org/") { id waiting { amount } } }'},
    {"query": "query M($m: Month!) { settlement(month: $m) { id } }", "variables": {"m": "x"}},
    {"query": "{ me { wallet { version } likes(first: 5) { edges { cursor } } } }"},
    {
        "query": _UP,
        "variables": {
            "input": {"email": "a@b.example", "password": "a", "handle": "a", "displayName": "A"}
        },
    },
    {"query": "subscription { walletUpdated { version } }"},
    {"query": "query A { __typename } query B { economy { people } }", "operationName": "B"},
)  # fmt: skip

NASTY: tuple[Any, ...] = (
    None, True, False, 0, -1, 1.5, -0.0, 2**31, 2**53 + 1, 2**63, 2**64, -(2**63) - 1, 10**99,
    10**400, 1e308, "", " ", "0", "null", "\u0001", "\u0000", "\ud800", "\udfff\ud800", "\u202e",
    "\ufeff", "\U0010ffff", "a" * 5001, "é" * 300, "🎸" * 5000, "' OR 1=1 --", "%s%n{}",
    "../../etc/passwd", "__proto__", "constructor", "https://[::1]/", "http://127.0.0.1/",
    "https://xn--/", "http://a:99999/", "https://example.org/\x00",
    "https://" + "a." * 200 + "example/", "2026-13", "0000-00", "9999-12", "-001-01", "٢٠٢٦-١٠",
    "UGVyc29uOjk5OTk5OTk5OTk5OTk5OTk5OTk5", "UGVyc29uOi0x", "UGVyc29uOjAx", "====", [], [[]],
    [None], [[[[1]]]], {}, {"a": {}}, {"": None}, {"__proto__": {"a": 1}}, {"$ne": 1},
)  # fmt: skip
"""Values that somebody would rather not get, anywhere."""

_TOKEN = re.compile(r'"(?:[^"\\\n]|\\.)*"|[A-Za-z_]\w*|-?\d+(?:\.\d+)?|\.\.\.|\s+|.', re.DOTALL)
_INSERTED = (
    "{", "}", "(", ")", "[", "]", "!", "$", ":", "=", "@", "|", "&", "...", "#", '"', '"""', ",",
    "\\", "query", "mutation", "subscription", "fragment", "on", "type", "schema", "extend",
    "null", "true", "__typename", "__schema { types { name } }", '__type(name: "Me") { name }',
    "@skip(if: true)", "@include(if: $x)", "@deprecated", "@defer", "@stream(initialCount: -1)",
    "...F", "first: 101", "first: -1", "first: 99999999999999999999", "1e400", "-0", "0x10", "00",
    "1_000", '"\\u0000"', '"\\uD800"', '"\\u{110000}"', '"\\u{0}"', '"\\uDE00\\uD83D"',
    '"""\\"""', "\ufeff", "\x00", "\x7f", "\u2028", "é", "🎸",
    "posts(first: 100) { edges { node { id } } }", "me { id }", "a: economy { people }",
)  # fmt: skip


def mutated(random: Random, text: str) -> str:
    """The same document, with a few of its tokens lost, doubled, swapped or strange."""
    tokens = _TOKEN.findall(text)
    for _ in range(random.randint(1, 4)):
        place = random.randrange(len(tokens) + 1)
        match random.randrange(4):
            case 0:
                del tokens[place : place + random.randint(1, 3)]
            case 1:
                tokens[place:place] = tokens[place : place + random.randint(1, 5)]
            case 2:
                tokens.insert(place, random.choice(_INSERTED))
            case _ if tokens:
                other = random.randrange(len(tokens))
                tokens[place - 1], tokens[other] = tokens[other], tokens[place - 1]
    return "".join(tokens)

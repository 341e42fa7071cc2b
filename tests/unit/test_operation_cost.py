"""What an operation costs: the most objects of its answer, and what is dear on top."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from graphql import (
    GraphQLObjectType,
    OperationDefinitionNode,
    get_introspection_query,
    get_named_type,
    get_nullable_type,
    is_leaf_type,
    is_list_type,
    is_object_type,
    parse,
    validate,
)
from hypothesis import given
from hypothesis import strategies as st

from likewise.operations.cost import LENGTHS, SURCHARGES, Weigh, weigh
from likewise.operations.trusted import WEB_APP_MANIFEST, read_manifest
from likewise.resolvers.root import build_schema
from likewise.settings import Settings

SCHEMA = build_schema()._schema
FEED = "posts(first: $first) { edges { node { id author { handle } } } pageInfo { endCursor } }"


def weighed(document: str) -> Weigh:
    node = parse(document)
    assert validate(SCHEMA, node) == []
    operations = (each for each in node.definitions if isinstance(each, OperationDefinitionNode))
    return weigh(SCHEMA, node, next(operations))


def cost(document: str, variables: Mapping[str, Any] | None = None) -> int:
    return weighed(document)(variables or {})


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ("{ __typename }", 0),
        ("{ me { id handle } }", 1),
        ("{ me { wallet { budget { micros } version } } }", 1 + 1 + 5 + 1),
        # A connection, its page info, and of each entry: edge, post, author.
        (
            "{ posts(first: 20) { edges { node { author { id } } } pageInfo { endCursor } } }",
            1 + 20 * 3 + 1,
        ),
        ("{ posts(first: 20) { pageInfo { endCursor } } }", 2),
        ("{ posts(first: 0) { edges { cursor } } }", 1),
        ("{ posts(first: -5) { edges { cursor } } }", 1),
        # Merged as they will be run.
        ("{ me { id } me { handle } ...F } fragment F on Query { me { id } }", 1),
        ("{ a: me { id } b: me { id } }", 2),
        # The dearest of what it could be.
        (
            '{ node(id: "x") { ... on Post { author { id } }'
            " ... on Person { posts(first: 5) { edges { node { id } } } } } }",
            5 + 1 + 1 + 5 * 2,
        ),
        # What may be left out counts.
        ("query ($no: Boolean!) { me @include(if: $no) { id } }", 1),
        ("mutation { signOut(input: {}) { clientMutationId } }", 10 + 1),
        ("mutation { a: signOut(input: {}) { errors { code } } }", 10 + 1 + 1),
        ('mutation { signIn(input: {email: "a", password: "b"}) { token } }', 100 + 1),
        ("subscription { walletUpdated { version } }", 10 + 1),
    ],
)
def test_the_cost_is_the_most_objects_and_what_is_dear(document: str, expected: int) -> None:
    assert cost(document) == expected


def test_first_is_a_variable_its_default_or_nothing() -> None:
    document = f"query ($first: Int!) {{ {FEED} }}"
    assert cost(document, {"first": 20}) == 62
    assert cost(document, {"first": 100}) == 302
    assert cost(document, {"first": None}) == 2


def test_entries_within_entries_multiply() -> None:
    posts = "{ edges { node { author { posts(first: $in) { edges { cursor } } } } } }"
    document = f"query ($out: Int!, $in: Int!) {{ posts(first: $out) {posts} }}"
    assert cost(document, {"out": 100, "in": 100}) == 1 + 100 * (3 + 1 + 100)
    assert cost(document, {"out": 2, "in": 3}) == 1 + 2 * (3 + 1 + 3)


def test_introspection_has_a_price_of_its_own() -> None:
    assert cost(get_introspection_query()) == 100


@pytest.mark.parametrize(
    "document",
    [
        "{ posts(first: 100) { edges { cursor node { id body author { id handle } } } } }",
        "{ me { wallet { projection { micros } } likes(first: 100) { edges { node { id target {"
        " ... on Post { author { handle } } ... on Page { waiting { micros } } } } } }"
        " payouts(first: 20) { edges { node { net { micros } cut { micros } } } } } }",
        'mutation { signIn(input: {email: "a", password: "b"}) { person { handle } } }',
        'mutation { closeMonth(input: {month: "2026-10", idempotencyKey: "k"})'
        " { settlement { kept { micros } } errors { message } } }",
    ],
)
def test_what_honest_clients_ask_for_is_far_from_the_ceiling(document: str) -> None:
    assert cost(document) < 0.7 * Settings().max_operation_cost


def test_a_school_reads_the_feed_from_behind_one_address() -> None:
    (feed,) = (text for text in read_manifest(WEB_APP_MANIFEST).values() if "query Feed(" in text)
    at_once = Settings.model_fields["address_cost_bucket_size"].default
    assert 45 * cost(feed, {"first": 20}) <= at_once


@given(fewer=st.integers(-(2**31), 2**31 - 1), more=st.integers(-(2**31), 2**31 - 1))
def test_asking_for_more_never_costs_less(fewer: int, more: int) -> None:
    counted = _both()
    fewer, more = sorted((fewer, more))
    assert 0 <= counted({"first": fewer}) <= counted({"first": more})


_BOTH: list[Weigh] = []


def _both() -> Weigh:
    if not _BOTH:
        of_one = "... on Person { posts(first: $first) { edges { node { id } } } }"
        document = (
            f'query ($first: Int!) {{ {FEED} node(id: "x")'
            f" {{ {of_one} ... on Post {{ author {{ id }} }} }} }}"
        )
        _BOTH.append(weighed(document))
    return _BOTH[0]


def _types() -> list[GraphQLObjectType]:
    return [
        each
        for name, each in SCHEMA.type_map.items()
        if is_object_type(each) and not name.startswith("__")
    ]


def _asked_with_first() -> set[str]:
    """The types that fields with `first` are of."""
    fields = (field for each in _types() for field in each.fields.values())
    return {get_named_type(field.type).name for field in fields if "first" in field.args}


def test_every_list_has_a_length() -> None:
    unsaid = set()
    for kind in _types():
        for field in kind.fields.values():
            wrapped, found = get_nullable_type(field.type), get_named_type(field.type)
            if is_list_type(wrapped) and not is_leaf_type(found):
                assert not is_list_type(get_nullable_type(wrapped.of_type)), "a list of lists"
                if kind.name not in _asked_with_first():
                    unsaid.add(found.name)
    assert unsaid == set(LENGTHS)


def test_every_connection_is_asked_with_first() -> None:
    named = {each.name for each in _types() if each.name.endswith("Connection")}
    assert named == _asked_with_first()


@pytest.mark.parametrize("name", SURCHARGES)
def test_every_surcharge_is_of_a_field(name: str) -> None:
    kind, _, field = name.partition(".")
    found = SCHEMA.get_type(kind)
    assert is_object_type(found)
    assert field in found.fields

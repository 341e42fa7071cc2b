"""What a document may be: counted in bounded time, whatever a stranger writes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import pytest
from graphql import GraphQLError, get_introspection_query, parse, validate
from graphql.execution.values import VariableValues
from hypothesis import given
from hypothesis import strategies as st

from likewise.operations.documents import Document
from likewise.operations.limits import Limits, faults_of
from likewise.resolvers.root import build_schema
from likewise.settings import Settings

SCHEMA = build_schema()._schema
LIMITS = Limits.of(Settings())

FEED = """
query Feed($first: Int!, $after: String) {
  posts(first: $first, after: $after) {
    edges { node { id body likeCount createdAt viewerHasLiked author { ...Name } } cursor }
    pageInfo { hasNextPage endCursor }
  }
  me { person { ...Name } wallet { budget { micros } received { available { micros } } } }
}
fragment Name on Person { id handle displayName }
"""


def faults(document: str, limits: Limits = LIMITS) -> list[GraphQLError]:
    return faults_of(parse(document, max_tokens=limits.max_tokens), limits)


def chain(length: int, within: str) -> str:
    """Fragments on Person, each spread in the one before."""
    numbers = range(length)
    inner = "".join(f"fragment F{a} on Person {{ {within % b} }}" for a, b in pairwise(numbers))
    return f"{{ me {{ person {{ ...F0 }} }} }} {inner} fragment F{length - 1} on Person {{ id }}"


def refusals() -> Iterator[tuple[str, str]]:
    """By what is too much of it: a document."""
    yield "aliases", "{" + "".join(f" a{n}: __typename" for n in range(100)) + "}"
    yield "repetitions", "{" + " __typename" * 500 + "}"
    yield "repetitions", "{" + " me { id }" * 100 + "}"
    yield "repetitions", "{ me { id } } fragment Unused on Query {" + " me { id }" * 100 + "}"
    yield (
        "repetitions",
        "{ ...F } fragment F on Query {" + " me { id }" * 100 + "} fragment F on Query { id }",
    )
    yield "repetitions", chain(40, "...F%d ...F39 ...F39")
    yield "directives", "{ __typename" + " @skip(if: true)" * 40 + "}"
    yield "levels of fields", "{ a" * 30 + "}" * 30
    yield "levels of fields", chain(40, "posts(first: 1) { edges { node { author { ...F%d } } } }")
    yield "levels of fields", "{ ...F } fragment F on Query { a { ...F } }"
    yield "levels of fields", "{ __schema" + "{ ofType" * 25 + "}" * 26
    yield "levels of lists", "{ node(id: " + "[" * 30 + "]" * 30 + ") { id } }"
    yield "levels of lists", "{ node(id: " + "{ a: " * 30 + "1" + "}" * 30 + ") { id } }"
    yield "levels of lists", "query ($a: " + "[" * 30 + "Int" + "]" * 30 + ") { __typename }"
    yield "fragments", "{ id }" + "".join(f" fragment F{n} on Query {{ id }}" for n in range(60))
    yield "operations", "".join(f" query Q{n} {{ __typename }}" for n in range(11))
    yield "mutations", "mutation {" + "".join(f" a{n}: signOut" for n in range(5)) + "}"
    yield (
        "mutations",
        "mutation { ...A ... { a1: signOut a2: signOut } }"
        " fragment A on Mutation { a3: signOut a4: signOut a5: signOut }",
    )


@pytest.mark.parametrize(("what", "document"), [*refusals()])
def test_too_much_of_anything_is_one_fault_that_says_of_what(what: str, document: str) -> None:
    (fault,) = faults(document)
    assert fault.extensions == {"code": "DOCUMENT_TOO_LARGE"}
    assert what in fault.message


@pytest.mark.parametrize("document", [FEED, get_introspection_query()])
def test_what_honest_clients_send_is_within_the_limits(document: str) -> None:
    assert faults(document) == []
    assert validate(SCHEMA, parse(document)) == []


def test_each_limit_may_be_reached() -> None:
    at_most = replace(LIMITS, max_depth=3, max_aliases=1, max_selections=3, max_mutations=1)
    assert faults("{ a: me { wallet { version } } }", at_most) == []
    assert faults("mutation { signOut }", at_most) == []
    assert faults("{ me { id id } }", replace(at_most, max_overlaps=1)) == []
    (fault,) = faults("{ me { id id } }", replace(at_most, max_overlaps=0))
    assert "repetitions" in fault.message


def test_a_fragment_counts_as_often_as_it_is_written_out() -> None:
    document = "{ me { a: person { ...F } b: person { ...F } } } fragment F on Person { id handle }"
    assert faults(document, replace(LIMITS, max_selections=9)) == []
    (fault,) = faults(document, replace(LIMITS, max_selections=8))
    assert "selections" in fault.message


def test_fragments_that_double_each_time_are_not_followed_twice() -> None:
    parts = " ".join(f"fragment F{n} on Person {{ ...F{n + 1} ...F{n + 1} }}" for n in range(20))
    document = f"{{ me {{ person {{ ...F0 }} }} }} {parts} fragment F20 on Person {{ id }}"
    assert faults(document) == []


def test_a_document_of_fragments_that_double_is_looked_into_once() -> None:
    """Regression: what the root names was found by walking 2^27 ways, for minutes."""
    parts = " ".join(f"fragment F{n} on Query {{ ...F{n + 1} ...F{n + 1} }}" for n in range(27))
    text = f"{{ ...F0 }} {parts} fragment F27 on Query {{ economy {{ people }} }}"
    document = Document(SCHEMA, text, LIMITS)
    assert document.errors == []
    operation = document.operation(None)
    assert operation.weigh({}) == 51
    assert operation.plan(VariableValues({}, {})) is not None


def test_circles_of_fragments_end_and_are_told_by_validation() -> None:
    document = "{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }"
    assert faults(document) == []
    (error,) = validate(SCHEMA, parse(document))
    assert "within itself" in error.message


NAMES = ("a", "b", "c")
SELECTED = [
    *(f"...{name}" for name in NAMES),
    *(f"{name}: x" for name in NAMES),
    *(f"... {{ ...{name} }}" for name in NAMES),
    *(f"{field}: x {{ ...{name} }}" for field in NAMES for name in NAMES),
    "a: x { b: x { c: x } }",
]
SETS = st.lists(st.sampled_from(SELECTED), min_size=1, max_size=6).map(
    lambda parts: "{" + " ".join(parts) + "}"
)


@given(root=SETS, fragments=st.tuples(SETS, SETS, SETS))
def test_the_walk_is_bounded_by_its_limits_however_fragments_refer_to_each_other(
    root: str, fragments: tuple[str, str, str]
) -> None:
    named = (f"fragment {name} on X {each}" for name, each in zip(NAMES, fragments, strict=True))
    document = parse(" ".join([root, *named]))
    wide = replace(LIMITS, max_aliases=10**6, max_overlaps=10**6)
    small, large = (faults_of(document, replace(wide, max_selections=n)) for n in (20, 300))
    assert len(small) <= 1
    # What passes a limit passes any that is wider.
    assert small or not large

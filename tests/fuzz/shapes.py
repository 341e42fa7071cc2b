"""Documents without measure: deep, wide, long and circular ones, of any size."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Shape(NamedTuple):
    """`before`, then `each` so many times, `inside`, `closing` so many times, and `after`.

    In `each`, `<n>` is the number of the repetition, and `<m>` the next one.
    """

    before: str
    each: str
    inside: str = ""
    closing: str = ""
    after: str = ""

    def of(self, size: int) -> str:
        """The document of this size."""
        if "<n>" in self.each:
            repeated = "".join(
                self.each.replace("<n>", str(number)).replace("<m>", str(number + 1))
                for number in range(size)
            )
        else:
            repeated = self.each * size
        return self.before + repeated + self.inside + self.closing * size + self.after


_POSTS = " posts(first: 1) { edges { node {"
_LIKE = "mutation { like(input: "
_DONE = ") { errors { code } } }"
_SLICE = ") { edges { cursor } } }"
_UNLIKE = ' a<n>: unlike(input: {targetId: "UG9zdDoz"}) { errors { code } }'

SHAPES: Mapping[str, Shape] = {
    "deep fields": Shape("{ a", " { a", "", " }", " }"),
    "deep and real": Shape(
        "{" + _POSTS, " author {" + _POSTS, " id", " } } } }", " } } } }"
    ),
    "deep lists": Shape("{ node(id: ", "[", "1", "]", ") { id } }"),
    "deep objects": Shape(_LIKE, "{url: ", '"a"', "}", _DONE),
    "deep types": Shape("query A($a: ", "[", "Int", "]", ") { __typename }"),
    "deep variables": Shape("query A($a: Int = ", "[", "1", "]", ") { __typename }"),
    "deep inline fragments": Shape("{", " ... {", " __typename", " }", " }"),
    "deep and open": Shape("{ a", " { a"),
    "deep lists, open": Shape("{ node(id: ", "["),
    "wide": Shape("{", " __typename", " }"),
    "wide and equal": Shape("{", " economy { people }", " }"),
    "aliases": Shape("{", " a<n>: __typename", " }"),
    "aliases of what is dear": Shape("{", " a<n>: economy { people }", " }"),
    "aliases that clash": Shape("{", " a: economy { people } a: settlements { id }", " }"),
    "mutations": Shape("mutation {", _UNLIKE, " }"),
    "directives": Shape("{ __typename", " @aa", " }"),
    "known directives": Shape("{ __typename", " @include(if: true)", " }"),
    "arguments": Shape("{ posts(", "first: 1, ", _SLICE),
    "unknown arguments": Shape("{ posts(", "a<n>: 1, ", _SLICE),
    "input fields": Shape(_LIKE + "{", "a<n>: 1, ", "}" + _DONE),
    "variables": Shape("query A(", "$a<n>: Int = 1, ", ") { __typename }"),
    "variables in use": Shape("query A($a: ID!) {", " a<n>: node(id: $a) { id }", " }"),
    "operations": Shape("", "query A<n> { __typename } "),
    "nameless operations": Shape("", "{ __typename } "),
    "no operation": Shape("", "fragment A<n> on Query { __typename } "),
    "a chain of fragments": Shape("{ ...F0 }", " fragment F<n> on Query { ...F<m> }"),
    "a bomb of fragments": Shape(
        "{ ...F0 }", " fragment F<n> on Query { ...F<m> ...F<m> a: __typename }"
    ),
    "a bomb of fields": Shape(
        "{" + _POSTS + " ...F0 } } } }",
        " fragment F<n> on Post { a: author { ...G<n> } b: author { ...G<n> } }"
        " fragment G<n> on Person {" + _POSTS + " ...F<m> } } } }",
    ),
    "a circle of fragments": Shape(
        "{ ...F0 } fragment F0 on Query { ...F1 }", " fragment F<m> on Query { ...F<n> }"
    ),
    "a circle through fields": Shape(
        "{" + _POSTS + " ...P } } } } fragment P on Post { author {" + _POSTS, " ...P", " } } } } }"
    ),
    "one fragment often": Shape(
        "{", " ...A", " } fragment A on Query { economy { people } }"
    ),
    "circular introspection": Shape(
        "{ __schema { types {", " fields { type {", " name", " } }", " } } }"
    ),
    "a long name": Shape("{ ", "aaaaaaaaaaaaaaaaaaaa", " }"),
    "a long number": Shape("{ posts(first: ", "99999999999999999999", _SLICE),
    "a long float": Shape("{ posts(first: 1.", "99999999999999999999", "e99999" + _SLICE),
    "a long exponent": Shape("{ posts(first: 1e", "99999999999999999999", _SLICE),
    "a long string": Shape('{ person(handle: "', "\\naaaaaaaaaaaaaaaaaa", '") { id } }'),
    "a long string, open": Shape('{ person(handle: "', "aaaaaaaaaaaaaaaaaaaa"),
    "a long block string": Shape('{ person(handle: """', "\n          aaaaaaaaa", '""") { id } }'),
    "a long comment": Shape("{ __typename } #", "aaaaaaaaaaaaaaaaaaaa"),
    "many comments": Shape("{ __typename }", "\n#"),
    "nothing but commas": Shape("", ",,,,,,,,,,,,,,,,,,,,", "{ __typename }"),
    "type definitions": Shape("{ __typename }", " type A { a: Int }"),
    "escapes": Shape('{ person(handle: "', "\\u{1F600}\\u00e9", '") { id } }'),
}  # fmt: skip
"""By what is without measure; all but a few of size 1 are valid, and large ones must be refused."""

SIZES = (1, 2, 9, 22, 33, 120, 499, 1900, 5000, 30_000)

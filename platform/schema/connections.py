"""Connections: lists shown slice by slice, going on by keyset, never by offset.

Source: https://relay.dev/graphql/connections.htm
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Generic, TypeVar

import strawberry

from likewise.errors import InvalidInput

Item = TypeVar("Item")
Found = TypeVar("Found")

DEFAULT_FIRST = 20
LARGEST_FIRST = 100
_CURSOR = re.compile(r"([a-z]+):([1-9][0-9]{0,18})", re.ASCII)

First = Annotated[
    int, strawberry.argument(description="How many at most: 1 to 100, 20 if not said.")
]
After = Annotated[
    str | None,
    strawberry.argument(description="Go on after this: the `endCursor` of the slice before."),
]


@strawberry.type(description="Where a slice of a list begins and ends, and whether there is more.")
class PageInfo:
    """Where a slice of a list stands."""

    has_next_page: bool = strawberry.field(description="Whether there is more after this slice.")
    has_previous_page: bool = strawberry.field(
        description="Whether this slice was asked for with a cursor, so something lies before it."
    )
    start_cursor: str | None = strawberry.field(
        description="The cursor of its first edge; null when the slice is empty."
    )
    end_cursor: str | None = strawberry.field(
        description="The cursor of its last edge, to be passed as `after`; null when empty."
    )


@strawberry.type(description="One entry of a list, with its place.")
class Edge(Generic[Item]):
    """An entry and its cursor."""

    node: Item = strawberry.field(description="The entry itself.")
    cursor: str = strawberry.field(description="Its place in the list, opaque; stays good.")


@strawberry.type(description="One slice of a list.")
class Connection(Generic[Item]):
    """A slice of a list."""

    edges: list[Edge[Item]] = strawberry.field(description="The entries of this slice, in order.")
    page_info: PageInfo = strawberry.field(description="Where this slice stands in the list.")


@dataclass(frozen=True, slots=True)
class SliceAsked:
    """The slice that somebody asks for: so many entries of a list, after a key."""

    list_name: str
    first: int
    after_id: int | None

    @classmethod
    def parse(cls, list_name: str, first: int, after: str | None) -> SliceAsked:
        """What the arguments ask for. Raises InvalidInput."""
        if not 1 <= first <= LARGEST_FIRST:
            raise InvalidInput(f"`first` is 1 to {LARGEST_FIRST}.", field="first")
        return cls(list_name, first, None if after is None else _key_in(after, list_name))

    @property
    def one_more(self) -> int:
        """How many to read, so that the last one tells whether there is more."""
        return self.first + 1


def connection_of(
    asked: SliceAsked,
    found: Sequence[Found],
    *,
    key_of: Callable[[Found], int],
    node_of: Callable[[Found], Item],
) -> Connection[Item]:
    """The slice, from up to `asked.one_more` entries in the list's order."""
    edges = [
        Edge(node=node_of(each), cursor=_cursor(asked.list_name, key_of(each)))
        for each in found[: asked.first]
    ]
    page_info = PageInfo(
        has_next_page=len(found) > asked.first,
        has_previous_page=asked.after_id is not None,
        start_cursor=edges[0].cursor if edges else None,
        end_cursor=edges[-1].cursor if edges else None,
    )
    return Connection(edges=edges, page_info=page_info)


def _cursor(list_name: str, key: int) -> str:
    return base64.urlsafe_b64encode(f"{list_name}:{key}".encode()).decode()


def _key_in(cursor: str, list_name: str) -> int:
    try:
        found = _CURSOR.fullmatch(base64.urlsafe_b64decode(cursor).decode("ascii"))
    except (binascii.Error, ValueError):
        found = None
    if found is None or found[1] != list_name or int(found[2]) >= 2**63:
        raise InvalidInput("This is no cursor of this list.", field="after")
    return int(found[2])

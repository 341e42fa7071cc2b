"""Connections: lists shown slice by slice, going on by keyset, never by offset.

Source: https://relay.dev/graphql/connections.htm
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Generic, Protocol, TypeVar

import strawberry

from likewise.errors import InvalidInput
from likewise.schema.cursors import cursor_of, key_in


class Keyed(Protocol):
    """What lists show: its place in them is its id."""

    @property
    def id(self) -> int:
        """The key."""


Item = TypeVar("Item")
Found = TypeVar("Found", bound=Keyed)

LARGEST_FIRST = 100

First = Annotated[
    int,
    strawberry.argument(
        description="How many entries at most: 1 to 100, as 20. It is always said, for it is what a"
        " document costs."
    ),
]
After = Annotated[
    str | None,
    strawberry.argument(
        description="Go on after this entry: the `endCursor` of the slice before. Left out: from"
        " the beginning."
    ),
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

    _place: strawberry.Private[tuple[str, int]]
    node: Item = strawberry.field(description="The entry itself.")
    cursor: str = strawberry.field(
        description="Its place in this list, opaque and signed. It stays good, even if the entry"
        " goes."
    )

    @classmethod
    def of(cls, node: Item, list_name: str, key: int) -> Edge[Item]:
        """The entry at the place that this key is."""
        edge = cls.__new__(cls)
        edge.node = node
        edge._place = list_name, key
        return edge

    def __getattr__(self, name: str) -> str:
        """The cursor, when it is asked for: most who read a list want that of the last edge."""
        if name == "cursor":
            return cursor_of(*self._place)
        raise AttributeError(name)


@strawberry.type(
    description="One slice of a list, newest first if its field does not say otherwise. While"
    " `pageInfo.hasNextPage`, ask for the next with `after:` and `pageInfo.endCursor`. Lists go"
    " forward alone: there is no `last` and no `before`. What comes in meanwhile shifts nothing."
)
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
        return cls(list_name, first, None if after is None else key_in(after, list_name))

    @property
    def one_more(self) -> int:
        """How many to read, so that the last one tells whether there is more."""
        return self.first + 1


def connection_of(
    asked: SliceAsked, found: Sequence[Found], node_of: Callable[[Found], Item]
) -> Connection[Item]:
    """The slice, from up to `asked.one_more` entries in the list's order."""
    edges = [Edge.of(node_of(each), asked.list_name, each.id) for each in found[: asked.first]]
    page_info = PageInfo(
        has_next_page=len(found) > asked.first,
        has_previous_page=asked.after_id is not None,
        start_cursor=edges[0].cursor if edges else None,
        end_cursor=edges[-1].cursor if edges else None,
    )
    return Connection(edges=edges, page_info=page_info)

"""Reading ids and descriptions of arguments that several queries share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, TypeVar

import strawberry

from likewise.errors import InvalidInput, NotFound
from likewise.schema.global_ids import number_in

Wish = TypeVar("Wish")

Input = Annotated[Wish, strawberry.argument(description="What is to be done, with all it takes.")]
"""The one argument of a mutation."""

GlobalId = Annotated[
    strawberry.ID,
    strawberry.argument(description='Its global id, as an answer gave it: "UG9zdDo3".'),
]


def asked_number(text: str, type_name: str) -> int:
    """The number in a global id that a query names. Raises InvalidInput for another type."""
    number = number_in(text, type_name)
    if number is None:
        raise InvalidInput(f"This is not the id of a {type_name}.", field="id")
    return number


def wanted_number(text: str, type_name: str, *, field: str) -> int:
    """The number in a global id that a mutation is about. Raises NotFound."""
    number = number_in(text, type_name)
    if number is None:
        raise NotFound(field=field)
    return number


@contextmanager
def looked_for(field: str) -> Iterator[None]:
    """What a use case does not find is what this input field names. Raises NotFound."""
    try:
        yield
    except NotFound as refusal:
        raise NotFound(refusal.message, field=field) from None

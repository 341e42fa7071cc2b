"""People, as everybody sees them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from likewise.community.targets import is_possible
from likewise.models import database
from likewise.models.unit_of_work import Row

_HANDLE = re.compile(r"[a-z0-9_]{2,30}", re.ASCII)
_PERSON = "SELECT id, handle, display_name, about FROM persons "


class Person(NamedTuple):
    """A person's profile. Her id is the id of the target that she is."""

    id: int
    handle: str
    display_name: str
    about: str


async def person_by_handle(handle: str) -> Person | None:
    """The person with this handle, if there is one."""
    if not _HANDLE.fullmatch(handle):
        return None
    return _as_person(await database.row(_PERSON + "WHERE handle = $1", handle))


async def person_by_id(person_id: int) -> Person | None:
    """The person with this id, if there is one."""
    if not is_possible(person_id):
        return None
    return _as_person(await database.row(_PERSON + "WHERE id = $1", person_id))


async def people_by_ids(person_ids: Sequence[int]) -> list[Person]:
    """Those of these people that there are, in no order. One statement."""
    rows = await database.rows(_PERSON + "WHERE id = ANY($1::bigint[])", list(person_ids))
    return [Person(**row) for row in rows]


def _as_person(row: Row | None) -> Person | None:
    return Person(**row) if row else None

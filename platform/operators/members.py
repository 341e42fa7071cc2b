"""Members as operators find and see them. What they own is not in it, nor is where they are
reached: docs/decisions/freezing.md."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from likewise.models import database
from likewise.models.unit_of_work import Row
from likewise.operators.freezing import Freeze
from likewise.operators.newest_first import Condition, newest_first

Standing = Literal["frozen", "operator", "paying", "past_due", "registered"]

_BEYOND = "\U0010ffff"
"""Behind a beginning it sorts after all that begins so: nothing stored has this character."""


@dataclass(frozen=True, slots=True)
class Member:
    """A person, and how she stands. `id` is her person's; states as in their own tables."""

    id: int
    handle: str
    display_name: str
    about: str
    is_operator: bool
    joined_at: datetime
    membership_state: str | None
    registration_state: str | None
    freeze: Freeze | None


async def members(
    *,
    search: str | None = None,
    standing: Standing | None = None,
    first: int = 100,
    before_id: int | None = None,
) -> list[Member]:
    """Members, the newest first, of those that are searched for, and who stand so.

    A search is the beginning of a handle, with or without an @, or of a name, in any case; or a
    whole email address.
    """
    wanted = "" if search is None else search.strip()
    conditions = [_searched(wanted)] if wanted else []
    if standing is not None:
        conditions.append((_STANDING[standing], []))
    found = await newest_first(
        _MEMBER, conditions, by="persons.id", first=first, before_id=before_id
    )
    return [_as_member(row) for row in found]


async def member_by_handle(handle: str) -> Member | None:
    """The member with this handle, if there is one."""
    row = await database.row(f"{_MEMBER} WHERE handle = $1", handle.replace("\0", ""))
    return None if row is None else _as_member(row)


async def member_by_id(person_id: int) -> Member | None:
    """The member who is this person, if there is one."""
    row = await database.row(f"{_MEMBER} WHERE persons.id = $1", person_id)
    return None if row is None else _as_member(row)


def _searched(text: str) -> Condition:
    """What a search asks for."""
    plain = text.encode(errors="ignore").decode().replace("\0", "").lower()
    if "@" in plain[1:]:
        return _HAS_EMAIL, [plain]
    begins = plain.removeprefix("@")
    return _BEGINS, [begins, begins + _BEYOND]


def _as_member(row: Row) -> Member:
    since = row["frozen_at"]
    return Member(
        id=row["id"],
        handle=row["handle"],
        display_name=row["display_name"],
        about=row["about"],
        is_operator=row["role"] == "operator",
        joined_at=row["created_at"],
        membership_state=row["membership_state"],
        registration_state=row["registration_state"],
        freeze=None if since is None else Freeze(row["id"], since, row["frozen_reason"]),
    )


_MEMBER = """
SELECT persons.id, handle, display_name, about, role, persons.created_at, frozen_at, frozen_reason,
    memberships.state AS membership_state, registrations.state AS registration_state
FROM persons
LEFT JOIN memberships ON memberships.person_id = persons.id
LEFT JOIN registrations ON registrations.person_id = persons.id
"""
# Byte by byte, as the two indexes are sorted: LIKE with a parameter could not use them for sure.
_BEGINS = """(
    (handle ~>=~ {0} AND handle ~<~ {1})
    OR (lower(display_name) ~>=~ lower({0}) AND lower(display_name) ~<~ lower({1}))
)"""
_HAS_EMAIL = "persons.id = (SELECT person_id FROM credentials WHERE email = {0})"
_STANDING: Mapping[Standing, str] = {
    "frozen": "frozen_at IS NOT NULL",
    "operator": "role = 'operator'",
    "paying": "memberships.state = 'active'",
    "past_due": "memberships.state = 'past_due'",
    "registered": "registrations.state = 'approved'",
}

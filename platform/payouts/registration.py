"""The registration: a person's papers for payouts, and what an operator said to them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from likewise.errors import NotFound, WrongState
from likewise.models import database
from likewise.models.unit_of_work import Row, UnitOfWork
from likewise.payouts.bank_account import ends_of, held_until


@dataclass(frozen=True, slots=True)
class Registration:
    """The papers of a person; `state` is `submitted`, `approved` or `rejected`.

    `id` is their turn: papers that are handed in later have a higher one, so that it is their
    place in the queue of those that wait. `reason`: why they were rejected.
    """

    id: int
    person_id: int
    legal_name: str
    country: str
    tax_number: str
    iban: str
    state: str
    submitted_at: datetime
    bank_changed_at: datetime | None
    decided_at: datetime | None
    decided_by_id: int | None
    reason: str | None
    as_of: datetime = field(compare=False, repr=False)

    @property
    def iban_ends(self) -> str:
        """The bank account as it is shown."""
        return ends_of(self.iban)

    @property
    def held_until(self) -> datetime | None:
        """Until when payouts wait, since the bank account was changed; None: they do not."""
        return held_until(self.bank_changed_at, self.as_of)


COLUMNS = (
    "turn AS id, person_id, legal_name, country, tax_number, iban, state,"
    " submitted_at, bank_changed_at, decided_at, decided_by_id,"
    " reason, likewise_now() AS as_of"
)


def as_registration(row: Row) -> Registration:
    """A row of COLUMNS."""
    return Registration(**row)


async def registration_of(person_id: int) -> Registration | None:
    """The registration of a person; None if she never handed in any papers."""
    return (await registrations_of([person_id])).get(person_id)


async def registrations_of(person_ids: Collection[int]) -> dict[int, Registration]:
    """The registrations of these people; who has handed in nothing is left out."""
    rows = await database.rows(_OF_PEOPLE, list(person_ids))
    return {row["person_id"]: as_registration(row) for row in rows}


async def decided_before(
    work: UnitOfWork, person_id: int, state: str, submitted_at: datetime | None
) -> Registration:
    """The papers that have come to a state already: deciding so twice is deciding once.

    `submitted_at` says which ones are meant; None: whichever there are. Raises NotFound (none were
    handed in), WrongState (they are others, or in another state).
    """
    row = await work.row(_OF_PERSON, person_id)
    if row is None:
        raise NotFound
    if row["state"] != state or submitted_at not in (None, row["submitted_at"]):
        raise WrongState
    return as_registration(row)


async def submitted_registrations(*, first: int = 100, after_id: int = 0) -> list[Registration]:
    """Registrations that wait for an operator, those first that wait longest."""
    rows = await database.rows(_SUBMITTED, after_id, first)
    return [as_registration(row) for row in rows]


_OF_PERSON = f"SELECT {COLUMNS} FROM registrations WHERE person_id = $1"  # noqa: S608 — constants
_OF_PEOPLE = f"SELECT {COLUMNS} FROM registrations WHERE person_id = ANY($1::bigint[])"  # noqa: S608
_SUBMITTED = f"""
SELECT {COLUMNS} FROM registrations WHERE state = 'submitted' AND turn > $1
ORDER BY turn LIMIT $2
"""  # noqa: S608

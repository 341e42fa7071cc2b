"""The registration: a person's papers for payouts, and what an operator said to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from likewise.models import database
from likewise.models.unit_of_work import Row


@dataclass(frozen=True, slots=True)
class Registration:
    """The papers of a person; `state` is `submitted`, `approved` or `rejected`."""

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


COLUMNS = (
    "person_id, legal_name, country, tax_number, iban, state,"
    " submitted_at, bank_changed_at, decided_at, decided_by_id"
)


def as_registration(row: Row) -> Registration:
    """A row of COLUMNS."""
    return Registration(**row)


async def registration_of(person_id: int) -> Registration | None:
    """The registration of a person; None if she never handed in any papers."""
    row = await database.row(_OF_PERSON, person_id)
    return None if row is None else as_registration(row)


async def submitted_registrations(
    *, first: int = 100, after_person_id: int = 0
) -> list[Registration]:
    """Registrations that wait for an operator, by the id of the person."""
    rows = await database.rows(_SUBMITTED, after_person_id, first)
    return [as_registration(row) for row in rows]


_OF_PERSON = f"SELECT {COLUMNS} FROM registrations WHERE person_id = $1"  # noqa: S608 — constants
_SUBMITTED = f"""
SELECT {COLUMNS} FROM registrations WHERE state = 'submitted' AND person_id > $1
ORDER BY person_id LIMIT $2
"""  # noqa: S608

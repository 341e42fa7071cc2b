"""The payout: money leaving to a bank account, and the steps that it took."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from likewise.models import database
from likewise.models.unit_of_work import Row
from likewise.payouts.bank_account import ends_of, held_until


@dataclass(frozen=True, slots=True)
class PayoutStep:
    """A state that a payout came to, and who brought it there. None: the system.

    `reason`: why it was rejected or returned.
    """

    state: str
    actor_id: int | None
    happened_at: datetime
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Payout:
    """`amount_micros` left the wallet: `net_micros` for the bank, the rest is the cut.

    States: `requested`, `approved`, `sent` (the provider may have it, and has not said what became
    of it), `paid`; or `rejected`, `cancelled`, `returned`, where all is back in the wallet.
    What may keep one from being sent: `held_until`, since the bank account was changed lately, and
    `account_changed`, since it is another one than the payout was requested for.
    """

    id: int
    person_id: int
    amount_micros: int
    net_micros: int
    cut_micros: int
    cut_bps: int
    iban: str
    state: str
    requested_at: datetime
    held_until: datetime | None = field(compare=False)
    account_changed: bool
    steps: tuple[PayoutStep, ...]

    @property
    def iban_ends(self) -> str:
        """The bank account as it is shown."""
        return ends_of(self.iban)


async def payout_by_id(payout_id: int) -> Payout | None:
    """The payout of this id, whoever's it is, or None."""
    found = await _with_steps(await database.rows(_BY_ID, payout_id))
    return found[0] if found else None


async def existing_payout(payout_id: int) -> Payout:
    """The payout of an id that is known to be one."""
    payout = await payout_by_id(payout_id)
    assert payout is not None, f"there is no payout {payout_id}"
    return payout


async def payouts_of(
    person_id: int, *, first: int = 100, before_id: int | None = None
) -> list[Payout]:
    """The payouts of a person, newest first."""
    return await _with_steps(await database.rows(_OF_PERSON, person_id, before_id, first))


async def payouts_in(state: str, *, first: int = 100, after_id: int = 0) -> list[Payout]:
    """Everybody's payouts in a state, oldest first: what an operator has to look at."""
    return await _with_steps(await database.rows(_IN_STATE, state, after_id, first))


_PAYOUT = """
SELECT payouts.*, registrations.bank_changed_at, likewise_now() AS as_of,
    payouts.iban <> registrations.iban AS account_changed
FROM payouts JOIN registrations USING (person_id)
"""
_BY_ID = _PAYOUT + "WHERE payouts.id = $1"
_OF_PERSON = f"""
{_PAYOUT} WHERE payouts.person_id = $1 AND ($2::bigint IS NULL OR payouts.id < $2)
ORDER BY payouts.id DESC LIMIT $3
"""
_IN_STATE = f"""
{_PAYOUT} WHERE payouts.state = $1 AND payouts.id > $2 ORDER BY payouts.id LIMIT $3
"""
_STEPS = """
SELECT payout_id, state, actor_id, happened_at, reason FROM payout_steps
WHERE payout_id = ANY($1::bigint[]) ORDER BY id
"""


async def _with_steps(rows: Sequence[Row]) -> list[Payout]:
    steps: dict[int, list[PayoutStep]] = {row["id"]: [] for row in rows}
    for step in await database.rows(_STEPS, list(steps)) if steps else ():
        steps[step["payout_id"]].append(
            PayoutStep(step["state"], step["actor_id"], step["happened_at"], step["reason"])
        )
    return [_as_payout(row, tuple(steps[row["id"]])) for row in rows]


def _as_payout(row: Row, steps: tuple[PayoutStep, ...]) -> Payout:
    columns = dict(row)
    changed_at, as_of = columns.pop("bank_changed_at"), columns.pop("as_of")
    waits = row["state"] in ("requested", "approved")
    return Payout(
        **columns, held_until=held_until(changed_at, as_of) if waits else None, steps=steps
    )

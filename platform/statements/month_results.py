"""What closed months came to for one person: told by her own movements in the ledger.

Everything adds up, to the micro. What she paid is what the payment provider kept and what came into
her budget. From one close to the next a wallet is what it was, and what came in and went out; then
the month takes what she gives, and brings what she keeps.
"""

from __future__ import annotations

from dataclasses import dataclass

from likewise.models import database
from likewise.models.unit_of_work import Row
from likewise.months import Month
from likewise.statements.projection import NOT_OWN, OWNS

_NUMBER_BITS = 16
"""Enough for the months of 5000 years; what is left is for people."""
_ALL = (1 << _NUMBER_BITS) - 1


@dataclass(frozen=True, slots=True)
class Balances:
    """What is in a wallet at one moment, in micros; not what is on its way to a bank."""

    budget_micros: int
    received_micros: int


@dataclass(frozen=True, slots=True)
class MonthResult:
    """A closed month of one person, in micros. Its `settlement_number` counts the seals from 1.

    `opening` is what the close before left, `closing` what this one left. In between came
    `paid_in` (below zero: more was taken back) and went `paid_out` (below zero: more came back);
    `fee` is what payment providers kept of what she paid in that time.
    The pot is `pot_budget` and `pot_received`; with likes all of it is given, without it stays.
    """

    person_id: int
    settlement_number: int
    month: Month
    like_count: int
    opening: Balances
    fee_micros: int
    paid_in_micros: int
    paid_out_micros: int
    pot_budget_micros: int
    pot_received_micros: int
    given_micros: int
    kept_micros: int
    closing: Balances

    @property
    def id(self) -> int:
        """Its own among all results of all people; of one person's, the later has the higher."""
        return self.person_id << _NUMBER_BITS | self.settlement_number

    @property
    def paid_micros(self) -> int:
        """What she paid, fees included; below zero: more went back to her."""
        return self.paid_in_micros + self.fee_micros

    @property
    def pot_micros(self) -> int:
        """What she had to share at hop 0."""
        return self.pot_budget_micros + self.pot_received_micros

    @property
    def unshared_micros(self) -> int:
        """What of it stayed where it was."""
        return self.pot_micros - self.given_micros


async def results_of(person_id: int, *, first: int, after_id: int | None) -> list[MonthResult]:
    """The `first` last closed months in which she liked, paid, or money of hers stood or moved.

    `after_id`: those before this one. It reads what her two accounts ever moved, the fees of her
    payments, and counts her likes. To know whether more follow, ask for one more.
    """
    before = _ALL if after_id is None else after_id & _ALL
    rows = await database.rows(_RESULTS, person_id, max(first, 0), before, None)
    return [_as_result(person_id, row) for row in rows]


async def result_of(person_id: int, month: Month) -> MonthResult | None:
    """What one month came to; None if it is not closed, or nothing of hers was in it."""
    rows = await database.rows(_RESULTS, person_id, 1, _ALL, month.first_day)
    return _as_result(person_id, rows[0]) if rows else None


async def result_by_id(result_id: int) -> MonthResult | None:
    """The result with this id, whoever's it is."""
    person_id, number = result_id >> _NUMBER_BITS, result_id & _ALL
    rows = await database.rows(_RESULTS, person_id, 1, number + 1, None)
    found = _as_result(person_id, rows[0]) if rows else None
    return found if found is not None and found.id == result_id else None


def _as_result(person_id: int, row: Row) -> MonthResult:
    budget, received = row["sealed_budget"], row["sealed_received"]
    budget_in, received_in = row["budget_moved"], row["received_moved"]
    gave_budget, gave_received, kept = row["gave_budget"], row["gave_received"], row["kept"]
    gave = gave_budget + gave_received > 0
    return MonthResult(
        person_id=person_id,
        settlement_number=row["id"],
        month=Month.of(row["month"]),
        like_count=row["like_count"],
        opening=Balances(budget - budget_in, received - received_in),
        fee_micros=row["fee"],
        paid_in_micros=budget_in,
        paid_out_micros=-received_in,
        pot_budget_micros=gave_budget if gave else budget,
        pot_received_micros=gave_received if gave else row["received_part"],
        given_micros=gave_budget + gave_received,
        kept_micros=kept,
        closing=Balances(budget - gave_budget, received - gave_received + kept),
    )


_SUMS = ", ".join(
    f"coalesce(sum({micros}) FILTER (WHERE {which}), 0)::bigint AS {name}"
    for name, micros, which in (
        ("sealed_budget", "micros", "kind = 'budget' AND seals_before < settlements.id"),
        ("sealed_received", "micros", "kind = 'received' AND seals_before < settlements.id"),
        ("budget_moved", "micros", "kind = 'budget' AND lies_between"),
        ("received_moved", "micros", "kind = 'received' AND lies_between"),
        ("gave_budget", "-micros", "kind = 'budget' AND is_its"),
        ("gave_received", "-micros", "kind = 'received' AND micros < 0 AND is_its"),
        ("kept", "micros", "kind = 'received' AND micros > 0 AND is_its"),
    )
)
# What was written after N seals lies before seal N + 1, but for what settlement N itself moved,
# which belongs to N. What an account held at a seal is all that was moved before. A fee
# is entered with the rest of its payment, so it lies on the same side.
_RESULTS = f"""
WITH moved AS MATERIALIZED (
    SELECT accounts.kind, sides.seals_before, sides.micros, other.settlement_id
    FROM accounts CROSS JOIN LATERAL (
        SELECT seals_before, -amount_micros AS micros, destination_id AS other_id
        FROM transfers WHERE source_id = accounts.id
        UNION ALL
        SELECT seals_before, amount_micros, source_id
        FROM transfers WHERE destination_id = accounts.id
    ) AS sides JOIN accounts AS other ON other.id = sides.other_id
    WHERE accounts.person_id = $1 AND accounts.kind IN ('budget', 'received')
), fees AS MATERIALIZED (
    SELECT side.* FROM memberships
    JOIN payments ON payments.membership_id = memberships.id
    JOIN transfers AS kept ON kept.key = payments.key || ':fee'
    CROSS JOIN LATERAL (
        SELECT kept.seals_before, kept.amount_micros AS micros
        UNION ALL
        SELECT seals_before, -amount_micros FROM transfers WHERE reverses_id = kept.id
    ) AS side WHERE memberships.person_id = $1
), giver AS MATERIALIZED (
    SELECT person_id, {OWNS} FROM (SELECT $1::bigint AS person_id) AS giver
)
SELECT settlements.id, settlements.month, sums.*, fees.fee, likes.number AS like_count,
    part_of(sums.sealed_received, forward.forward_bps) AS received_part
FROM settlements CROSS JOIN giver
CROSS JOIN forward_bps_of(giver.person_id, settlements.id - 1) AS forward
CROSS JOIN LATERAL (
    SELECT
        {_SUMS}
    FROM (
        SELECT *, coalesce(settlement_id = settlements.id, false) AS is_its,
            seals_before = settlements.id - 1 AND settlement_id IS NULL AS lies_between
        FROM moved WHERE seals_before <= settlements.id
    ) AS moved
) AS sums
CROSS JOIN LATERAL (
    SELECT coalesce(sum(micros), 0)::bigint AS fee FROM fees
    WHERE seals_before = settlements.id - 1
) AS fees
CROSS JOIN LATERAL (
    SELECT count(*) AS number FROM likes
    WHERE likes.person_id = giver.person_id AND likes.month = settlements.month AND {NOT_OWN}
) AS likes
WHERE settlements.state = 'closed' AND settlements.id < $3
  AND ($4::date IS NULL OR settlements.month = $4)
  AND (sums.sealed_budget, sums.sealed_received, sums.kept, fees.fee, likes.number)
    <> (0, 0, 0, 0, 0)
ORDER BY settlements.id DESC LIMIT $2
"""  # noqa: S608 - all parts are constants of ours

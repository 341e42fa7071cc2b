"""The state of the economy, for everybody to see."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from likewise.models import database


@dataclass(frozen=True, slots=True)
class LastCheck:
    """What the last check of the whole ledger came to; what it found is for operators."""

    checked_at: datetime
    finding_count: int
    account_count: int
    transfer_count: int


@dataclass(frozen=True, slots=True)
class Economy:
    """Totals since the beginning, in micros, as of one moment.

    Paid in is what payers were charged, the providers' fees included. Shared is what the closed
    months' pots gave at hop 0, passed on what went from hand to hand after that: a coin that goes
    round counts each time. Paid out reached bank accounts; the cut is what the platform kept of
    it. Waiting is what lies in escrow for unclaimed sites. Supporters have an active membership.
    `last_check` is None where the ledger has not been checked yet.
    """

    as_of: datetime
    paid_in_micros: int
    fees_micros: int
    shared_micros: int
    passed_on_micros: int
    paid_out_micros: int
    cut_micros: int
    waiting_micros: int
    people: int
    supporters: int
    months_closed: int
    last_check: LastCheck | None


@dataclass(frozen=True, slots=True)
class AccountSum:
    """All accounts of a kind together."""

    kind: str
    account_count: int
    balance_micros: int


async def account_sums() -> list[AccountSum]:
    """Where all money is, and where it came from: the balances come to zero together."""
    rows = await database.rows(
        "SELECT kind, count(*) AS account_count, sum(balance_micros)::bigint AS balance_micros"
        " FROM accounts GROUP BY kind ORDER BY kind"
    )
    return [AccountSum(**row) for row in rows]


async def economy() -> Economy:
    """The totals, in one statement: all of one moment."""
    found = await database.row(_ECONOMY)
    assert found is not None, "aggregates have a row"
    return Economy(**{**found, "last_check": _last_check(found["last_check"])})


def _last_check(text: str | None) -> LastCheck | None:
    if text is None:
        return None
    kept = json.loads(text)
    return LastCheck(
        datetime.fromisoformat(kept["checked_at"]),
        kept["finding_count"],
        kept["account_count"],
        kept["transfer_count"],
    )


_ECONOMY = """
SELECT likewise_now() AS as_of, money_in.*, closed.*, money_out.*, escrow.*,
    (SELECT count(*) FROM persons) AS people,
    (SELECT count(*) FROM memberships WHERE state = 'active') AS supporters,
    (SELECT result::text FROM inspections WHERE kind = 'ledger_check' AND state = 'done'
        ORDER BY id DESC LIMIT 1) AS last_check
FROM (
    SELECT coalesce(sum(amount_micros), 0)::bigint AS paid_in_micros,
        coalesce(sum(fee_micros), 0)::bigint AS fees_micros
    FROM payments WHERE state = 'succeeded'
) AS money_in, (
    SELECT count(DISTINCT settlements.id) AS months_closed,
        coalesce(sum(hops.micros::bigint) FILTER (WHERE hops.number = 1), 0)::bigint
            AS shared_micros,
        coalesce(sum(hops.micros::bigint) FILTER (WHERE hops.number > 1), 0)::bigint
            AS passed_on_micros
    FROM settlements
    LEFT JOIN LATERAL jsonb_array_elements_text(settlements.shared_by_hop_micros)
        WITH ORDINALITY AS hops (micros, number) ON true
    WHERE settlements.state = 'closed'
) AS closed, (
    SELECT coalesce(sum(net_micros), 0)::bigint AS paid_out_micros,
        coalesce(sum(cut_micros), 0)::bigint AS cut_micros
    FROM payouts WHERE state = 'paid'
) AS money_out, (
    SELECT coalesce(sum(balance_micros), 0)::bigint AS waiting_micros
    FROM accounts WHERE kind = 'escrow'
) AS escrow
"""

"""Checking the whole ledger."""

from __future__ import annotations

from likewise.ledger.audit.balances import BALANCES
from likewise.ledger.audit.directions import DIRECTIONS
from likewise.ledger.audit.guards import GUARDS
from likewise.ledger.audit.health import Check, Finding, LedgerHealth
from likewise.ledger.audit.owners import OWNERS
from likewise.ledger.audit.payments import PAYMENTS
from likewise.ledger.audit.payouts import IN_FLIGHT, PAYOUTS
from likewise.ledger.audit.reversals import REVERSALS
from likewise.ledger.audit.seals import SEALS
from likewise.ledger.audit.transfers import TRANSFERS
from likewise.models.unit_of_work import UnitOfWork, unit_of_work

LISTED_PER_CODE = 20

CHECKS = (
    BALANCES,
    TRANSFERS,
    DIRECTIONS,
    REVERSALS,
    OWNERS,
    SEALS,
    PAYMENTS,
    PAYOUTS,
    IN_FLIGHT,
    GUARDS,
)

CODES = tuple(code for check in CHECKS for code in check.codes)
"""The code of everything that can be found."""


async def check_ledger() -> LedgerHealth:
    """Recompute every balance and version from the transfers, and check every rule of money.

    Of each code the first LISTED_PER_CODE findings are listed and the rest counted.
    Source: docs/money.md.
    """
    return await unit_of_work(_check, isolation="REPEATABLE READ READ ONLY")


async def _check(work: UnitOfWork) -> LedgerHealth:
    await work.lift_time_limit()  # it holds nobody up
    moment = await work.one(
        "SELECT likewise_now() AS checked_at, (SELECT count(*) FROM accounts) AS account_count,"
        " (SELECT count(*) FROM transfers) AS transfer_count"
    )
    findings: list[Finding] = []
    unlisted: dict[str, int] = {}
    for check in CHECKS:
        for row in await work.rows(_first_of_each_code(check), LISTED_PER_CODE):
            findings.append(Finding(row["code"], row["sentence"], tuple(row["ids"])))
            if row["total"] > LISTED_PER_CODE:
                unlisted[row["code"]] = row["total"] - LISTED_PER_CODE
    return LedgerHealth(**moment, findings=tuple(findings), unlisted=unlisted)


def _first_of_each_code(check: Check) -> str:
    return f"""
SELECT code, ids, sentence, total
FROM (
    SELECT code, ids, sentence, count(*) OVER (PARTITION BY code) AS total,
        row_number() OVER (PARTITION BY code ORDER BY ids, sentence) AS place
    FROM ({check.sql}) AS found (code, ids, sentence)
) AS counted
WHERE place <= $1
ORDER BY code, place
"""  # noqa: S608 - a check's own text

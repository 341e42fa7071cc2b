"""The last check of the ledger, kept: made by itself now and then, and whenever somebody asks.

A check reads every transfer there is. So nobody who asks how the ledger is has it checked: she is
told of the last time.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from likewise.ledger.audit.check_ledger import check_ledger
from likewise.ledger.audit.health import Finding, LedgerHealth
from likewise.models import database
from likewise.models.inspecting import Inspection, inspect, nothing
from likewise.models.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class KeptCheck:
    """What a check of the ledger found, and how long it took."""

    health: LedgerHealth
    took: timedelta


async def check_and_keep(
    asked_by: int | None = None,
    *,
    on_begun: Callable[[UnitOfWork], Awaitable[None]] = nothing,
) -> Inspection:
    """Begin a check of the whole ledger, or be told of the one that runs. As `inspect`."""
    return await inspect("ledger_check", _checked, asked_by=asked_by, on_begun=on_begun)


async def is_due(minutes: int) -> bool:
    """Whether so long nobody has begun one, or none since the last month was closed."""
    row = await database.row(_IS_DUE, minutes)
    assert row is not None
    return bool(row["due"])


def kept_check(result: Mapping[str, Any]) -> KeptCheck:
    """A check as its inspection kept it."""
    health = LedgerHealth(
        datetime.fromisoformat(result["checked_at"]),
        result["account_count"],
        result["transfer_count"],
        tuple(Finding(each["code"], each["sentence"], ()) for each in result["findings"]),
        result["unlisted"],
    )
    return KeptCheck(health, timedelta(seconds=result["seconds"]))


async def _checked() -> dict[str, Any]:
    began = time.monotonic()
    health = await check_ledger()
    return {
        "checked_at": health.checked_at.isoformat(),
        "account_count": health.account_count,
        "transfer_count": health.transfer_count,
        "finding_count": health.finding_count,
        "findings": [{"code": each.code, "sentence": each.sentence} for each in health.findings],
        "unlisted": health.unlisted,
        "seconds": time.monotonic() - began,
    }


_IS_DUE = """
SELECT NOT EXISTS (
    SELECT FROM inspections
    WHERE kind = 'ledger_check' AND (
        state = 'running' AND alive_until > clock_timestamp()
        OR asked_at > likewise_now() - make_interval(mins => $1)
            AND asked_at >= coalesce((SELECT max(closed_at) FROM settlements), '-infinity')
    )
) AS due
"""

"""A dry run because an operator asked for it: it runs by itself, and is kept for her to look at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from likewise.models.inspecting import Inspection, inspect
from likewise.models.unit_of_work import UnitOfWork
from likewise.months import Month
from likewise.operators.deeds import Deed, record_deed
from likewise.settlement.dry_run import DryRun, dry_run
from likewise.settlement.next_month import next_month
from likewise.settlement.settlements import Settlement, settlement_of


@dataclass(frozen=True, slots=True)
class MonthSums:
    """What a month comes to, or came to, as far as two months can be compared. In micros."""

    month: Month
    pot_count: int
    like_count: int
    account_count: int
    pots_micros: int
    unshared_micros: int
    kept_micros: int


@dataclass(frozen=True, slots=True)
class KeptDryRun:
    """A dry run as it was kept, and the sums of the month before it, if that was closed."""

    sums: MonthSums
    before: MonthSums | None
    shared_by_hop_micros: tuple[int, ...]
    largest_received_micros: tuple[int, ...]
    reading_seconds: float
    computing_seconds: float


async def dry_run_by_request(operator_id: int) -> Inspection:
    """Begin a dry run, or be told of the one that runs. As `inspect`."""
    month = (await next_month()).month

    async def on_begun(work: UnitOfWork) -> None:
        await record_deed(work, Deed.MONTH_RUN_DRY, operator_id=operator_id, month=month)

    return await inspect("dry_run", _run, asked_by=operator_id, on_begun=on_begun)


def kept_dry_run(result: Mapping[str, Any]) -> KeptDryRun:
    """A dry run as its inspection kept it."""
    before = result["before"]
    return KeptDryRun(
        _sums_of(result["sums"]),
        None if before is None else _sums_of(before),
        tuple(result["shared_by_hop_micros"]),
        tuple(result["largest_received_micros"]),
        result["reading_seconds"],
        result["computing_seconds"],
    )


async def _run() -> dict[str, Any]:
    found = await dry_run()
    before = await settlement_of(found.month.previous())
    return {
        "sums": _plain_sums(found),
        "before": None if before is None else _plain_sums_of_closed(before),
        "shared_by_hop_micros": list(found.outcome.shared_by_hop_micros),
        "largest_received_micros": list(found.largest_received_micros),
        "reading_seconds": found.reading_seconds,
        "computing_seconds": found.computing_seconds,
    }


def _plain_sums(found: DryRun) -> dict[str, Any]:
    return {
        "month": str(found.month),
        "pot_count": found.pot_count,
        "like_count": found.like_count,
        "account_count": len(found.outcome.account_ids),
        "pots_micros": found.outcome.total_pots_micros,
        "unshared_micros": found.outcome.total_unshared_micros,
        "kept_micros": found.outcome.total_kept_micros,
    }


def _plain_sums_of_closed(found: Settlement) -> dict[str, Any]:
    return {
        "month": str(found.month),
        "pot_count": found.pot_count,
        "like_count": found.like_count,
        "account_count": found.account_count,
        "pots_micros": found.pots_micros,
        "unshared_micros": found.unshared_micros,
        "kept_micros": found.kept_micros,
    }


def _sums_of(plain: Mapping[str, Any]) -> MonthSums:
    return MonthSums(**{**plain, "month": Month.parse(plain["month"])})

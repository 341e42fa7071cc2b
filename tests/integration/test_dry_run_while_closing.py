"""A dry run that a closing overtakes compares its month with the one before, not with itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from likewise.settlement import dry_run_by_request
from likewise.settlement.close import close_month
from likewise.settlement.dry_run import DryRun, dry_run
from tests.support.village import Village, running_month


async def test_a_month_is_never_compared_with_itself(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    village = Village()
    await village.settle("ada", "bo")
    await village.pay("ada", 5_000_000)
    await village.like("ada", "bo")
    month = await running_month()

    async def overtaken() -> DryRun:
        found = await dry_run()
        await close_month(month, early=True, books=tmp_path)
        return found

    monkeypatch.setattr(dry_run_by_request, "dry_run", overtaken)
    kept = dry_run_by_request.kept_dry_run(await dry_run_by_request._run())
    assert kept.sums.month == month
    assert kept.before is None

"""Verifying a closed month because an operator asked for it: by itself, and kept."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from likewise.errors import WrongState
from likewise.models.inspecting import Inspection, inspect
from likewise.models.unit_of_work import UnitOfWork
from likewise.months import Month
from likewise.operators.deeds import Deed, record_deed
from likewise.settlement.outcome_files import WrongFile
from likewise.settlement.settlements import settlement_of
from likewise.settlement.verification import Verified, verify_month


async def verify_by_request(month: Month, operator_id: int) -> Inspection:
    """Begin to verify a closed month, or be told of the verification that runs. As `inspect`.

    A month whose ledger and book differ ends it as refused, with VerificationFailed's sentence.
    Raises WrongState for a month that is not closed.
    """
    settlement = await settlement_of(month)
    if settlement is None or settlement.state != "closed":
        raise WrongState(f"{month} has not been closed.", field="month")

    async def run() -> dict[str, Any]:
        began = time.monotonic()
        verified = await verify_month(month)
        return {**_plain(verified), "seconds": time.monotonic() - began}

    async def on_begun(work: UnitOfWork) -> None:
        await record_deed(work, Deed.MONTH_VERIFIED, operator_id=operator_id, month=month)

    return await inspect("verification", run, asked_by=operator_id, month=month, on_begun=on_begun)


def kept_verification(month: Month, result: Mapping[str, Any]) -> tuple[Verified, timedelta]:
    """A verification as its inspection kept it, and how long it took."""
    verified = Verified(
        month,
        result["book_digest"],
        result["outcome_digest"],
        result["merkle_root"],
        result["transfer_count"],
        tuple(WrongFile(**each) for each in result["wrong_files"]),
    )
    return verified, timedelta(seconds=result["seconds"])


def _plain(verified: Verified) -> dict[str, Any]:
    return {
        "book_digest": verified.book_digest,
        "outcome_digest": verified.outcome_digest,
        "merkle_root": verified.merkle_root,
        "transfer_count": verified.transfer_count,
        "wrong_files": [
            {"name": each.name, "found": each.found, "written_again": each.written_again}
            for each in verified.wrong_files
        ],
    }

"""An operator has the whole ledger checked."""

from __future__ import annotations

from likewise.ledger.audit.kept_check import check_and_keep
from likewise.models.inspecting import Inspection
from likewise.models.unit_of_work import UnitOfWork
from likewise.operators.deeds import Deed, record_deed


async def check_ledger(operator_id: int) -> Inspection:
    """Begin a check, or be told of the one that runs; only who begins one has done a deed."""

    async def on_begun(work: UnitOfWork) -> None:
        await record_deed(work, Deed.LEDGER_CHECKED, operator_id=operator_id)

    return await check_and_keep(operator_id, on_begun=on_begun)

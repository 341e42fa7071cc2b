"""Forwarding: the part of what comes in that a person passes on with her likes."""

from __future__ import annotations

from likewise.errors import InvalidInput
from likewise.models import database
from likewise.models.gate import pass_gate
from likewise.models.unit_of_work import UnitOfWork, unit_of_work
from likewise.money import BPS_PER_WHOLE
from likewise.operators.freezing import require_not_frozen


async def set_forwarding(*, person_id: int, forward_bps: int) -> int:
    """From the next seal on pass on `forward_bps` basis points; returns them.

    What was chosen before the last seal holds for what is sealed already.
    Raises InvalidInput, AccountFrozen.
    """
    if not 0 <= forward_bps <= BPS_PER_WHOLE:
        raise InvalidInput("Between 0 and 10000 basis points can be passed on.", field="forwardBps")

    async def body(work: UnitOfWork) -> int:
        gate = await pass_gate(work)
        await require_not_frozen(work, person_id)
        await work.execute(
            "INSERT INTO forwardings (person_id, seals_before, forward_bps, chosen)"
            " VALUES ($1, $2, $3, true) ON CONFLICT (person_id, seals_before)"
            " DO UPDATE SET forward_bps = excluded.forward_bps, chosen = true",
            person_id,
            gate.seals_before,
            forward_bps,
        )
        work.wallet_changed(person_id)
        return forward_bps

    return await unit_of_work(body)


async def forwarding_of(person_id: int) -> int:
    """What a person passes on at the next seal, in basis points. Unless she chose: all of it."""
    row = await database.row(
        "SELECT forward_bps FROM running_month() AS open, forward_bps_of($1, open.seals_before)",
        person_id,
    )
    assert row is not None, "all of it is a row, too"
    return int(row["forward_bps"])

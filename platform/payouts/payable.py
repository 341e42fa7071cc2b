"""What of a person's money can be paid out now."""

from __future__ import annotations

from likewise.ledger.balances import wallet_balances
from likewise.models.unit_of_work import ReadRows, UnitOfWork


async def payable_micros(work: UnitOfWork, person_id: int) -> int:
    """What may leave a person's wallet now, in micros; hers to take while this unit of work lasts.

    Available, and not needed for a pot that is sealed already. Call it behind the gate of the
    month: it locks what a payout moves, so that two requests cannot spend one balance.
    """
    await work.execute(
        "SELECT FROM accounts WHERE person_id = $1 AND kind IN ('received', 'in_flight')"
        " ORDER BY id FOR NO KEY UPDATE",
        person_id,
    )
    return await payable_now_micros(work.rows, person_id)


async def payable_now_micros(read: ReadRows, person_id: int) -> int:
    """The same to be looked at: a moment later it may be less."""
    balances = await wallet_balances(read, person_id)
    sealed = await sealed_pot_micros(read, person_id)
    return max(0, min(balances.available_micros, balances.received_micros - sealed))


async def sealed_pot_micros(read: ReadRows, person_id: int) -> int:
    """What of a person's received money is in the pot of a month that is sealed and not posted.

    It is in the book, so it has to be there when the month is posted. The balance at the seal is
    today's without what was transferred since; the pot, its part that she passes on, if she has
    likes in that month (docs/money.md, "The split"). What is taken has to be read behind the gate
    of the month.
    """
    (row,) = await read(_SEALED_POT, person_id)
    return int(row["micros"])


_SEALED_POT = """
SELECT coalesce(sum(
    part_of((received.balance_micros - since.micros)::bigint, forward.forward_bps)
), 0)::bigint AS micros
FROM settlements
CROSS JOIN forward_bps_of($1, settlements.id - 1) AS forward
JOIN accounts AS received ON received.person_id = $1 AND received.kind = 'received'
CROSS JOIN LATERAL (
    SELECT coalesce(sum(
        CASE destination_id WHEN received.id THEN amount_micros ELSE -amount_micros END
    ), 0) AS micros
    FROM transfers
    WHERE seals_before >= settlements.id AND received.id IN (source_id, destination_id)
) AS since
WHERE settlements.state IN ('sealed', 'computed') AND settlements.posted_through < $1
  AND EXISTS (SELECT FROM likes WHERE likes.person_id = $1 AND likes.month = settlements.month)
"""

"""Entering very many transfers at once: as columns, by COPY.

The rules are those of `transfers.enter`, and so is what refuses.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from likewise.ledger.transfers import database_refusals
from likewise.models.copying import Part, copy_in
from likewise.models.gate import OpenMonth, pass_gate
from likewise.models.unit_of_work import UnitOfWork
from likewise.settings import settings

_POWERS_OF_TEN = 10 ** np.arange(19, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class TransferColumns:
    """Wishes as in `Transfer`, one place of each column for each; amounts in micros.

    The key of a transfer is `families[family]`, a colon, and its number, which is not below zero.
    """

    families: Sequence[str]
    family: npt.NDArray[np.int32]
    number: npt.NDArray[np.int64]
    source_ids: npt.NDArray[np.int64]
    destination_ids: npt.NDArray[np.int64]
    amounts_micros: npt.NDArray[np.int64]


async def enter_columns(work: UnitOfWork, transfers: TransferColumns) -> None:
    """Enter transfers, one or more, all or nothing.

    Unlike `transfers.enter`, a key that is there already is refused whatever stands under it: who
    comes with batches knows how far they came. Whoever watches the wallets has to be told by the
    caller. Raises what `transfers.enter` raises.
    """
    gate = await pass_gate(work)
    await work.rows(_PLAN_SO)
    await work.execute("DISCARD PLANS")  # those of single transfers, if this session has any
    with database_refusals():
        await copy_in(work, "transfers", _parts(transfers, gate))


def _parts(transfers: TransferColumns, gate: OpenMonth) -> Iterator[Part]:
    """The rows family by family, those with keys of one length together.

    So the keys of numbers that ascend ascend themselves, and lie side by side in their index.
    """
    digits = np.searchsorted(_POWERS_OF_TEN[1:], transfers.number, side="right") + 1
    for family, name in enumerate(transfers.families):
        of_family = transfers.family == family
        for digit_count in np.unique(digits[of_family]):
            chosen = of_family & (digits == digit_count)
            yield {
                "key": _keys(name, transfers.number[chosen], int(digit_count)),
                "source_id": transfers.source_ids[chosen],
                "destination_id": transfers.destination_ids[chosen],
                "currency": np.array(settings().currency, dtype="S"),
                "amount_micros": transfers.amounts_micros[chosen],
                "seals_before": np.array(gate.seals_before, dtype=np.int32),
            }


def _keys(family: str, numbers: npt.NDArray[np.int64], digit_count: int) -> npt.NDArray[np.bytes_]:
    """The keys of numbers that have so many digits."""
    start = np.frombuffer(f"{family}:".encode("ascii"), dtype=np.uint8)
    letters = np.empty((len(numbers), len(start) + digit_count), dtype=np.uint8)
    letters[:, : len(start)] = start
    by_place = numbers[:, np.newaxis] // _POWERS_OF_TEN[digit_count - 1 :: -1]
    letters[:, len(start) :] = by_place % 10 + ord("0")
    return letters.view(f"S{letters.shape[1]}")[:, 0]


# How the trigger that moves the balances goes through very many: account after account in ascending
# id, as every unit of work locks them (see `transfers.enter`), each found by its id; what it has to
# remember stays in memory; and no machine code is made for it, which takes longer than a batch.
_PLAN_SO = """
SELECT set_config(name, value, true) FROM (VALUES
    ('enable_hashjoin', 'off'), ('enable_mergejoin', 'off'), ('enable_seqscan', 'off'),
    ('jit', 'off'), ('work_mem', '64MB')
) AS wanted (name, value)
"""

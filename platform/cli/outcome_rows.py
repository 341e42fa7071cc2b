"""What a split came to, for `split` and `month` alike: rows for a person, keys for a machine."""

from __future__ import annotations

from collections.abc import Iterable

from likewise.money import format_amount
from likewise.settlement.outcome import Outcome


def outcome_rows(outcome: Outcome, *, like_count: int) -> dict[str, str]:
    """An outcome for a person, its digest last."""
    return {
        "accounts": f"{len(outcome.account_ids):,}",
        "likes": f"{like_count:,}",
        **sum_rows(
            pots_micros=outcome.total_pots_micros,
            shared_by_hop_micros=outcome.shared_by_hop_micros,
            kept_micros=outcome.total_kept_micros,
            unshared_micros=outcome.total_unshared_micros,
        ),
        "digest": outcome.digest(),
    }


def sum_rows(
    *,
    pots_micros: int,
    shared_by_hop_micros: Iterable[int],
    kept_micros: int,
    unshared_micros: int,
) -> dict[str, str]:
    """Sums in units of the currency, with one point below the other."""
    hops = {f"shared at hop {hop}": micros for hop, micros in enumerate(shared_by_hop_micros)}
    sums = {
        "in pots": pots_micros,
        **hops,
        "kept by receivers": kept_micros,
        "left unshared": unshared_micros,
    }
    cells = {name: _cell(micros) for name, micros in sums.items()}
    width = max(map(len, cells.values()))
    return {name: cell.rjust(width) for name, cell in cells.items()}


def plain_outcome(outcome: Outcome, *, like_count: int) -> dict[str, object]:
    """An outcome for a machine, amounts in micros, under the names that a settlement has, too."""
    return {
        "outcome_digest": outcome.digest(),
        "account_count": len(outcome.account_ids),
        "like_count": like_count,
        "pots_micros": outcome.total_pots_micros,
        "shared_by_hop_micros": list(outcome.shared_by_hop_micros),
        "kept_micros": outcome.total_kept_micros,
        "unshared_micros": outcome.total_unshared_micros,
    }


def _cell(amount_micros: int) -> str:
    """An amount that ends six places after its point, with blanks for zeros that say nothing."""
    units, decimals = format_amount(amount_micros).split(".")
    return f"{int(units):,}.{decimals:<6}"

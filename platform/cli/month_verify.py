"""`likewise month verify`: that a month came of its book, and the ledger holds what it came to."""

from __future__ import annotations

from dataclasses import asdict

from likewise.cli import installation
from likewise.cli.output import AsJson, console, print_json, print_rows
from likewise.errors import BookDamaged
from likewise.months import Month
from likewise.settlement.verification import Verified, verify_book, verify_month
from likewise.storage import Location


def verify(month: str, *, book: str | None = None, as_json: AsJson = False) -> None:
    """Recompute a closed month from its book, and compare the ledger with it.

    Files of the outcome that got lost or changed are told, and written again if all else is right.

    With `--book` no database is asked and nothing is written: for anybody who has the book and
    wants to compare what it comes to with the digests that were published (GraphQL:
    `settlement(month:)`). Exit code 1 says that something is wrong with it.

    Args:
        month: The month, as 2026-10.
        book: The folder of its book, or its address in an object store.
        as_json: Print the result for a machine to read.
    """
    wanted = Month.parse(month)
    if book is None:
        _print(installation.run(lambda: verify_month(wanted)), as_json=as_json)
        return
    folder = Location.parse(book)
    verified = verify_book(wanted, folder)
    _print(verified, as_json=as_json)
    if not as_json:
        console().print(_what_to_compare(wanted))
    for wrong in verified.wrong_files:
        raise BookDamaged(
            f"{folder / wrong.name} is {wrong.found}. It follows from the book: who runs the"
            f" installation has it written again by `likewise month verify {wanted}`."
        )


def _print(verified: Verified, *, as_json: bool) -> None:
    if as_json:
        print_json({**asdict(verified), "month": str(verified.month)})
        return
    found = {
        "verified": str(verified.month),
        "transfers": "" if verified.transfer_count is None else f"{verified.transfer_count:,}",
        "book": verified.book_digest,
        "outcome": verified.outcome_digest,
        "root": verified.merkle_root or "",
    }
    for wrong in verified.wrong_files:
        mended = wrong.written_again
        found[wrong.name] = f"was {wrong.found}, written again" if mended else f"is {wrong.found}"
    print_rows({name: value for name, value in found.items() if value})


def _what_to_compare(month: Month) -> str:
    asked = f'settlement(month: "{month}") {{ bookDigest outcomeDigest merkleRoot }}'
    return (
        "This is what the book comes to. Compare it with what was published: ask the server of who"
        f" closed the month, which tells anybody, `{asked}`; and ask somebody else what she was"
        " told. If book, outcome and root are the same, the month was closed by this book."
    )

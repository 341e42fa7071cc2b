"""`likewise month proof` and `month prove`: that a person's line is in the outcome of a month."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from likewise.cli import installation
from likewise.cli.output import AsJson, console, print_json, print_rows
from likewise.community.people import person_by_handle
from likewise.errors import InvalidInput, MalformedFile, NotFound
from likewise.money import format_amount
from likewise.months import Month
from likewise.settlement.proofs import MOST_BYTES, Proof, check
from likewise.settlement.proving import prove as prove_line


def _require_root(_: object, root: str | None) -> None:
    if root is not None and not re.fullmatch("[0-9a-fA-F]{64}", root):
        raise ValueError("A root is 64 hexadecimal digits.")


def proof(
    file: Path,
    /,
    *,
    root: Annotated[str | None, Parameter(validator=_require_root)] = None,
    as_json: AsJson = False,
) -> None:
    """Check a proof that a person's line is in the outcome of a month: offline, without us.

    A proof counts if its root is the one that was published, so give that: who makes up a line can
    make up a root as well. Exit code 1 says that the proof does not hold.

    Example: likewise month proof ada-2026-10.json --root 5f3c…

    Args:
        file: The proof, as `me { proof(month: "2026-10") { document } }` gives it to everybody
            for herself.
        root: The published root of the month, 64 hexadecimal digits: `merkleRoot` of
            `settlement(month: "2026-10")`, or `merkle_root` in `likewise month status --json`.
        as_json: Print what was proven for a machine to read; amounts in micros.
    """
    found = _read(file)
    check(found, root=None if root is None else root.lower())
    if as_json:
        print_json({**found.model_dump(mode="json"), "root_compared": root is not None})
        return
    print_rows(_rows(found))
    if root is None:
        console().print(
            "The line leads to this root. That proves something if it is the published root of"
            f" {found.month}: compare them, or give that one with --root."
        )
    else:
        console().print(f"The line is in the outcome of {found.month} that has this root.")


def prove(month: str, /, *, person: str, out: Path | None = None) -> None:
    """Write the proof of one person's line in a closed month, for her. For operators.

    Everybody gets her own by the API: `me { proof(month: "2026-10") { document } }`.

    Args:
        month: The month, as 2026-10.
        person: Her handle.
        out: The file to write; printed, if none is given.
    """
    wanted = Month.parse(month)

    async def body() -> Proof:
        found = await person_by_handle(person)
        if found is None:
            raise NotFound(f"There is nobody called {person}.", field="person")
        return await prove_line(wanted, found.id, for_operator=True)

    document = installation.run(body).as_json()
    if out is None:
        print(document, end="")  # noqa: T201 - as it is, without rich's colours
        return
    try:
        out.write_text(document, encoding="ascii")
    except OSError as error:
        raise InvalidInput(f"{out}: cannot be written: {error.strerror}", field="out") from error


def _read(path: Path) -> Proof:
    try:
        with path.open("rb") as file:
            return Proof.from_json(file.read(MOST_BYTES + 1))
    except OSError as error:
        raise MalformedFile(f"{path}: cannot be read: {error.strerror}") from error
    except MalformedFile as refusal:
        raise MalformedFile(f"{path}: {refusal.message}") from None


def _rows(found: Proof) -> dict[str, str]:
    line = found.line
    amounts = {
        "unshared": line.unshared_micros,
        "received": line.received_micros,
        "passed on": line.passed_on_micros,
        "kept": line.kept_micros,
    }
    return {
        "month": found.month,
        "account": str(line.account_id),
        "line": f"{found.leaf_index + 1:,} of {found.account_count:,}",
        **{name: f"{format_amount(micros)} {found.currency}" for name, micros in amounts.items()},
        "book": found.book_digest,
        "outcome": found.outcome_digest,
        "root": found.root,
    }

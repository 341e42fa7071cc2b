"""Idempotency keys: what was asked under a key is done once, and answered the same ever after.

The key and a digest of the input are kept with the first answer, in the unit of work that does
what is asked: both are there or neither (after Formance's ledger, and the Idempotency-Key draft
of the IETF's httpapi group). A refusal is no answer: it rolls back and leaves the key free.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Awaitable, Callable, Mapping
from typing import NamedTuple, TypeVar

from likewise.errors import InvalidInput, KeyReused
from likewise.models.unit_of_work import Row, UnitOfWork

MAX_KEY_LENGTH = 100

Answer = dict[str, object]
Made = TypeVar("Made")


class Drawn(NamedTuple):
    """An id that is an answer: how the answer calls it, and the sequence that it comes from."""

    name: str
    sequence: str


async def once(
    work: UnitOfWork,
    *,
    person_id: int,
    key: str,
    operation: str,
    asked: Mapping[str, object],
    answer: Callable[[], Awaitable[Answer]],
) -> Answer:
    """Do `answer` once for the person's key; every later time return its first result.

    `asked` and the result are JSON of ids and plain values; the result is always what JSON makes
    of it (an answer that was stored can't be told from a new one). Of two at once, one waits for
    the other; if the first is rolled back, the second runs. Pass the gate of the month before,
    if you do: who waits here holds nothing that a seal waits for longer than the first takes.
    Raises InvalidInput (the key is not 1 to 100 printable characters), KeyReused (the key came
    with another operation or other input), and what `answer` raises.
    """
    _require_key(key)
    digest = _digest(asked)
    entered = await _enter_key(work, person_id, key, operation, digest)
    if entered is None:
        return await _first_answer(work, person_id, key, operation, digest)
    text = _canonical(await answer())
    await work.execute(
        "UPDATE idempotency_keys SET answer = $2::jsonb WHERE id = $1", entered["id"], text
    )
    return _read(text)


async def once_with_id(
    work: UnitOfWork,
    *,
    person_id: int,
    key: str,
    operation: str,
    asked: Mapping[str, object],
    drawn: Drawn,
    make: Callable[[int], Awaitable[Made]],
) -> Made | int:
    """Like `once`, for what makes a row whose id is the answer: `make` is given the id.

    It is drawn as the key is written, so the key is written once, with its answer. Returns what
    was made now, or the id of what was made the first time. Raises as `once` does.
    """
    _require_key(key)
    digest = _digest(asked)
    entered = await _enter_key(work, person_id, key, operation, digest, drawn)
    if entered is None:
        first = await _first_answer(work, person_id, key, operation, digest)
        return _id_in(first, drawn.name)
    return await make(_id_in(_read(entered["answer"]), drawn.name))


def _require_key(key: str) -> None:
    if not (1 <= len(key) <= MAX_KEY_LENGTH and key.isprintable()):
        raise InvalidInput(
            "An idempotency key has 1 to 100 printable characters.", field="idempotencyKey"
        )


async def _enter_key(
    work: UnitOfWork,
    person_id: int,
    key: str,
    operation: str,
    digest: str,
    drawn: Drawn | None = None,
) -> Row | None:
    """The new key, with its answer if an id is drawn for it; None if the key is there.

    Waits for whoever is writing the same one.
    """
    return await work.row(
        "INSERT INTO idempotency_keys (person_id, key, operation, input_digest, answer)"
        " VALUES ($1, $2, $3, $4, CASE WHEN $6::text IS NOT NULL"
        " THEN jsonb_build_object($5::text, nextval($6::text::regclass)) END)"
        " ON CONFLICT (person_id, key) DO NOTHING RETURNING id, answer::text",
        person_id,
        key,
        operation,
        digest,
        *(drawn or (None, None)),
    )


async def _first_answer(
    work: UnitOfWork, person_id: int, key: str, operation: str, digest: str
) -> Answer:
    # A statement of its own: it sees what the insert before it has waited for.
    row = await work.one(
        "SELECT operation, input_digest, answer::text FROM idempotency_keys"
        " WHERE person_id = $1 AND key = $2",
        person_id,
        key,
    )
    if (row["operation"], row["input_digest"]) != (operation, digest):
        raise KeyReused
    if row["answer"] is None:
        raise RuntimeError(f"{operation} asks for its own key while it answers")
    return _read(row["answer"])


def _digest(asked: Mapping[str, object]) -> str:
    return hashlib.sha256(_canonical(asked).encode()).hexdigest()


def _canonical(value: Mapping[str, object]) -> str:
    return json.dumps(dict(value), sort_keys=True, separators=(",", ":"), allow_nan=False)


def _id_in(answer: Answer, name: str) -> int:
    found = answer[name]
    assert isinstance(found, int)
    return found


def _read(text: str) -> Answer:
    answer: Answer = json.loads(text)
    return answer

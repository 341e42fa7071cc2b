"""Idempotency keys: what was asked under a key is done once, and answered the same ever after.

The key and a digest of the input are kept with the first answer, in the unit of work that does
what is asked: both are there or neither (after Formance's ledger, and the Idempotency-Key draft
of the IETF's httpapi group). A refusal is no answer: it rolls back and leaves the key free.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Awaitable, Callable, Mapping

from likewise.errors import InvalidInput, KeyReused
from likewise.models.unit_of_work import UnitOfWork

MAX_KEY_LENGTH = 100

Answer = dict[str, object]


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
    if not (1 <= len(key) <= MAX_KEY_LENGTH and key.isprintable()):
        raise InvalidInput(
            "An idempotency key has 1 to 100 printable characters.", field="idempotencyKey"
        )
    digest = _digest(asked)
    key_id = await _enter_key(work, person_id, key, operation, digest)
    if key_id is None:
        return await _first_answer(work, person_id, key, operation, digest)
    text = _canonical(await answer())
    await work.execute("UPDATE idempotency_keys SET answer = $2::jsonb WHERE id = $1", key_id, text)
    return _read(text)


async def _enter_key(
    work: UnitOfWork, person_id: int, key: str, operation: str, digest: str
) -> int | None:
    """The id of a new key; None if it is there. Waits for whoever is writing the same one."""
    row = await work.row(
        "INSERT INTO idempotency_keys (person_id, key, operation, input_digest)"
        " VALUES ($1, $2, $3, $4) ON CONFLICT (person_id, key) DO NOTHING RETURNING id",
        person_id,
        key,
        operation,
        digest,
    )
    return int(row["id"]) if row else None


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


def _read(text: str) -> Answer:
    answer: Answer = json.loads(text)
    return answer

"""People who like and ask for payouts while a month is posted: what they wait, and what is lost.

A process of its own beside the closing, through the use cases. `Clients` starts it, hands it the
steps of the closing, and takes its findings. Whom it lets act are people who are being posted just
then: of the ids, those that follow the part already done.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import sys
import time
from collections.abc import Awaitable
from dataclasses import asdict, dataclass, field
from typing import TypeVar

from bench.close_once import Step
from likewise.community.like import like
from likewise.errors import OwnTarget
from likewise.models import database
from likewise.payouts.request_payout import request_payout
from likewise.settings import settings

_MOST_LIKES = 5_000
_PAUSE_SECONDS = 0.02
_NEAR = 50
"""Who is being posted: this part of all ids, from the last that is done on."""

Answer = TypeVar("Answer")


@dataclass
class Waits:
    """What was asked for while the month was posted, in seconds; and what was not there later."""

    likes_seconds: list[float] = field(default_factory=list)
    payouts_seconds: list[float] = field(default_factory=list)
    lost: int = 0
    refused: int = 0


class Clients:
    """The other process, as the measurement sees it."""

    def __init__(self, child: asyncio.subprocess.Process) -> None:
        self._child = child

    @classmethod
    async def start(cls, database_url: str) -> Clients:
        """Start it, and wait until it is ready."""
        child = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bench.close_clients"),
            # Money that the month before brought may be on hold still, early in March.
            env={**os.environ, "LIKEWISE_DATABASE_URL": database_url, "LIKEWISE_HOLD_DAYS": "0"},
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        assert child.stdout is not None
        await child.stdout.readline()
        return cls(child)

    def hear(self, step: Step) -> None:
        """Tell it how far the closing is."""
        assert self._child.stdin is not None
        self._child.stdin.write(json.dumps(asdict(step)).encode() + b"\n")

    async def end(self) -> Waits:
        """What it has found, once it has looked for all that it was told is done."""
        assert self._child.stdin is not None
        self._child.stdin.close()  # nothing more will be told: communicate() alone leaves it open
        found, _ = await self._child.communicate()
        return Waits(**json.loads(found))

    async def kill(self) -> None:
        """End it, if it has not ended."""
        if self._child.returncode is None:
            self._child.kill()
            await self._child.wait()


class _Crowd:
    """The people of a database, as the ones who act know them."""

    def __init__(
        self, people: int, first_post_id: int, last_post_id: int, payee_ids: list[int]
    ) -> None:
        self.people = people
        self._posts = (first_post_id, last_post_id)
        self._payee_ids = payee_ids
        self._random = random.Random(1)
        self.posted_through = 0
        self.posting = asyncio.Event()
        self.over = False

    def someone(self) -> int:
        """A person who is being posted."""
        first = min(self.posted_through + 1, self.people)
        return self._random.randint(first, min(first + self.people // _NEAR, self.people))

    def some_post(self) -> int:
        return self._random.randint(*self._posts)

    def payee(self) -> int | None:
        """The next who can ask for a payout and is being posted, each once."""
        while self._payee_ids and self._payee_ids[0] <= self.posted_through:
            self._payee_ids.pop(0)
        near = self.posted_through + self.people // _NEAR
        return self._payee_ids.pop(0) if self._payee_ids and self._payee_ids[0] <= near else None

    async def follow(self) -> None:
        """Read the steps of the closing, until it ends."""
        while line := await asyncio.to_thread(sys.stdin.readline):
            step = Step(**json.loads(line))
            if step.state == "computed" and not self.over:
                self.posted_through = self.people * step.done // step.total if step.total else 0
                self.posting.set()
            self.over = self.over or step.state not in ("sealed", "computed")
        self.over = True
        self.posting.set()


async def _known() -> _Crowd:
    ids = await database.row(
        "SELECT (SELECT max(id) FROM persons) AS people,"
        " (SELECT min(id) FROM posts) AS first_post, (SELECT max(id) FROM posts) AS last_post"
    )
    assert ids is not None
    payees = await database.rows(
        "SELECT person_id FROM registrations JOIN accounts USING (person_id)"
        " WHERE state = 'approved' AND kind = 'received' AND balance_micros >= $1 ORDER BY 1",
        settings().payout_min_micros,
    )
    payee_ids = [row["person_id"] for row in payees]
    return _Crowd(ids["people"], ids["first_post"], ids["last_post"], payee_ids)


async def _act() -> Waits:
    url = settings().database_url
    assert url is not None
    async with database.connected(url.get_secret_value(), pool_size=4):
        crowd, waits = await _known(), Waits()
        print("ready", flush=True)
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(crowd.follow())
            likes = tasks.create_task(_like_on(crowd, waits))
            payouts = tasks.create_task(_request_on(crowd, waits))
        waits.lost = await _missing("likes", likes.result())
        waits.lost += await _missing("payouts", payouts.result())
        return waits


async def _like_on(crowd: _Crowd, waits: Waits) -> list[int]:
    await crowd.posting.wait()
    ids: list[int] = []
    while not crowd.over and len(ids) < _MOST_LIKES:
        try:
            asked = like(person_id=crowd.someone(), target_id=crowd.some_post())
            ids.append((await _timed(asked, waits.likes_seconds)).like.id)
        except OwnTarget:
            waits.refused += 1
        await asyncio.sleep(_PAUSE_SECONDS)
    return ids


async def _request_on(crowd: _Crowd, waits: Waits) -> list[int]:
    await crowd.posting.wait()
    ids: list[int] = []
    while not crowd.over:
        if (person_id := crowd.payee()) is not None:
            asked = request_payout(person_id=person_id, amount_micros=None, idempotency_key="now")
            ids.append((await _timed(asked, waits.payouts_seconds)).id)
        await asyncio.sleep(_PAUSE_SECONDS)
    return ids


async def _timed(asked: Awaitable[Answer], waits_seconds: list[float]) -> Answer:
    began = time.perf_counter()
    answer = await asked
    waits_seconds.append(time.perf_counter() - began)
    return answer


async def _missing(table: str, ids: list[int]) -> int:
    there = await database.row(
        f"SELECT count(*) AS number FROM {table} WHERE id = ANY($1::bigint[])", ids
    )
    assert there is not None
    return len(ids) - int(there["number"])


if __name__ == "__main__":
    print(json.dumps(asdict(asyncio.run(_act()))))

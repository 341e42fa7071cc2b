"""Asking for many at once: whoever asks while an answer is on its way is asked for together with
all the others who did. What comes in crowds, likes, tokens, buckets, costs a statement a lot and
not one each.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from contextvars import Context
from typing import Generic, TypeVar

Key = TypeVar("Key")
Answer = TypeVar("Answer")


_LONGEST_SECONDS = 12.0
"""Of one lot: a server that has gone silent must not hold up everybody for good."""


class Together(Generic[Key, Answer]):
    """Asks for one lot at a time, at most `at_once` in the order they came; the rest is next.

    So every answer was read after it was asked for, and as long as a lot takes all who wait, nobody
    waits for longer than two of them. Who is alone waits for nothing.

    `answer` is given the keys of a lot and returns what each is told, in the same order; an
    exception among the answers is raised to its asker, one that `answer` raises to all of the lot.
    Equal keys are not joined: only `answer` knows whether they mean the same. It runs in a task
    and a context of its own, since no asker's context is that of the others; so it goes on though
    every one of them gives up.

    One for a process will do: each event loop begins anew.
    """

    def __init__(
        self,
        answer: Callable[[list[Key]], Awaitable[Sequence[Answer | Exception]]],
        *,
        at_once: int,
        name: str,
    ) -> None:
        self._answer = answer
        self._at_once = at_once
        self._name = name
        self._waiting: deque[tuple[Key, asyncio.Future[Answer]]] = deque()
        self._asking: asyncio.Task[None] | None = None

    async def ask(self, key: Key) -> Answer:
        """The answer for this key. Giving up on it keeps nobody else from theirs."""
        loop = asyncio.get_running_loop()
        if self._asking is None or self._asking.get_loop() is not loop:
            self._waiting = deque()
            self._asking = loop.create_task(
                self._ask(self._waiting), name=self._name, context=Context()
            )
        told: asyncio.Future[Answer] = loop.create_future()
        self._waiting.append((key, told))
        return await told

    async def _ask(self, waiting: deque[tuple[Key, asyncio.Future[Answer]]]) -> None:
        lot: dict[asyncio.Future[Answer], Key] = {}
        try:
            while waiting:
                taken = (waiting.popleft() for _ in range(min(self._at_once, len(waiting))))
                lot = {told: key for key, told in taken if not told.done()}
                if lot:
                    _tell(lot, await self._answers(list(lot.values())))
        finally:
            # Where this task itself was cancelled, somebody waits still.
            for told in (*lot, *(told for _, told in waiting)):
                told.cancel()
            if self._waiting is waiting:
                self._asking = None

    async def _answers(self, keys: list[Key]) -> Sequence[Answer | Exception]:
        try:
            async with asyncio.timeout(_LONGEST_SECONDS):
                answers = await self._answer(keys)
            if len(answers) != len(keys):
                raise RuntimeError(f"{self._name}: {len(answers)} answers for {len(keys)}")
        except Exception as error:
            return [error] * len(keys)
        return answers


def _tell(lot: dict[asyncio.Future[Answer], Key], answers: Sequence[Answer | Exception]) -> None:
    for told, answer in zip(lot, answers, strict=True):
        if told.done():
            continue  # who asked has given up meanwhile
        if isinstance(answer, Exception):
            told.set_exception(answer)
        else:
            told.set_result(answer)

"""One operation on a socket, under the id that the client chose.

A feed that can be shown by its plan needs a task only until it is open; whatever else runs in one.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from contextlib import aclosing
from typing import Any

import structlog

from likewise.operations.admission import Admitted, Asked, NotAdmitted
from likewise.operations.answers import Outcome, as_json
from likewise.operations.plans import NotPlain
from likewise.operations.prepared import PreparedFeed
from likewise.operations.running import Operations
from likewise.resolvers.feeds import Opened
from likewise.web.open_sockets import OpenSocket

_log = structlog.get_logger()


class SocketOperation:
    """Runs an operation and sends what comes of it. `forget` is called once it has ended."""

    __slots__ = (
        "_admitted",
        "_before",
        "_forget",
        "_opened",
        "_operations",
        "_prepared",
        "_socket",
        "_stop",
        "id",
        "task",
    )

    def __init__(
        self,
        operations: Operations,
        socket: OpenSocket,
        operation_id: str,
        asked: Asked,
        forget: Callable[[SocketOperation], None],
    ) -> None:
        self.id = operation_id
        self._operations = operations
        self._socket = socket
        self._forget = forget
        self._before = f'{{"id":{json.dumps(operation_id)},"type":'
        self._admitted: Admitted | None = None
        self._prepared: PreparedFeed | None = None
        self._opened: Opened[Any] | None = None
        self._stop: Callable[[], None] | None = None
        self.task: asyncio.Task[None] | None = None
        self._begin(self._run(asked))

    def show(self, value: object) -> None:
        """Offer a state of the feed."""
        assert self._opened is not None
        assert self._prepared is not None, "it is followed once it is open"
        try:
            payload = self._prepared.payload(self._opened, value)
        except NotPlain:
            self.stop()
            self._begin(self._execute())
            return
        self._socket.offer(self.id, f'{self._before}"next","payload":{payload}}}')

    def end(self, error: Exception | None) -> None:
        """Nothing more comes of the feed. The executor finds the same error, and tells it."""
        self._stop = None
        if error is not None:
            self._begin(self._execute())
            return
        self._forget(self)
        # Under a name of its own, or it would take the place of the last state.
        self._socket.offer(f"complete:{self.id}", f'{self._before}"complete"}}')

    def stop(self) -> None:
        """Show nothing more. Twice is once."""
        if self.task is not None:
            self.task.cancel()
        if self._stop is not None:
            self._stop()
            self._stop = None

    def _begin(self, running: Any) -> None:
        self.task = asyncio.create_task(running)
        self.task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        """A feed that is followed goes on without a task; all else is over with it."""
        if self.task is task:
            self.task = None
        if task.cancelled() or self._stop is not None:
            return
        self._forget(self)
        if (error := task.exception()) is not None:
            _log.error("socket_operation_failed", exc_info=error)
            self._socket.end(1011, "Internal error")

    async def _run(self, asked: Asked) -> None:
        try:
            self._admitted = await self._operations.admit(asked, self._socket.context)
        except NotAdmitted as refusal:
            await self._tell_errors(refusal.answer.errors)
            return
        self._prepared = self._operations.prepared(self._admitted)
        if self._prepared is not None:
            try:
                self._opened = await self._prepared.open(self._socket.context)
            except Exception:  # noqa: S110 - the executor comes to the same, and tells it
                pass
            else:
                self._stop = self._opened.feed.follow(self)
                return
        await self._execute()

    async def _execute(self) -> None:
        assert self._admitted is not None
        answers = self._operations.stream(self._admitted, self._socket.context)
        async with aclosing(answers):
            async for each in answers:
                if each.outcome is not Outcome.ANSWERED:
                    await self._tell_errors(each.errors)
                    return
                await self._socket.send(f'{self._before}"next","payload":{each.text}}}')
        await self._socket.send(f'{self._before}"complete"}}')

    async def _tell_errors(self, errors: tuple[dict[str, Any], ...]) -> None:
        await self._socket.send(f'{self._before}"error","payload":{as_json(errors)}}}')

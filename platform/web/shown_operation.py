"""A prepared feed on a socket, without a task of its own: each state is written and offered."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

from likewise.resolvers.feeds import Opened
from likewise.resolvers.prepared import NotPlain, PreparedFeed
from likewise.web.open_sockets import OpenSocket


class ShownOperation:
    """Follows a feed and offers its states to a socket, under the id that the client chose.

    `task` opens it and is gone then. `execute` is called, once, if it cannot be shown like this:
    whatever is wrong, the executor finds it too, and tells it. `complete`: nothing more comes.
    """

    __slots__ = (
        "_before",
        "_complete",
        "_execute",
        "_opened",
        "_prepared",
        "_socket",
        "_stop",
        "id",
        "task",
    )

    def __init__(
        self,
        socket: OpenSocket,
        operation_id: str,
        prepared: PreparedFeed,
        *,
        complete: Callable[[], None],
        execute: Callable[[], None],
    ) -> None:
        self.id = operation_id
        self._socket = socket
        self._prepared = prepared
        self._complete = complete
        self._execute = execute
        self._before = f'{{"id":{json.dumps(operation_id)},"type":"next","payload":'
        self._opened: Opened[Any] | None = None
        self._stop: Callable[[], None] | None = None
        self.task: asyncio.Task[None] | None = asyncio.create_task(self._open())

    def show(self, value: object) -> None:
        """Offer a state."""
        assert self._opened is not None, "it is followed once it is open"
        try:
            payload = self._prepared.payload(self._opened, value)
        except NotPlain:
            self.stop()
            self._execute()
            return
        self._socket.offer(self.id, f"{self._before}{payload}}}")

    def end(self, error: Exception | None) -> None:
        """Nothing more comes."""
        self._stop = None
        (self._complete if error is None else self._execute)()

    def stop(self) -> None:
        """Show nothing more. Twice is once."""
        if self.task is not None:
            self.task.cancel()
        if self._stop is not None:
            self._stop()
            self._stop = None

    async def _open(self) -> None:
        try:
            self._opened = await self._prepared.open(self._socket.context)
        except Exception:
            self._execute()
        else:
            self._stop = self._opened.feed.follow(self)
        finally:
            self.task = None

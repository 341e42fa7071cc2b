"""Whose tokens these are, for many who ask at about the same time: a thousand sockets that come
back at once cost a few statements, and not one each.
"""

from __future__ import annotations

import asyncio
from itertools import islice

from likewise.identity.sessions import Viewer, viewers_of

TOKENS_PER_QUERY = 1000

Answer = asyncio.Future[Viewer | None]
Asked = dict[str, list[Answer]]


class ManyViewers:
    """Asks for one lot at a time: whoever comes while an answer is on its way is in the next.

    So every answer was read after it was asked for, and nobody waits for longer than two of them.
    """

    def __init__(self) -> None:
        self._waiting: Asked = {}
        self._asking: asyncio.Task[None] | None = None

    async def viewer_of(self, token: str) -> Viewer | None:
        """As sessions.viewer_of(), and with the same errors."""
        answer: Answer = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(token, []).append(answer)
        if self._asking is None:
            self._asking = asyncio.create_task(self._ask(), name="viewers")
        return await answer

    async def _ask(self) -> None:
        try:
            while self._waiting:
                asked = {
                    token: self._waiting.pop(token)
                    for token in list(islice(self._waiting, TOKENS_PER_QUERY))
                }
                await _answer(asked)
        finally:
            self._asking = None


async def _answer(asked: Asked) -> None:
    try:
        found = await viewers_of(asked.keys())
    except Exception as error:
        for _, answer in _open(asked):
            answer.set_exception(error)
        return
    for token, answer in _open(asked):
        answer.set_result(found.get(token))


def _open(asked: Asked) -> list[tuple[str, Answer]]:
    """Those that somebody still waits for: a socket may have ended meanwhile."""
    return [
        (token, each) for token, answers in asked.items() for each in answers if not each.done()
    ]

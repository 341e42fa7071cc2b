"""Whose tokens these are, for many who ask at about the same time: a thousand sockets that come
back at once cost a few statements, and not one each.
"""

from __future__ import annotations

from likewise.identity.sessions import Viewer, viewers_of
from likewise.together import Together

TOKENS_PER_QUERY = 1000


class ManyViewers:
    """Asks for all at once who come while an answer is on its way."""

    def __init__(self) -> None:
        self._together = Together(_viewers, at_once=TOKENS_PER_QUERY, name="viewers")

    async def viewer_of(self, token: str) -> Viewer | None:
        """As sessions.viewer_of(), and with the same errors."""
        return await self._together.ask(token)


async def _viewers(tokens: list[str]) -> list[Viewer | Exception | None]:
    found = await viewers_of(set(tokens))
    return [found.get(token) for token in tokens]

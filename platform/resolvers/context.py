"""What an operation knows about its request. No web framework here: web fills and applies it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

import strawberry

from likewise.identity.sessions import Viewer, viewer_of
from likewise.resolvers.reading import Readers
from likewise.subscriptions.broker import Broker


@dataclass(frozen=True, slots=True)
class SessionCookie:
    """A wish to set the browser's session cookie; an empty token clears it."""

    token: str
    expires_at: datetime | None


@dataclass(slots=True)
class Context:
    """The context of the operations of one request, or of one socket."""

    broker: Broker
    token: str | None = None
    address: str = ""
    """Where the request comes from: whoever is nobody is counted by it."""
    remembers: bool = False
    """Whether a token is looked up once, as for the moment that a request takes."""
    session_cookie: SessionCookie | None = None
    operator_feeds: int = 0
    feed_tokens: frozenset[str] = frozenset()
    """Of the sessions that feeds were opened with: with each of them its feeds have to end."""
    viewer_of: Callable[[str], Awaitable[Viewer | None]] = viewer_of
    """Whose a token is. Sockets ask for many together."""
    reading: Readers = field(init=False)
    _known: dict[str, Viewer | None] = field(default_factory=dict)
    _has_mutated: bool = False

    def __post_init__(self) -> None:
        self.reading = Readers(self.viewer)

    async def viewer(self) -> Viewer | None:
        """Whoever is signed in now; None: nobody is."""
        token = self.token
        if token is None:
            return None
        if not self.remembers:
            return await self.viewer_of(token)
        if token not in self._known:
            self._known[token] = await self.viewer_of(token)
        return self._known[token]

    def begin_mutation(self) -> None:
        """After one that may have taken its time it is asked anew whose session this is."""
        if self._has_mutated:
            self._known.clear()
        self._has_mutated = True

    async def viewer_of_feed(self) -> Viewer | None:
        """Whoever is signed in now and opens a feed, which must not outlive her session."""
        token = self.token
        found = await self.viewer()
        if token is not None and found is not None:
            self.feed_tokens |= {token}
        return found

    @contextmanager
    def operator_feed(self) -> Iterator[None]:
        """Around a feed for operators alone: the transport ends it when the role is lost."""
        self.operator_feeds += 1
        try:
            yield
        finally:
            self.operator_feeds -= 1


Info = strawberry.Info[Context, None]

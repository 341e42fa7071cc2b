"""Sessions: a token for a signed-in client, and whose it is."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from likewise.errors import NotFound
from likewise.models import database
from likewise.models.unit_of_work import UnitOfWork, unit_of_work
from likewise.settings import settings

_TOKEN_BYTES = 32


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A new session. `token` is told this once: only its digest is stored."""

    person_id: int
    token: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Viewer:
    """The person behind a request."""

    person_id: int
    handle: str
    role: str
    session_id: int

    @property
    def is_operator(self) -> bool:
        """Whether she runs this installation."""
        return self.role == "operator"


@dataclass(frozen=True, slots=True)
class Session:
    """A client that is signed in. Which one it is nobody knows: of its token a digest is kept."""

    id: int
    person_id: int
    created_at: datetime
    expires_at: datetime


async def start_session(work: UnitOfWork, person_id: int) -> SignedIn:
    """Begin a session of `session_days` days, and put away what has expired of hers."""
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    await work.execute(
        "DELETE FROM sessions WHERE person_id = $1 AND expires_at <= likewise_now()", person_id
    )
    row = await work.one(
        "INSERT INTO sessions (person_id, token_digest, expires_at)"
        " VALUES ($1, $2, likewise_now() + make_interval(days => $3)) RETURNING expires_at",
        person_id,
        _digest(token),
        settings().session_days,
    )
    return SignedIn(person_id, token, row["expires_at"])


async def viewer_of(token: str) -> Viewer | None:
    """Whose token this is; None if it is nobody's, has expired or was signed out. One query."""
    return (await viewers_of([token])).get(token)


async def viewers_of(tokens: Collection[str]) -> dict[str, Viewer]:
    """Whose each of these tokens is; nobody's are left out. One query, which sees digests alone."""
    tokens_by_digest = {_digest(token): token for token in tokens}
    rows = await database.rows(
        "SELECT sessions.token_digest, sessions.id AS session_id,"
        " persons.id, persons.handle, persons.role"
        " FROM sessions JOIN persons ON persons.id = sessions.person_id"
        " WHERE sessions.token_digest = ANY($1::varchar[])"
        " AND sessions.expires_at > likewise_now()",
        list(tokens_by_digest),
    )
    return {
        tokens_by_digest[row["token_digest"]]: Viewer(
            row["id"], row["handle"], row["role"], row["session_id"]
        )
        for row in rows
    }


async def sign_out(token: str) -> None:
    """End the session of this token. Doing it twice, or with nobody's token, is no error."""

    async def body(work: UnitOfWork) -> None:
        await work.execute("DELETE FROM sessions WHERE token_digest = $1", _digest(token))

    await unit_of_work(body)


async def sessions_of(person_id: int, *, first: int, after_id: int | None) -> list[Session]:
    """The `first` newest sessions of a person that have not ended, or those after `after_id`."""
    rows = await database.rows(
        _SESSIONS + " AND person_id = $1 AND id < coalesce($3, id + 1) ORDER BY id DESC LIMIT $2",
        person_id,
        max(first, 0),
        after_id,
    )
    return [Session(**row) for row in rows]


async def session_by_id(session_id: int) -> Session | None:
    """The session with this id, whoever's it is; None: there is none, or it has ended."""
    row = await database.row(_SESSIONS + " AND id = $1", session_id)
    return Session(**row) if row else None


async def end_session(*, person_id: int, session_id: int) -> None:
    """End a session of a person. Raises NotFound: it is over, or not hers."""

    async def body(work: UnitOfWork) -> None:
        ended = await work.row(
            "DELETE FROM sessions WHERE id = $1 AND person_id = $2 RETURNING id",
            session_id,
            person_id,
        )
        if ended is None:
            raise NotFound

    await unit_of_work(body)


async def end_other_sessions(work: UnitOfWork, viewer: Viewer) -> int:
    """End all sessions of the viewer but the one in use; returns how many."""
    ended = await work.rows(
        "DELETE FROM sessions WHERE person_id = $1 AND id <> $2 RETURNING id",
        viewer.person_id,
        viewer.session_id,
    )
    return len(ended)


_SESSIONS = (
    "SELECT id, person_id, created_at, expires_at FROM sessions WHERE expires_at > likewise_now()"
)


def _digest(token: str) -> str:
    """SHA-256 in hex. A token is 256 random bits, so neither salt nor slowness is needed."""
    return hashlib.sha256(token.encode(errors="surrogatepass")).hexdigest()

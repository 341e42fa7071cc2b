"""Sessions: a token for a signed-in client, and whose it is."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

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

    @property
    def is_operator(self) -> bool:
        """Whether she runs this installation."""
        return self.role == "operator"


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
        "SELECT sessions.token_digest, persons.id, persons.handle, persons.role"
        " FROM sessions JOIN persons ON persons.id = sessions.person_id"
        " WHERE sessions.token_digest = ANY($1::varchar[])"
        " AND sessions.expires_at > likewise_now()",
        list(tokens_by_digest),
    )
    return {
        tokens_by_digest[row["token_digest"]]: Viewer(row["id"], row["handle"], row["role"])
        for row in rows
    }


async def sign_out(token: str) -> None:
    """End the session of this token. Doing it twice, or with nobody's token, is no error."""

    async def body(work: UnitOfWork) -> None:
        await work.execute("DELETE FROM sessions WHERE token_digest = $1", _digest(token))

    await unit_of_work(body)


def _digest(token: str) -> str:
    """SHA-256 in hex. A token is 256 random bits, so neither salt nor slowness is needed."""
    return hashlib.sha256(token.encode(errors="surrogatepass")).hexdigest()

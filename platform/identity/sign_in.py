"""Signing in with email and password."""

from __future__ import annotations

from likewise.errors import WrongCredentials
from likewise.identity.particulars import normalised_email
from likewise.identity.passwords import digest_of, fits, is_outdated
from likewise.identity.sessions import SignedIn, start_session
from likewise.models import database
from likewise.models.unit_of_work import Row, UnitOfWork, unit_of_work


async def sign_in(*, email: str, password: str) -> SignedIn:
    """Begin a session. Raises WrongCredentials, for an unknown email after the same work.

    The password is hers when the session begins, not just when it was looked at: changing it ends
    all other sessions, and none may slip in behind that.
    A digest that was made with weaker parameters than today's is made anew on the way.
    """
    credential = await _credential_of(email)
    fitting = await fits(password, credential["password_digest"] if credential else None)
    if credential is None or not fitting:
        raise WrongCredentials
    person_id: int = credential["person_id"]
    stored_digest: str = credential["password_digest"]
    new_digest = await digest_of(password) if is_outdated(stored_digest) else None

    async def body(work: UnitOfWork) -> SignedIn | None:
        standing = await work.row(_HOLD, person_id, stored_digest)
        if standing is None:
            return None
        if new_digest is not None:
            await work.execute(
                "UPDATE credentials SET password_digest = $2 WHERE person_id = $1",
                person_id,
                new_digest,
            )
        return await start_session(work, person_id)

    return await unit_of_work(body) or await sign_in(email=email, password=password)


_HOLD = "SELECT person_id FROM credentials WHERE person_id = $1 AND password_digest = $2 FOR UPDATE"
"""Until the session is there; nothing, if the password has changed meanwhile."""


async def _credential_of(email: str) -> Row | None:
    # What can't be an email is asked for all the same, as one that nobody has: same work.
    return await database.row(
        "SELECT person_id, password_digest FROM credentials WHERE email = $1",
        normalised_email(email) or "",
    )

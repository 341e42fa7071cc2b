"""Changing a password."""

from __future__ import annotations

from likewise.errors import InvalidInput, WrongCredentials
from likewise.identity.passwords import digest_of, fits, require_password
from likewise.identity.sessions import Viewer, end_other_sessions
from likewise.models import database
from likewise.models.unit_of_work import UnitOfWork, unit_of_work


async def change_password(viewer: Viewer, *, present: str, new: str) -> int:
    """Take another password, and end all other sessions; returns how many.

    Whoever learnt the old one is out with it. Raises WrongCredentials (`present` is not her
    password, or no longer), InvalidInput (nobody should have the new one).
    """
    credential = await database.row(
        "SELECT email, password_digest FROM credentials WHERE person_id = $1", viewer.person_id
    )
    stored_digest: str | None = credential["password_digest"] if credential else None
    if not await fits(present, stored_digest) or credential is None:
        raise WrongCredentials("This is not your password.", field="presentPassword")
    try:
        require_password(new, handle=viewer.handle, email=credential["email"])
    except InvalidInput as refusal:
        raise InvalidInput(refusal.message, field="newPassword") from None
    new_digest = await digest_of(new)

    async def body(work: UnitOfWork) -> int:
        # Only over the digest that was verified: of two who change it at once one is told no.
        changed = await work.row(
            "UPDATE credentials SET password_digest = $2"
            " WHERE person_id = $1 AND password_digest = $3 RETURNING person_id",
            viewer.person_id,
            new_digest,
            stored_digest,
        )
        if changed is None:
            raise WrongCredentials("This is not your password.", field="presentPassword")
        return await end_other_sessions(work, viewer)

    return await unit_of_work(body)

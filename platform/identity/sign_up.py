"""Signing up: a person, her target, her wallet and her first session, all or nothing."""

from __future__ import annotations

from likewise.errors import EmailTaken, HandleTaken
from likewise.identity.particulars import require_display_name, require_email, require_handle
from likewise.identity.passwords import digest_of, require_password
from likewise.identity.sessions import SignedIn, start_session
from likewise.ledger.accounts import open_person_accounts
from likewise.models.unit_of_work import UnitOfWork, unit_of_work


async def sign_up(*, email: str, password: str, handle: str, display_name: str) -> SignedIn:
    """Make a person and sign her in. Raises InvalidInput, EmailTaken, HandleTaken."""
    email = require_email(email)
    handle = require_handle(handle)
    display_name = require_display_name(display_name)
    require_password(password, handle=handle, email=email)
    password_digest = await digest_of(password)

    async def body(work: UnitOfWork) -> SignedIn:
        person_id = await _enter_person(work, handle, display_name)
        await _enter_credential(work, person_id, email, password_digest)
        await open_person_accounts(work, person_id)
        return await start_session(work, person_id)

    return await unit_of_work(body)


async def _enter_person(work: UnitOfWork, handle: str, display_name: str) -> int:
    # One statement for the person and the target that she is: the foreign key between them is
    # looked at when it ends, and a handle that is taken leaves no target behind.
    row = await work.row(
        "WITH person AS ("
        " INSERT INTO persons (id, handle, display_name)"
        " VALUES (nextval('targets_id_seq'), $1, $2)"
        " ON CONFLICT (handle) DO NOTHING RETURNING id)"
        " INSERT INTO targets (id, kind) SELECT id, 'person' FROM person RETURNING id",
        handle,
        display_name,
    )
    if row is None:
        raise HandleTaken
    return int(row["id"])


async def _enter_credential(
    work: UnitOfWork, person_id: int, email: str, password_digest: str
) -> None:
    row = await work.row(
        "INSERT INTO credentials (person_id, email, password_digest) VALUES ($1, $2, $3)"
        " ON CONFLICT (email) DO NOTHING RETURNING person_id",
        person_id,
        email,
        password_digest,
    )
    if row is None:
        raise EmailTaken

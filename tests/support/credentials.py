"""Email and password for who has moved into a village without signing up."""

from __future__ import annotations

from likewise.identity.passwords import digest_of
from likewise.models.unit_of_work import UnitOfWork, unit_of_work


async def enter_credential(person_id: int, email: str, password: str) -> None:
    """Let a person sign in with these."""
    digest = await digest_of(password)

    async def body(work: UnitOfWork) -> None:
        await work.execute(
            "INSERT INTO credentials (person_id, email, password_digest) VALUES ($1, $2, $3)",
            person_id,
            email,
            digest,
        )

    await unit_of_work(body)

"""What a person says of herself, to everybody and to us alone."""

from __future__ import annotations

from datetime import datetime

from likewise.errors import AccountFrozen
from likewise.identity.particulars import require_about, require_display_name
from likewise.models import database
from likewise.models.unit_of_work import UnitOfWork, unit_of_work


async def edit_profile(*, person_id: int, display_name: str | None, about: str | None) -> None:
    """Change the name that others see, what she says about herself, or both; None leaves as it is.

    Raises InvalidInput, AccountFrozen.
    """
    name = None if display_name is None else require_display_name(display_name)
    words = None if about is None else require_about(about)

    async def body(work: UnitOfWork) -> None:
        edited = await work.one(
            "UPDATE persons SET display_name = coalesce($2, display_name),"
            " about = coalesce($3, about) WHERE id = $1"
            " RETURNING frozen_at",
            person_id,
            name,
            words,
        )
        if edited["frozen_at"] is not None:
            raise AccountFrozen

    await unit_of_work(body)


async def email_of(person_id: int) -> str | None:
    """What a person signs in with; None: nothing of the kind is known of her."""
    row = await database.row("SELECT email FROM credentials WHERE person_id = $1", person_id)
    return str(row["email"]) if row else None


async def joined_at(person_id: int) -> datetime:
    """When a person signed up."""
    row = await database.row("SELECT created_at FROM persons WHERE id = $1", person_id)
    assert row is not None, "who is signed in is somebody"
    moment: datetime = row["created_at"]
    return moment

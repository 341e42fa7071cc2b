"""Whether somebody shows what she likes. Nobody does who has not chosen so."""

from __future__ import annotations

from likewise.models import database
from likewise.models.unit_of_work import UnitOfWork, unit_of_work


async def show_likes(*, person_id: int, shows_likes: bool) -> bool:
    """From now on show what a person likes, or keep it to herself; returns which."""

    async def body(work: UnitOfWork) -> None:
        await work.execute(
            "UPDATE persons SET shows_likes = $2 WHERE id = $1", person_id, shows_likes
        )

    await unit_of_work(body)
    return shows_likes


async def shows_likes(person_id: int) -> bool:
    """Whether a person shows what she likes."""
    row = await database.row("SELECT shows_likes FROM persons WHERE id = $1", person_id)
    return row is not None and bool(row["shows_likes"])

"""One post that everybody watches: a state is read and written once, and sent to all."""

from __future__ import annotations

from bench.live_servers import Server
from bench.live_sockets import Crowd
from likewise.community.like import like
from likewise.models import database
from likewise.models.unit_of_work import UnitOfWork, unit_of_work
from likewise.schema.global_ids import global_id
from likewise.subscriptions.ringing import ringing

LIKES = 10
"""In one round; each is shown to all before the next one is given."""
_SHOWN_WITHIN_SECONDS = 30.0


async def push_one_post(
    server: Server, database_url: str, redis_url: str, tokens: list[str], rounds: int
) -> list[float]:
    """The messages of each round for a second of the server's processor time."""
    async with database.connected(database_url, pool_size=2), ringing(redis_url):
        post_id = await unit_of_work(_publish)
        fans = await database.rows(
            "SELECT id FROM persons ORDER BY id DESC LIMIT $1", LIKES * rounds
        )
        selection = f'postUpdated(id: "{global_id("Post", post_id)}") {{ version: likeCount }}'
        crowd = Crowd(server.port, f"subscription {{ {selection} }}")
        await crowd.open(tokens)
        rates = []
        for first in range(0, len(fans), LIKES):
            crowd.arrivals.clear()
            used = server.cpu_seconds
            for number, fan in enumerate(fans[first : first + LIKES], first + 1):
                await like(person_id=fan["id"], target_id=post_id)
                await crowd.until_shown([number] * len(tokens), _SHOWN_WITHIN_SECONDS)
            rates.append(len(crowd.arrivals) / (server.cpu_seconds - used))
        crowd.close()
    return rates


async def _publish(work: UnitOfWork) -> int:
    row = await work.one("INSERT INTO targets (kind) VALUES ('post') RETURNING id")
    await work.execute(
        "INSERT INTO posts (id, author_id, body)"
        " SELECT $1, min(id), 'Everybody watches this' FROM persons",
        row["id"],
    )
    return int(row["id"])

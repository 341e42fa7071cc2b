"""Ada, as the examples and the pages for front-end developers know her, and what a client shows."""

from __future__ import annotations

from likewise.models import database
from tests.support.api_client import ApiClient

EMAIL, PASSWORD = "ada@likewise.example", "likewise-demo"
BUDGET_MICROS = 5_000_000

POSTS = 25
SMALL_BUCKET = {
    "LIKEWISE_MAX_OPERATION_COST": "110",
    "LIKEWISE_COST_BUCKET_SIZE": "170",
    "LIKEWISE_COST_RESTORED_PER_SECOND": "15",
}
"""What a client asks before the second page costs some 160, and a page 82: so it has to wait."""

_SHOWN = [
    "signed in as ada",
    "wallet: 0 likes of 0.00 USD each",
    "liked: 1 of this month",
    "wallet: 1 likes of 5.00 USD each",
    "refused: OWN_TARGET: Nobody can like themselves, their own posts or the pages of their own"
    " sites.",
    f"feed: {POSTS} posts",
]
_PAUSE = "too much in a short time: a pause"


def assert_shown(said: str) -> None:
    """A client has done all of it. It had to wait, at the second page at the latest: a server
    that is busy may have lost sight of Redis, and be stricter for a moment.
    """
    lines = said.splitlines()
    assert [each for each in lines if each != _PAUSE] == _SHOWN
    assert _PAUSE in lines


async def settle_newcomer(api: ApiClient, *, posts: int) -> None:
    """Ada signs up, with five units to share; Cy has written so many posts."""
    village = api.village
    await village.settle("cy")
    for number in range(posts):
        await village.write("cy", f"song {number}")
    ada = {"email": EMAIL, "password": PASSWORD, "handle": "ada", "displayName": "Ada"}
    assert not (await api.do("signUp", ada))["errors"]
    row = await database.row("SELECT id FROM persons WHERE handle = 'ada'")
    assert row is not None
    village.people["ada"] = row["id"]
    await village.pay("ada", BUDGET_MICROS)

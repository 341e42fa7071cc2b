"""Many tokens asked for at about the same time: each is answered for itself."""

from __future__ import annotations

import asyncio

import pytest

from likewise.identity.many_viewers import ManyViewers
from likewise.identity.sessions import sign_out, start_session
from likewise.models.database import rows
from likewise.models.unit_of_work import UnitOfWork, unit_of_work
from tests.support.village import Village

pytestmark = pytest.mark.usefixtures("database")
PEOPLE = 20


async def token_of(person_id: int) -> str:
    async def body(work: UnitOfWork) -> str:
        return (await start_session(work, person_id)).token

    return await unit_of_work(body)


@pytest.fixture
async def tokens(database: str) -> dict[str, str]:
    """Tokens by handle."""
    village = Village()
    await village.settle(*(f"person_{number}" for number in range(PEOPLE)))
    return {handle: await token_of(person) for handle, person in village.people.items()}


async def test_each_of_many_is_told_whose_token_hers_is_and_a_wrong_one_is_nobodys(
    tokens: dict[str, str],
) -> None:
    viewers = ManyViewers()
    asked = [*tokens.items(), *tokens.items(), ("", "nobody's")]
    found = await asyncio.gather(*(viewers.viewer_of(token) for _, token in asked))
    assert [each.handle if each else "" for each in found] == [handle for handle, _ in asked]


async def test_who_has_signed_out_before_she_asks_is_nobody_though_others_wait(
    tokens: dict[str, str],
) -> None:
    viewers = ManyViewers()
    token = tokens["person_0"]
    waiting = asyncio.gather(*(viewers.viewer_of(each) for each in tokens.values()))
    await sign_out(token)
    assert await viewers.viewer_of(token) is None
    await waiting


async def test_who_gives_up_takes_the_answer_away_from_nobody_else(
    tokens: dict[str, str],
) -> None:
    viewers = ManyViewers()
    token = tokens["person_0"]
    one, other = (asyncio.create_task(viewers.viewer_of(token)) for _ in range(2))
    await asyncio.sleep(0)
    one.cancel()
    found = await other
    assert found is not None
    assert found.handle == "person_0"


async def test_a_failure_is_told_to_all_who_wait_and_those_who_come_later_are_answered(
    tokens: dict[str, str],
) -> None:
    viewers = ManyViewers()
    await rows("ALTER TABLE sessions RENAME TO sessions_are_gone")
    asking = [viewers.viewer_of(each) for each in tokens.values()]
    found = await asyncio.gather(*asking, return_exceptions=True)
    assert all(isinstance(each, Exception) for each in found)
    await rows("ALTER TABLE sessions_are_gone RENAME TO sessions")
    viewer = await viewers.viewer_of(tokens["person_1"])
    assert viewer is not None

"""The seed makes a living community, whole or told apart, the same every time."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from likewise.community.pages import page_by_url
from likewise.community.people import Person, person_by_handle
from likewise.community.publish_post import publish_post
from likewise.community.supporters import SliceOfWall, supporters_of
from likewise.demo.cast import BY_HANDLE, LOGINS, PASSWORD
from likewise.demo.nuisance import HANDLE
from likewise.demo.paperwork import PAYOUT_STATES
from likewise.demo.seed import is_seeded, seed, seed_once
from likewise.errors import AccountFrozen, WrongState
from likewise.identity.roles import make_operator
from likewise.identity.sessions import viewer_of
from likewise.identity.sign_in import sign_in
from likewise.ledger.audit import check_ledger
from likewise.ledger.balances import wallet_balances
from likewise.models import database
from likewise.models.clock import at_moment
from likewise.models.database import connected
from likewise.models.unit_of_work import UnitOfWork, unit_of_work
from likewise.operators.audit_log import audit_log
from likewise.operators.deeds import Deed
from likewise.operators.members import members
from likewise.settlement.dry_run import dry_run
from likewise.settlement.settlements import all_settlements
from likewise.settlement.verification import verify_month
from likewise.statements.economy import economy
from likewise.statements.projection import projection_of
from tests.support.databases import fresh_database
from tests.support.keeper import Addresses
from tests.support.seeded import seeded_database
from tests.support.village import Village

_SHORTEST_WAY_BACK = datetime(2027, 3, 1, tzinfo=UTC)
_LAST_OF_JANUARY = datetime(2028, 1, 31, 23, 59, 59, tzinfo=UTC)


class _Interrupted(Exception):
    """Somebody pressed Ctrl-C."""


@pytest.fixture(scope="module")
def books_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("books")


@pytest.fixture(scope="module")
def seeded_url(server_addresses: Addresses, books_dir: Path) -> Iterator[str]:
    """A database seeded as of now, for all tests here: they only read."""
    place = seeded_database(server_addresses.admin_url, books_dir)
    with asyncio.Runner() as runner:  # a test's own loop ends with the test
        yield runner.run(place.__aenter__())
        runner.run(place.__aexit__(None, None, None))


@pytest.fixture
async def community(seeded_url: str) -> AsyncIterator[str]:
    """The seeded database, connected."""
    async with connected(seeded_url):
        yield seeded_url


@asynccontextmanager
async def _seeded_at(now: datetime, admin_url: str, books_dir: Path) -> AsyncIterator[None]:
    """A database of its own seeded at a moment, connected."""
    async with fresh_database(admin_url) as url, connected(url):
        await seed(now, books_dir=books_dir)
        yield


async def _count(sql: str, *values: object) -> int:
    row = await database.row(sql, *values)
    assert row is not None
    return int(next(iter(row.values())))


async def _outcome_digests() -> list[str | None]:
    return [each.outcome_digest for each in await all_settlements()]


@pytest.mark.usefixtures("community")
async def test_the_ledger_of_the_community_is_clean() -> None:
    health = await check_ledger()
    assert health.healthy, health.findings


@pytest.mark.usefixtures("community")
async def test_every_closed_month_verifies(books_dir: Path) -> None:
    settlements = await all_settlements()
    assert [each.state for each in settlements] == ["closed"] * 3
    assert not any(each.early for each in settlements)
    for each in settlements:
        verified = await verify_month(each.month, books=books_dir)
        assert verified.outcome_digest == each.outcome_digest
        assert each.shared_by_hop_micros is not None
        assert len(each.shared_by_hop_micros) == 7, "coins go round until the last hop"


@pytest.mark.usefixtures("community")
async def test_there_is_a_payout_in_every_state() -> None:
    rows = await database.rows("SELECT state FROM payouts")
    assert {row["state"] for row in rows} == PAYOUT_STATES
    assert len(PAYOUT_STATES) == 7


@pytest.mark.usefixtures("community")
async def test_walls_are_alive_and_have_those_alone_who_show_what_they_like() -> None:
    wishes = [SliceOfWall(person.id, 100, None) for person in await _everybody()]
    walls = await supporters_of(wishes)
    seen = {each.person.handle for wall in walls for each in wall}
    assert seen
    assert all(BY_HANDLE[handle].shows_likes for handle in seen)


async def _everybody() -> list[Person]:
    found = [await person_by_handle(each) for each in BY_HANDLE]
    return [each for each in found if each is not None]


@pytest.mark.usefixtures("community")
async def test_money_is_waiting_for_a_site_that_nobody_has_claimed() -> None:
    page = await page_by_url("https://example.org/essays/on-lending-books")
    assert page is not None
    assert page.waiting_micros > 1_000_000
    assert (await economy()).waiting_micros > page.waiting_micros


@pytest.mark.usefixtures("community")
async def test_the_logins_work_and_one_is_the_operator() -> None:
    roles = []
    for email in LOGINS:
        viewer = await viewer_of((await sign_in(email=email, password=PASSWORD)).token)
        assert viewer is not None
        roles.append((viewer.handle, viewer.role))
    assert roles == [
        ("admin", "operator"),
        *((who, "member") for who in ("ada", "bo", "cy", "dee")),
    ]


@pytest.mark.usefixtures("community")
async def test_somebody_is_frozen_and_the_log_has_all_that_operators_did() -> None:
    frozen = await members(standing="frozen")
    assert [each.handle for each in frozen] == [HANDLE]
    assert frozen[0].freeze is not None
    about_her = await audit_log(person_id=frozen[0].id)
    assert [(each.deed, each.reason) for each in about_her] == [
        (Deed.PERSON_FROZEN, frozen[0].freeze.reason)
    ]
    everything = await audit_log()
    assert everything[-1].deed == Deed.OPERATOR_APPOINTED, "she was one before she did anything"
    first_person = await database.row("SELECT min(created_at) AS joined_at FROM persons")
    assert first_person == {"joined_at": everything[-1].happened_at}
    done = Counter(each.deed for each in everything)
    assert (done[Deed.CLOSING_STARTED], done[Deed.MONTH_CLOSED]) == (3, 3)
    assert done[Deed.PAYOUT_REJECTED] == 1
    assert done[Deed.REGISTRATION_APPROVED] == 6
    with pytest.raises(AccountFrozen):
        await publish_post(author_id=frozen[0].id, body="I am back")


@pytest.mark.usefixtures("community")
async def test_the_community_is_alive() -> None:
    assert await _count("SELECT count(*) FROM persons") == len(BY_HANDLE)
    assert await _count("SELECT count(*) FROM persons WHERE about = ''") == 0
    assert await _count("SELECT count(*) FROM posts") > 120
    assert await _count("SELECT count(*) FROM repeating_likes") > 10
    assert await _count("SELECT count(*) FROM sites") > 5
    states = {row["state"] for row in await database.rows("SELECT state FROM memberships")}
    assert {"active", "past_due"} <= states
    papers = {row["state"] for row in await database.rows("SELECT state FROM registrations")}
    assert papers == {"approved", "submitted"}
    for handle in ("cy", "dee", "bo"):
        person = await person_by_handle(handle)
        assert person is not None
        assert await projection_of(person.id) > 0, handle


@pytest.mark.usefixtures("community")
@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("likes", "created_at"),
        ("posts", "created_at"),
        ("transfers", "created_at"),
        ("payout_steps", "happened_at"),
        ("settlements", "closed_at"),
        ("operator_deeds", "happened_at"),
    ],
)
async def test_nothing_is_dated_in_the_future(table: str, column: str) -> None:
    assert await _count(f"SELECT count(*) FROM {table}") > 0
    assert await _count(f"SELECT count(*) FROM {table} WHERE {column} > now()") == 0


@pytest.mark.usefixtures("community")
async def test_a_second_seeding_changes_nothing() -> None:
    counted = (
        "SELECT (SELECT count(*) FROM persons), (SELECT count(*) FROM likes),"
        " (SELECT max(id) FROM transfers), (SELECT max(id) FROM payout_steps)"
    )
    before = await database.row(counted)
    assert not await seed_once()
    assert await database.row(counted) == before


async def test_two_databases_seeded_at_one_moment_come_to_the_same(
    server_addresses: Addresses, seeded_url: str, tmp_path: Path
) -> None:
    """On the first of March, with the shortest way back: 59 days, 30 of them a hold."""
    found = []
    for name in ("one", "two"):
        async with _seeded_at(_SHORTEST_WAY_BACK, server_addresses.admin_url, tmp_path / name):
            assert (await check_ledger()).healthy
            assert await _count("SELECT count(DISTINCT state) FROM payouts") == 7
            with at_moment(_SHORTEST_WAY_BACK):
                tried = await dry_run()
            found.append((await _outcome_digests(), tried.outcome.digest(), tried.like_count))
    assert found[0] == found[1]
    async with connected(seeded_url):
        assert found[0][0] == await _outcome_digests(), "and the closed months on any day"


async def test_on_the_last_of_january_there_is_money_that_can_be_paid_out(
    server_addresses: Addresses, tmp_path: Path
) -> None:
    async with _seeded_at(_LAST_OF_JANUARY, server_addresses.admin_url, tmp_path):
        assert (await check_ledger()).healthy
        cy = await person_by_handle("cy")
        assert cy is not None
        cy_id = cy.id

        async def body(work: UnitOfWork) -> None:
            wallet = await wallet_balances(work.rows, cy_id)
            assert wallet.available_micros > 0
            assert wallet.on_hold_micros == 0, "thirty days and an hour after the last closing"

        with at_moment(_LAST_OF_JANUARY):
            await unit_of_work(body)


@pytest.mark.usefixtures("database")
async def test_a_seed_that_was_interrupted_is_not_taken_for_a_community(tmp_path: Path) -> None:
    def interrupt(done: int, total: int) -> None:
        if done == 30:
            raise _Interrupted

    with pytest.raises(_Interrupted):
        await seed_once(books_dir=tmp_path, on_progress=interrupt)
    with pytest.raises(WrongState, match="make demo-reset"):
        await seed_once(books_dir=tmp_path)
    with pytest.raises(WrongState):
        await is_seeded()


@pytest.mark.usefixtures("database")
async def test_people_who_are_no_demo_are_left_alone(tmp_path: Path) -> None:
    village = Village()
    await village.settle("somebody")
    await make_operator(village.people["somebody"])
    with pytest.raises(WrongState, match="leaves them alone"):
        await seed_once(books_dir=tmp_path)
    assert await _count("SELECT count(*) FROM persons") == 1

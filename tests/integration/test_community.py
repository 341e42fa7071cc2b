"""People, posts and pages as everybody sees them, and what a person passes on."""

from __future__ import annotations

import asyncio

import pytest

from likewise.community.forwarding import forwarding_of, set_forwarding
from likewise.community.like import like
from likewise.community.pages import page_by_url, pages_by_ids
from likewise.community.people import person_by_handle, person_by_id
from likewise.community.posts import SliceOfAuthor, newest_posts, newest_posts_of, post_by_id
from likewise.community.publish_post import publish_post
from likewise.community.targets import like_counts
from likewise.errors import InvalidInput, MalformedUrl
from likewise.ledger.accounts import person_account
from likewise.ledger.transfers import Transfer, enter
from likewise.models import database
from likewise.models.unit_of_work import UnitOfWork, unit_of_work
from tests.support.seals import seal_month
from tests.support.village import Village, running_month

IMPOSSIBLE_IDS = [0, -1, 10**9, 2**63, 10**40]


@pytest.fixture
async def village(database: str) -> Village:
    village = Village()
    await village.settle("ada", "bo")
    return village


async def test_a_person_is_found_by_handle_and_by_id(village: Village) -> None:
    person = await person_by_handle("ada")
    assert person is not None
    assert (person.id, person.handle, person.about) == (village.people["ada"], "ada", "")
    assert await person_by_id(person.id) == person
    for handle in ("nobody", "", "Ada", "a" * 100, "\x00", "\ud800\ud800"):
        assert await person_by_handle(handle) is None
    for person_id in IMPOSSIBLE_IDS:
        assert await person_by_id(person_id) is None


async def test_a_post_is_read_as_it_was_published(village: Village) -> None:
    ada = village.people["ada"]
    published = await publish_post(author_id=ada, body="  Ünï\n\tcødé 🌱 \u202e'; -- \n")
    assert published.body == "Ünï\n\tcødé 🌱 \u202e'; --"
    assert published.author == await person_by_id(ada)
    assert await post_by_id(published.id) == published
    assert await newest_posts(first=1, after_id=None) == [published]
    for post_id in (*IMPOSSIBLE_IDS, ada):
        assert await post_by_id(post_id) is None


@pytest.mark.parametrize("body", ["", " \n\t ", "a" * 5001, "a\x00b", "\ud800", "a\udfff"])
async def test_a_post_that_is_none_is_refused_and_leaves_nothing(
    village: Village, body: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        await publish_post(author_id=village.people["ada"], body=body)
    assert refused.value.field == "body"
    assert await database.rows("SELECT id FROM targets WHERE kind = 'post'") == []


async def test_a_post_may_be_of_exactly_the_longest_length(village: Village) -> None:
    post = await publish_post(author_id=village.people["ada"], body=" " + "🌱" * 5000)
    assert len(post.body) == 5000


async def test_posts_are_read_page_by_page_newest_first(village: Village) -> None:
    ada, bo = village.people["ada"], village.people["bo"]
    posts = [await publish_post(author_id=author, body="x") for author in (ada, bo, ada, bo, ada)]
    await like(person_id=bo, target_id=posts[4].id)
    ids = [each.id for each in reversed(posts)]
    first = await newest_posts(first=3, after_id=None)
    assert [each.id for each in first] == ids[:3]
    assert [(each.author.handle, each.like_count) for each in first] == [
        ("ada", 1),
        ("bo", 0),
        ("ada", 0),
    ]
    rest = await newest_posts(first=3, after_id=first[-1].id)
    assert [each.id for each in rest] == ids[3:]
    assert await newest_posts(first=3, after_id=10**40) == first
    assert await newest_posts(first=3, after_id=0) == []
    assert await newest_posts(first=0, after_id=None) == []


async def test_slices_of_several_authors_are_read_at_once_and_each_is_what_was_asked(
    village: Village,
) -> None:
    ada, bo = village.people["ada"], village.people["bo"]
    posts = [await publish_post(author_id=author, body="x") for author in (ada, bo, ada, bo, ada)]
    nobody = 10**9
    slices = await newest_posts_of(
        [
            SliceOfAuthor(bo, 9, None),
            SliceOfAuthor(nobody, 9, None),
            SliceOfAuthor(ada, 2, None),
            SliceOfAuthor(ada, 2, posts[2].id),
            SliceOfAuthor(ada, 0, None),
            SliceOfAuthor(ada, 9, -1),
            SliceOfAuthor(bo, 1, 10**40),
        ]
    )
    assert slices == [
        [posts[3], posts[1]],
        [],
        [posts[4], posts[2]],
        [posts[0]],
        [],
        [],
        [posts[3]],
    ]


async def test_a_page_begins_with_its_first_like(village: Village) -> None:
    assert await page_by_url("https://band.example/song") is None
    liked = await like(person_id=village.people["ada"], url="https://Band.example/song#a")
    page = await page_by_url("HTTPS://band.example:443/song?fbclid=1")
    assert page is not None
    assert (page.id, page.url) == (liked.target_id, "https://band.example/song")
    assert (page.host, page.like_count, page.waiting_micros) == ("band.example", 1, 0)
    assert await pages_by_ids([page.id, village.people["ada"], 10**9]) == [page]
    with pytest.raises(MalformedUrl):
        await page_by_url("http://localhost/")


async def test_a_page_shows_what_waits_for_its_site(village: Village) -> None:
    await village.pay("ada", 5_000_000)
    await like(person_id=village.people["ada"], url="https://band.example/a")
    await like(person_id=village.people["bo"], url="https://band.example/b")
    await _move_to_escrow(village.people["ada"], 12_400)
    for url in ("https://band.example/a", "https://band.example/b"):
        page = await page_by_url(url)
        assert page is not None
        assert page.waiting_micros == 12_400


async def test_likes_are_counted_for_every_target_that_is_asked_for(village: Village) -> None:
    ada, bo = village.people["ada"], village.people["bo"]
    await like(person_id=ada, target_id=bo)
    assert await like_counts([bo, ada, 10**40]) == {bo: 1, ada: 0, 10**40: 0}
    assert await like_counts([]) == {}


async def test_everybody_passes_on_all_until_she_chooses(village: Village) -> None:
    ada, bo = village.people["ada"], village.people["bo"]
    assert await forwarding_of(ada) == 10_000
    for forward_bps in (0, 10_000, 2_500):
        assert await set_forwarding(person_id=ada, forward_bps=forward_bps) == forward_bps
        assert await forwarding_of(ada) == forward_bps
    assert await forwarding_of(bo) == 10_000


@pytest.mark.parametrize("forward_bps", [-1, 10_001, 2**40, -(10**40)])
async def test_nobody_passes_on_less_than_nothing_or_more_than_all(
    village: Village, forward_bps: int
) -> None:
    with pytest.raises(InvalidInput) as refused:
        await set_forwarding(person_id=village.people["ada"], forward_bps=forward_bps)
    assert refused.value.field == "forwardBps"
    assert await forwarding_of(village.people["ada"]) == 10_000


async def test_what_was_chosen_holds_until_it_is_changed_and_sealed_months_keep_theirs(
    village: Village,
) -> None:
    ada = village.people["ada"]
    await set_forwarding(person_id=ada, forward_bps=1)
    await seal_month(await running_month())
    assert await forwarding_of(ada) == 1
    await asyncio.gather(*(set_forwarding(person_id=ada, forward_bps=2) for _ in range(8)))
    assert await forwarding_of(ada) == 2
    rows = await database.rows(
        "SELECT seals_before, forward_bps, chosen FROM forwardings ORDER BY seals_before"
    )
    assert [tuple(row.values()) for row in rows] == [(0, 1, True), (1, 2, True)]


async def _move_to_escrow(person_id: int, amount_micros: int) -> None:
    async def body(work: UnitOfWork) -> None:
        budget = await person_account(work, "budget", person_id)
        escrow = await work.one("SELECT id FROM accounts WHERE kind = 'escrow'")
        await enter(work, [Transfer("test:escrow", budget, escrow["id"], amount_micros)])

    await unit_of_work(body)

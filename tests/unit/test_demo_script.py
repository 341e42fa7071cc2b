"""The script of the demo is right on whatever day it is started."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from likewise.community.web_addresses import canonical_url
from likewise.demo import deeds
from likewise.demo.cast import BY_HANDLE, CAST, LOGINS, RING
from likewise.demo.paperwork import PAYOUT_STATES
from likewise.demo.script import script
from likewise.demo.story import MONTHS
from likewise.demo.story.web_pages import PAGES
from likewise.demo.timeline import Timeline
from likewise.settings import Settings

_MOMENTS = [
    datetime.fromisoformat(text).replace(tzinfo=UTC)
    for text in (
        "2027-03-01T00:00:00",  # February and January: the shortest way back
        "2027-03-01T00:07:00",
        "2028-02-29T23:59:59",
        "2026-01-01T00:25:00",
        "2026-01-31T23:59:59",
        "2026-05-01T09:00:00",
        "2026-11-22T21:00:00",
        "2026-12-31T12:00:00",
    )
]
_HOLD = timedelta(days=Settings().hold_days)


@pytest.fixture(scope="module", params=_MOMENTS, ids=str)
def now(request: pytest.FixtureRequest) -> datetime:
    moment: datetime = request.param
    return moment


@pytest.fixture(scope="module")
def scenes(now: datetime) -> list[deeds.Scene]:
    return script(now)


def _moments_of(scenes: list[deeds.Scene], kind: type[deeds.Deed]) -> list[datetime]:
    return [scene.moment for scene in scenes if isinstance(scene.deed, kind)]


def test_nothing_happens_after_now(scenes: list[deeds.Scene], now: datetime) -> None:
    assert all(before.moment <= after.moment for before, after in pairwise(scenes))
    assert scenes[-1].moment <= now
    assert scenes[0].moment >= Timeline(now).months[0].start


def test_three_months_close_each_after_its_end(scenes: list[deeds.Scene], now: datetime) -> None:
    closings = [scene for scene in scenes if isinstance(scene.deed, deeds.ClosesMonth)]
    months = [scene.deed.month for scene in closings if isinstance(scene.deed, deeds.ClosesMonth)]
    assert months == list(Timeline(now).months[:3])
    assert all(scene.moment >= month.end for scene, month in zip(closings, months, strict=True))


def test_payouts_ask_only_for_what_is_on_hold_no_more(
    scenes: list[deeds.Scene], now: datetime
) -> None:
    first_closing = _moments_of(scenes, deeds.ClosesMonth)[0]
    requests = _moments_of(scenes, deeds.RequestsPayout)
    assert len(requests) == len(PAYOUT_STATES)
    assert min(requests) >= first_closing + _HOLD


def test_the_running_month_has_likes_on_its_first_day_too(
    scenes: list[deeds.Scene], now: datetime
) -> None:
    start = Timeline(now).months[-1].start
    running = [moment for moment in _moments_of(scenes, deeds.Likes) if moment >= start]
    assert len(running) > 100


def test_everybody_likes_what_is_there_and_never_their_own(scenes: list[deeds.Scene]) -> None:
    there: dict[str, str] = {}
    for scene in scenes:
        match scene.deed:
            case deeds.Joins(handle):
                there[handle] = handle
            case deeds.Publishes(handle, name):
                assert handle in there
                there[name] = handle
            case deeds.Likes(handle, target):
                assert handle in there
                assert target.startswith("https://") or there[target] != handle


def test_ada_has_left_the_posts_of_dee_of_this_month_for_the_walk(
    scenes: list[deeds.Scene], now: datetime
) -> None:
    start = Timeline(now).months[-1].start
    of_dee = {
        scene.deed.name
        for scene in scenes
        if isinstance(scene.deed, deeds.Publishes)
        and (scene.deed.handle, scene.moment >= start) == ("dee", True)
    }
    likes = {
        (each.deed.handle, each.deed.target)
        for each in scenes
        if isinstance(each.deed, deeds.Likes)
    }
    assert of_dee
    assert not likes & {("ada", name) for name in of_dee}


def test_the_closed_months_are_the_same_on_every_day(scenes: list[deeds.Scene]) -> None:
    assert _closed_months(scenes) == _closed_months(script(_MOMENTS[-1]))


def _closed_months(scenes: list[deeds.Scene]) -> list[deeds.Deed]:
    """What decides on them: who is there, what is written, liked, paid and chosen, in order."""
    closings = [
        place for place, each in enumerate(scenes) if isinstance(each.deed, deeds.ClosesMonth)
    ]
    others = (deeds.ClosesMonth, deeds.RequestsPayout, deeds.DecidesPayout)
    return [each.deed for each in scenes[: closings[-1]] if not isinstance(each.deed, others)]


def test_the_cast_is_a_community() -> None:
    assert len(BY_HANDLE) == len(CAST) >= 40
    assert {0, 2, 5, 10} == {each.pays_units for each in CAST}
    assert sum(1 for each in CAST if not each.pays_units) >= 15
    assert set(RING) <= set(BY_HANDLE)
    assert list(LOGINS) == [
        f"{name}@likewise.example" for name in ("admin", "ada", "bo", "cy", "dee")
    ]


def test_there_is_much_to_read_and_nothing_twice() -> None:
    bodies = [post.body for posts in MONTHS for post in posts]
    assert len(set(bodies)) == len(bodies) >= 145
    assert all(10 < len(body) < 300 for body in bodies)


def test_pages_are_on_hosts_that_nobody_can_own() -> None:
    reserved = ("example.org", "example.net", ".example")
    hosts = {canonical_url(page.url).host.partition(":")[0] for page in PAGES}
    assert all(host.endswith(reserved) for host in hosts)

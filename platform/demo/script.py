"""The script of the demo: every deed and its moment, in order.

It depends on now, and on how many days an installation holds money.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from likewise.demo.cast import BY_HANDLE, CAST
from likewise.demo.deeds import (
    CancelsMembership,
    ChangesPaymentMethod,
    ChoosesForwarding,
    ClosesMonth,
    CollectsPayments,
    Deed,
    HandsInPapers,
    HasPapersApproved,
    Joins,
    Likes,
    Publishes,
    Scene,
    ShowsLikes,
    StartsMembership,
    StopsRepeating,
)
from likewise.demo.fondness import Fondness, Published
from likewise.demo.nuisance import nuisance
from likewise.demo.paperwork import PAPERS, payouts
from likewise.demo.story import MONTHS
from likewise.demo.timeline import CLOSED_MONTHS, Timeline
from likewise.settings import settings

_FIRST_POST = 0.21
"""By then everybody of the first month is there."""

_STEP = 0.0001
_PAPERS_AFTER = 0.3
_APPROVED_AFTER = 0.34
_PAPERS_STILL_WAITING = 3.05


def script(now: datetime) -> list[Scene]:
    """All that happens until now, by its moment; what is told first comes first at the same one."""
    timeline = Timeline(now)
    told = [*_months(timeline), *_positioned(timeline), *payouts(timeline, settings().hold_days)]
    return [Scene(moment, deed) for moment, deed in sorted(told, key=lambda each: each[0])]


def _months(timeline: Timeline) -> Iterator[tuple[datetime, Deed]]:
    """Months close and memberships pay. The first month's payments come with the memberships."""
    for month in timeline.months[:CLOSED_MONTHS]:
        yield timeline.closing(month), ClosesMonth(month)
        yield timeline.collecting(month.next()), CollectsPayments()


def _positioned(timeline: Timeline) -> Iterator[tuple[datetime, Deed]]:
    for position, deed in sorted(_story(), key=lambda each: each[0]):
        moment = timeline.moment(position)
        if moment is not None:
            yield moment, deed


def _story() -> list[tuple[float, Deed]]:
    posts = list(_posts())
    fondness = Fondness([post for post, _ in posts], last_month=CLOSED_MONTHS)
    story: list[tuple[float, Deed]] = [*_arrivals(), *_papers(), *_turns(fondness), *nuisance()]
    story += [
        (post.position, Publishes(post.author.handle, post.name, body)) for post, body in posts
    ]
    return story


def _posts() -> Iterator[tuple[Published, str]]:
    for number, posts in enumerate(MONTHS):
        begin = _FIRST_POST if number == 0 else number
        for place, post in enumerate(posts):
            position = begin + (number + 1 - begin) * (place + 0.5) / len(posts)
            name = f"post {number + 1}.{place + 1}"
            yield Published(position, name, BY_HANDLE[post.author]), post.body


def _arrivals() -> Iterator[tuple[float, Deed]]:
    for person in CAST:
        yield person.joins, Joins(person.handle)
        if person.pays_units:
            yield person.joins + _STEP, StartsMembership(person.handle, person.pays_units)
        if person.forward_bps is not None:
            yield person.joins + _STEP, ChoosesForwarding(person.handle, person.forward_bps)
        if person.shows_likes:
            yield person.joins + _STEP, ShowsLikes(person.handle)


def _papers() -> Iterator[tuple[float, Deed]]:
    for number, (handle, papers) in enumerate(PAPERS.items()):
        if papers.approved:
            yield _PAPERS_AFTER + number * _STEP, HandsInPapers(handle)
            yield _APPROVED_AFTER + number * _STEP, HasPapersApproved(handle)
        else:
            yield _PAPERS_STILL_WAITING, HandsInPapers(handle)


def _turns(fondness: Fondness) -> Iterator[tuple[float, Deed]]:
    """The likes, and what life does to memberships: a card that is empty, somebody who leaves."""
    for number in range(CLOSED_MONTHS + 1):
        yield from fondness.likes_of(number)
    yield 0.5, Likes("ada", "cy", repeat=True)
    yield 0.6, Likes("rosa", "farid", repeat=True)
    yield 1.5, StopsRepeating("rosa", "farid")
    yield 1.8, ChangesPaymentMethod("finn", "sandbox-insufficient-funds")
    yield 3.2, CancelsMembership("ben")

"""Liking. Source: docs/words.md, "Likes"."""

from __future__ import annotations

from dataclasses import replace

from likewise.community.entering import Liked, Wish, enter_likes
from likewise.community.pages import ensure_page, find_page
from likewise.community.repeating import choose_alone, keep_repeating, stop_repeating
from likewise.community.targets import is_possible
from likewise.community.web_addresses import WebAddress, canonical_url
from likewise.errors import InvalidInput, Refusal, UnknownTarget
from likewise.models import database
from likewise.models.clock import chosen_moment
from likewise.models.gate import pass_gate
from likewise.models.unit_of_work import UnitOfWork, refuse_inside, unit_of_work
from likewise.together import Together

_LIKES_AT_ONCE = 200
"""What a statement takes a few milliseconds for, so that nobody waits for long."""


async def like(
    *,
    person_id: int,
    target_id: int | None = None,
    url: str | None = None,
    repeat: bool | None = None,
) -> Liked:
    """Like a target, or the page at a URL, in the open month. Liking again is the same like.

    `repeat` sets (True) or stops (False) its being entered each month; None leaves that as it is.
    Two likes that a person gives at the very same time, in two processes, may both be told the
    smaller number. A caller that gives up may have liked all the same.
    Raises UnknownTarget, OwnTarget, AccountFrozen, MalformedUrl, InvalidInput (not exactly one of
    target and URL).
    """
    if (target_id is None) == (url is None):
        raise InvalidInput("A like names a target or a URL, one of the two.", field="targetId")
    if url is not None:
        return await _like_alone(person_id, canonical_url(url), repeat)
    assert target_id is not None
    if not is_possible(target_id):
        raise UnknownTarget
    if repeat is not None or chosen_moment() is not None:
        return await _like_alone(person_id, target_id, repeat)
    refuse_inside()
    return await _TOGETHER.ask(Wish(person_id, target_id))


async def _like_all(wishes: list[Wish]) -> list[Liked | Exception]:
    """One unit of work for all of them. Should it fail by one of them, the others are entered."""

    async def body(work: UnitOfWork) -> list[Liked | Refusal]:
        return await enter_likes(work, wishes)

    try:
        return [*await unit_of_work(body)]
    except (*database.LOST, OSError):
        raise  # the fault of none: fewer at once would only wait for longer
    except Exception as error:
        if len(wishes) == 1:
            return [error]
    middle = len(wishes) // 2
    return [*await _like_all(wishes[:middle]), *await _like_all(wishes[middle:])]


_TOGETHER = Together(_like_all, at_once=_LIKES_AT_ONCE, name="likes")


async def _like_alone(person_id: int, wanted: int | WebAddress, repeat: bool | None) -> Liked:
    """In a unit of work of its own: what writes more than a like, or is given a moment."""

    async def body(work: UnitOfWork) -> Liked:
        target_id = wanted if isinstance(wanted, int) else await _page_at(work, wanted)
        if repeat is not None:
            await pass_gate(work)
            await choose_alone(work, person_id)
        if repeat is False:
            # Before the like is written: who enters those that repeat would wait for it.
            await stop_repeating(work, person_id, target_id)
        [given] = await enter_likes(work, [Wish(person_id, target_id)])
        if isinstance(given, Refusal):
            raise given
        if repeat:
            await keep_repeating(work, person_id, target_id)
        return given if repeat is None else replace(given, like=replace(given.like, repeat=repeat))

    return await unit_of_work(body)


async def _page_at(work: UnitOfWork, address: WebAddress) -> int:
    page_id = await find_page(work, address)
    if page_id is None:
        await pass_gate(work)
        page_id = await ensure_page(work, address)
    return page_id

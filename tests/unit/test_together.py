"""Many who ask at about the same time: one lot at a time, each told for herself."""

from __future__ import annotations

import asyncio
from contextvars import ContextVar

from likewise.together import Together

_whose: ContextVar[str] = ContextVar("whose", default="nobody's")


class Answering:
    """Answers with the tenfold, and only when it is let; remembers the lots."""

    def __init__(self, at_once: int = 100) -> None:
        self.lots: list[list[int]] = []
        self.may = asyncio.Event()
        self.ask = Together(self._answer, at_once=at_once, name="tenfold").ask

    async def _answer(self, keys: list[int]) -> list[int | Exception]:
        self.lots.append(keys)
        await self.may.wait()
        if 0 in keys:
            raise ZeroDivisionError
        return [10 * key if key > 0 else ValueError(key) for key in keys]

    def asked(self, *keys: int) -> list[asyncio.Task[int]]:
        return [asyncio.create_task(self.ask(key)) for key in keys]


async def _until_asked(answering: Answering, lots: int) -> None:
    async with asyncio.timeout(5):
        while len(answering.lots) < lots:  # noqa: ASYNC110 - turns of this loop, no time
            await asyncio.sleep(0)


async def test_who_comes_while_an_answer_is_on_its_way_is_in_the_next_lot() -> None:
    answering = Answering()
    first = answering.asked(1, 2)
    await _until_asked(answering, 1)
    second = answering.asked(3, 1, 3)
    await asyncio.sleep(0)
    answering.may.set()
    assert await asyncio.gather(*first, *second) == [10, 20, 30, 10, 30]
    assert answering.lots == [[1, 2], [3, 1, 3]]


async def test_no_lot_is_larger_than_it_may_be_and_none_is_passed_by_a_later_one() -> None:
    answering = Answering(at_once=2)
    answering.may.set()
    assert await asyncio.gather(*answering.asked(1, 2, 3, 4, 5)) == [10, 20, 30, 40, 50]
    assert answering.lots == [[1, 2], [3, 4], [5]]


async def test_an_exception_among_the_answers_is_raised_to_its_asker_alone() -> None:
    answering = Answering()
    answering.may.set()
    found = await asyncio.gather(*answering.asked(1, -2, 3), return_exceptions=True)
    assert [found[0], repr(found[1]), found[2]] == [10, "ValueError(-2)", 30]


async def test_an_exception_of_a_lot_is_raised_to_all_of_it_and_to_no_other() -> None:
    answering = Answering(at_once=2)
    answering.may.set()
    found = await asyncio.gather(*answering.asked(1, 0, 2, 3), return_exceptions=True)
    assert [type(each) for each in found[:2]] == [ZeroDivisionError] * 2
    assert found[2:] == [20, 30]


async def test_who_has_given_up_is_not_asked_for_and_takes_nothing_from_the_others() -> None:
    answering = Answering()
    first = answering.asked(1, 2)
    await _until_asked(answering, 1)
    second = answering.asked(3, 4)
    await asyncio.sleep(0)
    for gone in (first[0], second[0]):
        gone.cancel()
    answering.may.set()
    assert await first[1] == 20
    assert await second[1] == 40
    assert answering.lots == [[1, 2], [4]]


async def test_answering_that_is_cancelled_leaves_nobody_waiting_and_begins_anew() -> None:
    answering = Answering()
    asking = answering.asked(1)
    await _until_asked(answering, 1)
    asking += answering.asked(2)
    await asyncio.sleep(0)
    [task] = [each for each in asyncio.all_tasks() if each.get_name() == "tenfold"]
    task.cancel()
    found = await asyncio.gather(*asking, return_exceptions=True)
    assert [type(each) for each in found] == [asyncio.CancelledError] * 2
    answering.may.set()
    assert await answering.ask(3) == 30


async def test_too_few_answers_are_told_to_nobody_as_hers() -> None:
    async def too_few(keys: list[int]) -> list[int | Exception]:
        return [*keys[1:]]

    together = Together(too_few, at_once=9, name="too few")
    found = await asyncio.gather(together.ask(1), together.ask(2), return_exceptions=True)
    assert [type(each) for each in found] == [RuntimeError] * 2


async def test_no_askers_context_is_the_lots() -> None:
    async def whose(keys: list[int]) -> list[str | Exception]:
        return [_whose.get() for _ in keys]

    _whose.set("the first asker's")
    assert await Together(whose, at_once=9, name="whose").ask(1) == "nobody's"


def test_each_event_loop_begins_anew_also_where_one_ended_in_the_middle() -> None:
    asked: list[int] = []

    async def last(keys: list[int]) -> list[int | Exception]:
        asked.extend(keys)
        if keys == [0]:
            await asyncio.Event().wait()
        return [*keys]

    together = Together(last, at_once=9, name="loops")

    async def end_while_it_is_asked() -> None:
        asking = asyncio.create_task(together.ask(0))
        while not asked:  # noqa: ASYNC110 - turns of this loop, no time
            await asyncio.sleep(0)
        assert not asking.done()

    asyncio.run(end_while_it_is_asked())
    assert [asyncio.run(together.ask(key)) for key in (1, 2)] == [1, 2]

"""What stands in a message between processes: all of it comes back, and nothing else is taken."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from likewise.models.changes import Changes, LikeChange
from likewise.subscriptions.messages import (
    LONGEST_CHARACTERS,
    Message,
    read_message,
    write_message,
)
from likewise.subscriptions.parts import MOST_AT_ONCE, in_one_part, joined, spread

LARGEST = 2**63 - 1
IDS = st.integers(min_value=1, max_value=LARGEST)
LIKES = st.builds(LikeChange, IDS, IDS, st.none() | IDS)
CHANGES = st.builds(
    Changes,
    people=st.frozensets(IDS, max_size=40),
    likes=st.frozensets(LIKES, max_size=40),
    everybody=st.booleans(),
    settlements=st.booleans(),
)
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(changes=CHANGES, mark=st.text())
def test_what_was_written_is_read(changes: Changes, mark: str) -> None:
    assert read_message(write_message(mark, changes)) == Message(mark, changes)


@given(text=st.text() | ANY_JSON.map(json.dumps) | st.binary() | st.none())
def test_anything_else_is_not_understood_and_raises_nothing(text: object) -> None:
    assert read_message(text) is None


@pytest.mark.parametrize(
    "told",
    [
        {"mark": "m"},
        {"form": 1},
        {"form": 2, "mark": "m"},
        {"form": True, "mark": "m"},
        {"form": 1.0, "mark": "m"},
        {"form": 1, "mark": 7},
        {"form": 1, "mark": "m", "more": 1},
        {"form": 1, "mark": "m", "people": 7},
        {"form": 1, "mark": "m", "people": {"7": 7}},
        {"form": 1, "mark": "m", "people": ["7"]},
        {"form": 1, "mark": "m", "people": [7.0]},
        {"form": 1, "mark": "m", "people": [True]},
        {"form": 1, "mark": "m", "people": [0]},
        {"form": 1, "mark": "m", "people": [2**63]},
        {"form": 1, "mark": "m", "likes": [[1, 2]]},
        {"form": 1, "mark": "m", "likes": [[1, 2, 3, 4]]},
        {"form": 1, "mark": "m", "likes": [[1, None, 3]]},
        {"form": 1, "mark": "m", "likes": [7]},
        {"form": 1, "mark": "m", "everybody": 1},
        {"form": 1, "mark": "m", "settlements": None},
    ],
)
def test_a_form_that_differs_in_anything_is_not_understood(told: object) -> None:
    assert read_message(json.dumps(told)) is None


def test_nesting_without_end_is_not_understood() -> None:
    assert read_message("[" * 100_000) is None
    assert read_message("9" * 100_000) is None


def test_as_many_as_are_told_at_once_fit_in_a_message_and_nothing_longer_is_understood() -> None:
    largest = range(LARGEST - MOST_AT_ONCE + 1, LARGEST + 1)
    full = Changes(likes=frozenset(LikeChange(each, LARGEST, LARGEST) for each in largest))
    text = write_message("m" * 16, full)
    assert len(text) <= LONGEST_CHARACTERS
    assert read_message(text) == Message("m" * 16, full)
    over = full | Changes(people=frozenset({1}), settlements=True)
    everybody = {0: Changes(everybody=True, settlements=True)}
    assert spread(over) == in_one_part(over) == joined({0: full}, {0: over}) == everybody
    assert read_message(text + " " * LONGEST_CHARACTERS) is None


@given(changes=CHANGES)
def test_spreading_over_the_channels_loses_nothing(changes: Changes) -> None:
    together = Changes()
    for part in spread(changes).values():
        assert part
        together |= part
    assert together == changes


@given(some=CHANGES, more=CHANGES)
def test_what_is_owed_and_what_comes_up_are_told_together(some: Changes, more: Changes) -> None:
    together = Changes()
    for part in joined(spread(some), spread(more)).values():
        together |= part
    both = some | more
    assert together.everybody == both.everybody
    assert together.settlements == both.settlements
    assert both.everybody or together == both


def test_what_is_owed_for_long_does_not_grow_without_bound() -> None:
    owed: dict[int, Changes] = {}
    for first in range(1, 10 * MOST_AT_ONCE, 100):
        people = frozenset(range(first, first + 100))
        owed = joined(owed, spread(Changes(people=people, settlements=first == 1)))
        assert sum(len(part.people) for part in owed.values()) <= MOST_AT_ONCE
    assert owed == {0: Changes(everybody=True, settlements=True)}

"""What stands in a message on a channel: who rang, and what may have changed. Pure.

The text is compact JSON with the number of its form in it. Reading is strict: whatever was not
written by this very form is not understood, and who hears it must take it that anything may have
changed. So processes of two releases can share a Redis while one replaces the other.
"""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from likewise.models.changes import Changes, LikeChange
from likewise.subscriptions.parts import MOST_AT_ONCE

FORM = 1
"""Rises with every change of what stands in a message."""

LONGEST_CHARACTERS = MOST_AT_ONCE * 64 + 256
"""No message that a `Ringer` wrote is longer: three ids of 64 bits and their commas take 64."""

_KEYS = frozenset({"form", "mark", "people", "likes", "everybody", "settlements"})
_LARGEST_ID = 2**63 - 1


class Message(NamedTuple):
    """`mark` is what the process that rang signs with."""

    mark: str
    changes: Changes


def write_message(mark: str, changes: Changes) -> str:
    """The text of a message. Whoever writes the same writes the same text."""
    told: dict[str, object] = {"form": FORM, "mark": mark}
    if changes.people:
        told["people"] = sorted(changes.people)
    if changes.likes:
        told["likes"] = sorted(changes.likes, key=lambda like: (like[:2], like.receiver_id or 0))
    if changes.everybody:
        told["everybody"] = True
    if changes.settlements:
        told["settlements"] = True
    return json.dumps(told, separators=(",", ":"))


def read_message(text: object) -> Message | None:
    """What a text says; None: it was not written by this form, or by no process of ours."""
    if not isinstance(text, str) or len(text) > LONGEST_CHARACTERS:
        return None
    try:
        return _message(json.loads(text))
    except (ValueError, TypeError, RecursionError):
        return None


def _message(told: Any) -> Message:
    if not isinstance(told, dict) or not told.keys() <= _KEYS:
        raise ValueError("other keys")
    form, mark = told.get("form"), told.get("mark")
    if type(form) is not int or form != FORM:
        raise ValueError("another form")
    if not isinstance(mark, str):
        raise TypeError("no mark")
    changes = Changes(
        people=frozenset(_id(each) for each in _list(told, "people")),
        likes=frozenset(_like(*each) for each in _list(told, "likes")),
        everybody=_flag(told, "everybody"),
        settlements=_flag(told, "settlements"),
    )
    return Message(mark, changes)


def _list(told: dict[str, object], key: str) -> list[Any]:
    listed = told.get(key, [])
    if not isinstance(listed, list):
        raise TypeError(key)
    return listed


def _flag(told: dict[str, object], key: str) -> bool:
    flag = told.get(key, False)
    if not isinstance(flag, bool):
        raise TypeError(key)
    return flag


def _like(giver_id: object, target_id: object, receiver_id: object) -> LikeChange:
    receiver = None if receiver_id is None else _id(receiver_id)
    return LikeChange(_id(giver_id), _id(target_id), receiver)


def _id(value: object) -> int:
    # Not isinstance: true and false are integers to Python.
    if type(value) is not int or not 0 < value <= _LARGEST_ID:
        raise ValueError("no id")
    return value

"""Somebody of the demo who does not behave: what she writes, and how the operator answers."""

from __future__ import annotations

from collections.abc import Iterator

from likewise.demo.deeds import Deed, IsFrozen, Likes, Publishes

HANDLE = "coin_fairy"

_POSTS = (
    "$$$ I turn 5 coins into 500 OVER NIGHT $$$ Only today!! Write to me, I explain everything.",
    "Why do you work? I sleep and it rains coins. Send me your password, I set it up for you.",
    "Nobody has answered yet, so ONE MORE CHANCE: the first ten people only. Trust me.",
)
_LIKED = ("cy", "paper_lanterns", "rosa")
"""So that they come and look."""

_REASON = (
    "Four people wrote to us that you asked for their passwords and promised them coins."
    " Answer us, and we look at it again."
)
_BEGINS = 3.05
_STEP = 0.02


def nuisance() -> Iterator[tuple[float, Deed]]:
    """Her deeds in the running month, each with its position, until she is frozen."""
    for number, body in enumerate(_POSTS):
        yield _BEGINS + number * _STEP, Publishes(HANDLE, f"nuisance {number + 1}", body)
        yield _BEGINS + (number + 0.2) * _STEP, Likes(HANDLE, _LIKED[number])
    yield _BEGINS + len(_POSTS) * _STEP, IsFrozen(HANDLE, _REASON)

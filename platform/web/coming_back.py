"""When a client should come again that has lost its socket, or was refused.

A server that stops sends all of its clients away at one moment. Each is told beforehand by how much
to spread its return, or they would all come back at one moment too. docs/live.md, "Coming back".
"""

from __future__ import annotations

import math
import random
from typing import Any

MINIMUM_MILLISECONDS = 100
_LEAST_SPREAD_MILLISECONDS = 500
"""The first to come know of few others, and would else come first again, all of them."""

_LARGEST_SPREAD_MILLISECONDS = 30_000
_RETURNS_PER_MILLISECOND = 1
_REFUSED_FOR_SECONDS = 2


def hint(open_sockets: int) -> dict[str, Any]:
    """The payload of `connection_ack`: wait the minimum, and a random part of the spread."""
    return {
        "retry": {
            "minimumMilliseconds": MINIMUM_MILLISECONDS,
            "spreadMilliseconds": spread_milliseconds(open_sockets),
        }
    }


def retry_after(open_sockets: int) -> dict[str, str]:
    """The header of a refusal, in whole seconds, and not the same for everybody."""
    spread_seconds = math.ceil(spread_milliseconds(open_sockets) / 1000)
    seconds = _REFUSED_FOR_SECONDS + random.randint(0, 2 + spread_seconds)  # noqa: S311
    return {"Retry-After": str(seconds)}


def spread_milliseconds(open_sockets: int) -> int:
    """Over how long the clients of one process should come back: about one each millisecond."""
    spread = open_sockets // _RETURNS_PER_MILLISECOND
    return min(max(spread, _LEAST_SPREAD_MILLISECONDS), _LARGEST_SPREAD_MILLISECONDS)

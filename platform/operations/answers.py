"""Answers: the response to an operation as it is sent, and how it came out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from graphql import GraphQLError


class Outcome(Enum):
    """How it came out, for transports that say so apart from the answer."""

    ANSWERED = auto()
    """It was run: data, maybe with errors of single fields."""
    MISTAKEN = auto()
    """The document, or what came with it, is wrong: nothing was run."""
    READING_ONLY = auto()
    """A mutation came by a way that is for queries alone."""
    FEED = auto()
    """A subscription came by a way that has no end for it."""
    THROTTLED = auto()
    """Too much in too short a time: later it will do."""
    LATE = auto()
    """It took too long and was ended."""
    FAILED = auto()
    """By no fault of the client: the log has what happened."""


@dataclass(frozen=True, slots=True)
class CostShown:
    """What an operation costs, and what its bucket still holds: `extensions.cost`."""

    requested: int
    available: int
    restored_per_second: int

    def written(self, actual: int) -> str:
        """As JSON."""
        return (
            f'{{"requested":{self.requested},"actual":{actual},"available":{self.available},'
            f'"restoreRate":{self.restored_per_second}}}'
        )


@dataclass(frozen=True, slots=True)
class Answer:
    """A GraphQL response as JSON. One that is refused has `errors` and no `data`."""

    text: str
    outcome: Outcome = Outcome.ANSWERED
    errors: tuple[dict[str, Any], ...] = ()
    """Those of a refusal, as they stand in the text."""
    retry_after_seconds: float = 0.0


def answered(
    data_text: str,
    errors: Sequence[GraphQLError],
    cost: CostShown | None = None,
    actual_cost: int = 0,
) -> Answer:
    """The answer of an operation that was run. The errors are fit to be shown already."""
    told = f'"errors":{as_json([each.formatted for each in errors])},' if errors else ""
    shown = f',"extensions":{{"cost":{cost.written(actual_cost)}}}' if cost else ""
    return Answer(f'{{{told}"data":{data_text}{shown}}}')


def refused(
    outcome: Outcome,
    errors: Sequence[GraphQLError],
    cost: CostShown | None = None,
    retry_after_seconds: float = 0.0,
) -> Answer:
    """The answer of one that was not run."""
    formatted = tuple(dict(each.formatted) for each in errors)
    shown = f',"extensions":{{"cost":{cost.written(0)}}}' if cost else ""
    text = f'{{"errors":{as_json(formatted)}{shown}}}'
    return Answer(text, outcome, formatted, retry_after_seconds)


def as_json(value: object) -> str:
    """JSON without spaces."""
    return json.dumps(value, separators=(",", ":"))

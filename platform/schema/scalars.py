"""The API's own scalars: amounts that JavaScript can't round, months, moments."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import NewType

import strawberry
from graphql import GraphQLError
from strawberry.types.scalar import ScalarDefinition

from likewise.months import Month

Micros = NewType("Micros", int)
"""An amount in micros, as a resolver sees it."""

MonthText = NewType("MonthText", str)
"""A month as it was written. Resolvers parse it, so that a malformed one is a typed refusal."""

Cursor = NewType("Cursor", str)
"""A cursor as a client brings it back; whose it is, the use case tells."""

MOST_DIGITS = 100
_DECIMAL = re.compile(rf"-?[0-9]{{1,{MOST_DIGITS}}}", re.ASCII)


def parse_micros(value: object) -> Micros:
    """Whole micros from a decimal string or an integer; raises GraphQLError.

    Also far beyond 64 bits: an amount out of range is for the use case to refuse, as a typed one.
    """
    if isinstance(value, str) and _DECIMAL.fullmatch(value):
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise GraphQLError('Micros are a whole number in a string, for example "5000000".')
    if abs(value) >= 10**MOST_DIGITS:
        raise GraphQLError(f"Micros have at most {MOST_DIGITS} digits.")
    return Micros(value)


def known_month(month: Month | None) -> MonthText | None:
    """A month as it is written, if there is one."""
    return None if month is None else MonthText(str(month))


def parse_month_text(value: object) -> MonthText:
    """Any string; whether it is a month is for the resolver to say. Raises GraphQLError."""
    if not isinstance(value, str):
        raise GraphQLError('A month is a string, for example "2026-10".')
    return MonthText(value)


def parse_cursor_text(value: object) -> Cursor:
    """Any string; whether it is a cursor is for the resolver to say. Raises GraphQLError."""
    if not isinstance(value, str):
        raise GraphQLError("A cursor is a string that this API has sent.")
    return Cursor(value)


def parse_moment(value: object) -> datetime:
    """A moment with its offset, from ISO 8601; raises GraphQLError."""
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise GraphQLError('A moment has an offset, for example "2026-10-01T00:00:00+00:00".')
    return moment


def format_duration(duration: timedelta) -> str:
    """A duration in ISO 8601, in seconds alone, exact to the microsecond: PT75.25S."""
    micros = duration // timedelta(microseconds=1)
    seconds, rest = divmod(abs(micros), 1_000_000)
    fraction = f".{rest:06}".rstrip("0") if rest else ""
    return f"{'-' if micros < 0 else ''}PT{seconds}{fraction}S"


SCALARS: dict[object, ScalarDefinition] = {
    Micros: strawberry.scalar(
        name="Micros",
        description="A whole number of micros, millionths of the currency's unit, as a decimal"
        ' string: "5000000" is five units. A string, since it may need all of 64 bits. Whole JSON'
        " numbers are accepted, too; fractions never are.",
        serialize=str,
        parse_value=parse_micros,
    ),
    MonthText: strawberry.scalar(
        name="Month",
        description="A calendar month in UTC, written YYYY-MM:"
        ' "2026-10" is everything from 2026-10-01T00:00Z until before 2026-11-01T00:00Z.',
        serialize=str,
        parse_value=parse_month_text,
    ),
    Cursor: strawberry.scalar(
        name="Cursor",
        description="Where a feed was, in a string that this API has sent and only it can read.",
        serialize=str,
        parse_value=parse_cursor_text,
    ),
    datetime: strawberry.scalar(
        name="DateTime",
        description="A moment, in ISO 8601 with its offset: 2026-10-01T12:34:56.789012+00:00.",
        specified_by_url="https://scalars.graphql.org/andimarek/date-time.html",
        serialize=datetime.isoformat,
        parse_value=parse_moment,
    ),
    timedelta: strawberry.scalar(
        name="Duration",
        description="A length of time, in ISO 8601, in seconds alone: PT75.25S is 75.25 seconds.",
        serialize=format_duration,
    ),
}

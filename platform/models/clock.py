"""The database's clock: the one clock that decides months, holds and expiries.

SQL reads it as `likewise_now()`. The demo's seed and tests move it for what they write, with
`at_moment`; nothing else does, and no input from outside reaches it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from tortoise.fields.db_defaults import SqlDefault

DATABASE_NOW = SqlDefault("likewise_now()")

_moment: ContextVar[datetime | None] = ContextVar("moment", default=None)


@contextmanager
def at_moment(moment: datetime) -> Iterator[None]:
    """Units of work begun inside happen at this moment (with a time zone) for the database."""
    token = _moment.set(moment)
    try:
        yield
    finally:
        _moment.reset(token)


def chosen_moment() -> datetime | None:
    """The moment that `at_moment` chose; None: the clock runs."""
    return _moment.get()

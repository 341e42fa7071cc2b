"""Counting the statements that reach PostgreSQL, whoever in this process sends them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import asyncpg
import pytest
from tortoise.backends.asyncpg.client import AsyncpgDBClient

_THE_DRIVERS_OWN = ("typeinfo_tree", "set_config('jit'")
"""What asyncpg asks on each new connection that meets an array for the first time."""


class Statements(list[str]):
    """What was sent, in this order; `BEGIN` and `COMMIT` are statements, too."""

    async def taken(self) -> list[str]:
        """All of them until now, and begin anew."""
        heard = asyncio.Event()
        # asyncpg tells of a statement in the loop's next turn: this comes after the last of them.
        asyncio.get_running_loop().call_soon(heard.set)
        await heard.wait()
        found = [each for each in self if not any(own in each for own in _THE_DRIVERS_OWN)]
        self.clear()
        return found


@contextmanager
def heard_statements() -> Iterator[Statements]:
    """The statements on all connections that are opened from now on."""
    statements = Statements()

    class Heard(asyncpg.Connection):  # type: ignore[type-arg]
        def __init__(self, *given: Any) -> None:
            super().__init__(*given)
            self.add_query_logger(lambda sent: statements.append(sent.query))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(AsyncpgDBClient, "connection_class", Heard)
        yield statements

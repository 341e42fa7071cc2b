"""The transaction of a unit of work: Tortoise's own, with what it lets through refused.

Tortoise 1.1.9 lets two tasks share a transaction, which corrupts it silently, and keeps the
connection of one that could not begin. And PostgreSQL answers a COMMIT after an error with a
rollback and no error, so a body that swallowed one would seem to have succeeded with nothing
written.
"""

from __future__ import annotations

import asyncio
from typing import Any

import asyncpg
from tortoise.backends.asyncpg.client import AsyncpgDBClient, TransactionWrapper
from tortoise.backends.base.client import (
    ConnectionWrapper,
    NestedTransactionContext,
    TransactionalDBClient,
    TransactionContext,
    TransactionContextPooled,
)
from tortoise.connection import get_connections


class OneTaskTransaction(TransactionWrapper):
    """A transaction for the task that opened it, and for no other.

    `broken_by` is the first error that PostgreSQL answered with: it can't be committed any more.
    """

    def __init__(self, connection: AsyncpgDBClient) -> None:
        super().__init__(connection)
        self._owner = asyncio.current_task()
        self.broken_by: asyncpg.PostgresError | None = None

    def acquire_connection(self) -> ConnectionWrapper[Any]:
        """The connection, for one statement of the owner. Raises RuntimeError for others."""
        self._require_owner()
        return _WatchedConnection(self._lock, self)

    def _in_transaction(self) -> TransactionContext:
        self._require_owner()
        return NestedTransactionContext(OneTaskTransaction(self))

    def _require_owner(self) -> None:
        if asyncio.current_task() is not self._owner:
            raise RuntimeError("a second task in one transaction: one task, one transaction")


class _WatchedConnection(ConnectionWrapper[Any]):
    """Tells its transaction about the error that a statement ended with."""

    async def __aexit__(self, exc_type: Any, exc_val: Any, exc_tb: Any) -> None:
        if isinstance(exc_val, asyncpg.PostgresError) and isinstance(
            self.client, OneTaskTransaction
        ):
            self.client.broken_by = self.client.broken_by or exc_val
        await super().__aexit__(exc_type, exc_val, exc_tb)


class _GivenBack(TransactionContextPooled):
    """Gives the connection back where the transaction cannot begin: Tortoise keeps it for good."""

    async def __aenter__(self) -> TransactionalDBClient:
        try:
            return await super().__aenter__()
        except BaseException:
            if hasattr(self, "token"):
                get_connections().reset(self.token)
                self.client._connection.terminate()
                await self.client._parent._pool.release(self.client._connection)
            raise


def one_task_transaction(pool_client: AsyncpgDBClient) -> TransactionContextPooled:
    """A transaction on a connection of this pool, for `async with` in the task that will use it."""
    return _GivenBack(OneTaskTransaction(pool_client), pool_client._pool_init_lock)

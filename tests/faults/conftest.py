"""What several tests of faults need."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.support.valkey_cluster import ValkeyCluster


@pytest.fixture
async def cluster(server_dir: Path) -> AsyncIterator[ValkeyCluster]:
    """A cluster of the test's own."""
    cluster = ValkeyCluster(server_dir)
    try:
        await asyncio.to_thread(cluster.start)
        await cluster.form()
        yield cluster
    finally:
        await asyncio.to_thread(cluster.stop)

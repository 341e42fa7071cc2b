"""The ledger's check, for tests that move money in directions in which nobody asks for it."""

from __future__ import annotations

from likewise.ledger.audit import check_ledger

_DIRECTIONS = frozenset({"direction_wrong", "direction_forbidden"})


async def sound_ledger() -> bool:
    """Whether nothing is found but where these tests send money: every other rule holds."""
    health = await check_ledger()
    return not [finding for finding in health.findings if finding.code not in _DIRECTIONS]

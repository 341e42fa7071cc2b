"""Which providers this installation works with."""

from __future__ import annotations

from likewise.memberships.providers import PaymentProvider
from likewise.memberships.providers.sandbox import SandboxProvider

_PROVIDERS: dict[str, PaymentProvider] = {"sandbox": SandboxProvider()}

PROVIDER_OF_NEW_MEMBERSHIPS = "sandbox"


def provider_named(name: str) -> PaymentProvider:
    """The provider that a membership names."""
    return _PROVIDERS[name]

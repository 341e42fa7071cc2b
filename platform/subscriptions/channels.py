"""The names of the channels on which processes tell each other. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Channels:
    """The channels of one installation; `prefix` keeps those that share a Redis apart."""

    prefix: str

    @property
    def everybody(self) -> str:
        """Rung in place of very many wallets at once. Every process listens to it."""
        return f"{self.prefix}wallet:everybody"

    @property
    def settlements(self) -> str:
        """Rung when the closing of a month has come further. Every process listens to it."""
        return f"{self.prefix}settlements"

    def wallet(self, person_id: int) -> str:
        """Rung when the wallet of this person has changed."""
        return f"{self.prefix}wallet:{person_id}"

    def person_id(self, channel: str) -> int | None:
        """Whose wallet a channel is about; None: it is about no single person's."""
        name = channel.removeprefix(f"{self.prefix}wallet:")
        return int(name) if name.isascii() and name.isdecimal() else None

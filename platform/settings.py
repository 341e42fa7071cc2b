"""Every setting of an installation: one class, read from LIKEWISE_* variables."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from likewise.money import BPS_PER_WHOLE, MICROS_PER_UNIT


class Settings(BaseSettings):
    """The settings, with the defaults of a demo on one machine. Amounts are in micros."""

    model_config = SettingsConfigDict(env_prefix="LIKEWISE_", frozen=True)

    data_dir: Path = Field(
        default=Path(".likewise"), description="Embedded servers and books live here."
    )
    database_url: SecretStr | None = Field(
        default=None, description="postgres://… ; unset: an embedded PostgreSQL is started."
    )
    redis_url: SecretStr | None = Field(
        default=None, description="redis://… ; unset: an embedded Valkey is started."
    )
    database_pool_size: int = Field(default=10, ge=2, le=200)
    statement_timeout_seconds: int = Field(
        default=30, ge=1, description="Longest statement of a request; closing a month has none."
    )

    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    secure_cookies: bool = Field(
        default=False, description="True wherever the site is served over TLS."
    )
    session_days: int = Field(default=30, ge=1, le=365)

    currency: str = Field(default="USD", pattern="^[A-Z]{3}$")
    membership_default_micros: int = Field(default=5 * MICROS_PER_UNIT, gt=0)
    membership_min_micros: int = Field(default=1 * MICROS_PER_UNIT, gt=0)
    membership_max_micros: int = Field(default=1000 * MICROS_PER_UNIT, gt=0)
    max_hops: int = Field(default=6, ge=0, le=64)
    hold_days: int = Field(default=30, ge=0, le=365)
    payout_min_micros: int = Field(default=10 * MICROS_PER_UNIT, gt=0)
    payout_max_micros: int = Field(default=1_000_000 * MICROS_PER_UNIT, gt=0)
    bank_hold_hours: int = Field(
        default=72, ge=0, description="How long payouts wait after the bank account was changed."
    )
    cut_bps: int = Field(default=1000, ge=0, lt=BPS_PER_WHOLE)

    redis_prefix: str = Field(
        default="likewise:", description="Keeps the channels of installations on one Redis apart."
    )
    feed_reread_seconds: float = Field(
        default=15.0, gt=0, description="How often a live feed reads the truth without a bell."
    )

    @property
    def books_dir(self) -> Path:
        """Where the books of closed months are kept."""
        return self.data_dir / "books"


@cache
def settings() -> Settings:
    """The settings of this process, read once."""
    return Settings()

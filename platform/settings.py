"""Every setting of an installation: one class, read from LIKEWISE_* variables."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Self

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import SettingsConfigDict

from likewise.api_settings import ApiSettings
from likewise.errors import InvalidInput
from likewise.money import BPS_PER_WHOLE, MICROS_PER_UNIT

SPLIT_ENGINES = r"^(numpy|local(\[(\*|[1-9]\d*)\])?|yarn|(spark|k8s)://\S+)$"
"""This machine, or what Apache Spark calls a master."""

SECRET_CHARACTERS = 32
"""The least for a secret that somebody chooses."""

_NODE = r"(\[[^]]+\]|[^,:/?@]+):\d+"
_REDIS_URL = re.compile(
    rf"(rediss?|unix)://.|rediss?\+cluster://([^/?]*@)?{_NODE}(,{_NODE})*(/0?)?(\?.*)?$"
)

_CONTACT = re.compile(r"https?://\S+|[^@\s:]+@[^@\s:]+", re.IGNORECASE)


class Settings(ApiSettings):
    """The settings, with the defaults of a demo on one machine. Amounts are in micros."""

    model_config = SettingsConfigDict(env_prefix="LIKEWISE_", frozen=True)

    data_dir: Path = Field(
        default=Path(".likewise"), description="Embedded servers and books live here."
    )
    books_url: SecretStr | None = Field(
        default=None,
        description="file://…, s3://… or gs://… for the books; unset: a folder in data_dir.",
    )
    database_url: SecretStr | None = Field(
        default=None, description="postgres://… ; unset: an embedded PostgreSQL is started."
    )
    redis_url: SecretStr | None = Field(
        default=None,
        description="redis://… or redis+cluster://host:port,host:port ; unset: an embedded Valkey "
        "is started.",
    )
    secret: SecretStr | None = Field(
        default=None,
        min_length=SECRET_CHARACTERS,
        description="32 characters or more that nobody can guess; cursors are signed with it. The "
        "same on all hosts of an installation. Unset: one is made, and kept in data_dir.",
    )
    database_pool_size: int = Field(
        default=10, ge=2, le=200, description="Most connections of one process to PostgreSQL."
    )
    statement_timeout_seconds: int = Field(
        default=10, ge=1, description="Longest statement of a request; closing a month has none."
    )

    host: str = Field(default="127.0.0.1", description="The address to listen on.")
    port: int = Field(
        default=8000, ge=0, le=65535, description="The port to listen on; 0: any that is free."
    )
    workers: int = Field(
        default=1, ge=1, le=64, description="How many processes of `serve` share the port."
    )
    secure_cookies: bool = Field(
        default=False, description="True wherever the site is served over TLS."
    )
    session_days: int = Field(
        default=30, ge=1, le=365, description="How long somebody stays signed in."
    )

    contact: str | None = Field(
        default=None,
        description="Where members reach the operators, an email address or a URL: shown to those"
        " who may need it, such as who is frozen. Empty: nowhere.",
    )

    currency: str = Field(
        default="USD", pattern="^[A-Z]{3}$", description="The one currency of all amounts."
    )
    membership_default_micros: int = Field(
        default=5 * MICROS_PER_UNIT, gt=0, description="A month's payment if none is named."
    )
    membership_min_micros: int = Field(
        default=1 * MICROS_PER_UNIT, gt=0, description="The smallest payment of a month."
    )
    membership_max_micros: int = Field(
        default=1000 * MICROS_PER_UNIT, gt=0, description="The largest payment of a month."
    )
    max_hops: int = Field(
        default=6, ge=0, le=64, description="The last hop: 0 shares what was paid, and no further."
    )
    split_engine: str = Field(
        default="numpy",
        pattern=SPLIT_ENGINES,
        description="Where months are split: numpy, or a Spark master such as spark://host:7077.",
    )
    hold_days: int = Field(
        default=30, ge=0, le=365, description="How long what likes brought waits before a payout."
    )
    payout_min_micros: int = Field(
        default=10 * MICROS_PER_UNIT, gt=0, description="The smallest payout."
    )
    payout_max_micros: int = Field(
        default=1_000_000 * MICROS_PER_UNIT, gt=0, description="The largest payout."
    )
    bank_hold_hours: int = Field(
        default=72, ge=0, description="How long payouts wait after the bank account was changed."
    )
    cut_bps: int = Field(
        default=1000,
        ge=0,
        lt=BPS_PER_WHOLE,
        description="The platform's part of every payout, in basis points.",
    )

    ledger_check_minutes: int = Field(
        default=60,
        ge=0,
        description="How often the whole ledger is checked by itself, besides after each closing;"
        " 0: only when an operator asks.",
    )

    redis_prefix: str = Field(
        default="likewise:", description="Keeps the channels of installations on one Redis apart."
    )
    feed_reread_seconds: float = Field(
        default=60.0, gt=0, description="How often a live feed reads the truth without a bell."
    )
    feed_messages_per_second: float = Field(
        default=4.0, gt=0, description="Most states of one wallet or post that a feed shows."
    )

    sockets_per_address: int = Field(
        default=1000,
        ge=0,
        description="Most sockets and event streams from one address (IPv6: one /64) to one"
        " process; 0: any number, for behind a proxy that counts by itself.",
    )
    sockets_per_person: int = Field(
        default=50,
        ge=0,
        description="Most sockets and event streams of one person to one process; 0: any number.",
    )
    subscriptions_per_socket: int = Field(
        default=100, ge=1, description="Most operations that run on one socket at a time."
    )
    socket_message_bytes: int = Field(
        default=64 * 1024, ge=1024, description="The largest message that a socket takes."
    )
    socket_messages_per_second: float = Field(
        default=50.0, gt=0, description="How many messages a socket may send, in the long run."
    )
    socket_messages_burst: int = Field(
        default=250, ge=1, description="How many messages a socket may send at once."
    )
    socket_ping_seconds: float = Field(
        default=25.0,
        gt=0,
        le=25.0,
        description="How often a socket is asked for a sign of life; two unanswered ones end it."
        " The web app takes a line on which it heard nothing for a minute for dead.",
    )
    slow_reader_seconds: float = Field(
        default=10.0, gt=0, description="How long a message waits for a client that doesn't read."
    )

    @property
    def books(self) -> str:
        """Where the books of closed months are kept: a folder, or an object store's address."""
        return self.books_url.get_secret_value() if self.books_url else str(self.books_dir)

    @property
    def books_dir(self) -> Path:
        """The folder of the books where no other place is set."""
        return self.data_dir / "books"

    def listening_on(
        self, host: str | None, port: int | None, workers: int | None = None
    ) -> Settings:
        """The same settings with another address to listen on, as far as one is given.

        And with as many processes there as are asked for.
        """
        chosen = {"host": host, "port": port, "workers": workers}
        return self.model_copy(update={k: v for k, v in chosen.items() if v is not None})

    @field_validator("books_url")
    @classmethod
    def _begins_as_an_address(cls, url: SecretStr | None) -> SecretStr | None:
        if url is not None and not re.match("(file|s3|gs)://.", url.get_secret_value()):
            raise ValueError("must begin with file://, s3:// or gs://")
        return url

    @field_validator("contact")
    @classmethod
    def _is_an_address_of_somebody(cls, contact: str | None) -> str | None:
        said = (contact or "").strip()
        if said and not _CONTACT.fullmatch(said):
            raise ValueError(
                "must be an email address, as help@likewise.example, or a URL that begins with"
                " https:// or http://"
            )
        return said or None

    @field_validator("redis_url")
    @classmethod
    def _begins_as_a_redis_does(cls, url: SecretStr | None) -> SecretStr | None:
        if url is not None and not _REDIS_URL.match(url.get_secret_value()):
            raise ValueError(
                "must be redis://, rediss:// or unix://, or redis+cluster://host:port,host:port"
            )
        return url

    @model_validator(mode="after")
    def _bounds_in_order(self) -> Self:
        smallest, largest = self.membership_min_micros, self.membership_max_micros
        if not smallest <= self.membership_default_micros <= largest:
            raise ValueError("membership_min, _default and _max_micros must be in this order")
        if not self.payout_min_micros <= self.payout_max_micros:
            raise ValueError("payout_min_micros must not be above payout_max_micros")
        if any(
            0 < size < self.max_operation_cost
            for size in (self.cost_bucket_size, self.address_cost_bucket_size)
        ):
            raise ValueError("max_operation_cost must not be above a bucket's size")
        return self


@cache
def settings() -> Settings:
    """The settings of this process, read once. Raises InvalidInput, in one line."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]  # its input stays untold: it may be a secret
        name = "".join(f"LIKEWISE_{part}".upper() for part in first["loc"]) or "the settings"
        said = first["msg"].removeprefix("Value error, ")
        raise InvalidInput(f"{name}: {said}") from None

"""Money as the API shows it."""

from __future__ import annotations

import strawberry

from likewise.money import format_amount
from likewise.schema.scalars import Micros
from likewise.settings import settings


@strawberry.type(
    description="An amount of money. Calculate with `micros`; show `amount` to people."
)
class Money:
    """An amount in micros, with how to write it."""

    micros: Micros = strawberry.field(
        description="The exact amount in millionths of the currency's unit."
    )
    amount: str = strawberry.field(
        description='The same in units, as a decimal string with 2 to 6 decimals: "0.3125".'
    )
    currency: str = strawberry.field(description="The ISO 4217 code of the currency, as USD.")

    @classmethod
    def of(cls, amount_micros: int) -> Money:
        """The money that so many micros are, in the installation's currency."""
        money = cls.__new__(cls)
        money.micros = Micros(amount_micros)
        return money

    def __getattr__(self, name: str) -> str:
        """What is derived, when it is asked for: a wallet has seven amounts, few of them shown."""
        match name:
            case "amount":
                return format_amount(self.micros)
            case "currency":
                return settings().currency
        raise AttributeError(name)

    @classmethod
    def of_known(cls, amount_micros: int | None) -> Money | None:
        """The same for an amount that may not be known yet."""
        return None if amount_micros is None else cls.of(amount_micros)

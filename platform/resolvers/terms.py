"""The terms of this installation."""

from __future__ import annotations

import strawberry

from likewise.memberships.providers.chosen import PROVIDER_OF_NEW_MEMBERSHIPS, provider_named
from likewise.schema.money import Money
from likewise.schema.terms import PaymentMethod, Terms
from likewise.settings import settings


@strawberry.type
class TermsQueries:
    """The query about what has been set."""

    @strawberry.field(description="The terms of this installation.")
    async def terms(self) -> Terms | None:
        """For everybody. Nothing is read but settings."""
        chosen = settings()
        provider = provider_named(PROVIDER_OF_NEW_MEMBERSHIPS)
        return Terms(
            currency=chosen.currency,
            membership_default=Money.of(chosen.membership_default_micros),
            membership_min=Money.of(chosen.membership_min_micros),
            membership_max=Money.of(chosen.membership_max_micros),
            payment_methods=[
                PaymentMethod(token=token, label=label)
                for token, label in provider.offered().items()
            ],
            is_sandbox=PROVIDER_OF_NEW_MEMBERSHIPS == "sandbox",
            payout_min=Money.of(chosen.payout_min_micros),
            payout_max=Money.of(chosen.payout_max_micros),
            cut_bps=chosen.cut_bps,
            hold_days=chosen.hold_days,
            bank_hold_hours=chosen.bank_hold_hours,
            contact=chosen.contact,
            max_hops=chosen.max_hops,
        )

"""People who are paid out: registered, approved, with money that is on hold no more."""

from __future__ import annotations

from likewise.ledger.accounts import person_account, platform_account
from likewise.ledger.balances import WalletBalances, wallet_balances
from likewise.ledger.transfers import Transfer, enter
from likewise.models import database
from likewise.models.unit_of_work import UnitOfWork, unit_of_work
from likewise.payouts.approve_registration import approve_registration
from likewise.payouts.providers.sandbox import PAID_IBAN
from likewise.payouts.register import register_for_payouts
from likewise.payouts.registration import Registration
from tests.support.village import Village


async def register(person_id: int, **papers: str) -> Registration:
    """Hand in papers that are in order, but for what a test says."""
    return await register_for_payouts(
        person_id=person_id,
        **{
            "legal_name": "Cy Composer",
            "country": "DE",
            "tax_number": "12/345/67890",
            "iban": PAID_IBAN,
            **papers,
        },
    )


async def settle_creator(
    village: Village, handle: str, received_micros: int, iban: str = PAID_IBAN
) -> int:
    """A person with approved papers and this much received money, all of it available."""
    operator_id = village.people.get("op")
    if operator_id is None:
        await village.settle("op")
        operator_id = village.people["op"]
    await village.settle(handle)
    person_id = village.people[handle]
    await register(person_id, iban=iban)
    await approve_registration(operator_id=operator_id, person_id=person_id)
    await receive(person_id, received_micros)
    return person_id


async def receive(person_id: int, amount_micros: int, key: str = "gift") -> None:
    """Received money that is not on hold, since no settlement brought it."""

    async def body(work: UnitOfWork) -> None:
        source_id = await platform_account(work, "provider_clearing", person_id)
        received_id = await person_account(work, "received", person_id)
        await enter(work, [Transfer(f"{key}:{person_id}", source_id, received_id, amount_micros)])

    if amount_micros:
        await unit_of_work(body)


async def wallet(person_id: int) -> WalletBalances:
    """The wallet of a person as it is now."""
    return await wallet_balances(database.rows, person_id)


async def count(table: str) -> int:
    """How many rows a table has."""
    row = await database.row(f"SELECT count(*) AS number FROM {table}")
    assert row is not None
    return int(row["number"])

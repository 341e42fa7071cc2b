"""The ledger's tables: accounts and transfers. Only `ledger` writes them."""

from __future__ import annotations

from collections.abc import Iterable

from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint
from tortoise.models import Model

from likewise.models.clock import DATABASE_NOW

PERSON_KINDS = ("budget", "received", "in_flight")
"""The accounts of a wallet. A site has one of kind `escrow`, a settlement `settlement_clearing`."""

OWNED_KINDS = (*PERSON_KINDS, "escrow")
"""Accounts of people and sites: they can't go below zero, and the database refuses it."""

PLATFORM_KINDS = ("provider_clearing", "fees", "cut", "reserve")
"""The platform's own accounts, several of each."""


def sql_list(kinds: Iterable[str]) -> str:
    """Kinds as SQL writes them down: `'budget', 'received'`."""
    return ", ".join(f"'{kind}'" for kind in kinds)


class Account(Model):
    """A running balance in micros, with a version that counts the transfers that touched it.

    A platform kind has several accounts, told apart by `slot`, so that no single row serialises
    everybody; its balance is their sum.
    """

    id = fields.BigIntField(primary_key=True)
    kind = fields.CharField(max_length=20)
    person = fields.ForeignKeyField("likewise.Person", null=True, on_delete=fields.RESTRICT)
    site = fields.ForeignKeyField("likewise.Site", null=True, on_delete=fields.RESTRICT)
    settlement = fields.ForeignKeyField("likewise.Settlement", null=True, on_delete=fields.RESTRICT)
    slot = fields.SmallIntField(db_default=0)
    currency = fields.CharField(max_length=3)
    balance_micros = fields.BigIntField(db_default=0)
    version = fields.BigIntField(db_default=0)

    class Meta:
        table = "accounts"
        constraints = (
            CheckConstraint(
                f"balance_micros >= 0 OR kind NOT IN ({sql_list(OWNED_KINDS)})",
                "accounts_floor",
            ),
            CheckConstraint(
                "CASE"
                f" WHEN kind IN ({sql_list(PERSON_KINDS)})"
                " THEN person_id IS NOT NULL AND site_id IS NULL AND settlement_id IS NULL"
                " WHEN kind = 'escrow'"
                " THEN person_id IS NULL AND site_id IS NOT NULL AND settlement_id IS NULL"
                " WHEN kind = 'settlement_clearing'"
                " THEN person_id IS NULL AND site_id IS NULL AND settlement_id IS NOT NULL"
                f" WHEN kind IN ({sql_list(PLATFORM_KINDS)})"
                " THEN person_id IS NULL AND site_id IS NULL AND settlement_id IS NULL"
                " ELSE false END",
                "accounts_owner",
            ),
            CheckConstraint("person_id IS NULL OR slot = 0", "accounts_slot"),
        )


class Transfer(Model):
    """Money from one account to another: positive, immutable, once for each business key.

    `seals_before` says how many months had been sealed when it was written, so that the balances
    at any seal can be told for ever after. The migrations tie source and destination, each with
    the currency, to `accounts`.
    """

    id = fields.BigIntField(primary_key=True)
    key = fields.CharField(max_length=120, unique=True)
    source_id = fields.BigIntField()
    destination_id = fields.BigIntField()
    currency = fields.CharField(max_length=3)
    amount_micros = fields.BigIntField()
    reverses = fields.OneToOneField("likewise.Transfer", null=True, on_delete=fields.RESTRICT)
    seals_before = fields.IntField()
    created_at = fields.DatetimeField(db_default=DATABASE_NOW)

    class Meta:
        table = "transfers"
        indexes = (
            Index(fields=("source_id", "id"), name="transfers_source"),
            Index(fields=("destination_id", "id"), name="transfers_destination"),
        )
        constraints = (
            CheckConstraint("amount_micros > 0", "transfers_positive"),
            CheckConstraint("source_id <> destination_id", "transfers_two_sided"),
        )

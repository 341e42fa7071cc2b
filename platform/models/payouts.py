"""Money out: papers, payouts, and who moved them on."""

from __future__ import annotations

from tortoise import fields
from tortoise.fields.db_defaults import SqlDefault
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint
from tortoise.models import Model

from likewise.models.clock import DATABASE_NOW


class Registration(Model):
    """A person's papers for payouts: identity, tax residence, bank account.

    `turn` rises with each handing in: who waits longest for an operator has the lowest.
    """

    id = fields.BigIntField(primary_key=True)
    person = fields.OneToOneField("likewise.Person", on_delete=fields.RESTRICT)
    legal_name = fields.CharField(max_length=140)
    country = fields.CharField(max_length=2)
    tax_number = fields.CharField(max_length=40)
    iban = fields.CharField(max_length=34)
    state = fields.CharField(max_length=9)
    turn = fields.BigIntField(db_default=SqlDefault("nextval('registration_turns')"))
    submitted_at = fields.DatetimeField(db_default=DATABASE_NOW)
    bank_changed_at = fields.DatetimeField(null=True)
    decided_at = fields.DatetimeField(null=True)
    reason = fields.CharField(max_length=500, null=True)
    decided_by = fields.ForeignKeyField(
        "likewise.Person",
        related_name="decided_registrations",
        null=True,
        on_delete=fields.RESTRICT,
    )

    class Meta:
        table = "registrations"
        constraints = (
            CheckConstraint(
                "state IN ('submitted', 'approved', 'rejected')", "registrations_state"
            ),
        )


class Payout(Model):
    """Money leaving to a bank account.

    `amount_micros` leaves the wallet: `net_micros` (whole cents) to the bank, the rest is the cut.
    """

    id = fields.BigIntField(primary_key=True)
    person = fields.ForeignKeyField("likewise.Person", on_delete=fields.RESTRICT)
    amount_micros = fields.BigIntField()
    net_micros = fields.BigIntField()
    cut_micros = fields.BigIntField()
    cut_bps = fields.IntField()
    iban = fields.CharField(max_length=34)
    state = fields.CharField(max_length=9)
    requested_at = fields.DatetimeField(db_default=DATABASE_NOW)

    class Meta:
        table = "payouts"
        indexes = (Index(fields=("person_id", "id"), name="payouts_person"),)
        constraints = (
            CheckConstraint(
                "state IN ('requested', 'approved', 'sent', 'paid',"
                " 'rejected', 'cancelled', 'returned')",
                "payouts_state",
            ),
            CheckConstraint(
                "amount_micros = net_micros + cut_micros AND net_micros > 0 AND cut_micros >= 0"
                " AND net_micros % 10000 = 0",
                "payouts_sum",
            ),
        )


class PayoutStep(Model):
    """One step of a payout: the state that it came to, when, and by whom (nobody: the system).

    `reason`: why it was rejected or returned, for its owner to read.
    """

    id = fields.BigIntField(primary_key=True)
    payout = fields.ForeignKeyField("likewise.Payout", on_delete=fields.RESTRICT)
    state = fields.CharField(max_length=9)
    actor = fields.ForeignKeyField("likewise.Person", null=True, on_delete=fields.RESTRICT)
    reason = fields.CharField(max_length=500, null=True)
    happened_at = fields.DatetimeField(db_default=DATABASE_NOW)

    class Meta:
        table = "payout_steps"
        unique_together = (("payout", "state"),)

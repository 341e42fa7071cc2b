"""Money in: standing orders and the payments that they brought."""

from __future__ import annotations

from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint
from tortoise.models import Model

from likewise.models.clock import DATABASE_NOW


class Membership(Model):
    """A person's standing order: amount a month in micros, payment method, state.

    One a person: whoever comes back after cancelling starts the same row again.
    """

    id = fields.BigIntField(primary_key=True)
    person = fields.OneToOneField("likewise.Person", on_delete=fields.RESTRICT)
    amount_micros = fields.BigIntField()
    provider = fields.CharField(max_length=20)
    payment_method = fields.CharField(max_length=100)
    state = fields.CharField(max_length=9)
    started_at = fields.DatetimeField(db_default=DATABASE_NOW)
    cancelled_at = fields.DatetimeField(null=True)

    class Meta:
        table = "memberships"
        constraints = (
            CheckConstraint(
                "state IN ('starting', 'active', 'past_due', 'cancelled')", "memberships_state"
            ),
            CheckConstraint("amount_micros > 0", "memberships_positive"),
        )


class Payment(Model):
    """One payment of a membership for one calendar month.

    `key` names it to the provider, so that asking twice charges once. Whom it asks for what is its
    own, and stays when the membership changes.
    """

    id = fields.BigIntField(primary_key=True)
    key = fields.CharField(max_length=100, unique=True)
    membership = fields.ForeignKeyField("likewise.Membership", on_delete=fields.RESTRICT)
    month = fields.DateField()
    amount_micros = fields.BigIntField()
    provider = fields.CharField(max_length=20, null=True)
    payment_method = fields.CharField(max_length=100, null=True)
    fee_micros = fields.BigIntField(null=True)
    state = fields.CharField(max_length=9)
    decline_reason = fields.CharField(max_length=40, null=True)
    requested_at = fields.DatetimeField(db_default=DATABASE_NOW)
    settled_at = fields.DatetimeField(null=True)

    class Meta:
        table = "payments"
        indexes = (Index(fields=("membership_id", "month"), name="payments_membership"),)
        constraints = (
            CheckConstraint("state IN ('requested', 'succeeded', 'declined')", "payments_state"),
            CheckConstraint("amount_micros > 0", "payments_positive"),
            CheckConstraint("fee_micros BETWEEN 0 AND amount_micros", "payments_fee"),
        )


class SandboxOrder(Model):
    """The sandbox provider's own records: what it was asked under which key, and its answer.

    It plays a company outside: written in transactions of its own, never inside ours.
    """

    id = fields.BigIntField(primary_key=True)
    key = fields.CharField(max_length=100, unique=True)
    method = fields.CharField(max_length=100)
    amount_micros = fields.BigIntField()
    fee_micros = fields.BigIntField()
    outcome = fields.CharField(max_length=40)
    created_at = fields.DatetimeField(db_default=DATABASE_NOW)

    class Meta:
        table = "sandbox_orders"

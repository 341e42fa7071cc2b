"""The closing of months."""

from __future__ import annotations

from tortoise import fields
from tortoise.fields.db_defaults import SqlDefault
from tortoise.migrations.constraints import CheckConstraint
from tortoise.models import Model


class Settlement(Model):
    """The closing of one month. Its row appears when the month is sealed.

    `id` counts the seals from 1 without gaps, so `count(*)` is the `seals_before` of what is
    written now. `fence` rises with each process that takes the closing over. `posted_through` is
    the last account id whose outcome has been posted, `posted_count` how many have been, of
    `movement_count`. `proof_salt` blinds the lines of the outcome in its Merkle tree.
    """

    id = fields.IntField(primary_key=True, generated=False)
    month = fields.DateField(unique=True)
    state = fields.CharField(max_length=8)
    early = fields.BooleanField()
    fence = fields.IntField(db_default=0)
    max_hops = fields.SmallIntField()
    sealed_at = fields.DatetimeField()
    computed_at = fields.DatetimeField(null=True)
    posted_at = fields.DatetimeField(null=True)
    verified_at = fields.DatetimeField(null=True)
    closed_at = fields.DatetimeField(null=True)
    book_digest = fields.CharField(max_length=64, null=True)
    outcome_digest = fields.CharField(max_length=64, null=True)
    pot_count = fields.BigIntField(null=True)
    like_count = fields.BigIntField(null=True)
    pots_micros = fields.BigIntField(null=True)
    unshared_micros = fields.BigIntField(null=True)
    kept_micros = fields.BigIntField(null=True)
    shared_by_hop_micros = fields.JSONField[list[int]](null=True)
    posted_through = fields.BigIntField(db_default=0)
    merkle_root = fields.CharField(max_length=64, null=True)
    account_count = fields.BigIntField(null=True)
    movement_count = fields.BigIntField(null=True)
    posted_count = fields.BigIntField(db_default=0)
    book_written_at = fields.DatetimeField(null=True)
    engine = fields.CharField(max_length=8, null=True)
    proof_salt = fields.BinaryField(
        db_default=SqlDefault("uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())")
    )

    class Meta:
        table = "settlements"
        constraints = (
            CheckConstraint(
                "state IN ('sealed', 'computed', 'posted', 'verified', 'closed')",
                "settlements_state",
            ),
        )

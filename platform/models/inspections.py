"""Inspections: what reads much, changes nothing of money, and is kept for people to look at."""

from __future__ import annotations

from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint
from tortoise.models import Model

from likewise.models.clock import DATABASE_NOW


class Inspection(Model):
    """A check of the ledger, a dry run or a verification: how it goes, and what came of it.

    Of a kind one runs at a time; the process that runs it renews `alive_until`, by the real clock.
    `asked_by` is null where nobody asked. `result` is there when it is done, the refusal when it
    was refused.
    """

    id = fields.BigIntField(primary_key=True)
    kind = fields.CharField(max_length=12)
    month = fields.DateField(null=True)
    state = fields.CharField(max_length=7)
    asked_by = fields.ForeignKeyField("likewise.Person", null=True, on_delete=fields.RESTRICT)
    asked_at = fields.DatetimeField(db_default=DATABASE_NOW)
    ended_at = fields.DatetimeField(null=True)
    alive_until = fields.DatetimeField()
    refusal_code = fields.CharField(max_length=40, null=True)
    refusal_message = fields.TextField(null=True)
    result = fields.JSONField[dict[str, object]](null=True)

    class Meta:
        table = "inspections"
        indexes = (Index(fields=("kind", "month", "id"), name="inspections_latest"),)
        constraints = (
            CheckConstraint(
                "kind IN ('ledger_check', 'dry_run', 'verification')", "inspections_kind"
            ),
            CheckConstraint(
                "state IN ('running', 'done', 'refused', 'failed')", "inspections_state"
            ),
        )

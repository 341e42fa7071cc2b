"""What operators did."""

from __future__ import annotations

from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint
from tortoise.models import Model

from likewise.models.clock import DATABASE_NOW


class OperatorDeed(Model):
    """One deed of an operator, or of whoever has the command line (nobody): never changed.

    `person`, `payout` and `month` (its first day) are what it was about; a payout comes with its
    owner. `reason` is what the operator wrote, where she is asked for one.
    """

    id = fields.BigIntField(primary_key=True)
    operator = fields.ForeignKeyField(
        "likewise.Person", related_name="deeds_done", null=True, on_delete=fields.RESTRICT
    )
    deed = fields.CharField(max_length=24)
    person = fields.ForeignKeyField(
        "likewise.Person", related_name="deeds_about", null=True, on_delete=fields.RESTRICT
    )
    payout = fields.ForeignKeyField("likewise.Payout", null=True, on_delete=fields.RESTRICT)
    month = fields.DateField(null=True)
    reason = fields.CharField(max_length=500, null=True)
    happened_at = fields.DatetimeField(db_default=DATABASE_NOW)

    class Meta:
        table = "operator_deeds"
        indexes = (
            Index(fields=("operator_id", "id"), name="operator_deeds_operator"),
            Index(fields=("person_id", "id"), name="operator_deeds_person"),
            Index(fields=("deed", "id"), name="operator_deeds_deed"),
        )
        constraints = (
            CheckConstraint(
                "deed IN ('registration_approved', 'registration_rejected', 'payout_approved',"
                " 'payout_rejected', 'payout_returned', 'month_run_dry', 'closing_started',"
                " 'closing_started_early', 'month_closed', 'month_verified', 'ledger_checked',"
                " 'person_frozen', 'person_unfrozen', 'operator_appointed',"
                " 'operator_dismissed')",
                "operator_deeds_deed_known",
            ),
            CheckConstraint("length(reason) BETWEEN 1 AND 500", "operator_deeds_reason"),
        )

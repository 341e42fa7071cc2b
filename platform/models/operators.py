"""What operators did."""

from __future__ import annotations

from enum import StrEnum

from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint
from tortoise.models import Model

from likewise.models.clock import DATABASE_NOW
from likewise.models.money import sql_list


class Deed(StrEnum):
    """Everything that the log may say. A new one is a line here and a migration."""

    REGISTRATION_APPROVED = "registration_approved"
    REGISTRATION_REJECTED = "registration_rejected"
    PAYOUT_APPROVED = "payout_approved"
    PAYOUT_REJECTED = "payout_rejected"
    PAYOUT_RETURNED = "payout_returned"
    MONTH_RUN_DRY = "month_run_dry"
    CLOSING_STARTED = "closing_started"
    CLOSING_STARTED_EARLY = "closing_started_early"
    MONTH_CLOSED = "month_closed"
    MONTH_VERIFIED = "month_verified"
    LEDGER_CHECKED = "ledger_checked"
    PERSON_FROZEN = "person_frozen"
    PERSON_UNFROZEN = "person_unfrozen"
    OPERATOR_APPOINTED = "operator_appointed"
    OPERATOR_DISMISSED = "operator_dismissed"


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
            CheckConstraint(f"deed IN ({sql_list(Deed)})", "operator_deeds_deed_known"),
            CheckConstraint("length(reason) BETWEEN 1 AND 500", "operator_deeds_reason"),
        )

"""Inspections are kept, one of a kind runs at a time, and who had the ledger checked is on record."""

import functools
from json import dumps, loads

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.fields.db_defaults import SqlDefault
from tortoise.indexes import Index
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint

ONE_AT_A_TIME = """
CREATE UNIQUE INDEX inspections_running ON inspections (kind) WHERE state = 'running';
"""

DEEDS = """
ALTER TABLE operator_deeds
    DROP CONSTRAINT operator_deeds_deed_known,
    ADD CONSTRAINT operator_deeds_deed_known CHECK (deed IN (
        'registration_approved', 'registration_rejected', 'payout_approved', 'payout_rejected',
        'payout_returned', 'closing_started', 'closing_started_early', 'month_closed',
        'month_verified', 'ledger_checked', 'person_frozen', 'person_unfrozen',
        'operator_appointed'));
"""


class Migration(migrations.Migration):
    dependencies = [("likewise", "0007_shown_likes")]
    operations = [
        ops.CreateModel(
            name="Inspection",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("kind", fields.CharField(max_length=12)),
                ("month", fields.DateField(null=True)),
                ("state", fields.CharField(max_length=7)),
                (
                    "asked_by",
                    fields.ForeignKeyField(
                        "likewise.Person",
                        source_field="asked_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "asked_at",
                    fields.DatetimeField(
                        db_default=SqlDefault("likewise_now()"), auto_now=False, auto_now_add=False
                    ),
                ),
                (
                    "ended_at",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
                ("alive_until", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("refusal_code", fields.CharField(null=True, max_length=40)),
                ("refusal_message", fields.TextField(null=True, unique=False)),
                (
                    "result",
                    fields.JSONField(
                        null=True,
                        encoder=functools.partial(dumps, separators=(",", ":")),
                        decoder=loads,
                    ),
                ),
            ],
            options={
                "table": "inspections",
                "app": "likewise",
                "indexes": [Index(fields=["kind", "month", "id"], name="inspections_latest")],
                "pk_attr": "id",
                "table_description": "A check of the ledger, a dry run or a verification: how it goes, and what came of it.",
            },
            bases=["Model"],
        ),
        ops.AddConstraint(
            model_name="Inspection",
            constraint=CheckConstraint(
                check="kind IN ('ledger_check', 'dry_run', 'verification')",
                name="inspections_kind",
            ),
        ),
        ops.AddConstraint(
            model_name="Inspection",
            constraint=CheckConstraint(
                check="state IN ('running', 'done', 'refused', 'failed')",
                name="inspections_state",
            ),
        ),
        ops.RunSQL(ONE_AT_A_TIME),
        ops.RunSQL(DEEDS),
    ]

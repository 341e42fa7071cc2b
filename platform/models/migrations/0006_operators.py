"""The log of what operators did, which nobody changes; freezing; finding members."""

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.fields.db_defaults import SqlDefault
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

_CONSTRAINTS = """
ALTER TABLE operator_deeds
    ADD CONSTRAINT operator_deeds_deed_known CHECK (deed IN (
        'registration_approved', 'registration_rejected', 'payout_approved',
        'payout_rejected', 'payout_returned', 'closing_started', 'closing_started_early',
        'month_closed', 'month_verified', 'person_frozen', 'person_unfrozen',
        'operator_appointed')),
    ADD CONSTRAINT operator_deeds_reason CHECK (length(reason) BETWEEN 1 AND 500);
CREATE TRIGGER operator_deeds_immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON operator_deeds
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""

# Frozen since when and why: both or neither, and never an operator.
_FREEZING = """
ALTER TABLE persons
    ADD CONSTRAINT persons_frozen CHECK ((frozen_at IS NULL) = (frozen_reason IS NULL)),
    ADD CONSTRAINT persons_frozen_members CHECK (frozen_at IS NULL OR role = 'member'),
    ADD CONSTRAINT persons_frozen_reason CHECK (length(frozen_reason) BETWEEN 1 AND 500);
"""

# Members are found by how handle or name begin, byte by byte whatever language the database sorts
# by; and few of them are frozen, operators or past due.
_FINDING = """
CREATE INDEX persons_handle_begins ON persons (handle varchar_pattern_ops);
CREATE INDEX persons_name_begins ON persons (lower(display_name) text_pattern_ops);
CREATE INDEX persons_frozen_ids ON persons (id) WHERE frozen_at IS NOT NULL;
CREATE INDEX persons_operators ON persons (id) WHERE role = 'operator';
CREATE INDEX memberships_past_due ON memberships (person_id) WHERE state = 'past_due';
"""


def _person(about: str) -> tuple[str, fields.Field]:
    field = fields.ForeignKeyField(
        "likewise.Person",
        source_field=f"{about}_id",
        related_name=f"deeds_{'done' if about == 'operator' else 'about'}",
        null=True,
        db_constraint=True,
        to_field="id",
        on_delete=OnDelete.RESTRICT,
    )
    return about, field


class Migration(migrations.Migration):
    dependencies = [("likewise", "0005_months_of_millions")]
    operations = [
        ops.AddField(
            model_name="Person",
            name="frozen_at",
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name="Person",
            name="frozen_reason",
            field=fields.CharField(null=True, max_length=500),
        ),
        ops.CreateModel(
            name="OperatorDeed",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                _person("operator"),
                ("deed", fields.CharField(max_length=24)),
                _person("person"),
                (
                    "payout",
                    fields.ForeignKeyField(
                        "likewise.Payout",
                        source_field="payout_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("month", fields.DateField(null=True)),
                ("reason", fields.CharField(null=True, max_length=500)),
                (
                    "happened_at",
                    fields.DatetimeField(
                        db_default=SqlDefault("likewise_now()"), auto_now=False, auto_now_add=False
                    ),
                ),
            ],
            options={
                "table": "operator_deeds",
                "app": "likewise",
                "indexes": [
                    Index(fields=["operator_id", "id"], name="operator_deeds_operator"),
                    Index(fields=["person_id", "id"], name="operator_deeds_person"),
                    Index(fields=["deed", "id"], name="operator_deeds_deed"),
                ],
                "pk_attr": "id",
                "table_description": "One deed of an operator, or of whoever has the command line"
                " (nobody): never changed.",
            },
            bases=["Model"],
        ),
        ops.RunSQL(_CONSTRAINTS),
        ops.RunSQL(_FREEZING),
        ops.RunSQL(_FINDING),
    ]

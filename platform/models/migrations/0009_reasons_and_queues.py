"""Why papers and payouts were refused, and in which order operators find those that wait."""

from tortoise import fields, migrations
from tortoise.fields.db_defaults import SqlDefault
from tortoise.migrations import operations as ops

# Papers that stand already keep the order in which they came.
TURNS_SO_FAR = """
UPDATE registrations SET turn = ordered.turn
FROM (
    SELECT id, nextval('registration_turns') AS turn
    FROM (SELECT id FROM registrations ORDER BY submitted_at, id) AS first_come
) AS ordered
WHERE registrations.id = ordered.id;
CREATE INDEX registrations_waiting ON registrations (turn) WHERE state = 'submitted';
DROP INDEX payouts_open;
CREATE INDEX payouts_state ON payouts (state, id);
"""


class Migration(migrations.Migration):
    dependencies = [("likewise", "0008_inspections")]
    operations = [
        ops.RunSQL("CREATE SEQUENCE registration_turns"),
        ops.AddField(
            model_name="Registration",
            name="turn",
            field=fields.BigIntField(db_default=SqlDefault("nextval('registration_turns')")),
        ),
        *(
            ops.AddField(
                model_name=name,
                name="reason",
                field=fields.CharField(null=True, max_length=500),
            )
            for name in ("Registration", "PayoutStep")
        ),
        ops.RunSQL(TURNS_SO_FAR),
    ]

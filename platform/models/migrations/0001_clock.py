"""The database's clock, before everything that is dated by it (models/clock.py)."""

from tortoise import migrations
from tortoise.migrations import operations as ops

CLOCK = """
CREATE FUNCTION likewise_now() RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE
RETURN coalesce(nullif(current_setting('likewise.now', true), '')::timestamptz, now())
"""


class Migration(migrations.Migration):
    initial = True
    operations = [ops.RunSQL(CLOCK, "DROP FUNCTION likewise_now()")]

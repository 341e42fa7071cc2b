"""Dry runs are kept without who would receive most: how much anybody gets is theirs alone."""

from tortoise import migrations
from tortoise.migrations import operations as ops

NAMES = """
UPDATE inspections SET result = result - 'top_receivers' || jsonb_build_object(
    'largest_received_micros', (
        SELECT coalesce(jsonb_agg(receiver -> 'received_micros'), '[]')
        FROM jsonb_array_elements(result -> 'top_receivers') AS receiver
    )
)
WHERE kind = 'dry_run' AND result ? 'top_receivers';
"""


class Migration(migrations.Migration):
    dependencies = [("likewise", "0012_operators_dismissed")]
    operations = [ops.RunSQL(NAMES)]

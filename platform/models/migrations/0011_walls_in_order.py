"""The likes of a target are found newest first, so that a wall reads no more of them than it shows."""

from tortoise import migrations
from tortoise.indexes import Index
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("likewise", "0010_dry_runs_on_record")]
    operations = [
        ops.RemoveIndex("Like", name="likes_target"),
        ops.AddIndex("Like", Index(fields=["target_id", "month", "id"], name="likes_target")),
    ]

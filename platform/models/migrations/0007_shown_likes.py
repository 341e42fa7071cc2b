"""What somebody likes is shown if she has chosen so, and to nobody before."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("likewise", "0006_operators")]
    operations = [
        ops.AddField(
            model_name="Person",
            name="shows_likes",
            field=fields.BooleanField(db_default=False),
        )
    ]

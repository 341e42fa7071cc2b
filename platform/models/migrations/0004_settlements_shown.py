"""What a settlement tells of itself: its root, its counts, how far the posting has come.

The digest of all shares is gone: they follow from the book, as the outcome does, and at the
headline month they are 700 million.
"""

from tortoise import fields, migrations
from tortoise.fields.db_defaults import SqlDefault
from tortoise.migrations import operations as ops

_NEW = {
    "merkle_root": fields.CharField(null=True, max_length=64),
    "account_count": fields.BigIntField(null=True),
    "movement_count": fields.BigIntField(null=True),
    "posted_count": fields.BigIntField(db_default=0),
    "book_written_at": fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
    "engine": fields.CharField(null=True, max_length=8),
    "proof_salt": fields.BinaryField(
        db_default=SqlDefault("uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())")
    ),
}


class Migration(migrations.Migration):
    dependencies = [("likewise", "0003_guards")]
    operations = [
        ops.RemoveField(model_name="Settlement", name="shares_digest"),
        *(
            ops.AddField(model_name="Settlement", name=name, field=field)
            for name, field in _NEW.items()
        ),
    ]

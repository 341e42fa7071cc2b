"""What can be liked, and the likes."""

from __future__ import annotations

from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint
from tortoise.models import Model

from likewise.models.clock import DATABASE_NOW


class Target(Model):
    """What can be liked. A person, a post and a page share the id of their target."""

    id = fields.BigIntField(primary_key=True)
    kind = fields.CharField(max_length=6)

    class Meta:
        table = "targets"
        constraints = (CheckConstraint("kind IN ('person', 'post', 'page')", "targets_kind"),)


class Post(Model):
    """A status message by a person. Its id is the id of its target, and rises with time."""

    id = fields.BigIntField(primary_key=True, generated=False)
    author = fields.ForeignKeyField("likewise.Person", on_delete=fields.RESTRICT)
    body = fields.TextField()
    created_at = fields.DatetimeField(db_default=DATABASE_NOW)

    class Meta:
        table = "posts"
        indexes = (Index(fields=("author_id", "id"), name="posts_author"),)


class Site(Model):
    """A host (lower case, punycode, with its port if that is not the scheme's own).

    Nobody's until it is claimed: what its pages bring waits in its escrow account.
    """

    id = fields.BigIntField(primary_key=True)
    host = fields.CharField(max_length=260, unique=True)
    owner = fields.ForeignKeyField("likewise.Person", null=True, on_delete=fields.RESTRICT)
    created_at = fields.DatetimeField(db_default=DATABASE_NOW)

    class Meta:
        table = "sites"


class Page(Model):
    """Something on the web, by its canonical URL. Its id is the id of its target."""

    id = fields.BigIntField(primary_key=True, generated=False)
    site = fields.ForeignKeyField("likewise.Site", on_delete=fields.RESTRICT)
    url = fields.CharField(max_length=2000, unique=True)
    created_at = fields.DatetimeField(db_default=DATABASE_NOW)

    class Meta:
        table = "pages"


class Like(Model):
    """One person's yes to one target in one month (its first day)."""

    id = fields.BigIntField(primary_key=True)
    person = fields.ForeignKeyField("likewise.Person", on_delete=fields.RESTRICT)
    month = fields.DateField()
    target = fields.ForeignKeyField("likewise.Target", on_delete=fields.RESTRICT)
    created_at = fields.DatetimeField(db_default=DATABASE_NOW)

    class Meta:
        table = "likes"
        unique_together = (("person", "month", "target"),)
        indexes = (Index(fields=("target_id", "month", "id"), name="likes_target"),)


class RepeatingLike(Model):
    """A like that is entered again each month, until its person stops it."""

    id = fields.BigIntField(primary_key=True)
    person = fields.ForeignKeyField("likewise.Person", on_delete=fields.RESTRICT)
    target = fields.ForeignKeyField("likewise.Target", on_delete=fields.RESTRICT)
    created_at = fields.DatetimeField(db_default=DATABASE_NOW)

    class Meta:
        table = "repeating_likes"
        unique_together = (("person", "target"),)


class Forwarding(Model):
    """The part of what comes in that a person passes on, in basis points.

    It holds for every settlement sealed after `seals_before` others, until a later row. Without
    any row a person passes on everything.
    """

    id = fields.BigIntField(primary_key=True)
    person = fields.ForeignKeyField("likewise.Person", on_delete=fields.RESTRICT)
    seals_before = fields.IntField()
    forward_bps = fields.IntField()
    chosen = fields.BooleanField(db_default=True)

    class Meta:
        table = "forwardings"
        unique_together = (("person", "seals_before"),)
        constraints = (CheckConstraint("forward_bps BETWEEN 0 AND 10000", "forwardings_range"),)

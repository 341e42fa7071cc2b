"""People and what proves who they are."""

from __future__ import annotations

from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint
from tortoise.models import Model

from likewise.models.clock import DATABASE_NOW


class Person(Model):
    """An account. The same person can support and receive; her id is the id of her target.

    While `frozen_at` is set she can read, and do nothing (docs/decisions/freezing.md).
    """

    id = fields.BigIntField(primary_key=True, generated=False)
    handle = fields.CharField(max_length=30, unique=True)
    display_name = fields.CharField(max_length=80)
    about = fields.TextField(db_default="")
    role = fields.CharField(max_length=8, db_default="member")
    shows_likes = fields.BooleanField(db_default=False)
    created_at = fields.DatetimeField(db_default=DATABASE_NOW)
    frozen_at = fields.DatetimeField(null=True)
    frozen_reason = fields.CharField(max_length=500, null=True)

    class Meta:
        table = "persons"
        constraints = (
            CheckConstraint("role IN ('member', 'operator')", "persons_role"),
            CheckConstraint("handle ~ '^[a-z0-9_]{2,30}$'", "persons_handle"),
            CheckConstraint("(frozen_at IS NULL) = (frozen_reason IS NULL)", "persons_frozen"),
            CheckConstraint("frozen_at IS NULL OR role = 'member'", "persons_frozen_members"),
            CheckConstraint("length(frozen_reason) BETWEEN 1 AND 500", "persons_frozen_reason"),
        )


class Credential(Model):
    """Email (lower case) and the Argon2id digest of the password of a person."""

    person = fields.OneToOneField("likewise.Person", primary_key=True, on_delete=fields.RESTRICT)
    email = fields.CharField(max_length=254, unique=True)
    password_digest = fields.CharField(max_length=200)

    class Meta:
        table = "credentials"
        constraints = (CheckConstraint("email = lower(email)", "credentials_email_lower"),)


class Session(Model):
    """A signed-in client. Only the SHA-256 digest of its token is stored."""

    id = fields.BigIntField(primary_key=True)
    person = fields.ForeignKeyField("likewise.Person", on_delete=fields.RESTRICT)
    token_digest = fields.CharField(max_length=64, unique=True)
    created_at = fields.DatetimeField(db_default=DATABASE_NOW)
    expires_at = fields.DatetimeField()

    class Meta:
        table = "sessions"


class IdempotencyKey(Model):
    """What a person asked for under a key of her own, and the first answer to it."""

    id = fields.BigIntField(primary_key=True)
    person = fields.ForeignKeyField("likewise.Person", on_delete=fields.RESTRICT)
    key = fields.CharField(max_length=100)
    operation = fields.CharField(max_length=40)
    input_digest = fields.CharField(max_length=64)
    answer = fields.JSONField[dict[str, object]](null=True)
    created_at = fields.DatetimeField(db_default=DATABASE_NOW)

    class Meta:
        table = "idempotency_keys"
        unique_together = (("person", "key"),)

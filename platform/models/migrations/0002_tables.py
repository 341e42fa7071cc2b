import functools
from json import dumps, loads

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.fields.db_defaults import SqlDefault
from tortoise.indexes import Index
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint


class Migration(migrations.Migration):
    dependencies = [("likewise", "0001_clock")]

    initial = False

    operations = [
        ops.CreateModel(
            name="Person",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=False, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("handle", fields.CharField(unique=True, max_length=30)),
                ("display_name", fields.CharField(max_length=80)),
                ("about", fields.TextField(db_default="", unique=False)),
                ("role", fields.CharField(db_default="member", max_length=8)),
                (
                    "created_at",
                    fields.DatetimeField(
                        db_default=SqlDefault("likewise_now()"), auto_now=False, auto_now_add=False
                    ),
                ),
            ],
            options={
                "table": "persons",
                "app": "likewise",
                "constraints": [
                    CheckConstraint(check="role IN ('member', 'operator')", name="persons_role"),
                    CheckConstraint(check="handle ~ '^[a-z0-9_]{2,30}$'", name="persons_handle"),
                ],
                "pk_attr": "id",
                "table_description": "An account. The same person can support and receive; her id is the id of her target.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Credential",
            fields=[
                (
                    "person",
                    fields.OneToOneField(
                        "likewise.Person",
                        source_field="person_id",
                        primary_key=True,
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("email", fields.CharField(unique=True, max_length=254)),
                ("password_digest", fields.CharField(max_length=200)),
            ],
            options={
                "table": "credentials",
                "app": "likewise",
                "constraints": [
                    CheckConstraint(check="email = lower(email)", name="credentials_email_lower")
                ],
                "pk_attr": "person_id",
                "table_description": "Email (lower case) and the Argon2id digest of the password of a person.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Forwarding",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                (
                    "person",
                    fields.ForeignKeyField(
                        "likewise.Person",
                        source_field="person_id",
                        db_constraint=True,
                        to_field="id",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("seals_before", fields.IntField()),
                ("forward_bps", fields.IntField()),
                ("chosen", fields.BooleanField(db_default=True)),
            ],
            options={
                "table": "forwardings",
                "app": "likewise",
                "unique_together": (("person", "seals_before"),),
                "constraints": [
                    CheckConstraint(
                        check="forward_bps BETWEEN 0 AND 10000", name="forwardings_range"
                    )
                ],
                "pk_attr": "id",
                "table_description": "The part of what comes in that a person passes on, in basis points.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="IdempotencyKey",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                (
                    "person",
                    fields.ForeignKeyField(
                        "likewise.Person",
                        source_field="person_id",
                        db_constraint=True,
                        to_field="id",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("key", fields.CharField(max_length=100)),
                ("operation", fields.CharField(max_length=40)),
                ("input_digest", fields.CharField(max_length=64)),
                (
                    "answer",
                    fields.JSONField(
                        null=True,
                        encoder=functools.partial(dumps, separators=(",", ":")),
                        decoder=loads,
                    ),
                ),
                (
                    "created_at",
                    fields.DatetimeField(
                        db_default=SqlDefault("likewise_now()"), auto_now=False, auto_now_add=False
                    ),
                ),
            ],
            options={
                "table": "idempotency_keys",
                "app": "likewise",
                "unique_together": (("person", "key"),),
                "pk_attr": "id",
                "table_description": "What a person asked for under a key of her own, and the first answer to it.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Membership",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                (
                    "person",
                    fields.OneToOneField(
                        "likewise.Person",
                        source_field="person_id",
                        db_constraint=True,
                        to_field="id",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("amount_micros", fields.BigIntField()),
                ("provider", fields.CharField(max_length=20)),
                ("payment_method", fields.CharField(max_length=100)),
                ("state", fields.CharField(max_length=9)),
                (
                    "started_at",
                    fields.DatetimeField(
                        db_default=SqlDefault("likewise_now()"), auto_now=False, auto_now_add=False
                    ),
                ),
                (
                    "cancelled_at",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
            ],
            options={
                "table": "memberships",
                "app": "likewise",
                "constraints": [
                    CheckConstraint(
                        check="state IN ('starting', 'active', 'past_due', 'cancelled')",
                        name="memberships_state",
                    ),
                    CheckConstraint(check="amount_micros > 0", name="memberships_positive"),
                ],
                "pk_attr": "id",
                "table_description": "A person's standing order: amount a month in micros, payment method, state.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Payment",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("key", fields.CharField(unique=True, max_length=100)),
                (
                    "membership",
                    fields.ForeignKeyField(
                        "likewise.Membership",
                        source_field="membership_id",
                        db_constraint=True,
                        to_field="id",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("month", fields.DateField()),
                ("amount_micros", fields.BigIntField()),
                ("provider", fields.CharField(null=True, max_length=20)),
                ("payment_method", fields.CharField(null=True, max_length=100)),
                ("fee_micros", fields.BigIntField(null=True)),
                ("state", fields.CharField(max_length=9)),
                ("decline_reason", fields.CharField(null=True, max_length=40)),
                (
                    "requested_at",
                    fields.DatetimeField(
                        db_default=SqlDefault("likewise_now()"), auto_now=False, auto_now_add=False
                    ),
                ),
                ("settled_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "payments",
                "app": "likewise",
                "constraints": [
                    CheckConstraint(
                        check="state IN ('requested', 'succeeded', 'declined')",
                        name="payments_state",
                    ),
                    CheckConstraint(check="amount_micros > 0", name="payments_positive"),
                    CheckConstraint(
                        check="fee_micros BETWEEN 0 AND amount_micros", name="payments_fee"
                    ),
                ],
                "indexes": [Index(fields=["membership_id", "month"], name="payments_membership")],
                "pk_attr": "id",
                "table_description": "One payment of a membership for one calendar month.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Payout",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                (
                    "person",
                    fields.ForeignKeyField(
                        "likewise.Person",
                        source_field="person_id",
                        db_constraint=True,
                        to_field="id",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("amount_micros", fields.BigIntField()),
                ("net_micros", fields.BigIntField()),
                ("cut_micros", fields.BigIntField()),
                ("cut_bps", fields.IntField()),
                ("iban", fields.CharField(max_length=34)),
                ("state", fields.CharField(max_length=9)),
                (
                    "requested_at",
                    fields.DatetimeField(
                        db_default=SqlDefault("likewise_now()"), auto_now=False, auto_now_add=False
                    ),
                ),
            ],
            options={
                "table": "payouts",
                "app": "likewise",
                "constraints": [
                    CheckConstraint(
                        check="state IN ('requested', 'approved', 'sent', 'paid', 'rejected', 'cancelled', 'returned')",
                        name="payouts_state",
                    ),
                    CheckConstraint(
                        check="amount_micros = net_micros + cut_micros AND net_micros > 0 AND cut_micros >= 0 AND net_micros % 10000 = 0",
                        name="payouts_sum",
                    ),
                ],
                "indexes": [Index(fields=["person_id", "id"], name="payouts_person")],
                "pk_attr": "id",
                "table_description": "Money leaving to a bank account.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="PayoutStep",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                (
                    "payout",
                    fields.ForeignKeyField(
                        "likewise.Payout",
                        source_field="payout_id",
                        db_constraint=True,
                        to_field="id",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("state", fields.CharField(max_length=9)),
                (
                    "actor",
                    fields.ForeignKeyField(
                        "likewise.Person",
                        source_field="actor_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "happened_at",
                    fields.DatetimeField(
                        db_default=SqlDefault("likewise_now()"), auto_now=False, auto_now_add=False
                    ),
                ),
            ],
            options={
                "table": "payout_steps",
                "app": "likewise",
                "unique_together": (("payout", "state"),),
                "pk_attr": "id",
                "table_description": "One step of a payout: the state that it came to, when, and by whom (nobody: the system).",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Post",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=False, primary_key=True, unique=True, db_index=True
                    ),
                ),
                (
                    "author",
                    fields.ForeignKeyField(
                        "likewise.Person",
                        source_field="author_id",
                        db_constraint=True,
                        to_field="id",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("body", fields.TextField(unique=False)),
                (
                    "created_at",
                    fields.DatetimeField(
                        db_default=SqlDefault("likewise_now()"), auto_now=False, auto_now_add=False
                    ),
                ),
            ],
            options={
                "table": "posts",
                "app": "likewise",
                "indexes": [Index(fields=["author_id", "id"], name="posts_author")],
                "pk_attr": "id",
                "table_description": "A status message by a person. Its id is the id of its target, and rises with time.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Registration",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                (
                    "person",
                    fields.OneToOneField(
                        "likewise.Person",
                        source_field="person_id",
                        db_constraint=True,
                        to_field="id",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("legal_name", fields.CharField(max_length=140)),
                ("country", fields.CharField(max_length=2)),
                ("tax_number", fields.CharField(max_length=40)),
                ("iban", fields.CharField(max_length=34)),
                ("state", fields.CharField(max_length=9)),
                (
                    "submitted_at",
                    fields.DatetimeField(
                        db_default=SqlDefault("likewise_now()"), auto_now=False, auto_now_add=False
                    ),
                ),
                (
                    "bank_changed_at",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
                ("decided_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                (
                    "decided_by",
                    fields.ForeignKeyField(
                        "likewise.Person",
                        source_field="decided_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="decided_registrations",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
            ],
            options={
                "table": "registrations",
                "app": "likewise",
                "constraints": [
                    CheckConstraint(
                        check="state IN ('submitted', 'approved', 'rejected')",
                        name="registrations_state",
                    )
                ],
                "pk_attr": "id",
                "table_description": "A person's papers for payouts: identity, tax residence, bank account.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="SandboxOrder",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("key", fields.CharField(unique=True, max_length=100)),
                ("method", fields.CharField(max_length=100)),
                ("amount_micros", fields.BigIntField()),
                ("fee_micros", fields.BigIntField()),
                ("outcome", fields.CharField(max_length=40)),
                (
                    "created_at",
                    fields.DatetimeField(
                        db_default=SqlDefault("likewise_now()"), auto_now=False, auto_now_add=False
                    ),
                ),
            ],
            options={
                "table": "sandbox_orders",
                "app": "likewise",
                "pk_attr": "id",
                "table_description": "The sandbox provider's own records: what it was asked under which key, and its answer.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Session",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                (
                    "person",
                    fields.ForeignKeyField(
                        "likewise.Person",
                        source_field="person_id",
                        db_constraint=True,
                        to_field="id",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("token_digest", fields.CharField(unique=True, max_length=64)),
                (
                    "created_at",
                    fields.DatetimeField(
                        db_default=SqlDefault("likewise_now()"), auto_now=False, auto_now_add=False
                    ),
                ),
                ("expires_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "sessions",
                "app": "likewise",
                "pk_attr": "id",
                "table_description": "A signed-in client. Only the SHA-256 digest of its token is stored.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Settlement",
            fields=[
                (
                    "id",
                    fields.IntField(generated=False, primary_key=True, unique=True, db_index=True),
                ),
                ("month", fields.DateField(unique=True)),
                ("state", fields.CharField(max_length=8)),
                ("early", fields.BooleanField()),
                ("fence", fields.IntField(db_default=0)),
                ("max_hops", fields.SmallIntField()),
                ("sealed_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "computed_at",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
                ("posted_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                (
                    "verified_at",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
                ("closed_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("book_digest", fields.CharField(null=True, max_length=64)),
                ("outcome_digest", fields.CharField(null=True, max_length=64)),
                ("shares_digest", fields.CharField(null=True, max_length=64)),
                ("pot_count", fields.BigIntField(null=True)),
                ("like_count", fields.BigIntField(null=True)),
                ("pots_micros", fields.BigIntField(null=True)),
                ("unshared_micros", fields.BigIntField(null=True)),
                ("kept_micros", fields.BigIntField(null=True)),
                (
                    "shared_by_hop_micros",
                    fields.JSONField(
                        null=True,
                        encoder=functools.partial(dumps, separators=(",", ":")),
                        decoder=loads,
                    ),
                ),
                ("posted_through", fields.BigIntField(db_default=0)),
            ],
            options={
                "table": "settlements",
                "app": "likewise",
                "constraints": [
                    CheckConstraint(
                        check="state IN ('sealed', 'computed', 'posted', 'verified', 'closed')",
                        name="settlements_state",
                    )
                ],
                "pk_attr": "id",
                "table_description": "The closing of one month. Its row appears when the month is sealed.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Site",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("host", fields.CharField(unique=True, max_length=260)),
                (
                    "owner",
                    fields.ForeignKeyField(
                        "likewise.Person",
                        source_field="owner_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "created_at",
                    fields.DatetimeField(
                        db_default=SqlDefault("likewise_now()"), auto_now=False, auto_now_add=False
                    ),
                ),
            ],
            options={
                "table": "sites",
                "app": "likewise",
                "pk_attr": "id",
                "table_description": "A host (lower case, punycode, with its port if that is not the scheme's own).",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Account",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("kind", fields.CharField(max_length=20)),
                (
                    "person",
                    fields.ForeignKeyField(
                        "likewise.Person",
                        source_field="person_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "site",
                    fields.ForeignKeyField(
                        "likewise.Site",
                        source_field="site_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "settlement",
                    fields.ForeignKeyField(
                        "likewise.Settlement",
                        source_field="settlement_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("slot", fields.SmallIntField(db_default=0)),
                ("currency", fields.CharField(max_length=3)),
                ("balance_micros", fields.BigIntField(db_default=0)),
                ("version", fields.BigIntField(db_default=0)),
            ],
            options={
                "table": "accounts",
                "app": "likewise",
                "constraints": [
                    CheckConstraint(
                        check="balance_micros >= 0 OR kind NOT IN ('budget', 'received', 'in_flight', 'escrow')",
                        name="accounts_floor",
                    ),
                    CheckConstraint(
                        check="CASE WHEN kind IN ('budget', 'received', 'in_flight') THEN person_id IS NOT NULL AND site_id IS NULL AND settlement_id IS NULL WHEN kind = 'escrow' THEN person_id IS NULL AND site_id IS NOT NULL AND settlement_id IS NULL WHEN kind = 'settlement_clearing' THEN person_id IS NULL AND site_id IS NULL AND settlement_id IS NOT NULL WHEN kind IN ('provider_clearing', 'fees', 'cut', 'reserve') THEN person_id IS NULL AND site_id IS NULL AND settlement_id IS NULL ELSE false END",
                        name="accounts_owner",
                    ),
                    CheckConstraint(
                        check="person_id IS NULL OR slot = 0",
                        name="accounts_slot",
                    ),
                ],
                "pk_attr": "id",
                "table_description": "A running balance in micros, with a version that counts the transfers that touched it.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Page",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=False, primary_key=True, unique=True, db_index=True
                    ),
                ),
                (
                    "site",
                    fields.ForeignKeyField(
                        "likewise.Site",
                        source_field="site_id",
                        db_constraint=True,
                        to_field="id",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("url", fields.CharField(unique=True, max_length=2000)),
                (
                    "created_at",
                    fields.DatetimeField(
                        db_default=SqlDefault("likewise_now()"), auto_now=False, auto_now_add=False
                    ),
                ),
            ],
            options={
                "table": "pages",
                "app": "likewise",
                "pk_attr": "id",
                "table_description": "Something on the web, by its canonical URL. Its id is the id of its target.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Target",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("kind", fields.CharField(max_length=6)),
            ],
            options={
                "table": "targets",
                "app": "likewise",
                "constraints": [
                    CheckConstraint(check="kind IN ('person', 'post', 'page')", name="targets_kind")
                ],
                "pk_attr": "id",
                "table_description": "What can be liked. A person, a post and a page share the id of their target.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Like",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                (
                    "person",
                    fields.ForeignKeyField(
                        "likewise.Person",
                        source_field="person_id",
                        db_constraint=True,
                        to_field="id",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("month", fields.DateField()),
                (
                    "target",
                    fields.ForeignKeyField(
                        "likewise.Target",
                        source_field="target_id",
                        db_constraint=True,
                        to_field="id",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "created_at",
                    fields.DatetimeField(
                        db_default=SqlDefault("likewise_now()"), auto_now=False, auto_now_add=False
                    ),
                ),
            ],
            options={
                "table": "likes",
                "app": "likewise",
                "unique_together": (("person", "month", "target"),),
                "indexes": [Index(fields=["target_id", "month"], name="likes_target")],
                "pk_attr": "id",
                "table_description": "One person's yes to one target in one month (its first day).",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="RepeatingLike",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                (
                    "person",
                    fields.ForeignKeyField(
                        "likewise.Person",
                        source_field="person_id",
                        db_constraint=True,
                        to_field="id",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "target",
                    fields.ForeignKeyField(
                        "likewise.Target",
                        source_field="target_id",
                        db_constraint=True,
                        to_field="id",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "created_at",
                    fields.DatetimeField(
                        db_default=SqlDefault("likewise_now()"), auto_now=False, auto_now_add=False
                    ),
                ),
            ],
            options={
                "table": "repeating_likes",
                "app": "likewise",
                "unique_together": (("person", "target"),),
                "pk_attr": "id",
                "table_description": "A like that is entered again each month, until its person stops it.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Transfer",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("key", fields.CharField(unique=True, max_length=120)),
                ("source_id", fields.BigIntField()),
                ("destination_id", fields.BigIntField()),
                ("currency", fields.CharField(max_length=3)),
                ("amount_micros", fields.BigIntField()),
                (
                    "reverses",
                    fields.OneToOneField(
                        "likewise.Transfer",
                        source_field="reverses_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("seals_before", fields.IntField()),
                (
                    "created_at",
                    fields.DatetimeField(
                        db_default=SqlDefault("likewise_now()"), auto_now=False, auto_now_add=False
                    ),
                ),
            ],
            options={
                "table": "transfers",
                "app": "likewise",
                "constraints": [
                    CheckConstraint(check="amount_micros > 0", name="transfers_positive"),
                    CheckConstraint(
                        check="source_id <> destination_id", name="transfers_two_sided"
                    ),
                ],
                "indexes": [
                    Index(fields=["source_id", "id"], name="transfers_source"),
                    Index(fields=["destination_id", "id"], name="transfers_destination"),
                ],
                "pk_attr": "id",
                "table_description": "Money from one account to another: positive, immutable, once for each business key.",
            },
            bases=["Model"],
        ),
    ]
    # Tortoise 1.1.9 silently makes none of the constraints that stand in a CreateModel's options.
    operations += [
        ops.RunSQL(
            f"ALTER TABLE {made.options['table']}"
            f" ADD CONSTRAINT {constraint.name} CHECK ({constraint.check})"
        )
        for made in operations
        if isinstance(made, ops.CreateModel)
        for constraint in made.options.get("constraints", ())
    ]

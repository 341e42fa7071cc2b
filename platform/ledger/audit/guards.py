"""The database's own guards: whether all that refuses wrong money is still on watch."""

from __future__ import annotations

from likewise.ledger.audit.health import Check

GUARDS = Check(
    name="guards",
    codes=("guard_missing",),
    sql="""
WITH needed (kind, owner, name) AS (VALUES
    ('trigger', 'transfers', 'transfers_move_balances'),
    ('trigger', 'transfers', 'transfers_immutable'),
    ('trigger', 'accounts', 'accounts_permanent'),
    ('trigger', 'accounts', 'accounts_moved_by_transfers_alone'),
    ('trigger', 'accounts', 'accounts_begin_empty'),
    ('trigger', 'accounts', 'accounts_stay_themselves'),
    ('constraint', 'accounts', 'accounts_floor'),
    ('constraint', 'accounts', 'accounts_owner'),
    ('constraint', 'accounts', 'accounts_slot'),
    ('constraint', 'transfers', 'transfers_positive'),
    ('constraint', 'transfers', 'transfers_two_sided'),
    ('constraint', 'transfers', 'transfers_key_key'),
    ('unique index', 'transfers', 'transfers_reverses_id_key'),
    ('unique index', 'accounts', 'accounts_owned_once')
), standing (kind, owner, name) AS (
    SELECT 'trigger', tgrelid::regclass::text, tgname FROM pg_trigger WHERE tgenabled IN ('O', 'A')
    UNION ALL
    SELECT 'constraint', conrelid::regclass::text, conname FROM pg_constraint WHERE convalidated
    UNION ALL
    SELECT 'unique index', indrelid::regclass::text, relname
    FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid WHERE indisunique AND indisvalid
)
SELECT 'guard_missing', ARRAY[]::bigint[], format(
    'the %s %s of %s is not on watch', kind, name, owner)
FROM (SELECT * FROM needed EXCEPT SELECT * FROM standing) AS missing
UNION ALL
SELECT 'guard_missing', ARRAY[]::bigint[], format(
    'the constraint %s of %s is switched off', conname, tgrelid::regclass)
FROM pg_trigger JOIN pg_constraint ON pg_constraint.oid = tgconstraint
WHERE tgrelid IN ('accounts'::regclass, 'transfers'::regclass) AND tgenabled NOT IN ('O', 'A')
""",
)

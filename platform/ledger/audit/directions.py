"""The direction of each transfer: from which kind of account to which, by the family of its key.

The families are payments, settlements and payouts, and `_MOVES` is all that they move: in the
month and between the owners that the key names, and never as a reversal but in the steps that
undo. Without a family money only comes in, from outside into a wallet; and a reversal without a
family undoes only what had none. Whether a reversal goes the other way is for reversals.py to say.
Source: docs/money.md.
"""

from __future__ import annotations

from likewise.ledger.audit.health import Check

_MOVES = """
    ('payment', 'credit', 'provider_clearing', 'budget', false),
    ('payment', 'fee', 'provider_clearing', 'fees', false),
    ('settlement', 'budget', 'budget', 'settlement_clearing', false),
    ('settlement', 'received', 'received', 'settlement_clearing', false),
    ('settlement', 'kept', 'settlement_clearing', 'received', false),
    ('settlement', 'kept', 'settlement_clearing', 'escrow', false),
    ('payout', 'request', 'received', 'in_flight', false),
    ('payout', 'net', 'in_flight', 'provider_clearing', false),
    ('payout', 'cut', 'in_flight', 'cut', false),
    ('payout', 'undo', 'in_flight', 'received', true),
    ('payout', 'return-net', 'provider_clearing', 'in_flight', true),
    ('payout', 'return-cut', 'cut', 'in_flight', true)
"""

DIRECTIONS = Check(
    name="directions",
    codes=("direction_wrong", "direction_forbidden"),
    sql=f"""
WITH moves (family, step, source_kind, destination_kind, undoes) AS (VALUES {_MOVES}),
moved AS (
    SELECT transfers.id, transfers.key, transfers.reverses_id,
        split_part(transfers.key, ':', 1) AS family,
        split_part(transfers.key, ':', 3) AS step,
        split_part(transfers.key, ':', 2) AS named_month,
        split_part(transfers.key, ':', 4) AS named_owner,
        to_char(settlements.month, 'YYYY-MM') AS month,
        coalesce(source.person_id, source.site_id,
            destination.person_id, destination.site_id)::text AS owner,
        source.person_id = destination.person_id AS one_person,
        source.kind AS source_kind, destination.kind AS destination_kind,
        split_part(original.key, ':', 1) AS original_family
    FROM transfers
    JOIN accounts AS source ON source.id = transfers.source_id
    JOIN accounts AS destination ON destination.id = transfers.destination_id
    LEFT JOIN settlements
        ON settlements.id = coalesce(source.settlement_id, destination.settlement_id)
    LEFT JOIN transfers AS original ON original.id = transfers.reverses_id
)
SELECT 'direction_wrong', ARRAY[id], format(
    'transfer %s (%s) goes from %s to %s, not as its key says', id, key,
    coalesce(source_kind, 'NULL'), coalesce(destination_kind, 'NULL'))
FROM moved
WHERE family IN (SELECT moves.family FROM moves) AND NOT EXISTS (
    SELECT FROM moves
    WHERE (moves.family, moves.step) = (moved.family, moved.step)
        AND moves.source_kind = moved.source_kind
        AND moves.destination_kind = moved.destination_kind
        AND undoes = (reverses_id IS NOT NULL)
        AND (moved.family <> 'settlement'
            OR (month, owner) IS NOT DISTINCT FROM (named_month, named_owner))
        AND one_person IS NOT FALSE
)
UNION ALL
SELECT 'direction_forbidden', ARRAY[id], format(
    'transfer %s (%s) goes from %s to %s, which nothing asks for', id, coalesce(key, 'NULL'),
    coalesce(source_kind, 'NULL'), coalesce(destination_kind, 'NULL'))
FROM moved
WHERE coalesce(family, '') NOT IN (SELECT moves.family FROM moves) AND CASE
    WHEN reverses_id IS NULL
    THEN source_kind = 'provider_clearing' AND destination_kind IN ('budget', 'received')
    ELSE coalesce(original_family, '') NOT IN (SELECT moves.family FROM moves)
END IS NOT TRUE
""",  # noqa: S608 - constants of ours
)

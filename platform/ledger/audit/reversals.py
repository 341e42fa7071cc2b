"""Reversals: each names what it undoes, goes the other way, at most once, and never above it."""

from __future__ import annotations

from likewise.ledger.audit.health import Check

REVERSALS = Check(
    name="reversals",
    codes=(
        "reversal_of_nothing",
        "reversal_not_swapped",
        "reversal_above",
        "reversal_of_reversal",
        "reversal_repeated",
    ),
    sql="""
WITH reversals AS (
    SELECT undoing.id, undoing.reverses_id, original.id AS original_id,
        undoing.amount_micros, original.amount_micros AS original_micros,
        original.reverses_id AS original_reverses_id,
        undoing.source_id = original.destination_id
            AND undoing.destination_id = original.source_id AS swapped
    FROM transfers AS undoing
    LEFT JOIN transfers AS original ON original.id = undoing.reverses_id
    WHERE undoing.reverses_id IS NOT NULL
)
SELECT 'reversal_of_nothing', ARRAY[id, reverses_id], format(
    'transfer %s reverses transfer %s, which there is not', id, reverses_id)
FROM reversals WHERE original_id IS NULL
UNION ALL
SELECT 'reversal_not_swapped', ARRAY[id, reverses_id], format(
    'transfer %s reverses transfer %s and does not go between its accounts the other way',
    id, reverses_id)
FROM reversals WHERE original_id IS NOT NULL AND swapped IS NOT TRUE
UNION ALL
SELECT 'reversal_above', ARRAY[id, reverses_id], format(
    'transfer %s of %s micros reverses transfer %s, which moved %s',
    id, amount_micros, reverses_id, original_micros)
FROM reversals WHERE amount_micros > original_micros
UNION ALL
SELECT 'reversal_of_reversal', ARRAY[id, reverses_id], format(
    'transfer %s reverses transfer %s, a reversal itself', id, reverses_id)
FROM reversals WHERE original_reverses_id IS NOT NULL
UNION ALL
SELECT 'reversal_repeated', (array_agg(id ORDER BY id))[:5], format(
    'transfer %s is reversed %s times', reverses_id, count(*))
FROM reversals GROUP BY reverses_id HAVING count(*) > 1
""",
)

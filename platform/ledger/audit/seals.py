"""The seals of months, and on which side of them each transfer lies."""

from __future__ import annotations

from likewise.ledger.audit.health import Check

SEALS = Check(
    name="seals",
    codes=(
        "seal_gap",
        "seal_month_out_of_order",
        "seal_unknown",
        "seal_order_broken",
        "clearing_not_zero",
    ),
    sql="""
WITH seals AS (
    SELECT id, month, row_number() OVER by_id AS place, lag(month) OVER by_id AS month_before
    FROM settlements WINDOW by_id AS (ORDER BY id)
), sides AS (
    SELECT seals_before, min(id) AS first_id, max(id) AS last_id, count(*) AS times
    FROM transfers GROUP BY seals_before
), ordered AS (
    SELECT seals_before, first_id,
        max(last_id) OVER (
            ORDER BY seals_before ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS latest_id
    FROM sides WHERE seals_before IS NOT NULL
)
SELECT 'seal_gap', ARRAY[id::bigint], format(
    'the seals count %s where %s follows', id, place)
FROM seals WHERE id IS DISTINCT FROM place
UNION ALL
SELECT 'seal_month_out_of_order', ARRAY[id::bigint], format(
    'seal %s is that of %s, the one before it of %s', id, month, month_before)
FROM seals
WHERE month IS DISTINCT FROM (month_before + interval '1 month')::date AND place > 1
UNION ALL
SELECT 'seal_unknown', ARRAY[first_id], format(
    '%s transfers from %s on were written after %s seals, and there are %s',
    times, first_id, coalesce(seals_before::text, 'NULL'), seal_count)
FROM sides, (SELECT count(*) AS seal_count FROM settlements) AS counted
WHERE (seals_before BETWEEN 0 AND seal_count) IS NOT TRUE
UNION ALL
SELECT 'seal_order_broken', ARRAY[first_id, latest_id], format(
    'transfer %s was written after %s seals, the later transfer %s after fewer',
    first_id, seals_before, latest_id)
FROM ordered WHERE first_id < latest_id
UNION ALL
SELECT 'clearing_not_zero', ARRAY[accounts.id, settlements.id], format(
    'the clearing account %s of settlement %s (%s) stands at %s micros',
    accounts.id, settlements.id, state, coalesce(balance_micros::text, 'NULL'))
FROM settlements
JOIN accounts ON accounts.kind = 'settlement_clearing' AND settlement_id = settlements.id
WHERE state NOT IN ('sealed', 'computed') AND balance_micros IS DISTINCT FROM 0
""",
)

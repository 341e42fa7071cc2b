"""Balances and versions, recomputed from the transfers."""

from __future__ import annotations

from likewise.ledger.audit.health import Check
from likewise.models.money import OWNED_KINDS, sql_list

BALANCES = Check(
    name="balances",
    codes=(
        "balance_differs",
        "version_differs",
        "balance_below_zero",
        "sum_not_zero",
        "currency_mixed",
    ),
    sql=f"""
WITH touched AS (
    SELECT account_id, sum(micros) AS micros, count(*) AS times
    FROM (
        SELECT source_id AS account_id, -amount_micros AS micros FROM transfers
        UNION ALL
        SELECT destination_id, amount_micros FROM transfers
    ) AS sides
    GROUP BY account_id
), recomputed AS (
    SELECT accounts.id, kind, balance_micros, version,
        coalesce(micros, 0) AS micros, coalesce(times, 0) AS times
    FROM accounts LEFT JOIN touched ON touched.account_id = accounts.id
)
SELECT 'balance_differs', ARRAY[id], format(
    'account %s stands at %s micros, its transfers come to %s',
    id, coalesce(balance_micros::text, 'NULL'), micros)
FROM recomputed WHERE balance_micros IS DISTINCT FROM micros
UNION ALL
SELECT 'version_differs', ARRAY[id], format(
    'account %s is at version %s and was touched by %s transfers',
    id, coalesce(version::text, 'NULL'), times)
FROM recomputed WHERE version IS DISTINCT FROM times
UNION ALL
SELECT 'balance_below_zero', ARRAY[id], format(
    'account %s (%s) stands at %s micros, below zero', id, kind, balance_micros)
FROM recomputed
WHERE kind IN ({sql_list(OWNED_KINDS)}) AND balance_micros < 0
UNION ALL
SELECT 'sum_not_zero', ARRAY[]::bigint[], format(
    'all balances in %s come to %s micros, not to zero',
    coalesce(currency, 'NULL'), sum(balance_micros))
FROM accounts GROUP BY currency HAVING coalesce(sum(balance_micros), 0) <> 0
UNION ALL
SELECT 'currency_mixed', ARRAY[id], format(
    'account %s is in %s, the first account in %s', id, coalesce(currency, 'NULL'), first)
FROM accounts, (SELECT currency AS first FROM accounts ORDER BY id LIMIT 1) AS oldest
WHERE currency IS DISTINCT FROM first
""",  # noqa: S608 - constants of ours
)

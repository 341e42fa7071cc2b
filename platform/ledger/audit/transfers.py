"""Each transfer by itself: positive, two-sided, in one currency, once for its key."""

from __future__ import annotations

from likewise.ledger.audit.health import Check

TRANSFERS = Check(
    name="transfers",
    codes=(
        "transfer_not_positive",
        "transfer_one_sided",
        "transfer_account_unknown",
        "transfer_currency_differs",
        "transfer_key_repeated",
        "transfer_key_missing",
    ),
    sql="""
SELECT 'transfer_not_positive', ARRAY[id], format(
    'transfer %s moves %s micros', id, coalesce(amount_micros::text, 'NULL'))
FROM transfers WHERE (amount_micros > 0) IS NOT TRUE
UNION ALL
SELECT 'transfer_one_sided', ARRAY[id], format(
    'transfer %s goes from account %s to itself', id, source_id)
FROM transfers WHERE source_id = destination_id
UNION ALL
SELECT 'transfer_account_unknown', ARRAY[transfers.id], format(
    'transfer %s names account %s, which there is not',
    transfers.id, coalesce(side.account_id::text, 'NULL'))
FROM transfers
CROSS JOIN LATERAL (VALUES (source_id), (destination_id)) AS side (account_id)
LEFT JOIN accounts ON accounts.id = side.account_id
WHERE accounts.id IS NULL
UNION ALL
SELECT 'transfer_currency_differs', ARRAY[transfers.id, accounts.id], format(
    'transfer %s is in %s, its account %s in %s', transfers.id,
    coalesce(transfers.currency, 'NULL'), accounts.id, coalesce(accounts.currency, 'NULL'))
FROM transfers
CROSS JOIN LATERAL (VALUES (source_id), (destination_id)) AS side (account_id)
JOIN accounts ON accounts.id = side.account_id
WHERE transfers.currency IS DISTINCT FROM accounts.currency
UNION ALL
SELECT 'transfer_key_repeated', (array_agg(id ORDER BY id))[:5], format(
    'the key %s is that of %s transfers', key, count(*))
FROM transfers WHERE key IS NOT NULL GROUP BY key HAVING count(*) > 1
UNION ALL
SELECT 'transfer_key_missing', ARRAY[id], format('transfer %s has no key', id)
FROM transfers WHERE coalesce(key, '') = ''
""",
)

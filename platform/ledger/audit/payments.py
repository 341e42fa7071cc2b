"""Money in: a succeeded payment has exactly its transfers, any other has none."""

from __future__ import annotations

from likewise.ledger.audit.health import Check

PAYMENTS = Check(
    name="payments",
    codes=(
        "payment_transfer_missing",
        "payment_transfer_wrong",
        "payment_transfer_unexpected",
        "payment_fee_wrong",
    ),
    sql="""
WITH expected AS (
    SELECT payments.id AS payment_id, format('payment:%s:%s', payments.id, part.name) AS key,
        part.micros, part.kind, part.person_id
    FROM payments
    LEFT JOIN memberships ON memberships.id = payments.membership_id
    CROSS JOIN LATERAL (VALUES
        ('credit', payments.amount_micros - coalesce(fee_micros, 0), 'budget', person_id),
        ('fee', fee_micros, 'fees', NULL)
    ) AS part (name, micros, kind, person_id)
    WHERE payments.state = 'succeeded' AND part.micros > 0
), entered AS (
    SELECT transfers.id, key, amount_micros, reverses_id, source.kind AS source_kind,
        destination.kind AS kind, destination.person_id
    FROM transfers
    LEFT JOIN accounts AS source ON source.id = source_id
    LEFT JOIN accounts AS destination ON destination.id = destination_id
    WHERE starts_with(key, 'payment:')
)
SELECT 'payment_transfer_missing', ARRAY[payment_id], format(
    'payment %s succeeded, and its transfer %s is missing', payment_id, expected.key)
FROM expected WHERE NOT EXISTS (SELECT FROM entered WHERE entered.key = expected.key)
UNION ALL
SELECT 'payment_transfer_unexpected', ARRAY[id], format(
    'no succeeded payment asks for transfer %s (%s)', id, entered.key)
FROM entered WHERE NOT EXISTS (SELECT FROM expected WHERE expected.key = entered.key)
UNION ALL
SELECT 'payment_transfer_wrong', ARRAY[entered.id, payment_id], format(
    'transfer %s moves %s micros from %s to %s, not what payment %s asks for', entered.id,
    amount_micros, source_kind, entered.kind, payment_id)
FROM expected JOIN entered USING (key)
WHERE (amount_micros, source_kind, entered.kind, entered.person_id, reverses_id)
    IS DISTINCT FROM (micros, 'provider_clearing', expected.kind, expected.person_id, NULL)
UNION ALL
SELECT 'payment_fee_wrong', ARRAY[id], format(
    'payment %s of %s micros succeeded with a fee of %s', id, amount_micros,
    coalesce(fee_micros::text, 'NULL'))
FROM payments
WHERE state = 'succeeded' AND (fee_micros BETWEEN 0 AND amount_micros) IS NOT TRUE
""",
)

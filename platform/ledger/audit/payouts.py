"""Money out: a payout has exactly the transfers of its state, and in flight is what is open."""

from __future__ import annotations

from likewise.ledger.audit.health import Check

PAYOUTS = Check(
    name="payouts",
    codes=("payout_transfer_missing", "payout_transfer_wrong", "payout_transfer_unexpected"),
    # A payout that comes back without ever having been booked as paid has nothing to put back but
    # its request: its `optional` transfers are there all or none.
    sql="""
WITH expected AS (
    SELECT payouts.id AS payout_id, person_id, format('payout:%s:%s', payouts.id, step) AS key,
        source_kind, destination_kind, micros,
        CASE WHEN undoes <> '' THEN format('payout:%s:%s', payouts.id, undoes) END AS undoes_key,
        state = 'returned' AND step IN ('net', 'cut', 'return-net', 'return-cut') AS optional
    FROM payouts
    CROSS JOIN LATERAL (VALUES
        ('request', 'received', 'in_flight', amount_micros, '', state),
        ('net', 'in_flight', 'provider_clearing', net_micros, '', 'paid returned'),
        ('cut', 'in_flight', 'cut', cut_micros, '', 'paid returned'),
        ('return-net', 'provider_clearing', 'in_flight', net_micros, 'net', 'returned'),
        ('return-cut', 'cut', 'in_flight', cut_micros, 'cut', 'returned'),
        ('undo', 'in_flight', 'received', amount_micros, 'request', 'rejected cancelled returned')
    ) AS move (step, source_kind, destination_kind, micros, undoes, states)
    WHERE state = ANY (string_to_array(states, ' ')) AND micros > 0
), entered AS (
    SELECT transfers.id, transfers.key, transfers.amount_micros, original.key AS original_key,
        source.kind AS source_kind, source.person_id AS source_person_id,
        destination.kind AS destination_kind, destination.person_id AS destination_person_id
    FROM transfers
    LEFT JOIN accounts AS source ON source.id = transfers.source_id
    LEFT JOIN accounts AS destination ON destination.id = transfers.destination_id
    LEFT JOIN transfers AS original ON original.id = transfers.reverses_id
    WHERE starts_with(transfers.key, 'payout:')
), matched AS (
    SELECT expected.*, EXISTS (SELECT FROM entered WHERE entered.key = expected.key) AS is_there
    FROM expected
), judged AS (
    SELECT *, bool_or(optional AND is_there) OVER (PARTITION BY payout_id) AS had_been_paid
    FROM matched
)
SELECT 'payout_transfer_missing', ARRAY[payout_id], format(
    'transfer %s is missing from payout %s', key, payout_id)
FROM judged WHERE NOT is_there AND (had_been_paid OR NOT optional)
UNION ALL
SELECT 'payout_transfer_unexpected', ARRAY[id], format(
    'the state of no payout asks for transfer %s (%s)', id, entered.key)
FROM entered WHERE NOT EXISTS (SELECT FROM expected WHERE expected.key = entered.key)
UNION ALL
SELECT 'payout_transfer_wrong', ARRAY[id, payout_id], format(
    'transfer %s (%s) moves %s micros from %s to %s, not what payout %s asks for',
    id, key, amount_micros, entered.source_kind, entered.destination_kind, payout_id)
FROM expected JOIN entered USING (key)
WHERE (amount_micros, entered.source_kind, entered.destination_kind, original_key)
    IS DISTINCT FROM (micros, expected.source_kind, expected.destination_kind, undoes_key)
    OR person_id <> coalesce(source_person_id, person_id)
    OR person_id <> coalesce(destination_person_id, person_id)
""",
)

IN_FLIGHT = Check(
    name="in_flight",
    codes=("in_flight_differs",),
    sql="""
WITH open_payouts AS (
    SELECT person_id, sum(amount_micros) AS micros
    FROM payouts WHERE state IN ('requested', 'approved', 'sent') GROUP BY person_id
), in_flight AS (
    SELECT person_id, sum(balance_micros) AS micros
    FROM accounts WHERE kind = 'in_flight' GROUP BY person_id
)
SELECT 'in_flight_differs', ARRAY[person_id], format(
    'person %s has %s micros in flight, her open payouts come to %s', person_id,
    coalesce(in_flight.micros, 0), coalesce(open_payouts.micros, 0))
FROM in_flight FULL JOIN open_payouts USING (person_id)
WHERE coalesce(in_flight.micros, 0) <> coalesce(open_payouts.micros, 0)
""",
)

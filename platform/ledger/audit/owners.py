"""Who owns which accounts: everybody all of hers, and each of them once."""

from __future__ import annotations

from likewise.ledger.accounts import PLATFORM_SLOTS
from likewise.ledger.audit.health import Check
from likewise.models.money import PERSON_KINDS, PLATFORM_KINDS, sql_list

OWNERS = Check(
    name="owners",
    codes=(
        "account_owner_wrong",
        "account_repeated",
        "wallet_incomplete",
        "escrow_missing",
        "clearing_missing",
    ),
    sql=f"""
WITH owned AS (
    SELECT accounts.id, kind, slot,
        num_nonnulls(person_id, site_id, settlement_id) AS owner_count,
        CASE
            WHEN kind IN ({sql_list(PERSON_KINDS)}) THEN persons.id IS NOT NULL
            WHEN kind = 'escrow' THEN sites.id IS NOT NULL
            WHEN kind = 'settlement_clearing' THEN settlements.id IS NOT NULL
            WHEN kind IN ({sql_list(PLATFORM_KINDS)}) THEN NULL
            ELSE false
        END AS known
    FROM accounts
    LEFT JOIN persons ON persons.id = accounts.person_id
    LEFT JOIN sites ON sites.id = accounts.site_id
    LEFT JOIN settlements ON settlements.id = accounts.settlement_id
), needed AS (
    SELECT 'wallet_incomplete' AS code, 'person' AS owner, persons.id, kind
    FROM persons, unnest(ARRAY[{sql_list(PERSON_KINDS)}]) AS wallet (kind)
    WHERE NOT EXISTS (
        SELECT FROM accounts WHERE accounts.kind = wallet.kind AND person_id = persons.id)
    UNION ALL
    SELECT 'escrow_missing', 'site', sites.id, 'escrow' FROM sites
    WHERE NOT EXISTS (SELECT FROM accounts WHERE kind = 'escrow' AND site_id = sites.id)
    UNION ALL
    SELECT 'clearing_missing', 'settlement', settlements.id, 'settlement_clearing'
    FROM settlements
    WHERE NOT EXISTS (
        SELECT FROM accounts
        WHERE kind = 'settlement_clearing' AND settlement_id = settlements.id)
)
SELECT 'account_owner_wrong', ARRAY[id], format(
    'account %s (%s, slot %s) does not belong to whom such an account belongs',
    id, coalesce(kind, 'NULL'), coalesce(slot::text, 'NULL'))
FROM owned
WHERE CASE
    WHEN known IS NULL THEN owner_count = 0 AND slot BETWEEN 0 AND {PLATFORM_SLOTS - 1}
    ELSE known AND owner_count = 1 AND slot = 0
END IS NOT TRUE
UNION ALL
SELECT 'account_repeated', (array_agg(id ORDER BY id))[:5], format(
    'there are %s accounts of one owner, kind (%s) and slot', count(*), kind)
FROM accounts GROUP BY person_id, site_id, settlement_id, kind, slot HAVING count(*) > 1
UNION ALL
SELECT code, ARRAY[id::bigint], format('%s %s has no account of kind %s', owner, id, kind)
FROM needed
""",  # noqa: S608 - constants of ours
)

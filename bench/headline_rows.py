"""The rows of the headline month that follow from a number each: PostgreSQL writes them itself."""

from __future__ import annotations

from datetime import date, datetime

import asyncpg

from bench.headline_crowd import (
    CHOOSING_EVERY,
    GROUP,
    REGISTERED_EVERY,
    REGISTERED_PLACE,
    Crowd,
    amounts_micros,
)
from likewise.ledger.accounts import PLATFORM_SLOTS
from likewise.memberships.providers.sandbox import FEE_BPS, FEE_FIXED_MICROS
from likewise.models.money import PERSON_KINDS
from likewise.payouts.providers.sandbox import PAID_IBAN
from likewise.settings import settings

_PAYMENTS_AT_ONCE = 2_000_000


async def enter_people(
    connection: asyncpg.Connection, crowd: Crowd, moment: datetime, *, of_town: bool
) -> None:
    """Those of the town or all others: people with wallets, memberships and papers.

    The first of the town is an operator, and has approved the papers.
    """
    await connection.execute(
        "CREATE TEMPORARY TABLE newcomers AS"
        f" SELECT id FROM generate_series(1, {crowd.people}::bigint) AS id"
        f" WHERE (id % {crowd.town_step} = 0) = {of_town}"
    )
    await connection.execute("INSERT INTO targets (id, kind) SELECT id, 'person' FROM newcomers")
    await connection.execute(_PERSONS, crowd.town_step, moment)
    await connection.execute(_WALLETS, list(PERSON_KINDS), settings().currency)
    await connection.execute(_MEMBERSHIPS, amounts_micros(), moment)
    await connection.execute(_REGISTRATIONS, PAID_IBAN, moment, crowd.town_step)
    await connection.execute(_FORWARDINGS)
    await connection.execute("DROP TABLE newcomers")


async def enter_web(connection: asyncpg.Connection, crowd: Crowd) -> None:
    """Sites that nobody has claimed, with their pages and escrow accounts; and posts' targets."""
    await connection.execute(_SITES, crowd.first_site_id, crowd.sites)
    await connection.execute(_TARGETS, "page", crowd.first_page_id, crowd.pages)
    await connection.execute(
        _PAGES, crowd.first_page_id, crowd.pages, crowd.first_site_id, crowd.sites
    )
    await connection.execute(_ESCROWS, settings().currency)
    await connection.execute(_TARGETS, "post", crowd.first_post_id, crowd.posts)
    await connection.execute("SELECT setval('targets_id_seq', $1)", crowd.last_id)


async def enter_payments(
    connection: asyncpg.Connection, first_day: date, *, seals_before: int
) -> None:
    """The payments of a month, of all members there are, and the transfers that they cause."""
    first_id = await connection.fetchval("SELECT coalesce(max(id), 0) + 1 FROM payments")
    await connection.execute(_PAYMENTS, first_day, FEE_BPS, FEE_FIXED_MICROS)
    # Or the transfers are planned as for no rows.
    await connection.execute("ANALYZE payments, memberships, accounts")
    slots = [await connection.fetchval(_PLATFORM, kind) for kind in ("provider_clearing", "fees")]
    last_id = await connection.fetchval("SELECT max(id) FROM payments")
    for first in range(first_id, last_id + 1, _PAYMENTS_AT_ONCE):
        last = first + _PAYMENTS_AT_ONCE - 1
        await connection.execute(_TRANSFERS, first, last, seals_before, *slots, PLATFORM_SLOTS)


_TARGETS = """
INSERT INTO targets (id, kind)
SELECT number, $1::text FROM generate_series($2::bigint, $2::bigint + $3::bigint - 1) AS number
"""
_PERSONS = """
INSERT INTO persons (id, handle, display_name, role, created_at)
SELECT id, 'person_' || id, 'Person ' || id, CASE id WHEN $1 THEN 'operator' ELSE 'member' END, $2
FROM newcomers
"""
_WALLETS = """
INSERT INTO accounts (person_id, kind, currency) SELECT id, unnest($1::text[]), $2 FROM newcomers
"""
_SITES = """
INSERT INTO sites (id, host)
SELECT number, 'site-' || number || '.example'
FROM generate_series($1::bigint, $1::bigint + $2::bigint - 1) AS number
"""
# One after the other of all sites: every site has popular pages and others.
_PAGES = """
INSERT INTO pages (id, site_id, url)
SELECT $1::bigint + place, sites.id, 'https://' || host || '/' || place
FROM generate_series(0::bigint, $2::bigint - 1) AS place
JOIN sites ON sites.id = $3::bigint + place % $4::bigint
"""
_ESCROWS = """
INSERT INTO accounts (kind, site_id, currency) SELECT 'escrow', id, $1 FROM sites ORDER BY id
"""
_MEMBERSHIPS = f"""
INSERT INTO memberships (person_id, amount_micros, provider, payment_method, state, started_at)
SELECT id, ($1::bigint[])[1 + id / {GROUP} % cardinality($1::bigint[])],
    'sandbox', 'sandbox-ok', 'active', $2
FROM newcomers WHERE id % {GROUP} = 0
"""
_IS_REGISTERED = f"id % {REGISTERED_EVERY} = {REGISTERED_PLACE}"
_REGISTRATIONS = f"""
INSERT INTO registrations
    (person_id, legal_name, country, tax_number, iban, state,
    submitted_at, decided_at, decided_by_id)
SELECT id, 'Person ' || id, 'DE', '00/000/' || id, $1, 'approved', $2, $2, $3
FROM newcomers WHERE {_IS_REGISTERED}
"""
_FORWARDINGS = f"""
INSERT INTO forwardings (person_id, seals_before, forward_bps, chosen)
SELECT id, 0, CASE WHEN {_IS_REGISTERED} THEN 0 ELSE id / {CHOOSING_EVERY} % 10 * 1000 END,
    NOT {_IS_REGISTERED}
FROM newcomers WHERE {_IS_REGISTERED} OR id % {CHOOSING_EVERY} = 0
"""
_PAYMENTS = """
INSERT INTO payments (id, key, membership_id, month, amount_micros, provider, payment_method,
    fee_micros, state, requested_at, settled_at)
SELECT id, 'payment:' || id, membership_id, $1::date, amount_micros, provider, payment_method,
    least(amount_micros, part_of(amount_micros, $2) + $3), 'succeeded', $1::date, $1::date
FROM (
    SELECT nextval(pg_get_serial_sequence('payments', 'id')) AS id, memberships.id AS membership_id,
        amount_micros, provider, payment_method
    FROM memberships OFFSET 0
) AS asked
"""
# The platform's accounts as arrays by slot: joined, they are planned as if they were two or three
# rows, and it takes minutes.
_PLATFORM = """
SELECT array_agg(id ORDER BY slot) FROM accounts WHERE kind = $1 AND person_id IS NULL
"""
_TRANSFERS = """
INSERT INTO transfers
    (key, source_id, destination_id, currency, amount_micros, seals_before, created_at)
SELECT format('payment:%s:%s', payments.id, part.name),
    ($4::bigint[])[1 + memberships.person_id % $6], part.destination_id,
    budget.currency, part.micros, $3, payments.settled_at
FROM payments
JOIN memberships ON memberships.id = membership_id
JOIN accounts AS budget ON budget.person_id = memberships.person_id AND budget.kind = 'budget'
CROSS JOIN LATERAL (VALUES
    (1, 'credit', budget.id, payments.amount_micros - fee_micros),
    (2, 'fee', ($5::bigint[])[1 + memberships.person_id % $6], fee_micros)
) AS part (place, name, destination_id, micros)
WHERE payments.id BETWEEN $1 AND $2 AND part.micros > 0
ORDER BY payments.id, part.place
"""

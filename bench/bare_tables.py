"""Tables without their keys, indexes and foreign keys, while millions of rows come in.

Everything is read from the catalogue and put back as it was; that it is the same is asserted.
Triggers, defaults and checks stay all the time: what they hold holds for these rows too.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import asyncpg

_LONG_STATEMENT = "SET maintenance_work_mem = '1GB'"


@asynccontextmanager
async def bare_tables(connection: asyncpg.Connection, *tables: str) -> AsyncIterator[None]:
    """Inside the block these tables have no unique keys, no indexes, and no foreign key to or from.

    Not for a table that others use meanwhile. If the block raises, they stay bare.
    """
    before = await described(connection)
    constraints = await connection.fetch(_CONSTRAINTS, list(tables))
    indexes = await connection.fetch(_INDEXES, list(tables))
    for each in constraints:  # foreign keys first: they need the keys
        await connection.execute(f'ALTER TABLE {each["of_table"]} DROP CONSTRAINT "{each["name"]}"')
    for each in indexes:
        await connection.execute(f'DROP INDEX "{each["name"]}"')
    yield
    await connection.execute(_LONG_STATEMENT)
    await connection.execute(f"ANALYZE {', '.join(tables)}")
    for each in indexes:
        await connection.execute(each["definition"])
    for each in reversed(constraints):
        await connection.execute(
            f'ALTER TABLE {each["of_table"]} ADD CONSTRAINT "{each["name"]}" {each["definition"]}'
        )
    after = await described(connection)
    assert after == before, set(before) ^ set(after)


async def described(connection: asyncpg.Connection) -> Sequence[str]:
    """What the catalogue says of the tables, sorted: columns, constraints, indexes, triggers."""
    return [row["said"] for row in await connection.fetch(_DESCRIPTION)]


_CONSTRAINTS = """
SELECT conname AS name, conrelid::regclass::text AS of_table,
    pg_get_constraintdef(oid) AS definition
FROM pg_constraint
WHERE contype IN ('f', 'u', 'p')
  AND ARRAY[conrelid, confrelid] && (SELECT array_agg(name::regclass::oid) FROM unnest($1::text[])
      AS name)
ORDER BY contype = 'f' DESC, contype = 'u' DESC, conname DESC
"""
_INDEXES = """
SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS definition
FROM pg_index
WHERE indrelid = ANY (SELECT name::regclass::oid FROM unnest($1::text[]) AS name)
  AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)
ORDER BY name
"""
_DESCRIPTION = """
WITH of_ours AS (
    SELECT oid, oid::regclass::text AS name, reloptions FROM pg_class
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
)
SELECT format('%s: %s', name, said) AS said FROM of_ours CROSS JOIN LATERAL (
    SELECT format('options %s', reloptions) AS said
    UNION ALL
    SELECT format('column %s %s %s %s %s', attnum, attname, format_type(atttypid, atttypmod),
        attnotnull, pg_get_expr(adbin, adrelid))
    FROM pg_attribute LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
    WHERE attrelid = of_ours.oid AND attnum > 0
    UNION ALL
    SELECT format('constraint %s %s %s', conname, pg_get_constraintdef(oid), convalidated)
    FROM pg_constraint WHERE conrelid = of_ours.oid
    UNION ALL
    SELECT format('index %s %s', pg_get_indexdef(indexrelid), indisvalid)
    FROM pg_index WHERE indrelid = of_ours.oid
    UNION ALL
    SELECT format('trigger %s %s', pg_get_triggerdef(oid), tgenabled)
    FROM pg_trigger WHERE tgrelid = of_ours.oid AND NOT tgisinternal
) AS described
ORDER BY said
"""

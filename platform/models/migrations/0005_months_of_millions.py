"""For months of millions: what looks at transfers one by one makes way, likes come in order.

Foreign keys are checked row by row. The trigger that moves the balances looks at every account
anyway, once a statement, so it refuses what they refused: an unknown account, or one of another
currency. Accounts and transfers are never deleted (0003), so what was there stays there. It looks
at reversals, too: a trigger before each row keeps COPY from writing more than one row at a time.
"""

from tortoise import migrations
from tortoise.migrations import operations as ops

ONCE_A_STATEMENT = """
ALTER TABLE transfers
    DROP CONSTRAINT transfers_source_account,
    DROP CONSTRAINT transfers_destination_account;
ALTER TABLE accounts DROP CONSTRAINT accounts_currency;
DROP TRIGGER transfers_reversal ON transfers;
DROP FUNCTION transfers_reversal();

CREATE OR REPLACE FUNCTION transfers_move_balances() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    touched bigint;
    moved bigint;
BEGIN
    IF EXISTS (
        SELECT FROM entered
        WHERE entered.reverses_id IS NOT NULL AND NOT EXISTS (
            SELECT FROM transfers AS original
            WHERE original.id = entered.reverses_id
              AND original.source_id = entered.destination_id
              AND original.destination_id = entered.source_id
              AND original.amount_micros >= entered.amount_micros
              AND original.reverses_id IS NULL
        )
    ) THEN
        RAISE EXCEPTION 'not a reversal of what it names'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'transfers_reversal';
    END IF;
    WITH touching AS MATERIALIZED (
        SELECT account_id, currency, sum(micros)::bigint AS micros, count(*) AS times
        FROM (
            SELECT source_id AS account_id, currency, -amount_micros AS micros FROM entered
            UNION ALL
            SELECT destination_id, currency, amount_micros FROM entered
        ) AS sides
        GROUP BY account_id, currency
        ORDER BY account_id
    ), moving AS (
        UPDATE accounts
        SET balance_micros = balance_micros + touching.micros, version = version + touching.times
        FROM touching
        WHERE accounts.id = touching.account_id AND accounts.currency = touching.currency
        RETURNING 1
    )
    SELECT (SELECT count(*) FROM touching), (SELECT count(*) FROM moving) INTO touched, moved;
    IF touched <> moved THEN
        RAISE EXCEPTION 'a transfer needs two accounts of its currency'
            USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'transfers_accounts';
    END IF;
    RETURN NULL;
END $$;
"""

# Who an account is does not change, whoever asks: transfers tell it by its id.
ACCOUNTS_STAY = """
CREATE TRIGGER accounts_stay_themselves BEFORE UPDATE OF id, kind, person_id, site_id,
    settlement_id, slot, currency ON accounts
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""

# Few transfers undo another: an index of those alone, and no foreign key that asks for every one.
# Keys are compared byte by byte, whatever language the database sorts by. Balances are updated in
# place, and pages that have room for the new row need no new entry in any index.
LEANER = """
ALTER TABLE transfers
    DROP CONSTRAINT transfers_reverses_id_key,
    DROP CONSTRAINT transfers_reverses_id_fkey,
    ALTER COLUMN key TYPE varchar(120) COLLATE "C";
CREATE UNIQUE INDEX transfers_reverses_id_key ON transfers (reverses_id)
    WHERE reverses_id IS NOT NULL;
ALTER TABLE accounts SET (fillfactor = 70);
CREATE INDEX accounts_site ON accounts (site_id) WHERE site_id IS NOT NULL;
"""

# One like for each person, target and month, as before; in this order, and with the id in it, the
# index alone has all that the book needs, month by month and sorted by person.
LIKES_IN_ORDER = """
ALTER TABLE likes DROP CONSTRAINT uid_likes_person__b11b5a;
CREATE UNIQUE INDEX likes_once ON likes (month, person_id, target_id) INCLUDE (id);
ALTER TABLE likes SET (autovacuum_vacuum_insert_scale_factor = 0.05);
"""


class Migration(migrations.Migration):
    dependencies = [("likewise", "0004_settlements_shown")]
    operations = [
        ops.RunSQL(statements)
        for statements in (ONCE_A_STATEMENT, ACCOUNTS_STAY, LEANER, LIKES_IN_ORDER)
    ]

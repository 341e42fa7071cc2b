"""What the database refuses by itself, and the gate of the month (docs/money.md)."""

from tortoise import migrations
from tortoise.migrations import operations as ops

# One account for each owner, kind and slot; NULLs count as equal.
ACCOUNT_KEYS = """
CREATE UNIQUE INDEX accounts_owned_once ON accounts
    (person_id, kind, site_id, settlement_id, slot) NULLS NOT DISTINCT;
CREATE INDEX accounts_kind ON accounts (kind) WHERE person_id IS NULL;
ALTER TABLE accounts ADD CONSTRAINT accounts_currency UNIQUE (id, currency);
ALTER TABLE transfers
    ADD CONSTRAINT transfers_source_account
        FOREIGN KEY (source_id, currency) REFERENCES accounts (id, currency),
    ADD CONSTRAINT transfers_destination_account
        FOREIGN KEY (destination_id, currency) REFERENCES accounts (id, currency);
CREATE INDEX transfers_seals ON transfers USING brin (seals_before);
CREATE INDEX sites_owner ON sites (owner_id) WHERE owner_id IS NOT NULL;
CREATE INDEX sessions_person ON sessions (person_id);
CREATE INDEX payouts_open ON payouts (state) WHERE state IN ('requested', 'approved', 'sent');
"""

# A membership pays once for a calendar month; what was declined may be tried again.
PAYMENT_KEYS = """
CREATE UNIQUE INDEX payments_once ON payments (membership_id, month) WHERE state <> 'declined';
CREATE INDEX payments_open ON payments (id) WHERE state = 'requested';
"""

# A person, a post and a page have the id of their target; a site takes its id from the same
# numbers, so that in a book an id alone tells who receives: a person or a site.
TARGET_IDS = """
ALTER TABLE persons ADD CONSTRAINT persons_target FOREIGN KEY (id) REFERENCES targets (id);
ALTER TABLE posts ADD CONSTRAINT posts_target FOREIGN KEY (id) REFERENCES targets (id);
ALTER TABLE pages ADD CONSTRAINT pages_target FOREIGN KEY (id) REFERENCES targets (id);
ALTER TABLE sites ALTER COLUMN id SET DEFAULT nextval('targets_id_seq');
"""

# Balances move by transfers alone: entering transfers moves them, and nothing else can.
BALANCES_FOLLOW = """
CREATE FUNCTION transfers_move_balances() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE accounts
    SET balance_micros = balance_micros + moved.micros, version = version + moved.times
    FROM (
        SELECT account_id, sum(micros)::bigint AS micros, count(*) AS times
        FROM (
            SELECT source_id AS account_id, -amount_micros AS micros FROM entered
            UNION ALL
            SELECT destination_id, amount_micros FROM entered
        ) AS sides
        GROUP BY account_id
    ) AS moved
    WHERE accounts.id = moved.account_id;
    RETURN NULL;
END $$;
CREATE TRIGGER transfers_move_balances AFTER INSERT ON transfers
    REFERENCING NEW TABLE AS entered
    FOR EACH STATEMENT EXECUTE FUNCTION transfers_move_balances();

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% of % is refused', lower(TG_OP), TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = TG_NAME;
END $$;
CREATE TRIGGER transfers_immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON transfers
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER accounts_permanent BEFORE DELETE OR TRUNCATE ON accounts
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER accounts_moved_by_transfers_alone BEFORE UPDATE ON accounts
    FOR EACH STATEMENT WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION refuse_change();
CREATE FUNCTION accounts_begin_empty() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.balance_micros <> 0 OR NEW.version <> 0 THEN
        RAISE EXCEPTION 'an account begins empty'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = TG_NAME;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER accounts_begin_empty BEFORE INSERT ON accounts
    FOR EACH ROW EXECUTE FUNCTION accounts_begin_empty();
"""

# A reversal names what it undoes, goes the other way, and is never above it; the unique key on
# reverses_id holds it to once.
REVERSALS = """
CREATE FUNCTION transfers_reversal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM transfers AS original
        WHERE original.id = NEW.reverses_id
          AND original.source_id = NEW.destination_id
          AND original.destination_id = NEW.source_id
          AND original.amount_micros >= NEW.amount_micros
          AND original.reverses_id IS NULL
    ) THEN
        RAISE EXCEPTION 'not a reversal of what it names'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = TG_NAME;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER transfers_reversal BEFORE INSERT ON transfers
    FOR EACH ROW WHEN (NEW.reverses_id IS NOT NULL) EXECUTE FUNCTION transfers_reversal();
"""

# The words that more than one statement uses. A calendar month is one of UTC.
#
# forward_bps_of: what a person passes on, in basis points, at a seal that has `seals_before` seals
# before it, as a settlement's number less one or as running_month() says; all of it unless she
# chose. Always one row. It is a set and an aggregate so that it is planned as a part of whoever
# asks it, and reckoned once for each row there (a scalar function is called: 100 000 times).
#
# part_of: that part of an amount, rounded down (money.py). In two products, so that neither
# outgrows 64 bits.
WORDS = """
CREATE FUNCTION this_month() RETURNS date LANGUAGE sql STABLE
AS $$ SELECT date_trunc('month', likewise_now() AT TIME ZONE 'UTC')::date $$;

CREATE FUNCTION forward_bps_of(person_id bigint, seals_before int) RETURNS TABLE (forward_bps int)
LANGUAGE sql STABLE AS $$
    SELECT coalesce(max(latest.forward_bps), 10000) FROM (
        SELECT forwardings.forward_bps FROM forwardings
        WHERE forwardings.person_id = forward_bps_of.person_id
          AND forwardings.seals_before <= forward_bps_of.seals_before
        ORDER BY forwardings.seals_before DESC LIMIT 1
    ) AS latest
$$;

CREATE FUNCTION part_of(micros bigint, bps int) RETURNS bigint LANGUAGE sql IMMUTABLE
AS $$ SELECT micros / 10000 * bps + micros % 10000 * bps / 10000 $$;
"""

# Everything that counts for a month is written behind this gate: it waits while a month is being
# sealed, keeps the seal waiting until it is committed, and is told on which side it came to lie.
# Inside a volatile function each statement sees what was committed before it began. Who only reads
# asks running_month(), and waits for nobody.
OPEN_MONTH = """
CREATE FUNCTION running_month(OUT seals_before int, OUT month date) LANGUAGE sql STABLE AS $$
    SELECT count(*), greatest(
        this_month(),
        (max(settlements.month) + interval '1 month')::date)
    FROM settlements
$$;

CREATE FUNCTION open_month(OUT seals_before int, OUT month date) LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(7105732);
    SELECT running_month.* INTO seals_before, month FROM running_month();
END $$;

CREATE FUNCTION close_the_gate() RETURNS void LANGUAGE sql
AS $$ SELECT pg_advisory_xact_lock(7105732) $$;
"""


class Migration(migrations.Migration):
    dependencies = [("likewise", "0002_tables")]
    operations = [
        ops.RunSQL(statements)
        for statements in (
            ACCOUNT_KEYS,
            PAYMENT_KEYS,
            TARGET_IDS,
            BALANCES_FOLLOW,
            REVERSALS,
            WORDS,
            OPEN_MONTH,
        )
    ]

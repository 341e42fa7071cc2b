"""Damage to what flows: payments, payouts, strays; and to the guards of the database."""

from __future__ import annotations

from tests.support.damages import KEPT, RESERVE, harm, move, platform, wallet

_PAID = "(SELECT min(id) FROM payments WHERE state = 'succeeded' AND fee_micros = 445000)"
_DECLINED = "(SELECT min(id) FROM payments WHERE state = 'declined')"


def _key(id_sql: str, family: str, step: str) -> str:
    return f"'{family}:' || {id_sql} || ':{step}'"


def _payout(state: str) -> str:
    return f"(SELECT min(id) FROM payouts WHERE state = '{state}')"


PAYMENTS = (
    harm(
        "a payment is credited under another key",
        "payment_transfer_missing",
        f"UPDATE transfers SET key = 'other' WHERE key = {_key(_PAID, 'payment', 'credit')}",
    ),
    harm(
        "a fee is not entered",
        "payment_transfer_missing direction_forbidden",
        f"UPDATE transfers SET key = 'other' WHERE key = {_key(_PAID, 'payment', 'fee')}",
    ),
    harm(
        "a payment succeeds without any transfer",
        "payment_transfer_missing",
        f"UPDATE payments SET state = 'succeeded', fee_micros = 1 WHERE id = {_DECLINED}",
    ),
    harm(
        "a payment has become free of its fee",
        "payment_transfer_wrong payment_transfer_unexpected",
        f"UPDATE payments SET fee_micros = 0 WHERE id = {_PAID}",
    ),
    harm(
        "the fee of a payment is lost",
        "payment_transfer_wrong payment_transfer_unexpected payment_fee_wrong",
        f"UPDATE payments SET fee_micros = NULL WHERE id = {_PAID}",
    ),
    harm(
        "a fee above its payment",
        "payment_transfer_wrong payment_transfer_unexpected payment_fee_wrong",
        "ALTER TABLE payments DROP CONSTRAINT payments_fee",
        f"UPDATE payments SET fee_micros = 5000001 WHERE id = {_PAID}",
    ),
    harm(
        "a payment is credited to somebody else",
        "payment_transfer_wrong",
        "ALTER TABLE memberships DROP CONSTRAINT memberships_person_id_key",
        "UPDATE memberships SET person_id = (SELECT id FROM persons WHERE handle = 'bo')"
        f" WHERE id = (SELECT membership_id FROM payments WHERE id = {_PAID})",
    ),
    harm(
        "a payment that was declined is credited",
        "payment_transfer_unexpected",
        move(
            _key(_DECLINED, "payment", "credit"),
            platform("provider_clearing"),
            wallet("budget", "ada"),
            5_000_000,
        ),
    ),
    harm(
        "a payment that succeeded is asked for again",
        "payment_transfer_unexpected",
        f"UPDATE payments SET state = 'requested' WHERE id = {_PAID}",
    ),
    harm(
        "a payment is credited that nobody knows",
        "payment_transfer_unexpected",
        f"DELETE FROM payments WHERE id = {_PAID}",
    ),
)

PAYOUTS = (
    harm(
        "a payout takes nothing from the wallet",
        "payout_transfer_missing in_flight_differs",
        "INSERT INTO payouts"
        " (person_id, amount_micros, net_micros, cut_micros, cut_bps, iban, state)"
        " SELECT person_id, 20000, 20000, 0, 0, iban, 'requested' FROM payouts LIMIT 1",
    ),
    harm(
        "a payout is paid without its transfers",
        "payout_transfer_missing in_flight_differs",
        f"UPDATE payouts SET state = 'paid' WHERE id = {_payout('sent')}",
    ),
    harm(
        "a payout is rejected and not put back",
        "payout_transfer_missing in_flight_differs",
        f"UPDATE payouts SET state = 'rejected' WHERE id = {_payout('requested')}",
    ),
    harm(
        "the cut of a payout is missing",
        "payout_transfer_missing direction_forbidden",
        f"UPDATE transfers SET key = 'other' WHERE key = {_key(_payout('paid'), 'payout', 'cut')}",
    ),
    harm(
        "a returned payout keeps the cut",
        "payout_transfer_missing direction_forbidden",
        "UPDATE transfers SET key = 'other'"
        f" WHERE key = {_key(_payout('returned'), 'payout', 'return-cut')}",
    ),
    harm(
        "a cancelled payout goes on",
        "payout_transfer_unexpected in_flight_differs",
        f"UPDATE payouts SET state = 'approved' WHERE id = {_payout('cancelled')}",
    ),
    harm(
        "a payout is sent twice",
        "payout_transfer_unexpected direction_wrong",
        move(
            _key(_payout("paid"), "payout", "net-again"),
            platform("provider_clearing"),
            RESERVE,
            18_000_000,
        ),
    ),
    harm(
        "a payout moves another amount",
        "payout_transfer_wrong in_flight_differs",
        "UPDATE payouts SET amount_micros = amount_micros + 5, cut_micros = cut_micros + 5"
        f" WHERE id = {_payout('approved')}",
    ),
    harm(
        "a payout takes from another wallet",
        "payout_transfer_wrong in_flight_differs",
        "UPDATE payouts SET person_id = (SELECT id FROM persons WHERE handle = 'bo')"
        f" WHERE id = {_payout('approved')}",
    ),
    harm(
        "a returned payout undoes nothing",
        "payout_transfer_wrong direction_wrong",
        "UPDATE transfers SET reverses_id = NULL"
        f" WHERE key = {_key(_payout('returned'), 'payout', 'undo')}",
    ),
    harm(
        "money is in flight to nowhere",
        "in_flight_differs direction_forbidden",
        move("'nowhere'", wallet("received", "cy"), wallet("in_flight", "cy"), 1),
    ),
    harm(
        "a payout of somebody without a wallet",
        "in_flight_differs payout_transfer_wrong",
        f"UPDATE payouts SET person_id = 987654321 WHERE id = {_payout('sent')}",
    ),
)

_CLEARING = "(SELECT id FROM accounts WHERE settlement_id = 1)"
_OTHER_CLEARING = "(SELECT id FROM accounts WHERE settlement_id = 2)"


def _of(key: str, handle: str) -> str:
    return f"'{key}:' || (SELECT id FROM persons WHERE handle = '{handle}')"


def _through(source: str, destination: str, clearing: str, came: str, went: str) -> tuple[str, str]:
    """A micro through a settlement's clearing account, which is as empty as before."""
    return move(came, source, clearing, 1), move(went, clearing, destination, 1)


DIRECTIONS = (
    harm(
        "a budget is given to somebody",
        "direction_forbidden",
        move("'stray'", wallet("budget", "ada"), wallet("received", "bo"), 1),
    ),
    harm(
        "a budget is given to the platform",
        "direction_forbidden",
        move("'stray'", wallet("budget", "ada"), platform("cut"), 1),
    ),
    harm(
        "received money becomes a budget",
        "direction_forbidden",
        move("'stray'", wallet("received", "cy"), wallet("budget", "cy"), 1),
    ),
    harm(
        "a stray pair through a settlement",
        "direction_forbidden",
        *_through(
            wallet("budget", "ada"), wallet("received", "bo"), _CLEARING, "'stray'", "'pair'"
        ),
    ),
    harm(
        "what a settlement gave is taken back under a key of its own",
        "direction_forbidden clearing_not_zero",
        move("'mine'", wallet("received", "cy"), _CLEARING, 1, reverses_id=KEPT),
    ),
    harm(
        "a pair through a settlement in a step that there is not",
        "direction_wrong",
        *_through(
            wallet("budget", "ada"),
            wallet("received", "bo"),
            _CLEARING,
            "'settlement:2026-01:x'",
            "'settlement:2026-01:y'",
        ),
    ),
    harm(
        "a pair through the settlement of another month",
        "direction_wrong",
        *_through(
            wallet("received", "cy"),
            wallet("received", "bo"),
            _OTHER_CLEARING,
            _of("settlement:2026-01:received", "cy"),
            _of("settlement:2026-01:kept", "bo"),
        ),
    ),
    harm(
        "a pair through a settlement under the name of another",
        "direction_wrong",
        *_through(
            wallet("received", "cy"),
            wallet("received", "bo"),
            _CLEARING,
            _of("settlement:2026-01:received", "bo"),
            _of("settlement:2026-01:kept", "ada"),
        ),
    ),
    harm(
        "a settlement gives a budget",
        "direction_wrong",
        *_through(
            wallet("received", "cy"),
            wallet("budget", "bo"),
            _CLEARING,
            _of("settlement:2026-01:received", "cy"),
            _of("settlement:2026-01:kept", "bo"),
        ),
    ),
    harm(
        "a settlement claims to reverse",
        "direction_wrong reversal_not_swapped",
        "UPDATE transfers SET reverses_id = (SELECT id FROM transfers WHERE key = 'village:1')"
        f" WHERE id = {KEPT}",
    ),
)

GUARDS = (
    harm(
        "a trigger is switched off",
        "guard_missing",
        "ALTER TABLE transfers DISABLE TRIGGER transfers_immutable",
    ),
    harm(
        "foreign keys are switched off",
        "guard_missing",
        "ALTER TABLE transfers DISABLE TRIGGER ALL",
    ),
    harm(
        "a trigger is gone",
        "guard_missing",
        "DROP TRIGGER accounts_moved_by_transfers_alone ON accounts",
    ),
    harm(
        "a constraint does not hold for what is there",
        "guard_missing",
        "ALTER TABLE transfers DROP CONSTRAINT transfers_positive",
        "ALTER TABLE transfers ADD CONSTRAINT transfers_positive"
        " CHECK (amount_micros > 0) NOT VALID",
    ),
)

FLOW_DAMAGES = (*PAYMENTS, *PAYOUTS, *DIRECTIONS, *GUARDS)

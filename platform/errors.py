"""Expected failures: a small class and a stable code each. No HTTP and no GraphQL in them.

A refusal's docstring is its message; `field` names the input that it is about, if one is.
`resolvers/refusals.py` maps every public class here to the GraphQL enum, and a test holds that
complete. The others are for the command line: the API masks them like anything unexpected.
A refusal says that nothing was changed: raised inside a unit of work, it rolls back. OutOfTime
alone does not know: what was about to be committed may stand.
"""

from __future__ import annotations

from typing import ClassVar


class Refusal(Exception):
    """The request was refused."""

    code: ClassVar[str]
    public: ClassVar[bool] = True
    field: str | None = None

    def __init__(self, message: str | None = None, *, field: str | None = None) -> None:
        super().__init__(message or (type(self).__doc__ or "").strip())
        if field is not None:
            self.field = field

    @property
    def message(self) -> str:
        """The sentence for a person."""
        return str(self.args[0])


class InvalidInput(Refusal):
    """The input is not valid."""

    code = "INVALID_INPUT"


class MalformedMonth(Refusal):
    """A month is written as YYYY-MM, for example 2026-10."""

    code = "MALFORMED_MONTH"
    field = "month"


class MalformedUrl(Refusal):
    """Only public http and https addresses can be liked."""

    code = "MALFORMED_URL"
    field = "url"


class MalformedFile(Refusal):
    """The file does not hold what it must."""

    code = "MALFORMED_FILE"
    public = False


class NotSignedIn(Refusal):
    """Sign in first."""

    code = "NOT_SIGNED_IN"


class Forbidden(Refusal):
    """Only an operator may do this."""

    code = "FORBIDDEN"


class AccountFrozen(Refusal):
    """Frozen by an operator: nothing but reading goes until that is lifted."""

    code = "ACCOUNT_FROZEN"


class WrongCredentials(Refusal):
    """Email and password do not fit together."""

    code = "WRONG_CREDENTIALS"


class EmailTaken(Refusal):
    """Somebody has signed up with this email already."""

    code = "EMAIL_TAKEN"
    field = "email"


class HandleTaken(Refusal):
    """This handle belongs to somebody else."""

    code = "HANDLE_TAKEN"
    field = "handle"


class UnknownTarget(Refusal):
    """There is no such thing to like."""

    code = "UNKNOWN_TARGET"
    field = "targetId"


class OwnTarget(Refusal):
    """Nobody can like themselves, their own posts or the pages of their own sites."""

    code = "OWN_TARGET"
    field = "targetId"


class MonthClosed(Refusal):
    """The month is closed: what was liked in it stays liked."""

    code = "MONTH_CLOSED"
    field = "month"


class MonthNotBegun(Refusal):
    """The month has not begun: until it has, nobody closes it, not even early."""

    code = "MONTH_NOT_BEGUN"
    field = "month"


class MonthNotEnded(Refusal):
    """The month has not ended. Who means it closes it early (on the command line: --early)."""

    code = "MONTH_NOT_ENDED"
    field = "month"


class MonthOutOfOrder(Refusal):
    """Months are closed one after the other, oldest first."""

    code = "MONTH_OUT_OF_ORDER"
    field = "month"


class MonthNotPosted(Refusal):
    """The month has not been closed."""

    code = "MONTH_NOT_POSTED"
    public = False
    field = "month"


class CloseSuperseded(Refusal):
    """Another process has taken over the closing of this month."""

    code = "CLOSE_SUPERSEDED"


class VerificationFailed(Refusal):
    """The ledger and the book of the month do not agree."""

    code = "VERIFICATION_FAILED"


class LedgerDamaged(Refusal):
    """The ledger does not agree with itself."""

    code = "LEDGER_DAMAGED"
    public = False


class BookDamaged(Refusal):
    """The book of the month is not what was sealed."""

    code = "BOOK_DAMAGED"


class StorageFailed(Refusal):
    """A file cannot be written or read where it is kept."""

    code = "STORAGE_FAILED"


class AmountOutOfRange(Refusal):
    """The amount is out of range."""

    code = "AMOUNT_OUT_OF_RANGE"
    field = "amountMicros"


class InsufficientFunds(Refusal):
    """There is not enough money for this."""

    code = "INSUFFICIENT_FUNDS"


class WrongReversal(Refusal):
    """A transfer is reversed at most once, and never above it."""

    code = "WRONG_REVERSAL"


class PaymentDeclined(Refusal):
    """The payment provider declined the payment."""

    code = "PAYMENT_DECLINED"
    field = "paymentMethod"


class PaymentPending(Refusal):
    """The payment provider has not answered yet: ask again with the same key."""

    code = "PAYMENT_PENDING"


class MembershipExists(Refusal):
    """There is a membership already: change it instead."""

    code = "MEMBERSHIP_EXISTS"


class NoMembership(Refusal):
    """There is no membership to change."""

    code = "NO_MEMBERSHIP"


class NotRegistered(Refusal):
    """A payout needs a registration that an operator has approved."""

    code = "NOT_REGISTERED"


class BankAccountOnHold(Refusal):
    """The bank account was changed lately: payouts wait for a while."""

    code = "BANK_ACCOUNT_ON_HOLD"


class PayoutTooSmall(Refusal):
    """The amount is below the smallest payout."""

    code = "PAYOUT_TOO_SMALL"
    field = "amountMicros"


class NotFound(Refusal):
    """There is no such thing."""

    code = "NOT_FOUND"
    field = "id"


class WrongState(Refusal):
    """This has gone too far, or not far enough, for that step."""

    code = "WRONG_STATE"


class KeyReused(Refusal):
    """The same idempotency key came with other input."""

    code = "KEY_REUSED"
    field = "idempotencyKey"


class OutOfTime(Refusal):
    """This took too long and was ended."""

    code = "TIMED_OUT"


class SomeFailed(Refusal):
    """Some failed by a fault of ours, and the log says why; the others went on."""

    code = "SOME_FAILED"
    public = False


class SchemaOutdated(Refusal):
    """The database's tables are older than the program: run `likewise migrate`."""

    code = "SCHEMA_OUTDATED"
    public = False


class SchemaDrifted(Refusal):
    """schema.graphql is not what the types say: run `likewise schema export --write`."""

    code = "SCHEMA_DRIFTED"
    public = False


class SchemaBroken(Refusal):
    """The schema breaks clients of the released one: breaks.toml is where to say why it may."""

    code = "SCHEMA_BROKEN"
    public = False


class ServerUnavailable(Refusal):
    """A server that this needs cannot be reached."""

    code = "SERVER_UNAVAILABLE"
    public = False

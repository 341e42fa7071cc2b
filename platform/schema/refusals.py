"""Expected failures as the API tells them: a code for programs, a sentence for people."""

from __future__ import annotations

from enum import Enum

import strawberry
from strawberry import enum_value

ERRORS = "Why it was refused; empty when it was done. After a refusal nothing has changed."
"""The description of `errors` in every payload."""


def _code(name: str, description: str) -> str:
    # Strawberry puts the plain value back in its place when the enum is made.
    return enum_value(name, description=description)  # type: ignore[return-value]


@strawberry.enum(
    description="Why something was refused: in a payload's `errors { code }`, and in"
    " `extensions.code` of the errors of queries and subscriptions."
)
class ErrorCode(Enum):
    """The code of every public class in errors.py; tests/api/test_schema.py holds it complete."""

    INVALID_INPUT = _code("INVALID_INPUT", "The input is not valid; `field` says where.")
    MALFORMED_MONTH = _code("MALFORMED_MONTH", "A month is written YYYY-MM.")
    MALFORMED_URL = _code("MALFORMED_URL", "Not a public http or https address.")
    NOT_SIGNED_IN = _code("NOT_SIGNED_IN", "This needs somebody signed in.")
    FORBIDDEN = _code("FORBIDDEN", "The one signed in may not do this.")
    ACCOUNT_FROZEN = _code(
        "ACCOUNT_FROZEN", "An operator has frozen this person: she can read, and do nothing."
    )
    WRONG_CREDENTIALS = _code("WRONG_CREDENTIALS", "Email and password do not fit together.")
    EMAIL_TAKEN = _code("EMAIL_TAKEN", "Somebody has signed up with this email already.")
    HANDLE_TAKEN = _code("HANDLE_TAKEN", "The handle belongs to somebody else.")
    UNKNOWN_TARGET = _code("UNKNOWN_TARGET", "There is no such person, post or page to like.")
    OWN_TARGET = _code("OWN_TARGET", "Nobody can like what is her own.")
    MONTH_CLOSED = _code("MONTH_CLOSED", "What was liked in a closed month stays liked.")
    MONTH_NOT_BEGUN = _code(
        "MONTH_NOT_BEGUN", "The month has not begun: it can't be closed yet, not even early."
    )
    MONTH_NOT_ENDED = _code("MONTH_NOT_ENDED", "The month still runs: closing it now is `early`.")
    MONTH_OUT_OF_ORDER = _code("MONTH_OUT_OF_ORDER", "An older month has to be closed first.")
    CLOSE_SUPERSEDED = _code("CLOSE_SUPERSEDED", "Another process goes on with this closing.")
    VERIFICATION_FAILED = _code("VERIFICATION_FAILED", "Ledger and book do not agree.")
    BOOK_DAMAGED = _code("BOOK_DAMAGED", "The month's book is not what was sealed.")
    STORAGE_FAILED = _code("STORAGE_FAILED", "Files can't be written or read; try again later.")
    AMOUNT_OUT_OF_RANGE = _code("AMOUNT_OUT_OF_RANGE", "The amount is too small or too large.")
    INSUFFICIENT_FUNDS = _code("INSUFFICIENT_FUNDS", "There is not enough available money.")
    WRONG_REVERSAL = _code("WRONG_REVERSAL", "This transfer can't be undone like that.")
    PAYMENT_DECLINED = _code("PAYMENT_DECLINED", "The payment provider declined the payment.")
    PAYMENT_PENDING = _code("PAYMENT_PENDING", "No answer yet: ask again with the same key.")
    MEMBERSHIP_EXISTS = _code("MEMBERSHIP_EXISTS", "There is a membership: change it instead.")
    NO_MEMBERSHIP = _code("NO_MEMBERSHIP", "There is no membership to change.")
    NOT_REGISTERED = _code("NOT_REGISTERED", "Payouts need a registration that was approved.")
    PAYOUT_TOO_SMALL = _code("PAYOUT_TOO_SMALL", "The amount is below the smallest payout.")
    BANK_ACCOUNT_ON_HOLD = _code(
        "BANK_ACCOUNT_ON_HOLD", "The bank account was changed lately: wait for a while."
    )
    NOT_FOUND = _code("NOT_FOUND", "There is no such thing, or it is not yours to see.")
    WRONG_STATE = _code("WRONG_STATE", "It has gone too far, or not far enough, for this step.")
    KEY_REUSED = _code("KEY_REUSED", "This idempotency key came with other input before.")
    DOCUMENT_TOO_LARGE = _code(
        "DOCUMENT_TOO_LARGE", "The document is too long, too deep or too repetitive."
    )
    COST_TOO_HIGH = _code("COST_TOO_HIGH", "The operation could bring too much: ask for less.")
    THROTTLED = _code("THROTTLED", "Too much in a short time: wait for `retryAfterSeconds`.")
    TIMED_OUT = _code("TIMED_OUT", "It took too long and was ended: ask for less.")
    UNKNOWN_DOCUMENT = _code("UNKNOWN_DOCUMENT", "No document here has this `documentId`.")


@strawberry.type(description="An expected failure. After it nothing has changed.")
class Refusal:
    """Why something was refused."""

    code: ErrorCode = strawberry.field(
        description="The reason, for programs: docs/errors.md says what to do about each."
    )
    message: str = strawberry.field(description="The reason, for people, in English.")
    field: str | None = strawberry.field(
        description="The name of the input field that it is about, if it is about one."
    )

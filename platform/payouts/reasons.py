"""The reason for a refusal, as an operator gives it and the person concerned reads it."""

from __future__ import annotations

import unicodedata

from likewise.errors import InvalidInput

LONGEST_REASON = 500


def checked_reason(text: str) -> str:
    """The reason in one form: 1 to 500 characters, blanks as they should be.

    Raises InvalidInput, which names the field.
    """
    reason = unicodedata.normalize("NFC", " ".join(text.split()))
    if not (reason and reason.isprintable() and len(reason) <= LONGEST_REASON):
        raise InvalidInput(
            f"A reason has 1 to {LONGEST_REASON} printable characters.", field="reason"
        )
    return reason

"""The reason for what operators decide about somebody, which she reads."""

from __future__ import annotations

import unicodedata

from likewise.errors import InvalidInput

LONGEST_REASON = 500

_UNREADABLE = frozenset({"Cc", "Cs", "Co", "Cn"})
"""No text, or none that everybody's machine shows: NUL and lone surrogates cannot be stored."""


def checked_reason(text: str) -> str:
    """The reason in one form: 1 to 500 characters, blanks as they should be.

    Raises InvalidInput, which names the field.
    """
    reason = unicodedata.normalize("NFC", " ".join(text.split()))
    is_readable = not any(unicodedata.category(each) in _UNREADABLE for each in reason)
    if not (is_readable and 1 <= len(reason) <= LONGEST_REASON):
        raise InvalidInput(
            f"A reason has 1 to {LONGEST_REASON} readable characters.", field="reason"
        )
    return reason

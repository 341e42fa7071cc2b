"""Descriptions of fields that several inputs share."""

from __future__ import annotations

CLIENT_MUTATION_ID = "Any text of your own, as `a1`; it comes back in the payload. May be left out."
IDEMPOTENCY_KEY = (
    "A key of your own for this wish, 1 to 100 characters, as a UUID: repeat it when no answer"
    " came, and nothing is done twice. With other input it is refused: KEY_REUSED."
)

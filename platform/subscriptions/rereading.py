"""How often a feed reads the truth without any bell."""

from __future__ import annotations

import random

from likewise.settings import settings


def reread_seconds() -> float:
    """The longest wait for a bell, the setting's or a little less.

    Jittered: after a reconnect all feeds read at once, and should not do so for ever after.
    """
    return settings().feed_reread_seconds * random.uniform(0.75, 1.0)  # noqa: S311

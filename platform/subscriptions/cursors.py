"""Cursors of wallets: what a client has seen, so that it can go on from there. Pure.

Opaque to clients. Nothing secret is in them, and who changes hers only misleads herself.
"""

from __future__ import annotations

import base64
import binascii
import struct

from likewise.errors import InvalidInput
from likewise.subscriptions.following import Stamp

_FORM = struct.Struct(">Bqq8s")
_VERSION_OF_FORM = 1
_MOST_CHARACTERS = 64


def cursor_of(person_id: int, stamp: Stamp) -> str:
    """The cursor of a state of this person's wallet."""
    packed = _FORM.pack(_VERSION_OF_FORM, person_id, stamp.version, stamp.digest)
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def parse_cursor(text: str, person_id: int) -> Stamp:
    """The state that a cursor of this person's wallet stands for. Raises InvalidInput."""
    try:
        if len(text) > _MOST_CHARACTERS:
            raise ValueError("too long")
        packed = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        form, whose, version, digest = _FORM.unpack(packed)
    except (ValueError, binascii.Error, struct.error):
        raise InvalidInput("This is no cursor of a wallet.", field="after") from None
    if form != _VERSION_OF_FORM or whose != person_id or version < 0:
        raise InvalidInput("This is no cursor of your wallet.", field="after")
    return Stamp(version, digest)

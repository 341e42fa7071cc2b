"""Cursors of lists: the key of an entry, signed and bound to its list. Opaque to clients.

A place in a list is a key, so it stays good whatever is added or removed around it. The tag keeps
everybody from naming places that no slice has shown, and one list's cursors out of another.
"""

from __future__ import annotations

import base64
import binascii
import struct

from likewise.errors import InvalidInput
from likewise.signing import TAG_BYTES, Signer, signer

_FORM = struct.Struct(">Bq")
_VERSION_OF_FORM = 1


def cursor_of(list_name: str, key: int) -> str:
    """The cursor of the entry with this key."""
    packed = _FORM.pack(_VERSION_OF_FORM, key)
    return base64.urlsafe_b64encode(packed + _signer(list_name).tag(packed)).decode()


def key_in(cursor: str, list_name: str) -> int:
    """The key in a cursor that `cursor_of` made for this list. Raises InvalidInput."""
    try:
        signed = base64.b64decode(cursor, altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        signed = b""
    packed, tag = signed[:-TAG_BYTES], signed[-TAG_BYTES:]
    if len(packed) != _FORM.size or not _signer(list_name).is_tag(tag, packed):
        raise InvalidInput("This is no cursor of this list.", field="after")
    version, key = _FORM.unpack(packed)
    if version != _VERSION_OF_FORM:
        raise InvalidInput("This cursor is too old: begin the list anew.", field="after")
    return int(key)


def _signer(list_name: str) -> Signer:
    return signer(f"cursor of {list_name}")

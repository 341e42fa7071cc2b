"""Global ids: base64 of `Person:7`. Opaque to clients, the same for ever.

Source: https://graphql.org/learn/global-object-identification/
"""

from __future__ import annotations

import base64
import binascii
import re

from strawberry import ID

_FORM = re.compile(r"([A-Z][A-Za-z]{0,29}):([0-9]{4}-[0-9]{2}|[1-9][0-9]{0,18})", re.ASCII)
_LARGEST = 2**63 - 1


def global_id(type_name: str, key: object) -> ID:
    """The global id of the thing of this GraphQL type with this key (a number, or a month)."""
    return ID(binascii.b2a_base64(f"{type_name}:{key}".encode(), newline=False).decode())


def split_global_id(text: str) -> tuple[str, str] | None:
    """The type's name and the key in a global id; None if it is none."""
    try:
        found = _FORM.fullmatch(base64.b64decode(text, validate=True).decode("ascii"))
    except (binascii.Error, ValueError):
        return None
    if found is None or (found[2].isdigit() and int(found[2]) > _LARGEST):
        return None
    return found[1], found[2]


def number_in(text: str, *type_names: str) -> int | None:
    """The number in a global id of one of these types; None if it is something else."""
    parts = split_global_id(text)
    if parts is None or parts[0] not in type_names or not parts[1].isdigit():
        return None
    return int(parts[1])

"""Reading JSON from strangers: bounded, strict, and with text that a database can keep."""

from __future__ import annotations

import json
import re
from typing import NoReturn

# Without one of these escapes no string can hold what is refused below, and none is looked at:
# a NUL, a surrogate, or GraphQL's own way of writing NUL, \u{0}.
_SUSPICIOUS = re.compile(r"\\u(?:\{0*\}|0000|[dD][89a-fA-F])")
# What JSON can say and PostgreSQL's text cannot: NUL, and halves of characters (lone surrogates).
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
# A document that escapes NUL in a string of its own: GraphQL would make a NUL of it later.
_NUL_LITERAL = re.compile(r"\\u(?:0000|\{0+\})")


def decode_json(data: str | bytes) -> object:
    """What JSON says. Raises json.JSONDecodeError for all that is wrong with it.

    Refused besides: NaN and Infinity, bytes that are not UTF-8, nesting and numbers without
    measure, and NUL or lone surrogates in strings, which no database can keep.
    """
    try:
        text = data if isinstance(data, str) else data.decode()
        found: object = _DECODER.decode(text)
        if _SUSPICIOUS.search(text):
            _require_storable(found)
    except json.JSONDecodeError:
        raise
    except (ValueError, RecursionError) as error:
        raise json.JSONDecodeError(type(error).__name__, "", 0) from None
    return found


def is_storable(text: object) -> bool:
    """Whether a database can keep this text, and what GraphQL would read in it."""
    return not (isinstance(text, str) and (_UNSTORABLE.search(text) or _NUL_LITERAL.search(text)))


def _require_storable(found: object) -> None:
    if isinstance(found, str):
        if not is_storable(found):
            _refuse(found)
    elif isinstance(found, list):
        for each in found:
            _require_storable(each)
    elif isinstance(found, dict):
        for name, value in found.items():
            _require_storable(name)
            _require_storable(value)


def _refuse(_: str) -> NoReturn:
    raise ValueError("not for us")


_DECODER = json.JSONDecoder(parse_constant=_refuse)

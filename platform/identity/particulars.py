"""What a person may be called and reached by, and says of herself: email, handle, display name.

Whatever passes here can be stored: PostgreSQL refuses NUL and lone surrogates, and a stranger's
typing must not end as a broken database call.
"""

from __future__ import annotations

import re
import unicodedata

from likewise.errors import InvalidInput

MAX_EMAIL_LENGTH = 254
"""RFC 5321, 4.5.3.1.3: a path has 256 characters, two of them its brackets."""

MAX_DISPLAY_NAME_LENGTH = 80
MAX_ABOUT_LENGTH = 500

_RESERVED = """
anonymous api everybody graphql help likewise login me moderator nobody null official platform root
settings signin signup staff support system undefined
"""
RESERVED_HANDLES = frozenset(_RESERVED.split())
"""Names that would read as the platform's own voice, or as an address of its web app."""

_EMAIL = re.compile(
    r"(?=[^@]{1,64}@)[a-z0-9.!#$%&'*+/=?^_`{|}~-]+"
    r"@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?",
    re.ASCII,
)
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
"""What PostgreSQL can't store as text: NUL and lone surrogates."""
_HANDLE = re.compile(r"[a-z0-9_]{2,30}", re.ASCII)
_UNPRINTED_CATEGORIES = frozenset({"Cc", "Cs", "Co", "Cn", "Zl", "Zp"})
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Marks that turn the direction of text: with them a name can rewrite what stands beside it."""


def normalised_email(text: str) -> str | None:
    """The email in the one form that is stored, lower case; None if it can't be one.

    The form is that of the web's own email fields (WHATWG HTML, 4.10.5.1.5), with a dot in the
    host.
    """
    email = text.strip().lower()
    return email if len(email) <= MAX_EMAIL_LENGTH and _EMAIL.fullmatch(email) else None


def require_email(text: str) -> str:
    """The email as it is stored. Raises InvalidInput."""
    email = normalised_email(text)
    if email is None:
        raise InvalidInput("This is not an email address.", field="email")
    return email


def require_handle(text: str) -> str:
    """The handle, if it may be taken. Raises InvalidInput."""
    if not _HANDLE.fullmatch(text):
        raise InvalidInput(
            "A handle has 2 to 30 characters: small letters, digits and _.", field="handle"
        )
    if text in RESERVED_HANDLES:
        raise InvalidInput("This handle is reserved.", field="handle")
    return text


def require_display_name(text: str) -> str:
    """The display name without space around it. Raises InvalidInput."""
    name = text.strip()
    if not 1 <= len(name) <= MAX_DISPLAY_NAME_LENGTH:
        raise InvalidInput("A display name has 1 to 80 characters.", field="displayName")
    if any(_is_unprinted(character) for character in name):
        raise InvalidInput("A display name has no control characters.", field="displayName")
    if not any(character.isprintable() for character in name):
        raise InvalidInput("A display name can be seen.", field="displayName")
    return name


def require_about(text: str) -> str:
    """What somebody says about herself, without space around it; may be nothing.

    Raises InvalidInput.
    """
    about = text.strip()
    if len(about) > MAX_ABOUT_LENGTH:
        raise InvalidInput("About yourself you can say up to 500 characters.", field="about")
    if _UNSTORABLE.search(about):
        raise InvalidInput("What you say about yourself is text.", field="about")
    return about


def _is_unprinted(character: str) -> bool:
    return unicodedata.category(character) in _UNPRINTED_CATEGORIES or character in _TURNING

"""Passwords: what is accepted, and their Argon2id digests.

Sources: NIST SP 800-63B, 5.1.1 (length, no rules of composition, a list of the most common ones,
one normal form of Unicode); OWASP Password Storage (Argon2id with 19 MiB, two passes, one lane).
"""

from __future__ import annotations

import asyncio
import unicodedata
from concurrent.futures import ThreadPoolExecutor

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from likewise.errors import InvalidInput

MIN_PASSWORD_LENGTH = 10
MAX_PASSWORD_LENGTH = 200

DUMMY_DIGEST = (
    "$argon2id$v=19$m=19456,t=2,p=1$GGNK76EuQptMdL3CEkaWlw"
    "$q6/4RDREI70/jlA2GJpeM2Is4Z1nlukvV9tBaRJzbkc"
)
"""What an unknown email is verified against, for as much work as a known one. Of random bytes that
nobody has kept; a test holds its parameters to those of the hasher."""

_GUESSED_FIRST = """
1234567890 0123456789 0987654321 1111111111 0000000000 12345678910 123456789a a123456789 1q2w3e4r5t
1qaz2wsx3edc qwertyuiop qwerty1234 qwerty12345 qwerty123456 password123 password1234
passwordpassword iloveyou123 letmein123 abcdefghij abcd123456
"""
_COMMON = frozenset(_GUESSED_FIRST.split())
"""The head of the published lists, of those that are long enough to be accepted otherwise."""

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="password")
"""At most two at once: a rush of sign-ins fills neither the memory nor every core."""


def require_password(password: str, *, handle: str, email: str) -> None:
    """Raise InvalidInput for a password that nobody should have."""
    normal = _normal(password)
    if normal is None:
        raise InvalidInput("A password is text.", field="password")
    if not MIN_PASSWORD_LENGTH <= len(normal) <= MAX_PASSWORD_LENGTH:
        raise InvalidInput("A password has 10 to 200 characters.", field="password")
    if normal.casefold() in _COMMON | {handle, email}:
        raise InvalidInput("This password is one of the first to be guessed.", field="password")


async def digest_of(password: str) -> str:
    """The Argon2id digest of a password that `require_password` has let pass."""
    normal = _normal(password)
    assert normal is not None
    return await asyncio.get_running_loop().run_in_executor(_threads, _hasher.hash, normal)


async def fits(password: str, digest: str | None) -> bool:
    """Whether the digest is of this password. Without a digest: no, after the same work."""
    normal = _normal(password)
    if normal is None or len(normal) > MAX_PASSWORD_LENGTH:
        normal, digest = "", None
    verified = await asyncio.get_running_loop().run_in_executor(
        _threads, _verified, digest or DUMMY_DIGEST, normal
    )
    return verified and digest is not None


def is_outdated(digest: str) -> bool:
    """Whether the digest was made with other parameters than those of today."""
    return _hasher.check_needs_rehash(digest)


def _verified(digest: str, normal: str) -> bool:
    try:
        return _hasher.verify(digest, normal)
    except VerifyMismatchError:
        return False


def _normal(password: str) -> str | None:
    """The same for every keyboard that types it; None if it holds what is no text."""
    normal = unicodedata.normalize("NFKC", password)
    try:
        normal.encode()
    except UnicodeEncodeError:
        return None
    return normal

"""Tags that only this installation can make: what it hands out comes back as it was, or is refused.

A key for each purpose is derived from one secret, so a tag made for one says nothing for another.
The secret is LIKEWISE_SECRET, or one that is made once and kept in the data directory.

Source: BLAKE2b with a key, RFC 7693.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path

from likewise.errors import StorageFailed
from likewise.settings import SECRET_CHARACTERS, settings

TAG_BYTES = 12
"""96 bits: too many to guess, few enough for a link."""


class Signer:
    """Makes and checks the tags of one purpose."""

    __slots__ = ("_keyed",)

    def __init__(self, secret: str, purpose: str) -> None:
        master_key = hashlib.blake2b(secret.encode()).digest()
        key = hashlib.blake2b(purpose.encode(), key=master_key).digest()
        self._keyed = hashlib.blake2b(key=key, digest_size=TAG_BYTES)

    def tag(self, message: bytes) -> bytes:
        """The tag of a message: TAG_BYTES bytes."""
        keyed = self._keyed.copy()
        keyed.update(message)
        return keyed.digest()

    def is_tag(self, tag: bytes, message: bytes) -> bool:
        """Whether this tag was made for this message, in the same time whatever is wrong."""
        return hmac.compare_digest(self.tag(message), tag)


@cache
def signer(purpose: str) -> Signer:
    """This installation's signer for a purpose. Raises StorageFailed."""
    return Signer(require_secret(), purpose)


def require_secret() -> str:
    """This installation's secret, made now if there is none. Raises StorageFailed."""
    chosen = settings().secret
    if chosen is not None:
        return chosen.get_secret_value()
    path = settings().data_dir / "secret"
    try:
        if not path.exists():
            _make_secret(path)
        kept = path.read_text()
    except OSError as error:
        raise StorageFailed(
            f"LIKEWISE_SECRET is not set, and {path} can't keep one: {error.strerror}"
        ) from error
    if len(kept) < SECRET_CHARACTERS:
        raise StorageFailed(f"{path} holds no secret: remove it, and another is made.")
    return kept


def _make_secret(path: Path) -> None:
    """Keep a new secret, whole from its first moment on; of several processes the first wins."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", dir=path.parent) as draft:  # nobody else may read it
        draft.write(secrets.token_urlsafe(SECRET_CHARACTERS))
        draft.flush()
        os.fsync(draft.fileno())
        with suppress(FileExistsError):
            os.link(draft.name, path)

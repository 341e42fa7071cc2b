"""Trusted documents: the manifest of those that our own front ends send, by SHA-256 of the text.

The form is that of GraphQL code generators (`persisted-documents.json`): one JSON object, with the
digest in hex as the key and the document as the value.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

from likewise.operations.refusals import TrustedDocumentsInvalid

WEB_APP_MANIFEST = Path(__file__).parents[1] / "web" / "static" / "persisted-documents.json"
"""That of our own web app, where it is built."""


def manifest_of(texts: Iterable[str]) -> dict[str, str]:
    """The manifest of these documents, in the order of their digests."""
    return dict(sorted((document_id(text), text) for text in texts))


def read_manifest(path: Path | None) -> dict[str, str]:
    """The documents of a manifest; none without one. Raises TrustedDocumentsInvalid."""
    if path is None:
        return {}
    try:
        found = json.loads(path.read_text())
    except (OSError, ValueError) as error:
        raise TrustedDocumentsInvalid(f"{path} can't be read: {error}") from None
    if not isinstance(found, dict) or not all(
        isinstance(text, str) and document_id(text) == name for name, text in found.items()
    ):
        raise TrustedDocumentsInvalid(
            f"{path} is not a JSON object of documents by the SHA-256 of their text."
        )
    return found


def document_id(text: str) -> str:
    """The id of a document: SHA-256 of its UTF-8, in hex."""
    return hashlib.sha256(text.encode()).hexdigest()

"""Why an operation is not run: expected failures of documents and of their cost."""

from __future__ import annotations

from likewise.errors import Refusal


class DocumentTooLarge(Refusal):
    """The document is too large."""

    code = "DOCUMENT_TOO_LARGE"


class TooCostly(Refusal):
    """This operation could bring more than is answered at a time."""

    code = "COST_TOO_HIGH"


class Throttled(Refusal):
    """You have asked for a lot in a short time: wait for a moment."""

    code = "THROTTLED"


class UnknownDocument(Refusal):
    """There is no document with this id here."""

    code = "UNKNOWN_DOCUMENT"
    field = "documentId"


class TrustedDocumentsInvalid(Refusal):
    """A document of the manifest is not one of this schema."""

    code = "TRUSTED_DOCUMENTS_INVALID"
    public = False

"""Files that were built, as they are sent: compressed at the build, and kept by browsers.

A process reads them once, when it starts. The names of `assets/` hold a digest of what is in the
files, so browsers keep them for good; everything else they ask for again.
"""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from pathlib import Path
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response

_CLOSED = ("base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'")
_FOR_GOOD = "public, max-age=31536000, immutable"
_ASK_AGAIN = "no-cache"
_ENCODINGS = (("br", ".br"), ("gzip", ".gz"))
"""By which files may have been compressed, the shortest first, and how such files are named."""


def policy_of(*sources: str, also: str | None = None) -> str:
    """The Content-Security-Policy of a page that loads from these sources, and nothing else."""
    return "; ".join(["default-src 'none'", *sources, *_CLOSED, *([also] if also else [])])


class StaticFile(NamedTuple):
    """A file in memory."""

    media_type: str
    tag: str
    cached: str
    bodies: dict[str, bytes]
    """By encoding. What has a `gzip` is not kept as it is besides: hardly anybody asks for that."""

    @property
    def whole(self) -> bytes:
        """What is in it."""
        found = self.bodies.get("identity")
        return gzip.decompress(self.bodies["gzip"]) if found is None else found


def read(path: Path) -> StaticFile:
    """The file, and what stands compressed beside it."""
    whole = path.read_bytes()
    bodies = {}
    for encoding, suffix in _ENCODINGS:
        beside = path.with_name(path.name + suffix)
        if beside.exists():
            bodies[encoding] = beside.read_bytes()
    if "gzip" not in bodies:
        bodies["identity"] = whole
    media_type, _ = mimetypes.guess_type(path.name)
    tag = f'W/"{hashlib.sha256(whole).hexdigest()[:32]}"'
    cached = _FOR_GOOD if path.parent.name == "assets" else _ASK_AGAIN
    return StaticFile(media_type or "application/octet-stream", tag, cached, bodies)


def is_compressed(path: Path) -> bool:
    """Whether this only stands beside a file."""
    return path.name.endswith(tuple(suffix for _, suffix in _ENCODINGS))


def answer(
    request: Request, file: StaticFile, *, policy: str | None = None, status: int = 200
) -> Response:
    """The file, unless the browser has it. A page comes with its Content-Security-Policy."""
    headers = {"Cache-Control": file.cached, "ETag": file.tag, "Vary": "Accept-Encoding"}
    if policy is not None:
        headers["Content-Security-Policy"] = policy
    if status == 200 and file.tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    encoding = _encoding(request.headers.get("accept-encoding", ""), file)
    if encoding is None:
        return Response(file.whole, status, headers, file.media_type)
    headers["Content-Encoding"] = encoding
    return Response(file.bodies[encoding], status, headers, file.media_type)


def _encoding(accepted: str, file: StaticFile) -> str | None:
    """The shortest that the client takes. A weight may mean none, so nothing weighed is taken."""
    named = {each.strip().lower() for each in accepted.split(",")}
    return next((name for name, _ in _ENCODINGS if name in named & file.bodies.keys()), None)

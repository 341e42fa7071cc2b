"""Where files are kept: a folder on this machine, or an object store that pyarrow reaches.

`file://`, `s3://` and `gs://` addresses take their options in their query, as
`pyarrow.fs.FileSystem.from_uri` documents; credentials come from the environment, as the store's
own tools read them.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

import pyarrow as pa
from pyarrow import fs

from likewise.errors import InvalidInput, StorageFailed

_PARTIAL = ".partial"
_SCHEMES = ("file", "s3", "gs")


@dataclass(frozen=True, slots=True)
class Location:
    """A file or a folder, and the file system that it is on. Can be sent to other processes."""

    filesystem: fs.FileSystem
    path: str
    shown: str

    @classmethod
    def parse(cls, where: str | Path) -> Location:
        """A path of this machine, or an address as `s3://bucket/books`.

        Raises InvalidInput for an address that means nothing here.
        """
        if isinstance(where, Path) or "://" not in where:
            return cls(fs.LocalFileSystem(), os.path.abspath(where), str(where))
        parts = urlsplit(where)
        shown = f"{parts.scheme}://{parts.hostname or ''}{parts.path}".rstrip("/")
        if parts.scheme not in _SCHEMES:
            raise InvalidInput(f"{shown}: files are kept on {', '.join(_SCHEMES)} alone")
        try:
            filesystem, path = fs.FileSystem.from_uri(where)
        except (pa.ArrowException, OSError, ValueError) as error:
            raise InvalidInput(f"{shown}: {reason_of(error)}") from None
        if not path.strip("/"):
            raise InvalidInput(f"{shown}: names no folder")
        return cls(filesystem, path.rstrip("/"), shown)

    def __truediv__(self, name: str) -> Location:
        return Location(self.filesystem, f"{self.path}/{name}", f"{self.shown}/{name}")

    def __str__(self) -> str:
        return self.shown

    @property
    def local_path(self) -> Path | None:
        """The path, if this is on this machine."""
        return Path(self.path) if isinstance(self.filesystem, fs.LocalFileSystem) else None

    def open(self) -> pa.NativeFile:
        """The file, to be read at any place. Raises FileNotFoundError and OSError."""
        return self.filesystem.open_input_file(self.path)

    def read(self, *, most_bytes: int) -> bytes:
        """The beginning of a file, and the whole of one that is small. Raises OSError."""
        with self.open() as file:
            return bytes(file.read(most_bytes))

    @contextmanager
    def written(self) -> Iterator[WrittenFile]:
        """A file to write: it is there when the block ends well, and then whole.

        On this machine it replaces what was there at once and outlasts a power cut; an object
        store shows an object when its last byte has come. Raises StorageFailed.
        """
        path = self.local_path
        if path is None:
            with self._refusing():
                stream = self.filesystem.open_output_stream(self.path)
            yield WrittenFile(self, stream)
            with self._refusing():
                stream.close()
            return
        # A name of its own: somebody who was taken over may still be writing the same.
        partial = path.with_name(f"{path.name}.{secrets.token_hex(4)}{_PARTIAL}")
        with self._refusing():
            path.parent.mkdir(parents=True, exist_ok=True)
            file = partial.open("wb")
        try:
            yield WrittenFile(self, file)
            with self._refusing():
                file.flush()
                os.fsync(file.fileno())
                partial.replace(path)
                _flush_names(path.parent)
        finally:
            with suppress(OSError):  # what it still holds could not be written
                file.close()
            partial.unlink(missing_ok=True)

    def remove_partial_files(self) -> None:
        """Remove what was left half-written in this folder by processes that died.

        Who is still writing there fails. Raises StorageFailed.
        """
        if (path := self.local_path) is not None:
            with self._refusing():
                for partial in path.glob(f"*{_PARTIAL}"):
                    partial.unlink(missing_ok=True)

    def remove(self) -> None:
        """Remove the file, if it is there. Raises StorageFailed."""
        with self._refusing():
            if self.filesystem.get_file_info(self.path).type != fs.FileType.NotFound:
                self.filesystem.delete_file(self.path)

    def _refusing(self) -> AbstractContextManager[None]:
        return _refusing(self)


class WrittenFile:
    """A file on its way: takes bytes, and knows their SHA-256. pyarrow writes to it, too."""

    closed = False

    def __init__(self, location: Location, stream: IO[bytes] | pa.NativeFile) -> None:
        self._location = location
        self._stream = stream
        self._sha256 = hashlib.sha256()

    def write(self, piece: bytes | bytearray) -> int:
        """Add bytes; returns how many. Raises StorageFailed."""
        self._sha256.update(piece)
        with _refusing(self._location):
            self._stream.write(piece)
        return len(piece)

    def flush(self) -> None:
        """Nothing: `Location.written` does, at the end."""

    def close(self) -> None:
        """Nothing: `Location.written` does, at the end."""

    @property
    def digest(self) -> str:
        """The SHA-256 of the bytes so far, in hexadecimal."""
        return self._sha256.hexdigest()


@contextmanager
def _refusing(location: Location) -> Iterator[None]:
    """Turns what the file system says into a refusal that names the file."""
    try:
        yield
    except (pa.ArrowException, OSError) as error:
        raise StorageFailed(f"{location}: {reason_of(error)}") from error


def _flush_names(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def reason_of(error: Exception) -> str:
    """What a file system says against a file, in one line."""
    return getattr(error, "strerror", None) or " ".join(str(error).split())

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
        scheme = where.partition("://")[0].lower()
        if scheme not in _SCHEMES:
            raise InvalidInput(f"Files are kept on {', '.join(_SCHEMES)} alone, not on {scheme}")
        # What an address holds is not repeated: half of it may be a secret.
        wrong = f"The {scheme} address cannot be understood: {scheme}://bucket/folder?options"
        try:
            parts = urlsplit(where)
            filesystem, path = fs.FileSystem.from_uri(where)
        except (pa.ArrowException, OSError, ValueError):
            raise InvalidInput(wrong) from None
        if not path.strip("/") or "@" in path or parts.fragment:
            raise InvalidInput(wrong)
        return cls(filesystem, path.rstrip("/"), f"{scheme}://{path.rstrip('/')}")

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

        It replaces what was there at once, and on this machine it outlasts a power cut. If the
        block raises, nothing is there that was not before. Raises StorageFailed.
        """
        # A name of its own: somebody who was taken over may still be writing the same.
        partial = self._named(f"{secrets.token_hex(4)}{_PARTIAL}")
        with self._refusing():
            if partial.local_path is not None:
                partial.local_path.parent.mkdir(parents=True, exist_ok=True)
            file = partial._opened_to_write()
        try:
            yield WrittenFile(self, file)
            with self._refusing():
                file.flush()
                if partial.local_path is not None:
                    os.fsync(file.fileno())
                file.close()
            partial.move_to(self)
        except BaseException:
            with suppress(pa.ArrowException, OSError):  # what it still holds can't be written
                file.close()
            with suppress(StorageFailed):
                partial.remove()
            raise

    def move_to(self, other: Location) -> None:
        """Give the file another name, in place of what is there; for good. Raises StorageFailed."""
        with self._refusing():
            path, other_path = self.local_path, other.local_path
            if path is None or other_path is None:
                self.filesystem.move(self.path, other.path)
            else:
                path.replace(other_path)
                _flush_names(other_path.parent)

    def tidy(self) -> None:
        """Remove from this folder what processes that died left: half-written files, and folders.

        Who is still writing there fails. Raises StorageFailed.
        """
        with self._refusing():
            here = fs.FileSelector(self.path, allow_not_found=True)
            for each in self.filesystem.get_file_info(here):
                if each.type == fs.FileType.Directory:
                    self.filesystem.delete_dir(each.path)
                elif each.path.endswith(_PARTIAL):
                    self.filesystem.delete_file(each.path)

    def remove_folder(self) -> None:
        """Remove the folder with all that is in it, if it is there. Raises StorageFailed."""
        with self._refusing():
            if self.filesystem.get_file_info(self.path).type == fs.FileType.Directory:
                self.filesystem.delete_dir(self.path)

    def remove(self) -> None:
        """Remove the file, if it is there. Raises StorageFailed."""
        with self._refusing():
            if self.filesystem.get_file_info(self.path).type != fs.FileType.NotFound:
                self.filesystem.delete_file(self.path)

    def _named(self, ending: str) -> Location:
        return Location(self.filesystem, f"{self.path}.{ending}", f"{self.shown}.{ending}")

    def _opened_to_write(self) -> IO[bytes] | pa.NativeFile:
        if (path := self.local_path) is not None:
            return path.open("wb")
        return self.filesystem.open_output_stream(self.path)

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
def nowhere() -> Iterator[WrittenFile]:
    """A file that is written nowhere: for who wants to know what its digest would be."""
    with Path(os.devnull).open("wb") as stream:
        yield WrittenFile(Location.parse(os.devnull), stream)


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

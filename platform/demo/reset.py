"""Starting anew: the embedded servers with their data, and the books, are removed."""

from __future__ import annotations

import shutil
from pathlib import Path

from likewise.demo.embedded import EmbeddedPostgres, EmbeddedValkey
from likewise.demo.embedded.locks import Attendance, one_at_a_time
from likewise.errors import WrongState
from likewise.settings import Settings


def reset(settings: Settings) -> None:
    """Remove what the demo has made under the data directory, and nothing else.

    Raises WrongState: LIKEWISE_DATABASE_URL names a database, which is not ours to drop; or a
    process works on these data now.
    """
    if settings.database_url is not None:
        raise WrongState(
            "LIKEWISE_DATABASE_URL is set: that database is not the demo's to throw away."
            " Empty it yourself, or unset the variable."
        )
    data_dir = settings.data_dir.resolve()
    if not data_dir.exists():
        return
    with one_at_a_time(data_dir / "embedded.lock"):
        if not Attendance(data_dir / "embedded.users").leave():
            raise WrongState(f"A Likewise is running on {data_dir}: stop it first.")
        for kind in (EmbeddedPostgres, EmbeddedValkey):
            if (data_dir / kind.name).exists():
                server = kind(data_dir)
                server.stop()
                shutil.rmtree(server.folder)
            _state_path(data_dir, kind.name).unlink(missing_ok=True)
        # The books of a database that is gone would be taken for damaged ones.
        if settings.books_dir.exists():
            shutil.rmtree(settings.books_dir)


def _state_path(data_dir: Path, name: str) -> Path:
    return data_dir / f"{name}.json"

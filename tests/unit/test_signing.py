"""The installation's secret, and the tags that are made with it."""

from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import ValidationError

from likewise.errors import StorageFailed
from likewise.settings import SECRET_CHARACTERS, Settings, settings
from likewise.signing import Signer, require_secret

SECRET = "s" * SECRET_CHARACTERS
PROCESSES = 8
SAY_IT = "from likewise.signing import require_secret; print(require_secret())"


@pytest.fixture
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A data directory that is not there yet, of an installation that chose no secret."""
    monkeypatch.delenv("LIKEWISE_SECRET")
    monkeypatch.setenv("LIKEWISE_DATA_DIR", str(tmp_path / "data"))
    settings.cache_clear()
    yield tmp_path / "data"
    monkeypatch.undo()
    settings.cache_clear()


def test_a_tag_holds_for_one_secret_one_purpose_and_one_message() -> None:
    tag = Signer(SECRET, "likes").tag(b"message")
    assert Signer(SECRET, "likes").is_tag(tag, b"message")
    assert not Signer(SECRET, "likes").is_tag(tag, b"massage")
    assert not Signer(SECRET, "posts").is_tag(tag, b"message")
    assert not Signer(SECRET.upper(), "likes").is_tag(tag, b"message")


def test_a_secret_that_is_chosen_is_taken_and_kept_nowhere(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LIKEWISE_SECRET", SECRET)
    assert require_secret() == SECRET
    assert not data_dir.exists()


def test_a_secret_is_made_once_and_nobody_else_may_read_it(data_dir: Path) -> None:
    made = require_secret()
    assert len(made) >= SECRET_CHARACTERS
    assert require_secret() == made
    assert [each.name for each in data_dir.iterdir()] == ["secret"]
    assert stat.S_IMODE((data_dir / "secret").stat().st_mode) == 0o600


def test_processes_that_start_together_agree_on_one_secret(data_dir: Path) -> None:
    # Without the imports of a whole server they come close together.
    started = [
        subprocess.Popen([sys.executable, "-c", SAY_IT], stdout=subprocess.PIPE)
        for _ in range(PROCESSES)
    ]
    said = {each.communicate()[0].decode().strip() for each in started}
    assert said == {(data_dir / "secret").read_text()}


def test_a_place_that_can_keep_no_secret_is_named(data_dir: Path) -> None:
    data_dir.write_text("a file where a folder should be")
    with pytest.raises(StorageFailed, match=r"LIKEWISE_SECRET is not set, and .*data/secret"):
        require_secret()


def test_a_damaged_secret_is_never_used(data_dir: Path) -> None:
    data_dir.mkdir()
    (data_dir / "secret").write_text("short")
    with pytest.raises(StorageFailed, match="holds no secret"):
        require_secret()


def test_a_short_secret_is_refused_and_none_is_shown() -> None:
    with pytest.raises(ValidationError):
        Settings.model_validate({"secret": "short"})
    shown = Settings.model_validate({"secret": SECRET})
    assert SECRET not in str(shown) + shown.model_dump_json()
    assert shown.model_dump(mode="json")["secret"]
    assert Settings().model_copy(update={"secret": None}).model_dump(mode="json")["secret"] is None

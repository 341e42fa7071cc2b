"""`likewise month proof`: offline, one line for a reason, exit code 1 when it does not hold."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from likewise.cli.month_proof import proof
from likewise.errors import MalformedFile, VerificationFailed
from likewise.settlement.proofs import MOST_BYTES
from tests.support.command_line import likewise
from tests.support.proven_month import ProvenMonth, proven_month, random_outcome


@pytest.fixture
def month(tmp_path: Path) -> ProvenMonth:
    return proven_month(tmp_path / "2026-10", random_outcome(11))


@pytest.fixture
def path(month: ProvenMonth, tmp_path: Path) -> Path:
    """A proof, as a file."""
    path = tmp_path / "proof.json"
    path.write_text(month.proof_at(6).as_json())
    return path


def _root(month: ProvenMonth) -> str:
    assert month.settlement.merkle_root is not None
    return month.settlement.merkle_root


def test_the_line_and_the_root_are_printed(
    month: ProvenMonth, path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    proof(path, root=_root(month))
    printed = capsys.readouterr().out
    rows = dict(line.strip().split("  ", 1) for line in printed.splitlines()[:-1])
    assert rows["line"].strip() == "7 of 11"
    assert rows["account"].strip() == str(month.outcome.account_ids[6])
    assert rows["kept"].strip().endswith(" USD")
    assert rows["root"].strip() == _root(month)
    assert printed.splitlines()[-1] == "The line is in the outcome of 2026-10 that has this root."


def test_without_a_root_it_says_what_is_left_to_be_done(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    proof(path)
    assert "published root of 2026-10" in capsys.readouterr().out.splitlines()[-1]


@pytest.mark.parametrize("compared", [True, False])
def test_json_tells_the_proof_and_whether_a_root_was_compared(
    month: ProvenMonth, path: Path, compared: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    proof(path, root=_root(month) if compared else None, as_json=True)
    printed = json.loads(capsys.readouterr().out)
    assert printed.pop("root_compared") is compared
    assert printed == json.loads(path.read_text())


def test_what_does_not_hold_is_refused_and_prints_nothing(
    month: ProvenMonth, path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(VerificationFailed, match="of another root"):
        proof(path, root="00" * 32)
    plain = json.loads(path.read_text())
    plain["line"]["received_micros"] += 1
    path.write_text(json.dumps(plain))
    with pytest.raises(VerificationFailed, match="does not lead to its root"):
        proof(path, root=_root(month))
    assert capsys.readouterr().out == ""


def test_what_cannot_be_read_is_refused_by_its_name(tmp_path: Path) -> None:
    path = tmp_path / "proof.json"
    with pytest.raises(MalformedFile, match=r"proof\.json: cannot be read: No such file"):
        proof(path)
    with pytest.raises(MalformedFile, match="cannot be read: Is a directory"):
        proof(tmp_path)
    for content in (b"", b"{}", b"\0" * MOST_BYTES, b" " * (MOST_BYTES + 1)):
        path.write_bytes(content)
        with pytest.raises(MalformedFile, match=r"proof\.json: is no proof: [^\n]+\Z"):
            proof(path)


async def test_it_needs_no_database_no_settings_and_no_network(
    month: ProvenMonth, path: Path
) -> None:
    """As a process, with settings that would make any other command fail."""
    broken = {
        "LIKEWISE_DATABASE_URL": "postgres://nobody@127.0.0.1:1/nothing",
        "LIKEWISE_REDIS_URL": "redis://127.0.0.1:1",
        "LIKEWISE_PORT": "many",
    }
    held = await likewise(broken, "month", "proof", str(path), "--root", _root(month))
    assert (held.code, held.errors) == (0, "")
    refused = await likewise(broken, "month", "proof", str(path), "--root", "00" * 32)
    assert (refused.code, refused.printed) == (1, "")
    assert refused.errors.startswith("likewise: The proof is of another root: ")
    assert len(refused.errors.splitlines()) == 1
    misused = await likewise(broken, "month", "proof", str(path), "--root", _root(month)[1:])
    assert misused.code == 2
    assert "64 hexadecimal digits" in misused.printed + misused.errors

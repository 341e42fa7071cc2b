"""docs/proof.md says how to check a proof by hand: its program is run as it stands there."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.proven_month import ProvenMonth, proven_month, random_outcome

_PAGE = Path(__file__).parents[2] / "docs" / "proof.md"


@pytest.fixture
def program(tmp_path: Path) -> Path:
    programs = re.findall(r"```python\n(.*?)```", _PAGE.read_text(), re.DOTALL)
    assert len(programs) == 1
    assert len(programs[0].splitlines()) <= 24
    path = tmp_path / "check.py"
    path.write_text(programs[0])
    return path


@pytest.fixture
def month(tmp_path: Path) -> ProvenMonth:
    return proven_month(tmp_path / "2026-10", random_outcome(11))


def _run(program: Path, proof: Path, root: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-I", "-W", "ignore::ResourceWarning", program, proof, root],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == ""
    return done.returncode, done.stderr


@pytest.mark.parametrize("index", [0, 5, 10])
def test_the_program_of_the_page_finds_that_a_proof_holds(
    program: Path, month: ProvenMonth, tmp_path: Path, index: int
) -> None:
    proof = month.proof_at(index)
    path = tmp_path / "proof.json"
    path.write_text(proof.as_json())
    assert _run(program, path, proof.root) == (0, "")
    assert _run(program, path, "00" * 32) == (1, "The proof does not hold.\n")
    plain = json.loads(proof.as_json())
    for change in (
        {"line": {**plain["line"], "kept_micros": plain["line"]["kept_micros"] + 1}},
        {"month": "2026-11"},
        {"account_count": 12},
        {"book_digest": "0" * 64},
    ):
        path.write_text(json.dumps({**plain, **change}))
        assert _run(program, path, proof.root)[0] == 1, change


def test_the_page_names_every_field_of_the_document(month: ProvenMonth) -> None:
    page = _PAGE.read_text()
    for name in json.loads(month.proof_at(0).as_json()):
        assert f"`{name}`" in page

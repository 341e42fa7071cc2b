"""Proofs: they hold as they are, and nothing in them or under them can be changed unseen."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from likewise.errors import BookDamaged, MalformedFile, NotFound, StorageFailed, VerificationFailed
from likewise.parquet_files import ROWS_PER_GROUP
from likewise.settlement.proofs import MOST_BYTES, Proof, check
from likewise.settlement.split_files import OUTCOME_FILE, write_outcome
from likewise.settlement.tree_files import TREE_FILE
from tests.support.proven_month import ProvenMonth, proven_month, random_outcome

a_busy_machine_is_no_failure = settings(deadline=None)
COUNT = 11


@pytest.fixture(scope="module")
def month(tmp_path_factory: pytest.TempPathFactory) -> ProvenMonth:
    return proven_month(tmp_path_factory.mktemp("books") / "2026-10", random_outcome(COUNT))


def _holds(document: str | bytes) -> bool:
    try:
        check(Proof.from_json(document))
    except (MalformedFile, VerificationFailed):
        return False
    return True


@pytest.mark.parametrize("count", [1, 2, 3, 11, 4097])
def test_every_line_has_a_proof_that_leads_to_the_root(count: int, tmp_path: Path) -> None:
    month = proven_month(tmp_path / "2026-10", random_outcome(count))
    for index in {*range(min(count, 20)), count - 1}:
        proof = month.proof_at(index)
        assert Proof.from_json(proof.as_json()) == proof
        assert (proof.leaf_index, proof.account_count) == (index, count)
        assert proof.line.kept_micros == month.outcome.kept_micros[index]
        check(proof, root=month.settlement.merkle_root)


def test_a_line_of_a_later_row_group_is_found(tmp_path: Path) -> None:
    month = proven_month(tmp_path / "2026-10", random_outcome(ROWS_PER_GROUP + 3))
    for index in (0, ROWS_PER_GROUP - 1, ROWS_PER_GROUP, ROWS_PER_GROUP + 2):
        assert month.proof_at(index).leaf_index == index
    with pytest.raises(NotFound):
        month.proof(int(month.outcome.account_ids[-1]) + 1)


def test_who_has_no_line_has_no_proof(month: ProvenMonth, tmp_path: Path) -> None:
    ids = set(month.outcome.account_ids.tolist())
    for person_id in set(range(max(ids) + 2)) - ids:
        with pytest.raises(NotFound, match="no line of hers in 2026-10"):
            month.proof(person_id)
    with pytest.raises(NotFound):
        proven_month(tmp_path / "2026-10", random_outcome(0)).proof(1)


def test_a_month_that_is_not_closed_or_has_no_root_has_no_proofs(month: ProvenMonth) -> None:
    person_id = int(month.outcome.account_ids[0])
    for change in ({"state": "verified"}, {"merkle_root": None}):
        other = replace(month, settlement=replace(month.settlement, **change))
        with pytest.raises(NotFound, match="no proofs for 2026-10"):
            other.proof(person_id)


def test_no_byte_of_a_document_can_be_changed_unseen(month: ProvenMonth) -> None:
    """But for blanks between its parts, which say nothing."""
    proof = month.proof_at(6)
    document = proof.as_json()
    for place, was in enumerate(document):
        for other in "0", "1", "9", "a", "f", "-", "\0", " ", '"', "é":
            changed = document[:place] + other + document[place + 1 :]
            if other != was and _holds(changed):
                assert (was + other).isspace(), (place, was, other)
                assert Proof.from_json(changed) == proof


def test_no_bit_of_a_document_can_be_changed_unseen(month: ProvenMonth) -> None:
    document = month.proof_at(6).as_json().encode()
    for place, was in enumerate(document):
        for bit in range(8):
            changed = document[:place] + bytes([was ^ 1 << bit]) + document[place + 1 :]
            assert not _holds(changed) or (was in b" \n" and was ^ 1 << bit in b" \t\n\r")


def _leaves_of(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    if isinstance(value, dict | list):
        keys = value if isinstance(value, dict) else range(len(value))
        return [found for key in keys for found in _leaves_of(value[key], (*path, key))]
    return [path]


@a_busy_machine_is_no_failure
@given(st.data())
def test_no_value_of_a_proof_can_be_another(month: ProvenMonth, data: st.DataObject) -> None:
    plain = json.loads(month.proof_at(data.draw(st.integers(0, COUNT - 1))).as_json())
    *path, last = data.draw(st.sampled_from(_leaves_of(plain)))
    place = plain
    for key in path:
        place = place[key]
    was = place[last]
    if isinstance(was, int):
        place[last] = data.draw(st.integers(-(2**64), 2**64))
    else:
        place[last] = data.draw(st.one_of(st.text(), st.from_regex(f"[0-9a-f]{{{len(was)}}}\\Z")))
    assert _holds(json.dumps(plain)) == (place[last] == was)


def test_another_number_of_lines_or_of_siblings_is_found(month: ProvenMonth) -> None:
    proof = month.proof_at(0)
    for count in range(1, 40):
        other = proof.model_copy(update={"account_count": count})
        assert _holds(other.as_json()) == (count == COUNT)
    for siblings in (proof.siblings[:-1], (*proof.siblings, "00" * 32), proof.siblings[::-1], ()):
        assert not _holds(proof.model_copy(update={"siblings": siblings}).as_json())


def test_a_proof_is_checked_against_the_root_that_was_published(month: ProvenMonth) -> None:
    proof = month.proof_at(3)
    with pytest.raises(VerificationFailed, match=f"of another root: {proof.root}"):
        check(proof, root="00" * 32)


def test_a_made_up_line_with_a_root_of_its_own_is_not_of_the_published_one(
    month: ProvenMonth, tmp_path: Path
) -> None:
    made_up = proven_month(tmp_path / "2026-10", random_outcome(COUNT, seed=2)).proof_at(3)
    check(made_up)
    with pytest.raises(VerificationFailed, match="another root"):
        check(made_up, root=month.settlement.merkle_root)


def _document(proven: ProvenMonth, /, **changes: object) -> str:
    return json.dumps({**json.loads(proven.proof_at(1).as_json()), **changes})


def test_what_is_no_proof_is_refused_in_one_line(month: ProvenMonth) -> None:
    plain = json.loads(month.proof_at(1).as_json())
    malformed: list[str | bytes] = [
        *("", "{", "[]", "null", "[" * 9000, "9" * 9000, "\ud800", '{"form": "likewise proof 1"}'),
        *(b"\xff\xfe", b"\0", "x" * (MOST_BYTES + 1)),
        *(json.dumps({k: v for k, v in plain.items() if k != name}) for name in plain),
        _document(month, form="likewise proof 2"),
        _document(month, more=1),
        _document(month, month="2026-13"),
        _document(month, month="2026-1\n"),
        _document(month, currency="usd\n"),
        _document(month, leaf_index=COUNT),
        _document(month, leaf_index=-1),
        _document(month, leaf_index=True),
        _document(month, leaf_index=1.0),
        _document(month, leaf_index="1"),
        _document(month, account_count=0),
        _document(month, account_count=2**63),
        _document(month, siblings=["00" * 32] * 64),
        _document(month, siblings=["00" * 31]),
        _document(month, root=plain["root"].upper()),
        _document(month, root=plain["root"] + "\n"),
        _document(month, line={**plain["line"], "kept_micros": 2**63}),
        _document(month, line={**plain["line"], "kept_micros": None}),
    ]  # fmt: skip
    for document in malformed:
        with pytest.raises(MalformedFile, match=r"\Ais no proof: [^\n]+\Z"):
            Proof.from_json(document)


def test_files_that_do_not_lead_to_the_root_are_told_by_name_and_not_by_place(
    tmp_path: Path,
) -> None:
    outcome = random_outcome(COUNT)
    month = proven_month(tmp_path / "2026-10", outcome)
    person_id = int(outcome.account_ids[2])
    for name in (OUTCOME_FILE, TREE_FILE):
        path = month.path / name
        whole = path.read_bytes()
        path.unlink()
        with pytest.raises(BookDamaged, match=f"^{re.escape(name)} of 2026-10 is missing"):
            month.proof(person_id)
        path.mkdir()
        with pytest.raises(StorageFailed, match=f"^{re.escape(name)} of 2026-10 cannot be read"):
            month.proof(person_id)
        path.rmdir()
        for damaged in (b"", whole[:-32], whole[32:], whole + b"\0" * 32, whole[::-1]):
            path.write_bytes(damaged)
            with pytest.raises((BookDamaged, StorageFailed)) as refused:
                month.proof(person_id)
            assert str(tmp_path) not in refused.value.message
        path.write_bytes(whole)
    assert month.proof(person_id)


def test_an_outcome_that_was_changed_afterwards_gives_no_proofs(tmp_path: Path) -> None:
    month = proven_month(tmp_path / "2026-10", random_outcome(COUNT))
    month.outcome.unshared_micros[2] += 1
    write_outcome(month.outcome, month.folder / OUTCOME_FILE)
    with pytest.raises(BookDamaged, match="is not what was closed"):
        month.proof_at(2)
    assert month.proof_at(3)
    other_salt = replace(month, settlement=replace(month.settlement, proof_salt=bytes(32)))
    with pytest.raises(BookDamaged, match="is not what was closed"):
        other_salt.proof_at(3)


def test_a_file_of_other_columns_is_no_outcome(tmp_path: Path, month: ProvenMonth) -> None:
    other = proven_month(tmp_path / "2026-10", random_outcome(COUNT))
    pq.write_table(pa.table({"account_id": [1, 2]}), other.path / OUTCOME_FILE)
    with pytest.raises(BookDamaged):
        other.proof(1)

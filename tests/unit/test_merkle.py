"""The tree against RFC 6962 written out plainly, and against Certificate Transparency's vectors."""

from __future__ import annotations

import hashlib
import io
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from likewise.settlement.merkle import (
    HASH_BYTES,
    leaf_hash,
    levels_over,
    root_by_path,
    root_of,
    siblings_of,
    tree_bytes,
)
from likewise.settlement.proof_leaves import line_hash, line_hashes, nonce_of
from likewise.settlement.tree_files import read_siblings, tree_of, write_tree
from tests.support.proven_month import SALT, head_of, random_outcome
from tests.support.rfc6962 import audit_path, tree_hash

# The leaves and the roots over the first 0 to 8 of them in the reference implementation's tests
# (github.com/google/certificate-transparency, merkletree/merkle_tree_test).
LEAVES = [
    bytes.fromhex(each)
    for each in (
        *("", "00", "10", "2021", "3031", "40414243", "5051525354555657"),
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = (
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
a_busy_machine_is_no_failure = settings(deadline=None)
leaves = st.lists(st.binary(max_size=8), max_size=70)


def _root(of: list[bytes]) -> bytes:
    return root_of(levels_over(map(leaf_hash, of)))


@pytest.mark.parametrize("count", range(9))
def test_the_vectors_of_certificate_transparency(count: int) -> None:
    assert _root(LEAVES[:count]).hex() == tree_hash(LEAVES[:count]).hex() == ROOTS[count]


@a_busy_machine_is_no_failure
@given(leaves)
def test_the_root_is_the_rfcs(of: list[bytes]) -> None:
    assert _root(of) == tree_hash(of)


@a_busy_machine_is_no_failure
@given(leaves.filter(bool), st.data())
def test_a_path_is_the_rfcs_and_leads_to_the_root(of: list[bytes], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(of) - 1))
    tree = b"".join(levels_over(map(leaf_hash, of)))
    assert len(tree) == tree_bytes(len(of))
    path = siblings_of(index, len(of))
    hashes = read_siblings(io.BytesIO(tree), index, len(of))
    assert hashes == audit_path(index, of)
    assert root_by_path(leaf_hash(of[index]), zip(path, hashes, strict=True)) == tree_hash(of)


@pytest.mark.parametrize("count", range(1, 70))
def test_every_leaf_of_a_tree_has_a_way_of_its_own(count: int) -> None:
    ways = {tuple(each.is_left for each in siblings_of(index, count)) for index in range(count)}
    assert len(ways) == count


def test_a_tree_that_ends_too_soon_is_no_path() -> None:
    tree = b"".join(levels_over(map(leaf_hash, LEAVES)))
    with pytest.raises(EOFError):
        read_siblings(io.BytesIO(tree[: -2 * HASH_BYTES]), 0, len(LEAVES))


@pytest.mark.parametrize("count", [0, 1, 2, 3, 4095, 4096, 4097, 10_001])
def test_an_outcomes_tree_is_the_rfcs_over_its_leaves_as_they_are_written_down(count: int) -> None:
    outcome = random_outcome(count)
    head = head_of(outcome)
    text = (
        f"likewise proof 1\n2026-10\nUSD\n{count}\n{head.outcome_digest}\n{head.book_digest}\n"
    ).encode()
    rows = zip(*(column.tolist() for column in outcome.columns().values()), strict=True)
    plain = [
        hashlib.sha256(text).digest() + _nonce(index) + struct.pack("<5q", *row)
        for index, row in enumerate(rows)
    ]
    file = io.BytesIO()
    root = write_tree(head, SALT, outcome, file)
    assert root == tree_hash(plain).hex()
    assert tree_of(head, SALT, outcome) == (root, hashlib.sha256(file.getvalue()).hexdigest())
    assert len(file.getvalue()) == tree_bytes(count)
    assert file.getvalue()[: count * HASH_BYTES] == b"".join(map(leaf_hash, plain))


def _nonce(index: int) -> bytes:
    block = hashlib.shake_256(SALT + struct.pack("<Q", index // 4096)).digest(65_536)
    return block[index % 4096 * 16 :][:16]


def test_the_hash_of_one_line_is_that_in_the_tree() -> None:
    outcome = random_outcome(5000)
    head = head_of(outcome)
    hashes = b"".join(line_hashes(head, SALT, outcome))
    for index in (0, 1, 4095, 4096, 4999):
        row = [int(column[index]) for column in outcome.columns().values()]
        hashed = line_hash(head, nonce_of(SALT, index), row)
        assert hashed == hashes[index * HASH_BYTES :][:HASH_BYTES]


def test_no_two_leaves_share_a_nonce_and_another_salt_shares_none() -> None:
    nonces = {nonce_of(SALT, index) for index in range(4000, 4200)}
    others = {nonce_of(SALT[::-1], index) for index in range(4000, 4200)}
    assert len(nonces) == len(others) == 200
    assert not nonces & others


def test_equal_lines_have_leaves_that_do_not_tell() -> None:
    outcome = random_outcome(2)
    for column in (outcome.account_ids, outcome.unshared_micros, outcome.received_micros):
        column[:] = 7
    outcome.passed_on_micros[:] = 0
    hashes = b"".join(line_hashes(head_of(outcome), SALT, outcome))
    assert hashes[:HASH_BYTES] != hashes[HASH_BYTES:]

"""Merkle trees as RFC 6962 (2.1) grows them: one root stands for many leaves, in their order.

A leaf's hash is SHA-256 of 0x00 and the leaf, a node's of 0x01 and its two children, so that none
can pass for the other. The RFC splits n leaves at the largest power of two below n; built from
below, as here, that is: neighbours are paired, and who is left over goes up a level as it is.

A tree is kept as its levels one after the other, the leaves' hashes first and the root last; a
*place* counts hashes in it from 0.
"""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np

HASH_BYTES = 32
_NODE = np.dtype([("prefix", "u1"), ("children", "V64")])
_NODES_PER_BLOCK = 4096
"""So many that numpy's cost per call is nothing, so few that they stay in the processor's cache."""


class Sibling(NamedTuple):
    """A hash on the way from a leaf to the root: where it stands, and on which side it goes in."""

    place: int
    is_left: bool


def hashes_of(rows: np.ndarray[tuple[int], np.dtype[np.void]]) -> bytes:
    """The SHA-256 of each row's bytes, one after the other."""
    sha256 = hashlib.sha256
    return b"".join([sha256(row).digest() for row in rows.view(f"V{rows.itemsize}").tolist()])


def leaf_hash(leaf: bytes) -> bytes:
    """The hash of a leaf."""
    return hashlib.sha256(b"\0" + leaf).digest()


def levels_over(leaf_hashes: Iterable[bytes]) -> Iterator[bytearray]:
    """The levels of a tree from the leaves' hashes, which may come in pieces, up to the root.

    At most two of them are held. A tree without leaves has no level.
    """
    level = bytearray()
    for piece in leaf_hashes:
        level += piece
    if level:
        yield level
    while len(level) > HASH_BYTES:
        level = _level_above(level)
        yield level


def root_of(levels: Iterable[bytes | bytearray]) -> bytes:
    """The root of a tree, from its levels as they come; without any, what the RFC says."""
    last = deque(levels, maxlen=1)
    return bytes(last[0]) if last else hashlib.sha256().digest()


def tree_bytes(leaf_count: int) -> int:
    """How long the tree of so many leaves is."""
    hashes = leaf_count
    while leaf_count > 1:
        leaf_count = (leaf_count + 1) // 2
        hashes += leaf_count
    return hashes * HASH_BYTES


def siblings_of(index: int, leaf_count: int) -> list[Sibling]:
    """What a leaf needs to get to the root, from below: the RFC's audit path (2.1.1).

    For one count of leaves each leaf has a way of its own: who knows the count, and finds that the
    path leads to the root, knows which leaf it is.
    """
    found = []
    first_of_level = 0
    while leaf_count > 1:
        sibling = index ^ 1
        if sibling < leaf_count:
            found.append(Sibling(first_of_level + sibling, sibling < index))
        first_of_level += leaf_count
        index, leaf_count = index // 2, (leaf_count + 1) // 2
    return found


def root_by_path(hashed: bytes, path: Iterable[tuple[Sibling, bytes]]) -> bytes:
    """The root that a leaf's hash comes to with its siblings' hashes, from below."""
    for sibling, other in path:
        children = other + hashed if sibling.is_left else hashed + other
        hashed = hashlib.sha256(b"\1" + children).digest()
    return hashed


def _level_above(level: bytearray) -> bytearray:
    pairs = np.frombuffer(level, "V64", count=len(level) // (2 * HASH_BYTES))
    nodes = np.empty(min(len(pairs), _NODES_PER_BLOCK), _NODE)
    nodes["prefix"] = 1
    above = bytearray()
    for start in range(0, len(pairs), _NODES_PER_BLOCK):
        block = pairs[start : start + _NODES_PER_BLOCK]
        nodes["children"][: len(block)] = block
        above += hashes_of(nodes[: len(block)])
    above += level[len(pairs) * 2 * HASH_BYTES :]
    return above

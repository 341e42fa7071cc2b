"""The split once more, as docs/money.md tells it: dicts and Python integers, nothing of ours.

Slow, and short enough to be checked by reading. The real one must agree to the micro.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

Like = tuple[int, int, int]
"""like_id, person_id, recipient_id."""
Month = tuple[dict[int, int], list[Like], dict[int, int]]
"""Pots, likes, forwards."""


@dataclass
class BruteForce:
    unshared: dict[int, int] = field(default_factory=dict)
    received: dict[int, int] = field(default_factory=dict)
    passed_on: dict[int, int] = field(default_factory=dict)
    shares: dict[tuple[int, int], int] = field(default_factory=dict)
    """(like_id, hop) to micros, above zero only."""

    def outcome_rows(self) -> list[tuple[int, int, int, int, int]]:
        """account_id, unshared, received, passed on, kept; by id."""
        rows = []
        for account_id in sorted(self.unshared.keys() | self.received.keys()):
            received = self.received.get(account_id, 0)
            passed_on = self.passed_on.get(account_id, 0)
            unshared = self.unshared.get(account_id, 0)
            rows.append((account_id, unshared, received, passed_on, received - passed_on))
        return rows

    def share_rows(self) -> list[tuple[int, int, int]]:
        return [(like_id, hop, share) for (like_id, hop), share in sorted(self.shares.items())]


def brute_force_split(
    pots: dict[int, int], likes: list[Like], forward: dict[int, int], max_hops: int
) -> BruteForce:
    likes_of: dict[int, list[Like]] = {}
    for like in sorted(likes):
        likes_of.setdefault(like[1], []).append(like)
    done = BruteForce(
        unshared={person: 0 if person in likes_of else pots[person] for person in pots}
    )
    pots_of_hop = {person: pot for person, pot in pots.items() if person in likes_of}
    for hop in range(max_hops + 1):
        received_of_hop: dict[int, int] = {}
        for person, pot in pots_of_hop.items():
            count = len(likes_of[person])
            for position, (like_id, _, recipient) in enumerate(likes_of[person]):
                share = pot // count + (1 if position < pot % count else 0)
                if share > 0:
                    done.shares[like_id, hop] = share
                    received_of_hop[recipient] = received_of_hop.get(recipient, 0) + share
        pots_of_hop = {}
        for person, received in received_of_hop.items():
            done.received[person] = done.received.get(person, 0) + received
            if person in likes_of and hop < max_hops:
                pots_of_hop[person] = received * forward.get(person, 0) // 10_000
                done.passed_on[person] = done.passed_on.get(person, 0) + pots_of_hop[person]
    return done


@st.composite
def months(draw: DrawFn) -> Month:
    """Few people, so that likes run in circles, even of one; close ids and far ones."""
    far = draw(st.sampled_from([1, 1, 10**15]))
    people = [far * person for person in range(-2, 8)]
    amounts = st.one_of(st.integers(0, 30), st.integers(0, 5_000_000), st.integers(0, 2**58))
    pots = draw(st.dictionaries(st.sampled_from(people), amounts, max_size=8))
    pairs = draw(st.lists(st.tuples(st.sampled_from(people), st.sampled_from(people)), max_size=40))
    first_ids = st.integers(-(2**63), 2**63 - 1)
    ids = draw(st.lists(first_ids, unique=True, min_size=len(pairs), max_size=len(pairs)))
    forward = draw(
        st.dictionaries(
            st.sampled_from([*people, far * 99]),
            st.one_of(st.sampled_from([0, 1, 9_999, 10_000]), st.integers(0, 10_000)),
        )
    )
    return pots, [(like_id, *pair) for like_id, pair in zip(ids, pairs, strict=True)], forward

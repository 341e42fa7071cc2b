"""The economy: the split of the sample's month, scaled to all people. Whole micros, no float.

Scaling is a fraction, payers by sample's payers. So that nothing is lost in rounding, never a
part is scaled but the sum up to it, and the part is the difference: the parts of the money in
come to the money in, to the micro.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import accumulate, pairwise

import numpy as np

from likewise.settlement.engines.numpy_engine import NumpySplitResult, run_split
from likewise.settlement.outcome import Outcome, SplitInputs
from likewise.settlement.split import Int64Array, exact_sum, received_of_hop
from likewise.simulator.assumptions import Assumptions
from likewise.simulator.network import Network, draw_network

OnProgress = Callable[[str, int, int], None]
"""What is being done, how much of it is done, and how much there is to do."""


@dataclass(frozen=True, slots=True)
class Hop:
    """One hop, in micros of all people: what was shared, what of it reached creators, and what
    others kept of it. The rest is shared at the next hop.
    """

    shared_micros: int
    to_creators_micros: int
    kept_micros: int


@dataclass(frozen=True, slots=True)
class Bundle:
    """Creators of nearly the same rank: ranks from `first_rank` on, what they get together."""

    first_rank: int
    size: int
    income_micros: int

    @property
    def each_micros(self) -> int:
        """What one of them gets in the mean, rounded down."""
        return self.income_micros // self.size


@dataclass(frozen=True, slots=True)
class Receivers:
    """Whom likes brought anything: how many people, what together, and the one in the middle.

    A coin that goes round is received each time.
    """

    people: int
    received_micros: int
    median_micros: int

    @property
    def mean_micros(self) -> int:
        """What one of them receives in the mean, rounded down."""
        return self.received_micros // self.people if self.people else 0


@dataclass(frozen=True, slots=True)
class LikesWorth:
    """What one like brings in the mean, at all hops together: of a payer, and of anybody else."""

    payers_micros: int
    others_micros: int


@dataclass(frozen=True, slots=True)
class Economy:
    """One month of everybody, in micros; `digest` is that of the sample's outcome.

    `friends` are people who are no creators.
    """

    assumptions: Assumptions
    sample_likes: int
    digest: str
    hops: tuple[Hop, ...]
    bundles: tuple[Bundle, ...]
    friends: Receivers
    likes_worth: LikesWorth
    kept_by_others_micros: int
    unshared_micros: int

    @property
    def money_in_micros(self) -> int:
        """What the payers paid."""
        return self.assumptions.money_in_micros

    @property
    def to_creators_micros(self) -> int:
        """What creators received, and keep: the most that a month can pay out."""
        return sum(bundle.income_micros for bundle in self.bundles)

    @property
    def directly_micros(self) -> int:
        """What the payers' own likes brought to creators."""
        return sum(hop.to_creators_micros for hop in self.hops[:1])

    @property
    def through_friends_micros(self) -> int:
        """What reached creators by likes of people who had been given it."""
        return self.to_creators_micros - self.directly_micros

    @property
    def passed_on_micros(self) -> int:
        """What was shared after hop 0: a coin that goes round counts each time."""
        return sum(hop.shared_micros for hop in self.hops[1:])

    def creators_above(self, income_micros: int) -> int:
        """How many creators get more than so much, each taken for the mean of its bundle."""
        return sum(
            bundle.size
            for bundle in self.bundles
            if bundle.income_micros > income_micros * bundle.size
        )


def simulate_economy(
    assumptions: Assumptions,
    on_progress: OnProgress = lambda stage, done, total: None,
    *,
    thread_count: int | None = None,
) -> Economy:
    """Draws a network, splits its month and scales the outcome. Deterministic.

    The split takes as many threads as there are cores, if not told otherwise. Raises
    AmountOutOfRange if the sample's pots are more than 64 bits hold.
    """
    network = draw_network(assumptions, lambda done, total: on_progress("liking", done, total))
    on_progress("sharing", 0, 2)
    inputs = sample_month(network, assumptions)
    result = run_split(inputs, max_hops=assumptions.max_hops, thread_count=thread_count)
    on_progress("sharing", 1, 2)
    economy = _scaled_up(assumptions, network, result)
    on_progress("sharing", 2, 2)
    return economy


def sample_month(network: Network, assumptions: Assumptions) -> SplitInputs:
    """The sample's month: people pass on what they are to, creators, who stand nowhere, nothing."""
    person_ids = np.arange(network.people, dtype=np.int64)
    pots_micros = np.zeros(network.people, dtype=np.int64)
    pots_micros[network.payers] = amounts_paid(len(network.payers), assumptions.amount_micros)
    return SplitInputs(
        pot_person_ids=person_ids,
        pot_amounts_micros=pots_micros,
        like_ids=np.arange(len(network.likers), dtype=np.int64),
        like_person_ids=network.likers,
        like_recipient_ids=network.receivers,
        forward_person_ids=person_ids,
        forward_bps=np.full(network.people, assumptions.forward_bps, dtype=np.int64),
    )


def amounts_paid(payers: int, amount_micros: int) -> Int64Array:
    """What each payer pays, in micros: 2, 5 or 10 fifths of the amount, which is exactly the mean.

    Of 20 payers 5 pay 2 fifths, 12 the amount and 3 twice as much; who is left over pays it, too.
    """
    paid_micros = np.full(payers, amount_micros, dtype=np.int64)
    groups = payers // 20
    paid_micros[: 5 * groups] = 2 * amount_micros // 5
    paid_micros[5 * groups : 8 * groups] = 2 * amount_micros
    # Two fifths may have been rounded down: less than a micro each, so it fits on those payers.
    missing = 5 * groups * (2 * amount_micros % 5) // 5
    paid_micros[:missing] += 1
    return paid_micros


def _scaled_up(assumptions: Assumptions, network: Network, result: NumpySplitResult) -> Economy:
    outcome = result.outcome
    kept_micros = np.zeros(network.people + len(network.creators.sizes), dtype=np.int64)
    kept_micros[outcome.account_ids] = outcome.kept_micros
    incomes_micros = kept_micros[network.people :].tolist()
    others_micros = exact_sum(kept_micros[: network.people])
    parts_micros = [*incomes_micros, others_micros, outcome.total_unshared_micros]
    *incomes_micros, others_micros, unshared_micros = scaled(parts_micros, assumptions)
    ranks = zip(network.creators.first_ranks, network.creators.sizes, incomes_micros, strict=True)
    return Economy(
        assumptions,
        sample_likes=len(network.likers),
        digest=outcome.digest(),
        hops=_hops(assumptions, network, result),
        bundles=tuple(Bundle(int(first), int(size), micros) for first, size, micros in ranks),
        friends=_friends(assumptions, network, outcome),
        likes_worth=_likes_worth(network, result),
        kept_by_others_micros=others_micros,
        unshared_micros=unshared_micros,
    )


def _hops(assumptions: Assumptions, network: Network, result: NumpySplitResult) -> tuple[Hop, ...]:
    """What the split did hop by hop: its own pots, summed by receiver with its own product.

    What is shared at a hop reaches creators, stays with others, or is shared at the next one.
    """
    ones = np.ones(len(result.like_ids), dtype=np.int64)
    to_creators_micros = [
        # Everybody has a pot, if an empty one: the numbers of people are their ids.
        exact_sum(received_of_hop(result.index, ones, pots_micros)[network.people :])
        for pots_micros in result.pots_by_hop
    ]
    pairs = pairwise((*result.outcome.shared_by_hop_micros, 0))
    kept_micros = [
        shared - following - reached
        for (shared, following), reached in zip(pairs, to_creators_micros, strict=True)
    ]
    parts_micros = scaled([*to_creators_micros, *kept_micros], assumptions)
    hops = zip(parts_micros[: len(kept_micros)], parts_micros[len(kept_micros) :], strict=True)
    found, shared_micros = list[Hop](), 0
    for reached, kept in reversed(list(hops)):
        shared_micros += reached + kept
        found.append(Hop(shared_micros, reached, kept))
    return tuple(reversed(found))


def _friends(assumptions: Assumptions, network: Network, outcome: Outcome) -> Receivers:
    """Whom of the people who are no creators likes brought anything, scaled to all."""
    of_people = outcome.received_micros[outcome.account_ids < network.people]
    received_micros = np.sort(of_people[of_people > 0])
    (together_micros,) = scaled([exact_sum(received_micros)], assumptions)
    return Receivers(
        people=len(received_micros) * assumptions.people // assumptions.sample_people,
        received_micros=together_micros,
        median_micros=int(received_micros[len(received_micros) // 2])
        if len(received_micros)
        else 0,
    )


def _likes_worth(network: Network, result: NumpySplitResult) -> LikesWorth:
    """What the sample's likes brought, by whose they are; a mean needs no scaling."""
    pays = np.isin(result.index.likers, network.payers)
    counts = np.diff(result.index.starts)
    given_micros = [
        sum(exact_sum(pots_micros[those]) for pots_micros in result.pots_by_hop)
        for those in (pays, ~pays)
    ]
    likes = [max(1, int(counts[those].sum())) for those in (pays, ~pays)]
    return LikesWorth(given_micros[0] // likes[0], given_micros[1] // likes[1])


def scaled(parts_micros: Iterable[int], assumptions: Assumptions) -> list[int]:
    """The sample's parts for all people, in micros: they add up to their scaled sum, exactly."""
    sums = accumulate(parts_micros, initial=0)
    payers, sample_payers = assumptions.payers, max(1, assumptions.sample_payers)
    return [
        after - before
        for before, after in pairwise(micros * payers // sample_payers for micros in sums)
    ]

"""What the creators' incomes say about people: inequality, medians, shares. Floats, and no money.

Nothing here is ever booked. Creators come in bundles and each is taken for the mean of its bundle,
so inequality within a bundle, most of it mere chance among the least popular, is left out: the Gini
is a little too low (docs/simulation.md, "Limits").
"""

from __future__ import annotations

from collections.abc import Sequence

from likewise.simulator.economy import Bundle, Receivers


def gini(bundles: Sequence[Bundle]) -> float:
    """The Gini coefficient of creators' incomes: 0 if all get the same, near 1 if one gets all.

    Those who get nothing count. By the Lorenz curve's trapezoids; 0 where there is no income.
    """
    people = sum(bundle.size for bundle in bundles)
    income_micros = sum(bundle.income_micros for bundle in bundles)
    if not income_micros:
        return 0.0
    below_micros, area = 0, 0
    for bundle in _poorest_first(bundles):
        area += bundle.size * (2 * below_micros + bundle.income_micros)
        below_micros += bundle.income_micros
    return 1 - area / (people * income_micros)


def median_micros(bundles: Sequence[Bundle]) -> int:
    """What the creator in the middle gets, in micros."""
    people, below = sum(bundle.size for bundle in bundles), 0
    for bundle in _poorest_first(bundles):
        below += bundle.size
        if 2 * below >= people:
            return bundle.each_micros
    return 0


def receivers_of(bundles: Sequence[Bundle]) -> Receivers:
    """The creators whom likes brought anything."""
    reached = [bundle for bundle in bundles if bundle.income_micros]
    return Receivers(
        people=sum(bundle.size for bundle in reached),
        received_micros=sum(bundle.income_micros for bundle in reached),
        median_micros=median_micros(reached),
    )


def top_share(bundles: Sequence[Bundle], part: float) -> float:
    """The share of all income that the best earning part of creators gets, both 0 to 1."""
    left = part * sum(bundle.size for bundle in bundles)
    income_micros = sum(bundle.income_micros for bundle in bundles)
    top_micros = 0.0
    for bundle in reversed(_poorest_first(bundles)):
        taken = min(left, bundle.size)
        top_micros += bundle.income_micros * taken / bundle.size
        left -= taken
    return top_micros / income_micros if income_micros else 0.0


def _poorest_first(bundles: Sequence[Bundle]) -> list[Bundle]:
    return sorted(bundles, key=lambda bundle: bundle.income_micros / bundle.size)

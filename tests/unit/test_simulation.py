"""The simulation: every micro is accounted for, the same question has the same answer, always."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from likewise.errors import InvalidInput
from likewise.simulator.economy import simulate_economy
from likewise.statements.simulation import RANGES, SAMPLE_LIKES, SAMPLE_PEOPLE, Question, simulation

HEADLINE = {
    "people": 500_000_000,
    "supporter_bps": 100,
    "amount_micros": 5_000_000,
    "likes_each": 20,
    "forward_bps": 10_000,
}
FIELDS = dict(zip(RANGES, HEADLINE, strict=True))
QUESTIONS = st.builds(
    Question, **{FIELDS[field]: st.integers(*borders) for field, borders in RANGES.items()}
)


@given(QUESTIONS)
@settings(max_examples=40, deadline=None)
def test_every_micro_of_any_simulation_is_accounted_for(question: Question) -> None:
    economy = simulate_economy(question.assumptions, thread_count=1)
    assert economy.money_in_micros == economy.assumptions.payers * question.amount_micros
    ends = sum(hop.to_creators_micros + hop.kept_micros for hop in economy.hops)
    assert economy.unshared_micros + ends == economy.money_in_micros
    following = [*(hop.shared_micros for hop in economy.hops), 0][1:]
    for hop, next_micros in zip(economy.hops, following, strict=True):
        assert hop.shared_micros == hop.to_creators_micros + hop.kept_micros + next_micros
        assert min(hop.to_creators_micros, hop.kept_micros, next_micros) >= 0
    assert sum(hop.to_creators_micros for hop in economy.hops) == economy.to_creators_micros
    assert sum(hop.kept_micros for hop in economy.hops) == economy.kept_by_others_micros
    assert simulate_economy(question.assumptions) == economy


@given(QUESTIONS)
@settings(max_examples=200, deadline=None)
def test_whatever_is_asked_is_computed_on_few_and_somebody_pays(question: Question) -> None:
    assumptions = question.assumptions
    assert assumptions.sample_people <= SAMPLE_PEOPLE
    assert assumptions.sample_people * question.likes_each <= SAMPLE_LIKES
    assert bool(assumptions.sample_payers) == bool(assumptions.payers)


@pytest.mark.parametrize("field", RANGES)
@pytest.mark.parametrize("beyond", [-1, 1])
def test_beyond_its_range_a_number_is_refused_by_its_name(field: str, beyond: int) -> None:
    value = RANGES[field][0 if beyond < 0 else 1] + beyond
    with pytest.raises(InvalidInput) as refused:
        Question(**{**HEADLINE, FIELDS[field]: value})
    assert refused.value.field == field
    assert str(RANGES[field][1]) in refused.value.message


async def test_the_month_that_it_began_with_moves_25_million() -> None:
    found = await simulation(Question(**HEADLINE))
    assert found.economy.assumptions.payers == 5_000_000
    assert found.economy.money_in_micros == 25_000_000 * 1_000_000
    assert found.cut_micros(1000) == found.economy.to_creators_micros // 10
    # What two million people come to (docs/simulation.md), by ten thousand of them.
    assert found.economy.to_creators_micros == pytest.approx(22_600_000e6, rel=0.06)
    assert found.economy.directly_micros == pytest.approx(11_900_000e6, rel=0.06)
    assert found.creators.people == pytest.approx(5_000_000, rel=0.01)
    assert found.creators.median_micros < found.creators.mean_micros
    friends = found.economy.friends
    assert 0 < friends.median_micros < friends.mean_micros
    kept_micros = found.economy.kept_by_others_micros
    assert friends.received_micros == found.economy.passed_on_micros + kept_micros


@pytest.mark.parametrize(
    ("change", "nothing"),
    [
        ({"forward_bps": 0}, lambda found: found.economy.passed_on_micros),
        ({"forward_bps": 0}, lambda found: found.economy.likes_worth.others_micros),
        ({"people": 100, "supporter_bps": 10}, lambda found: found.economy.money_in_micros),
        ({"people": 100, "supporter_bps": 10}, lambda found: found.creators.mean_micros),
    ],
)
async def test_where_nothing_moves_nothing_is_told(change: dict[str, int], nothing: Any) -> None:
    assert nothing(await simulation(Question(**{**HEADLINE, **change}))) == 0

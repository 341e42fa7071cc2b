"""The simulator: no micro is lost, the split is the one split, and one seed gives one answer."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from cyclopts import CycloptsError

from likewise.cli import command_line
from likewise.cli.simulate import FLOW_PLOT, RANK_PLOT, simulate
from likewise.errors import AmountOutOfRange, InvalidInput
from likewise.settlement.engines.numpy_engine import run_split
from likewise.simulator import economy as economy_module
from likewise.simulator.assumptions import Assumptions, micros_of
from likewise.simulator.economy import (
    Bundle,
    Economy,
    amounts_paid,
    sample_month,
    scaled,
    simulate_economy,
)
from likewise.simulator.network import draw_network, rank_creators
from likewise.simulator.plots import flow_by_hop_svg, income_by_rank_svg
from likewise.simulator.statistics import gini, median_micros, top_share
from tests.support.brute_force_split import brute_force_split

TOWN = Assumptions(20_000, Decimal("0.05"), 5_000_000)
COUNTRY = replace(TOWN, people=7_000_003, sample=9_001, paying=Decimal("0.0313"))


def everything(economy: Economy) -> int:
    """Where the money went, in micros."""
    return economy.to_creators_micros + economy.kept_by_others_micros + economy.unshared_micros


@pytest.mark.parametrize(
    "assumptions",
    [
        TOWN,
        replace(TOWN, amount_micros=3_333_331),
        replace(TOWN, amount_micros=1, mean_likes=1),
        replace(TOWN, max_hops=0),
        replace(TOWN, friends=Decimal(1)),
        replace(TOWN, friends=Decimal(0)),
        replace(TOWN, people=2, paying=Decimal(1)),
        replace(TOWN, people=151),
        replace(TOWN, paying=Decimal(0)),
        replace(TOWN, paying=Decimal(1), people=1_000),
    ],
)
def test_money_in_is_what_was_kept_and_what_was_left_to_the_micro(assumptions: Assumptions) -> None:
    economy = simulate_economy(assumptions)
    assert everything(economy) == assumptions.payers * assumptions.amount_micros
    shared_micros = economy.hops[0].shared_micros if economy.hops else 0
    assert shared_micros == economy.money_in_micros - economy.unshared_micros
    assert economy.directly_micros + economy.through_friends_micros == economy.to_creators_micros
    assert sum(hop.to_creators_micros for hop in economy.hops) == economy.to_creators_micros


def test_the_sample_is_split_by_the_rules_of_money() -> None:
    small = replace(TOWN, people=300, paying=Decimal("0.2"), mean_likes=5)
    network = draw_network(small)
    month = sample_month(network, small)
    outcome = run_split(month, max_hops=small.max_hops).outcome
    pots = dict(zip(month.pot_person_ids.tolist(), month.pot_amounts_micros.tolist(), strict=True))
    likes = zip(
        month.like_ids.tolist(),
        month.like_person_ids.tolist(),
        month.like_recipient_ids.tolist(),
        strict=True,
    )
    forwards = dict.fromkeys(pots, 10_000)
    expected = brute_force_split(pots, list(likes), forwards, small.max_hops).outcome_rows()
    rows = zip(*(column.tolist() for column in outcome.columns().values()), strict=True)
    assert list(rows) == expected
    economy = simulate_economy(small)
    assert economy.digest == outcome.digest()
    of_creators = outcome.account_ids >= network.people
    assert economy.to_creators_micros == outcome.kept_micros[of_creators].sum()
    assert not outcome.passed_on_micros[of_creators].any()


def test_there_is_no_second_split() -> None:
    assert economy_module.run_split is run_split


def test_one_seed_gives_one_economy_and_another_seed_another() -> None:
    economy = simulate_economy(COUNTRY)
    assert simulate_economy(COUNTRY) == economy
    assert simulate_economy(replace(COUNTRY, seed=2)).digest != economy.digest


def test_a_sample_is_scaled_to_exactly_the_money_of_all() -> None:
    economy = simulate_economy(COUNTRY)
    assert COUNTRY.payers == 219_100
    assert COUNTRY.sample_payers == 282
    assert everything(economy) == economy.money_in_micros == 219_100 * 5_000_000
    assert sum(bundle.size for bundle in economy.bundles) == 70_000


def test_scaled_parts_add_up_whatever_the_parts() -> None:
    random = np.random.default_rng(5)
    for _ in range(200):
        parts = random.integers(0, 2**40, size=random.integers(1, 9)).tolist()
        whole = sum(parts) * COUNTRY.payers // COUNTRY.sample_payers
        after = scaled(parts, COUNTRY)
        assert sum(after) == whole
        for part, one in zip(parts, after, strict=True):
            assert abs(one - part * COUNTRY.payers // COUNTRY.sample_payers) <= 1


@pytest.mark.parametrize("payers", [0, 1, 19, 20, 21, 40, 1_000])
@pytest.mark.parametrize("amount_micros", [1, 2, 3, 4, 5, 5_000_000, 4_999_999])
def test_the_mean_of_what_is_paid_is_the_amount_exactly(payers: int, amount_micros: int) -> None:
    paid_micros = amounts_paid(payers, amount_micros)
    assert paid_micros.sum() == payers * amount_micros
    assert not len(paid_micros) or paid_micros.min() >= 0
    if amount_micros == 5_000_000 and payers >= 20:
        assert set(paid_micros.tolist()) == {2_000_000, 5_000_000, 10_000_000}


def test_nobody_likes_herself_and_likes_are_geometric() -> None:
    network = draw_network(TOWN)
    assert not (network.likers == network.receivers).any()
    counts = np.bincount(network.likers, minlength=network.people)
    assert counts.mean() == pytest.approx(20, rel=0.05)
    assert counts.std() == pytest.approx((20 * 21) ** 0.5, rel=0.05)
    assert (counts == 0).mean() == pytest.approx(1 / 21, rel=0.15)
    assert (network.receivers < network.people).mean() == pytest.approx(0.5, abs=0.01)


def test_friends_are_mostly_of_the_own_circle() -> None:
    network = draw_network(TOWN)
    friendly = network.receivers < network.people
    own = network.likers[friendly] // 150 == network.receivers[friendly] // 150
    assert own.mean() == pytest.approx(0.9, abs=0.02)


@pytest.mark.parametrize("tail", [1.5, 2.0, 2.276, 4.0])
def test_popularity_of_creators_is_a_power_law_with_nobody_left_out(tail: float) -> None:
    creators = rank_creators(50_000, tail)
    edges = creators.first_ranks + creators.sizes
    assert creators.first_ranks[0] == 1
    assert edges[-1] == 50_001
    assert (edges[:-1] == creators.first_ranks[1:]).all()
    exact = np.arange(1, 50_001, dtype=np.float64) ** (-1 / (tail - 1))
    sums = np.add.reduceat(exact, creators.first_ranks - 1) / exact.sum()
    assert creators.chances == pytest.approx(sums, rel=1e-3)


def test_incomes_fall_with_the_rank_as_popularity_does() -> None:
    economy = simulate_economy(replace(TOWN, people=10_000_000, sample=60_000))
    ranks = [bundle.first_rank + (bundle.size - 1) / 2 for bundle in economy.bundles]
    incomes = [bundle.income_micros / bundle.size for bundle in economy.bundles]
    slope, _ = np.polyfit(np.log(ranks), np.log(incomes), 1)
    assert slope == pytest.approx(-1, abs=0.05)


@pytest.mark.parametrize("count", [1, 2, 20, 21, 22, 23, 1_000])
def test_every_creator_is_in_one_bundle(count: int) -> None:
    creators = rank_creators(count, 2.0)
    assert creators.sizes.sum() == count
    assert creators.sizes.min() == 1
    assert creators.chances.sum() == pytest.approx(1)


def test_inequality_is_what_one_reckons_by_hand() -> None:
    alike = [Bundle(1, 3, 30), Bundle(4, 5, 50)]
    assert gini(alike) == pytest.approx(0)
    assert median_micros(alike) == 10
    one_of_ten = [Bundle(1, 1, 100), Bundle(2, 9, 0)]
    assert gini(one_of_ten) == pytest.approx(0.9)
    assert top_share(one_of_ten, 0.1) == pytest.approx(1)
    assert top_share(alike, 0.25) == pytest.approx(0.25)
    assert gini([Bundle(1, 4, 0)]) == 0


def printed(capsys: pytest.CaptureFixture[str], **options: Any) -> str:
    simulate(people=TOWN.people, paying=TOWN.paying, amount=Decimal(5), rent=Decimal(10), **options)
    return capsys.readouterr().out


def test_table_and_json_agree(capsys: pytest.CaptureFixture[str]) -> None:
    told = json.loads(printed(capsys, as_json=True))
    lines = [re.split(r"  +", line.strip()) for line in printed(capsys).splitlines()]
    table = {cells[0]: cells[1] for cells in lines if len(cells) > 1}
    named = {
        "money in": "money_in_micros",
        "reaches creators": "to_creators_micros",
        "directly, at hop 0": "directly_micros",
        "through friends, later": "through_friends_micros",
        "kept by people who are no creators": "kept_by_others_micros",
        "left unshared by payers without likes": "unshared_micros",
        "the cut, if creators take out all": "cut_micros",
        "on creators' bank accounts then": "paid_out_micros",
        "the creator in the middle gets": "median_income_micros",
    }
    for hop in range(7):
        micros = told["shared_by_hop_micros"][hop]
        assert table[f"shared at hop {hop}"] == f"{micros // 10_000 / 100:,.2f}"
    for words, name in named.items():
        assert table[words] == f"{told[name] // 10_000 / 100:,.2f}"
    assert table["creators who get more than 10.00"] == f"{told['creators_above_rent']:,}"
    assert table["Gini of creators' income"] == f"{told['gini']:.3f}"
    assert told["cut_micros"] == told["to_creators_micros"] // 10
    assert told["cut_micros"] + told["paid_out_micros"] == told["to_creators_micros"]


def test_a_sample_is_said_to_be_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert "Computed on all 20,000 people" in printed(capsys)
    assert "sample of 5,000 people, scaled by 4;" in printed(capsys, sample=5_000)


def test_plots_are_drawn_also_of_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    printed(capsys, out=tmp_path / "new")
    for name in (RANK_PLOT, FLOW_PLOT):
        ET.parse(tmp_path / "new" / name)
    nothing = simulate_economy(replace(TOWN, paying=Decimal(0)))
    for svg in (income_by_rank_svg(nothing, 0), flow_by_hop_svg(nothing)):
        ET.parse(io.StringIO(svg))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"people": 1}, "people must be 2"),
        ({"paying": Decimal("1.01")}, "paying must be 0 to 1"),
        ({"paying": Decimal("-0.1")}, "paying must be 0 to 1"),
        ({"paying": Decimal("nan")}, "paying must be 0 to 1"),
        ({"amount_micros": 0}, "amount must be above 0"),
        ({"mean_likes": 0}, "likes must be 1"),
        ({"max_hops": -1}, "max_hops must be 0"),
        ({"friends": Decimal(2)}, "friends must be 0 to 1"),
        ({"tail": Decimal(1)}, "tail must be"),
        ({"seed": -1}, "seed must be"),
        ({"sample": 20_001}, "sample must be 2 to 20,000"),
        ({"people": 10**9, "sample": 10**9}, "MiB of memory"),
        ({"paying": Decimal("0.0001"), "sample": 2}, "nobody in it who pays"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(change: dict[str, Any], words: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        replace(TOWN, **change)
    assert words in refused.value.message
    assert "\n" not in refused.value.message


@pytest.mark.parametrize("amount", ["nan", "inf", "-1", "0.0000001", "1e30", "1e999999"])
def test_an_amount_that_is_none_is_refused(amount: str) -> None:
    with pytest.raises(InvalidInput):
        micros_of(Decimal(amount), field="amount")


def test_pots_beyond_64_bits_are_refused() -> None:
    with pytest.raises(AmountOutOfRange):
        simulate_economy(replace(TOWN, amount_micros=2**53, paying=Decimal(1)))


def line(paying: str) -> list[str]:
    return f"simulate --people 1000 --paying {paying} --amount 5 --json".split()


def test_the_command_line_takes_numbers_exactly(capsys: pytest.CaptureFixture[str]) -> None:
    app = command_line("simulate")
    app(line("0.1"), exit_on_error=False)
    assert json.loads(capsys.readouterr().out)["money_in_micros"] == 500_000_000
    with pytest.raises(CycloptsError):  # wrong usage: exit code 2
        app(line("some"), exit_on_error=False)


def test_the_process_ends_with_1_and_the_reason_in_one_line() -> None:
    run = "from likewise.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", run, *line("1.1")], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "likewise: paying must be 0 to 1\n"

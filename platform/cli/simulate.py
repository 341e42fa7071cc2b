"""`likewise simulate`: what an economy of likes would pay out, and to whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter, Token
from rich.table import Table

from likewise.cli.output import AsJson, console, print_json, progress
from likewise.errors import InvalidInput
from likewise.money import BPS_PER_WHOLE, format_amount, part_of, whole_cents
from likewise.settlement.split import DEFAULT_MAX_HOPS
from likewise.simulator.assumptions import (
    DEFAULT_FRIENDS,
    DEFAULT_TAIL,
    Assumptions,
    micros_of,
)
from likewise.simulator.economy import Economy, simulate_economy
from likewise.simulator.plots import flow_by_hop_svg, income_by_rank_svg
from likewise.simulator.statistics import gini, median_micros, top_share


def _number(_: object, tokens: Sequence[Token]) -> Decimal:
    """What stands there as an exact number; anything else is wrong usage."""
    try:
        return Decimal(tokens[0].value)
    except InvalidOperation:
        raise ValueError from None  # cyclopts names the option and what stood there


Number = Annotated[Decimal, Parameter(converter=_number)]

RANK_PLOT, FLOW_PLOT = "income-by-rank.svg", "flow-by-hop.svg"


def simulate(
    *,
    people: int,
    paying: Number,
    amount: Number,
    likes: int = 20,
    friends: Number = DEFAULT_FRIENDS,
    tail: Number = DEFAULT_TAIL,
    forward_bps: int = BPS_PER_WHOLE,
    max_hops: int = DEFAULT_MAX_HOPS,
    seed: int = 1,
    sample: int | None = None,
    rent: Number = Decimal(800),
    cut_bps: int = 1000,
    out: Path | None = None,
    as_json: AsJson = False,
) -> None:
    """Answer the founding question: what such an economy pays out in a month, and to whom.

    Draws a network of people, friends and creators, lets it like for a month, and runs the split
    that closes a real month. Where people are too many for one machine, a sample stands for them;
    it says so. It is a model, not a forecast: what it assumes, and why, is in docs/simulation.md.

    Example: likewise simulate --people 500000000 --paying 0.01 --amount 5

    Args:
        people: How many people take part.
        paying: The share of them who pay, 0 to 1.
        amount: What they pay a month, in the mean; some pay two fifths of it, some twice as much.
        likes: How many likes a person gives a month, in the mean.
        friends: The share of the likes that goes to friends, 0 to 1; the rest goes to creators.
        tail: How unequally popular creators are, a power law: 1.5 (a few are all) to 4 (alike).
        forward_bps: What people who are no creators pass on of what comes in, in basis points.
        max_hops: The last hop: 0 shares what was paid only, 1 also what that brought, and so on.
        seed: Another seed draws another network; the same one gives the same answer.
        sample: How many people to compute; without it, as many as take some seconds.
        rent: How many creators get more than this a month?
        cut_bps: The platform's part of every payout, in basis points.
        out: A folder to write two plots to, income-by-rank.svg and flow-by-hop.svg.
        as_json: Print the answer for a machine to read; amounts in micros.
    """
    rent_micros = micros_of(rent, field="rent")
    if not 0 <= cut_bps <= BPS_PER_WHOLE:
        raise InvalidInput(f"cut_bps must be 0 to {BPS_PER_WHOLE:,}", field="cut_bps")
    assumptions = Assumptions(
        people,
        paying,
        micros_of(amount, field="amount"),
        mean_likes=likes,
        friends=friends,
        tail=tail,
        forward_bps=forward_bps,
        max_hops=max_hops,
        seed=seed,
        sample=sample,
    )
    with progress() as bars:
        bar = bars.add_task("liking", total=None)

        def on_progress(stage: str, done: int, total: int) -> None:
            bars.update(bar, description=stage, completed=done, total=total)

        economy = simulate_economy(assumptions, on_progress)
    if out is not None:
        _write_plots(economy, rent_micros, out)
    answer = _answer(economy, rent_micros=rent_micros, cut_bps=cut_bps)
    if as_json:
        print_json(answer)
    else:
        _print_table(answer, out)


def _write_plots(economy: Economy, rent_micros: int, out: Path) -> None:
    plots = {
        RANK_PLOT: income_by_rank_svg(economy, rent_micros),
        FLOW_PLOT: flow_by_hop_svg(economy),
    }
    try:
        out.mkdir(parents=True, exist_ok=True)
        for name, svg in plots.items():
            (out / name).write_text(svg)
    except OSError as error:
        raise InvalidInput(f"{out} can't be written: {error.strerror}", field="out") from error


def _answer(economy: Economy, *, rent_micros: int, cut_bps: int) -> dict[str, Any]:
    """Everything that is printed, for a machine and for a person; amounts in micros."""
    asked = economy.assumptions
    cut_micros = part_of(economy.to_creators_micros, cut_bps)
    return {
        "people": asked.people,
        "payers": asked.payers,
        "creators": asked.creators,
        "sample_people": asked.sample_people,
        "sample_likes": economy.sample_likes,
        "sample_digest": economy.digest,
        "seed": asked.seed,
        "money_in_micros": economy.money_in_micros,
        "shared_by_hop_micros": [hop.shared_micros for hop in economy.hops],
        "to_creators_by_hop_micros": [hop.to_creators_micros for hop in economy.hops],
        "to_creators_micros": economy.to_creators_micros,
        "directly_micros": economy.directly_micros,
        "through_friends_micros": economy.through_friends_micros,
        "kept_by_others_micros": economy.kept_by_others_micros,
        "unshared_micros": economy.unshared_micros,
        "cut_bps": cut_bps,
        "cut_micros": cut_micros,
        "paid_out_micros": economy.to_creators_micros - cut_micros,
        "gini": round(gini(economy.bundles), 4),
        "top_percent_share": round(top_share(economy.bundles, 0.01), 4),
        "median_income_micros": median_micros(economy.bundles),
        "rent_micros": rent_micros,
        "creators_above_rent": economy.creators_above(rent_micros),
    }


def _print_table(answer: dict[str, Any], out: Path | None) -> None:
    """The answer for a person; amounts in units, rounded down to cents."""
    table = Table(box=None, show_header=False)
    table.add_column(style="bold")
    table.add_column(justify="right")
    table.add_column(justify="right", style="dim")
    for row in _rows(answer):
        table.add_row(*row)
    screen = console()
    screen.print(table)
    screen.print(f"\n {_sample_note(answer)}", style="dim", highlight=False)
    if out is not None:
        screen.print(f" Plots: {out / RANK_PLOT}, {out / FLOW_PLOT}", highlight=False)


def _rows(answer: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    whole_micros = answer["money_in_micros"]

    def money(name: str, micros: int) -> tuple[str, str, str]:
        per_mille = micros * 1000 // whole_micros if whole_micros else 0
        return name, _amount(micros), f"{per_mille // 10}.{per_mille % 10} %"

    for name in ("people", "payers", "creators"):
        yield name, f"{answer[name]:,}", ""
    yield money("money in", whole_micros)
    for hop, micros in enumerate(answer["shared_by_hop_micros"]):
        yield money(f"shared at hop {hop}", micros)
    yield money("reaches creators", answer["to_creators_micros"])
    yield money("  directly, at hop 0", answer["directly_micros"])
    yield money("  through friends, later", answer["through_friends_micros"])
    yield money("kept by people who are no creators", answer["kept_by_others_micros"])
    yield money("left unshared by payers without likes", answer["unshared_micros"])
    yield money("the cut, if creators take out all", answer["cut_micros"])
    yield money("on creators' bank accounts then", answer["paid_out_micros"])
    yield "Gini of creators' income", f"{answer['gini']:.3f}", ""
    yield "the top 1 % of creators get", f"{100 * answer['top_percent_share']:.1f} %", ""
    yield "the creator in the middle gets", _amount(answer["median_income_micros"]), ""
    rent = format_amount(answer["rent_micros"])
    yield f"creators who get more than {rent}", f"{answer['creators_above_rent']:,}", ""


def _amount(micros: int) -> str:
    units, cents = format_amount(whole_cents(micros)).split(".")
    return f"{int(units):,}.{cents}"


def _sample_note(answer: dict[str, Any]) -> str:
    people, sample = answer["people"], answer["sample_people"]
    if people == sample:
        return f"Computed on all {people:,} people, seed {answer['seed']}."
    return (
        f"Computed on a sample of {sample:,} people, scaled by {people / sample:,.6g}; "
        f"seed {answer['seed']}."
    )

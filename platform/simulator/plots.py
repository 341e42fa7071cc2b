"""Two pictures of an economy as SVG: income by rank, and the flow by hop."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from math import ceil, floor, log10

from likewise.money import MICROS_PER_UNIT
from likewise.simulator.drawing import (
    BOTTOM,
    LEFT,
    RIGHT,
    TOP,
    Bounds,
    across,
    box,
    dot,
    heading,
    line,
    sheet,
    short,
    text,
    up,
)
from likewise.simulator.economy import Economy

_TO_CREATORS, _PASSED_ON, _KEPT = "#0f766e", "#f59e0b", "#94a3b8"
_LEGEND = {"to creators": _TO_CREATORS, "passed on": _PASSED_ON, "kept by others": _KEPT}


def income_by_rank_svg(economy: Economy, rent_micros: int) -> str:
    """Each bundle of creators as a point, both axes logarithmic, and a line at the rent."""
    shapes = [*heading("Income of creators by rank", "Units a month, mean of each bundle of ranks")]
    points = [
        (bundle.first_rank + (bundle.size - 1) / 2, bundle.each_micros / MICROS_PER_UNIT)
        for bundle in economy.bundles
        if bundle.each_micros > 0
    ]
    if points:
        rent = rent_micros / MICROS_PER_UNIT
        amounts = [amount for _, amount in points] + ([rent] if rent else [])
        ranks = _decades(1, max(rank for rank, _ in points))
        incomes = _decades(min(amounts), max(amounts))
        shapes += _log_axes(ranks, incomes)
        for rank, amount in points:
            shapes.append(dot(across(log10(rank), ranks), up(log10(amount), incomes), _TO_CREATORS))
        if rent:
            y, above = up(log10(rent), incomes), economy.creators_above(rent_micros)
            shapes.append(line(LEFT, y, RIGHT, y, _PASSED_ON, 2))
            shapes.append(text(RIGHT, y - 8, f"more than {rent:,g}: {above:,} creators", "end"))
    return sheet(shapes)


def flow_by_hop_svg(economy: Economy) -> str:
    """A bar for each hop: of what was shared, what reached creators, went on, or stayed."""
    shapes = [*heading("The flow by hop", "Units shared, and where they went")]
    for number, (name, colour) in enumerate(_LEGEND.items()):
        left = RIGHT - 415 + 145 * number
        shapes += [box(left, TOP - 36, 14, 14, colour), text(left + 20, TOP - 24, name)]
    highest = max((hop.shared_micros for hop in economy.hops), default=0) / MICROS_PER_UNIT
    if highest:
        step = 10.0 ** floor(log10(highest))
        step /= 1 if highest / step >= 4 else 4
        bounds = (0, step * ceil(highest / step))
        for number in range(round(bounds[1] / step) + 1):
            y = up(number * step, bounds)
            shapes.append(line(LEFT, y, RIGHT, y))
            shapes.append(text(LEFT - 10, y + 5, short(number * step), "end"))
        shapes += _bars(economy, bounds)
    return sheet(shapes)


def _bars(economy: Economy, bounds: Bounds) -> Iterator[str]:
    width = (RIGHT - LEFT) / len(economy.hops)
    for hop, parts_micros in enumerate(_parts_by_hop(economy)):
        left, below_micros = LEFT + width * (hop + 0.2), 0
        for micros, colour in zip(parts_micros, _LEGEND.values(), strict=True):
            bottom = up(below_micros / MICROS_PER_UNIT, bounds)
            below_micros += micros
            top = up(below_micros / MICROS_PER_UNIT, bounds)
            yield box(left, top, width * 0.6, bottom - top, colour)
        total, middle = below_micros / MICROS_PER_UNIT, left + width * 0.3
        yield text(middle, up(total, bounds) - 7, short(total), "middle")
        yield text(middle, BOTTOM + 24, f"hop {hop}", "middle")


def _parts_by_hop(economy: Economy) -> Iterator[tuple[int, int, int]]:
    """Of each hop what reached creators, what the next hop shared, and what stayed, in micros."""
    shared_micros = [*(hop.shared_micros for hop in economy.hops), 0]
    for hop, (shared, passed_on) in zip(economy.hops, pairwise(shared_micros), strict=True):
        yield hop.to_creators_micros, passed_on, shared - hop.to_creators_micros - passed_on


def _log_axes(ranks: tuple[int, int], incomes: tuple[int, int]) -> Iterator[str]:
    for power in range(ranks[0], ranks[1] + 1):
        x = across(power, ranks)
        yield line(x, TOP, x, BOTTOM)
        yield text(x, BOTTOM + 24, short(10.0**power), "middle")
    for power in range(incomes[0], incomes[1] + 1):
        y = up(power, incomes)
        yield line(LEFT, y, RIGHT, y)
        yield text(LEFT - 10, y + 5, short(10.0**power), "end")
    yield text((LEFT + RIGHT) / 2, BOTTOM + 52, "rank of the creator", "middle")


def _decades(lowest: float, highest: float) -> tuple[int, int]:
    """The powers of ten around these, two different ones."""
    lower = floor(log10(lowest))
    return lower, max(lower + 1, ceil(log10(highest)))

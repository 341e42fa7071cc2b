"""Two pictures of an economy as SVG: income by rank, and the flow by hop. Text in, text out."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from math import ceil, floor, log10

from likewise.demo.simulator.economy import Economy
from likewise.money import MICROS_PER_UNIT

_WIDTH, _HEIGHT = 900, 560
_LEFT, _RIGHT, _TOP, _BOTTOM = 90, 870, 84, 490
_CREATORS, _PEOPLE, _KEPT, _GRID, _INK = "#0f766e", "#f59e0b", "#94a3b8", "#e2e8f0", "#1e293b"


def income_by_rank_svg(economy: Economy, rent_micros: int) -> str:
    """Each bundle of creators as a point, both axes logarithmic, and a line at the rent."""
    points = [
        (bundle.first_rank + (bundle.size - 1) / 2, bundle.each_micros / MICROS_PER_UNIT)
        for bundle in economy.bundles
        if bundle.each_micros > 0
    ]
    rent = rent_micros / MICROS_PER_UNIT
    body = [
        *_heading("Income of creators by rank", "Units a month, each rank the mean of its bundle")
    ]
    if points:
        amounts = [amount for _, amount in points] + ([rent] if rent else [])
        ranks = _decades(1, max(rank for rank, _ in points))
        incomes = _decades(min(amounts), max(amounts))
        places = [
            (_across(log10(rank), ranks), _up(log10(amount), incomes)) for rank, amount in points
        ]
        body += _log_axes(ranks, incomes)
        body += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{_CREATORS}"/>' for x, y in places]
        if rent:
            y, above = _up(log10(rent), incomes), economy.creators_above(rent_micros)
            body.append(_line(_LEFT, y, _RIGHT, y, _PEOPLE, 2))
            body.append(_text(_RIGHT, y - 8, f"rent {rent:,g}: {above:,} creators above", "end"))
    return _svg(body)


def flow_by_hop_svg(economy: Economy) -> str:
    """A bar for each hop: of what was shared, what reached creators, went on, or stayed."""
    body = [*_heading("The flow by hop", "Units shared, and where they went")]
    highest = max((hop.shared_micros for hop in economy.hops), default=0) / MICROS_PER_UNIT
    keys = {"to creators": _CREATORS, "passed on": _PEOPLE, "kept by others": _KEPT}
    for number, (name, colour) in enumerate(keys.items()):
        x = _RIGHT - 400 + 145 * number
        body += [_box(x, _TOP - 28, 14, 14, colour), _text(x + 20, _TOP - 16, name)]
    if highest:
        step = 10 ** floor(log10(highest))
        step = step if highest / step >= 4 else step / 4
        top = step * ceil(highest / step)
        for number in range(round(top / step) + 1):
            y = _up(number * step, (0, top))
            body += [
                _line(_LEFT, y, _RIGHT, y),
                _text(_LEFT - 10, y + 5, _short(number * step), "end"),
            ]
        width = (_RIGHT - _LEFT) / len(economy.hops)
        for hop, parts in enumerate(_parts_by_hop(economy)):
            x, y = _LEFT + width * (hop + 0.2), float(_BOTTOM)
            for micros, colour in zip(parts, keys.values(), strict=True):
                height = (_BOTTOM - _TOP) * micros / MICROS_PER_UNIT / top
                y -= height
                body.append(_box(x, y, width * 0.6, height, colour))
            total = _short(sum(parts) / MICROS_PER_UNIT)
            body.append(_text(x + width * 0.3, y - 7, total, "middle"))
            body.append(_text(x + width * 0.3, _BOTTOM + 24, f"hop {hop}", "middle"))
    return _svg(body)


def _parts_by_hop(economy: Economy) -> Iterator[tuple[int, int, int]]:
    """Of each hop what reached creators, what the next hop shared, and what stayed, in micros."""
    shared_micros = [*(hop.shared_micros for hop in economy.hops), 0]
    for hop, (shared, passed_on) in zip(economy.hops, pairwise(shared_micros), strict=True):
        yield hop.to_creators_micros, passed_on, shared - hop.to_creators_micros - passed_on


def _log_axes(ranks: tuple[int, int], incomes: tuple[int, int]) -> Iterator[str]:
    for power in range(ranks[0], ranks[1] + 1):
        x = _across(power, ranks)
        yield _line(x, _TOP, x, _BOTTOM)
        yield _text(x, _BOTTOM + 24, _short(10**power), "middle")
    for power in range(incomes[0], incomes[1] + 1):
        y = _up(power, incomes)
        yield _line(_LEFT, y, _RIGHT, y)
        yield _text(_LEFT - 10, y + 5, _short(10.0**power), "end")
    yield _text((_LEFT + _RIGHT) / 2, _BOTTOM + 52, "rank of the creator", "middle")


def _decades(lowest: float, highest: float) -> tuple[int, int]:
    """The powers of ten around these, two different ones."""
    lower = floor(log10(lowest))
    return lower, max(lower + 1, ceil(log10(highest)))


def _across(value: float, bounds: tuple[float, float]) -> float:
    return _LEFT + (_RIGHT - _LEFT) * (value - bounds[0]) / (bounds[1] - bounds[0])


def _up(value: float, bounds: tuple[float, float]) -> float:
    return _BOTTOM - (_BOTTOM - _TOP) * (value - bounds[0]) / (bounds[1] - bounds[0])


def _short(value: float) -> str:
    for size, letter in ((10**9, " bn"), (10**6, " M"), (1000, " k")):
        if value >= size:
            return f"{value / size:,.3g}{letter}"
    return f"{value:.3g}"


def _heading(title: str, below: str) -> Iterator[str]:
    yield f'<text x="{_LEFT}" y="34" font-size="21" font-weight="600">{title}</text>'
    yield f'<text x="{_LEFT}" y="58" fill="#64748b">{below}</text>'


def _text(x: float, y: float, words: str, anchor: str = "start") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{words}</text>'


def _line(x1: float, y1: float, x2: float, y2: float, colour: str = _GRID, width: int = 1) -> str:
    ends = f'x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"'
    return f'<line {ends} stroke="{colour}" stroke-width="{width}"/>'


def _box(x: float, y: float, width: float, height: float, colour: str) -> str:
    size = f'width="{width:.1f}" height="{height:.1f}"'
    return f'<rect x="{x:.1f}" y="{y:.1f}" {size} fill="{colour}"/>'


def _svg(body: list[str]) -> str:
    lines = "\n".join(body)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" '
        f'width="{_WIDTH}" height="{_HEIGHT}" font-family="system-ui, sans-serif" '
        f'font-size="14" fill="{_INK}">\n<rect width="100%" height="100%" fill="#fff"/>\n'
        f"{lines}\n</svg>\n"
    )

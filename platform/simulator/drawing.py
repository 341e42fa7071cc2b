"""A sheet to draw on: the shapes of SVG that a plot is made of. Places are pixels, from above."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

LEFT, RIGHT, TOP, BOTTOM = 90, 870, 84, 490
"""The frame in which a plot's points lie; its words stand around it."""
GRID = "#e2e8f0"
_WIDTH, _HEIGHT, _INK, _PALE_INK = 900, 560, "#1e293b", "#64748b"

Bounds = tuple[float, float]
"""The values at both ends of an axis, which differ."""


def across(value: float, bounds: Bounds) -> float:
    """How far to the right a value lies."""
    return LEFT + (RIGHT - LEFT) * (value - bounds[0]) / (bounds[1] - bounds[0])


def up(value: float, bounds: Bounds) -> float:
    """How far down a value lies: the higher the value the less."""
    return BOTTOM - (BOTTOM - TOP) * (value - bounds[0]) / (bounds[1] - bounds[0])


def short(value: float) -> str:
    """A number with three digits, and what it counts in."""
    for size, letter in ((10**9, " bn"), (10**6, " M"), (1000, " k")):
        if value >= size:
            return f"{value / size:,.3g}{letter}"
    return f"{value:.3g}"


def heading(title: str, below: str) -> Iterator[str]:
    """What a plot shows, and in what it is measured."""
    yield f'<text x="{LEFT}" y="34" font-size="21" font-weight="600">{title}</text>'
    yield f'<text x="{LEFT}" y="58" fill="{_PALE_INK}">{below}</text>'


def text(x: float, y: float, words: str, anchor: str = "start") -> str:
    """Words on a line, which `anchor` at x: their start, middle or end."""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{words}</text>'


def line(x1: float, y1: float, x2: float, y2: float, colour: str = GRID, width: int = 1) -> str:
    """A line from one place to another."""
    ends = f'x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"'
    return f'<line {ends} stroke="{colour}" stroke-width="{width}"/>'


def box(x: float, y: float, width: float, height: float, colour: str) -> str:
    """A filled box from its upper left corner."""
    size = f'width="{width:.1f}" height="{height:.1f}"'
    return f'<rect x="{x:.1f}" y="{y:.1f}" {size} fill="{colour}"/>'


def dot(x: float, y: float, colour: str) -> str:
    """A point that can be seen."""
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>'


def sheet(shapes: Iterable[str]) -> str:
    """The whole picture, white behind the shapes."""
    lines = "\n".join(shapes)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" '
        f'width="{_WIDTH}" height="{_HEIGHT}" font-family="system-ui, sans-serif" '
        f'font-size="14" fill="{_INK}">\n<rect width="100%" height="100%" fill="#fff"/>\n'
        f"{lines}\n</svg>\n"
    )

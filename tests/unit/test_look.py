"""The sheets of style are loaded page by page and stay: none may change what another has named."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

LOOK = Path(__file__).parents[2] / "frontend" / "src" / "look"
OF_ALL = {"print.css"}
"""Speaks of what the others have named, on purpose."""


def test_a_class_belongs_to_one_sheet() -> None:
    named: dict[str, set[str]] = defaultdict(set)
    for sheet in LOOK.glob("*.css"):
        text = re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.DOTALL)
        selectors = ",".join(re.findall(r"([^{}]+)\{", text))
        for selector in re.split(r",(?![^(]*\))", selectors):
            if first := re.match(r"\s*\.([\w-]+)", selector):
                named[first[1]].add(sheet.name)
    shared = {name: sheets - OF_ALL for name, sheets in named.items()}
    assert len(named) > 100
    assert {name: sheets for name, sheets in shared.items() if len(sheets) > 1} == {}

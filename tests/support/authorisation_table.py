"""docs/authorisation.md as a table that tests can ask: who may what, and who sees which type."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "authorisation.md"
NOBODY, SOMEBODY_ELSE, OWNER, OPERATOR = ROLES = (
    "nobody",
    "somebody else",
    "the owner",
    "an operator",
)
QUERY, NODE, MUTATION, FEED = KINDS = ("query", "node", "mutation", "feed")
HER_OWN = "her own"
EVERYBODY = "everybody"
OWNERS_AND_OPERATORS = "the owner and operators"
OPERATORS = "operators"
AUDIENCES = {EVERYBODY, OWNER, OWNERS_AND_OPERATORS, OPERATORS, "who asks"}
_ROW = re.compile(r"\| `([A-Za-z]+)` \| (.+) \|")

Rows = Mapping[str, Mapping[str, str]]
"""By what the first column names: for each role `yes`, `her own`, `null` or a code."""


@dataclass(frozen=True)
class Table:
    """The page."""

    rows: Mapping[str, Rows]
    """By KINDS."""
    types: Mapping[str, str]
    """For each type who sees it: one of AUDIENCES."""

    def types_for(self, who: str) -> frozenset[str]:
        """The types that one of AUDIENCES sees."""
        return frozenset(name for name, audience in self.types.items() if audience == who)

    def private_types(self) -> frozenset[str]:
        """What not everybody sees, and not just who asks."""
        return frozenset(
            name for name, who in self.types.items() if "owner" in who or who == OPERATORS
        )


def authorisation_table() -> Table:
    """The tables of the page, each by the word above its first column."""
    tables = dict(_tables(PAGE.read_text()))
    types = {name: cells[0] for name, cells in tables["type"].items()}
    assert set(types.values()) <= AUDIENCES
    return Table({kind: _by_role(tables[kind]) for kind in KINDS}, types)


def _by_role(rows: dict[str, list[str]]) -> Rows:
    return {
        name: {role: cell.strip("`") for role, cell in zip(ROLES, cells, strict=True)}
        for name, cells in rows.items()
    }


def _tables(page: str) -> Iterator[tuple[str, dict[str, list[str]]]]:
    for table in re.findall(r"(?:^\|.*\n)+", page, re.MULTILINE):
        head, _, *lines = table.splitlines()
        rows = [found for line in lines if (found := _ROW.fullmatch(line)) is not None]
        names = [row[1] for row in rows]
        assert len(names) == len(set(names)), "a row that is there twice"
        kind = head.strip("| ").partition(" |")[0]
        yield kind, {row[1]: [cell.strip() for cell in row[2].split("|")] for row in rows}

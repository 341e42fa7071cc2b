"""The web app offers the countries that the server takes."""

from __future__ import annotations

import re
from pathlib import Path

import pycountry

OFFERED = Path(__file__).parents[2] / "frontend" / "src" / "words" / "countries.ts"


def test_every_country_can_be_chosen_and_no_other() -> None:
    offered = re.findall(r"\b[A-Z]{2}\b", OFFERED.read_text())
    assert sorted(offered) == sorted(each.alpha_2 for each in pycountry.countries)

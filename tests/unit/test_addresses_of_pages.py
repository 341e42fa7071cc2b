"""The web app and the server know the same pages: else an address works until it is reloaded."""

from __future__ import annotations

import re
from pathlib import Path

from likewise.web.web_app import PAGES

APP = Path(__file__).parents[2] / "frontend" / "src" / "App.tsx"


def addresses_of_the_app() -> list[str]:
    """What PAGES of App.tsx names, as the server writes it: `/month/:month` is `/month/{month}`."""
    source = APP.read_text(encoding="utf-8")
    rows = source[source.index("const PAGES") : source.index("\n]\n")]
    patterns = dict(re.findall(r"^const ([A-Z]+) = /\^(.+)/$", source, re.MULTILINE))
    named = re.findall(r"^\s+\[?\s*(?:'(/[^']*)'|([A-Z]+)),", rows, re.MULTILINE)
    assert len(named) == len(re.findall(r"'(?:everybody|signed in|operators)',", rows))
    return [as_served(path) if path else from_pattern(patterns[name]) for path, name in named]


def as_served(path: str) -> str:
    return re.sub(r":(\w+)", r"{\1}", path)


def from_pattern(pattern: str) -> str:
    """`\\/@(?<handle>[a-z]+)\\/?$` is `/@{handle}`."""
    named = re.sub(r"\(\?<(\w+)>[^)]*\)", r"{\1}", pattern)
    return named.replace("\\/?$", "").replace("\\/", "/")


def test_the_web_app_and_the_server_name_the_same_pages() -> None:
    assert sorted(addresses_of_the_app()) == sorted(PAGES)


def test_every_page_is_named_once() -> None:
    assert len(set(PAGES)) == len(PAGES)
    assert len(set(addresses_of_the_app())) == len(addresses_of_the_app())

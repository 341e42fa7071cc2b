"""Pages that people of the demo like: who cares for them, and how much they draw.

Their hosts are reserved (RFC 2606), so nobody has claimed them, and what they bring is waiting.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WebPage:
    """A page anywhere on the web, as somebody would paste its address."""

    url: str
    circles: frozenset[str]
    draws: int


PAGES = tuple(
    WebPage(url, frozenset(circles.split()), draws)
    for url, circles, draws in (
        ("https://example.org/essays/on-lending-books", "words", 3),
        ("https://EXAMPLE.org/essays/the-last-payphone?utm_source=newsletter", "words play", 2),
        ("https://www.example.net/a-map-of-smells", "kitchen craft", 2),
        ("https://slow-bread.example/rye-for-the-impatient", "kitchen", 2),
        ("https://lighthouses.example/keepers/logbooks", "sky words", 2),
        ("https://small-telescopes.example/first-light#comments", "sky", 2),
        ("https://commons.example/knots/bowline", "craft sky", 1),
        ("https://museum-of-lost-buttons.example", "craft ring", 2),
        ("https://night-radio.example:8443/archive/1974", "music", 3),
        ("https://seed-savers.example/beans/great-aunts", "kitchen sky", 1),
        ("https://tiny-games.example/play/patience", "play ring", 2),
        ("https://bücher-und-tee.example/lesungen", "words", 1),
    )
)

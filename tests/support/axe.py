"""What axe-core finds on a page: https://github.com/dequelabs/axe-core/blob/develop/doc/API.md."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.async_api import Page

_AXE = Path(__file__).parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_RUN = """
runOnly => axe.run(document, { runOnly, resultTypes: ['violations'], preload: false })
"""


async def axe_findings(page: Page, rules: list[str] | None = None) -> list[str]:
    """What breaks WCAG 2.2 AA or a best practice on the page as it is now, or these rules alone."""
    if not await page.evaluate("'axe' in window"):
        await page.evaluate(_AXE.read_text())
    found: dict[str, Any] = await page.evaluate(_RUN, rules or _TAGS)
    return [
        f"{violation['id']}: {violation['help']}: {node['html']} ({node['failureSummary']})"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]

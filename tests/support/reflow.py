"""What somebody loses who magnifies a page or sets its text wider.

WCAG 2.2: resize text (1.4.4), reflow (1.4.10), text spacing (1.4.12), focus not obscured (2.4.11).
"""

from __future__ import annotations

import asyncio

from playwright.async_api import Page

MAGNIFIED = {"400 %": (320, 256), "200 %": (640, 512)}
"""What is left of a window of 1280 by 1024."""

_BECOMES_NARROW_WITHIN_SECONDS = 5.0
_SET_WIDER = """
() => {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(`
        * {
            line-height: 1.5 !important;
            letter-spacing: 0.12em !important;
            word-spacing: 0.16em !important;
        }
        p { margin-bottom: 2em !important; }
    `)
    document.adoptedStyleSheets.push(sheet)
}
"""
_SET_AS_BEFORE = "() => { document.adoptedStyleSheets.pop() }"
_LOST = """
() => {
    const shown = element => element.outerHTML.slice(0, 160)
    const all = [...document.querySelectorAll('body *')].filter(each =>
        each.checkVisibility() && !each.closest('.unseen, svg'))
    const hides = (element, ...how) => how.includes(getComputedStyle(element).overflowX)
    const isInBox = element => {
        for (let box = element.parentElement; box; box = box.parentElement) {
            if (hides(box, 'auto', 'scroll')) { return true }
        }
        return false
    }
    const isWide = document.documentElement.scrollWidth > innerWidth
    const tooWide = all.filter(each =>
        isWide && each.getBoundingClientRect().right > innerWidth + 1 && !isInBox(each))
    const cut = all.filter(each =>
        hides(each, 'hidden', 'clip') && each.scrollWidth > each.clientWidth + 1 &&
        !each.matches('input, select, [role=img] *'))  // behind each chart stands its table
    const stops = all.filter(each => each.tabIndex >= 0 && !each.matches(':disabled'))
    const covered = stops.filter(each => {
        each.focus()
        const { left, right, top, bottom } = each.getBoundingClientRect()
        const points = [0.1, 0.5, 0.9].flatMap(x => [0.1, 0.5, 0.9].map(y =>
            [left + (right - left) * x, top + (bottom - top) * y]))
        return !points.some(([x, y]) => {
            const seen = document.elementFromPoint(x, y)
            return seen && (each.contains(seen) || seen.contains(each) || seen.closest('label'))
        })
    })
    document.activeElement.blur()
    scrollTo(0, 0)
    return [
        ...tooWide.slice(-2).map(each => `beside the window: ${shown(each)}`),
        ...cut.map(each => `cut: ${shown(each)}`),
        ...covered.map(each => `out of sight when it has the focus: ${shown(each)}`),
    ]
}
"""


async def lost_when_magnified(page: Page) -> list[str]:
    """At each of these, and with text set wider at the larger; the window stays that small."""
    lost = []
    for name, (width, height) in reversed(MAGNIFIED.items()):
        await page.set_viewport_size({"width": width, "height": height})
        lost += [f"{name}: {each}" for each in await _lost(page)]
    await page.evaluate(_SET_WIDER)
    lost += [f"set wider: {each}" for each in await _lost(page)]
    await page.evaluate(_SET_AS_BEFORE)
    return lost


async def _lost(page: Page) -> list[str]:
    """What is still lost once all has become as narrow as it becomes: charts take their time."""
    deadline = asyncio.get_running_loop().time() + _BECOMES_NARROW_WITHIN_SECONDS
    while True:
        lost: list[str] = await page.evaluate(_LOST)
        if not lost or asyncio.get_running_loop().time() > deadline:
            return lost

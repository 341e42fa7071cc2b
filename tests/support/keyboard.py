"""Somebody who uses nothing but the keyboard, and must always see where she is."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from playwright.async_api import Locator, Page, expect

MOST_TABS = 80
Role = Literal[
    "button", "checkbox", "combobox", "group", "link", "radio", "searchbox", "slider", "textbox"
]

_HERE = """
() => {
    const { activeElement } = document
    const style = getComputedStyle(activeElement)
    const { left, right, top, bottom } = activeElement.getBoundingClientRect()
    return {
        isNowhere: activeElement === document.body,
        isSeen: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
        isContent: activeElement.matches('main *'),
        box: [left + scrollX, right + scrollX, top + scrollY, bottom + scrollY],
        what: activeElement.outerHTML.slice(0, 200),
    }
}
"""


class _Stop(NamedTuple):
    """Where the focus stands."""

    left: float
    right: float
    top: float
    bottom: float
    what: str

    def is_above(self, other: _Stop) -> bool:
        """Whether somebody who reads would have come here before."""
        shares_column = self.left < other.right and other.left < self.right
        return self.bottom <= other.top and shares_column


class Keyboard:
    """The keys of a page that is open."""

    def __init__(self, page: Page) -> None:
        self.page = page

    async def to(self, role: Role, name: str | re.Pattern[str], *, back: bool = False) -> Locator:
        """Press Tab, or Shift and Tab, until the first of these has the focus.

        Raises AssertionError where nobody sees the focus, or where it goes up while one goes on.
        """
        return await self.to_place(self.page.get_by_role(role, name=name).first, back=back)

    async def to_place(self, wanted: Locator, *, back: bool = False) -> Locator:
        """The same for what has no role."""
        await expect(wanted).to_be_visible()
        before: _Stop | None = None
        for _ in range(MOST_TABS):
            await self.page.keyboard.press("Shift+Tab" if back else "Tab")
            stop = await self._stop()
            if stop and before:
                first, second = (stop, before) if back else (before, stop)
                assert not second.is_above(first), f"{second.what} stands above {first.what}"
            before = stop
            if await wanted.evaluate("element => element === document.activeElement"):
                return wanted
        raise AssertionError(f"no way by Tab to {wanted}")

    async def press(self, role: Role, name: str | re.Pattern[str], key: str = "Enter") -> None:
        """Go there and press it."""
        await self.to(role, name)
        await self.page.keyboard.press(key)

    async def write(self, name: str, text: str) -> None:
        """Go to a field and write this in place of what stands there."""
        await self.to("textbox", name)
        await self.page.keyboard.press("ControlOrMeta+a")
        await self.page.keyboard.type(text)

    async def _stop(self) -> _Stop | None:
        """Where the focus is, if that is in the page's content."""
        here = await self.page.evaluate(_HERE)
        # Nowhere: past the last place, before the first.
        assert here["isNowhere"] or here["isSeen"], f"nobody sees the focus on {here['what']}"
        return _Stop(*here["box"], here["what"]) if here["isContent"] else None

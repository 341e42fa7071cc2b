"""A creator and an operator of one house, in front of browsers."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.async_api import Page

from likewise.identity.roles import make_operator
from likewise.identity.sign_up import sign_up
from tests.support.browser import Onlookers
from tests.support.clicking import PASSWORD
from tests.support.creators import receive


@dataclass(frozen=True)
class House:
    """A creator with $30 that is on hold no more, and an operator."""

    people: Onlookers
    cy: int
    olu: int

    async def come(self, handle: str, path: str, **browser: object) -> Page:
        """Somebody of the house opens a page, signed in."""
        page = await self.people.come(f"/sign-in?next={path}", **browser)
        german = browser.get("locale") == "de-DE"
        await page.get_by_label("E-Mail" if german else "Email").fill(f"{handle}@likewise.example")
        await page.get_by_label("Passwort" if german else "Password").fill(PASSWORD)
        await page.get_by_role("button", name="Anmelden" if german else "Sign in").click()
        return page


async def found_house(people: Onlookers) -> House:
    """Both sign up, and the money is there."""
    ids = {}
    for handle in ("cy", "olu"):
        signed_up = await sign_up(
            email=f"{handle}@likewise.example",
            password=PASSWORD,
            handle=handle,
            display_name=handle.title(),
        )
        ids[handle] = signed_up.person_id
    await make_operator(ids["olu"])
    await receive(ids["cy"], 30_000_000)
    return House(people, ids["cy"], ids["olu"])

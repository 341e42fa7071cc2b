"""What somebody decides about herself, what others see then, and what she takes along."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

from playwright.async_api import Locator, Page, expect

from likewise.months import Month
from likewise.settlement.close import close_month
from tests.support.browser import Onlookers
from tests.support.clicking import PASSWORD, open_wallet, publish, sign_up
from tests.support.village import running_month

NEW_PASSWORD = "quite another sentence"
SCRIPT = "<script>document.title = 'broken'</script><img src=x onerror=alert(1)>"
RIGHT_TO_LEFT = "سلام، من آدا هستم 🌱"
LONG_NAME = "Wolfeschlegelsteinhausenbergerdorffwelchevoralternwaren" + "👩‍👩‍👧‍👦" * 2


async def open_settings(page: Page) -> None:
    await page.get_by_role("link", name="Settings").click()
    await expect(page.get_by_role("heading", name="Privacy")).to_be_visible()


def wall(page: Page) -> Locator:
    return page.locator(
        "section", has=page.get_by_role("heading", name="Supporters this month")
    ).last


async def said(page: Page, text: str) -> None:
    """The server has answered, and that is told to who does not see it."""
    await expect(page.get_by_role("status").filter(has_text=text)).to_be_attached()


async def like(page: Page) -> None:
    await page.get_by_role("button", name="Like: ").click()
    await said(page, "Liked.")


async def is_as_wide_as_the_window(page: Page) -> bool:
    fits: bool = await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    return fits


async def test_whatever_people_write_of_themselves_is_text_and_breaks_nothing(
    people: Onlookers,
) -> None:
    ada = await people.come()
    await ada.set_viewport_size({"width": 360, "height": 740})
    await sign_up(ada, "Ada")
    await publish(ada, SCRIPT)
    await open_settings(ada)
    about = f"{RIGHT_TO_LEFT}\n{SCRIPT}"
    await ada.get_by_label("Name", exact=True).fill(LONG_NAME)
    await ada.get_by_label("About you").fill(about)
    await ada.reload()  # what was typed is kept
    await expect(ada.get_by_label("About you")).to_have_value(about)
    await ada.get_by_role("button", name="Save profile").click()
    await said(ada, "Your profile is saved.")
    await ada.get_by_role("link", name="See it as others do").click()
    await expect(ada.get_by_role("heading", name=LONG_NAME)).to_be_visible()
    await expect(ada.get_by_text(RIGHT_TO_LEFT)).to_contain_text(SCRIPT)
    await expect(ada.get_by_role("article").filter(has_text=SCRIPT)).to_be_visible()
    await expect(ada.get_by_role("main").locator("script, img")).to_have_count(0)
    assert await is_as_wide_as_the_window(ada)

    await open_settings(ada)
    await ada.get_by_label("Name", exact=True).fill("A\u202eda")
    await ada.get_by_role("button", name="Save profile").click()
    await expect(ada.get_by_text("A display name has no control characters.")).to_be_visible()
    await expect(ada.get_by_label("Name", exact=True)).to_have_value("A\u202eda")


async def test_who_likes_is_seen_when_she_has_chosen_so_and_as_long_as_that(
    people: Onlookers,
) -> None:
    ada, bo, stranger = await people.come(), await people.come(), await people.come()
    await sign_up(ada, "Ada")
    await sign_up(bo, "Bo")
    await bo.goto("/@ada")
    await like(bo)
    await stranger.goto("/@ada")
    await expect(wall(stranger)).to_contain_text("Nobody shows so far")

    await wall(bo).get_by_role("link", name="Be seen when you like").click()
    await bo.get_by_label("Show what I like").check()
    await said(bo, "What you like can be seen now.")
    await bo.go_back()
    await expect(wall(bo).get_by_role("link", name="Bo")).to_be_visible()
    await stranger.reload()
    await wall(stranger).get_by_role("link", name="Bo").click()
    likes = stranger.locator("section", has=stranger.get_by_role("heading", name="Likes this")).last
    await expect(likes.get_by_role("link", name="Ada")).to_be_visible()

    await open_settings(bo)
    await bo.get_by_label("Show what I like").uncheck()
    await said(bo, "You are gone from all walls.")
    await stranger.reload()
    await expect(stranger.get_by_role("heading", name="Bo", exact=True)).to_be_visible()
    await expect(likes).to_have_count(0)
    await stranger.goto("/@ada")
    await expect(wall(stranger)).to_contain_text("Nobody shows so far")


async def test_anything_on_the_web_is_liked_by_its_one_address_and_stays_liked(
    people: Onlookers,
) -> None:
    bo = await people.come()
    await sign_up(bo, "Bo")
    await bo.get_by_role("link", name="Like a link").click()
    await bo.get_by_label("Address").fill("HTTPS://Example.org:443/song?utm_source=x#top")
    await bo.get_by_role("button", name="Open").click()
    song = bo.get_by_role("link", name="https://example.org/song", exact=True)
    await expect(song).to_be_visible()
    await expect(bo.get_by_text("Kept under this address")).to_be_visible()
    await like(bo)
    await expect(bo.get_by_text("1 like", exact=True)).to_be_visible()
    await expect(wall(bo)).to_be_visible()  # it has become a page

    await bo.get_by_role("link", name="My month").click()
    await bo.get_by_role("link", name="example.org").click()
    liked = bo.get_by_role("button", name="Liked: example.org")
    await expect(liked).to_have_attribute("aria-pressed", "true")
    await liked.click()
    await said(bo, "Like taken back.")
    await bo.reload()
    await expect(bo.get_by_role("button", name="Like: example.org")).to_be_visible()

    for address in ("http://192.168.0.1/router", "http://localhost.localdomain/x"):
        await bo.get_by_label("Address").fill(address)
        await bo.get_by_role("button", name="Open").click()
        await expect(bo.get_by_role("alert")).to_contain_text("only public pages can")


async def test_a_new_password_ends_the_session_elsewhere(people: Onlookers) -> None:
    here, elsewhere = await people.come(), await people.come()
    await sign_up(here, "Ada")
    await sign_in(elsewhere, PASSWORD)
    await open_settings(here)
    await expect(here.get_by_text("Another browser or program")).to_be_visible()

    await here.get_by_label("Present password").fill("not this one")
    await here.get_by_label("New password").fill(NEW_PASSWORD)
    await here.get_by_role("button", name="Change password").click()
    await expect(here.get_by_text("That is not your present password.")).to_be_visible()
    await here.get_by_label("Present password").fill(PASSWORD)
    await here.get_by_role("button", name="Change password").click()
    await said(here, "1 other session is ended.")
    await expect(here.get_by_text("Another browser or program")).to_have_count(0)

    await elsewhere.reload()
    await expect(elsewhere.get_by_role("link", name="Sign up").first).to_be_visible()
    await sign_in(elsewhere, NEW_PASSWORD)


async def sign_in(page: Page, password: str) -> None:
    await page.goto("/sign-in")
    await page.get_by_label("Email").fill("ada@likewise.example")
    await page.get_by_label("Password").fill(password)
    await page.get_by_role("button", name="Sign in").click()
    await expect(page.get_by_role("button", name="Sign out")).to_be_visible()


async def month_of_one_like(page: Page, books: Path) -> Month:
    """She likes a page of the web, pays, and the month is closed."""
    await page.goto("/page?url=https://example.org/song")
    await like(page)
    await open_wallet(page)
    await page.get_by_role("button", name="Start with $5").click()
    await expect(page.get_by_text("Active", exact=True)).to_be_visible()
    month = await running_month()
    await close_month(month, early=True, books=books)
    return month


async def download_of(page: Page) -> tuple[dict[str, Any], str]:
    """What is in the file of her data, and its name."""
    async with page.expect_download() as download:
        await page.get_by_role("button", name="Download as JSON").click()
    file = await download.value
    found: dict[str, Any] = json.loads(await asyncio.to_thread((await file.path()).read_text))
    return found, file.suggested_filename


async def test_what_the_server_cannot_tell_is_named_and_all_the_rest_is_taken_along(
    people: Onlookers, database: str, tmp_path: Path
) -> None:
    ada = await people.come()
    await sign_up(ada, "Ada")
    month = await month_of_one_like(ada, tmp_path / "books")
    [tree] = (tmp_path / "books").rglob("outcome.tree")
    tree.rename(tree.with_suffix(".away"))
    await open_settings(ada)
    found, name = await download_of(ada)
    assert found["notRead"] == [{"part": "outcomes", "month": str(month)}]
    assert found["outcomes"] == []
    assert len(found["results"]) == 1
    await expect(ada.get_by_role("alert")).to_contain_text(f"The file {name} has all the rest")

    tree.with_suffix(".away").rename(tree)
    found, _ = await download_of(ada)
    assert found["notRead"] == []
    assert len(found["outcomes"]) == 1
    await expect(ada.get_by_role("alert")).to_have_count(0)


async def test_what_is_kept_of_somebody_is_hers_to_take_along(
    people: Onlookers, database: str, tmp_path: Path
) -> None:
    ada = await people.come()
    await ada.clock.set_fixed_time("2020-02-02T02:02:02Z")  # whatever her own clock says
    await sign_up(ada, "Ada")
    for number in range(3):
        await publish(ada, f"Word {number}.")
    month = await month_of_one_like(ada, tmp_path / "books")
    await open_settings(ada)
    found, name = await download_of(ada)
    assert name.startswith("likewise-ada-")
    assert found["notRead"] == []
    assert (found["handle"], found["email"]) == ("ada", "ada@likewise.example")
    assert [each["body"] for each in found["posts"]] == ["Word 2.", "Word 1.", "Word 0."]
    [[like_of_hers]] = found["likes"].values()
    assert like_of_hers["target"]["url"] == "https://example.org/song"
    assert like_of_hers["gave"]["micros"] == "4555000"
    assert found["wallet"]["budget"]["micros"] == "0"
    moved = [(each["kind"], each["budgetChange"]["micros"]) for each in found["movements"]]
    assert moved == [("GIVEN", "-4555000"), ("PAYMENT", "4555000")]
    [result] = found["results"]
    assert (result["month"], result["given"]["micros"]) == (str(month), "4555000")
    assert len(found["sessions"]) == 1
    assert "__typename" not in json.dumps(found)
    assert [(each["month"], each["fee"]["micros"]) for each in found["payments"]] == [
        (str(month), "445000")
    ]
    [outcome] = found["outcomes"]
    assert outcome["month"] == str(month)
    await said(ada, name)

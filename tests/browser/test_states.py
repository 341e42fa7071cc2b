"""What is shown while the server is slow or silent, is newer than the page, or forgot somebody."""

from __future__ import annotations

import asyncio
import re

import pytest
from playwright.async_api import Page, Route, expect

from likewise.models import database
from tests.support.browser import Onlookers, settled, sign_in
from tests.support.clicking import (
    GRAPHQL,
    come_to_operate,
    forget_all_sessions,
    hold,
    lose_the_answer,
    open_wallet,
    publish,
    sign_up,
)
from tests.support.visits import EXPLORER, Reader, paths_of_the_app

NO_ANSWER = "No answer from the server."
NO_HISTORY = "No money of yours has moved yet."
"""The last part of a new wallet to come."""
ASK_NOTHING = frozenset({"/look", "/page"})
"""Pages that are whole without the server."""
PAGE_FILES = "**/assets/*.js"
GO_AND_LOOK = """
async path => {
    history.pushState(null, '', path)
    await new Promise(requestAnimationFrame)
    await new Promise(requestAnimationFrame)
    return document.querySelector('main').querySelector('h1, .waiting-row') !== null
}
"""


@pytest.fixture
def house_rules() -> dict[str, str]:
    """Tests walk through all pages faster than anybody reads one."""
    return {"LIKEWISE_COST_BUCKET_SIZE": "0", "LIKEWISE_ADDRESS_COST_BUCKET_SIZE": "0"}


async def two_in_the_feed(people: Onlookers) -> tuple[Page, Page]:
    """Ada has written something, and Bo looks at it."""
    ada, bo = await people.come(), await people.come()
    await sign_up(ada, "Ada")
    await publish(ada, "The first word.")
    await sign_up(bo, "Bo")
    await expect(bo.get_by_role("button", name="Like: ")).to_be_visible()
    return ada, bo


async def likes() -> int:
    row = await database.row("SELECT count(*) AS likes FROM likes")
    assert row is not None
    return int(row["likes"])


async def test_on_a_slow_network_every_page_has_at_once_the_shape_of_what_comes(
    people: Onlookers, database: str
) -> None:
    """At once: in the frame after the next, whatever is slow, and until all is there."""
    page = await come_to_operate(people, "/feed")
    await settled(page)
    shape = page.get_by_role("main").locator("h1, .waiting-row")
    for path in paths_of_the_app(Reader.OPERATOR):
        if path == EXPLORER:  # another document
            continue
        files, answers = await hold(page, PAGE_FILES), await hold(page)
        assert await page.evaluate(GO_AND_LOOK, path), f"{path}: nothing while its file comes"
        files.set()
        await expect(shape.first).to_be_attached()
        answers.set()
        await settled(page)
        await expect(shape.first).to_be_attached()
        await page.unroute_all(behavior="wait")


async def test_when_no_answer_comes_every_page_says_so_and_has_a_way_on(people: Onlookers) -> None:
    page = await people.come()
    await sign_up(page, "Ada")
    for path in paths_of_the_app(Reader.MEMBER):
        await page.route(GRAPHQL, lambda route: route.abort("connectionreset"))
        await page.goto(path)
        if path in ASK_NOTHING:
            await expect(page.get_by_role("heading", level=1)).to_be_visible()
        else:
            told = page.get_by_role("main").get_by_role("alert")
            await expect(told).to_contain_text(NO_ANSWER)
            await page.unroute(GRAPHQL)
            await told.get_by_role("button", name="Try again").click()
            await expect(told).to_have_count(0)
        await settled(page)
        await page.unroute_all()
    await people.complain_of("ERR_CONNECTION_RESET")


async def test_a_like_that_finds_no_server_is_taken_back_and_given_once_when_tried_again(
    people: Onlookers, database: str
) -> None:
    _, bo = await two_in_the_feed(people)
    await open_wallet(bo)
    await expect(bo.get_by_text(NO_HISTORY)).to_be_visible()
    await bo.get_by_role("link", name="Feed").click()
    await expect(bo.get_by_role("button", name="Like: ")).to_be_visible()
    await bo.context.set_offline(True)
    await expect(bo.get_by_text("You are offline.").first).to_be_visible()
    await bo.get_by_role("button", name="Like: ").click()
    await expect(bo.get_by_role("alert")).to_contain_text(NO_ANSWER)
    await expect(bo.get_by_role("button", name="Like: ")).to_have_attribute("aria-pressed", "false")
    assert await likes() == 0

    await bo.context.set_offline(False)
    await bo.get_by_role("button", name="Like: ").click()
    await expect(bo.get_by_role("status").filter(has_text="Liked.")).to_be_attached()
    await expect(bo.get_by_role("alert")).to_have_count(0)
    await expect(bo.get_by_role("button", name="Liked: ")).to_be_visible()
    assert await likes() == 1
    await people.complain_of("ERR_INTERNET_DISCONNECTED")


async def test_a_wallet_without_a_connection_does_not_say_that_it_is_live(
    people: Onlookers,
) -> None:
    page = await people.come()
    await sign_up(page, "Ada")
    await open_wallet(page)
    await expect(page.get_by_text(NO_HISTORY)).to_be_visible()
    await page.evaluate("""() => {
        window.lines = []
        const line = document.querySelector('h1 .line')
        new MutationObserver(() => window.lines.push(line.textContent))
            .observe(line, { characterData: true, childList: true, subtree: true })
    }""")
    async with page.expect_console_message(lambda said: "WebSocket connection" in said.text):
        # It leaves open sockets open, as a network that is gone does.
        await page.context.set_offline(True)
    await page.wait_for_function("window.lines.includes('Connection lost, coming back')")
    await page.context.set_offline(False)
    await expect(page.get_by_role("heading", name="Wallet Live")).to_be_visible()
    await people.complain_of("ERR_INTERNET_DISCONNECTED")


async def test_a_like_whose_answer_is_lost_is_given_once_when_tried_again(
    people: Onlookers, database: str
) -> None:
    _, bo = await two_in_the_feed(people)
    await lose_the_answer(bo)
    await bo.get_by_role("button", name="Like: ").click()
    await expect(bo.get_by_role("alert")).to_contain_text(NO_ANSWER)
    assert await likes() == 1

    await bo.get_by_role("button", name="Like: ").click()
    await expect(bo.get_by_role("status").filter(has_text="Liked.")).to_be_attached()
    await expect(bo.get_by_text("1 like", exact=True)).to_be_visible()
    assert await likes() == 1
    await people.complain_of("ERR_CONNECTION_RESET")


async def test_a_post_whose_answer_is_lost_is_published_once_when_tried_again(
    people: Onlookers,
) -> None:
    page = await people.come()
    await sign_up(page, "Ada")
    await page.get_by_label("What would you like to say?").fill("Once.")
    await lose_the_answer(page)
    await page.get_by_role("button", name="Publish").click()
    await expect(page.get_by_role("alert")).to_contain_text(NO_ANSWER)
    await page.get_by_role("button", name="Publish").click()
    posts = page.get_by_role("listitem").filter(has_text="Once.")
    await expect(posts).to_have_count(1)
    await page.reload()
    await expect(posts).to_have_count(1)
    await people.complain_of("ERR_CONNECTION_RESET")


async def test_a_like_is_not_lost_when_the_page_is_left_at_once(
    people: Onlookers, database: str
) -> None:
    _, bo = await two_in_the_feed(people)
    await bo.evaluate("""() => {
        document.querySelector('.like-button').click()
        location.href = 'about:blank'
    }""")
    await expect(bo).to_have_url("about:blank")
    async with asyncio.timeout(15):
        while not await likes():  # noqa: ASYNC110 - another process writes it
            await asyncio.sleep(0.05)


async def test_a_session_that_ends_while_one_types_loses_nothing(
    people: Onlookers, database: str
) -> None:
    page = await people.come()
    await sign_up(page, "Ada")
    text = "What I was about to say."
    await page.get_by_label("What would you like to say?").fill(text)
    await forget_all_sessions()
    await page.get_by_role("button", name="Publish").click()
    await page.get_by_role("alert").get_by_role("link", name="Sign in").click()
    await sign_in(page, "ada@likewise.example", "a rather long sentence")
    await expect(page).to_have_url("/feed")
    await expect(page.get_by_label("What would you like to say?")).to_have_value(text)
    await page.get_by_role("button", name="Publish").click()
    await expect(page.get_by_role("listitem").filter(has_text=text)).to_be_visible()


async def test_a_page_that_is_gone_since_a_newer_version_says_so_and_can_be_reloaded(
    people: Onlookers,
) -> None:
    page = await people.come()
    await page.route("**/assets/FeedPage-*", lambda route: route.fulfill(status=404))
    await page.get_by_role("link", name="Feed").click()
    await expect(page.get_by_role("heading", name="There is a newer version")).to_be_visible()
    await expect(page.get_by_text("This page is older than the server.")).to_be_visible()
    await page.unroute_all()
    await page.get_by_role("button", name="Reload").click()
    await expect(page.get_by_text("Nobody has said anything yet.")).to_be_visible()
    await people.complain_of("404 (Not Found) /assets/FeedPage-", ": FeedPage")


async def test_a_page_that_does_not_come_without_a_connection_comes_when_it_is_back(
    people: Onlookers,
) -> None:
    page = await people.come()
    await settled(page)
    await page.context.set_offline(True)
    await page.get_by_role("link", name="Feed").click()
    await expect(page.get_by_role("heading", name="This page did not come")).to_be_visible()
    await page.context.set_offline(False)
    await page.get_by_role("button", name="Try again").click()
    await expect(page.get_by_text("Nobody has said anything yet.")).to_be_visible()
    await people.complain_of("ERR_INTERNET_DISCONNECTED", ": FeedPage")


async def test_a_page_that_breaks_is_no_white_page(people: Onlookers) -> None:
    page = await people.come()
    await sign_up(page, "Ada")
    await publish(page, "The first word.")

    async def spoil(route: Route) -> None:
        answer = await route.fetch()
        body = re.sub(r'"createdAt": *"[^"]*"', '"createdAt": "never"', await answer.text())
        await route.fulfill(response=answer, body=body)

    await page.route(GRAPHQL, spoil)
    await page.reload()
    await expect(page.get_by_role("heading", name="This page broke")).to_be_visible()
    await page.unroute_all(behavior="wait")
    await page.get_by_role("link", name="To the front page").click()
    await expect(page.get_by_role("heading", name="A like is a share")).to_be_visible()
    await people.complain_of("RangeError")


async def test_who_asks_too_much_is_told_how_long_to_wait(people: Onlookers) -> None:
    page = await people.come("/feed")
    await settled(page)
    refusal = (
        '{"errors": [{"message": "Too much.", "extensions":'
        ' {"code": "THROTTLED", "retryAfterSeconds": 6.2}}]}'
    )
    await page.route(
        GRAPHQL,
        lambda route: route.fulfill(status=429, body=refusal, content_type="application/json"),
    )
    await page.goto("/feed")
    await expect(page.get_by_role("alert")).to_contain_text("Wait 7 seconds")
    await page.unroute(GRAPHQL)
    await page.get_by_role("button", name="Try again").click()
    await expect(page.get_by_text("Nobody has said anything yet.")).to_be_visible()
    await people.complain_of("429")


async def test_a_browser_that_keeps_nothing_shows_everything(people: Onlookers) -> None:
    page = await people.come()
    await page.add_init_script("""
        for (const name of ['localStorage', 'sessionStorage']) {
            Object.defineProperty(window, name, { get() { throw new DOMException('no') } })
        }
    """)
    await page.goto("/")
    await sign_up(page, "Ada")
    await publish(page, "Kept nowhere.")
    await page.get_by_label("Appearance").select_option("dark")
    await expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    await page.get_by_label("Language").select_option("de")
    await expect(page.locator("html")).to_have_attribute("lang", "de")

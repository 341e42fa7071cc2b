"""Two tabs of one person, and a tab that slept: each comes back right, or says what to do."""

from __future__ import annotations

from playwright.async_api import Page, Route, WebSocketRoute, expect

from likewise.community.publish_post import publish_post
from likewise.models.database import row
from tests.support.browser import Onlookers, settled, sign_in
from tests.support.clicking import (
    GRAPHQL,
    PASSWORD,
    balance,
    forget_all_sessions,
    look_again,
    open_wallet,
    publish,
    sign_up,
)
from tests.support.creators import register
from tests.support.house import House

AN_HOUR_MILLISECONDS = 3_600_000
COMPOSER = "What would you like to say?"


async def open_tab(page: Page, path: str) -> Page:
    """Another tab of the same browser."""
    tab = await page.context.new_page()
    await tab.goto(path)
    await settled(tab)
    return tab


async def test_what_was_done_in_one_tab_is_there_in_the_other_when_one_comes_back_to_it(
    people: Onlookers,
) -> None:
    ada, first = await people.come(), await people.come()
    await sign_up(ada, "Ada")
    await publish(ada, "The first word.")
    await sign_up(first, "Bo")
    feed, month = await open_tab(first, "/feed"), await open_tab(first, "/month")
    settings = await open_tab(first, "/settings")
    await settings.get_by_label("About you").fill("Half a sen")

    await first.get_by_role("button", name="Like: ").click()
    await first.get_by_role("link", name="My month").click()
    await first.get_by_role("slider", name="of what comes in").press("ArrowLeft")
    await expect(first.get_by_role("status").filter(has_text="Saved: 95%")).to_be_attached()
    await first.get_by_role("link", name="Settings").click()
    await first.get_by_label("Show what I like").check()
    await expect(first.get_by_role("status").filter(has_text="can be seen")).to_be_attached()

    await look_again(feed)
    await expect(feed.get_by_role("button", name="Liked: ")).to_be_visible()
    await feed.get_by_role("button", name="Liked: ").click()
    await expect(feed.get_by_role("status").filter(has_text="Like taken back.")).to_be_attached()
    await look_again(month)
    await expect(month.get_by_role("slider", name="of what comes in")).to_have_value("9500")
    await expect(month.get_by_text("You have not liked anything this month.")).to_be_visible()
    await look_again(settings)
    await expect(settings.get_by_label("Show what I like")).to_be_checked()
    await expect(settings.get_by_label("About you")).to_have_value("Half a sen")


async def test_a_list_that_was_read_on_is_read_again_when_one_comes_back_to_it(
    people: Onlookers, database: str
) -> None:
    page = await people.come()
    await sign_up(page, "Ada")
    ada = await row("SELECT id FROM persons WHERE handle = 'ada'")
    assert ada is not None
    for number in range(21):
        await publish_post(author_id=ada["id"], body=f"Word {number}.")
    await page.goto("/feed")
    await page.get_by_role("button", name="Show more").click()
    await expect(page.get_by_text("Word 0.", exact=True)).to_be_visible()
    await publish_post(author_id=ada["id"], body="The last word.")
    await look_again(page)
    await expect(page.get_by_text("The last word.")).to_be_visible()


async def test_papers_that_were_handed_in_elsewhere_are_not_replaced_unawares(
    house: House,
) -> None:
    cy = await house.come("cy", "/payouts/register")
    await cy.get_by_label("Your name").fill("Cy of this tab")
    await register(house.cy)
    await look_again(cy)
    meanwhile = cy.get_by_role("main").get_by_text("handed in elsewhere meanwhile")
    await expect(meanwhile).to_be_visible()
    await expect(cy.get_by_label("Your name")).to_have_value("Cy of this tab")
    await cy.get_by_role("link", name="See how they stand").click()
    await expect(cy.get_by_role("heading", name="An operator looks")).to_be_visible()


async def test_a_tab_that_slept_does_not_trust_a_line_on_which_nothing_comes(
    people: Onlookers,
) -> None:
    ada, bo = await people.come(), await people.come()
    await sign_up(bo, "Bo")
    await open_wallet(bo)
    await bo.get_by_role("button", name="Start with $5").click()
    await expect(balance(bo, "Budget")).to_contain_text("$4.55")

    lines: list[WebSocketRoute] = []

    def connect(line: WebSocketRoute) -> None:
        """The first line dies when it is told to: it looks open, and nothing comes any more."""
        lines.append(line)
        server = line.connect_to_server()
        server.on_message(lambda message: None if line is dead else line.send(message))

    dead: WebSocketRoute | None = None
    await ada.route_web_socket("**/graphql", connect)
    await ada.clock.install()
    await ada.reload()
    await sign_up(ada, "Ada")
    await publish(ada, "The first word.")
    await open_wallet(ada)
    await expect(balance(ada, "Projection")).to_contain_text("$0.00")
    dead = lines[-1]
    await bo.get_by_role("link", name="Feed").click()
    await bo.get_by_role("button", name="Like: ").click()
    await expect(bo.get_by_role("status").filter(has_text="Liked.")).to_be_attached()
    await ada.clock.fast_forward(AN_HOUR_MILLISECONDS)
    await look_again(ada)
    await expect(balance(ada, "Projection")).to_contain_text("$4.55")
    await expect(ada.get_by_role("heading", name="Wallet Live")).to_be_visible()


async def test_a_tab_whose_session_ended_while_it_slept_says_so_and_goes_on_after_signing_in(
    people: Onlookers, database: str
) -> None:
    page = await people.come()
    await sign_up(page, "Ada")
    await page.get_by_label(COMPOSER).fill("Half a sen")
    await page.get_by_role("link", name="Settings").click()
    await page.get_by_label("About you").fill("Half a life")
    await forget_all_sessions()
    await look_again(page)
    banner = page.get_by_role("alert").filter(has_text="Your session has ended")
    await banner.get_by_role("link", name="Sign in").click()
    await sign_in(page, "ada@likewise.example", PASSWORD)
    await expect(page).to_have_url("/settings")
    await expect(page.get_by_label("About you")).to_have_value("Half a life")
    await expect(page.get_by_role("alert")).to_have_count(0)
    await page.get_by_role("link", name="Feed").click()
    await expect(page.get_by_label(COMPOSER)).to_have_value("Half a sen")


async def test_a_tab_that_is_older_than_the_server_says_so_wherever_one_is(
    people: Onlookers,
) -> None:
    page = await people.come()
    await sign_up(page, "Ada")
    await page.get_by_role("link", name="Settings").click()
    await page.get_by_label("About you").fill("Half a life")

    async def as_before(route: Route) -> None:
        """Ask by a digest that the server of today does not know."""
        asked = route.request.post_data_json
        await route.continue_(post_data={**asked, "documentId": "0" * 64})

    await page.route(GRAPHQL, as_before)
    await look_again(page)
    # The banner alone has the way on, whatever else of the page was refused.
    banner = page.get_by_role("alert").filter(has=page.get_by_role("button", name="Reload"))
    await expect(banner).to_contain_text("older than the server")
    await page.unroute_all(behavior="wait")
    await page.get_by_role("button", name="Reload").click()
    await expect(page.get_by_label("About you")).to_have_value("Half a life")
    await expect(page.get_by_role("alert")).to_have_count(0)
    await people.complain_of("400")

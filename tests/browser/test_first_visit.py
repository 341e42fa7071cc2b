"""What somebody does who comes for the first time: sign up, write, pay, like, see money move."""

from __future__ import annotations

from playwright.async_api import expect

from likewise.memberships.collect_payments import collect_payments
from likewise.models.database import rows as database_rows
from likewise.models.unit_of_work import UnitOfWork, unit_of_work
from likewise.subscriptions.ringing import ringing
from tests.support.browser import Onlookers
from tests.support.clicking import balance, open_wallet, publish, sign_up


async def test_a_like_moves_the_wallet_that_somebody_else_is_looking_at(people: Onlookers) -> None:
    ada, bo = await people.come(), await people.come()
    await sign_up(ada, "Ada")
    await publish(ada, "The first word.")
    await open_wallet(ada)
    await expect(balance(ada, "Projection")).to_contain_text("$0.00")

    await sign_up(bo, "Bo")
    await open_wallet(bo)
    await bo.get_by_role("button", name="Start with $5").click()
    await expect(balance(bo, "Budget")).to_contain_text("$4.55")  # less the provider's fee
    await bo.get_by_role("link", name="Feed").click()
    await bo.get_by_role("button", name="Like: ").click()
    await expect(bo.get_by_role("button", name="Liked: ")).to_be_visible()

    await expect(bo.get_by_text("Your pot of $4.55 goes to 1 like")).to_be_visible()

    await expect(balance(ada, "Projection")).to_contain_text("$4.555+$4.555 since you came")
    await expect(balance(ada, "Received")).to_contain_text("$0.00")  # projected is not paid

    await ada.get_by_role("link", name="Feed").click()
    await expect(ada.get_by_role("heading", name="Feed")).to_be_attached()
    await bo.get_by_role("button", name="Liked: ").click()
    await ada.get_by_role("link", name="something has moved").click()
    await expect(balance(ada, "Projection")).to_contain_text("$0.00")
    await expect(ada.get_by_role("link", name="something has moved")).to_have_count(0)


async def test_a_payment_without_an_answer_is_asked_for_again_and_made_once(
    people: Onlookers, database: str
) -> None:
    page = await people.come()
    await sign_up(page, "Ada")
    await open_wallet(page)
    await page.get_by_text("Paid by “Sandbox card, pays”", exact=True).click()
    await page.get_by_label("Sandbox card, pays silently").check()
    start = page.get_by_role("button", name="Start with $5")
    await start.click()
    await expect(page.get_by_role("alert")).to_contain_text("you are never charged twice")
    await start.click()
    await expect(page.get_by_text("Active", exact=True)).to_be_visible()
    await expect(balance(page, "Budget")).to_contain_text("$4.55")
    assert await database_rows("SELECT state FROM payments") == [{"state": "succeeded"}]


async def decline_all_orders() -> None:
    """The provider has made up its mind, and nobody has been told."""

    async def body(work: UnitOfWork) -> None:
        await work.execute("UPDATE sandbox_orders SET outcome = 'card_declined', fee_micros = 0")

    await unit_of_work(body)


async def test_a_payment_that_is_declined_late_is_told_on_the_page_that_waits_for_it(
    people: Onlookers, database: str, redis_url: str, channel_prefix: str
) -> None:
    page = await people.come()
    await sign_up(page, "Ada")
    await open_wallet(page)
    await page.get_by_text("Paid by “Sandbox card, pays”", exact=True).click()
    await page.get_by_label("Sandbox card, pays silently").check()
    await page.get_by_role("button", name="Start with $5").click()
    await expect(page.get_by_role("alert")).to_contain_text("you are never charged twice")
    await page.goto("/membership")
    await expect(page.get_by_text("Waiting for the first payment")).to_be_visible()
    await expect(page.get_by_text("is asked again when payments are collected")).to_be_visible()
    await decline_all_orders()
    async with ringing(redis_url, channel_prefix):
        assert (await collect_payments()).declined == 1
    await expect(page.get_by_text("Not begun", exact=True)).to_be_visible()
    await expect(page.get_by_role("main")).to_contain_text("The card was declined.")
    await expect(page.get_by_role("heading", name="Start again")).to_be_visible()


async def test_who_comes_back_is_still_signed_in_and_has_liked_what_she_liked(
    people: Onlookers,
) -> None:
    ada, bo = await people.come(), await people.come()
    await sign_up(ada, "Ada")
    await publish(ada, "The first word.")
    await sign_up(bo, "Bo")
    await bo.get_by_role("button", name="Like: ").click()
    # The button says so before the server does: wait for what is said after it has answered.
    await expect(bo.get_by_role("status").filter(has_text="Liked.")).to_be_attached()

    await bo.reload()
    await expect(bo.get_by_role("button", name="Liked: ")).to_be_visible()
    await bo.get_by_role("button", name="Sign out").click()
    await expect(bo.get_by_role("link", name="Sign in to like")).to_be_visible()

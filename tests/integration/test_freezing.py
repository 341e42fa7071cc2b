"""Who is frozen does nothing; what likes bring her arrives, and what she has given stays given."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import pytest

from likewise.community.forwarding import set_forwarding
from likewise.community.like import like
from likewise.community.publish_post import publish_post
from likewise.community.showing_likes import show_likes
from likewise.community.unlike import unlike
from likewise.errors import AccountFrozen, Forbidden, InvalidInput, KeyReused, NotFound, WrongState
from likewise.identity.change_password import change_password
from likewise.identity.profile import edit_profile
from likewise.identity.roles import make_operator
from likewise.identity.sessions import end_session, viewer_of
from likewise.identity.sign_in import sign_in
from likewise.identity.sign_up import sign_up
from likewise.memberships.cancel_membership import cancel_membership
from likewise.memberships.change_membership import change_membership
from likewise.memberships.collect_payments import collect_payments
from likewise.memberships.membership import existing_membership
from likewise.memberships.start_membership import start_membership
from likewise.models import database
from likewise.models.clock import at_moment
from likewise.operators.freezing import freeze_of, freeze_person, unfreeze_person
from likewise.payouts.approve_payout import approve_for_the_batch, approve_payout
from likewise.payouts.cancel_payout import cancel_payout
from likewise.payouts.reject_payout import reject_payout
from likewise.payouts.request_payout import request_payout
from likewise.payouts.send_payouts import send_payouts
from likewise.settlement.close import close_month
from tests.support.creators import count, register, settle_creator, wallet
from tests.support.frozen import REASON, HeldFreeze, freeze, unfreeze, waiting_for_a_row
from tests.support.village import Village, running_month

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
async def village(database: str) -> Village:
    """Cy is a creator with money; she pays, likes a post and has asked for a payout."""
    village = Village()
    await settle_creator(village, "cy", 50_000_000)
    await village.settle("ada")
    for name in ("song", "verse"):
        await village.write("ada", name)
    cy = village.people["cy"]
    await start_membership(
        person_id=cy, amount_micros=None, payment_method="sandbox-ok", idempotency_key="pay"
    )
    await like(person_id=cy, target_id=village.posts["song"])
    await request_payout(person_id=cy, amount_micros=10_000_000, idempotency_key="ask")
    return village


@pytest.fixture
def cy(village: Village) -> int:
    return village.people["cy"]


@pytest.fixture
async def payout_id(village: Village) -> int:
    row = await database.row("SELECT id FROM payouts")
    assert row is not None
    return int(row["id"])


async def start_again(village: Village) -> None:
    cy = village.people["cy"]
    await cancel_membership(person_id=cy)  # which stays possible
    await start_membership(
        person_id=cy, amount_micros=6_000_000, payment_method="sandbox-ok", idempotency_key="again"
    )


DEEDS: dict[str, Callable[[Village], Awaitable[object]]] = {
    "like": lambda her: like(person_id=her.people["cy"], target_id=her.posts["verse"]),
    "like again": lambda her: like(person_id=her.people["cy"], target_id=her.posts["song"]),
    "like each month": lambda her: like(
        person_id=her.people["cy"], target_id=her.posts["verse"], repeat=True
    ),
    "like a new page": lambda her: like(person_id=her.people["cy"], url="https://example.org/new"),
    "unlike": lambda her: unlike(person_id=her.people["cy"], target_id=her.posts["song"]),
    "post": lambda her: publish_post(author_id=her.people["cy"], body="hello"),
    "edit the profile": lambda her: edit_profile(
        person_id=her.people["cy"], display_name=None, about="new"
    ),
    "forward": lambda her: set_forwarding(person_id=her.people["cy"], forward_bps=1),
    "start a membership": start_again,
    "change the membership": lambda her: change_membership(
        person_id=her.people["cy"], amount_micros=7_000_000, payment_method=None
    ),
    "register": lambda her: register(her.people["cy"], legal_name="Cy Cypher"),
    "request a payout": lambda her: request_payout(
        person_id=her.people["cy"], amount_micros=10_000_000, idempotency_key="more"
    ),
}


async def traces(person_id: int) -> list[object]:
    """All that she does leaves traces here."""
    row = await database.row(
        "SELECT (SELECT array_agg(id) FROM likes WHERE person_id = $1) AS likes,"
        " (SELECT count(*) FROM repeating_likes) AS repeating,"
        " (SELECT count(*) FROM pages) AS pages,"
        " (SELECT about FROM persons WHERE id = $1) AS about,"
        " (SELECT count(*) FROM posts WHERE author_id = $1) AS posts,"
        " (SELECT array_agg(forward_bps) FROM forwardings WHERE person_id = $1) AS forward,"
        " (SELECT amount_micros FROM memberships WHERE person_id = $1) AS amount,"
        " (SELECT legal_name FROM registrations WHERE person_id = $1) AS legal_name,"
        " (SELECT count(*) FROM payouts) AS payouts, (SELECT max(id) FROM transfers) AS money",
        person_id,
    )
    assert row is not None
    return list(row.values())


@pytest.mark.parametrize("deed", DEEDS)
async def test_who_is_frozen_does_nothing_and_everything_again_afterwards(
    village: Village, cy: int, deed: str
) -> None:
    await freeze(village, "cy")
    before = await traces(cy)
    with pytest.raises(AccountFrozen):
        await DEEDS[deed](village)
    assert await traces(cy) == before
    await unfreeze(village, "cy")
    await DEEDS[deed](village)
    assert await traces(cy) != before or deed == "like again"


async def test_what_protects_her_stays_hers_while_she_is_frozen(village: Village) -> None:
    password, another = "a rather long sentence", "another, longer sentence"
    dee = await sign_up(
        email="dee@likewise.example", password=password, handle="dee", display_name="Dee"
    )
    stranger = await sign_in(email="dee@likewise.example", password=password)
    village.people["dee"] = dee.person_id
    await freeze(village, "dee")
    viewer = await viewer_of((await sign_in(email="dee@likewise.example", password=password)).token)
    assert viewer is not None, "she signs in"
    assert await show_likes(person_id=dee.person_id, shows_likes=False) is False
    intruder = await viewer_of(stranger.token)
    assert intruder is not None
    await end_session(person_id=dee.person_id, session_id=intruder.session_id)
    assert await viewer_of(stranger.token) is None
    await change_password(viewer, present=password, new=another)
    assert (await sign_in(email="dee@likewise.example", password=another)).person_id


@pytest.mark.parametrize("deed", DEEDS)
async def test_a_freeze_that_commits_first_wins_against_what_has_begun(
    village: Village, cy: int, deed: str
) -> None:
    before = await traces(cy)
    freezing = HeldFreeze(cy)
    await freezing.written()
    doing = asyncio.ensure_future(DEEDS[deed](village))
    await waiting_for_a_row()
    await freezing.let_go()
    with pytest.raises(AccountFrozen):
        await doing
    assert await traces(cy) == before


async def test_a_freeze_waits_for_the_like_that_came_before_it(village: Village, cy: int) -> None:
    """A crowd likes while one of them is frozen: what was answered is there, and nothing else."""
    fans = [f"fan{number}" for number in range(8)]
    await village.settle(*fans)
    posts = [f"post{number}" for number in range(6)]
    for post in posts:
        await village.write("ada", post)

    async def give(fan: str, post: str) -> bool:
        try:
            await like(person_id=village.people[fan], target_id=village.posts[post])
        except AccountFrozen:
            return False
        return True

    before = [await give("fan0", posts[0])]
    asked = [(fan, post) for post in posts for fan in fans]
    tasks = [asyncio.create_task(give(*each)) for each in asked]
    freezing = asyncio.create_task(freeze(village, "fan0"))
    answers = dict(zip(asked, [await each for each in tasks], strict=True))
    await freezing
    after = await give("fan0", "song")

    assert (before, after) == ([True], False)
    assert all(done for (fan, _), done in answers.items() if fan != "fan0")
    stored = await database.rows(
        "SELECT target_id FROM likes WHERE person_id = $1", village.people["fan0"]
    )
    there = {row["target_id"] for row in stored}
    told = {village.posts[post] for (fan, post), done in answers.items() if fan == "fan0" and done}
    assert there == told | {village.posts[posts[0]]}


async def test_one_frozen_giver_keeps_none_of_the_lot(village: Village) -> None:
    await freeze(village, "cy")
    people = [village.people[each] for each in ("cy", "op", "cy", "op")]
    posts = [village.posts[each] for each in ("song", "song", "verse", "verse")]
    answers = await asyncio.gather(
        *(
            like(person_id=person, target_id=post)
            for person, post in zip(people, posts, strict=True)
        ),
        return_exceptions=True,
    )
    assert [type(each).__name__ for each in answers] == ["AccountFrozen", "Liked"] * 2


async def test_a_payout_of_who_is_frozen_is_neither_approved_nor_sent(
    village: Village, cy: int, payout_id: int
) -> None:
    op = village.people["op"]
    await freeze(village, "cy")
    with pytest.raises(AccountFrozen):
        await approve_payout(operator_id=op, payout_id=payout_id, idempotency_key="yes")
    await unfreeze(village, "cy")
    await approve_for_the_batch(operator_id=op, payout_id=payout_id, idempotency_key="yes")
    await freeze(village, "cy", key="again")
    sent = await send_payouts()
    assert (sent.held, sent.total) == (1, 1)
    assert await count("sandbox_orders") == 1, "of her membership alone"
    await unfreeze(village, "cy", key="again, not")
    assert (await send_payouts()).paid == 1


async def test_a_freeze_that_commits_first_wins_against_an_approval(
    village: Village, cy: int, payout_id: int
) -> None:
    freezing = HeldFreeze(cy)
    await freezing.written()
    approving = asyncio.create_task(
        approve_payout(operator_id=village.people["op"], payout_id=payout_id, idempotency_key="yes")
    )
    await waiting_for_a_row()
    await freezing.let_go()
    with pytest.raises(AccountFrozen):
        await approving
    row = await database.row("SELECT state FROM payouts")
    assert row == {"state": "requested"}


async def test_her_payout_can_be_taken_back_by_both(village: Village, payout_id: int) -> None:
    cy, op = village.people["cy"], village.people["op"]
    second = await request_payout(person_id=cy, amount_micros=10_000_000, idempotency_key="two")
    before = await wallet(cy)
    await freeze(village, "cy")
    await reject_payout(operator_id=op, payout_id=payout_id, reason="so", idempotency_key="no")
    await cancel_payout(person_id=cy, payout_id=second.id, idempotency_key="no")
    after = await wallet(cy)
    assert after.in_flight_micros == 0
    assert after.available_micros == before.available_micros + 20_000_000


async def test_a_membership_is_not_charged_while_its_owner_is_frozen(
    village: Village, cy: int
) -> None:
    await freeze(village, "cy")
    next_month = (await running_month()).next()
    with at_moment(next_month.start + timedelta(days=3)):
        assert (await collect_payments()).total == 0
        await unfreeze(village, "cy")
        assert (await collect_payments()).succeeded == 1
    membership = await existing_membership(cy)
    assert (membership.state, membership.paid_through) == ("active", next_month)


async def test_likes_of_the_running_month_share_and_money_arrives_while_one_is_frozen(
    village: Village, cy: int, tmp_path: Path
) -> None:
    await village.pay("ada", 3_000_000)
    await village.like("ada", "cy")
    before = await wallet(cy)
    await freeze(village, "cy")
    await close_month(await running_month(), early=True, books=tmp_path)
    after = await wallet(cy)
    assert after.budget_micros == 0 < before.budget_micros, "her like of the month gave"
    came_back = before.budget_micros  # by Ada, whose song she likes
    assert after.received_micros == before.received_micros + 3_000_000 + came_back


async def test_what_repeats_is_not_entered_while_its_giver_is_frozen(
    village: Village, cy: int, tmp_path: Path
) -> None:
    ada, op, song = village.people["ada"], village.people["op"], village.posts["song"]
    await like(person_id=cy, target_id=song, repeat=True)
    await like(person_id=op, target_id=song, repeat=True)
    assert ada not in (cy, op)
    await freeze(village, "cy")
    month = await running_month()
    await close_month(month, early=True, books=tmp_path)
    entered = "SELECT person_id FROM likes WHERE month = $1 ORDER BY person_id"
    rows = await database.rows(entered, month.next().first_day)
    assert [row["person_id"] for row in rows] == [op]
    await unfreeze(village, "cy")
    with at_moment(month.next().end + timedelta(hours=1)):
        await close_month(month.next(), books=tmp_path)
    rows = await database.rows(entered, month.next().next().first_day)
    assert sorted(row["person_id"] for row in rows) == sorted([cy, op])


async def test_freezing_is_on_record_with_its_reason_and_done_once_for_a_key(
    village: Village, cy: int
) -> None:
    for _ in range(2):
        await freeze(village, "cy")
    frozen = await freeze_of(cy)
    assert frozen is not None
    assert frozen.reason == REASON
    with pytest.raises(WrongState, match="frozen already"):
        await freeze(village, "cy", key="another")
    for _ in range(2):
        await unfreeze(village, "cy")
    assert await freeze_of(cy) is None
    with pytest.raises(WrongState, match="not frozen"):
        await unfreeze(village, "cy", key="another")
    with pytest.raises(KeyReused):
        await freeze(village, "ada")
    op = village.people["op"]
    recorded = await database.rows(
        "SELECT deed, operator_id, person_id, reason FROM operator_deeds"
        " WHERE deed LIKE 'person_%' ORDER BY id"
    )
    assert [tuple(row.values()) for row in recorded] == [
        ("person_frozen", op, cy, REASON),
        ("person_unfrozen", op, cy, None),
    ]


async def test_nobody_freezes_an_operator_nor_herself(village: Village, cy: int) -> None:
    op = village.people["op"]
    await make_operator(op)
    for operator_id in (op, cy):
        with pytest.raises(Forbidden, match="operator"):
            await freeze_person(
                operator_id=operator_id, person_id=op, reason="so", idempotency_key="freeze"
            )
    await freeze(village, "cy")
    with pytest.raises(AccountFrozen):
        await make_operator(cy)


@pytest.mark.parametrize("reason", ["", "  \n ", "x" * 501, "a\x00b", "\ud800"])
async def test_a_reason_is_text_of_1_to_500_characters(
    village: Village, cy: int, reason: str
) -> None:
    with pytest.raises(InvalidInput):
        await freeze_person(
            operator_id=village.people["op"], person_id=cy, reason=reason, idempotency_key="f"
        )
    assert await freeze_of(cy) is None


async def test_nobody_can_be_frozen_who_is_not_there(village: Village) -> None:
    op = village.people["op"]
    with pytest.raises(NotFound):
        await freeze_person(operator_id=op, person_id=10**9, reason="so", idempotency_key="f")
    with pytest.raises(NotFound):
        await unfreeze_person(operator_id=op, person_id=10**9, idempotency_key="u")

"""Signing up, in and out: who somebody is, and that nobody else can be her."""

from __future__ import annotations

import asyncio
import hashlib
import time
from datetime import UTC, datetime, timedelta

import pytest
from argon2 import PasswordHasher

from likewise.errors import (
    EmailTaken,
    Forbidden,
    HandleTaken,
    NotFound,
    NotSignedIn,
    Refusal,
    WrongCredentials,
)
from likewise.identity.passwords import DUMMY_DIGEST, is_outdated
from likewise.identity.roles import dismiss_operator, make_operator, require_operator
from likewise.identity.sessions import SignedIn, sign_out, viewer_of
from likewise.identity.sign_in import sign_in
from likewise.identity.sign_up import sign_up
from likewise.ledger.balances import wallet_balances
from likewise.models import database
from likewise.models.clock import at_moment
from likewise.models.unit_of_work import UnitOfWork, unit_of_work
from likewise.settings import settings

pytestmark = pytest.mark.usefixtures("database")

PASSWORD = "a stone in my shoe"


async def _ada(email: str = "ada@likewise.example", handle: str = "ada") -> SignedIn:
    return await sign_up(email=email, password=PASSWORD, handle=handle, display_name="Ada")


async def _count(table: str) -> int:
    row = await database.row(f"SELECT count(*) AS number FROM {table}")
    assert row is not None
    return int(row["number"])


async def test_a_new_person_has_a_target_an_empty_wallet_and_a_session() -> None:
    signed_in = await _ada()
    viewer = await viewer_of(signed_in.token)
    assert viewer is not None
    assert (viewer.person_id, viewer.handle, viewer.role) == (signed_in.person_id, "ada", "member")
    wallet = await wallet_balances(database.rows, signed_in.person_id)
    assert (wallet.budget_micros, wallet.received_micros, wallet.version) == (0, 0, 0)
    target = await database.row("SELECT kind FROM targets WHERE id = $1", signed_in.person_id)
    assert target == {"kind": "person"}


@pytest.mark.parametrize(
    ("email", "handle", "refusal"),
    [("ADA@likewise.example", "other", EmailTaken), ("other@likewise.example", "ada", HandleTaken)],
)
async def test_what_is_taken_is_refused_and_leaves_nothing(
    email: str, handle: str, refusal: type[Refusal]
) -> None:
    await _ada()
    with pytest.raises(refusal):
        await _ada(email, handle)
    assert [await _count(each) for each in ("persons", "targets", "sessions")] == [1, 1, 1]
    assert await _count("accounts WHERE person_id IS NOT NULL") == 3


async def test_of_many_who_take_one_handle_or_email_at_once_one_gets_it() -> None:
    outcomes = await asyncio.gather(
        *(_ada(f"ada{number}@likewise.example", "ada") for number in range(4)),
        *(_ada("bo@likewise.example", f"bo{number}") for number in range(4)),
        return_exceptions=True,
    )
    assert sum(isinstance(each, SignedIn) for each in outcomes[:4]) == 1
    assert sum(isinstance(each, HandleTaken) for each in outcomes[:4]) == 3
    assert sum(isinstance(each, SignedIn) for each in outcomes[4:]) == 1
    assert sum(isinstance(each, EmailTaken) for each in outcomes[4:]) == 3
    assert [await _count(each) for each in ("persons", "credentials", "targets")] == [2, 2, 2]


async def test_one_signs_in_however_the_email_is_written() -> None:
    person_id = (await _ada()).person_id
    for email in ("ada@likewise.example", " Ada@LIKEWISE.example "):
        assert (await sign_in(email=email, password=PASSWORD)).person_id == person_id


async def test_one_password_is_one_however_a_keyboard_types_its_letters() -> None:
    await sign_up(
        email="bo@likewise.example", password="ﬁve crème brûlées", handle="bo", display_name="Bo"
    )
    decomposed = "five cre\u0300me bru\u0302le\u0301es"
    assert await sign_in(email="bo@likewise.example", password=decomposed)


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("ada@likewise.example", "a stone in my shoes"),
        ("ada@likewise.example", PASSWORD.upper()),
        ("ada@likewise.example", PASSWORD + " "),
        ("ada@likewise.example", ""),
        ("ada@likewise.example", "a" * 100_000),
        ("ada@likewise.example", "\ud800" * 12),
        ("ada@likewise.example", PASSWORD + "\x00"),
        ("nobody@likewise.example", PASSWORD),
        ("ada@likewise.example\x00", PASSWORD),
        ("\ud800@likewise.example", PASSWORD),
        ("", PASSWORD),
        ("ada", PASSWORD),
    ],
)
async def test_every_wrong_sign_in_gets_the_same_answer(email: str, password: str) -> None:
    await _ada()
    with pytest.raises(WrongCredentials) as refused:
        await sign_in(email=email, password=password)
    assert refused.value.message == "Email and password do not fit together."
    assert refused.value.field is None
    assert await _count("sessions") == 1


async def test_an_unknown_email_costs_as_much_work_as_a_wrong_password() -> None:
    async def work_seconds(email: str) -> float:
        """Computing time of all threads, so that what else the machine does is left out."""
        least = 60.0
        for _ in range(3):
            begin = time.process_time()
            with pytest.raises(WrongCredentials):
                await sign_in(email=email, password="not the password")
            least = min(least, time.process_time() - begin)
        return least

    await _ada()
    known = await work_seconds("ada@likewise.example")
    assert await work_seconds("nobody@likewise.example") > known / 3
    assert await work_seconds("no email at all") > known / 3


def test_the_digest_for_unknown_emails_costs_what_every_other_costs() -> None:
    assert not is_outdated(DUMMY_DIGEST)


async def test_a_weak_digest_is_made_anew_at_the_next_sign_in() -> None:
    person_id = (await _ada()).person_id
    weak = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1).hash(PASSWORD)
    await _write("UPDATE credentials SET password_digest = $1", weak)
    for _ in range(2):
        assert (await sign_in(email="ada@likewise.example", password=PASSWORD)).person_id
        row = await database.row(
            "SELECT password_digest FROM credentials WHERE person_id = $1", person_id
        )
        assert row is not None
        assert not is_outdated(row["password_digest"])


async def test_neither_password_nor_token_is_stored() -> None:
    token = (await _ada()).token
    session = await database.row("SELECT token_digest FROM sessions")
    assert session == {"token_digest": hashlib.sha256(token.encode()).hexdigest()}
    credential = await database.row("SELECT password_digest FROM credentials")
    assert credential is not None
    assert credential["password_digest"].startswith("$argon2id$v=19$m=19456,t=2,p=1$")


async def test_a_session_ends_by_the_clock_of_the_database() -> None:
    await _ada()
    long_ago = datetime.now(UTC) - timedelta(days=settings().session_days, seconds=1)
    with at_moment(long_ago):
        expired = await sign_in(email="ada@likewise.example", password=PASSWORD)
    assert expired.expires_at == long_ago + timedelta(days=settings().session_days)
    assert await viewer_of(expired.token) is None
    current = await sign_in(email="ada@likewise.example", password=PASSWORD)
    assert await viewer_of(current.token) is not None
    assert await _count("sessions") == 2  # the first of all and the last: the expired one is gone


async def test_signing_out_ends_this_session_and_no_other() -> None:
    first = await _ada()
    second = await sign_in(email="ada@likewise.example", password=PASSWORD)
    for _ in range(2):
        await sign_out(first.token)
        assert await viewer_of(first.token) is None
        assert await viewer_of(second.token) is not None


@pytest.mark.parametrize("token", ["", "x", "\x00", "\ud800", "x" * 100_000])
async def test_a_token_that_nobody_was_given_is_nobodys(token: str) -> None:
    await _ada()
    assert await viewer_of(token) is None
    await sign_out(token)
    assert await _count("sessions") == 1


async def test_only_an_operator_is_one() -> None:
    signed_in = await _ada()
    with pytest.raises(NotSignedIn):
        require_operator(None)
    with pytest.raises(Forbidden):
        require_operator(await viewer_of(signed_in.token))
    await make_operator(signed_in.person_id)
    assert require_operator(await viewer_of(signed_in.token)).is_operator
    await dismiss_operator(signed_in.person_id)
    with pytest.raises(Forbidden):
        require_operator(await viewer_of(signed_in.token))
    for change in (make_operator, dismiss_operator):
        with pytest.raises(NotFound):
            await change(signed_in.person_id + 1)


async def _write(sql: str, *values: object) -> None:
    async def body(work: UnitOfWork) -> None:
        await work.execute(sql, *values)

    await unit_of_work(body)

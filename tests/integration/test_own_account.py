"""What somebody changes about herself: profile, password, sessions."""

from __future__ import annotations

import asyncio

import pytest

from likewise.community.people import person_by_id
from likewise.errors import InvalidInput, NotFound, WrongCredentials
from likewise.identity import sign_in as signing_in
from likewise.identity.change_password import change_password
from likewise.identity.passwords import fits
from likewise.identity.profile import edit_profile, email_of
from likewise.identity.sessions import (
    SignedIn,
    Viewer,
    end_session,
    session_by_id,
    sessions_of,
    viewer_of,
)
from likewise.identity.sign_in import sign_in
from likewise.identity.sign_up import sign_up

pytestmark = pytest.mark.usefixtures("database")

EMAIL, PASSWORD, NEW = "ada@likewise.example", "a stone in my shoe", "a feather in my hat"


async def _ada() -> SignedIn:
    return await sign_up(email=EMAIL, password=PASSWORD, handle="ada", display_name="Ada")


async def _viewer(signed_in: SignedIn) -> Viewer:
    viewer = await viewer_of(signed_in.token)
    assert viewer is not None
    return viewer


async def test_what_is_left_out_of_a_profile_stays() -> None:
    ada = (await _ada()).person_id
    await edit_profile(person_id=ada, display_name=None, about="  Ünï <b>🌱</b>\n\u202eabc \n")
    await edit_profile(person_id=ada, display_name=" عادة ", about=None)
    person = await person_by_id(ada)
    assert person is not None
    assert (person.display_name, person.about) == ("عادة", "Ünï <b>🌱</b>\n\u202eabc")
    await edit_profile(person_id=ada, display_name=None, about="")
    person = await person_by_id(ada)
    assert person is not None
    assert person.about == ""


@pytest.mark.parametrize(
    ("display_name", "about", "field"),
    [
        ("", None, "displayName"),
        ("a" * 81, "fine", "displayName"),
        ("A\u202eda", None, "displayName"),
        ("fine", "a" * 501, "about"),
        ("fine", "a\x00b", "about"),
        (None, "\ud800", "about"),
    ],
)
async def test_a_profile_that_is_refused_changes_nothing(
    display_name: str | None, about: str | None, field: str
) -> None:
    ada = (await _ada()).person_id
    before = await person_by_id(ada)
    with pytest.raises(InvalidInput) as refused:
        await edit_profile(person_id=ada, display_name=display_name, about=about)
    assert refused.value.field == field
    assert await person_by_id(ada) == before


async def test_a_new_password_ends_all_other_sessions_and_the_old_one() -> None:
    here = await _ada()
    elsewhere = await sign_in(email=EMAIL, password=PASSWORD)
    assert await change_password(await _viewer(here), present=PASSWORD, new=NEW) == 1
    assert await viewer_of(elsewhere.token) is None
    assert await viewer_of(here.token) is not None
    with pytest.raises(WrongCredentials):
        await sign_in(email=EMAIL, password=PASSWORD)
    assert await sign_in(email=EMAIL, password=NEW)


@pytest.mark.parametrize(
    ("present", "new", "refusal", "field"),
    [
        ("not the password", NEW, WrongCredentials, "presentPassword"),
        ("", NEW, WrongCredentials, "presentPassword"),
        (PASSWORD, "short", InvalidInput, "newPassword"),
        (PASSWORD, EMAIL, InvalidInput, "newPassword"),
        (PASSWORD, "passwordpassword", InvalidInput, "newPassword"),
    ],
)
async def test_a_password_that_is_not_changed_ends_no_session(
    present: str, new: str, refusal: type[Exception], field: str
) -> None:
    here = await _ada()
    elsewhere = await sign_in(email=EMAIL, password=PASSWORD)
    with pytest.raises(refusal) as refused:
        await change_password(await _viewer(here), present=present, new=new)
    assert refused.value.field == field  # type: ignore[attr-defined]
    assert await viewer_of(elsewhere.token) is not None
    assert await sign_in(email=EMAIL, password=PASSWORD)


async def test_of_two_who_change_a_password_at_once_one_is_told_no() -> None:
    viewer = await _viewer(await _ada())
    outcomes = await asyncio.gather(
        change_password(viewer, present=PASSWORD, new=NEW),
        change_password(viewer, present=PASSWORD, new=NEW + "!"),
        return_exceptions=True,
    )
    assert sorted(isinstance(each, WrongCredentials) for each in outcomes) == [False, True]


async def test_who_signs_in_with_the_old_password_while_it_changes_gets_no_session(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """She is as far as having shown it, and then it is changed."""
    viewer = await _viewer(await _ada())
    was_looked_at, goes_on = asyncio.Event(), asyncio.Event()

    async def fits_and_waits(password: str, digest: str | None) -> bool:
        found = await fits(password, digest)
        was_looked_at.set()
        await goes_on.wait()
        return found

    monkeypatch.setattr(signing_in, "fits", fits_and_waits)
    late = asyncio.create_task(sign_in(email=EMAIL, password=PASSWORD))
    await was_looked_at.wait()
    await change_password(viewer, present=PASSWORD, new=NEW)
    goes_on.set()
    with pytest.raises(WrongCredentials):
        await late
    [only] = await sessions_of(viewer.person_id, first=10, after_id=None)
    assert only.id == viewer.session_id


async def test_sessions_are_listed_newest_first_and_end_one_by_one() -> None:
    first = await _viewer(await _ada())
    second = await _viewer(await sign_in(email=EMAIL, password=PASSWORD))
    ada = first.person_id
    found = await sessions_of(ada, first=10, after_id=None)
    assert [each.id for each in found] == [second.session_id, first.session_id]
    assert await sessions_of(ada, first=1, after_id=second.session_id) == found[1:]
    bo = await sign_up(
        email="bo@likewise.example", password=PASSWORD, handle="bo", display_name="B"
    )
    with pytest.raises(NotFound):
        await end_session(person_id=bo.person_id, session_id=first.session_id)
    await end_session(person_id=ada, session_id=first.session_id)
    assert await session_by_id(first.session_id) is None
    with pytest.raises(NotFound):
        await end_session(person_id=ada, session_id=first.session_id)
    assert await sessions_of(ada, first=10, after_id=None) == found[:1]


async def test_an_email_is_read_and_who_has_none_has_none() -> None:
    assert await email_of((await _ada()).person_id) == EMAIL
    assert await email_of(10**9) is None

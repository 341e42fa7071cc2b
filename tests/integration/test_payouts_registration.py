"""Papers: checked, brought into one form, approved; and what another bank account means."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from likewise.errors import (
    BankAccountOnHold,
    Forbidden,
    InvalidInput,
    NotFound,
    NotRegistered,
    WrongState,
)
from likewise.models import database
from likewise.models.clock import at_moment
from likewise.payouts.approve_registration import approve_registration
from likewise.payouts.providers.sandbox import (
    LOST_IBAN,
    NO_ANSWER_IBAN,
    PAID_IBAN,
    RETURNED_IBAN,
)
from likewise.payouts.registration import Registration, registration_of, submitted_registrations
from likewise.payouts.reject_registration import reject_registration
from likewise.payouts.request_payout import request_payout
from tests.support.creators import register, settle_creator
from tests.support.village import Village

pytestmark = pytest.mark.usefixtures("database")

NOON = datetime(2026, 11, 10, 12, tzinfo=UTC)


@pytest.fixture
async def village(database: str) -> Village:
    place = Village()
    await place.settle("op", "cy")
    return place


async def approve(village: Village, handle: str = "cy") -> str:
    registration = await approve_registration(
        operator_id=village.people["op"], person_id=village.people[handle]
    )
    return registration.state


async def reject(village: Village, handle: str = "cy", reason: str = "No.") -> Registration:
    return await reject_registration(
        operator_id=village.people["op"], person_id=village.people[handle], reason=reason
    )


async def forwardings(person_id: int) -> list[tuple[int, int, bool]]:
    rows = await database.rows(
        "SELECT seals_before, forward_bps, chosen FROM forwardings WHERE person_id = $1", person_id
    )
    return [(row["seals_before"], row["forward_bps"], row["chosen"]) for row in rows]


async def test_papers_are_kept_in_one_form(village: Village) -> None:
    registration = await register(
        village.people["cy"],
        legal_name="  Cy \t Composer ",
        country="de",
        tax_number=" de 123 456 789 ",
        iban="de89 3704 0044 0532 0130 00",
    )
    assert registration.legal_name == "Cy Composer"
    assert (registration.country, registration.tax_number) == ("DE", "DE 123 456 789")
    assert (registration.iban, registration.state) == (PAID_IBAN, "submitted")
    assert await registration_of(village.people["cy"]) == registration
    assert await submitted_registrations() == [registration]


@pytest.mark.parametrize(
    ("name", "text", "field"),
    [
        ("legal_name", " \t ", "legalName"),
        ("legal_name", "…", "legalName"),
        ("legal_name", "C\0y", "legalName"),
        ("legal_name", "C\udc80y", "legalName"),
        ("legal_name", "x" * 141, "legalName"),
        ("country", "XX", "country"),
        ("country", "DEU", "country"),
        ("country", "", "country"),
        ("tax_number", "", "taxNumber"),
        ("tax_number", "none", "taxNumber"),
        ("tax_number", "1" * 41, "taxNumber"),
        ("tax_number", "١٢٣٤٥", "taxNumber"),
        ("iban", "", "iban"),
        ("iban", "DE89370400440532013001", "iban"),
        ("iban", "DE89" + "3" * 100, "iban"),
        ("iban", "٣٤", "iban"),
        ("iban", "GB82 WEST 1234 5698 7654 3", "iban"),
    ],
)
async def test_bad_papers_are_refused_by_field(
    village: Village, name: str, text: str, field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        await register(village.people["cy"], **{name: text})
    assert refused.value.field == field
    assert await registration_of(village.people["cy"]) is None


@pytest.mark.parametrize("iban", [PAID_IBAN, RETURNED_IBAN, NO_ANSWER_IBAN, LOST_IBAN])
async def test_every_account_of_the_sandbox_is_a_valid_iban(village: Village, iban: str) -> None:
    assert (await register(village.people["cy"], iban=iban)).iban == iban


async def test_approving_makes_keeping_all_the_default_once(village: Village) -> None:
    cy = village.people["cy"]
    submitted = await register(cy)
    assert await approve(village) == await approve(village) == "approved"
    assert await forwardings(cy) == [(0, 0, False)]
    approved = await registration_of(cy)
    assert approved is not None
    assert (approved.decided_by_id, approved.iban) == (village.people["op"], submitted.iban)
    assert approved.decided_at is not None
    assert await submitted_registrations() == []


async def test_who_has_chosen_herself_what_she_passes_on_keeps_her_choice(
    village: Village,
) -> None:
    await village.forward("cy", 7_000)
    await register(village.people["cy"])
    await approve(village)
    assert await forwardings(village.people["cy"]) == [(0, 7_000, True)]


async def test_there_is_nothing_to_approve_without_papers(village: Village) -> None:
    with pytest.raises(NotFound):
        await approve(village)
    assert await forwardings(village.people["cy"]) == []


async def test_other_papers_wait_for_the_operator_again_and_the_same_do_not(
    village: Village,
) -> None:
    cy = village.people["cy"]
    await register(cy)
    await approve(village)
    before = await registration_of(cy)
    assert await register(cy) == before
    for change in ({"legal_name": "Cy Other"}, {"country": "AT"}, {"tax_number": "99 999"}):
        changed = await register(cy, **change)
        assert (changed.state, changed.decided_at, changed.decided_by_id) == (
            "submitted",
            None,
            None,
        )
        assert changed.bank_changed_at is None
        with pytest.raises(NotRegistered):
            await request_payout(person_id=cy, amount_micros=None, idempotency_key="k")
        await approve(village)


async def test_another_bank_account_holds_payouts_for_72_hours(village: Village) -> None:
    cy = await settle_creator(village, "cyd", 50_000_000)
    with at_moment(NOON):
        changed = await register(cy, iban=RETURNED_IBAN)
    assert (changed.state, changed.bank_changed_at) == ("approved", NOON)
    for hours in (0, 71):
        with at_moment(NOON + timedelta(hours=hours)), pytest.raises(BankAccountOnHold):
            await request_payout(person_id=cy, amount_micros=None, idempotency_key="k")
    with at_moment(NOON + timedelta(hours=72)):
        payout = await request_payout(person_id=cy, amount_micros=None, idempotency_key="k")
    assert payout.iban == RETURNED_IBAN


async def test_changing_there_and_back_is_two_changes(village: Village) -> None:
    cy = await settle_creator(village, "cyd", 50_000_000)
    with at_moment(NOON):
        await register(cy, iban=RETURNED_IBAN)
    with at_moment(NOON + timedelta(hours=71)):
        await register(cy, iban=PAID_IBAN)
    with at_moment(NOON + timedelta(hours=73)), pytest.raises(BankAccountOnHold):
        await request_payout(person_id=cy, amount_micros=None, idempotency_key="k")


async def test_rejected_papers_say_why_until_they_are_handed_in_again(village: Village) -> None:
    cy = village.people["cy"]
    with pytest.raises(NotFound):
        await reject(village)
    papers = await register(cy)
    rejected = await reject(village, reason="  Another \t name ")
    assert (rejected.state, rejected.reason) == ("rejected", "Another name")
    assert rejected.decided_by_id == village.people["op"]
    assert (await reject(village, reason="Again")).reason == "Another name"
    with pytest.raises(WrongState):
        await approve(village)
    again = await register(cy)
    assert (again.state, again.reason, again.decided_at) == ("submitted", None, None)
    assert again.id > papers.id
    assert await approve(village) == "approved"
    with pytest.raises(WrongState):
        await reject(village)


@pytest.mark.parametrize("reason", ["", " \n ", "x" * 501, "a\0b"])
async def test_a_reason_has_words(village: Village, reason: str) -> None:
    await register(village.people["cy"])
    with pytest.raises(InvalidInput) as refused:
        await reject(village, reason=reason)
    assert refused.value.field == "reason"
    assert await submitted_registrations() != []


async def test_papers_that_nobody_has_looked_at_are_not_decided_on(village: Village) -> None:
    cy, op = village.people["cy"], village.people["op"]
    seen = (await register(cy)).submitted_at
    await register(cy, legal_name="Somebody Else")
    for decide in (
        partial(approve_registration, submitted_at=seen),
        partial(reject_registration, submitted_at=seen, reason="No."),
    ):
        with pytest.raises(WrongState):
            await decide(operator_id=op, person_id=cy)
    (waiting,) = await submitted_registrations()
    for _ in range(2):
        approved = await approve_registration(
            operator_id=op, person_id=cy, submitted_at=waiting.submitted_at
        )
        assert (approved.state, approved.legal_name) == ("approved", "Somebody Else")
    with pytest.raises(WrongState):
        await approve_registration(operator_id=op, person_id=cy, submitted_at=seen)


async def test_an_operator_decides_on_no_papers_of_her_own(village: Village) -> None:
    op, cy = village.people["op"], village.people["cy"]
    await register(op)
    with pytest.raises(Forbidden, match="Nobody approves papers of her own"):
        await approve_registration(operator_id=op, person_id=op)
    with pytest.raises(Forbidden, match="Nobody rejects papers of her own"):
        await reject_registration(operator_id=op, person_id=op, reason="Mine.")
    (waiting,) = await submitted_registrations()
    assert waiting.person_id == op
    assert (await approve_registration(operator_id=cy, person_id=op)).state == "approved"


async def test_who_waits_longest_comes_first_and_who_hands_in_anew_last(village: Village) -> None:
    await village.settle("ada", "bo")
    for handle in ("cy", "ada", "bo"):
        await register(village.people[handle])
    await register(village.people["cy"], legal_name="Cy Other")
    await register(village.people["ada"], iban=RETURNED_IBAN)  # keeps her turn: it is not judged
    order = [each.person_id for each in await submitted_registrations()]
    assert order == [village.people[handle] for handle in ("ada", "bo", "cy")]
    first = (await submitted_registrations(first=1))[0]
    after = await submitted_registrations(after_id=first.id)
    assert [each.person_id for each in after] == order[1:]

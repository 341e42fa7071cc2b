"""What operators do is recorded with the deed, once, and nobody changes it afterwards."""

from __future__ import annotations

from pathlib import Path

import asyncpg
import pytest
from tortoise.exceptions import IntegrityError, OperationalError

from likewise.errors import Forbidden, MonthNotEnded
from likewise.identity.roles import make_operator
from likewise.models import database
from likewise.models.unit_of_work import UnitOfWork, unit_of_work
from likewise.operators.deeds import Deed, record_deed
from likewise.payouts.approve_payout import approve_for_the_batch, approve_payout
from likewise.payouts.approve_registration import approve_registration
from likewise.payouts.reject_payout import reject_payout
from likewise.payouts.reject_registration import reject_registration
from likewise.payouts.request_payout import request_payout
from likewise.payouts.return_payout import return_payout
from likewise.schema.operating import OperatorDeed
from likewise.settlement.close import close_month
from likewise.settlement.close_by_request import close_by_request
from tests.support.creators import register, settle_creator
from tests.support.village import Village, running_month

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
async def village(database: str) -> Village:
    return Village()


async def deeds(*, after: int = 0) -> list[tuple[object, ...]]:
    """Deed, operator, person, payout, month, reason."""
    rows = await database.rows(
        "SELECT deed, operator_id, person_id, payout_id, month::text, reason"
        " FROM operator_deeds WHERE id > $1 ORDER BY id",
        after,
    )
    return [tuple(row.values()) for row in rows]


def test_the_api_has_a_name_for_every_deed() -> None:
    assert [each.value for each in OperatorDeed] == list(Deed)


async def test_what_is_decided_about_papers_is_on_record_and_once(village: Village) -> None:
    await village.settle("op", "ada", "bo")
    op, ada, bo = (village.people[handle] for handle in ("op", "ada", "bo"))
    await register(ada)
    await register(bo)
    for _ in range(2):
        await approve_registration(operator_id=op, person_id=ada)
        await reject_registration(operator_id=op, person_id=bo, reason="No")
    assert await deeds() == [
        ("registration_approved", op, ada, None, None, None),
        ("registration_rejected", op, bo, None, None, "No"),
    ]


async def test_what_is_decided_about_payouts_is_on_record_and_once(village: Village) -> None:
    cy = await settle_creator(village, "cy", 50_000_000)
    op = village.people["op"]
    before = len(await deeds())
    ids = [
        (await request_payout(person_id=cy, amount_micros=10_000_000, idempotency_key=key)).id
        for key in ("one", "two", "three")
    ]
    for _ in range(2):
        await approve_payout(operator_id=op, payout_id=ids[0], idempotency_key="a")
        await return_payout(operator_id=op, payout_id=ids[0], reason="Back", idempotency_key="b")
        await reject_payout(operator_id=op, payout_id=ids[1], reason="No", idempotency_key="c")
        await approve_for_the_batch(operator_id=op, payout_id=ids[2], idempotency_key="d")
    assert (await deeds())[before:] == [
        ("payout_approved", op, cy, ids[0], None, None),
        ("payout_returned", op, cy, ids[0], None, "Back"),
        ("payout_rejected", op, cy, ids[1], None, "No"),
        ("payout_approved", op, cy, ids[2], None, None),
    ]


async def test_what_was_refused_is_not_on_record(village: Village) -> None:
    cy = await settle_creator(village, "cy", 50_000_000)
    before = await deeds()
    asked = await request_payout(person_id=cy, amount_micros=10_000_000, idempotency_key="ask")
    with pytest.raises(Forbidden):
        await approve_payout(operator_id=cy, payout_id=asked.id, idempotency_key="own")
    with pytest.raises(MonthNotEnded):
        await close_month(await running_month())
    assert await deeds() == before


async def test_a_closing_is_on_record_from_its_beginning_to_its_end(
    village: Village, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LIKEWISE_DATA_DIR", str(tmp_path))
    await village.settle("op", "ada")
    op, month = village.people["op"], await running_month()
    for _ in range(2):
        await close_by_request(month, early=True, operator_id=op, idempotency_key="close")
    first_day = str(month.first_day)
    assert await deeds() == [
        ("closing_started_early", op, None, None, first_day, None),
        ("month_closed", op, None, None, first_day, None),
    ]


async def test_the_command_line_is_nobody_on_record(village: Village, tmp_path: Path) -> None:
    await village.settle("ada")
    ada, month = village.people["ada"], await running_month()
    for _ in range(2):
        await make_operator(ada)
        await close_month(month, early=True, books=tmp_path)
    assert await deeds() == [
        ("operator_appointed", None, ada, None, None, None),
        ("closing_started_early", None, None, None, str(month.first_day), None),
        ("month_closed", None, None, None, str(month.first_day), None),
    ]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE operator_deeds SET reason = 'nothing'",
        "UPDATE operator_deeds SET reason = 'nothing' WHERE id = -1",
        "DELETE FROM operator_deeds",
        "TRUNCATE operator_deeds",
    ],
)
async def test_the_database_refuses_to_change_the_log(
    database_url: str, village: Village, change: str
) -> None:
    await village.settle("ada")
    await make_operator(village.people["ada"])
    link = await asyncpg.connect(database_url)
    try:
        with pytest.raises(asyncpg.IntegrityConstraintViolationError, match="is refused"):
            await link.execute(change)
    finally:
        await link.close()
    assert len(await deeds()) == 1


async def test_a_deed_that_is_rolled_back_leaves_no_record(village: Village) -> None:
    async def body(work: UnitOfWork) -> None:
        await record_deed(work, Deed.MONTH_VERIFIED, operator_id=None)
        raise Forbidden

    with pytest.raises(Forbidden):
        await unit_of_work(body)
    assert await deeds() == []


@pytest.mark.parametrize("deed", Deed)
async def test_the_database_knows_every_deed(village: Village, deed: Deed) -> None:
    await unit_of_work(lambda work: record_deed(work, deed, operator_id=None, reason="so"))
    assert await deeds() == [(deed.value, None, None, None, None, "so")]


@pytest.mark.parametrize(
    ("reason", "refused"), [("", "operator_deeds_reason"), ("x" * 501, "too long")]
)
async def test_a_reason_has_1_to_500_characters(reason: str, refused: str) -> None:
    with pytest.raises((IntegrityError, OperationalError), match=refused):
        await unit_of_work(
            lambda work: record_deed(work, Deed.MONTH_VERIFIED, operator_id=None, reason=reason)
        )

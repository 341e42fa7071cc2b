"""Inspections through the API: a dry run, a verification, a check of the ledger."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import asyncpg
import pytest

from likewise.models import database
from likewise.models.gate import running_month
from likewise.models.unit_of_work import unit_of_work
from likewise.settlement.split_files import OUTCOME_FILE
from tests.support.api_client import ApiClient, Json
from tests.support.inspections import STATE, inspected

SUMS = "month potCount likeCount accountCount pots { micros } kept { micros } unshared { micros }"
CHANGE = SUMS.replace("month", "since")
DRY_RUN = f"""dryRun {{ sums {{ {SUMS} }} change {{ {CHANGE} }} byHop {{ hop shared {{ micros }} }}
    largestReceived {{ micros }} reading computing }}"""
SETTLEMENT = f"settlement {{ {SUMS} byHop {{ hop shared {{ micros }} }} }}"
DIGESTS = "bookDigest outcomeDigest merkleRoot"
VERIFICATION = f"""verification {{ {DIGESTS} transferCount took
    mendedFiles {{ name wasMissing writtenAgain }} }}"""
LEDGER_CHECK = """ledgerCheck { checkedAt findingCount accountCount transferCount took
    parts { name findingCount findings { code sentence } } }"""


@pytest.fixture
async def admin(api: ApiClient) -> str:
    village = api.village
    await village.settle("ada", "bo", "cy")
    await village.write("cy", "song")
    await village.pay("ada", 5_000_000)
    await village.like("ada", "bo", "song")
    await village.like("bo", "cy")
    return await api.token_of("admin", operator=True)


async def close(api: ApiClient, month: str, admin: str) -> Json:
    wish = {"month": month, "early": True, "idempotencyKey": month}
    payload = await api.do("closeMonth", wish, SETTLEMENT, admin)
    assert payload["errors"] == []
    found: Json = payload["settlement"]
    return found


async def running() -> str:
    return str((await running_month()).month)


async def test_a_dry_run_says_what_the_closing_then_comes_to_and_touches_nothing(
    api: ApiClient, admin: str, books: Path
) -> None:
    before = await database.rows("SELECT max(id) FROM transfers")
    dry = await inspected(api, "startDryRun", {}, admin, DRY_RUN)
    assert dry["state"] == "DONE"
    assert await database.rows("SELECT max(id) FROM transfers") == before
    assert await database.rows("SELECT FROM settlements") == []
    deeds = await database.rows(
        "SELECT month::text FROM operator_deeds WHERE deed = 'month_run_dry'"
    )
    assert deeds == [{"month": f"{dry['dryRun']['sums']['month']}-01"}]
    assert dry["dryRun"]["change"] is None
    assert dry["dryRun"]["largestReceived"] == [{"micros": "5000000"}, {"micros": "2500000"}]
    (kept,) = await database.rows("SELECT result::text FROM inspections WHERE kind = 'dry_run'")
    assert not {"ada", "bo", "cy"} & set(re.findall("[a-z]+", kept["result"])), "nobody is named"
    closed = await close(api, dry["dryRun"]["sums"]["month"], admin)
    assert {**dry["dryRun"]["sums"], "byHop": dry["dryRun"]["byHop"]} == closed


async def test_a_dry_run_tells_the_difference_to_the_month_closed_last(
    api: ApiClient, admin: str, books: Path
) -> None:
    month = await running()
    await close(api, month, admin)
    dry = await inspected(api, "startDryRun", {}, admin, DRY_RUN)
    change = dry["dryRun"]["change"]
    assert change["since"] == month
    # Only what bo and cy received is left, nobody likes yet: all of it stays where it is.
    assert change["likeCount"] == -3
    assert change["pots"] == {
        "micros": str(int(dry["dryRun"]["sums"]["pots"]["micros"]) - 5 * 10**6)
    }
    assert int(change["kept"]["micros"]) < 0


async def test_a_dry_run_while_a_month_closes_is_refused_in_words(
    api: ApiClient, admin: str, books: Path
) -> None:
    await close(api, await running(), admin)
    await unit_of_work(
        lambda work: work.execute("UPDATE settlements SET state = 'verified', closed_at = NULL")
    )
    dry = await inspected(api, "startDryRun", {}, admin, DRY_RUN)
    assert (dry["state"], dry["dryRun"]) == ("REFUSED", None)
    assert dry["refusal"]["code"] == "MONTH_OUT_OF_ORDER"


async def test_a_verification_comes_to_the_digests_that_are_public_and_mends_files(
    api: ApiClient, admin: str, books: Path
) -> None:
    month = await running()
    await close(api, month, admin)
    (books / month / OUTCOME_FILE).unlink()
    verified = await inspected(api, "verifyMonth", {"month": month}, admin, VERIFICATION)
    assert verified["state"] == "DONE"
    found = verified["verification"]
    public = await api.ask(
        f"query S($month: Month!) {{ settlement(month: $month) {{ {DIGESTS} }} }}", {"month": month}
    )
    assert {name: found[name] for name in DIGESTS.split()} == public["settlement"]
    assert found["transferCount"] > 0
    assert found["mendedFiles"] == [
        {"name": OUTCOME_FILE, "wasMissing": True, "writtenAgain": True}
    ]
    deeds = await database.rows("SELECT deed FROM operator_deeds WHERE deed = 'month_verified'")
    assert len(deeds) == 1


async def test_a_month_whose_book_was_changed_is_refused_with_the_reason(
    api: ApiClient, admin: str, books: Path
) -> None:
    month = await running()
    await close(api, month, admin)
    (books / month / "pots.parquet").write_bytes(b"other")
    verified = await inspected(api, "verifyMonth", {"month": month}, admin, VERIFICATION)
    assert (verified["state"], verified["verification"]) == ("REFUSED", None)
    assert verified["refusal"]["code"] == "BOOK_DAMAGED"
    assert "pots.parquet" in verified["refusal"]["message"]


async def test_a_month_that_is_not_closed_is_not_verified(api: ApiClient, admin: str) -> None:
    assert await api.refusal("verifyMonth", {"month": "2020-01"}, admin) == "WRONG_STATE"
    assert await api.refusal("verifyMonth", {"month": "January"}, admin) == "MALFORMED_MONTH"
    nothing = await api.ask("{ inspection(kind: VERIFICATION) { state } }", token=admin)
    assert nothing == {"inspection": None}


async def test_a_check_of_the_ledger_tells_operators_what_and_everybody_how_many(
    api: ApiClient, admin: str
) -> None:
    rename = "ALTER TABLE transfers RENAME CONSTRAINT transfers_positive TO harmless"
    await unit_of_work(lambda work: work.execute(rename))
    check = (await inspected(api, "checkLedger", {}, admin, LEDGER_CHECK))["ledgerCheck"]
    parts = {each["name"]: each for each in check["parts"]}
    assert len(parts) == 10
    assert (check["findingCount"], parts["guards"]["findingCount"]) == (1, 1)
    (finding,) = parts["guards"]["findings"]
    assert finding["code"] == "guard_missing"
    public = await api.ask("{ economy { ledgerHealth { ok findingCount checkedAt } } }")
    assert public["economy"]["ledgerHealth"] == {
        "ok": False,
        "findingCount": 1,
        "checkedAt": check["checkedAt"],
    }
    deeds = await database.rows("SELECT deed FROM operator_deeds WHERE deed = 'ledger_checked'")
    assert len(deeds) == 1


@pytest.mark.parametrize(
    ("mutation", "reads", "deed"),
    [
        ("startDryRun", "forwardings", "month_run_dry"),
        ("verifyMonth", "transfers", "month_verified"),
        ("checkLedger", "transfers", "ledger_checked"),
    ],
)
async def test_who_clicks_twice_and_who_clicks_elsewhere_see_the_same_one(
    api: ApiClient,
    admin: str,
    books: Path,
    database_url: str,
    mutation: str,
    reads: str,
    deed: str,
) -> None:
    month = await running()
    await close(api, month, admin)
    wish = {"month": month} if mutation == "verifyMonth" else {}
    other = await api.token_of("olu", operator=True)
    link = await asyncpg.connect(database_url)
    try:
        async with link.transaction():
            await link.execute(f"LOCK TABLE {reads}")
            asked = [api.do(mutation, wish, STATE, token) for token in (admin, admin, other)]
            payloads = await asyncio.gather(*asked)
    finally:
        await link.close()
    first = payloads[0]["inspection"]
    assert first["state"] == "RUNNING"
    assert [each["inspection"] for each in payloads] == [first] * 3
    rows = await database.rows("SELECT deed FROM operator_deeds WHERE deed = $1", deed)
    assert len(rows) == 1


async def test_all_accounts_together_come_to_zero(api: ApiClient, admin: str) -> None:
    found = await api.ask("{ economy { accounts { kind accountCount balance { micros } } } }")
    balances = {
        each["kind"]: int(each["balance"]["micros"]) for each in found["economy"]["accounts"]
    }
    assert balances["BUDGET"] == 5_000_000
    assert balances["PROVIDER_CLEARING"] == -5_000_000
    assert sum(balances.values()) == 0


async def test_the_next_month_is_the_running_one_and_then_the_one_after(
    api: ApiClient, admin: str, books: Path
) -> None:
    asked = "{ nextMonth { month hasBegun hasEnded startsAt endsAt } }"
    month = await running()
    first = (await api.ask(asked))["nextMonth"]
    assert (first["month"], first["hasBegun"], first["hasEnded"]) == (month, True, False)
    await close(api, month, admin)
    following = (await api.ask(asked))["nextMonth"]
    assert following["month"] == await running()
    assert (following["hasBegun"], following["hasEnded"]) == (False, False)
    early = {"month": following["month"], "early": True, "idempotencyKey": "following"}
    assert await api.refusal("closeMonth", early, admin) == "MONTH_NOT_BEGUN"
    assert following["month"] > month
    assert first["endsAt"] == following["startsAt"]
    assert first["endsAt"].startswith(f"{following['month']}-01T00:00:00")

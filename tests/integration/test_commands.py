"""What every command keeps: exit codes, one line for a reason, JSON for machines, whole digests."""

from __future__ import annotations

import asyncio
import json
import re
from pathlib import Path

import pytest

from tests.support.command_line import Ended, likewise
from tests.support.village import Village, running_month

_DIGEST = r"\b[0-9a-f]{64}\b"


@pytest.fixture
def environment(database: str, redis_url: str, tmp_path: Path) -> dict[str, str]:
    return {
        "LIKEWISE_DATABASE_URL": database,
        "LIKEWISE_REDIS_URL": redis_url,
        "LIKEWISE_DATA_DIR": str(tmp_path),
    }


@pytest.fixture
async def village(database: str) -> Village:
    """Ada has paid 5 and likes Bo."""
    place = Village()
    await place.settle("ada", "bo")
    await place.pay("ada", 5_000_000)
    await place.like("ada", "bo")
    return place


def _reason(ended: Ended) -> str:
    """Why a command failed: one line on standard error, and nothing else anywhere."""
    assert (ended.code, ended.printed) == (1, ""), ended
    assert re.fullmatch(r"likewise: [^\n]+\n", ended.errors), ended.errors
    return ended.errors


_NOBODY_THERE = "postgres://ada:secret@127.0.0.1:1/likewise"


async def test_a_refusal_is_one_line_on_standard_error_and_exits_with_1(
    environment: dict[str, str], database: str
) -> None:
    month = str(await running_month())
    refused = await asyncio.gather(
        likewise(environment, "month", "verify", month),
        likewise(environment, "month", "close", month),
        likewise({**environment, "LIKEWISE_PORT": "many"}, "month", "status"),
        likewise({**environment, "LIKEWISE_DATABASE_URL": _NOBODY_THERE}, "month", "status"),
    )
    reasons = [_reason(each) for each in refused]
    assert month in reasons[0]
    assert "--early" in reasons[1]
    assert "LIKEWISE_PORT" in reasons[2]
    assert "127.0.0.1:1" in reasons[3]
    assert "secret" not in reasons[3]


async def test_wrong_usage_exits_with_2() -> None:
    wrong = await asyncio.gather(
        likewise({}, "month", "close"),
        likewise({}, "month", "close", "2026-13"),
        likewise({}, "serve", "--port", "65536"),
        likewise({}, "month", "status", "--no-json"),
        likewise({}, "split", "--max-hops", "65"),
    )
    for ended in wrong:
        assert (ended.code, ended.printed) == (2, ""), ended
        assert ended.errors
        assert "Traceback" not in ended.errors


async def test_the_help_has_a_line_for_each_command_and_a_page_for_the_one_asked_for() -> None:
    whole, split = await asyncio.gather(likewise({}, "--help"), likewise({}, "split", "--help"))
    assert (whole.code, split.code) == (0, 0)
    assert "Split one month's pots over its likes, from files to files." in whole.printed
    assert "Prints the digest of the outcome" in split.printed


async def test_before_the_first_close_nothing_is_closed_and_nothing_is_due(
    environment: dict[str, str],
) -> None:
    status, collected, doctor = await asyncio.gather(
        likewise(environment, "month", "status", "--json"),
        likewise(environment, "memberships", "collect", "--json"),
        likewise(environment, "doctor", "--json"),
    )
    assert (status.code, json.loads(status.printed)) == (0, [])
    assert collected.code == 0, collected.errors
    assert set(json.loads(collected.printed).values()) == {0}
    assert doctor.code == 0, doctor.errors
    told = json.loads(doctor.printed)
    assert told["healthy"]
    assert told["settings"]["database_url"] == "**********"


async def test_a_machine_reads_the_same_names_before_and_after_a_close(
    environment: dict[str, str], village: Village
) -> None:
    month = str(await running_month())
    dry_run, for_people = await asyncio.gather(
        likewise(environment, "month", "dry-run", "--json"),
        likewise(environment, "month", "dry-run"),
    )
    tried = json.loads(dry_run.printed)
    assert tried["account_count"] == 2
    assert re.findall(_DIGEST, for_people.printed) == [tried["outcome_digest"]]

    closed = await likewise(environment, "month", "close", month, "--early", "--json")
    settlement = json.loads(closed.printed)
    both = tried.keys() & settlement.keys()
    assert {name: settlement[name] for name in both} == {name: tried[name] for name in both}
    times = {"reading_seconds", "computing_seconds"}
    assert tried.keys() - both == {"largest_received_micros", *times}

    again, status, verified = await asyncio.gather(
        likewise(environment, "month", "close", month),
        likewise(environment, "month", "status", "--json"),
        likewise(environment, "month", "verify", month),
    )
    digests = [settlement[name] for name in ("book_digest", "outcome_digest", "merkle_root")]
    assert re.findall(_DIGEST, again.printed) == digests
    assert re.findall(_DIGEST, verified.printed) == digests
    assert json.loads(status.printed) == [settlement]


async def test_a_dry_run_tells_the_largest_sums_and_nobodys_name(
    environment: dict[str, str], village: Village
) -> None:
    ended = await likewise(environment, "month", "dry-run", "--json")
    tried = json.loads(ended.printed)
    assert tried["largest_received_micros"] == [5_000_000]
    assert tried["unshared_micros"] == 0
    assert tried["reading_seconds"] >= 0
    shown = await likewise(environment, "month", "dry-run", "--top", "1")
    assert re.search(r"largest sums received\s+5\.00", shown.printed)
    assert "@bo" not in shown.printed


async def test_the_book_alone_comes_to_what_was_published(
    environment: dict[str, str], village: Village, tmp_path: Path
) -> None:
    month = str(await running_month())
    closed = await likewise(environment, "month", "close", month, "--early", "--json")
    published = json.loads(closed.printed)
    nowhere = {"LIKEWISE_DATABASE_URL": _NOBODY_THERE}
    book = str(tmp_path / "books" / month)
    ended = await likewise(nowhere, "month", "verify", month, "--book", book, "--json")
    found = json.loads(ended.printed)
    for name in ("book_digest", "outcome_digest", "merkle_root"):
        assert found[name] == published[name]
    assert found["wrong_files"] == []
    another, for_people = await asyncio.gather(
        likewise(nowhere, "month", "verify", "2020-01", "--book", book),
        likewise(nowhere, "month", "verify", month, "--book", book),
    )
    assert f"is the book of {month}, not of 2020-01" in _reason(another)
    asked = f'settlement(month: "{month}") {{ bookDigest outcomeDigest merkleRoot }}'
    assert asked in for_people.printed, "it says what to compare, and with what"


async def test_a_lost_file_of_a_closed_month_is_told_in_a_line_until_it_is_written_again(
    environment: dict[str, str], village: Village, tmp_path: Path
) -> None:
    month = str(await running_month())
    await likewise(environment, "month", "close", month, "--early")
    book = tmp_path / "books" / month
    (book / "outcome.tree").unlink()
    prove = ("month", "prove", month, "--person", "bo")
    unproven, alone = await asyncio.gather(
        likewise(environment, *prove),
        likewise({}, "month", "verify", month, "--book", str(book)),
    )
    assert f"{book}/outcome.tree: is missing" in _reason(unproven)
    assert alone.code == 1
    assert len(re.findall(_DIGEST, alone.printed)) == 3
    assert alone.errors.startswith(f"likewise: {book}/outcome.tree is missing.")
    verified = await likewise(environment, "month", "verify", month)
    assert verified.code == 0
    assert re.search(r"outcome\.tree +was missing, written again", verified.printed)
    assert (await likewise(environment, *prove)).code == 0

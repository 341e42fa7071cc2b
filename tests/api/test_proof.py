"""Proofs through the API: everybody's own, of closed months, checked by who has only the root."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

from likewise.cli.month_proof import proof as check_file
from likewise.errors import VerificationFailed
from likewise.models.gate import running_month
from likewise.settlement.proofs import Proof, check
from likewise.settlement.split_files import OUTCOME_FILE
from likewise.settlement.tree_files import TREE_FILE
from tests.support.api_client import ApiClient, Json
from tests.support.command_line import likewise

PROOF = """query P($month: Month!) { me { proof(month: $month) { month merkleRoot document
    unshared { micros } received { micros } passedOn { micros } kept { micros } } } }"""
PUBLIC = """query S($month: Month!) {
    settlement(month: $month) { merkleRoot outcomeDigest bookDigest } }"""


@pytest.fixture
async def month(api: ApiClient, books: Path) -> str:
    """Ada paid 5 and likes Bo and Cy's song; Bo likes Cy; Dee paid 2 and likes nothing."""
    village = api.village
    await village.settle("ada", "bo", "cy", "dee", "eve")
    await village.write("cy", "song")
    await village.pay("ada", 5_000_000)
    await village.pay("dee", 2_000_000)
    await village.like("ada", "bo", "song")
    await village.like("bo", "cy")
    return str((await running_month()).month)


@pytest.fixture
async def closed(api: ApiClient, month: str) -> str:
    admin = await api.token_of("admin", operator=True)
    wish = {"month": month, "early": True, "idempotencyKey": "close"}
    assert (await api.do("closeMonth", wish, token=admin))["errors"] == []
    return month


def _salt(books: Path, month: str) -> str:
    salt: str = json.loads((books / month / "manifest.json").read_text())["proof_salt"]
    assert len(bytes.fromhex(salt)) == 32
    return salt


async def proof_of(api: ApiClient, handle: str, month: str) -> Json | None:
    me = await api.ask(PROOF, {"month": month}, await api.token_of(handle))
    found: Json | None = me["me"]["proof"]
    return found


async def test_everybody_gets_a_proof_that_leads_to_the_public_root(
    api: ApiClient, closed: str, tmp_path: Path
) -> None:
    public = (await api.ask(PUBLIC, {"month": closed}))["settlement"]
    expected = {
        "ada": (0, 0, 0, 0),
        "bo": (0, 2_500_000, 2_500_000, 0),
        "cy": (0, 5_000_000, 0, 5_000_000),
        "dee": (2_000_000, 0, 0, 0),
    }
    for handle, amounts in expected.items():
        found = await proof_of(api, handle, closed)
        assert found is not None
        names = ("unshared", "received", "passedOn", "kept")
        assert tuple(int(found[name]["micros"]) for name in names) == amounts
        assert (found["month"], found["merkleRoot"]) == (closed, public["merkleRoot"])
        path = tmp_path / f"{handle}.json"
        path.write_text(found["document"])
        check_file(path, root=public["merkleRoot"])
        proof = Proof.from_json(found["document"])
        assert proof.line.account_id == api.village.people[handle]
        assert proof.account_count == len(expected)
        assert proof.outcome_digest == public["outcomeDigest"]
        assert proof.book_digest == public["bookDigest"]


async def test_a_proof_of_another_line_does_not_lead_to_the_root(
    api: ApiClient, closed: str
) -> None:
    found = await proof_of(api, "cy", closed)
    assert found is not None
    plain = json.loads(found["document"])
    plain["line"]["received_micros"] += 1
    with pytest.raises(VerificationFailed):
        check(Proof.from_json(json.dumps(plain)), root=found["merkleRoot"])


async def test_who_has_no_line_gets_none_and_nobody_gets_anothers(
    api: ApiClient, closed: str
) -> None:
    assert await proof_of(api, "eve", closed) is None
    assert await proof_of(api, "cy", "2001-01") is None
    assert (await api.error(PROOF, {"month": closed}))["extensions"]["code"] == "NOT_SIGNED_IN"
    eve = await api.token_of("eve")
    error = await api.error(PROOF, {"month": "October"}, eve)
    assert error["extensions"]["code"] == "MALFORMED_MONTH"


async def test_an_open_month_has_no_proofs(api: ApiClient, month: str) -> None:
    assert await proof_of(api, "ada", month) is None


@pytest.mark.parametrize("name", [OUTCOME_FILE, TREE_FILE])
async def test_lost_files_are_told_without_saying_where_they_were(
    api: ApiClient, closed: str, books: Path, name: str
) -> None:
    (books / closed / name).unlink()
    error = await api.error(PROOF, {"month": closed}, await api.token_of("cy"))
    assert error["extensions"]["code"] == "BOOK_DAMAGED"
    assert error["message"] == f"{name} of {closed} is missing."


async def test_the_salt_of_the_proofs_is_told_to_nobody(
    api: ApiClient, closed: str, books: Path
) -> None:
    salt = _salt(books, closed)
    found = await proof_of(api, "cy", closed)
    assert found is not None
    assert salt not in found["document"]


async def test_an_operator_writes_a_persons_proof_from_the_command_line(
    api: ApiClient, closed: str, database_url: str, redis_url: str, books: Path, tmp_path: Path
) -> None:
    environment = {
        "LIKEWISE_DATABASE_URL": database_url,
        "LIKEWISE_REDIS_URL": redis_url,
        "LIKEWISE_DATA_DIR": str(books.parent),
    }
    path = tmp_path / "cy.json"
    written, printed, nobody, without, status = await asyncio.gather(
        likewise(environment, "month", "prove", closed, "--person", "cy", "--out", str(path)),
        likewise(environment, "month", "prove", closed, "--person", "cy"),
        likewise(environment, "month", "prove", closed, "--person", "zoe"),
        likewise(environment, "month", "prove", closed, "--person", "eve"),
        likewise(environment, "month", "status", "--json"),
    )
    assert (written.code, written.printed, written.errors) == (0, "", "")
    assert printed.printed == path.read_text()
    found = await proof_of(api, "cy", closed)
    assert found is not None
    assert path.read_text() == found["document"]
    assert (nobody.code, nobody.errors) == (1, "likewise: There is nobody called zoe.\n")
    assert (without.code, without.errors) == (
        1,
        f"likewise: There is no line of hers in {closed}.\n",
    )
    assert _salt(books, closed) not in status.printed
    root = json.loads(status.printed)[0]["merkle_root"]
    check_file(path, root=root)

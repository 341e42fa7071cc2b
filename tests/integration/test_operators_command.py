"""`likewise operators`: who may enter the console, said by whoever has the command line."""

from __future__ import annotations

import json

import pytest

from likewise.identity.roles import make_operator
from likewise.operators.audit_log import audit_log
from likewise.operators.deeds import Deed
from tests.support.command_line import likewise
from tests.support.frozen import freeze
from tests.support.village import Village


@pytest.fixture
def environment(database: str, redis_url: str) -> dict[str, str]:
    return {"LIKEWISE_DATABASE_URL": database, "LIKEWISE_REDIS_URL": redis_url}


async def _listed(environment: dict[str, str]) -> list[str]:
    code, output, errors = await likewise(environment, "operators", "list", "--json")
    assert code == 0, errors
    assert all(each["appointed_at"] and each["display_name"] for each in json.loads(output))
    return [each["handle"] for each in json.loads(output)]


async def test_the_role_is_given_and_taken_and_both_are_on_record_once(
    environment: dict[str, str],
) -> None:
    village = Village()
    await village.settle("ada", "bo")
    code, output, errors = await likewise(environment, "operators", "list")
    assert (code, "operators appoint" in output) == (0, True), errors

    for written, said in (
        ("@ada", "ada is an operator now."),
        ("ADA", "ada was one already."),
        ("bo", "bo is an operator now."),
    ):
        ended = await likewise(environment, "operators", "appoint", written)
        assert ended == (0, f"{said}\n", "")
    assert await _listed(environment) == ["ada", "bo"]

    for said in ("any more", "was none"):
        code, output, errors = await likewise(environment, "operators", "dismiss", "@Ada")
        assert (code, said in output) == (0, True), output + errors
        assert "console" not in output
    assert await _listed(environment) == ["bo"]
    code, output, errors = await likewise(environment, "operators", "list")
    assert (code, "bo" in output, "ada" in output) == (0, True, False), errors

    ada, bo = village.people["ada"], village.people["bo"]
    assert [(each.deed, each.operator_id, each.person_id) for each in await audit_log()] == [
        (Deed.OPERATOR_DISMISSED, None, ada),
        (Deed.OPERATOR_APPOINTED, None, bo),
        (Deed.OPERATOR_APPOINTED, None, ada),
    ]


async def test_who_dismisses_the_last_one_is_told_that_nobody_enters_the_console(
    environment: dict[str, str],
) -> None:
    village = Village()
    await village.settle("ada")
    await make_operator(village.people["ada"])
    code, output, errors = await likewise(environment, "operators", "dismiss", "ada")
    assert (code, "Nobody can enter the console now" in output) == (0, True), output + errors


async def test_nobody_and_the_frozen_are_refused(environment: dict[str, str]) -> None:
    village = Village()
    await village.settle("bo")
    await freeze(village, "bo")
    for words, reason in (
        (("appoint", "zoe"), "There is nobody called zoe."),
        (("dismiss", "@zoe!"), "There is nobody called @zoe!."),
        (("appoint", "bo"), "Whoever is frozen becomes no operator: unfreeze her first."),
    ):
        ended = await likewise(environment, "operators", *words)
        assert ended == (1, "", f"likewise: {reason}\n")

"""Operators find members, freeze them, and read what all of them did."""

from __future__ import annotations

import pytest

from likewise.models import database
from likewise.models.unit_of_work import UnitOfWork, unit_of_work
from likewise.operators.members import members
from tests.support.api_client import ApiClient, Json, global_id
from tests.support.creators import settle_creator
from tests.support.frozen import REASON, freeze

MEMBERS = """
query Members($first: Int!, $after: String, $search: String, $state: MemberState) {
  members(first: $first, after: $after, search: $search, state: $state) {
    edges { node {
      id joinedAt isOperator membershipState registrationState
      frozen { since reason } person { handle }
    } }
    pageInfo { hasNextPage endCursor }
  }
}
"""
LOG = """
query Log($first: Int!, $after: String, $personId: ID, $deed: OperatorDeed) {
  auditLog(first: $first, after: $after, personId: $personId, deed: $deed) {
    edges { node { deed operator { handle } person { handle } month reason payoutId
      amount { micros } } }
    pageInfo { hasNextPage endCursor }
  }
}
"""


async def found(api: ApiClient, token: str, **wanted: object) -> list[str]:
    """The handles of the members who are found, as they come."""
    data = await api.ask(MEMBERS, {"first": 50, **wanted}, token)
    return [each["node"]["person"]["handle"] for each in data["members"]["edges"]]


async def log(api: ApiClient, token: str, **wanted: object) -> list[Json]:
    data = await api.ask(LOG, {"first": 50, **wanted}, token)
    return [each["node"] for each in data["auditLog"]["edges"]]


async def name(handle: str, display_name: str) -> None:
    async def body(work: UnitOfWork) -> None:
        await work.execute(
            "UPDATE persons SET display_name = $2 WHERE handle = $1", handle, display_name
        )

    await unit_of_work(body)


@pytest.fixture
async def mod(api: ApiClient) -> str:
    """The token of an operator."""
    await api.village.settle("ada", "adam", "bo", "a_da")
    return await api.token_of("mod", operator=True)


async def test_members_are_found_by_how_handle_or_name_begins(api: ApiClient, mod: str) -> None:
    await name("bo", "Ådam %_ Ψ")
    everybody = await found(api, mod)
    assert everybody[0] == "mod", "the newest first"
    assert set(everybody) >= {"ada", "adam", "bo", "a_da", "mod"}
    for search, handles in {
        "ad": ["adam", "ada"],
        " @AD ": ["adam", "ada"],
        "adam": ["adam"],
        "ÅDAM %_ ψ": ["bo"],
        "a_": ["a_da"],
        "%": [],
        "dam": [],
        "": everybody,
    }.items():
        assert await found(api, mod, search=search) == handles, search


async def test_an_email_finds_its_owner_only_whole_and_is_never_shown(
    api: ApiClient, mod: str
) -> None:
    row = await database.row(
        "INSERT INTO credentials (person_id, email, password_digest)"
        " VALUES ($1, 'bo@mail.example', '-') RETURNING email",
        api.village.people["bo"],
    )
    assert row is not None
    assert await found(api, mod, search="Bo@Mail.Example") == ["bo"]
    for beginning in ("bo@", "bo@mail.exampl", "@mail.example"):
        assert await found(api, mod, search=beginning) == [], beginning


async def test_members_are_found_by_how_they_stand(api: ApiClient, mod: str) -> None:
    await settle_creator(api.village, "cy", 0)
    await freeze(api.village, "bo")
    token = await api.token_of("ada")
    done = await api.do(
        "startMembership",
        {"paymentMethod": "sandbox-ok", "idempotencyKey": "start"},
        token=token,
        fields="membership { state }",
    )
    assert done["errors"] == []
    assert await found(api, mod, state="FROZEN") == ["bo"]
    assert await found(api, mod, state="OPERATOR") == ["mod"]
    assert await found(api, mod, state="PAYING") == ["ada"]
    assert await found(api, mod, state="PAST_DUE") == []
    assert await found(api, mod, state="REGISTERED") == ["cy"]
    assert await found(api, mod, state="FROZEN", search="ad") == []


async def test_a_list_of_members_goes_on_where_it_ended(api: ApiClient, mod: str) -> None:
    whole, seen, after = await found(api, mod), [], None
    while True:
        data = await api.ask(MEMBERS, {"first": 2, "after": after}, mod)
        seen += [each["node"]["person"]["handle"] for each in data["members"]["edges"]]
        after = data["members"]["pageInfo"]["endCursor"]
        if not data["members"]["pageInfo"]["hasNextPage"]:
            break
    assert seen == whole


async def test_indexes_serve_the_search(database_url: str, api: ApiClient) -> None:
    assert database_url
    await database.rows(
        "INSERT INTO targets (id, kind)"
        " SELECT n, 'person' FROM generate_series(1000001, 1020000) AS n"
    )
    await database.rows(
        "INSERT INTO persons (id, handle, display_name)"
        " SELECT n, 'x' || n, 'Name ' || n FROM generate_series(1000001, 1020000) AS n"
    )
    await database.rows("ANALYZE persons")
    assert [each.handle for each in await members(search="x1019999")] == ["x1019999"]
    plan = await database.rows(
        "EXPLAIN SELECT id FROM persons WHERE (handle ~>=~ 'x10199' AND handle ~<~ 'x10199~')"
        " OR (lower(display_name) ~>=~ 'x10199' AND lower(display_name) ~<~ 'x10199~')"
    )
    text = "\n".join(str(row["QUERY PLAN"]) for row in plan)
    assert "persons_handle_begins" in text
    assert "persons_name_begins" in text


async def test_freezing_shows_to_her_and_to_operators(api: ApiClient, mod: str) -> None:
    bo = await api.token_of("bo")
    asked = "{ me { frozen { since reason } } }"
    assert (await api.ask(asked, token=bo))["me"]["frozen"] is None
    wish = {"personId": api.id_of("bo"), "reason": f" {REASON} ", "idempotencyKey": "freeze"}
    member = "member { id person { handle } frozen { since reason } }"
    done = await api.do("freezePerson", wish, token=mod, fields=member)
    assert done["errors"] == []
    frozen = done["member"]["frozen"]
    assert frozen["reason"] == REASON
    assert (await api.ask(asked, token=bo))["me"]["frozen"] == frozen
    refused = await api.do("like", {"targetId": api.id_of("ada")}, token=bo, fields="")
    assert [each["code"] for each in refused["errors"]] == ["ACCOUNT_FROZEN"]

    wish = {"personId": api.id_of("bo"), "idempotencyKey": "unfreeze"}
    done = await api.do("unfreezePerson", wish, token=mod, fields=member)
    assert (done["errors"], done["member"]["frozen"]) == ([], None)
    assert (await api.do("like", {"targetId": api.id_of("ada")}, token=bo, fields=""))[
        "errors"
    ] == []
    assert [(each["deed"], each["reason"]) for each in (await log(api, mod))[:2]] == [
        ("PERSON_UNFROZEN", None),
        ("PERSON_FROZEN", REASON),
    ]


async def test_what_cannot_be_frozen_says_why(api: ApiClient, mod: str) -> None:
    async def refusal(person: str, reason: str = "so") -> tuple[str, str | None]:
        wish = {"personId": person, "reason": reason, "idempotencyKey": person[:90] + reason[:9]}
        done = await api.do("freezePerson", wish, token=mod, fields="member { id }")
        assert done["member"] is None
        return done["errors"][0]["code"], done["errors"][0]["field"]

    assert await refusal(api.id_of("mod")) == ("FORBIDDEN", None)
    assert await refusal(global_id("Person", 10**9)) == ("NOT_FOUND", "personId")
    assert await refusal(global_id("Post", 1)) == ("NOT_FOUND", "personId")
    assert await refusal(api.id_of("bo"), " ") == ("INVALID_INPUT", "reason")
    await freeze(api.village, "bo")
    assert await refusal(api.id_of("bo")) == ("WRONG_STATE", None)


async def test_the_log_is_read_by_deed_and_by_who_did_or_had_it_done(
    api: ApiClient, mod: str
) -> None:
    await settle_creator(api.village, "cy", 30_000_000)
    await freeze(api.village, "bo")
    everything = await log(api, mod)
    assert [each["deed"] for each in everything] == [
        "PERSON_FROZEN",
        "REGISTRATION_APPROVED",
        "OPERATOR_APPOINTED",
    ]
    assert everything[2]["operator"] is None, "by the command line"
    assert everything[2]["person"] == {"handle": "mod"}
    assert await log(api, mod, deed="PERSON_FROZEN") == everything[:1]
    assert await log(api, mod, personId=api.id_of("cy")) == everything[1:2]
    assert await log(api, mod, personId=api.id_of("op")) == everything[:2]
    assert await log(api, mod, personId=api.id_of("op"), deed="PERSON_FROZEN") == everything[:1]
    data = await api.ask(LOG, {"first": 1}, mod)
    after = data["auditLog"]["pageInfo"]["endCursor"]
    assert await log(api, mod, after=after) == everything[1:]

"""The schema itself: committed, described, without floats, with a code for every refusal."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from graphql import GraphQLError, GraphQLSchema, get_introspection_query, graphql_sync
from graphql import build_schema as parse_schema
from graphql.language import parse
from graphql.validation import validate

from likewise import errors
from likewise.resolvers.refusals import presentable, refusals_in, told
from likewise.resolvers.root import build_schema
from likewise.resolvers.schema_file import SCHEMA_FILE, schema_text
from likewise.schema.refusals import ErrorCode
from likewise.schema.signing_in import SignOutPayload

OF_GRAPHQL_ITSELF = {"String", "Int", "Float", "Boolean", "ID"}
SHOWN = re.compile(r"[`\"0-9]")
ERRORS_PAGE = Path(__file__).parents[2] / "docs" / "errors.md"
MUTATIONS = """
signUp signIn signOut editProfile setPrivacy changePassword endSession publishPost like unlike
startMembership changeMembership cancelMembership setForwarding registerForPayouts requestPayout
cancelPayout approveRegistration approvePayout rejectRegistration rejectPayout returnPayout
closeMonth freezePerson unfreezePerson startDryRun verifyMonth checkLedger
"""
WITHOUT_A_KEY = """
signUp signIn signOut editProfile setPrivacy changePassword endSession publishPost like unlike
changeMembership cancelMembership setForwarding registerForPayouts approveRegistration
rejectRegistration startDryRun verifyMonth checkLedger
"""  # None of them moves money.


def types(schema: GraphQLSchema | None = None) -> dict[str, Any]:
    found = graphql_sync(
        schema or build_schema()._schema, get_introspection_query(input_value_deprecation=True)
    )
    assert found.data is not None
    return {
        each["name"]: each
        for each in found.data["__schema"]["types"]
        if not each["name"].startswith("__") and each["name"] not in OF_GRAPHQL_ITSELF
    }


def everything(schema: GraphQLSchema | None = None) -> Iterator[tuple[str, Any]]:
    """Each thing that can have a description, with its path."""
    for name, found in types(schema).items():
        yield name, found
        for member in (found["fields"] or []) + (found["inputFields"] or []):
            yield f"{name}.{member['name']}", member
            for argument in member.get("args", []):
                yield f"{name}.{member['name']}({argument['name']}:)", argument
        for value in found["enumValues"] or []:
            yield f"{name}.{value['name']}", value


def refusals(base: type[errors.Refusal] = errors.Refusal) -> Iterator[type[errors.Refusal]]:
    for each in base.__subclasses__():
        yield each
        yield from refusals(each)


def innermost(found: Any) -> str:
    while found["ofType"]:
        found = found["ofType"]
    return str(found["name"])


def test_the_committed_schema_is_the_programs() -> None:
    assert SCHEMA_FILE.read_text() == schema_text()


def test_everything_has_a_description_that_is_a_sentence() -> None:
    mute = [path for path, each in everything() if not (each["description"] or "").endswith(".")]
    assert mute == []


def test_no_float_is_anywhere() -> None:
    floats = [
        path for path, each in everything() if "type" in each and innermost(each["type"]) == "Float"
    ]
    assert floats == []


def test_every_public_refusal_has_its_code_in_the_enum_and_no_code_is_left_over() -> None:
    assert {each.value for each in ErrorCode} == {each.code for each in refusals() if each.public}


def test_every_public_refusal_can_be_told() -> None:
    for each in refusals():
        assert not each.public or told(each()).message


async def test_a_refusal_that_is_not_public_is_masked_wherever_it_comes_from() -> None:
    @refusals_in(SignOutPayload)
    async def drift() -> SignOutPayload:
        raise errors.SchemaDrifted

    with pytest.raises(errors.SchemaDrifted) as caught:
        await drift()
    shown = presentable(GraphQLError("said", original_error=caught.value))
    assert shown.message.startswith("Something went wrong")
    assert "code" not in (shown.extensions or {})


def test_every_mutation_has_one_input_and_a_payload_of_its_own_with_errors() -> None:
    known = types()
    mutations = {each["name"]: each for each in known["Mutation"]["fields"]}
    assert set(mutations) == set(MUTATIONS.split())
    for name, mutation in mutations.items():
        capitalised = name[0].upper() + name[1:]
        assert [each["name"] for each in mutation["args"]] == ["input"]
        assert innermost(mutation["args"][0]["type"]) == f"{capitalised}Input"
        assert innermost(mutation["type"]) == f"{capitalised}Payload"
        fields = {each["name"]: each for each in known[f"{capitalised}Payload"]["fields"]}
        assert innermost(fields.pop("errors")["type"]) == "Refusal"
        assert [each for each in fields.values() if each["type"]["kind"] == "NON_NULL"] == []


def test_every_mutation_but_those_that_move_no_money_takes_an_idempotency_key() -> None:
    known = types()
    without = set()
    for mutation in known["Mutation"]["fields"]:
        fields = known[innermost(mutation["args"][0]["type"])]["inputFields"]
        keys = [each for each in fields if each["name"] == "idempotencyKey"]
        if [each["type"]["kind"] for each in keys] != ["NON_NULL"]:
            without.add(mutation["name"])
    assert without == set(WITHOUT_A_KEY.split())


def test_the_queries_that_clients_rely_on_are_valid() -> None:
    document = """
    query Everything($id: ID!) {
      posts(first: 3, after: null) {
        edges { cursor node { id body author { handle displayName } likeCount createdAt } }
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      }
      post(id: $id) { id viewerHasLiked }
      person(handle: "ada") { id handle displayName about likeCount
        posts(first: 3) { edges { node { id } } } }
      page(url: "https://example.org") { id url host likeCount waiting { micros amount currency } }
      settlement(month: "2026-10") { state month bookDigest byHop { hop shared { micros } } }
      settlements { month state }
      economy { paidIn { amount } waiting { amount } people supporters monthsClosed }
      me {
        id handle forwarding
        wallet { budget { micros } projection { micros } version
          received { available { micros } held { micros } inFlight { micros } } }
        membership { state amount { amount } paidThrough }
        likes(first: 5, month: "2026-10") { edges { node { id month repeat createdAt
          target { id ... on Post { body } ... on Person { handle } ... on Page { url } } } } }
        payouts(first: 3) { edges { node { id state net { amount } cut { amount } } } }
        registration { state iban }
      }
      node(id: $id) { id }
    }
    subscription Wallet { walletUpdated { version } }
    subscription Closing {
      settlementProgress(month: "2026-10") { state progress { done total } }
    }
    """
    assert validate(build_schema()._schema, parse(document)) == []


def test_what_can_be_refused_by_itself_can_be_null_by_itself() -> None:
    """docs/decisions/nullability.md."""
    known = types()
    firm = [
        f"{name}.{field['name']}"
        for name, found in known.items()
        for field in found["fields"] or []
        if (name in ("Query", "Mutation") or (field["args"] and name != "Subscription"))
        and field["type"]["kind"] == "NON_NULL"
    ]
    assert firm == []


def test_every_connection_asks_how_many_and_where_to_go_on() -> None:
    for path, field in everything():
        if "type" in field and innermost(field["type"]).endswith("Connection"):
            arguments = {each["name"]: each for each in field["args"]}
            assert arguments["first"]["type"]["kind"] == "NON_NULL", path
            assert arguments["first"]["defaultValue"] is None, path
            assert innermost(arguments["after"]["type"]) == "String", path


def test_every_input_shows_what_it_looks_like() -> None:
    """An example or its bounds: something in quotes, in code or with a digit."""
    inputs = {
        path: each
        for path, each in everything()
        if "defaultValue" in each and innermost(each["type"]) != "Boolean"
        if not innermost(each["type"]).endswith("Input")
    }
    assert len(inputs) > 30
    assert [path for path, each in inputs.items() if not SHOWN.search(each["description"])] == []


def test_every_deprecation_says_when_it_ends() -> None:
    """`@deprecated(reason: "Use `handle`. Removed on 2027-06-01.")`"""
    assert undated(build_schema()._schema) == []


def test_a_deprecation_without_a_date_is_found() -> None:
    planted = parse_schema(
        """
        type Query {
          sound(old: Int @deprecated(reason: "Use `new`. Removed on 2027-06-01.")): Int
          a: Int @deprecated
          b(old: Int @deprecated(reason: "Soon.")): Int
          c: Sound @deprecated(reason: "Removed on 2027-13-01.")
        }
        enum Sound { MOO @deprecated(reason: "Removed in June.") }
        input Ask { old: Int @deprecated(reason: "Removed on 2027-06-01") }
        """
    )
    assert undated(planted) == ["Query.a", "Query.b(old:)", "Query.c", "Sound.MOO", "Ask.old"]


def undated(schema: GraphQLSchema) -> list[str]:
    """What is deprecated without the day on which it is removed."""
    return [
        path
        for path, each in everything(schema)
        if (each.get("isDeprecated") and not removal_in(each["deprecationReason"]))
    ]


def removal_in(reason: str) -> date | None:
    found = re.search(r"Removed on ([0-9]{4}-[0-9]{2}-[0-9]{2})\.$", reason)
    try:
        return None if found is None else date.fromisoformat(found[1])
    except ValueError:
        return None


def test_every_error_code_is_documented_as_it_is() -> None:
    rows = re.findall(r"^\| `([A-Z_]+)` \| (.+?) \| (.+?) \|$", ERRORS_PAGE.read_text(), re.M)
    assert [(code, meaning) for code, meaning, _ in rows] == [
        (each["name"], each["description"]) for each in types()["ErrorCode"]["enumValues"]
    ]
    assert all(advice.endswith(".") for _, _, advice in rows)

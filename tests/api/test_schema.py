"""The schema itself: committed, described, without floats, with a code for every refusal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from graphql import get_introspection_query, graphql_sync
from graphql.language import parse
from graphql.validation import validate

from likewise import errors
from likewise.cli.schema import export
from likewise.resolvers.refusals import told
from likewise.resolvers.root import build_schema
from likewise.resolvers.schema_file import SCHEMA_FILE, schema_text
from likewise.schema.refusals import ErrorCode

OF_GRAPHQL_ITSELF = {"String", "Int", "Float", "Boolean", "ID"}
MUTATIONS = """
signUp signIn signOut publishPost like unlike startMembership changeMembership cancelMembership
setForwarding registerForPayouts requestPayout cancelPayout approveRegistration approvePayout
closeMonth
"""


def types() -> dict[str, Any]:
    found = graphql_sync(
        build_schema()._schema, get_introspection_query(input_value_deprecation=True)
    )
    assert found.data is not None
    return {
        each["name"]: each
        for each in found.data["__schema"]["types"]
        if not each["name"].startswith("__") and each["name"] not in OF_GRAPHQL_ITSELF
    }


def everything() -> Iterator[tuple[str, Any]]:
    """Each thing that can have a description, with its path."""
    for name, found in types().items():
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


def test_the_committed_schema_is_the_programs():
    assert SCHEMA_FILE.read_text() == schema_text()


def test_everything_has_a_description_that_is_a_sentence():
    mute = [path for path, each in everything() if not (each["description"] or "").endswith(".")]
    assert mute == []


def test_no_float_is_anywhere():
    floats = [
        path for path, each in everything() if "type" in each and innermost(each["type"]) == "Float"
    ]
    assert floats == []


def test_every_refusal_has_its_code_in_the_enum_and_no_code_is_left_over():
    assert {each.value for each in ErrorCode} == {each.code for each in refusals()}


def test_every_refusal_can_be_told():
    for each in refusals():
        assert told(each()).message


def test_every_mutation_has_one_input_and_a_payload_of_its_own_with_errors():
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


def test_every_mutation_that_moves_money_takes_an_idempotency_key():
    known = types()
    for name in ("StartMembership", "RequestPayout", "CancelPayout", "ApprovePayout", "CloseMonth"):
        fields = {each["name"]: each for each in known[f"{name}Input"]["inputFields"]}
        assert fields["idempotencyKey"]["type"]["kind"] == "NON_NULL"


def test_the_queries_of_the_brief_are_valid():
    document = """
    query Everything($id: ID!) {
      posts(first: 3, after: null) {
        edges { cursor node { id body author { handle displayName } likeCount createdAt } }
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      }
      post(id: $id) { id viewerHasLiked }
      person(handle: "ada") { id handle displayName about likeCount
        posts { edges { node { id } } } }
      page(url: "https://example.org") { id url host likeCount waiting { micros amount currency } }
      settlement(month: "2026-10") { state month bookDigest outcomeDigest sharedByHop { micros } }
      settlements { month state }
      economy { paidIn { amount } waiting { amount } people supporters monthsClosed }
      me {
        id handle forwarding
        wallet { budget { micros } projection { micros } version
          received { available { micros } held { micros } inFlight { micros } } }
        membership { state amount { amount } paidThrough }
        likes(month: "2026-10", first: 5) { edges { node { id month repeat createdAt
          target { id ... on Post { body } ... on Person { handle } ... on Page { url } } } } }
        payouts { edges { node { id state net { amount } cut { amount } } } }
        registration { state iban }
      }
      node(id: $id) { id }
    }
    subscription Wallet { walletUpdated { version } }
    """
    assert validate(build_schema()._schema, parse(document)) == []


def test_export_check_fails_on_a_schema_that_has_drifted(tmp_path, monkeypatch, capsys):
    committed = tmp_path / "schema.graphql"
    monkeypatch.setattr("likewise.cli.schema.SCHEMA_FILE", committed)
    with pytest.raises(errors.SchemaDrifted):
        export(check=True)
    export(write=True)
    export(check=True)
    assert capsys.readouterr().out == ""
    export()
    assert capsys.readouterr().out == committed.read_text()
    committed.write_text(committed.read_text().replace("String", "Strong", 1))
    with pytest.raises(errors.SchemaDrifted):
        export(check=True)

"""What goes wrong unexpectedly reaches the client as an id alone, and the log as all of it."""

from __future__ import annotations

import json
import re

import asyncpg
from starlette.applications import Starlette
from structlog.testing import capture_logs

from tests.support.api_client import ApiClient
from tests.support.graphql_socket import graphql_socket
from tests.support.served import served_here


async def break_the_database(database_url: str) -> None:
    link = await asyncpg.connect(database_url)
    await link.execute("ALTER TABLE payments RENAME TO payments_are_gone")
    await link.close()


async def test_an_unexpected_error_is_masked_and_its_id_is_in_the_log(
    api: ApiClient, database_url: str
) -> None:
    await break_the_database(database_url)
    with capture_logs() as logs:
        error = await api.error("{ economy { people } }")
    assert re.fullmatch(r"Something went wrong \(id [0-9a-f]{12}\)\.", error["message"])
    assert error["path"] == ["economy"]
    logged = [each for each in logs if each["event"] == "unexpected_error"]
    assert [each["incident"] for each in logged] == [error["extensions"]["id"]]
    assert "payments" in str(logged[0]["exc_info"])


async def test_an_unexpected_error_of_a_mutation_is_masked_too(
    api: ApiClient, database_url: str
) -> None:
    token = await api.token_of("ada")
    await break_the_database(database_url)
    document = """mutation { startMembership(
        input: {paymentMethod: "sandbox-ok", idempotencyKey: "1"}) { errors { code } } }"""
    error = await api.error(document, token=token)
    assert error["message"].startswith("Something went wrong")


async def test_mistakes_in_documents_and_variables_are_told_as_they_are(api: ApiClient) -> None:
    for document, variables, said in (
        ("{ nothing }", None, "Cannot query field 'nothing'"),
        ("{ posts", None, "Syntax Error"),
        ("query Q($id: ID!) { post(id: $id) { id } }", {}, "of non-null type 'ID!'"),
        ("{ posts(first: 99999999999) { edges { cursor } } }", None, "32-bit"),
        ("{ post(id: 1.5) { id } }", None, "ID cannot represent"),
    ):
        error = await api.error(document, variables)
        assert said in error["message"]


async def test_micros_are_whole_and_an_amount_out_of_range_is_a_typed_refusal(
    api: ApiClient,
) -> None:
    token = await api.token_of("ada")
    document = """mutation Start($amount: Micros!) { startMembership(input: {
        amountMicros: $amount, paymentMethod: "sandbox-ok", idempotencyKey: "1"}) {
        errors { code field } } }"""
    for amount in (1.5, "1.5", "1e6", "", " 1", "٣", True, 10**100, "9" * 101, "9" * 5000):
        error = await api.error(document, {"amount": amount}, token)
        assert "Micros" in error["message"]
    for amount in (0, -1, "-1", 2**63 - 1, str(-(2**63)), 2**63, str(2**63), "9" * 100):
        found = await api.ask(document, {"amount": amount}, token)
        assert found["startMembership"]["errors"] == [
            {"code": "AMOUNT_OUT_OF_RANGE", "field": "amountMicros"}
        ]


async def test_who_it_is_cannot_be_asked_and_everybody_gets_an_id_that_the_log_has(
    api: ApiClient, app: Starlette, database_url: str
) -> None:
    """Regression: with a token everything was a bare 500, and sockets were closed for good."""
    token = await api.token_of("ada")
    link = await asyncpg.connect(database_url)
    await link.execute("ALTER TABLE sessions RENAME TO sessions_are_gone")
    await link.close()
    headers = {"Authorization": f"Bearer {token}"}
    with capture_logs() as logs:
        answer = await api.post("{ economy { people } }", token=token)
        assert answer.status_code == 500
        assert answer.headers["x-content-type-options"] == "nosniff"
        told = [answer.json()["errors"][0]]
        events = await api.http.post(
            "/graphql",
            json={"query": "{ economy { people } }"},
            headers={**headers, "Accept": "text/event-stream"},
        )
        assert "event: complete" in events.text
        told.append(json.loads(events.text.partition("data: ")[2].splitlines()[0])["errors"][0])
        async with served_here(app) as address, graphql_socket(address, token) as socket:
            await socket.subscribe("{ economy { people } }")
            heard = await socket.hear()
            assert heard["type"] == "error"
            told.append(heard["payload"][0])
            await socket.say("ping")
            assert (await socket.hear())["type"] == "pong"
    known = [each["incident"] for each in logs if each["event"] == "unexpected_error"]
    assert [each["extensions"]["id"] for each in told] == known

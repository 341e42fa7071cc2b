"""What graphql-cop looks for, asked as it asks: as nobody, of a served process as it comes.

Source: https://github.com/dolevf/graphql-cop, whose checks each have a test here.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from httpx import AsyncClient, Response

from tests.support.keeper import Addresses
from tests.support.shared_server import SharedServer, shared_server

EXPLORERS = ("/", "/graphiql", "/playground", "/console", "/graphql")


@pytest.fixture(scope="module")
def server(server_addresses: Addresses) -> Iterator[SharedServer]:
    with shared_server(server_addresses) as server:
        yield server


@pytest.fixture
async def http(server: SharedServer) -> AsyncIterator[AsyncClient]:
    async with AsyncClient(base_url=server.address, timeout=60) as http:
        yield http


async def posted(http: AsyncClient, document: str) -> Response:
    return await http.post("/graphql", json={"query": document, "operationName": "cop"})


async def errors_of(http: AsyncClient, document: str) -> list[dict[str, Any]]:
    """The errors of a document that must be refused."""
    found = (await posted(http, document)).json()
    assert "data" not in found
    errors: list[dict[str, Any]] = found["errors"]
    return errors


async def test_it_is_graphql_that_is_asked(http: AsyncClient) -> None:
    answer = await posted(http, "query cop { __typename }")
    assert answer.json()["data"] == {"__typename": "Query"}


async def test_a_hundred_aliases_are_too_many(http: AsyncClient) -> None:
    aliases = " ".join(f"alias{number}: __typename" for number in range(101))
    (error,) = await errors_of(http, f"query cop {{ {aliases} }}")
    assert error["extensions"]["code"] == "DOCUMENT_TOO_LARGE"


async def test_a_batch_is_not_taken(http: AsyncClient) -> None:
    answer = await http.post("/graphql", json=[{"query": "query cop { __typename }"}] * 10)
    assert answer.status_code == 400
    assert answer.json().keys() == {"errors"}


async def test_directives_many_times_over_are_not_each_looked_at(http: AsyncClient) -> None:
    for count in (10, 50):
        errors = await errors_of(http, f"query cop {{ __typename {'@aa' * count} }}")
        assert len(errors) < 10


async def test_a_field_many_times_over_is_too_much(http: AsyncClient) -> None:
    (error,) = await errors_of(http, f"query cop {{ {'__typename ' * 500} }}")
    assert error["extensions"]["code"] == "DOCUMENT_TOO_LARGE"


async def test_a_circle_of_fragments_is_refused(http: AsyncClient) -> None:
    circle = "fragment a on Query { ...b } fragment b on Query { ...a }"
    assert await errors_of(http, f"query cop {{ ...a }} {circle}")


async def test_a_circle_in_the_schema_is_not_followed(http: AsyncClient) -> None:
    circle = "type { fields { " * 3 + "type { name }" + " } }" * 3
    assert await errors_of(
        http, f"query cop {{ __schema {{ types {{ fields {{ {circle} }} }} }} }}"
    )


async def test_the_schema_is_not_told_to_nobody(http: AsyncClient) -> None:
    for asked in (
        "__schema { types { name fields { name } } }",
        '__type(name: "Query") { name }',
        "... on Query { __schema { types { name } } }",
    ):
        (error,) = await errors_of(http, f"query cop {{ {asked} }}")
        assert error["extensions"]["code"] == "FORBIDDEN"


async def test_nobody_is_told_what_she_perhaps_meant(http: AsyncClient) -> None:
    for document in (
        "query cop { __schema { directive } }",
        "query cop { economi { people } }",
        "query cop { posts(firs: 1) { edges { cursor } } }",
        "query cop { posts(first: 1) { ... on PostConnectio { edges { cursor } } } }",
        "mutation cop { like(input: {targetI: 1}) { errors { cod } } }",
        "query cop { __typename @skp(if: true) }",
        "query cop($a: MicroX) { __typename }",
    ):
        for error in await errors_of(http, document):
            assert "mean" not in error["message"]


async def test_nobody_is_told_what_she_perhaps_meant_by_a_variable(http: AsyncClient) -> None:
    document = "mutation cop($input: LikeInput!) { like(input: $input) { errors { code } } }"
    body = {"query": document, "variables": {"input": {"targetI": "a", "ur": "b"}}}
    answer = await http.post("/graphql", json=body)
    assert answer.json()["errors"]
    assert "mean" not in answer.text


async def test_a_get_that_any_page_could_send_is_refused(http: AsyncClient) -> None:
    for document in ("query cop { __typename }", "mutation cop { __typename }"):
        answer = await http.get("/graphql", params={"query": document})
        assert answer.status_code == 400
        assert answer.json().keys() == {"errors"}


async def test_a_mutation_by_get_is_refused_guarded_or_not(http: AsyncClient) -> None:
    guarded = {"GraphQL-Require-Preflight": "1"}
    for document in ("mutation cop { __typename }", "subscription { walletUpdated { version } }"):
        answer = await http.get("/graphql", params={"query": document}, headers=guarded)
        assert 400 <= answer.status_code < 500
        assert "data" not in answer.json()


async def test_a_form_is_not_taken(http: AsyncClient) -> None:
    for form in ({"data": {"query": "query cop { __typename }"}}, {"files": {"query": b"{ a }"}}):
        answer = await http.post("/graphql", **form)
        assert answer.status_code == 415
        assert "data" not in answer.json()


async def test_there_is_no_explorer_where_nobody_has_asked_for_one(http: AsyncClient) -> None:
    for path in EXPLORERS:
        answer = await http.get(path, headers={"Accept": "text/html"})
        for sign in ("graphiql.min.css", "GraphQL Playground", "GraphiQL", "graphql-playground"):
            assert sign not in answer.text


async def test_nothing_is_traced_and_no_exception_is_shown(http: AsyncClient) -> None:
    for document in ("query cop { __typename }", "qwerty cop { abc }", "query cop { abc }"):
        text = (await posted(http, document)).text.lower()
        for sign in ("tracing", "exception", "traceback", ".py", "stack"):
            assert sign not in text

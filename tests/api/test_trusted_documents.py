"""Documents that are known beforehand, and who may bring others; who may have the schema told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette

from likewise.operations.refusals import TrustedDocumentsInvalid
from likewise.operations.trusted import document_id, manifest_of
from likewise.settings import Settings
from likewise.web.app import create_app
from tests.support.api_client import ApiClient, Json
from tests.support.graphql_socket import graphql_socket
from tests.support.served import served_here

KNOWN = "query Handle($h: String!) { person(handle: $h) { handle } }"
OTHER = "{ economy { people } }"
SCHEMA = "{ __schema { queryType { name } } }"


@pytest.fixture
def changes(request: pytest.FixtureRequest, tmp_path: Path) -> dict[str, Any]:
    manifest = tmp_path / "documents.json"
    manifest.write_text(json.dumps(manifest_of([KNOWN])))
    return {"trusted_documents": manifest, **getattr(request, "param", {})}


def only_for(who: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("changes", [{"free_documents": who}], indirect=True)


async def asked(api: ApiClient, token: str | None = None, **body: object) -> Json:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    answer = await api.http.post("/graphql", json=body, headers=headers)
    found: Json = answer.json()
    return found


def code_of(answer: Json) -> object:
    (error,) = answer["errors"]
    assert "data" not in answer
    return error["extensions"]["code"]


async def test_a_known_document_is_asked_for_by_its_id(api: ApiClient) -> None:
    await api.village.settle("ada")
    for name in (document_id(KNOWN), f"sha256:{document_id(KNOWN)}"):
        answer = await asked(api, documentId=name, variables={"h": "ada"})
        assert answer["data"] == {"person": {"handle": "ada"}}
    answer = await api.http.get(
        "/graphql",
        params={"documentId": document_id(KNOWN), "variables": '{"h": "ada"}'},
        headers={"GraphQL-Require-Preflight": "1"},
    )
    assert answer.json()["data"] == {"person": {"handle": "ada"}}


async def test_an_id_that_nobody_knows_is_refused(api: ApiClient) -> None:
    for name in (document_id(OTHER), "", "../documents.json", "é"):
        assert code_of(await asked(api, documentId=name)) == "UNKNOWN_DOCUMENT"
    both = await asked(api, documentId=document_id(KNOWN), query=KNOWN)
    assert "one of the two" in both["errors"][0]["message"]


async def test_a_socket_takes_ids_too(app: Starlette, api: ApiClient) -> None:
    await api.village.settle("ada")
    async with served_here(app) as address, graphql_socket(address) as socket:
        payload = {"documentId": document_id(KNOWN), "variables": {"h": "ada"}}
        await socket.say("subscribe", id="1", payload=payload)
        heard = await socket.hear()
        assert heard["payload"]["data"] == {"person": {"handle": "ada"}}


@only_for("members")
async def test_free_documents_of_nobody_can_be_switched_off(api: ApiClient) -> None:
    assert code_of(await asked(api, query=OTHER)) == "FORBIDDEN"
    assert (await asked(api, query=KNOWN, variables={"h": "a"}))["data"] == {"person": None}
    token = await api.token_of("ada")
    assert (await asked(api, token, query=OTHER))["data"] == {"economy": {"people": 1}}


@only_for("operators")
async def test_the_operators_explorer_stays_free(api: ApiClient) -> None:
    member, operator = await api.token_of("ada"), await api.token_of("eve", operator=True)
    assert code_of(await asked(api, member, query=OTHER)) == "FORBIDDEN"
    assert (await asked(api, operator, query=OTHER))["data"] == {"economy": {"people": 2}}
    assert (await asked(api, operator, query=SCHEMA))["data"]


async def test_the_schema_is_told_to_operators_alone(api: ApiClient) -> None:
    assert code_of(await asked(api, query=SCHEMA)) == "FORBIDDEN"
    assert code_of(await asked(api, await api.token_of("ada"), query=SCHEMA)) == "FORBIDDEN"
    operator = await api.token_of("eve", operator=True)
    assert (await asked(api, operator, query=SCHEMA))["data"]
    hidden = '{ ...F } fragment F on Query { ... { a: __type(name: "Query") { name } } }'
    assert code_of(await asked(api, query=hidden)) == "FORBIDDEN"


async def test_names_that_were_perhaps_meant_are_told_to_operators_alone(api: ApiClient) -> None:
    wrong = (
        ("{ econom { people } }", {}),
        ("query Q($i: ID!) { post(ids: $i) { id } }", {"i": 1}),
        ('mutation { like(input: {target: "x"}) { numberOfLikes } }', {}),
        ("mutation L($i: LikeInput!) { like(input: $i) { numberOfLikes } }", {"i": {"urls": ""}}),
    )
    operator = await api.token_of("eve", operator=True)
    for query, variables in wrong:
        said = json.dumps(await asked(api, query=query, variables=variables))
        assert "Did you mean" not in said, said
    for query, variables in wrong[:3]:
        said = json.dumps(await asked(api, operator, query=query, variables=variables))
        assert "Did you mean" in said, said


@pytest.mark.parametrize("changes", [{"development": True}], indirect=True)
async def test_who_builds_on_it_is_told_everything(api: ApiClient) -> None:
    assert (await asked(api, query=SCHEMA))["data"]
    assert "Did you mean" in (await asked(api, query="{ econom }"))["errors"][0]["message"]


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        '{"abc": "{ economy { people } }"}',
        json.dumps({document_id("{ nothing }"): "{ nothing }"}),
        json.dumps({document_id("{"): "{"}),
    ],
)
def test_a_manifest_that_is_none_stops_the_start(
    tmp_path: Path, database_url: str, redis_url: str, content: str
) -> None:
    manifest = tmp_path / "wrong.json"
    manifest.write_text(content)
    with pytest.raises(TrustedDocumentsInvalid):
        create_app(
            Settings(trusted_documents=manifest), database_url=database_url, redis_url=redis_url
        )

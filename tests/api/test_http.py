"""The HTTP side of the endpoint: what may come in, and the headers of what goes out."""

from __future__ import annotations

from likewise.settings import Settings
from tests.support.api_client import ApiClient

PEOPLE = "{ economy { people } }"
LIMITS = Settings()


async def test_every_answer_carries_the_security_headers(api: ApiClient) -> None:
    for path in ("/", "/health", "/graphql", "/nowhere"):
        answer = await api.http.get(path)
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]


async def test_health_tells_of_database_and_broker(api: ApiClient) -> None:
    answer = await api.http.get("/health")
    assert answer.status_code == 200
    assert answer.json()["database"] == "ok"
    assert set(answer.json()) == {"status", "database", "broker"}


async def test_a_subscription_by_post_is_told_where_to_go(api: ApiClient) -> None:
    answer = await api.post("subscription { walletUpdated { version } }")
    assert answer.status_code == 400
    assert "WebSocket" in answer.json()["errors"][0]["message"]


async def test_graphql_comes_by_post_as_json_alone(api: ApiClient) -> None:
    assert (await api.http.put("/graphql", json={"query": PEOPLE})).status_code == 405
    for content_type in ("text/plain", "application/jsonx", "multipart/form-data", ""):
        answer = await api.http.post(
            "/graphql", content=b'{"query": "{ a }"}', headers={"Content-Type": content_type}
        )
        assert answer.status_code == 415
    answer = await api.http.post(
        "/graphql",
        content=b'{"query": "{ economy { people } }"}',
        headers={"Content-Type": "application/JSON; charset=utf-8"},
    )
    assert answer.json()["data"] == {"economy": {"people": 0}}


async def test_a_body_that_is_no_request_is_refused_and_never_an_accident(api: ApiClient) -> None:
    for body in (
        b"",
        b"nonsense",
        b"7",
        b'"text"',
        b"null",
        b"[]",
        b"{}",
        b'[{"query": "{ economy { people } }"}]',
        b'{"query": 7}',
        b'{"query": null}',
        b'{"query": "{ a }", "variables": []}',
        b'{"query": "{ a }", "extensions": 1}',
        b'{"query": "{ economy { people } }", "operationName": 7}',
        b'{"query": "{ a }", "variables": {"a": NaN}}',
        b'{"query": "{ a }", "variables": {"a": ' + b"9" * 5000 + b"}}",
        b'{"query": "{ a }", "variables": {"a": "\\ud800"}}',
        b'{"query": "{ a }", "variables": {"a": "\\u0000"}}',
        b'{"query": "{ person(handle: \\"\\\\u0000\\") { id } }"}',
        b"\xff\xfe",
        b"[" * 100_000,
    ):
        answer = await api.http.post(
            "/graphql", content=body, headers={"Content-Type": "application/json"}
        )
        assert answer.status_code == 400, body[:60]
        assert answer.json()["errors"][0]["message"]


async def test_text_beyond_ascii_goes_in_and_out_as_it_is(api: ApiClient) -> None:
    token = await api.token_of("ada")
    body = "Grüße 🎸 ‏שלום "
    payload = await api.do("publishPost", {"body": body}, "post { body }", token)
    assert payload["post"]["body"] == body.strip()


async def test_a_body_above_a_mebibyte_is_refused(api: ApiClient) -> None:
    answer = await api.post(PEOPLE, {"padding": "x" * LIMITS.max_body_bytes})
    assert answer.status_code == 413


async def test_several_operations_need_a_name_to_choose_by(api: ApiClient) -> None:
    both = "query A { economy { people } } query B { settlements { month } }"
    assert "operationName" in (await api.error(both))["message"]
    answer = await api.post(both, operationName="B")
    assert answer.json()["data"] == {"settlements": []}
    answer = await api.post(both, operationName="C")
    assert "no operation of this name" in answer.json()["errors"][0]["message"]


async def test_documents_without_measure_are_refused(api: ApiClient) -> None:
    # The fields at the top are depth 0.
    deep = (
        "{ posts(first: 1) { edges { node"
        + " { author { posts(first: 1) { edges { node" * LIMITS.max_document_depth
    )
    deep += " { id }" + "}" * (4 * LIMITS.max_document_depth + 2) + "}"
    assert "levels" in (await api.error(deep))["message"]
    aliases = " ".join(
        f"a{number}: economy {{ people }}" for number in range(LIMITS.max_document_aliases + 1)
    )
    assert "aliases" in (await api.error(f"{{ {aliases} }}"))["message"]
    wide = "{ economy {" + " people" * LIMITS.max_document_tokens + "} }"
    assert "tokens" in (await api.error(wide))["message"]
    nested = "{ a" * 600 + " }" * 600
    assert "nested too deeply" in (await api.error(nested))["message"]
    circle = "query { ...A } fragment A on Query { ...B } fragment B on Query { ...A }"
    answer = await api.post(circle)
    assert answer.json()["errors"]

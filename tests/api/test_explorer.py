"""The explorer's page is sent to operators alone; what it asks is answered as anywhere."""

from __future__ import annotations

import re
from typing import Any

import pytest
from graphql import get_introspection_query
from httpx import Response

from tests.support.api_client import ApiClient

INTROSPECTION = get_introspection_query(
    input_value_deprecation=True, descriptions=True, schema_description=True
)


async def page_for(api: ApiClient, handle: str | None, *, operator: bool = False) -> Response:
    if handle is not None:
        api.http.cookies.set("likewise_session", await api.token_of(handle, operator=operator))
    return await api.http.get("/admin/explorer", headers={"Accept": "text/html"})


async def test_who_is_not_signed_in_is_sent_to_sign_in_and_back(api: ApiClient) -> None:
    for token in ("", "nobody's"):
        api.http.cookies.set("likewise_session", token)
        answer = await page_for(api, None)
        assert answer.status_code == 303
        assert answer.headers["location"] == "/sign-in?next=%2Fadmin%2Fexplorer"
        assert answer.headers["cache-control"] == "no-store"


async def test_a_member_gets_the_page_of_the_app_that_says_that_nothing_is_there(
    api: ApiClient,
) -> None:
    answer = await page_for(api, "ada")
    assert answer.status_code == 404
    assert answer.text == (await api.http.get("/")).text
    assert "'unsafe-inline'" not in answer.headers["content-security-policy"]


async def test_an_operator_gets_the_explorer_with_no_more_leave_than_it_needs(
    api: ApiClient,
) -> None:
    answer = await page_for(api, "olu", operator=True)
    assert answer.status_code == 200
    assert "<title>Explorer · Likewise</title>" in answer.text
    assert answer.headers["cache-control"] == "no-store"
    policy = answer.headers["content-security-policy"]
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules.pop("style-src") == "'self' 'unsafe-inline'"
    assert rules.pop("img-src") == "'self' data:"
    assert set(rules.values()) == {"'self'", "'none'"}
    assert rules["default-src"] == rules["frame-ancestors"] == "'none'"
    loaded = re.findall(r'(?:src|href)="([^"]*)"', answer.text)
    for path in loaded:
        file = await api.http.get(path)
        assert file.status_code == 200
        kept = "immutable" in file.headers["cache-control"]
        assert kept == path.startswith("/assets/")


async def test_who_is_an_operator_no_more_does_not_get_the_page_again(api: ApiClient) -> None:
    first = await page_for(api, "olu", operator=True)
    api.http.cookies.clear()
    again = await api.http.get("/admin/explorer", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 303


@pytest.mark.parametrize("changes", [{"free_documents": "operators"}, {"development": True}])
async def test_an_operator_may_have_the_schema_explained_however_strict_the_server_is(
    api: ApiClient, changes: dict[str, Any]
) -> None:
    token = await api.token_of("olu", operator=True)
    found = await api.ask(INTROSPECTION, token=token)
    assert found["__schema"]["queryType"]["name"] == "Query"

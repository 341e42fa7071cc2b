"""Walls through the API: who shows what she likes is seen, and nobody else by any way."""

from __future__ import annotations

import json

import pytest

from tests.support.api_client import ApiClient

WALL = """supporters(first: $first, after: $after) {
    edges { cursor node { handle } } pageInfo { hasNextPage endCursor } }"""
PERSON = f"""query ($first: Int!, $after: String) {{ person(handle: "ada") {{ {WALL} }} }}"""
LIKES = """query ($handle: String!) { person(handle: $handle) { handle likes(first: 10) {
    edges { node { id __typename } } } } }"""
ALL = """query ($person: ID!, $page: ID!) {
    person: node(id: $person) { ... on Person { about likeCount
        supporters(first: 5) { edges { cursor node { id handle } } pageInfo { endCursor } }
        posts(first: 5) { edges { node { likeCount author { handle } } } } } }
    page: node(id: $page) { ... on Page { likeCount
        supporters(first: 5) { edges { cursor node { id handle } } } } }
    posts(first: 5) { edges { node { likeCount author { supporters(first: 5) {
        edges { node { handle } } } } } } }
}"""


@pytest.fixture
async def ada(api: ApiClient) -> str:
    """Bo, Cy and Dee like her; Cy and Dee show it."""
    village = api.village
    await village.settle("ada", "bo", "cy", "dee")
    await village.write("ada", "song")
    await village.find("example.org", "page")
    for handle in ("bo", "cy", "dee"):
        await village.like(handle, "ada", "song", "page")
    for handle in ("cy", "dee"):
        await _show(api, handle, shows=True)
    return await api.token_of("ada")


async def _show(api: ApiClient, handle: str, *, shows: bool) -> None:
    token = await api.token_of(handle)
    answer = await api.do("setPrivacy", {"showsLikes": shows}, "showsLikes", token)
    assert answer == {"showsLikes": shows, "errors": []}
    assert (await api.ask("{ me { showsLikes } }", token=token))["me"]["showsLikes"] is shows


async def test_a_wall_goes_on_after_its_cursor(api: ApiClient, ada: str) -> None:
    first = (await api.ask(PERSON, {"first": 1}))["person"]["supporters"]
    assert [each["node"]["handle"] for each in first["edges"]] == ["dee"]
    assert first["pageInfo"]["hasNextPage"]
    after = first["pageInfo"]["endCursor"]
    rest = (await api.ask(PERSON, {"first": 5, "after": after}))["person"]["supporters"]
    assert [each["node"]["handle"] for each in rest["edges"]] == ["cy"]
    assert not rest["pageInfo"]["hasNextPage"]


@pytest.mark.parametrize("who", ["nobody", "ada", "an operator"])
async def test_who_keeps_it_to_herself_is_seen_by_nobody_in_no_way(
    api: ApiClient, ada: str, who: str
) -> None:
    token = {"nobody": None, "ada": ada, "an operator": await api.token_of("mod", operator=True)}
    variables = {"person": api.id_of("ada"), "page": api.id_of("page")}
    text = json.dumps(await api.ask(ALL, variables, token[who]))
    assert '"cy"' in text
    assert '"bo"' not in text
    assert api.id_of("bo") not in text
    assert (await api.ask(LIKES, {"handle": "bo"}, token[who]))["person"]["likes"] is None


async def test_after_opting_out_a_cursor_of_before_shows_nobody(api: ApiClient, ada: str) -> None:
    wall = (await api.ask(PERSON, {"first": 1}))["person"]["supporters"]
    await _show(api, "cy", shows=False)
    await _show(api, "dee", shows=False)
    for after in (None, wall["pageInfo"]["endCursor"]):
        asked = {"first": 10, "after": after}
        assert (await api.ask(PERSON, asked))["person"]["supporters"]["edges"] == []


async def test_a_cursor_of_another_list_is_none_of_a_wall(api: ApiClient, ada: str) -> None:
    mine = "{ me { likes(first: 1) { pageInfo { endCursor } } } }"
    cy = await api.token_of("cy")
    cursor = (await api.ask(mine, token=cy))["me"]["likes"]["pageInfo"]["endCursor"]
    error = await api.error(PERSON, {"first": 1, "after": cursor})
    assert error["extensions"]["code"] == "INVALID_INPUT"


async def test_a_profile_shows_what_is_liked_as_what_it_is(api: ApiClient, ada: str) -> None:
    shown = (await api.ask(LIKES, {"handle": "dee"}))["person"]["likes"]["edges"]
    assert [each["node"] for each in shown] == [
        {"id": api.id_of(name), "__typename": kind}
        for name, kind in (("page", "Page"), ("song", "Post"), ("ada", "Person"))
    ]


async def test_whoever_asks_is_told_which_people_and_pages_she_likes(
    api: ApiClient, ada: str
) -> None:
    document = """query ($ada: ID!, $page: ID!) {
        ada: node(id: $ada) { ... on Target { viewerHasLiked } }
        page: node(id: $page) { ... on Target { viewerHasLiked } } }"""
    variables = {"ada": api.id_of("ada"), "page": api.id_of("page")}

    async def liked(token: str | None) -> list[bool]:
        found = await api.ask(document, variables, token)
        return [found[each]["viewerHasLiked"] for each in ("ada", "page")]

    bo = await api.token_of("bo")
    assert await liked(bo) == [True, True]
    assert await liked(ada) == await liked(None) == [False, False]
    unliked = await api.do(
        "unlike", {"targetId": api.id_of("page")}, "target { viewerHasLiked }", bo
    )
    assert unliked["target"] == {"viewerHasLiked": False}
    assert await liked(bo) == [True, False]


@pytest.mark.parametrize(
    ("typed", "url"),
    [
        ("HTTPS://Example.org:443/page?utm_source=x#top", "https://example.org/page"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
    ],
)
async def test_an_address_is_told_as_it_is_kept(
    api: ApiClient, ada: str, typed: str, url: str
) -> None:
    document = "query ($url: String!) { webAddress(url: $url) { url host page { likeCount } } }"
    found = (await api.ask(document, {"url": typed}))["webAddress"]
    assert found["url"] == url
    assert found["host"] in url
    assert found["page"] == ({"likeCount": 3} if "page" in url else None)


@pytest.mark.parametrize(
    "typed",
    [
        "http://127.0.0.1/",
        "http://localhost/x",
        "https://10.0.0.1",
        "ftp://example.org/",
        "nothing",
    ],
)
async def test_an_address_that_is_not_public_is_refused(api: ApiClient, typed: str) -> None:
    error = await api.error("query ($u: String!) { webAddress(url: $u) { url } }", {"u": typed})
    assert error["extensions"]["code"] == "MALFORMED_URL"

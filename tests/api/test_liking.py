"""Liking through the API: the answers, and every refusal with nothing changed."""

from __future__ import annotations

import pytest

from likewise.models import database
from likewise.months import Month
from tests.support.api_client import ApiClient, global_id

LIKED = """
like { id month repeat createdAt target { __typename id } } numberOfLikes
target { __typename id ... on Post { likeCount viewerHasLiked } ... on Page { url likeCount } }
"""


@pytest.fixture
async def ada(api: ApiClient) -> str:
    await api.village.settle("ada", "bo")
    await api.village.write("bo", "hello")
    await api.village.write("ada", "my own")
    return await api.token_of("ada")


async def number_of_likes() -> int:
    row = await database.row("SELECT count(*) AS number FROM likes")
    assert row is not None
    return int(row["number"])


async def test_a_like_answers_with_the_like_the_target_and_the_givers_number(
    api: ApiClient, ada: str
) -> None:
    first = await api.do("like", {"targetId": api.id_of("hello")}, LIKED, ada)
    assert first["errors"] == []
    assert first["numberOfLikes"] == 1
    assert first["like"]["target"] == {"__typename": "Post", "id": api.id_of("hello")}
    assert first["target"]["likeCount"] == 1
    assert first["target"]["viewerHasLiked"] is True
    again = await api.do("like", {"targetId": api.id_of("hello")}, LIKED, ada)
    assert again["like"]["id"] == first["like"]["id"]
    assert again["numberOfLikes"] == 1
    person = await api.do("like", {"targetId": api.id_of("bo"), "repeat": True}, LIKED, ada)
    assert (person["numberOfLikes"], person["like"]["repeat"]) == (2, True)


async def test_a_url_becomes_a_page_once(api: ApiClient, ada: str) -> None:
    first = await api.do("like", {"url": "http://Example.org:80/a?utm_source=x#y"}, LIKED, ada)
    again = await api.do("like", {"url": "http://example.org/a"}, LIKED, ada)
    assert first["target"]["url"] == "http://example.org/a"
    assert again["like"]["id"] == first["like"]["id"]


async def test_my_likes_are_listed_newest_first_with_their_targets(
    api: ApiClient, ada: str
) -> None:
    for name in ("hello", "bo"):
        await api.do("like", {"targetId": api.id_of(name)}, token=ada)
    await api.do("like", {"url": "https://example.org/"}, token=ada)
    document = """{ me { likes(first: 2) {
        edges { node { target { __typename } } } pageInfo { endCursor } } } }"""
    page = (await api.ask(document, token=ada))["me"]["likes"]
    assert [each["node"]["target"]["__typename"] for each in page["edges"]] == ["Page", "Person"]
    document = """query More($after: String) {
        me { likes(first: 9, after: $after) { edges { node { month } } } } }"""
    rest = await api.ask(document, {"after": page["pageInfo"]["endCursor"]}, ada)
    assert len(rest["me"]["likes"]["edges"]) == 1
    long_ago = '{ me { likes(first: 9, month: "2020-01") { edges { node { id } } } } }'
    assert (await api.ask(long_ago, token=ada))["me"]["likes"]["edges"] == []


async def test_every_bad_like_is_refused_by_code_and_enters_nothing(
    api: ApiClient, ada: str
) -> None:
    for wish, code in (
        ({"targetId": api.id_of("my own")}, "OWN_TARGET"),
        ({"targetId": api.id_of("ada")}, "OWN_TARGET"),
        ({"targetId": global_id("Post", 2**62)}, "UNKNOWN_TARGET"),
        ({"targetId": global_id("Payout", 1)}, "UNKNOWN_TARGET"),
        ({"targetId": "garbage"}, "UNKNOWN_TARGET"),
        ({"targetId": ""}, "UNKNOWN_TARGET"),
        ({}, "INVALID_INPUT"),
        ({"targetId": api.id_of("hello"), "url": "https://example.org/"}, "INVALID_INPUT"),
        ({"url": "http://localhost/"}, "MALFORMED_URL"),
        ({"url": "javascript:alert(1)"}, "MALFORMED_URL"),
    ):
        payload = await api.do("like", wish, LIKED, ada)
        assert [each["code"] for each in payload["errors"]] == [code], wish
        assert (payload["like"], payload["target"], payload["numberOfLikes"]) == (None, None, None)
    assert await api.refusal("like", {"targetId": api.id_of("hello")}) == "NOT_SIGNED_IN"
    assert await number_of_likes() == 0


async def test_a_like_is_taken_back_once_and_what_was_never_liked_is_no_error(
    api: ApiClient, ada: str
) -> None:
    await api.do("like", {"targetId": api.id_of("hello")}, token=ada)
    for _ in range(2):
        payload = await api.do(
            "unlike", {"targetId": api.id_of("hello")}, "numberOfLikes target { id }", ada
        )
        assert payload == {"numberOfLikes": 0, "target": {"id": api.id_of("hello")}, "errors": []}
    assert await api.refusal("unlike", {"targetId": "garbage"}, ada) == "UNKNOWN_TARGET"
    wrong = {"targetId": api.id_of("hello"), "month": "October"}
    assert await api.refusal("unlike", wrong, ada) == "MALFORMED_MONTH"
    assert await api.refusal("unlike", {"targetId": api.id_of("hello")}) == "NOT_SIGNED_IN"


async def test_the_like_of_the_month_that_is_named_is_taken_back(api: ApiClient, ada: str) -> None:
    hello = api.id_of("hello")
    liked = await api.do("like", {"targetId": hello}, "like { month }", ada)
    month = Month.parse(liked["like"]["month"])
    for named, left in ((month.previous(), 1), (month, 0)):
        wish = {"targetId": hello, "month": str(named)}
        assert (await api.do("unlike", wish, "numberOfLikes", ada))["numberOfLikes"] == left


async def test_forwarding_is_set_within_its_range(api: ApiClient, ada: str) -> None:
    assert (await api.ask("{ me { forwarding } }", token=ada))["me"]["forwarding"] == 10_000
    assert (await api.do("setForwarding", {"forwardBps": 250}, "forwarding", ada))[
        "forwarding"
    ] == 250
    for wrong in (-1, 10_001):
        assert await api.refusal("setForwarding", {"forwardBps": wrong}, ada) == "INVALID_INPUT"
    assert (await api.ask("{ me { forwarding } }", token=ada))["me"]["forwarding"] == 250


async def test_a_post_that_is_sent_again_under_its_key_is_published_once(
    api: ApiClient, ada: str
) -> None:
    wish = {"body": "Hello", "idempotencyKey": "once"}
    sent = [await api.do("publishPost", wish, "post { id body }", ada) for _ in range(2)]
    assert sent[0]["post"] == sent[1]["post"]
    assert await api.refusal("publishPost", {**wish, "body": "Other"}, ada) == "KEY_REUSED"
    assert await api.refusal("publishPost", {**wish, "idempotencyKey": ""}, ada) == "INVALID_INPUT"
    found = await api.ask("{ posts(first: 9) { edges { node { body } } } }")
    assert [each["node"]["body"] for each in found["posts"]["edges"]].count("Hello") == 1


async def test_a_post_is_published_and_bad_ones_are_not(api: ApiClient, ada: str) -> None:
    payload = await api.do(
        "publishPost", {"body": " Hello \n"}, "post { body author { handle } }", ada
    )
    assert payload["post"] == {"body": "Hello", "author": {"handle": "ada"}}
    for body in ("", " \n", "x" * 5001):
        assert await api.refusal("publishPost", {"body": body}, ada) == "INVALID_INPUT"
    assert await api.refusal("publishPost", {"body": "x"}) == "NOT_SIGNED_IN"
    found = await api.ask(
        '{ person(handle: "ada") { posts(first: 9) { edges { node { body } } } } }'
    )
    assert [each["node"]["body"] for each in found["person"]["posts"]["edges"]] == [
        "Hello",
        "my own",
    ]

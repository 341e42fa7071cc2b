"""What everybody may read, and in which slices."""

from __future__ import annotations

from likewise.schema.cursors import cursor_of
from tests.support.api_client import ApiClient, global_id

POSTS = """
query Posts($first: Int!, $after: String) {
  posts(first: $first, after: $after) {
    edges { cursor node { id body author { handle displayName } likeCount createdAt } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}
"""


async def test_everything_public_is_readable_without_signing_in(api: ApiClient) -> None:
    await api.village.settle("ada", "bo")
    await api.village.write("bo", "hello")
    await api.village.find("example.org", "song")
    await api.village.like("ada", "bo", "hello", "song")
    found = await api.ask(
        """
        query All($post: ID!) {
          post(id: $post) { id body likeCount viewerHasLiked author { id handle likeCount } }
          person(handle: "bo") { handle displayName about
            posts(first: 9) { edges { node { body } } } }
          page(url: "HTTPS://EXAMPLE.org:443/song#top") { url host likeCount waiting { micros } }
          settlement(month: "2026-10") { state }
          settlements { month }
          economy { paidIn { micros amount currency } people supporters monthsClosed asOf }
        }
        """,
        {"post": api.id_of("hello")},
    )
    assert found["post"] == {
        "id": api.id_of("hello"),
        "body": "hello",
        "likeCount": 1,
        "viewerHasLiked": False,
        "author": {"id": api.id_of("bo"), "handle": "bo", "likeCount": 1},
    }
    assert found["person"]["posts"]["edges"] == [{"node": {"body": "hello"}}]
    assert found["page"] == {
        "url": "https://example.org/song",
        "host": "example.org",
        "likeCount": 1,
        "waiting": {"micros": "0"},
    }
    assert (found["settlement"], found["settlements"]) == (None, [])
    assert found["economy"]["paidIn"] == {"micros": "0", "amount": "0.00", "currency": "USD"}
    assert found["economy"]["people"] == 2
    assert found["economy"]["asOf"].endswith("+00:00")


async def test_slices_of_posts_follow_each_other_without_gap_or_repetition(api: ApiClient) -> None:
    await api.village.settle("ada")
    for number in range(7):
        await api.village.write("ada", f"post {number}")
    bodies: list[str] = []
    after = None
    while True:
        page = (await api.ask(POSTS, {"first": 3, "after": after}))["posts"]
        assert page["pageInfo"]["hasPreviousPage"] is (after is not None)
        assert page["pageInfo"]["startCursor"] == page["edges"][0]["cursor"]
        bodies += [each["node"]["body"] for each in page["edges"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
        await api.village.write("ada", "in between")
    assert bodies == [f"post {number}" for number in reversed(range(7))]


async def test_each_author_in_a_list_shows_her_own_posts(api: ApiClient) -> None:
    await api.village.settle("ada", "bo")
    for author, name in (("ada", "one"), ("bo", "two"), ("ada", "three")):
        await api.village.write(author, name)
    found = await api.ask(
        """{ posts(first: 3) { edges { node { author {
        newest: posts(first: 1) { edges { node { body } } pageInfo { hasNextPage } }
        posts(first: 9) { edges { node { body author { handle } } } } } } } } }"""
    )
    authors = [each["node"]["author"] for each in found["posts"]["edges"]]
    assert [
        (each["newest"]["edges"][0]["node"]["body"], each["newest"]["pageInfo"]["hasNextPage"])
        for each in authors
    ] == [("three", True), ("two", False), ("three", True)]
    assert [
        [
            (post["node"]["body"], post["node"]["author"]["handle"])
            for post in each["posts"]["edges"]
        ]
        for each in authors
    ] == [[("three", "ada"), ("one", "ada")], [("two", "bo")], [("three", "ada"), ("one", "ada")]]


async def test_an_empty_list_has_no_cursors(api: ApiClient) -> None:
    page = (await api.ask(POSTS, {"first": 100}))["posts"]
    assert page == {
        "edges": [],
        "pageInfo": {
            "hasNextPage": False,
            "hasPreviousPage": False,
            "startCursor": None,
            "endCursor": None,
        },
    }


async def test_a_malformed_slice_is_refused_with_a_code(api: ApiClient) -> None:
    for variables, field in (
        ({"first": 0}, "first"),
        ({"first": 101}, "first"),
        ({"first": 1, "after": "nonsense"}, "after"),
        ({"first": 1, "after": "é"}, "after"),
        ({"first": 1, "after": global_id("posts", 7)}, "after"),
        ({"first": 1, "after": cursor_of("likes", 7)}, "after"),
    ):
        error = await api.error(POSTS, variables)
        assert error["extensions"] == {"code": "INVALID_INPUT", "field": field}


async def test_unknown_things_are_null_and_malformed_names_are_refused(api: ApiClient) -> None:
    unknown = await api.ask(
        """query No($post: ID!) { post(id: $post) { id } person(handle: "Nobody!") { id }
        page(url: "https://example.org/never") { id } }""",
        {"post": global_id("Post", 2**63 - 1)},
    )
    assert unknown == {"post": None, "person": None, "page": None}
    person_id, money_id = global_id("Person", 1), global_id("Money", 1)
    for document, code in (
        ('{ post(id: "garbage") { id } }', "INVALID_INPUT"),
        (f'{{ post(id: "{person_id}") {{ id }} }}', "INVALID_INPUT"),
        (f'{{ node(id: "{money_id}") {{ id }} }}', "INVALID_INPUT"),
        ('{ page(url: "http://127.0.0.1/") { id } }', "MALFORMED_URL"),
        ('{ page(url: "no address") { id } }', "MALFORMED_URL"),
        ('{ settlement(month: "2026-13") { state } }', "MALFORMED_MONTH"),
    ):
        error = await api.error(document)
        assert error["extensions"]["code"] == code


async def test_node_finds_every_public_thing_again_as_what_it_is(api: ApiClient) -> None:
    await api.village.settle("ada")
    await api.village.write("ada", "hello")
    await api.village.find("example.org", "song")
    for name, kind in (("ada", "Person"), ("hello", "Post"), ("song", "Page")):
        found = await api.ask(
            "query Node($id: ID!) { node(id: $id) { __typename id } }", {"id": api.id_of(name)}
        )
        assert found["node"] == {"__typename": kind, "id": api.id_of(name)}
    number = api.village.people["ada"]
    wrong_kind = await api.ask(
        "query Node($id: ID!) { node(id: $id) { id } }", {"id": global_id("Post", number)}
    )
    assert wrong_kind == {"node": None}

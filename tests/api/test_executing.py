"""Queries and mutations by their plan are answered as the executor answers them, and done once."""

from __future__ import annotations

import pytest

from likewise.operations.documents import Operation
from tests.support.api_client import ApiClient

MONEY = "micros amount currency"
READING = [
    "{ economy { people supporters paidIn { micros } } }",
    "{ a: economy { people } b: economy { people ...F } } fragment F on Economy { supporters }",
    "{ posts(first: 2) { edges { cursor node { id body likeCount createdAt author { handle } } }"
    " pageInfo { hasNextPage endCursor } } }",
    '{ me { handle isOperator person { displayName } } person(handle: "bo") { about } }',
    '{ person(handle: "nobody") { handle } page(url: "https://example.org/song") { url host } }',
    '{ page(url: "http://127.0.0.1/") { id } economy { people } }',
    '{ post(id: "nonsense") { id } me { id } }',
    "{ posts(first: 0) { edges { cursor } } economy { people } }",
    '{ settlements { month } settlement(month: "never") { month } }',
    f'{{ page(url: "https://example.org/song") {{ waiting {{ {MONEY} }} likeCount }} }}',
]


@pytest.mark.parametrize("document", READING, ids=lambda document: document[:50])
@pytest.mark.parametrize("signed_in", [True, False])
async def test_a_query_is_answered_the_same_by_both(
    api: ApiClient, monkeypatch: pytest.MonkeyPatch, document: str, signed_in: bool
) -> None:
    await api.village.settle("ada", "bo")
    await api.village.write("bo", "first")
    await api.village.find("example.org", "song")
    token = await api.token_of("ada") if signed_in else None
    by_plan = (await api.post(document, token=token)).json()
    with monkeypatch.context() as patched:
        patched.setattr(Operation, "plan", lambda *_: None)
        by_executor = (await api.post(document, token=token)).json()
    for each in (by_plan, by_executor):
        del each["extensions"]["cost"]["available"]
    assert by_plan == by_executor


async def test_a_mutation_that_cannot_be_written_by_its_plan_is_done_once(
    api: ApiClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = await api.token_of("ada")
    document = 'mutation { publishPost(input: {body: "once"}) { post { body } errors { code } } }'

    def unwritable(*_: object) -> None:
        raise RuntimeError("no plan can write this")

    with monkeypatch.context() as patched:
        patched.setattr("likewise.operations.plans.Plan.write", unwritable)
        answer = (await api.post(document, token=token)).json()
    assert answer["data"]["publishPost"]["post"] == {"body": "once"}
    found = await api.ask("{ posts(first: 5) { edges { node { body } } } }")
    assert [each["node"]["body"] for each in found["posts"]["edges"]] == ["once"]


async def test_mutations_run_one_after_the_other_in_their_order(api: ApiClient) -> None:
    token = await api.token_of("ada")
    bodies = ["one", "two", "three"]
    fields = " ".join(
        f'p{number}: publishPost(input: {{body: "{body}"}}) {{ post {{ body }} }}'
        for number, body in enumerate(bodies)
    )
    await api.ask(f"mutation {{ {fields} }}", token=token)
    found = await api.ask("{ posts(first: 5) { edges { node { body } } } }")
    assert [each["node"]["body"] for each in found["posts"]["edges"]] == bodies[::-1]


@pytest.mark.usefixtures("patient")
@pytest.mark.parametrize("changes", [{"address_cost_bucket_size": 1000}])
async def test_what_was_asked_and_what_it_came_to_is_told_with_every_answer(
    api: ApiClient,
) -> None:
    await api.village.settle("ada")
    for name in ("a", "b", "c"):
        await api.village.write("ada", name)
    document = "query Q($first: Int!) { posts(first: $first) { edges { node { id } } } }"
    answer = (await api.post(document, {"first": 50})).json()
    cost = answer["extensions"]["cost"]
    assert cost["requested"] == 101  # a connection, 50 edges, 50 posts
    assert cost["actual"] == 7
    assert cost["restoreRate"] > 0
    again = (await api.post(document, {"first": 50})).json()["extensions"]["cost"]
    assert again["available"] < cost["available"] + cost["requested"]


async def test_a_variable_that_is_a_condition_elsewhere_may_be_of_any_type_here(
    api: ApiClient,
) -> None:
    token = await api.token_of("ada")
    await api.village.write("ada", "mine")
    document = """
        query A($x: Boolean!) { economy @skip(if: $x) { people } }
        mutation B($x: LikeInput!) { like(input: $x) { errors { code } } }
        query C($x: String!) { person(handle: $x) { handle } }
    """
    variables = {"x": {"targetId": api.id_of("mine")}}
    liked = await api.post(document, variables, token, operationName="B")
    assert liked.json()["data"] == {"like": {"errors": [{"code": "OWN_TARGET"}]}}
    for number in range(40):
        found = await api.post(document, {"x": f"nobody{number}"}, operationName="C")
        assert found.json()["data"] == {"person": None}

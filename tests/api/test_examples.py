"""Every file of examples/ is carried out as it stands, by a real server and without an error."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from likewise.models.clock import at_moment
from likewise.settings import settings
from likewise.settlement.close import close_month
from tests.support.api_client import ApiClient, Json
from tests.support.creators import settle_creator
from tests.support.example import EXAMPLES, Example, example_at
from tests.support.graphql_socket import graphql_socket
from tests.support.keeper import Addresses
from tests.support.newcomer import settle_newcomer
from tests.support.shared_server import SharedServer, served_api, shared_server
from tests.support.village import Village, running_month

FILES = sorted(EXAMPLES.glob("*.graphql"))
RECEIVED_MICROS = 20_000_000
CURSOR = "{ posts(first: 1) { pageInfo { endCursor } } }"

api = served_api


@pytest.fixture(scope="module")
def server(server_addresses: Addresses) -> Iterator[SharedServer]:
    with shared_server(server_addresses) as server:
        yield server


@pytest.fixture
async def known(api: ApiClient, tmp_path: Path) -> dict[str, str]:
    """What stands in the place of `<…>`, in a village with something of everything."""
    village = api.village
    if not village.people:
        await settle_newcomer(api, posts=2)
        await village.find("example.org", "essays/on-lending-books")
        await close_last_month(village, tmp_path)
    cursor = (await api.ask(CURSOR))["posts"]["pageInfo"]["endCursor"]
    name = uuid.uuid4().hex[:8]
    return {
        "a new email": f"{name}@example.org",
        "a new handle": name,
        "a new UUID": str(uuid.uuid4()),
        "a month": str((await running_month()).previous()),
        "the endCursor of a page": cursor,
        "the id of a post": api.id_of("song 0"),
    }


async def close_last_month(village: Village, books: Path) -> None:
    month = (await running_month()).previous()
    with at_moment(month.start + timedelta(days=9)):
        await village.pay("cy", 5_000_000, quietly=True)
        await village.like("cy", "essays/on-lending-books")
        await close_month(month, early=True, books=books)


async def token_for(api: ApiClient, example: Example) -> str | None:
    """Who asks: somebody new with papers, money, and likes of hers and for hers."""
    if example.who == "no":
        return None
    village, handle = api.village, example.name.replace("-", "_")
    await settle_creator(village, handle, RECEIVED_MICROS)
    await village.write(handle, f"post of {handle}")
    await village.like(handle, "cy", "song 0", "essays/on-lending-books")
    await village.like("cy", f"post of {handle}", handle)
    return await api.token_of(handle, operator=example.who == "as an operator")


async def first_state(address: str, example: Example, variables: Json, token: str | None) -> Json:
    """What a feed shows first, over a real socket."""
    async with graphql_socket(address, token) as socket:
        await socket.subscribe(example.document, variables=variables)
        heard = await socket.hear()
        assert heard["type"] == "next", heard
        payload: Json = heard["payload"]
        return payload


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
async def test_an_example_is_carried_out_as_it_stands(
    path: Path, server: SharedServer, api: ApiClient, known: dict[str, str]
) -> None:
    example = example_at(path)
    token, variables = await token_for(api, example), example.variables(known)
    if example.is_feed:
        answer = await first_state(server.address, example, variables, token)
    else:
        answer = (await api.post(example.document, variables, token)).json()
        assert answer["extensions"]["cost"]["requested"] <= settings().max_operation_cost
    assert "errors" not in answer, answer["errors"]
    for value in answer["data"].values():
        assert value
        assert not isinstance(value, dict) or not value.get("errors")


def test_there_are_examples_of_every_kind_and_no_name_comes_twice() -> None:
    examples = [example_at(path) for path in FILES]
    assert {each.operation.operation.value for each in examples} == {
        "query",
        "mutation",
        "subscription",
    }
    names = [each.operation.name.value for each in examples if each.operation.name]
    assert len(set(names)) == len(names) == len(FILES)


@pytest.mark.parametrize(
    "spoiled",
    [
        "query A { economy { people } }",
        "# What it does.\n# variables: {}\nquery A { economy { people } }",
        "# What it does.\n# Signed in: no\n# variables: {}\n{ economy { people } }",
        "# Twice.\n# Signed in: no\n# variables: {}\nquery A { __typename } query B { __typename }",
    ],
)
def test_an_example_without_its_head_or_its_name_is_found(spoiled: str, tmp_path: Path) -> None:
    path = tmp_path / "spoiled.graphql"
    path.write_text(spoiled)
    with pytest.raises((AssertionError, ValueError)):
        example_at(path)

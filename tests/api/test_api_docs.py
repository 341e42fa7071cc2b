"""docs/api.md: its documents are valid, its commands answer as it says, its tables are true."""

from __future__ import annotations

import asyncio
import json
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from graphql import parse, validate

from likewise.operations.cost import LENGTHS, SURCHARGES, TEXTS
from likewise.resolvers.root import build_schema
from likewise.settings import Settings
from tests.support.api_client import ApiClient
from tests.support.curl import stand_in
from tests.support.keeper import Addresses
from tests.support.newcomer import settle_newcomer
from tests.support.shared_server import SharedServer, served_api, shared_server

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "api.md").read_text()
README = (ROOT / "README.md").read_text()
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
BLOCKS = [(kind, text) for kind, text in BLOCK.findall(PAGE)]
DOCUMENTS = [text for kind, text in BLOCK.findall(PAGE + README) if kind == "graphql"]
INCLUDED = re.findall(r"^<!-- (\S+) -->\n```\w+\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
ADDRESS = "http://127.0.0.1:8000"
AS_IT_COMES = {"LIKEWISE_COST_BUCKET_SIZE": "2000", "LIKEWISE_ADDRESS_COST_BUCKET_SIZE": "5000"}
EXACT = {"requested", "code"}
"""What an answer must have as it is on the page; of all else the page shows the kind."""
END_OF_ANSWER = "--- end of answer ---"

api = served_api


@pytest.fixture(scope="module")
def server(server_addresses: Addresses) -> Iterator[SharedServer]:
    with shared_server(server_addresses, **AS_IT_COMES) as server:
        yield server


def shape(found: Any, key: str = "") -> Any:
    """An answer without what is different each time."""
    if isinstance(found, dict):
        return {name: shape(value, name) for name, value in found.items()}
    if isinstance(found, list):
        return [shape(each) for each in found]
    return found if key in EXACT or found is None else type(found).__name__


def shapes_in(kind: str, text: str) -> list[Any]:
    """What a block of the page says of an answer, or an answer says in the same way."""
    if kind == "json":
        return [shape(json.loads(text))]
    lines = [re.fullmatch(r"([^{]*)(\{.*\})?", line) for line in text.strip().splitlines()]
    return [(line[1], line[2] and shape(json.loads(line[2]))) for line in lines if line]


def test_every_document_of_the_page_and_of_the_readme_is_valid() -> None:
    assert DOCUMENTS
    for text in DOCUMENTS:
        assert validate(build_schema()._schema, parse(text)) == []


async def test_every_command_of_the_page_answers_as_the_page_says(
    server: SharedServer, api: ApiClient, tmp_path: Path
) -> None:
    await settle_newcomer(api, posts=1)
    stand_in(tmp_path)
    commands = [text for kind, text in BLOCKS if kind == "bash"]
    script = "".join(f"{each}\necho '\n{END_OF_ANSWER}'\n" for each in commands)
    done = await asyncio.to_thread(
        subprocess.run,
        ["bash", "-c", script.replace(ADDRESS, server.address)],
        env={**os.environ, "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    answers = done.stdout.split(END_OF_ANSWER)[:-1]
    told = [BLOCKS[index + 1] for index, (kind, _) in enumerate(BLOCKS[:-1]) if kind == "bash"]
    assert len(told) == len(answers) == len(commands)
    for (kind, text), answer in zip(told, answers, strict=True):
        assert shapes_in(kind, answer) == shapes_in(kind, text)


async def test_the_feed_of_the_page_costs_what_the_page_says(api: ApiClient) -> None:
    feed = next(text for text in DOCUMENTS if "query Feed(" in text)
    answer = (await api.post(feed, {"first": 20})).json()
    assert f"`first: 20` is {answer['extensions']['cost']['requested']}:" in " ".join(PAGE.split())


def test_the_clients_on_the_page_are_the_files() -> None:
    assert [name for name, _ in INCLUDED] == [
        "examples/typescript/client.ts",
        "examples/python/client.py",
    ]
    for name, text in INCLUDED:
        assert text == (ROOT / name).read_text(), f"copy {name} into docs/api.md"


def test_the_limits_of_the_page_are_the_settings() -> None:
    rows = dict(re.findall(r"^\| `LIKEWISE_(\w+)` \| (\d+) \|", PAGE, re.MULTILINE))
    limits = {
        name.upper(): f"{field.default:g}"
        if isinstance(field.default, float)
        else f"{field.default}"
        for name, field in Settings.model_fields.items()
        if re.match("max_(?!hops)|operation_|cost_|address_cost_", name)
    }
    assert rows == limits


def test_the_costs_of_the_page_are_the_codes() -> None:
    rows = re.findall(r"^\| `([A-Z]\w+(?:\.\w+)?)` \| (\d+) \|$", PAGE, re.MULTILINE)
    assert {name: int(cost) for name, cost in rows} == {**LENGTHS, **SURCHARGES, **TEXTS}


def test_every_page_that_is_linked_is_there() -> None:
    for link in re.findall(r"\]\(([^)#:]+)\)", PAGE):
        assert (ROOT / "docs" / link).exists(), link

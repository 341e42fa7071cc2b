"""The schema before its strictest readers: GraphQL's linter, and Relay's compiler with an app."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from graphql import GraphQLSchema, build_schema, is_interface_type, is_object_type

from likewise.resolvers.schema_file import SCHEMA_FILE
from tests.support.node import installed, node

ROOT = Path(__file__).parents[2]
TOOLS = ROOT / "tests" / "schema_tools"
ESLINT = "node_modules/eslint/bin/eslint.js"
RELAY = "node_modules/relay-compiler/cli.js"
BREACHES = {
    "relay-arguments": ("    after: String = null", "    behind: String = null"),
    "relay-page-info": ("  hasNextPage: Boolean!", "  hasMore: Boolean!"),
    "relay-edge-types": (r"(type LikeEdge \{.*?  node:) Like!", r"\1 Money!"),
    "strict-id-in-types": (r"type Like implements Node \{.*?id: ID!", "type Like {"),
    "naming-convention": ("  likeCount: Int!", "  like_count: Int!"),
}
"""What to put in the place of what, by the rule that it breaks."""

BREACHES_OF_EXAMPLES = {
    "no-anonymous-operations": "{ economy { people } }",
    "require-selections": "query Mine { me { handle } }",
    "provided-required-arguments": "query Posts { posts { edges { cursor } } }",
}
FILES = ("eslint.config.mjs", "relay.config.json")


@pytest.fixture(scope="module")
def tools(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the tools installed, as their lock says."""
    return installed(TOOLS, tmp_path_factory.mktemp("schema_tools"))


@pytest.fixture
def place(tools: Path, tmp_path: Path) -> Path:
    """A folder of the test's own with the tools, the schema, the app and the examples in it."""
    (tmp_path / "node_modules").symlink_to(tools / "node_modules")
    for name in FILES:
        shutil.copy(tools / name, tmp_path)
    shutil.copy(SCHEMA_FILE, tmp_path)
    shutil.copytree(TOOLS / "app", tmp_path / "app")
    (tmp_path / "examples").mkdir()
    for each in (ROOT / "examples").glob("*.graphql"):
        shutil.copy(each, tmp_path / "examples")
    (tmp_path / "examples" / "sound.graphql").write_text("query Sound { economy { people } }\n")
    return tmp_path


def lint(place: Path) -> str:
    return node(place, ESLINT, "--max-warnings=0", "schema.graphql", "examples")


def spoil(place: Path, pattern: str, replacement: str) -> None:
    schema = place / "schema.graphql"
    text, count = re.subn(pattern, replacement, schema.read_text(), count=1, flags=re.DOTALL)
    assert count == 1
    schema.write_text(text)


def test_the_schema_and_the_examples_keep_the_linters_rules(place: Path) -> None:
    assert lint(place) == ""


def test_planted_breaches_are_found(place: Path) -> None:
    for pattern, replacement in BREACHES.values():
        spoil(place, pattern, replacement)
    for each in (place / "examples").iterdir():
        each.unlink()  # it asks for what is spoiled now
    for number, document in enumerate(BREACHES_OF_EXAMPLES.values()):
        (place / "examples" / f"{number}.graphql").write_text(document)
    with pytest.raises(AssertionError) as found:
        lint(place)
    rules = set(re.findall(r"@graphql-eslint/([a-z-]+)", str(found.value)))
    assert rules == {*BREACHES, *BREACHES_OF_EXAMPLES}


def test_relay_compiles_an_app_on_the_schema_without_a_warning(place: Path) -> None:
    said = node(place, RELAY)
    assert "Compilation completed" in said
    assert "WARN" not in said
    for name, asks_again in (
        ("FeedPostQuery", "node(id: $id)"),
        ("MineLikesPageQuery", "node(id: $id)"),
        ("MineWalletQuery", "node(id: $id)"),
        ("FeedPageQuery", "posts(first: $count, after: $cursor)"),
    ):
        artifact = place / "app" / "__generated__" / f"{name}.graphql.js"
        assert asks_again in artifact.read_text()


@pytest.mark.parametrize(
    ("pattern", "replacement"),
    [
        (r"type Me implements Node", "type Me"),  # what has no global id can't go on with its list
        (r"type Wallet implements Node", "type Wallet"),  # nor be read again
        (r"interface Target implements Node", "interface Target"),
        (r"(type PostConnection {.*?)pageInfo: PageInfo!", r"\1page: PageInfo!"),
        (r"  node\(\n.*?\): Node\n", ""),
    ],
)
def test_relay_refuses_a_schema_that_breaks_its_promises(
    place: Path, pattern: str, replacement: str
) -> None:
    spoil(place, pattern, replacement)
    with pytest.raises(AssertionError, match="Compilation failed"):
        node(place, RELAY)


def test_no_field_repeats_the_name_of_its_type(place: Path) -> None:
    schema = build_schema((place / "schema.graphql").read_text())
    assert list(repetitions(schema)) == []
    planted = build_schema("type Query { queryPosts: Int } type Me { membership: Int }")
    assert list(repetitions(planted)) == ["Query.queryPosts"]


def repetitions(schema: GraphQLSchema) -> list[str]:
    """Fields that begin with the whole word that their type is called by."""
    return [
        f"{name}.{field}"
        for name, found in schema.type_map.items()
        if (is_object_type(found) or is_interface_type(found)) and not name.startswith("__")
        for field in found.fields
        if re.match(name[0].lower() + name[1:] + "(?![a-z])", field)
    ]

"""The examples of the API: a document each, with a head of comments that a program can read."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from graphql import OperationDefinitionNode, OperationType, parse

from likewise.resolvers.schema_file import SCHEMA_FILE
from tests.support.api_client import Json

EXAMPLES = Path(__file__).parents[2] / "examples"
_HEAD = re.compile(
    r"(?P<about>(?:# .+\n)+)# Signed in: (?P<who>no|yes|as an operator)\b.*\n"
    r"# variables: (?P<variables>\{.*\})\n(?=\w)"
)
_PLACEHOLDER = re.compile(r"<([^<>]+)>")


@dataclass(frozen=True)
class Example:
    """One file."""

    name: str
    document: str
    who: str
    """Who may ask: no, yes or as an operator."""
    operation: OperationDefinitionNode
    _variables: str

    @property
    def is_feed(self) -> bool:
        """Whether it goes on by itself."""
        return self.operation.operation is OperationType.SUBSCRIPTION

    def variables(self, known: dict[str, str]) -> Json:
        """Those of its head, with what is known in the place of `<…>`."""
        text = _PLACEHOLDER.sub(lambda found: known[found[1]], self._variables)
        found: Json = json.loads(text)
        return found


def example_at(path: Path) -> Example:
    """Read a file. It has a head, and one operation that has a name."""
    text = path.read_text()
    head = _HEAD.match(text)
    assert head is not None, f"{path.name} does not say what it is for, who may ask, and with what"
    (operation,) = parse(text).definitions
    assert isinstance(operation, OperationDefinitionNode)
    assert operation.name is not None
    return Example(path.stem, text, head["who"], operation, head["variables"])


def at_home(name: str, root: Path) -> Path:
    """A copy of the example in this language, as far from the schema as it is in the repository."""
    schema_folder = root / "platform" / "schema"
    schema_folder.mkdir(parents=True)
    shutil.copy(SCHEMA_FILE, schema_folder)
    generated = shutil.ignore_patterns("node_modules", ".venv", "likewise_client", "*.d.ts")
    return Path(shutil.copytree(EXAMPLES / name, root / "examples" / name, ignore=generated))

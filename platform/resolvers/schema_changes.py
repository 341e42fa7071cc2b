"""What has changed since the schema that clients rely on: released.graphql, beside schema.graphql.

A breaking change is refused until it stands in breaks.toml, with the day and the reason. A change
that is dangerous is told: a client that was written with care gets on with it.
"""

from __future__ import annotations

import datetime
import tomllib
from dataclasses import dataclass
from pathlib import Path

from graphql import (
    GraphQLSchema,
    InputValueDefinitionNode,
    NonNullTypeNode,
    Visitor,
    build_ast_schema,
    find_breaking_changes,
    find_dangerous_changes,
    parse,
    visit,
)

from likewise.errors import MalformedFile
from likewise.resolvers.schema_file import SCHEMA_FILE

RELEASED_FILE = SCHEMA_FILE.with_name("released.graphql")
BREAKS_FILE = SCHEMA_FILE.with_name("breaks.toml")
NO_BREAKS = """\
# What breaks against released.graphql, and may. `likewise schema release` empties this file.
#
# [[break]]
# change = "Field Query.dogs was removed."  # as `likewise schema export --check` says it
# date = 2027-06-01
# reason = "Deprecated since 2027-01-01; nobody has asked for it since March."
"""


@dataclass(frozen=True, slots=True)
class Changes:
    """What has changed from one schema to another, each in a sentence."""

    breaking: list[str]
    dangerous: list[str]


def changes_between(old_text: str, new_text: str) -> Changes:
    """What a client of the old schema may stumble over in the new one."""
    old, new = build_ast_schema(parse(old_text)), build_ast_schema(parse(new_text))
    breaking = find_breaking_changes(old, new)
    # graphql-core calls it dangerous when a default is removed. What could be left out until then
    # is required now, if it may not be null; so such things are compared as optional ones, too.
    breaking += find_breaking_changes(_with_optional(old_text), _with_optional(new_text))
    return Changes(
        breaking=list(dict.fromkeys(each.description for each in breaking)),
        dangerous=[each.description for each in find_dangerous_changes(old, new)],
    )


def changes_since_release(text: str, released: Path, breaks: Path) -> Changes:
    """The same from the released schema on, without the breaks that are allowed.

    An allowance that nothing needs is told among the breaking changes: it would hide the next one.
    Raises MalformedFile.
    """
    changes = changes_between(released.read_text(), text)
    allowed = _allowed_in(breaks)
    refused = [each for each in changes.breaking if each not in allowed]
    idle = [f"Allowed, but nothing breaks: {each}" for each in allowed - set(changes.breaking)]
    return Changes(refused + sorted(idle), changes.dangerous)


def _with_optional(text: str) -> GraphQLSchema:
    return build_ast_schema(visit(parse(text), _DefaultsAreOptional()))


class _DefaultsAreOptional(Visitor):
    """What has a default may be left out, whatever its type says."""

    def leave_input_value_definition(
        self, node: InputValueDefinitionNode, *_: object
    ) -> InputValueDefinitionNode | None:
        if node.default_value is None or not isinstance(node.type, NonNullTypeNode):
            return None
        return InputValueDefinitionNode(
            name=node.name,
            type=node.type.type,
            default_value=node.default_value,
            directives=node.directives,
        )


def _allowed_in(breaks: Path) -> set[str]:
    try:
        listed = tomllib.loads(breaks.read_text()).get("break", [])
    except tomllib.TOMLDecodeError as error:
        raise MalformedFile(f"{breaks.name}: {error}") from error
    for each in listed:
        sound = isinstance(each.get("date"), datetime.date) and each.get("reason")
        if not sound or not isinstance(each.get("change"), str):
            raise MalformedFile(f"{breaks.name}: each break has a change, a date and a reason.")
    return {each["change"] for each in listed}

"""Plans: how an operation whose fields are plain values is written, without the executor.

graphql-core's executor costs some 5 µs a field, a plan a tenth of that. What a plan cannot write
(a field with a resolver below the root, an abstract type, an error) is the executor's, and the
executor is what the tests compare with, byte for byte.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from graphql import (
    GRAPHQL_MAX_INT as MAX_INT,
)
from graphql import (
    GraphQLField,
    GraphQLLeafType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLSchema,
    OperationDefinitionNode,
    is_leaf_type,
)
from graphql.execution.collect_fields import (
    FieldDetailsList,
    FragmentDetails,
    GroupedFieldSet,
    collect_fields,
    collect_subfields,
)
from graphql.execution.values import VariableValues
from strawberry.schema.schema_converter import GraphQLCoreConverter

from likewise.operations.calling import Call, call_of

Write = Callable[[Any], str]
"""Writes a value as JSON."""

_escaped = json.encoder.encode_basestring
_MOST_WRITERS = 300
"""Of one plan: each field that is written is kept as a function of its own."""

_OF_A_STATE = 1_000_000
"""Characters: a feed shows one thing, and no list of them."""

_TEXTS = frozenset({"String", "ID"})


class NotPlain(Exception):
    """This has to be executed."""


class TooLong(Exception):
    """The answer is longer than anybody gets."""


class _Tally:
    """What is counted while an answer is written."""

    __slots__ = ("objects", "room")

    def __init__(self) -> None:
        self.objects = 0
        self.room = 0
        """How many more characters the entries of lists may have."""


class RootField(NamedTuple):
    """A field of the root with what writes its value."""

    response_key: str
    field: GraphQLField
    details: FieldDetailsList
    call: Call
    before: str
    write: Write

    @property
    def name(self) -> str:
        """Its name in the schema."""
        return self.details[0].node.name.value


class Plan:
    """How one operation is written."""

    __slots__ = ("_last", "_tally", "root_fields", "root_type")

    def __init__(
        self, root_type: GraphQLObjectType, root_fields: list[RootField], tally: _Tally
    ) -> None:
        self.root_type = root_type
        self.root_fields = root_fields
        self._tally = tally
        self._last: tuple[object, object, str] | None = None

    def write(self, values: list[Any], most_characters: int) -> tuple[str, int]:
        """The data as JSON, from the value of each root field, and how many objects it has.

        Raises NotPlain where the executor would find an error, and TooLong.
        """
        self._tally.objects, self._tally.room = 0, most_characters
        text = ""
        for root, value in zip(self.root_fields, values, strict=True):
            text += root.before + root.write(value)
        return f"{{{text[1:]}}}", self._tally.objects

    def written_once(self, state: object, as_shown: Callable[[Any], object]) -> str:
        """The response for a state of a feed: one text while it is shown alike to many.

        What is private is shown differently to each viewer, since that asks whose it is.
        """
        last = self._last
        if last is None or last[0] is not state or last[1] is not as_shown:
            last = state, as_shown, f'{{"data":{self.write([as_shown(state)], _OF_A_STATE)[0]}}}'
            self._last = last
        return last[2]


def plan_of(
    schema: GraphQLSchema,
    fragments: Mapping[str, FragmentDetails],
    operation: OperationDefinitionNode,
    variable_values: VariableValues,
) -> Plan | None:
    """The plan of an operation; None: it is the executor's."""
    try:
        return _Planner(schema, fragments, operation, variable_values).plan()
    except (NotPlain, RecursionError):
        return None


class _Planner:
    """Plans one operation, as @skip and @include leave it with these variables."""

    def __init__(
        self,
        schema: GraphQLSchema,
        fragments: Mapping[str, FragmentDetails],
        operation: OperationDefinitionNode,
        variable_values: VariableValues,
    ) -> None:
        self._operation = operation
        self._collecting = schema, dict(fragments), variable_values
        self._tally = _Tally()
        self._writers = 0

    def plan(self) -> Plan:
        root = self._collecting[0].get_root_type(self._operation.operation)
        assert root is not None, "the document is valid"
        fields = collect_fields(*self._collecting, root, self._operation).grouped_field_set
        roots = [self._root(root, key, details) for key, details in fields.items()]
        return Plan(root, roots, self._tally)

    def _root(
        self, root: GraphQLObjectType, response_key: str, details: FieldDetailsList
    ) -> RootField:
        field = root.fields.get(details[0].node.name.value)
        if field is None:  # __typename, __schema, __type
            raise NotPlain
        write = self._writer(field.type, details)
        before = f",{_escaped(response_key)}:"
        return RootField(response_key, field, details, call_of(field), before, write)

    def _writer(self, kind: GraphQLOutputType, details: FieldDetailsList) -> Write:
        if isinstance(kind, GraphQLNonNull):
            return self._present(kind.of_type, details, _refuse_null)
        return self._present(kind, details, _write_null)

    def _present(self, kind: Any, details: FieldDetailsList, null: Write) -> Write:
        """What writes a value of this type, and what is none by `null`."""
        if is_leaf_type(kind):
            return _leaf(kind, null)
        if isinstance(kind, GraphQLList):
            return self._list(self._writer(kind.of_type, details), null)
        if isinstance(kind, GraphQLObjectType):
            found = collect_subfields(*self._collecting, self._operation, kind, details)
            return self._object(kind, found.grouped_field_set, null)
        raise NotPlain

    def _list(self, item: Write, null: Write) -> Write:
        tally = self._tally

        def write(values: Any) -> str:
            if values is None:
                return null(values)
            parts = []
            for each in values:
                part = item(each)
                tally.room -= len(part)
                if tally.room < 0:
                    raise TooLong
                parts.append(part)
            return f"[{','.join(parts)}]"

        return write

    def _object(self, kind: GraphQLObjectType, fields: GroupedFieldSet, null: Write) -> Write:
        before, writers = "{", []
        for response_key, details in fields.items():
            before += f"{_escaped(response_key)}:"
            name = details[0].node.name.value
            if name == "__typename":
                before += f'"{kind.name}",'
                continue
            attribute = _plain_attribute(kind, name)
            self._writers += 1
            if self._writers > _MOST_WRITERS:
                raise NotPlain
            writers.append((before, attribute, self._writer(kind.fields[name].type, details)))
            before = ","
        after, tally = f"{before.rstrip(',')}}}", self._tally

        def write(value: object) -> str:
            if value is None:
                return null(value)
            tally.objects += 1
            text = ""
            for before, attribute, write_attribute in writers:
                text += before + write_attribute(getattr(value, attribute))
            return text + after

        return write


def _plain_attribute(kind: GraphQLObjectType, name: str) -> str:
    """The attribute that this field is. Raises NotPlain if it is more than that."""
    field = kind.fields[name].extensions[GraphQLCoreConverter.DEFINITION_BACKREF]
    if field.base_resolver is not None or field.permission_classes or field.extensions:
        raise NotPlain
    attribute: str = field.python_name
    return attribute


def _leaf(kind: GraphQLLeafType, null: Write) -> Write:
    serialize = kind.serialize

    def write(value: object) -> str:
        if value is None:
            return null(value)
        try:
            serialized = serialize(value)
        except Exception:
            raise NotPlain from None
        if type(serialized) is str:
            return _escaped(serialized)
        if type(serialized) is int:
            return str(serialized)
        return json.dumps(serialized, separators=(",", ":"))

    # Most fields are texts and numbers, which are what they are.
    if kind.name in _TEXTS:
        return lambda value: _escaped(value) if type(value) is str else write(value)
    if kind.name == "Int":
        return lambda value: (
            str(value) if type(value) is int and abs(value) <= MAX_INT else write(value)
        )
    return write


def _write_null(_: object) -> str:
    return "null"


def _refuse_null(_: object) -> str:
    raise NotPlain

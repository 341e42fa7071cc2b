"""Feeds whose answers are plain values, prepared once: a push then costs what writing them costs.

A document is parsed, validated and planned when an operation begins. What cannot be planned (a
field with a resolver, an abstract type, more than one operation, any mistake) is the executor's,
and the executor is what the tests compare with, byte for byte.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from graphql import (
    ASTValidationRule,
    DocumentNode,
    GraphQLError,
    GraphQLLeafType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLOutputType,
    OperationType,
    is_leaf_type,
    parse,
    specified_rules,
    validate,
)
from graphql.execution.collect_fields import (
    FieldDetailsList,
    GroupedFieldSet,
    collect_fields,
    collect_subfields,
)
from graphql.execution.execute import Executor
from graphql.execution.values import get_argument_values
from strawberry.schema.schema_converter import GraphQLCoreConverter

from likewise.resolvers.context import Context
from likewise.resolvers.feeds import FEEDS, Opened
from likewise.resolvers.root import Schema

Write = Callable[[Any], str]
"""Writes a value as JSON."""

PREPARED_AT_MOST = 256
LONGEST_PREPARED = 2000
"""In characters: what is prepared is kept, so it is bounded in size as well as in number."""

_escaped = json.encoder.encode_basestring_ascii


class NotPlain(Exception):
    """This has to be executed."""


class PreparedFeed:
    """One subscription with its arguments, ready to be opened and written."""

    __slots__ = ("_arguments", "_field_name", "_last", "_write")

    def __init__(self, field_name: str, arguments: dict[str, Any], write: Write) -> None:
        self._field_name = field_name
        self._arguments = arguments
        self._write = write
        self._last: tuple[object, str] | None = None

    async def open(self, context: Context) -> Opened[Any]:
        """Open the feed as its resolver would, with the same refusals."""
        return await FEEDS[self._field_name](context, **self._arguments)

    def payload(self, opened: Opened[Any], state: object) -> str:
        """The execution result for a state, as JSON: the same bytes as the executor's.

        Raises NotPlain where the executor would find an error. A state that is shown to many is
        written once.
        """
        if self._last is None or self._last[0] is not state:
            self._last = state, self._write(opened.as_shown(state))
        return self._last[1]


class Preparer:
    """Prepares the operations of one schema, under the rules that documents must follow there."""

    def __init__(
        self, schema: Schema, rules: Sequence[type[ASTValidationRule]], max_tokens: int
    ) -> None:
        self._schema = schema._schema
        self._rules = [*specified_rules, *rules]
        self._max_tokens = max_tokens
        # Clients that come back at once ask the same, each with a cursor of her own.
        self._validated = lru_cache(PREPARED_AT_MOST)(self._validate)
        self._planned = lru_cache(PREPARED_AT_MOST)(self._plan)

    def prepare(
        self, query: str, variables: dict[str, Any] | None, operation_name: str | None
    ) -> PreparedFeed | None:
        """The operation, ready to be written; None: it is for the executor."""
        if len(query) > LONGEST_PREPARED or "subscription" not in query:
            return None
        try:
            return self._planned(query, json.dumps(variables), operation_name)
        except (NotPlain, GraphQLError, RecursionError):
            return None

    def _validate(self, query: str) -> DocumentNode | None:
        """The document, or None: also that is remembered, and costs a stranger's second try."""
        try:
            document = parse(query, max_tokens=self._max_tokens)
        except (GraphQLError, RecursionError):
            return None
        return None if validate(self._schema, document, self._rules) else document

    def _plan(self, query: str, variables: str, operation_name: str | None) -> PreparedFeed:
        document = self._validated(query)
        if document is None:
            raise NotPlain
        plan = Executor.build(
            self._schema,
            document,
            raw_variable_values=json.loads(variables),
            operation_name=operation_name,
        )
        if isinstance(plan, list) or plan.operation.operation != OperationType.SUBSCRIPTION:
            raise NotPlain
        return _Planner(plan).feed()


class _Planner:
    """Plans one operation."""

    def __init__(self, plan: Executor[Any]) -> None:
        self._plan = plan
        self._asked = plan.schema, plan.fragments, plan.variable_values

    def feed(self) -> PreparedFeed:
        root = self._plan.schema.subscription_type
        assert root is not None, "there are feeds"
        fields = collect_fields(*self._asked, root, self._plan.operation).grouped_field_set
        ((response_key, details),) = fields.items()  # validation: one root field
        node = details[0].node
        field_name = node.name.value
        if field_name not in FEEDS:
            raise NotPlain
        field = root.fields[field_name]
        arguments = get_argument_values(field, node, self._plan.variable_values)
        inner = self._writer(field.type, details)
        before = f'{{"data":{{{_escaped(response_key)}:'
        return PreparedFeed(field_name, arguments, lambda value: f"{before}{inner(value)}}}}}")

    def _writer(self, kind: GraphQLOutputType, details: FieldDetailsList) -> Write:
        if isinstance(kind, GraphQLNonNull):
            return self._present(kind.of_type, details, _refuse_null)
        return self._present(kind, details, _write_null)

    def _present(self, kind: Any, details: FieldDetailsList, null: Write) -> Write:
        """What writes a value of this type, and what is none by `null`."""
        if is_leaf_type(kind):
            return _leaf(kind, null)
        if isinstance(kind, GraphQLList):
            item = self._writer(kind.of_type, details)
            return lambda values: (
                null(values) if values is None else f"[{','.join([item(each) for each in values])}]"
            )
        if isinstance(kind, GraphQLObjectType):
            found = collect_subfields(*self._asked, self._plan.operation, kind, details)
            return self._object(kind, found.grouped_field_set, null)
        raise NotPlain

    def _object(self, kind: GraphQLObjectType, fields: GroupedFieldSet, null: Write) -> Write:
        before, writers = "{", []
        for response_key, details in fields.items():
            before += f"{_escaped(response_key)}:"
            name = details[0].node.name.value
            if name == "__typename":
                before += f'"{kind.name}",'
                continue
            attribute = _plain_attribute(kind, name)
            writers.append((before, attribute, self._writer(kind.fields[name].type, details)))
            before = ","
        after = f"{before.rstrip(',')}}}"

        def write(value: object) -> str:
            if value is None:
                return null(value)
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
        serialized = serialize(value)
        if type(serialized) is str:
            return _escaped(serialized)
        if type(serialized) is int:
            return str(serialized)
        return json.dumps(serialized, separators=(",", ":"))

    return write


def _write_null(_: object) -> str:
    return "null"


def _refuse_null(_: object) -> str:
    raise NotPlain

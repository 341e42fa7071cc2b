"""Executing an operation that has an end: by its plan where it has one, else by graphql-core."""

from __future__ import annotations

import asyncio
import inspect
import json
from collections.abc import Mapping
from typing import Any, NamedTuple, cast

from graphql import (
    ExecutionResult,
    GraphQLError,
    GraphQLNonNull,
    GraphQLResolveInfo,
    MiddlewareManager,
    OperationType,
    default_field_resolver,
    default_type_resolver,
)
from graphql.execution import Executor, execute_root_selection_set
from graphql.execution.values import get_argument_values
from graphql.pyutils import Path

from likewise.operations.operation import Operation
from likewise.operations.plans import Plan, RootField, TooLong
from likewise.resolvers.context import Context

_OF_A_NUMBER = 5
"""Characters, about."""

_NO_HELPERS: Any = None
"""For asynchronous work of a resolver's own, which none of ours has."""


class Executed(NamedTuple):
    """What came of it: the data as JSON, how many objects they have, and what went wrong."""

    data_text: str
    objects: int
    errors: list[GraphQLError]


def executor_of(
    operation: Operation,
    variable_values: Any,
    context: Context,
    middleware: MiddlewareManager | None = None,
) -> Executor[Any]:
    """graphql-core's executor for an operation that is valid."""
    whole = operation.whole
    return Executor(
        whole.schema,
        dict(whole.fragments),
        dict(whole.details),
        None,
        context,
        operation.node,
        variable_values,
        default_field_resolver,
        default_type_resolver,
        default_field_resolver,
        middleware_manager=middleware,
        hide_suggestions=True,
    )


async def execute(
    operation: Operation, variable_values: Any, context: Context, most_characters: int
) -> Executed:
    """Run a query or a mutation. Each resolver is called once, whatever goes wrong.

    Raises TooLong, when it has been run.
    """
    plan = operation.plan(variable_values)
    if plan is None:
        executor = executor_of(operation, variable_values, context)
        return await _by_executor(executor, most_characters)
    values = await _values_of(plan, operation, variable_values, context)
    if not any(isinstance(each, Exception) for each in values.values()):
        try:
            return Executed(*plan.write(list(values.values()), most_characters), [])
        except TooLong:
            raise
        except Exception:  # noqa: S110 - the executor comes to the same, and says it by the rules
            pass
    known = MiddlewareManager(_Known(values))
    executor = executor_of(operation, variable_values, context, known)
    return await _by_executor(executor, most_characters)


async def _by_executor(executor: Executor[Any], most_characters: int) -> Executed:
    result = execute_root_selection_set(executor)
    if inspect.isawaitable(result):
        result = await result
    return executed(result, most_characters)


def executed(result: ExecutionResult, most_characters: int) -> Executed:
    """What the executor's result is as JSON. Raises TooLong before it is written."""
    data = result.data
    if data is None:
        return Executed("null", 0, result.errors or [])
    objects, characters = _measure_of(data)
    if characters > most_characters:
        raise TooLong
    text = json.dumps(data, separators=(",", ":"), ensure_ascii=False)
    return Executed(text, objects - 1, result.errors or [])


def _measure_of(value: Any) -> tuple[int, int]:
    """How many objects there are, and about how many characters of text."""
    if isinstance(value, dict):
        objects, characters = 1, 0
        for key, each in value.items():
            below, longer = _measure_of(each)
            objects, characters = objects + below, characters + len(key) + longer
        return objects, characters
    if isinstance(value, list):
        found = [_measure_of(each) for each in value]
        return sum([each[0] for each in found]), sum([each[1] for each in found])
    return 0, len(value) if isinstance(value, str) else _OF_A_NUMBER


async def _values_of(
    plan: Plan, operation: Operation, variable_values: Any, context: Context
) -> dict[str, Any]:
    """What each field of the root comes to, or the exception that it raised; mutations in turn."""
    roots = plan.root_fields
    if operation.kind is OperationType.QUERY and len(roots) > 1:
        found = await asyncio.gather(
            *[_value_of(each, plan, operation, variable_values, context) for each in roots]
        )
        return {root.response_key: value for root, value in zip(roots, found, strict=True)}
    values: dict[str, Any] = {}
    for root in roots:
        value = await _value_of(root, plan, operation, variable_values, context)
        values[root.response_key] = value
        if isinstance(value, Exception) and isinstance(root.field.type, GraphQLNonNull):
            break  # it takes all data with it: what would come after is not done
    return values


async def _value_of(
    root: RootField, plan: Plan, operation: Operation, variable_values: Any, context: Context
) -> Any:
    nodes = [each.node for each in root.details]
    whole = operation.whole
    info = GraphQLResolveInfo(
        root.name,
        nodes,
        root.field.type,
        plan.root_type,
        Path(None, root.response_key, plan.root_type.name),
        whole.schema,
        cast("Any", whole.fragments),
        None,
        operation.node,
        variable_values,
        context,
        cast("Any", inspect.isawaitable),
        None,
        _NO_HELPERS,
    )
    try:
        arguments: dict[str, Any] = {}
        if root.field.args:
            arguments = get_argument_values(
                root.field, nodes[0], variable_values, None, hide_suggestions=True
            )
        value = root.call(info, arguments)
        return await value if inspect.isawaitable(value) else value
    except Exception as error:
        return error


class _Known:
    """Middleware of an executor that says again what the fields of the root have come to."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = values

    def resolve(self, next_: Any, source: object, info: Any, **arguments: Any) -> Any:
        """The value that is known, or raise what is known; below the root go on."""
        if info.path.prev is not None:
            return next_(source, info, **arguments)
        value = self._values[info.path.key]
        if isinstance(value, Exception):
            raise value
        return value

"""An operation's results, one after the other, for whoever streams them.

Strawberry 0.341 raises some mistakes out of its stream of results (a syntax error that its parser
cache has found, for one): here each is a result.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing

from graphql import GraphQLError
from strawberry.schema import BaseSchema
from strawberry.types import ExecutionResult
from strawberry.types.execution import PreExecutionError

from likewise.resolvers.context import Context


async def results_of(
    schema: BaseSchema,
    context: Context,
    query: str | None,
    variables: dict[str, object] | None,
    operation_name: str | None,
) -> AsyncGenerator[ExecutionResult, None]:
    """Run a query, a mutation or a subscription. Never raises; closing it ends the operation."""
    try:
        results = await schema.stream(
            query or " ",  # an empty document is a mistake in it, and told as one
            variable_values=variables,
            context_value=context,
            operation_name=operation_name,
        )
        async with aclosing(results):
            async for each in results:
                assert isinstance(each, ExecutionResult), "nothing here is delivered in parts"
                yield each
    except Exception as error:
        found = error if isinstance(error, GraphQLError) else _unexpected(error)
        errors = [found]
        schema.process_errors(errors)
        yield PreExecutionError(data=None, errors=errors)


def _unexpected(error: Exception) -> GraphQLError:
    return GraphQLError(str(error), original_error=error)

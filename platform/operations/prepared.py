"""Feeds that are shown by their plan: a push then costs what writing it costs."""

from __future__ import annotations

from typing import Any

from graphql.execution.values import get_argument_values

from likewise.operations.plans import Plan
from likewise.resolvers.context import Context
from likewise.resolvers.feeds import FEEDS, Opened


class PreparedFeed:
    """One subscription with its arguments, ready to be opened and written."""

    __slots__ = ("_arguments", "_plan")

    def __init__(self, plan: Plan, arguments: dict[str, Any]) -> None:
        self._plan = plan
        self._arguments = arguments

    async def open(self, context: Context) -> Opened[Any]:
        """Open the feed as its resolver would, with the same refusals."""
        return await FEEDS[self._plan.root_fields[0].name](context, **self._arguments)

    def payload(self, opened: Opened[Any], state: object) -> str:
        """The execution result for a state, as JSON: the same bytes as the executor's.

        Raises NotPlain where the executor would find an error. A state that is shown to many is
        written once.
        """
        return self._plan.written_once(state, opened.as_shown)


def prepared_feed(plan: Plan, variable_values: Any) -> PreparedFeed | None:
    """The feed of a subscription's plan; None: it has to be executed."""
    (root,) = plan.root_fields  # validation: a subscription has one
    if root.name not in FEEDS:
        return None
    arguments = get_argument_values(root.field, root.details[0].node, variable_values)
    return PreparedFeed(plan, arguments)

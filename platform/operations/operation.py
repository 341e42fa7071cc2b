"""One operation of a valid document: its kind, its cost, and its plans."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graphql import (
    DirectiveNode,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    GraphQLSchema,
    OperationDefinitionNode,
    OperationType,
    VariableNode,
    Visitor,
    visit,
)
from graphql.execution.collect_fields import FragmentDetails
from graphql.execution.values import VariableValues

from likewise.operations.cost import weigh, weigh_surcharges
from likewise.operations.plans import Plan, plan_of

_MOST_PLANS = 2
"""Of one operation: each choice of what @skip and @include leave of it has its own, and takes some
hundred kilobytes at worst. What comes later is for the executor."""

_INTROSPECTION = ("__schema", "__type")
_CONDITIONS = ("skip", "include")


@dataclass(frozen=True, slots=True)
class Whole:
    """What the operations of a document share."""

    schema: GraphQLSchema
    node: DocumentNode
    fragments: Mapping[str, FragmentDefinitionNode]
    details: Mapping[str, FragmentDetails]
    conditions: frozenset[str]
    """The names of the variables that @skip and @include look at."""
    introspects: bool
    """Whether the schema itself is asked for."""

    @classmethod
    def of(cls, schema: GraphQLSchema, node: DocumentNode) -> Whole:
        """Look through a valid document."""
        look = _Look()
        visit(node, look)
        fragments = {
            each.name.value: each
            for each in node.definitions
            if isinstance(each, FragmentDefinitionNode)
        }
        details = {name: FragmentDetails(each, None) for name, each in fragments.items()}
        conditions = frozenset(look.conditions)
        return cls(schema, node, fragments, details, conditions, look.introspects)


class Operation:
    """An operation that is valid, and within its limits."""

    __slots__ = ("_conditions", "_plans", "node", "weigh", "weigh_surcharges", "whole")

    def __init__(self, whole: Whole, node: OperationDefinitionNode) -> None:
        self.whole = whole
        self.node = node
        self.weigh = weigh(whole.schema, whole.node, node)
        """The most that it costs with these variables."""
        self.weigh_surcharges = weigh_surcharges(whole.schema, whole.node, node)
        """What it costs with them without the objects of its answer."""
        declared = {each.variable.name.value for each in node.variable_definitions or ()}
        self._conditions = sorted(whole.conditions & declared)
        self._plans: dict[tuple[bool, ...], Plan | None] = {}

    @property
    def kind(self) -> OperationType:
        """Query, mutation or subscription."""
        return self.node.operation

    def plan(self, variable_values: VariableValues) -> Plan | None:
        """How it is written without the executor, if it can be."""
        # One that another operation's condition names can be of any type here: then it counts for
        # nothing, and what it is does not matter.
        chosen = tuple([variable_values.coerced.get(name) is True for name in self._conditions])
        if chosen not in self._plans:
            if len(self._plans) >= _MOST_PLANS:
                return None
            whole = self.whole
            self._plans[chosen] = plan_of(whole.schema, whole.details, self.node, variable_values)
        return self._plans[chosen]


class _Look(Visitor):
    """Finds what decides who may run it and how it is planned."""

    def __init__(self) -> None:
        super().__init__()
        self.introspects = False
        self.conditions: set[str] = set()

    def enter_field(self, node: FieldNode, *_: Any) -> None:
        self.introspects |= node.name.value in _INTROSPECTION

    def enter_directive(self, node: DirectiveNode, *_: Any) -> None:
        if node.name.value in _CONDITIONS:
            values = [argument.value for argument in node.arguments or ()]
            self.conditions |= {
                each.name.value for each in values if isinstance(each, VariableNode)
            }

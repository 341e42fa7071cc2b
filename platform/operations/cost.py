"""Cost: the most objects that the answer to an operation can have, and more for what is dear.

An object is one, whatever it is; a list is as many as `first` says, or as LENGTHS does where there
is no `first`. What @skip and @include may leave out is counted, as is the dearest of the types that
a thing could be. So whoever asks can reckon the cost herself, and no answer has more objects.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    VariableNode,
    get_named_type,
    get_nullable_type,
    is_abstract_type,
    is_leaf_type,
    is_list_type,
    is_object_type,
)
from strawberry.schema.schema_converter import GraphQLCoreConverter

Weigh = Callable[[Mapping[str, Any]], int]
"""The cost with these variables, coerced ones."""

MUTATION = 10
FEED = 10
INTROSPECTION = 100
"""All of `__schema` or of `__type`: how much of it is asked for does not matter much."""

SURCHARGES: Mapping[str, int] = {
    "Mutation.signUp": 100,  # a password is hashed: tens of milliseconds of a core
    "Mutation.signIn": 100,
    "Mutation.changePassword": 200,  # two of them
    "Mutation.startMembership": 50,  # another company's server is asked
    "Mutation.closeMonth": 100,
    "Query.members": 5,  # a short beginning finds many, which are sorted
    "Mutation.startDryRun": 100,  # these three read all there is
    "Mutation.verifyMonth": 100,
    "Mutation.checkLedger": 100,
    "Economy.accounts": 50,  # sums over all accounts
    "Query.economy": 50,  # sums over all there is
    "Query.simulation": 30,  # a month of ten thousand people is split: tens of milliseconds
    "Query.payoutPreview": 5,  # her wallet is read
    "Query.node": 5,  # a wallet is one
    "Person.supporters": 5,  # all who like her are looked at
    "Page.supporters": 5,
    "Me.wallet": 5,  # a projection: all who give to her
    "Me.proof": 20,  # files are read
    "Me.result": 5,  # all that her money ever moved
    "Me.results": 5,
    "Wallet.history": 5,
    "Like.gave": 1,  # all likes of its month, once for all that are asked for
}
"""What comes on top, by field. Any other mutation is MUTATION, any feed FEED."""

TEXTS: Mapping[str, int] = {
    "Post.body": 1,
    "Person.about": 1,
    "OutcomeProof.document": 5,
}
"""What may be long, each time that it is asked for."""

LENGTHS: Mapping[str, int] = {
    "SimulationHop": 7,
    "AccountSum": 9,
    "LedgerCheckPart": 10,
    "LedgerFinding": 10,
    "LikedTarget": 10,
    "PaymentMethod": 8,
    "MendedFile": 2,
    "Money": 10,
    "PayoutStep": 6,
    "Refusal": 1,
    "Settlement": 24,
    "SettlementHop": 7,
}
"""How many there are of a type in a list without `first`."""

_Weight = int | Weigh
"""A cost; a number where no variable counts."""


def weigh(
    schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode
) -> Weigh:
    """What an operation of a valid document costs. The document must be within its limits: each
    selection is looked at once, with all fragments written out.
    """
    return _weighed(_Scales(schema, document, of_object=1), operation)


def weigh_surcharges(
    schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode
) -> Weigh:
    """The part of its cost that does not depend on how many objects there turn out to be."""
    return _weighed(_Scales(schema, document, of_object=0), operation)


def _weighed(scales: _Scales, operation: OperationDefinitionNode) -> Weigh:
    weight = scales.weight_of(operation)
    return weight if callable(weight) else lambda _: weight


class _Scales:
    """Weighs what is selected of a type. `of_object` is what an object weighs by itself."""

    def __init__(self, schema: GraphQLSchema, document: DocumentNode, *, of_object: int) -> None:
        self._schema = schema
        self._of_object = of_object
        self._fragments = {
            each.name.value: each
            for each in document.definitions
            if isinstance(each, FragmentDefinitionNode)
        }
        self._roots = {
            schema.mutation_type: MUTATION,
            schema.subscription_type: FEED,
        }

    def weight_of(self, operation: OperationDefinitionNode) -> _Weight:
        """All of an operation."""
        root = self._schema.get_root_type(operation.operation)
        assert root is not None, "the document is valid"
        return self._weight_within(root, [operation.selection_set], None)

    def _weight_within(
        self, kind: GraphQLObjectType, sets: Sequence[SelectionSetNode], first: _Weight | None
    ) -> _Weight:
        """All that is in one object. Its lists have `first` entries, if it is a connection."""
        fields = self._fields_of(kind, sets)
        return _sum(self._weight_of_field(kind, nodes, first) for nodes in fields.values())

    def _weight_of_field(
        self, kind: GraphQLObjectType, nodes: Sequence[FieldNode], first: _Weight | None
    ) -> _Weight:
        name = nodes[0].name.value
        if name.startswith("__"):
            return 0 if name == "__typename" else INTROSPECTION
        field = kind.fields[name]
        surcharge = SURCHARGES.get(f"{kind.name}.{name}", self._roots.get(kind, 0))
        found = get_named_type(field.type)
        if is_leaf_type(found):
            return surcharge + TEXTS.get(f"{kind.name}.{name}", int(_has_resolver(field)))
        sets = [node.selection_set for node in nodes if node.selection_set]
        asked = _first_of(field, nodes[0])
        one = _most(
            [
                _sum([self._of_object, self._weight_within(each, sets, asked)])
                for each in self._possible(found)
            ]
        )
        if is_list_type(get_nullable_type(field.type)):
            one = _times(LENGTHS[found.name] if first is None else first, one)
        return _sum([surcharge, one])

    def _possible(self, kind: GraphQLNamedType) -> Sequence[GraphQLObjectType]:
        if is_abstract_type(kind):
            return list(self._schema.get_possible_types(kind))
        assert is_object_type(kind)
        return [kind]

    def _fields_of(
        self, kind: GraphQLObjectType, sets: Sequence[SelectionSetNode]
    ) -> dict[str, list[FieldNode]]:
        """The fields of an object by the name that they have in the answer."""
        fields: dict[str, list[FieldNode]] = {}
        spread: set[str] = set()
        open_sets = list(reversed(sets))
        while open_sets:
            for node in open_sets.pop().selections:
                if isinstance(node, FieldNode):
                    fields.setdefault((node.alias or node.name).value, []).append(node)
                    continue
                fragment: InlineFragmentNode | FragmentDefinitionNode
                if isinstance(node, FragmentSpreadNode):
                    if node.name.value in spread:
                        continue
                    spread.add(node.name.value)
                    fragment = self._fragments[node.name.value]
                else:
                    assert isinstance(node, InlineFragmentNode)
                    fragment = node
                if self._is_of(fragment, kind):
                    open_sets.append(fragment.selection_set)
        return fields

    def _is_of(
        self, fragment: InlineFragmentNode | FragmentDefinitionNode, kind: GraphQLObjectType
    ) -> bool:
        """Whether a fragment is about objects of this type."""
        if fragment.type_condition is None:
            return True
        wanted = self._schema.get_type(fragment.type_condition.name.value)
        return wanted is kind or (
            is_abstract_type(wanted) and self._schema.is_sub_type(wanted, kind)
        )


def _has_resolver(field: GraphQLField) -> bool:
    """Whether something has to be asked for it."""
    return field.extensions[GraphQLCoreConverter.DEFINITION_BACKREF].base_resolver is not None


def _first_of(field: GraphQLField, node: FieldNode) -> _Weight | None:
    """How many entries a connection is asked for; None: it is no connection."""
    if "first" not in field.args:
        return None
    value = next((each.value for each in node.arguments or () if each.name.value == "first"), None)
    if isinstance(value, IntValueNode):
        return max(0, int(value.value))
    default = field.args["first"].default_value
    fallback = default if isinstance(default, int) else 0
    if not isinstance(value, VariableNode):
        return fallback
    name = value.name.value
    return lambda variables: max(0, variables.get(name, fallback) or 0)


def _sum(parts: Iterable[_Weight]) -> _Weight:
    constant, varying = 0, list[Weigh]()
    for part in parts:
        if callable(part):
            varying.append(part)
        else:
            constant += part
    if not varying:
        return constant
    if len(varying) == 1:
        only = varying[0]
        return lambda variables: constant + only(variables)
    return lambda variables: constant + sum([part(variables) for part in varying])


def _times(count: _Weight, part: _Weight) -> _Weight:
    if not callable(count) and not callable(part):
        return count * part
    counted = count if callable(count) else lambda _: count
    weighed = part if callable(part) else lambda _: part
    return lambda variables: counted(variables) * weighed(variables)


def _most(parts: Sequence[_Weight]) -> _Weight:
    varying = [part for part in parts if callable(part)]
    constant = max([part for part in parts if not callable(part)], default=0)
    if not varying:
        return constant
    return lambda variables: max(constant, *[part(variables) for part in varying])

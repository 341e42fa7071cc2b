"""Limits: what a document may be, counted in one pass each over its nodes and its answer's places.

This comes before graphql-core's own validation. That compares any two selections that would meet
at one place of the answer, so that a document of a few kilobytes can keep it busy for a second;
here they are only counted. A place is where an object of the answer gets its fields: all selection
sets that are merged there, with fragments written out (specification, 6.3.2 "CollectFields").
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graphql import (
    DirectiveNode,
    DocumentNode,
    FieldNode,
    FloatValueNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    InlineFragmentNode,
    IntValueNode,
    ListTypeNode,
    ListValueNode,
    Node,
    ObjectValueNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
)

from likewise.operations.refusals import DocumentTooLarge
from likewise.resolvers.refusals import error_of
from likewise.settings import Settings

INTROSPECTION_DEPTH = 20
"""Beneath `__schema` and `__type` depth is counted anew, up to this: GraphiQL asks for 15."""

_INTROSPECTION = ("__schema", "__type")
_MOST_DIGITS = 100
_NESTING = (ListValueNode, ObjectValueNode, ListTypeNode)


@dataclass(frozen=True, slots=True)
class Limits:
    """What the document of a stranger may be at most."""

    max_tokens: int
    max_depth: int
    """Of fields within fields, and of lists and objects within the value of an argument."""
    max_aliases: int
    max_directives: int
    max_selections: int
    """Of fields and fragments, each as often as it comes when all fragments are written out."""
    max_overlaps: int
    """Of pairs of fields with one name, or of fragments, at one place: each pair is compared."""
    max_fragments: int
    max_operations: int
    max_mutations: int
    """Of fields of one mutation."""

    @classmethod
    def of(cls, settings: Settings) -> Limits:
        """Those of an installation."""
        return cls(
            max_tokens=settings.max_document_tokens,
            max_depth=settings.max_document_depth,
            max_aliases=settings.max_document_aliases,
            max_directives=settings.max_document_directives,
            max_selections=settings.max_document_selections,
            max_overlaps=settings.max_document_overlaps,
            max_fragments=settings.max_document_fragments,
            max_operations=settings.max_document_operations,
            max_mutations=settings.max_mutations,
        )


def faults_of(document: DocumentNode, limits: Limits) -> list[GraphQLError]:
    """The first limit that a parsed document exceeds, if there is one: DOCUMENT_TOO_LARGE."""
    try:
        _count_nodes(document, limits)
        _Places(document, limits).count()
    except DocumentTooLarge as fault:
        return [error_of(fault)]
    return []


def _count_nodes(document: DocumentNode, limits: Limits) -> None:
    """What is counted as it is written. Raises DocumentTooLarge."""
    counts = Counter[type[Node]]()
    aliases = 0
    below: list[tuple[Node, int]] = [(document, 0)]
    while below:
        node, depth = below.pop()
        if isinstance(node, _NESTING):
            depth += 1
            _hold(depth, limits.max_depth, "levels of lists and objects in a value")
        elif isinstance(node, FieldNode) and node.alias is not None:
            aliases += 1
        elif isinstance(node, IntValueNode | FloatValueNode):
            _hold(len(node.value), _MOST_DIGITS, "digits in a number")
        counts[type(node)] += 1
        below.extend((child, depth) for child in _children(node))
    _hold(aliases, limits.max_aliases, "aliases")
    _hold(counts[DirectiveNode], limits.max_directives, "directives")
    _hold(counts[FragmentDefinitionNode], limits.max_fragments, "fragments")
    _hold(counts[OperationDefinitionNode], limits.max_operations, "operations")


def _children(node: Node) -> Iterator[Node]:
    for key in node.keys:
        value = getattr(node, key)
        if isinstance(value, Node):
            yield value
        elif isinstance(value, tuple | list):
            yield from value


class _Places:
    """The places of the answers to a document. However deep it is, no call is nested in another."""

    def __init__(self, document: DocumentNode, limits: Limits) -> None:
        self._limits = limits
        self._definitions = document.definitions
        self._fragments = {
            each.name.value: each
            for each in document.definitions
            if isinstance(each, FragmentDefinitionNode)
        }
        self._spread: set[str] = set()
        self._selections = self._overlaps = 0

    def count(self) -> None:
        """Count what would meet where. Raises DocumentTooLarge."""
        for each in self._definitions:
            if isinstance(each, OperationDefinitionNode):
                fields = self._descend(each.selection_set)
                if each.operation is OperationType.MUTATION:
                    _hold(fields, self._limits.max_mutations, "mutations at a time")
        for each in self._definitions:
            if isinstance(each, FragmentDefinitionNode) and not self._is_seen(each):
                self._descend(each.selection_set)

    def _is_seen(self, fragment: FragmentDefinitionNode) -> bool:
        """Whether it was spread. One that never is, or that another of the same name hides, is a
        mistake, but validation takes its time before it says so.
        """
        name = fragment.name.value
        return name in self._spread and self._fragments[name] is fragment

    def _descend(self, selection_set: SelectionSetNode) -> int:
        """Visit a root and all beneath; how many different fields the root has."""
        root = self._fields_at([selection_set])
        below = [(nodes, self._levels(nodes[0])) for nodes in root.values()]
        while below:
            nodes, levels = below.pop()
            self._meet(len(nodes))
            sets = [node.selection_set for node in nodes if node.selection_set]
            if sets and levels == 1:
                raise DocumentTooLarge("The document has too many levels of fields.")
            below.extend((each, levels - 1) for each in self._fields_at(sets).values())
        return len(root)

    def _levels(self, root_field: FieldNode) -> int:
        """How many levels there may be, with that of this field."""
        introspects = root_field.name.value in _INTROSPECTION
        return INTROSPECTION_DEPTH if introspects else self._limits.max_depth

    def _fields_at(self, sets: Sequence[SelectionSetNode]) -> dict[str, list[FieldNode]]:
        """The fields of one place by the name that they have in the answer."""
        fields: dict[str, list[FieldNode]] = {}
        spreads = Counter[str]()
        open_sets = list(sets)
        while open_sets:
            for node in open_sets.pop().selections:
                self._selections += 1
                if isinstance(node, FieldNode):
                    fields.setdefault((node.alias or node.name).value, []).append(node)
                elif isinstance(node, InlineFragmentNode):
                    open_sets.append(node.selection_set)
                elif isinstance(node, FragmentSpreadNode):
                    name = node.name.value
                    if name in self._fragments and name not in spreads:
                        open_sets.append(self._fragments[name].selection_set)
                    spreads[name] += 1
            _hold(self._selections, self._limits.max_selections, "selections")
        self._meet(spreads.total())
        self._spread.update(spreads)
        return fields

    def _meet(self, count: int) -> None:
        """So many meet at one place, and each is compared with each."""
        self._overlaps += count * (count - 1) // 2
        _hold(self._overlaps, self._limits.max_overlaps, "repetitions of fields")


def _hold(count: int, most: int, what: str) -> None:
    if count > most:
        raise DocumentTooLarge(f"The document has more than {most} {what}.")

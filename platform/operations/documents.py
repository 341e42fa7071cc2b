"""Documents: parsed and looked at once, and kept, whatever came of it.

A stranger writes as many as she likes: what is kept is bounded in number and in size, and it is
counted (`limits`) before graphql-core validates it, which can take quadratic time.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    VariableNode,
    Visitor,
    parse,
    validate,
    visit,
)
from graphql.execution.collect_fields import FragmentDetails

from likewise.operations.answers import error_of
from likewise.operations.cost import Weigh, weigh, weigh_surcharges
from likewise.operations.limits import Limits, faults_of
from likewise.operations.plans import Plan, plan_of
from likewise.operations.refusals import DocumentTooLarge, TrustedDocumentsInvalid
from likewise.resolvers.refusals import presentable

MOST_FAULTS = 5
"""More of them help nobody, and a long list is what some attacks are after."""
KEPT_CHARACTERS = 400_000
_PLANS_PER_DOCUMENT = 16
_BEYOND_MEASURE = re.compile("nested too deeply|more than .* tokens")
"""How graphql-core's parser tells it."""
_CONDITIONS = ("skip", "include")


class Operation:
    """One operation of a valid document."""

    __slots__ = (
        "_conditions",
        "_plans",
        "document",
        "node",
        "root_names",
        "weigh",
        "weigh_surcharges",
    )

    def __init__(self, document: Document, node: OperationDefinitionNode) -> None:
        self.document = document
        self.node = node
        assert document.node is not None, "nothing is wrong with the document"
        asked = document.schema, document.node, node
        self.weigh: Weigh = weigh(*asked)
        """The most that it costs with these variables."""
        self.weigh_surcharges: Weigh = weigh_surcharges(*asked)
        """What it costs with them without the objects of its answer."""
        self.root_names = frozenset(root_names_in(node.selection_set, document.fragments))
        """The fields of the root that it names."""
        self._conditions = sorted(document.conditions)
        self._plans: dict[tuple[object, ...], Plan | None] = {}

    @property
    def kind(self) -> OperationType:
        """Query, mutation or subscription."""
        return self.node.operation

    def plan(self, variable_values: Any) -> Plan | None:
        """How it is written without the executor, if it can be; made once for each choice of
        what @skip and @include leave of it.
        """
        chosen = tuple([variable_values.coerced.get(name) for name in self._conditions])
        if chosen not in self._plans:
            if len(self._plans) >= _PLANS_PER_DOCUMENT:
                return None
            self._plans[chosen] = plan_of(self, variable_values)
        return self._plans[chosen]


class Document:
    """A document, with what is wrong with it, or what it can do."""

    __slots__ = (
        "_is_readable",
        "_text",
        "conditions",
        "errors",
        "fragment_details",
        "fragments",
        "introspects",
        "node",
        "operations",
        "schema",
    )

    def __init__(self, schema: GraphQLSchema, text: str, limits: Limits) -> None:
        self.schema = schema
        self.errors: list[GraphQLError] = []
        """What is wrong, without suggestions of names that the schema has."""
        self.operations: dict[str | None, Operation] = {}
        self.fragments: dict[str, FragmentDefinitionNode] = {}
        self.fragment_details: dict[str, FragmentDetails] = {}
        self.introspects = False
        """Whether it asks for the schema itself."""
        self.conditions: set[str] = set()
        """The variables that @skip and @include look at."""
        self.node: DocumentNode | None = None
        """The document itself, unless something is wrong with it."""
        self._text = text
        self._is_readable = False
        try:
            node = parse(text, max_tokens=limits.max_tokens)
        except GraphQLError as error:
            found = [_measured(error)]
        else:
            found = faults_of(node, limits)
            self._is_readable = not found
            found = found or validate(schema, node, max_errors=MOST_FAULTS, hide_suggestions=True)
            self.node = None if found else node
        self.errors = [_bare(presentable(each)) for each in found]
        if self.node is not None:
            self._look_into(self.node)

    def suggestions(self) -> list[GraphQLError]:
        """What is wrong, with the names that were perhaps meant: for those who may know them."""
        if not self._is_readable:
            return self.errors
        found = validate(self.schema, parse(self._text), max_errors=MOST_FAULTS)
        return [presentable(each) for each in found]

    def _look_into(self, node: DocumentNode) -> None:
        visit(node, _Look(self))
        for each in node.definitions:
            if isinstance(each, FragmentDefinitionNode):
                self.fragments[each.name.value] = each
                self.fragment_details[each.name.value] = FragmentDetails(each, None)
        for each in node.definitions:
            if isinstance(each, OperationDefinitionNode):
                name = each.name.value if each.name else None
                self.operations[name] = Operation(self, each)

    def operation(self, name: str | None) -> Operation:
        """The operation of this name, or the only one. Raises GraphQLError."""
        if name is not None:
            found = self.operations.get(name)
            if found is None:
                raise GraphQLError("The document has no operation of this name.")
            return found
        if len(self.operations) != 1:
            raise GraphQLError(
                "Several operations: say which one with `operationName`."
                if self.operations
                else "The document has no operation."
            )
        return next(iter(self.operations.values()))


def root_names_in(
    selection: SelectionSetNode, fragments: Mapping[str, FragmentDefinitionNode]
) -> Iterator[str]:
    """The names of the fields of a selection set, through its fragments."""
    for each in selection.selections:
        if isinstance(each, FieldNode):
            yield each.name.value
        elif isinstance(each, InlineFragmentNode):
            yield from root_names_in(each.selection_set, fragments)
        elif isinstance(each, FragmentSpreadNode):
            yield from root_names_in(fragments[each.name.value].selection_set, fragments)


def _measured(error: GraphQLError) -> GraphQLError:
    """A syntax error; where the parser gave up on a document without measure, that."""
    if _BEYOND_MEASURE.search(error.message):
        return error_of(DocumentTooLarge(error.message.removeprefix("Syntax Error: ")))
    return error


def _bare(error: GraphQLError) -> GraphQLError:
    """The same without the nodes and frames that it holds: a mistake is kept for little."""
    return GraphQLError(
        error.message, source=error.source, positions=error.positions, extensions=error.extensions
    )


class _Look(Visitor):
    """Finds what decides who may run it and how it is planned."""

    def __init__(self, document: Document) -> None:
        super().__init__()
        self._document = document

    def enter_field(self, node: FieldNode, *_: object) -> None:
        self._document.introspects |= node.name.value in ("__schema", "__type")

    def enter_directive(self, node: Any, *_: object) -> None:
        if node.name.value in _CONDITIONS:
            for argument in node.arguments:
                if isinstance(argument.value, VariableNode):
                    self._document.conditions.add(argument.value.name.value)


class Documents:
    """The documents of one schema: those of our own front ends for good, others while they fit."""

    def __init__(
        self, schema: GraphQLSchema, limits: Limits, *, kept: int, trusted: Mapping[str, str]
    ) -> None:
        """`trusted`: texts by their id. Raises TrustedDocumentsInvalid."""
        self._look: Callable[[str], Document] = lambda text: Document(schema, text, limits)
        self._kept = kept
        self._documents: OrderedDict[str, Document] = OrderedDict()
        self._characters = 0
        self._trusted: dict[str, Document] = {}
        self._names: dict[str, str] = {}
        for name, text in trusted.items():
            self.trust(name, text)

    def trust(self, name: str, text: str) -> None:
        """Keep this document for good. Raises TrustedDocumentsInvalid."""
        document = self._look(text)
        if document.errors:
            raise TrustedDocumentsInvalid(f"{name}: {document.errors[0].message}")
        self._trusted[name] = document
        self._names[text] = name

    def trusted(self, document_id: str) -> Document | None:
        """The document with this id."""
        return self._trusted.get(document_id)

    def is_trusted(self, text: str) -> bool:
        """Whether this text is one of our front ends'."""
        return text in self._names

    def find(self, text: str) -> Document:
        """What is known of this text, looked at now if it is new."""
        if text in self._names:
            return self._trusted[self._names[text]]
        found = self._documents.get(text)
        if found is None:
            found = self._look(text)
            self._keep(text, found)
        else:
            self._documents.move_to_end(text)
        return found

    def _keep(self, text: str, document: Document) -> None:
        self._documents[text] = document
        self._characters += len(text)
        while len(self._documents) > self._kept or self._characters > KEPT_CHARACTERS:
            oldest, _ = self._documents.popitem(last=False)
            self._characters -= len(oldest)

"""Documents: parsed and looked at once, and kept, whatever came of it.

A stranger writes as many as she likes: what is kept is bounded in number and in size, and it is
counted (`limits`) before graphql-core validates it, which can take quadratic time.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Mapping

from graphql import GraphQLError, GraphQLSchema, OperationDefinitionNode, parse, validate

from likewise.operations.limits import Limits, faults_of
from likewise.operations.operation import Operation, Whole
from likewise.operations.refusals import DocumentTooLarge, TrustedDocumentsInvalid
from likewise.resolvers.refusals import error_of, presentable

MOST_FAULTS = 5
"""More of them help nobody, and a long list is what some attacks are after."""

_KEPT_CHARACTERS = 400_000
"""Of all documents together: what is kept of one is some ten times its text."""

_BEYOND_MEASURE = re.compile("nested too deeply|more than .* tokens")
"""How graphql-core's parser tells it."""


class Document:
    """A document, with what is wrong with it, or what it can do."""

    __slots__ = ("_is_within_limits", "_schema", "_text", "errors", "introspects", "operations")

    def __init__(self, schema: GraphQLSchema, text: str, limits: Limits) -> None:
        self._schema = schema
        self._text = text
        self._is_within_limits = False
        self.operations: dict[str | None, Operation] = {}
        self.introspects = False
        """Whether it asks for the schema itself."""
        self.errors = [_bare(presentable(each)) for each in self._look(limits)]
        """What is wrong, without suggestions of names that the schema has."""

    def _look(self, limits: Limits) -> list[GraphQLError]:
        """Parse, count, validate, and find the operations; what is wrong."""
        try:
            node = parse(self._text, max_tokens=limits.max_tokens)
        except GraphQLError as error:
            return [_measured(error)]
        if faults := faults_of(node, limits):
            return faults
        self._is_within_limits = True
        if faults := validate(self._schema, node, max_errors=MOST_FAULTS, hide_suggestions=True):
            return faults
        whole = Whole.of(self._schema, node)
        self.introspects = whole.introspects
        for each in node.definitions:
            if isinstance(each, OperationDefinitionNode):
                self.operations[each.name.value if each.name else None] = Operation(whole, each)
        return []

    def suggestions(self) -> list[GraphQLError]:
        """What is wrong, with the names that were perhaps meant: for those who may know them."""
        if not self._is_within_limits:
            return self.errors
        found = validate(self._schema, parse(self._text), max_errors=MOST_FAULTS)
        return [presentable(each) for each in found]

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


class Documents:
    """The documents of one schema: those of our own front ends for good, others while they fit."""

    def __init__(
        self, schema: GraphQLSchema, limits: Limits, *, kept: int, trusted: Mapping[str, str]
    ) -> None:
        """`trusted`: texts by their id. Raises TrustedDocumentsInvalid."""
        self._schema = schema
        self._limits = limits
        self._most = kept
        self._kept: OrderedDict[str, Document] = OrderedDict()
        self._characters = 0
        self._trusted: dict[str, Document] = {}
        self._by_text: dict[str, Document] = {}
        for name, text in trusted.items():
            self.trust(name, text)

    def trust(self, name: str, text: str) -> None:
        """Keep this document for good. Raises TrustedDocumentsInvalid."""
        document = Document(self._schema, text, self._limits)
        if document.errors:
            raise TrustedDocumentsInvalid(f"{name}: {document.errors[0].message}")
        self._trusted[name] = self._by_text[text] = document

    def trusted(self, document_id: str) -> Document | None:
        """The document with this id."""
        return self._trusted.get(document_id)

    def is_trusted(self, text: str) -> bool:
        """Whether this text is one of our front ends'."""
        return text in self._by_text

    def is_known(self, text: str) -> bool:
        """Whether this text has been looked at, and nothing dear has to be done with it."""
        return text in self._by_text or text in self._kept

    def find(self, text: str) -> Document:
        """What is known of this text, looked at now if it is new."""
        found = self._by_text.get(text) or self._kept.get(text)
        if found is None:
            found = Document(self._schema, text, self._limits)
            self._keep(text, found)
        elif text in self._kept:
            self._kept.move_to_end(text)
        return found

    def _keep(self, text: str, document: Document) -> None:
        self._kept[text] = document
        self._characters += len(text)
        while len(self._kept) > self._most or self._characters > _KEPT_CHARACTERS:
            oldest, _ = self._kept.popitem(last=False)
            self._characters -= len(oldest)


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

"""Admission: whether an operation may run, before any of it does. The same for every way in."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from graphql import GraphQLError, OperationType
from graphql.execution.values import VariableValues, get_variable_values

from likewise.errors import Forbidden
from likewise.operations.answers import Answer, CostShown, Outcome, refused
from likewise.operations.buckets import Buckets
from likewise.operations.documents import MOST_FAULTS, Document, Documents
from likewise.operations.operation import Operation
from likewise.operations.paces import Allowance
from likewise.operations.refusals import DocumentTooLarge, Throttled, TooCostly, UnknownDocument
from likewise.resolvers.context import Context
from likewise.resolvers.refusals import error_of, presentable
from likewise.settings import Settings

BYTES_FOR_ONE = 5_000
"""How much of a request costs one, from there on: variables without measure are work, too."""

_WRONG_KIND = {
    OperationType.MUTATION: (Outcome.READING_ONLY, "Mutations are sent by POST."),
    OperationType.SUBSCRIPTION: (
        Outcome.FEED,
        "Subscriptions go over WebSocket, or with `Accept: text/event-stream`, at this address.",
    ),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a client asks for: a document or the id of one, and what goes with it."""

    query: str | None = None
    document_id: str | None = None
    variables: dict[str, Any] | None = None
    operation_name: str | None = None


@dataclass(frozen=True, slots=True)
class Admitted:
    """An operation that may run, with its variables and what was paid for it."""

    operation: Operation
    variable_values: VariableValues
    cost: CostShown

    def actual_cost(self, objects: int) -> int:
        """What it came to, of an answer with so many objects."""
        surcharges = self.operation.weigh_surcharges(self.variable_values.coerced)
        return min(self.cost.requested, surcharges + objects)


class NotAdmitted(Exception):
    """It may not run: the answer says why."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.text)
        self.answer = answer


class Admission:
    """Looks at what comes in by the settings of an installation."""

    def __init__(self, documents: Documents, buckets: Buckets, settings: Settings) -> None:
        self._documents = documents
        self._buckets = buckets
        self._settings = settings

    async def admit(
        self, asked: Asked, context: Context, kinds: Collection[OperationType]
    ) -> Admitted:
        """Let in an operation of one of these kinds. Raises NotAdmitted."""
        document = await self._document(asked, context)
        operation = await self._operation(document, asked, context)
        if operation.kind not in kinds:
            outcome, message = _WRONG_KIND[operation.kind]
            raise NotAdmitted(refused(outcome, [GraphQLError(message)]))
        values = get_variable_values(
            operation.whole.schema,
            operation.node.variable_definitions or (),
            asked.variables or {},
            max_errors=MOST_FAULTS,
            hide_suggestions=not self._settings.development,
        )
        if isinstance(values, list):
            raise _mistaken([presentable(each) for each in values])
        return Admitted(operation, values, await self._paid(operation, values, context))

    async def pay_for_size(self, size_bytes: int, context: Context) -> None:
        """Take what it costs to read a large request, before it is read. Raises NotAdmitted."""
        await self._pay(context, size_bytes // BYTES_FOR_ONE)

    async def kind_of(self, asked: Asked, context: Context) -> OperationType | None:
        """The kind of operation that is asked for; None: it can't be told."""
        try:
            document = await self._document(asked, context)
            return document.operation(asked.operation_name).kind
        except (NotAdmitted, GraphQLError):
            return None

    async def _document(self, asked: Asked, context: Context) -> Document:
        if asked.document_id is not None:
            known = self._documents.trusted(asked.document_id)
            if known is None:
                raise _mistaken([error_of(UnknownDocument())])
            return known
        if not asked.query:
            raise _mistaken([GraphQLError("There is no document.")])
        if len(asked.query) > self._settings.max_document_characters:
            raise _mistaken([error_of(DocumentTooLarge("The document is too long."))])
        await self._require_free_documents(asked.query, context)
        if not self._documents.is_known(asked.query):
            await self._pay(context, _cost_of_reading(asked.query))
        return self._documents.find(asked.query)

    async def _require_free_documents(self, query: str, context: Context) -> None:
        """Whether who asks may bring a document of her own."""
        allowed = self._settings.free_documents
        if allowed == "everybody" or self._documents.is_trusted(query):
            return
        viewer = await context.viewer()
        if viewer is None or not (allowed == "members" or viewer.is_operator):
            told = Forbidden("Only known documents are run here: send a `documentId`.")
            raise _mistaken([error_of(told)])

    async def _operation(self, document: Document, asked: Asked, context: Context) -> Operation:
        if document.errors:
            # Only now is it asked who it is: a document without mistakes needs nobody to be known.
            knows = await self._knows_schema(context)
            raise _mistaken(document.suggestions() if knows else document.errors)
        if document.introspects and not await self._knows_schema(context):
            raise _mistaken([error_of(Forbidden("Introspection is for operators here."))])
        try:
            return document.operation(asked.operation_name)
        except GraphQLError as error:
            raise _mistaken([error]) from None

    async def _knows_schema(self, context: Context) -> bool:
        """Whether who asks may have the schema explained."""
        if self._settings.development:
            return True
        viewer = await context.viewer()
        return viewer is not None and viewer.is_operator

    async def _paid(
        self, operation: Operation, values: VariableValues, context: Context
    ) -> CostShown:
        """Take what an operation costs from whoever asks."""
        cost = max(1, operation.weigh(values.coerced))
        is_feed = operation.kind is OperationType.SUBSCRIPTION
        most = self._settings.max_feed_cost if is_feed else self._settings.max_operation_cost
        if cost > most:
            told = TooCostly(f"This operation costs {cost}, and the most is {most}.")
            raise _mistaken([error_of(told, cost=cost)])
        return await self._pay(context, cost)

    async def _pay(self, context: Context, cost: int) -> CostShown:
        """Take a cost out of the bucket of whoever asks. Raises NotAdmitted if it is not in it."""
        viewer = await context.viewer()
        allowance = await self._buckets.take(viewer, context.address, cost)
        shown = CostShown(cost, allowance.available, allowance.restored_per_second)
        if not allowance.granted:
            raise _throttled(allowance, shown)
        return shown


def _cost_of_reading(text: str) -> int:
    """What it costs besides to have a document parsed and validated that is not kept."""
    return 10 + len(text) // 100


def _mistaken(errors: list[GraphQLError]) -> NotAdmitted:
    return NotAdmitted(refused(Outcome.MISTAKEN, errors))


def _throttled(allowance: Allowance, cost: CostShown) -> NotAdmitted:
    error = error_of(Throttled(), retryAfterSeconds=round(allowance.retry_after_seconds, 3))
    answer = refused(Outcome.THROTTLED, [error], cost, allowance.retry_after_seconds)
    return NotAdmitted(answer)

"""Running operations: the one way that all transports take."""

from __future__ import annotations

import inspect
from collections.abc import AsyncGenerator, Collection, Mapping
from contextlib import aclosing

import structlog
from graphql import ExecutionResult, GraphQLError, OperationType
from graphql.execution import create_source_event_stream, map_source_to_response_event

from likewise.errors import OutOfTime
from likewise.models.deadline import deadline_in
from likewise.operations.admission import Admission, Admitted, Asked, NotAdmitted
from likewise.operations.answers import Answer, Outcome, answered, error_of, refused
from likewise.operations.buckets import Buckets
from likewise.operations.documents import Documents
from likewise.operations.executing import execute, executed, executor_of
from likewise.operations.limits import Limits
from likewise.operations.prepared import PreparedFeed, prepared_feed
from likewise.operations.refusals import TrustedDocumentsInvalid
from likewise.operations.trusted import WEB_APP_MANIFEST, read_manifest
from likewise.resolvers.context import Context
from likewise.resolvers.refusals import presentable
from likewise.resolvers.root import build_schema
from likewise.settings import Settings

_log = structlog.get_logger()

WITH_AN_END = frozenset({OperationType.QUERY, OperationType.MUTATION})
ALL_KINDS = frozenset(OperationType)
_WITHOUT_DEADLINE = frozenset({"closeMonth"})
"""An operator's, which takes as long as it takes."""


class Operations:
    """Runs what is admitted."""

    def __init__(self, admission: Admission, operation_seconds: float) -> None:
        self._admission = admission
        self._seconds = operation_seconds

    async def answer(
        self, asked: Asked, context: Context, kinds: Collection[OperationType] = WITH_AN_END
    ) -> Answer:
        """Run a query or a mutation. Never raises for what a client can do wrong."""
        try:
            admitted = await self.admit(asked, context, kinds)
        except NotAdmitted as refusal:
            return refusal.answer
        return await self.run(admitted, context)

    def is_feed(self, asked: Asked) -> bool:
        """Whether it goes on by itself. What can't be read does not."""
        return self._admission.kind_of(asked) is OperationType.SUBSCRIPTION

    async def admit(
        self, asked: Asked, context: Context, kinds: Collection[OperationType] = ALL_KINDS
    ) -> Admitted:
        """Let an operation in. Raises NotAdmitted."""
        return await self._admission.admit(asked, context, kinds)

    async def run(self, admitted: Admitted, context: Context) -> Answer:
        """Run what has an end, within the time there is."""
        operation = admitted.operation
        unhurried = bool(operation.root_names & _WITHOUT_DEADLINE)
        try:
            async with deadline_in(None if unhurried else self._seconds):
                done = await execute(operation, admitted.variable_values, context)
        except TimeoutError:
            return refused(Outcome.LATE, [error_of(OutOfTime())], admitted.cost)
        errors = [presentable(each) for each in done.errors]
        actual_cost = admitted.actual_cost(done.objects)
        return answered(done.data_text, errors, admitted.cost, actual_cost)

    async def stream(self, admitted: Admitted, context: Context) -> AsyncGenerator[Answer, None]:
        """Run anything, and give its answers as they come. Closing it ends the operation."""
        if admitted.operation.kind is not OperationType.SUBSCRIPTION:
            yield await self.run(admitted, context)
            return
        try:
            async with aclosing(_events(admitted, context)) as events:
                async for each in events:
                    yield each
        except Exception as error:
            # A feed says only when it begins that it is not for everybody.
            told = presentable(GraphQLError(str(error), original_error=error))
            yield refused(Outcome.MISTAKEN, [told], admitted.cost)

    def prepared(self, admitted: Admitted) -> PreparedFeed | None:
        """The feed of a subscription that can be shown without the executor."""
        operation = admitted.operation
        if operation.kind is not OperationType.SUBSCRIPTION:
            return None
        plan = operation.plan(admitted.variable_values)
        return None if plan is None else prepared_feed(plan, admitted.variable_values)


async def _events(admitted: Admitted, context: Context) -> AsyncGenerator[Answer, None]:
    """The answers of a feed, by the executor."""
    executor = executor_of(admitted.operation, admitted.variable_values, context)
    source = create_source_event_stream(executor)
    if inspect.isawaitable(source):
        source = await source
    if isinstance(source, ExecutionResult):
        errors = [presentable(each) for each in source.errors or ()]
        yield refused(Outcome.MISTAKEN, errors, admitted.cost)
        return
    async with aclosing(map_source_to_response_event(executor, source)) as results:
        async for each in results:
            event = executed(each)
            yield answered(event.data_text, [presentable(error) for error in event.errors])


def operations_of(settings: Settings, buckets: Buckets) -> Operations:
    """The operations of our schema. Raises TrustedDocumentsInvalid."""
    documents = _documents_of(settings, read_manifest(settings.trusted_documents))
    _trust_web_app(documents)
    return Operations(Admission(documents, buckets, settings), settings.operation_seconds)


def _trust_web_app(documents: Documents) -> None:
    """Take the web app's documents, too. One that was built for another schema stops nobody."""
    if not WEB_APP_MANIFEST.exists():
        return
    try:
        for name, text in read_manifest(WEB_APP_MANIFEST).items():
            documents.trust(name, text)
    except TrustedDocumentsInvalid as error:
        _log.warning("web_app_outdated", reason=str(error))


def require_valid(manifest: Mapping[str, str], settings: Settings) -> None:
    """Raise TrustedDocumentsInvalid unless an installation would take this manifest."""
    _documents_of(settings, manifest)


def _documents_of(settings: Settings, trusted: Mapping[str, str]) -> Documents:
    limits = Limits.of(settings)
    return Documents(build_schema()._schema, limits, kept=settings.kept_documents, trusted=trusted)

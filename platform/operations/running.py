"""Running operations: the one way that all transports take."""

from __future__ import annotations

import inspect
from collections.abc import AsyncGenerator, Awaitable, Collection, Mapping
from contextlib import aclosing
from typing import TypeVar

import structlog
from graphql import ExecutionResult, GraphQLError, OperationType
from graphql.execution import create_source_event_stream, map_source_to_response_event

from likewise.errors import OutOfTime
from likewise.models.deadline import Deadline
from likewise.operations.admission import Admission, Admitted, Asked, NotAdmitted
from likewise.operations.answers import Answer, Outcome, answered, refused
from likewise.operations.buckets import Buckets
from likewise.operations.documents import Documents
from likewise.operations.executing import execute, executed, executor_of
from likewise.operations.limits import Limits
from likewise.operations.plans import TooLong
from likewise.operations.prepared import PreparedFeed, prepared_feed
from likewise.operations.refusals import TooCostly, TrustedDocumentsInvalid
from likewise.operations.trusted import WEB_APP_MANIFEST, read_manifest
from likewise.resolvers.context import Context
from likewise.resolvers.refusals import error_of, presentable
from likewise.resolvers.root import build_schema
from likewise.settings import Settings

_log = structlog.get_logger()

WITH_AN_END = frozenset({OperationType.QUERY, OperationType.MUTATION})
ALL_KINDS = frozenset(OperationType)
Done = TypeVar("Done")


class Operations:
    """Runs what is admitted."""

    def __init__(self, admission: Admission, settings: Settings) -> None:
        self._admission = admission
        self._seconds = settings.operation_seconds
        self._most_characters = settings.max_answer_characters

    async def answer(
        self, asked: Asked, context: Context, kinds: Collection[OperationType] = WITH_AN_END
    ) -> Answer:
        """Run a query or a mutation. Never raises."""

        async def admit_and_run() -> Answer:
            return await self._run(await self._admission.admit(asked, context, kinds), context)

        return await self._in_time(admit_and_run())

    async def pay_for_size(self, size_bytes: int, context: Context) -> None:
        """Take what it costs to read a large request, before it is read. Raises NotAdmitted."""
        await self._let_in(self._admission.pay_for_size(size_bytes, context))

    async def is_feed(self, asked: Asked, context: Context) -> bool:
        """Whether it goes on by itself. What can't be read, or may not be, does not."""
        found = await self._in_time(self._admission.kind_of(asked, context))
        return found is OperationType.SUBSCRIPTION

    async def admit(
        self, asked: Asked, context: Context, kinds: Collection[OperationType] = ALL_KINDS
    ) -> Admitted:
        """Let an operation in. Raises NotAdmitted, and nothing else."""
        return await self._let_in(self._admission.admit(asked, context, kinds))

    async def _let_in(self, doing: Awaitable[Done]) -> Done:
        """What it comes to within the time there is. Raises NotAdmitted, and nothing else."""
        found = await self._in_time(doing)
        if isinstance(found, Answer):
            raise NotAdmitted(found)
        return found

    async def _in_time(self, doing: Awaitable[Done]) -> Done | Answer:
        """What it comes to within the time there is, or the answer that says why it does not."""
        try:
            async with Deadline(self._seconds):
                return await doing
        except NotAdmitted as refusal:
            return refusal.answer
        except TimeoutError:
            return refused(Outcome.LATE, [error_of(OutOfTime())])
        except Exception as error:  # whose session it is can't be asked just now, for one
            return refused(Outcome.FAILED, [_shown(error)])

    async def _run(self, admitted: Admitted, context: Context) -> Answer:
        """Run what has an end."""
        try:
            done = await execute(
                admitted.operation, admitted.variable_values, context, self._most_characters
            )
        except TooLong:
            told = TooCostly("It was run, but the answer is too long: ask for less at a time.")
            return answered("null", [error_of(told)], admitted.cost, admitted.cost.requested)
        errors = [presentable(each) for each in done.errors]
        actual_cost = admitted.actual_cost(done.objects)
        return answered(done.data_text, errors, admitted.cost, actual_cost)

    async def stream(self, admitted: Admitted, context: Context) -> AsyncGenerator[Answer, None]:
        """Run anything, and give its answers as they come. Closing it ends the operation."""
        if admitted.operation.kind is not OperationType.SUBSCRIPTION:
            yield await self._in_time(self._run(admitted, context))
            return
        try:
            async with aclosing(self._events(admitted, context)) as events:
                async for each in events:
                    yield each
        except Exception as error:
            # A feed says only when it begins that it is not for everybody.
            yield refused(Outcome.MISTAKEN, [_shown(error)], admitted.cost)

    async def _events(self, admitted: Admitted, context: Context) -> AsyncGenerator[Answer, None]:
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
                event = executed(each, self._most_characters)
                yield answered(event.data_text, [presentable(error) for error in event.errors])

    def prepared(self, admitted: Admitted) -> PreparedFeed | None:
        """The feed of a subscription that can be shown without the executor."""
        operation = admitted.operation
        if operation.kind is not OperationType.SUBSCRIPTION:
            return None
        plan = operation.plan(admitted.variable_values)
        return None if plan is None else prepared_feed(plan, admitted.variable_values)


def _shown(error: Exception) -> GraphQLError:
    """An error that belongs to no field, as a client may see it."""
    return presentable(GraphQLError(str(error), original_error=error))


def operations_of(settings: Settings, buckets: Buckets) -> Operations:
    """The operations of our schema. Raises TrustedDocumentsInvalid."""
    documents = _documents_of(settings, read_manifest(settings.trusted_documents))
    _trust_web_app(documents)
    return Operations(Admission(documents, buckets, settings), settings)


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

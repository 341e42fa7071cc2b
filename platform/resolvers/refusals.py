"""How failures reach clients: expected ones typed, unexpected ones as an id that the log knows."""

from __future__ import annotations

import functools
import secrets
from collections.abc import Awaitable, Callable
from typing import ParamSpec, Protocol, TypeVar

import structlog
from graphql import GraphQLError

from likewise.errors import InvalidInput, Refusal
from likewise.schema import refusals

_log = structlog.get_logger()
_BEYOND_INT = "Int cannot represent non 32-bit signed integer value"
"""How graphql-core begins about a whole number that an Int can't hold: input that is not valid."""


class HasErrors(Protocol):
    """A payload: everything in it has a default."""

    def __init__(self, *, errors: list[refusals.Refusal]) -> None: ...


Payload = TypeVar("Payload", bound=HasErrors)
Arguments = ParamSpec("Arguments")
Mutating = Callable[Arguments, Awaitable[Payload | None]]


def told(refusal: Refusal) -> refusals.Refusal:
    """A public refusal of the domain, as a payload shows it."""
    return refusals.Refusal(
        code=refusals.ErrorCode(refusal.code), message=refusal.message, field=refusal.field
    )


def refusals_in(
    payload: type[Payload],
) -> Callable[[Mutating[Arguments, Payload]], Mutating[Arguments, Payload]]:
    """A mutation whose refusals come in its payload's `errors`, with everything else null."""

    def decorate(mutating: Mutating[Arguments, Payload]) -> Mutating[Arguments, Payload]:
        @functools.wraps(mutating)
        async def answer(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Payload | None:
            if info := kwargs.get("info"):
                info.context.begin_mutation()  # type: ignore[attr-defined]
            try:
                return await mutating(*args, **kwargs)
            except Refusal as refusal:
                if not refusal.public:
                    raise
                return payload(errors=[told(refusal)])

        return answer

    return decorate


def error_of(refusal: Refusal, **extensions: object) -> GraphQLError:
    """A public refusal as an error that belongs to no field of the answer."""
    return GraphQLError(refusal.message, extensions=_extensions_of(refusal, **extensions))


def presentable(error: GraphQLError) -> GraphQLError:
    """An error as a client may see it."""
    cause = error.original_error
    if _BEYOND_INT in error.message:
        return _instead(error, error.message, {"code": InvalidInput.code})
    if cause is None or isinstance(cause, GraphQLError):
        return error
    if isinstance(cause, Refusal) and cause.public:
        return _instead(error, cause.message, _extensions_of(cause))
    return _masked(error, cause)


def _masked(error: GraphQLError, cause: BaseException) -> GraphQLError:
    incident = secrets.token_hex(6)
    _log.error("unexpected_error", incident=incident, path=error.path, exc_info=cause)
    return _instead(error, f"Something went wrong (id {incident}).", {"id": incident})


def _extensions_of(refusal: Refusal, **extensions: object) -> dict[str, object]:
    field = {} if refusal.field is None else {"field": refusal.field}
    return {"code": refusal.code, **field, **extensions}


def _instead(error: GraphQLError, message: str, extensions: dict[str, object]) -> GraphQLError:
    # Without the original error: what is presentable is not looked at twice.
    return GraphQLError(
        message,
        nodes=error.nodes,
        source=error.source,
        positions=error.positions,
        path=error.path,
        extensions=extensions,
    )

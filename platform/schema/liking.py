"""Inputs and payloads of liking and passing on."""

from __future__ import annotations

import strawberry

from likewise.schema.likes import Like
from likewise.schema.nodes import Target
from likewise.schema.reading import Info
from likewise.schema.refusals import ERRORS, Refusal
from likewise.schema.scalars import MonthText


@strawberry.input(description="What to like: exactly one of `targetId` and `url`.")
class LikeInput:
    """A like to be."""

    target_id: strawberry.ID | None = strawberry.field(
        default=None,
        description='The id of a person, a post or a page, as an answer gave it: "UG9zdDo3".',
    )
    url: str | None = strawberry.field(
        default=None,
        description="The public http or https address of anything on the web, up to 2000"
        ' characters: "https://example.org/song". One that was never liked before becomes a page.',
    )
    repeat: bool | None = strawberry.field(
        default=None,
        description="True: like it again each month from now on. False: no more after this month."
        " Left out: as it was.",
    )


@strawberry.type(description="The like. Liking again gives the same one.")
class LikePayload:
    """Answers like."""

    like: Like | None = strawberry.field(default=None, description="The like.")
    target_number: strawberry.Private[int | None] = None
    number_of_likes: int | None = strawberry.field(
        default=None, description="How many likes you have given this month: each is one share."
    )
    errors: list[Refusal] = strawberry.field(default_factory=list, description=ERRORS)

    @strawberry.field(description="What is liked, with its new count.")
    async def target(self, info: Info) -> Target | None:
        """Read only if it is asked for."""
        if self.target_number is None:
            return None
        return await info.context.reading.target(self.target_number)


@strawberry.input(description="A like to take back.")
class UnlikeInput:
    """What not to like any more."""

    target_id: strawberry.ID = strawberry.field(
        description='The id of the person, post or page that you liked: "UG9zdDo3".'
    )
    month: MonthText | None = strawberry.field(
        default=None,
        description='The month of the like, as "2026-10": one that is not closed yet. The running'
        " month, if it is left out.",
    )


@strawberry.type(description="What is not liked any more.")
class UnlikePayload:
    """Answers unlike."""

    target_number: strawberry.Private[int | None] = None
    number_of_likes: int | None = strawberry.field(
        default=None, description="How many likes of yours are left this month."
    )
    errors: list[Refusal] = strawberry.field(default_factory=list, description=ERRORS)

    @strawberry.field(description="What was liked, with its new count.")
    async def target(self, info: Info) -> Target | None:
        """Read only if it is asked for."""
        if self.target_number is None:
            return None
        return await info.context.reading.target(self.target_number)


@strawberry.input(description="How much of what comes in to pass on.")
class SetForwardingInput:
    """A choice of forwarding."""

    forward_bps: int = strawberry.field(
        description="The part in basis points, hundredths of a percent: 10000 passes everything on,"
        " 2500 a quarter, 0 nothing."
    )


@strawberry.type(description="The forwarding that holds from the running month on.")
class SetForwardingPayload:
    """Answers setForwarding."""

    forwarding: int | None = strawberry.field(
        default=None, description="What is passed on now, in basis points: 2500 is a quarter."
    )
    errors: list[Refusal] = strawberry.field(default_factory=list, description=ERRORS)

"""Liking, taking a like back, and passing on."""

from __future__ import annotations

import strawberry

from likewise.community.forwarding import set_forwarding
from likewise.community.like import like
from likewise.community.unlike import unlike
from likewise.errors import InvalidInput, UnknownTarget
from likewise.months import Month
from likewise.resolvers.access import require_viewer
from likewise.resolvers.asking import Input
from likewise.resolvers.context import Info
from likewise.resolvers.private import as_like
from likewise.resolvers.refusals import refusals_in
from likewise.schema.global_ids import number_in
from likewise.schema.liking import (
    LikeInput,
    LikePayload,
    SetForwardingInput,
    SetForwardingPayload,
    UnlikeInput,
    UnlikePayload,
)


@strawberry.type
class LikingMutations:
    """Mutations of likes."""

    @strawberry.mutation(
        description="Like a person, a post, a page or anything on the web, this month. Liking"
        " again is no error: it is the same like."
    )
    @refusals_in(LikePayload)
    async def like(self, info: Info, input: Input[LikeInput]) -> LikePayload | None:
        """Raises NotSignedIn, InvalidInput, UnknownTarget, OwnTarget, MalformedUrl."""
        viewer = await require_viewer(info)
        if (input.target_id is None) == (input.url is None):
            raise InvalidInput("Name `targetId` or `url`, one of the two.", field="targetId")
        liked = await like(
            person_id=viewer.person_id,
            target_id=None if input.target_id is None else _target_number(input.target_id),
            url=input.url,
            repeat=input.repeat,
        )
        return LikePayload(
            like=as_like(liked.like, viewer),
            target_number=liked.target_id,
            number_of_likes=liked.number_of_likes,
        )

    @strawberry.mutation(
        description="Take back your like of the running month, or of the one you name, and stop its"
        " repeating. Possible until its month closes; what was not liked then stays so without an"
        " error."
    )
    @refusals_in(UnlikePayload)
    async def unlike(self, info: Info, input: Input[UnlikeInput]) -> UnlikePayload | None:
        """Raises NotSignedIn, UnknownTarget, MalformedMonth, MonthClosed."""
        viewer = await require_viewer(info)
        unliked = await unlike(
            person_id=viewer.person_id,
            target_id=_target_number(input.target_id),
            month=None if input.month is None else Month.parse(input.month),
        )
        return UnlikePayload(
            target_number=unliked.target_id, number_of_likes=unliked.number_of_likes
        )

    @strawberry.mutation(
        description="Say how much of what comes in you pass on with your likes, from the next"
        " closing on."
    )
    @refusals_in(SetForwardingPayload)
    async def set_forwarding(
        self, info: Info, input: Input[SetForwardingInput]
    ) -> SetForwardingPayload | None:
        """Raises NotSignedIn, InvalidInput."""
        viewer = await require_viewer(info)
        forward_bps = await set_forwarding(
            person_id=viewer.person_id, forward_bps=input.forward_bps
        )
        return SetForwardingPayload(forwarding=forward_bps)


def _target_number(text: str) -> int:
    number = number_in(text, "Person", "Post", "Page")
    if number is None:
        raise UnknownTarget
    return number

"""The schema: all queries, mutations and feeds together."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import strawberry
from graphql import GraphQLError
from strawberry.extensions import SchemaExtension
from strawberry.schema.config import StrawberryConfig
from strawberry.types import ExecutionContext

from likewise.resolvers.economy import EconomyQueries
from likewise.resolvers.feeds import Subscription
from likewise.resolvers.liking import LikingMutations
from likewise.resolvers.memberships import MembershipMutations
from likewise.resolvers.node import NodeQueries
from likewise.resolvers.payouts import PayoutMutations
from likewise.resolvers.people import PeopleQueries
from likewise.resolvers.posts import PostMutations, PostQueries
from likewise.resolvers.refusals import presentable
from likewise.resolvers.settlement import SettlementMutations, SettlementQueries
from likewise.resolvers.signing_in import SigningInMutations
from likewise.schema.scalars import SCALARS


@strawberry.type(
    description="What can be read. Without signing in: everything but `me` and what is private."
)
class Query(PostQueries, PeopleQueries, SettlementQueries, EconomyQueries, NodeQueries):
    """All queries."""


@strawberry.type(
    description="What can be done. What is refused says so in the payload's `errors`, and has"
    " changed nothing."
)
class Mutation(
    SigningInMutations,
    PostMutations,
    LikingMutations,
    MembershipMutations,
    PayoutMutations,
    SettlementMutations,
):
    """All mutations."""


class Schema(strawberry.Schema):
    """The schema, with errors that are fit to be shown."""

    def process_errors(
        self,
        errors: list[GraphQLError],
        execution_context: ExecutionContext | None = None,
    ) -> None:
        """Put what may be shown in the place of each error.

        In place, since every way through Strawberry, sockets included, sends this very list
        (tests/api/test_masked_errors.py); an extension would cost every request something.
        """
        errors[:] = [presentable(each) for each in errors]


def build_schema(
    extensions: Sequence[type[SchemaExtension] | Callable[[], SchemaExtension]] = (),
) -> Schema:
    """The schema of the API, run with these extensions."""
    return Schema(
        query=Query,
        mutation=Mutation,
        subscription=Subscription,
        extensions=extensions,
        config=StrawberryConfig(scalar_map=SCALARS),
    )

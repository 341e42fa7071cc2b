"""The schema: all queries, mutations and feeds together."""

from __future__ import annotations

import strawberry
from strawberry.schema.config import StrawberryConfig

from likewise.resolvers.economy import EconomyQueries
from likewise.resolvers.feeds import Subscription
from likewise.resolvers.inspecting import InspectionMutations, InspectionQueries
from likewise.resolvers.liking import LikingMutations
from likewise.resolvers.memberships import MembershipMutations
from likewise.resolvers.node import NodeQueries
from likewise.resolvers.operating import OperatingMutations, OperatingQueries
from likewise.resolvers.payout_decisions import PayoutDecisionMutations, PayoutQueueQueries
from likewise.resolvers.payouts import PayoutMutations, PayoutQueries
from likewise.resolvers.people import PeopleQueries
from likewise.resolvers.posts import PostMutations, PostQueries
from likewise.resolvers.settings import SettingsMutations
from likewise.resolvers.settlement import SettlementMutations, SettlementQueries
from likewise.resolvers.signing_in import SigningInMutations
from likewise.resolvers.terms import TermsQueries
from likewise.schema.scalars import SCALARS


@strawberry.type(
    description="What can be read. Without signing in: everything but `me` and what is private."
)
class Query(
    PostQueries,
    PeopleQueries,
    SettlementQueries,
    InspectionQueries,
    EconomyQueries,
    TermsQueries,
    PayoutQueries,
    PayoutQueueQueries,
    OperatingQueries,
    NodeQueries,
):
    """All queries."""


@strawberry.type(
    description="What can be done. What is refused says so in the payload's `errors`, and has"
    " changed nothing."
)
class Mutation(
    SigningInMutations,
    SettingsMutations,
    PostMutations,
    LikingMutations,
    MembershipMutations,
    PayoutMutations,
    PayoutDecisionMutations,
    SettlementMutations,
    OperatingMutations,
    InspectionMutations,
):
    """All mutations."""


def build_schema() -> strawberry.Schema:
    """The schema of the API."""
    return strawberry.Schema(
        query=Query,
        mutation=Mutation,
        subscription=Subscription,
        config=StrawberryConfig(scalar_map=SCALARS),
    )

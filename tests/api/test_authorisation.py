"""Who may what: everything is tried as everybody, and docs/authorisation.md is right about it."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterator

import pytest

from tests.support.authorisation_table import (
    EVERYBODY,
    FEED,
    HER_OWN,
    KINDS,
    MUTATION,
    NOBODY,
    NODE,
    OPERATOR,
    OPERATORS,
    OWNER,
    OWNERS_AND_OPERATORS,
    QUERY,
    ROLES,
    SOMEBODY_ELSE,
    Table,
    authorisation_table,
)
from tests.support.keeper import Addresses
from tests.support.schema_walk import objects_in
from tests.support.shared_server import SharedServer, shared_server
from tests.support.tries import Tries, tries

UNLIMITED = {
    "LIKEWISE_COST_BUCKET_SIZE": "0",
    "LIKEWISE_ADDRESS_COST_BUCKET_SIZE": "0",
    "LIKEWISE_MAX_DOCUMENT_TOKENS": "5000",
    "LIKEWISE_MAX_OPERATION_COST": "100000",
    "LIKEWISE_MAX_FEED_COST": "100000",
}
ROOTS = {"Query", "Mutation", "Subscription"}
TELLING = {"ID", "DateTime", "Micros", "Cursor"}
"""Scalars whose values in the village are one person's, but for amounts of nothing."""


@pytest.fixture(scope="module")
def table() -> Table:
    return authorisation_table()


@pytest.fixture(scope="module")
def tried(
    table: Table, server_addresses: Addresses, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Tries]:
    """Everything, tried on a server process over its own wire."""
    data_dir = tmp_path_factory.mktemp("data")

    async def everything(server: SharedServer) -> Tries:
        async with server.api() as api:
            return await tries(table, api, data_dir / "books")

    variables = {"LIKEWISE_DATA_DIR": str(data_dir), **UNLIMITED}
    with shared_server(server_addresses, **variables) as server:
        with asyncio.Runner(loop_factory=asyncio.new_event_loop) as runner:
            found = runner.run(everything(server))
        yield found


def secrets_by_type(tried: Tries, role: str) -> dict[str, set[str]]:
    """What was shown to a role in private objects, by their types, as far as it tells whose.

    When a month was closed, everybody is told.
    """
    found: dict[str, set[str]] = defaultdict(set)
    closings = closing_moments(tried)
    for each in answers(tried, role):
        for owner, scalar, value in tried.private_values(each):
            if scalar in TELLING and value not in (None, "0") and value not in closings:
                found[owner].add(str(value))
    return found


def closing_moments(tried: Tries) -> set[str]:
    """When months were closed, as nobody in particular is told."""
    return {
        str(value)
        for each in answers(tried, NOBODY)
        for path, found in objects_in(each)
        if path[-1] == "Settlement"
        for scalar, value in tried.walk.scalars_of(found)
        if scalar == "DateTime"
    }


def all_values(tried: Tries, role: str) -> set[str]:
    """Every value that was shown to a role, in whatever.

    But the amounts of public types, and of those for operators: in so small a village a sum over
    everybody may be one person's.
    """
    types = tried.table.types
    return {
        str(value)
        for each in answers(tried, role)
        for path, found in objects_in(each)
        if path[-1] != "Money" or types[path[-2]] not in (EVERYBODY, OPERATORS)
        for _, value in tried.walk.scalars_of(found)
    }


def told_operators(tried: Tries) -> set[str]:
    """What operators know of members by their work: when somebody joined."""
    return {
        found["joinedAt"]
        for each in answers(tried, OPERATOR)
        for path, found in objects_in(each)
        if path[-1] == "Member"
    }


def answers(tried: Tries, role: str) -> list[object]:
    return [each.found for each in tried.all if each.role == role]


def types_seen(tried: Tries, role: str) -> set[str]:
    return {path[-1] for each in answers(tried, role) for path, _ in objects_in(each)}


def test_the_table_has_all_that_can_be_asked_for(tried: Tries, table: Table) -> None:
    schema = tried.walk.schema
    roots = {
        QUERY: schema.query_type,
        MUTATION: schema.mutation_type,
        FEED: schema.subscription_type,
    }
    for kind, root in roots.items():
        assert root is not None
        assert table.rows[kind].keys() == root.fields.keys() - {"node"}
    node = schema.type_map["Node"]
    assert table.rows[NODE].keys() == {each.name for each in schema.get_possible_types(node)}  # type: ignore[arg-type]
    assert table.types.keys() == tried.walk.object_types().keys()


def test_everything_ends_for_everybody_as_the_table_says(tried: Tries, table: Table) -> None:
    ended = {(kind, name, role) for kind in KINDS for name in table.rows[kind] for role in ROLES}
    assert {(each.kind, each.name, each.role) for each in tried.all} == ended
    for each in tried.all:
        said = table.rows[each.kind][each.name][each.role]
        assert each.outcome == ("yes" if said == HER_OWN else said), each


@pytest.mark.parametrize("role", ROLES)
def test_every_field_of_every_type_was_asked_for(tried: Tries, role: str) -> None:
    asked = {
        field
        for each in tried.all
        if each.role == role
        for field in tried.walk.asked_in(each.document)
    }
    assert tried.walk.all_fields() - asked == set()


def test_an_object_of_every_type_was_seen(tried: Tries) -> None:
    seen = set().union(*(types_seen(tried, role) for role in ROLES))
    assert tried.walk.object_types().keys() - seen == ROOTS


def test_who_may_see_a_type_sees_it(tried: Tries, table: Table) -> None:
    for role in ROLES:
        assert table.types_for(EVERYBODY) - ROOTS - types_seen(tried, role) == set(), role
    assert table.types_for(OPERATORS) - types_seen(tried, OPERATOR) == set()
    owners = table.private_types() - table.types_for(OPERATORS)
    assert owners - types_seen(tried, OWNER) == set()
    hers, operators = secrets_by_type(tried, OWNER), secrets_by_type(tried, OPERATOR)
    for name in table.types_for(OWNERS_AND_OPERATORS):
        assert name in types_seen(tried, OPERATOR)
        assert hers[name] & operators[name] or not hers[name]


def test_nothing_private_of_the_owners_reached_who_may_not_see_it(
    tried: Tries, table: Table
) -> None:
    hers = secrets_by_type(tried, OWNER)
    # What operators see of a payout (when it was asked for) stands in the owner's history, too.
    of_operators = [hers[name] for name, who in table.types.items() if who == OWNERS_AND_OPERATORS]
    for role in (NOBODY, SOMEBODY_ELSE, OPERATOR):
        allowed = told_operators(tried).union(*of_operators) if role == OPERATOR else set()
        shown = all_values(tried, role) - allowed
        for name, values in hers.items():
            assert values & shown == set(), (role, name)


def test_nobody_who_may_not_see_private_types_saw_one(tried: Tries, table: Table) -> None:
    assert types_seen(tried, NOBODY) & table.private_types() == set()
    for role in (NOBODY, SOMEBODY_ELSE, OWNER):
        assert types_seen(tried, role) & table.types_for(OPERATORS) == set(), role


def test_what_was_refused_or_of_others_changed_nothing_of_the_owners(tried: Tries) -> None:
    assert tried.harmed == []


def test_what_a_public_type_tells_of_who_asks_is_about_who_asks(tried: Tries) -> None:
    verse = tried.whole.api.id_of("verse")
    told = {
        each.role: found["viewerHasLiked"]
        for each in tried.all
        if each.kind == QUERY and each.name == "posts"
        for path, found in objects_in(each.found)
        if path[-1] == "Post" and found.get("id") == verse
    }
    assert told == {NOBODY: False, SOMEBODY_ELSE: True, OWNER: True, OPERATOR: False}

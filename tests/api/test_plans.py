"""A plan writes the very bytes that the executor's answer is written as."""

from __future__ import annotations

import dataclasses
import inspect
import json
from datetime import UTC, datetime
from functools import partial

import pytest
from graphql import GraphQLObjectType, get_named_type, parse
from graphql.execution.execute import Executor, execute_subscription_event
from graphql.execution.values import get_variable_values
from hypothesis import given, settings
from hypothesis import strategies as st

from likewise.community.people import Person
from likewise.community.posts import Post
from likewise.errors import NotFound
from likewise.identity.sessions import Viewer
from likewise.ledger.balances import WalletBalances
from likewise.months import Month
from likewise.operations.documents import Document
from likewise.operations.limits import Limits
from likewise.operations.prepared import PreparedFeed, prepared_feed
from likewise.resolvers.feeds import Opened
from likewise.resolvers.private import as_wallet
from likewise.resolvers.public import as_post
from likewise.resolvers.root import build_schema
from likewise.settings import Settings
from likewise.statements.projection import Giving
from likewise.statements.wallet import Wallet

SCHEMA = build_schema()
LIMITS = Limits.of(Settings())
PLAIN_POST_FIELDS = ("id", "body", "likeCount", "createdAt")

micros = st.integers(0, 2**63 - 1)
months = st.builds(Month, st.integers(2000, 2100), st.integers(1, 12))
wallets = st.builds(
    Wallet,
    st.integers(1, 2**40),
    st.builds(WalletBalances, micros, micros, micros, micros, st.integers(0, 2**31 - 1)),
    micros,
    st.builds(Giving, micros, st.integers(0, 2**31 - 1)),
    months,
    st.none() | months,
)
people = st.builds(
    Person,
    st.integers(1, 2**40),
    st.text(max_size=10),
    st.text(max_size=10),
    st.text(max_size=10),
)
posts = st.builds(
    Post,
    st.integers(1, 2**40),
    st.text(),
    st.datetimes(min_value=datetime(2000, 1, 1), timezones=st.just(UTC)),
    people,
    st.integers(0, 2**31 - 1),
)
directives = st.sampled_from(
    ["", "", "", "@include(if: $yes)", "@skip(if: $yes)", "@skip(if: $no)"]
)


@st.composite
def selections(draw: st.DrawFn, kind: GraphQLObjectType, only: tuple[str, ...] = ()) -> str:
    """A selection set of an object type: aliases, fragments, directives, the same field twice."""
    names = [*(only or kind.fields), "__typename"]
    parts = []
    for name in draw(st.lists(st.sampled_from(names), min_size=1, max_size=6)):
        field = kind.fields.get(name)
        alias = draw(st.sampled_from(["", f"a_{name}:", f"b_{name}:"]))
        inner = ""
        if field is not None and isinstance(below := get_named_type(field.type), GraphQLObjectType):
            inner = draw(selections(below))
        parts.append(f"{alias}{name}{draw(directives)}{inner}")
        wrapped = draw(st.sampled_from(["", f"...on {kind.name}", "...", f"...F{kind.name}"]))
        if wrapped.startswith("...F"):
            parts.append(f"{wrapped} {draw(directives)}")
        elif wrapped:
            parts.append(f"{wrapped} {draw(directives)} {{ {parts.pop()} }}")
    # Whatever is skipped: an object is never asked for nothing.
    return f"{{ {' '.join(parts)} last_{names[0]}: {names[0]}{draw(inner_of(kind, names[0]))} }}"


@st.composite
def inner_of(draw: st.DrawFn, kind: GraphQLObjectType, name: str) -> str:
    """What has to be selected of a field for it to be valid."""
    below = get_named_type(kind.fields[name].type)
    return draw(selections(below)) if isinstance(below, GraphQLObjectType) else ""


def document_of(root: str, selection: str) -> str:
    """A subscription with the fragments that its selection may name, and variables."""
    known = {"Wallet": "version", "Received": "held { micros }", "Giving": "likeCount",
             "Money": "amount currency", "Post": "likeCount"}  # fmt: skip
    used = [name for name in known if f"...F{name}" in selection]
    fragments = [f"fragment F{name} on {name} {{ {known[name]} }}" for name in used]
    yes = "$yes: Boolean! = true" if "$yes" in selection else ""
    no = "$no: Boolean! = false" if "$no" in selection else ""
    variables = f"({yes} {no})" if yes or no else ""
    return " ".join([f"subscription S{variables} {{ {root} {selection} }}", *fragments])


async def by_executor(document: str, variables: dict[str, object], shown: object) -> str:
    """What graphql-core answers for a state, written as our transports write."""
    plan = Executor.build(SCHEMA._schema, parse(document), raw_variable_values=variables)
    assert not isinstance(plan, list), plan
    result = execute_subscription_event(plan.build_per_event_executor(shown))
    if inspect.isawaitable(result):
        result = await result
    assert not result.errors, result.errors
    return json.dumps({"data": result.data}, separators=(",", ":"), ensure_ascii=False)


def prepared(text: str, variables: dict[str, object] | None = None) -> PreparedFeed | None:
    """The feed of a document, if it has a plan."""
    return prepared_in(Document(SCHEMA._schema, text, LIMITS), variables)


def prepared_in(document: Document, variables: dict[str, object] | None) -> PreparedFeed | None:
    operation = document.operation(None)
    definitions = operation.node.variable_definitions or ()
    values = get_variable_values(SCHEMA._schema, definitions, variables or {})
    assert not isinstance(values, list), values
    plan = operation.plan(values)
    return None if plan is None else prepared_feed(plan, values)


async def same(text: str, variables: dict[str, object], opened: Opened[object], state: object):
    """Compare the two, if the document is valid at all."""
    document = Document(SCHEMA._schema, text, LIMITS)
    if document.errors:
        return
    feed = prepared_in(document, variables)
    assert feed is not None, "a valid document of plain fields has a plan"
    expected = await by_executor(text, variables, opened.as_shown(state))
    assert feed.payload(opened, state) == expected


def opened_for(wallet: Wallet) -> Opened[object]:
    owner = Viewer(wallet.person_id, "ada", "member", 1)
    return Opened(None, partial(as_wallet, viewer=owner))  # type: ignore[arg-type]


WALLET, POST = (SCHEMA._schema.type_map[name] for name in ("Wallet", "Post"))
assert isinstance(WALLET, GraphQLObjectType)
assert isinstance(POST, GraphQLObjectType)


@settings(max_examples=150, deadline=None)
@given(selection=selections(WALLET), wallet=wallets, yes=st.booleans())
async def test_a_wallet_is_written_as_the_executor_writes_it(
    selection: str, wallet: Wallet, yes: bool
) -> None:
    document = document_of("walletUpdated", selection)
    variables: dict[str, object] = {"yes": yes} if "$yes" in document else {}
    await same(document, variables, opened_for(wallet), wallet)


@settings(max_examples=100, deadline=None)
@given(selection=selections(POST, PLAIN_POST_FIELDS), post=posts)
async def test_a_post_is_written_as_the_executor_writes_it(selection: str, post: Post) -> None:
    document = document_of('x: postUpdated(id: "UG9zdDox")', selection)
    await same(document, {}, Opened(None, as_post), post)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "document",
    [
        "subscription { postUpdated(id: 1) { viewerHasLiked } }",
        "subscription { likeReceived { latest { target { __typename } } } }",
        "subscription { standingUpdated { registration { person { handle } } } }",
        'subscription { settlementProgress(month: "2026-10") { state } }',
        'subscription { postUpdated(id: "UG9zdDox") { author { likeCount } } }',
    ],
    ids=lambda document: document[:60],
)
def test_what_is_not_plain_is_the_executors(document: str) -> None:
    assert prepared(document) is None


def test_a_state_that_many_follow_is_written_once() -> None:
    document = "subscription { walletUpdated { version } }"
    feed = prepared(document)
    written = []
    wallet = Wallet(1, WalletBalances(0, 0, 0, 0, 0), 0, Giving(0, 0), Month(2026, 11), None)
    as_shown = opened_for(wallet).as_shown
    opened = Opened(None, lambda state: written.append(state) or as_shown(state))  # type: ignore[arg-type, func-returns-value]
    assert feed is not None
    assert feed.payload(opened, wallet) == feed.payload(opened, wallet)
    assert len(written) == 1


def test_a_state_of_one_wallet_is_never_shown_to_another_viewer() -> None:
    feed = prepared("subscription { walletUpdated { version } }")
    assert feed is not None
    wallet = Wallet(1, WalletBalances(0, 0, 0, 0, 0), 0, Giving(0, 0), Month(2026, 11), None)
    assert feed.payload(opened_for(wallet), wallet)
    of_another = opened_for(dataclasses.replace(wallet, person_id=2))
    with pytest.raises(NotFound):
        feed.payload(of_another, wallet)

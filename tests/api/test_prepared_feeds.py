"""A prepared feed writes the very bytes that the executor's answer is written as."""

from __future__ import annotations

import inspect
import json
from datetime import UTC, datetime

import pytest
from graphql import GraphQLObjectType, get_named_type, parse, validate
from graphql.execution.execute import Executor, execute_subscription_event
from hypothesis import given, settings
from hypothesis import strategies as st

from likewise.community.people import Person
from likewise.community.posts import Post
from likewise.ledger.balances import WalletBalances
from likewise.resolvers.feeds import Opened
from likewise.resolvers.mapping import as_post, as_wallet
from likewise.resolvers.prepared import Preparer
from likewise.resolvers.root import build_schema
from likewise.statements.projection import Giving
from likewise.statements.wallet import Wallet
from likewise.web.limits import MAX_TOKENS, RULES

SCHEMA = build_schema()
PREPARER = Preparer(SCHEMA, RULES, MAX_TOKENS)
PLAIN_POST_FIELDS = ("id", "body", "likeCount", "createdAt")

micros = st.integers(0, 2**63 - 1)
wallets = st.builds(
    Wallet,
    st.integers(1, 2**40),
    st.builds(WalletBalances, micros, micros, micros, micros, st.integers(0, 2**31 - 1)),
    micros,
    st.builds(Giving, micros, st.integers(0, 2**31 - 1)),
)
people = st.builds(
    Person,
    st.integers(1, 2**40),
    st.text(max_size=10),
    st.text(max_size=10),
    st.text(max_size=10),
    st.datetimes(timezones=st.just(UTC)),
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
    return json.dumps({"data": result.data}, separators=(",", ":"))


async def same(document: str, variables: dict[str, object], opened: Opened[object], state: object):
    """Compare the two, if the document is valid at all."""
    prepared = PREPARER.prepare(document, variables, "S")
    if prepared is None:
        found = validate(SCHEMA._schema, parse(document), [*RULES])
        assert found, "a valid document of plain fields is prepared"
        return
    expected = await by_executor(document, variables, opened.as_shown(state))
    assert prepared.payload(opened, state) == expected


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
    await same(document, variables, Opened(None, as_wallet), wallet)  # type: ignore[arg-type]


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
        'subscription { settlementProgress(month: "2026-10") { stage } }',
        "subscription { walletUpdated { nothing } }",
        "subscription { walletUpdated { version } ",
        "subscription { walletUpdated { version } } query B { __typename }",
        "subscription($after: Cursor!) { walletUpdated(after: $after) { version } }",
        "query { me { handle } }",
        "subscription { a: walletUpdated { version } b: walletUpdated { version } }",
        "subscription { ...F } fragment F on Subscription { ...F }",
        "subscription { walletUpdated { " + "version " * MAX_TOKENS + "} }",
        "subscription { walletUpdated { " + " ".join(f"a{n}: version" for n in range(40)) + "} }",
    ],
    ids=lambda document: document[:60],
)
def test_what_is_not_plain_or_not_valid_is_the_executors(document: str) -> None:
    assert PREPARER.prepare(document, None, None) is None


def test_a_state_that_many_follow_is_written_once() -> None:
    document = "subscription { walletUpdated { version } }"
    prepared = PREPARER.prepare(document, None, None)
    assert prepared is PREPARER.prepare(document, None, None)
    written = []
    wallet = Wallet(1, WalletBalances(0, 0, 0, 0, 0), 0, Giving(0, 0))
    opened = Opened(None, lambda state: written.append(state) or as_wallet(state))  # type: ignore[arg-type, func-returns-value]
    assert prepared is not None
    assert prepared.payload(opened, wallet) == prepared.payload(opened, wallet)
    assert len(written) == 1

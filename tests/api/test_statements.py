"""How many statements an operation takes: written down here, and the same whatever it finds.

What is asked of targets of several kinds takes one statement less for each two kinds whose rows
happen to arrive at the same moment: they are asked after together.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from likewise.payouts.providers.sandbox import PAID_IBAN
from tests.support.api_client import ApiClient
from tests.support.crowded_village import crowded_village
from tests.support.statements import Statements, heard_statements

NO_LIMITS = {
    "max_operation_cost": 10**9,
    "cost_bucket_size": 0,
    "address_cost_bucket_size": 0,
    "max_document_depth": 30,
}
pytestmark = [
    pytest.mark.parametrize("changes", [NO_LIMITS], ids=["no limits"]),
    pytest.mark.parametrize("number", [1, 5, 50]),
]

POST = "id body likeCount createdAt viewerHasLiked author { handle likeCount }"
PAGE_INFO = "pageInfo { hasNextPage endCursor }"


def posts(of_author: str = "") -> str:
    """A slice of posts, perhaps with slices of their authors'."""
    author = f"author {{ {of_author} }}" if of_author else ""
    return f"posts(first: $first) {{ edges {{ cursor node {{ {POST} {author} }} }} {PAGE_INFO} }}"


WALL = f"supporters(first: $first) {{ edges {{ node {{ handle viewerHasLiked }} }} {PAGE_INFO} }}"
PAGE = "url host likeCount viewerHasLiked waiting { amount }"
TARGET = f"""target {{ id viewerHasLiked ... on Person {{ about likeCount {posts()} }}
    ... on Post {{ {POST} }} ... on Page {{ {PAGE} }} }}"""
LIKES = f"likes(first: $likes) {{ edges {{ node {{ id {TARGET} }} }} {PAGE_INFO} }}"
PERSON = "person { handle displayName }"
RESULT = "month likeCount fee { micros } pot { micros } opening { budget { micros } }"
RESULTS = f"results(first: $first) {{ edges {{ node {{ {RESULT} }} }} {PAGE_INFO} }}"
MOVEMENT = "movedAt kind month budgetChange { micros } received { micros }"
HISTORY = f"history(first: $first) {{ edges {{ node {{ {MOVEMENT} }} }} {PAGE_INFO} }}"
PAYOUT = "amount { amount } steps { state }"
PAYOUTS = f"payouts(first: $first) {{ edges {{ node {{ {PAYOUT} }} }} {PAGE_INFO} }}"
PAYMENT = "month amount { micros } fee { micros } credited { micros } state"
PAYMENTS = f"payments(first: $first) {{ edges {{ node {{ {PAYMENT} }} }} {PAGE_INFO} }}"
WALLET = "budget { micros } received { available { amount } } projection { micros }"
SHOWN = f"likes(first: $likes) {{ edges {{ node {{ id viewerHasLiked }} }} {PAGE_INFO} }}"
SESSIONS = f"sessions(first: $first) {{ edges {{ node {{ inUse }} }} {PAGE_INFO} }}"
ME = f"""handle email joinedAt showsLikes {SESSIONS} isOperator forwarding
    person {{ likeCount }} wallet {{ {WALLET} }}
    membership {{ state }} registration {{ state }} frozen {{ reason }} {LIKES} {PAYOUTS}
    proof(month: $month) {{ month }}"""

MEMBER = "person { handle likeCount } membershipState registrationState frozen { reason }"
ENTRY = "deed operator { handle } person { handle } amount { micros } month reason"

# One statement of each asks whose session it is.
QUERIES = {
    "nobody's view of posts": (
        "posts(first: $first) { edges { node { id body likeCount author { handle } } } }",
        2,
    ),
    "posts": (posts(), 4),
    "posts of authors": (posts(posts()), 7),
    "posts of authors of posts of authors": (posts(posts(posts(posts()))), 13),
    "post": (f"post(id: $Post) {{ {POST} author {{ {posts()} }} }}", 7),
    "person": (f'person(handle: "person_0") {{ likeCount {posts(posts())} }}', 9),
    "people with walls": (posts(f"{WALL} {SHOWN}"), 12),
    "person with a wall": (f'person(handle: "ada") {{ viewerHasLiked {WALL} {SHOWN} }}', 11),
    "web address": (f"webAddress(url: $url) {{ url page {{ {PAGE} {WALL} }} }}", 5),
    "page": (f"page(url: $url) {{ {PAGE} }}", 3),
    "me": ("me { handle }", 2),
    "my likes": (f"me {{ {LIKES} }}", 13),
    "my payouts": (f"me {{ {PAYOUTS} }}", 4),
    "my payments": (f"me {{ {PAYMENTS} }}", 3),
    "me with everything": (f"me {{ {ME} }}", 27),
    "what my likes gave": ("me { likes(first: $likes) { edges { node { gave { micros } } } } }", 5),
    "my results": (f"me {{ {RESULTS} result(month: $month) {{ {RESULT} }} }}", 4),
    "my history": (f"me {{ wallet {{ {HISTORY} }} }}", 5),
    "settlement": ("settlement(month: $month) { state byHop { hop } }", 2),
    "settlements": ("settlements { month byHop { hop } }", 2),
    "simulation": ("simulation(input: {people: 300}) { supporters byHop { hop } }", 1),
    "terms": ("terms { cutBps paymentMethods { token } }", 1),
    "payout preview": ("payoutPreview { net { amount } }", 3),
    "registrations that wait": (
        f"registrationQueue(first: $first) {{ edges {{ node {{ state {PERSON} }} }} {PAGE_INFO} }}",
        3,
    ),
    "payouts that wait": (
        f"payoutQueue(first: $first) {{ edges {{ node {{ {PAYOUT} {PERSON} }} }} {PAGE_INFO} }}",
        4,
    ),
    "members": (f"members(first: $first) {{ edges {{ node {{ {MEMBER} }} }} {PAGE_INFO} }}", 3),
    "member": (f'member(handle: "person_0") {{ {MEMBER} }}', 3),
    "audit log": (f"auditLog(first: $first) {{ edges {{ node {{ {ENTRY} }} }} {PAGE_INFO} }}", 4),
    "economy": ("economy { people ledgerHealth { ok } }", 2),
    "economy's accounts": ("economy { accounts { kind balance { micros } } }", 3),
    "next month": ("nextMonth { month hasEnded }", 2),
    "inspection": ("inspection(kind: LEDGER_CHECK) { state ledgerCheck { parts { name } } }", 2),
    "node Person": (f"node(id: $Person) {{ ... on Person {{ likeCount {posts(posts())} }} }}", 10),
    "node Post": (f"node(id: $Post) {{ ... on Post {{ {POST} }} }}", 5),
    "node Page": (f"node(id: $Page) {{ ... on Page {{ {PAGE} }} }}", 4),
    "node Like": (f"node(id: $Like) {{ ... on Like {{ {TARGET} }} }}", 5),
    "node Me": (f"node(id: $Me) {{ ... on Me {{ {ME} }} }}", 27),
    "node Wallet": (f"node(id: $Wallet) {{ ... on Wallet {{ {WALLET} }} }}", 3),
    "node AuditEntry": (f"node(id: $AuditEntry) {{ ... on AuditEntry {{ {ENTRY} }} }}", 4),
    "node Member": (f"node(id: $Member) {{ ... on Member {{ {MEMBER} }} }}", 3),
    "node WalletMovement": (
        f"node(id: $WalletMovement) {{ ... on WalletMovement {{ {MOVEMENT} }} }}",
        3,
    ),
    "node Membership": ("node(id: $Membership) { ... on Membership { state } }", 2),
    "node Payment": (f"node(id: $Payment) {{ ... on Payment {{ {PAYMENT} }} }}", 2),
    "node Session": ("node(id: $Session) { ... on Session { inUse } }", 2),
    "node Registration": ("node(id: $Registration) { ... on Registration { state } }", 2),
    "node Payout": (f"node(id: $Payout) {{ ... on Payout {{ {PAYOUT} }} }}", 3),
}

SIGNED = f"person {{ likeCount {posts()} }}"
LIKED = f"numberOfLikes like {{ {TARGET} }} {TARGET}"
# By the mutation: its input, what is selected beside `errors`, and how many statements it takes,
# the transaction's own among them. `closeMonth` is not here: it takes some for each batch. Nor
# are the mutations that begin an inspection: they end at some time.
MUTATIONS = {
    "signUp": (
        'email: "eve@example.org", password: "long enough", handle: "eve", displayName: "Eve"',
        SIGNED,
        11,
    ),
    "signIn": ('email: "eve@example.org", password: "long enough"', SIGNED, 10),
    "editProfile": ('about: "New"', f"person {{ about {posts()} }}", 8),
    "setPrivacy": ("showsLikes: true", "showsLikes", 4),
    "endSession": ("sessionId: $Session", "sessionId", 4),
    "changePassword": (
        'presentPassword: "a long password", newPassword: "another long password"',
        "sessionsEnded",
        6,
    ),
    "publishPost": (
        'body: "New", idempotencyKey: "said"',
        f"post {{ {POST} author {{ {posts()} }} }}",
        11,
    ),
    "like": ("targetId: $Post", LIKED, 8),
    "unlike": ("targetId: $Post", f"numberOfLikes {TARGET}", 13),
    "setForwarding": ("forwardBps: 2500", "forwarding", 6),
    "changeMembership": ('amountMicros: "7000000"', "membership { state }", 6),
    "cancelMembership": ("", "membership { state }", 6),
    "startMembership": (
        'paymentMethod: "sandbox-ok", idempotencyKey: "again"',
        "membership { state }",
        13,
    ),
    "requestPayout": (
        'amountMicros: "10000000", idempotencyKey: "one more"',
        f"payout {{ {PAYOUT} }}",
        20,
    ),
    "cancelPayout": ('payoutId: $Payout, idempotencyKey: "no"', f"payout {{ {PAYOUT} }}", 15),
    "approvePayout": (
        'payoutId: $TheirPayout, idempotencyKey: "yes"',
        f"payout {{ {PAYOUT} }}",
        42,
    ),
    "registerForPayouts": (
        f'legalName: "Ada", country: "DE", taxNumber: "12/345/67890", iban: "{PAID_IBAN}"',
        "registration { state }",
        5,
    ),
    "approveRegistration": ("personId: $Applicant", "registration { state }", 7),
    "rejectPayout": (
        'payoutId: $AnotherPayout, reason: "No.", idempotencyKey: "no, too"',
        f"payout {{ {PAYOUT} {PERSON} }}",
        16,
    ),
    "returnPayout": (
        'payoutId: $TheirPayout, reason: "Closed.", idempotencyKey: "back"',
        f"payout {{ {PAYOUT} {PERSON} }}",
        25,
    ),
    "rejectRegistration": (
        'personId: $OtherApplicant, reason: "No."',
        f"registration {{ state {PERSON} }}",
        6,
    ),
    "unfreezePerson": ('personId: $Frozen, idempotencyKey: "free"', f"member {{ {MEMBER} }}", 9),
    "freezePerson": (
        'personId: $Frozen, reason: "so", idempotencyKey: "cold"',
        f"member {{ {MEMBER} }}",
        9,
    ),
    "signOut": ("", "", 4),
}


@pytest.fixture
def statements() -> Iterator[Statements]:
    """Asked for before `api`, so that it hears every connection."""
    with heard_statements() as found:
        yield found


async def test_a_query_takes_as_many_statements_as_are_written_here_however_much_it_finds(
    statements: Statements, api: ApiClient, number: int
) -> None:
    village = await crowded_village(api, number)
    taken = {}
    for name, (fields, _) in QUERIES.items():
        await statements.taken()
        await village.ask("query", fields)
        taken[name] = len(await statements.taken())
    for name, (fields, written) in QUERIES.items():
        fewer = 2 if TARGET in fields or SHOWN in fields else 0
        assert written - fewer <= taken[name] <= written, name


async def test_a_mutation_takes_as_many_statements_as_are_written_here_however_much_there_is(
    statements: Statements, api: ApiClient, number: int
) -> None:
    village = await crowded_village(api, number)
    taken = {}
    for name, (wish, fields, _) in MUTATIONS.items():
        await statements.taken()
        done = await village.ask(
            "mutation", f"{name}(input: {{ {wish} }}) {{ errors {{ code }} {fields} }}"
        )
        assert done[name]["errors"] == []
        taken[name] = len(await statements.taken())
    assert taken == {name: written for name, (_, _, written) in MUTATIONS.items()}

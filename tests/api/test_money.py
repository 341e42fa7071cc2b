"""Money through the API: memberships, wallets and payouts, with every refusal in its payload."""

from __future__ import annotations

import pytest

from likewise.models import database
from likewise.payouts.providers.sandbox import PAID_IBAN
from tests.support.api_client import ApiClient, global_id
from tests.support.creators import receive

WALLET = """{ me { wallet {
    budget { micros amount currency } projection { micros } version
    received { available { micros } held { micros } inFlight { micros } } } } }"""
START = {"paymentMethod": "sandbox-ok", "idempotencyKey": "first"}
PAPERS = {
    "legalName": "Cy Composer",
    "country": "DE",
    "taxNumber": "12/345/67890",
    "iban": PAID_IBAN,
}
PAYOUT = "payout { id state amount { micros } net { amount } cut { amount } steps { state } }"


@pytest.fixture
async def ada(api: ApiClient) -> str:
    return await api.token_of("ada")


async def number_of_transfers() -> int:
    row = await database.row("SELECT count(*) AS number FROM transfers")
    assert row is not None
    return int(row["number"])


async def test_a_membership_fills_the_budget_once_for_one_key(api: ApiClient, ada: str) -> None:
    fields = "membership { id state amount { amount } paymentMethodLabel paidThrough startedAt }"
    first = await api.do("startMembership", START, fields, ada)
    again = await api.do("startMembership", START, fields, ada)
    assert first == again
    assert first["membership"]["state"] == "ACTIVE"
    assert first["membership"]["amount"] == {"amount": "5.00"}
    wallet = (await api.ask(WALLET, token=ada))["me"]["wallet"]
    assert wallet["budget"] == {"micros": "4555000", "amount": "4.555", "currency": "USD"}
    other = {**START, "amountMicros": "7000000"}
    assert await api.refusal("startMembership", other, ada) == "KEY_REUSED"
    other = {**START, "idempotencyKey": "second"}
    assert await api.refusal("startMembership", other, ada) == "MEMBERSHIP_EXISTS"
    changed = await api.do("changeMembership", {"amountMicros": "7000000"}, fields, ada)
    assert changed["membership"]["amount"] == {"amount": "7.00"}
    cancelled = await api.do(
        "cancelMembership", {"clientMutationId": "c"}, f"clientMutationId {fields}", ada
    )
    assert (cancelled["membership"]["state"], cancelled["clientMutationId"]) == ("CANCELLED", "c")
    me = await api.ask("{ me { membership { state cancelledAt } } }", token=ada)
    assert me["me"]["membership"]["state"] == "CANCELLED"


async def test_every_bad_membership_is_refused_and_moves_nothing(api: ApiClient, ada: str) -> None:
    before = await number_of_transfers()
    for change, code in (
        ({"amountMicros": "999999"}, "AMOUNT_OUT_OF_RANGE"),
        ({"amountMicros": "1000000001"}, "AMOUNT_OUT_OF_RANGE"),
        ({"amountMicros": 0}, "AMOUNT_OUT_OF_RANGE"),
        ({"amountMicros": 2**63}, "AMOUNT_OUT_OF_RANGE"),
        ({"amountMicros": str(-(2**63) - 1)}, "AMOUNT_OUT_OF_RANGE"),
        ({"amountMicros": "9" * 100}, "AMOUNT_OUT_OF_RANGE"),
        ({"paymentMethod": "gold"}, "INVALID_INPUT"),
        ({"paymentMethod": "sandbox-declined"}, "PAYMENT_DECLINED"),
        ({"idempotencyKey": ""}, "INVALID_INPUT"),
        ({"idempotencyKey": "x" * 101}, "INVALID_INPUT"),
    ):
        assert await api.refusal("startMembership", {**START, **change}, ada) == code
    assert (
        await api.refusal("changeMembership", {"amountMicros": "2000000"}, ada) == "NO_MEMBERSHIP"
    )
    assert await api.refusal("startMembership", START) == "NOT_SIGNED_IN"
    assert await api.refusal("changeMembership", {}) == "NOT_SIGNED_IN"
    assert await api.refusal("cancelMembership", {}) == "NOT_SIGNED_IN"
    assert await number_of_transfers() == before
    bo = await api.token_of("bo")
    assert await api.refusal("cancelMembership", {}, bo) == "NO_MEMBERSHIP"


async def test_a_payout_goes_from_papers_to_paid(api: ApiClient) -> None:
    cy, admin = await api.token_of("cy"), await api.token_of("admin", operator=True)
    await receive(api.village.people["cy"], 20_000_005)
    request = {"amountMicros": "15000000", "idempotencyKey": "out"}
    assert await api.refusal("requestPayout", request, cy) == "NOT_REGISTERED"
    papers = await api.do("registerForPayouts", PAPERS, "registration { state iban }", cy)
    assert papers["registration"] == {
        "state": "SUBMITTED",
        "iban": f"{PAID_IBAN[:4]}…{PAID_IBAN[-4:]}",
    }
    approve = {"personId": api.id_of("cy")}
    approved = await api.do("approveRegistration", approve, "registration { state }", admin)
    assert approved["registration"] == {"state": "APPROVED"}
    assert (await api.ask("{ me { forwarding } }", token=cy))["me"]["forwarding"] == 0
    first = await api.do("requestPayout", request, PAYOUT, cy)
    assert first["payout"]["state"] == "REQUESTED"
    assert first["payout"]["cut"] == {"amount": "1.50"}
    assert await api.do("requestPayout", request, PAYOUT, cy) == first
    wallet = (await api.ask(WALLET, token=cy))["me"]["wallet"]["received"]
    assert (wallet["available"]["micros"], wallet["inFlight"]["micros"]) == ("5000005", "15000000")
    approve = {"payoutId": first["payout"]["id"], "idempotencyKey": "yes"}
    paid = await api.do("approvePayout", approve, PAYOUT, admin)
    assert (paid["errors"], paid["payout"]["state"]) == ([], "PAID")
    assert paid["payout"]["steps"][0] == {"state": "REQUESTED"}
    found = await api.ask("{ me { payouts(first: 9) { edges { node { state } } } } }", token=cy)
    assert found["me"]["payouts"]["edges"] == [{"node": {"state": "PAID"}}]


async def test_every_bad_payout_is_refused_and_moves_nothing(api: ApiClient, ada: str) -> None:
    cy, admin = await api.token_of("cy"), await api.token_of("admin", operator=True)
    await receive(api.village.people["cy"], 20_000_000)
    for name in PAPERS:
        payload = await api.do("registerForPayouts", {**PAPERS, name: "?"}, token=cy)
        assert [(each["code"], each["field"]) for each in payload["errors"]] == [
            ("INVALID_INPUT", name)
        ]
    await api.do("registerForPayouts", PAPERS, token=cy)
    await api.do("approveRegistration", {"personId": api.id_of("cy")}, token=admin)
    before = await number_of_transfers()
    for amount, code in (
        ("9990000", "PAYOUT_TOO_SMALL"),
        ("-1", "PAYOUT_TOO_SMALL"),
        ("21000000", "INSUFFICIENT_FUNDS"),
        (str(2**63), "AMOUNT_OUT_OF_RANGE"),
    ):
        wish = {"amountMicros": amount, "idempotencyKey": amount}
        assert await api.refusal("requestPayout", wish, cy) == code
    nothing = {"payoutId": global_id("Payout", 99), "idempotencyKey": "k"}
    assert await api.refusal("cancelPayout", nothing, cy) == "NOT_FOUND"
    assert await api.refusal("cancelPayout", {**nothing, "payoutId": "?"}, cy) == "NOT_FOUND"
    assert await api.refusal("approvePayout", nothing, admin) == "NOT_FOUND"
    for mutation, wish, token, field in (
        ("cancelPayout", nothing, cy, "payoutId"),
        ("approvePayout", nothing, admin, "payoutId"),
        ("approveRegistration", {"personId": api.id_of("ada")}, admin, "personId"),
    ):
        (refused,) = (await api.do(mutation, wish, token=token))["errors"]
        assert (refused["code"], refused["field"]) == ("NOT_FOUND", field)
    assert await api.refusal("approvePayout", nothing, cy) == "FORBIDDEN"
    assert await api.refusal("approvePayout", nothing) == "NOT_SIGNED_IN"
    somebody = {"personId": api.id_of("ada")}
    assert await api.refusal("approveRegistration", somebody, admin) == "NOT_FOUND"
    assert await api.refusal("approveRegistration", somebody, ada) == "FORBIDDEN"
    assert await number_of_transfers() == before


async def test_node_finds_private_things_again_for_who_may_see_them(
    api: ApiClient, ada: str
) -> None:
    admin = await api.token_of("admin", operator=True)
    await api.token_of("cy")
    like = await api.do("like", {"targetId": api.id_of("cy"), "repeat": True}, "like { id }", ada)
    membership = await api.do("startMembership", START, "membership { id }", ada)
    papers = await api.do("registerForPayouts", PAPERS, "registration { id }", ada)
    # Others have a membership and papers, too: whose they are decides, not that there are any.
    bo = await api.token_of("bo")
    await api.do("startMembership", START, token=bo)
    await api.do("registerForPayouts", PAPERS, token=bo)
    node = """query Node($id: ID!) { node(id: $id) { __typename id
        ... on Like { repeat month target { id } } } }"""
    for kind, own_id in (
        ("Like", like["like"]["id"]),
        ("Membership", membership["membership"]["id"]),
        ("Registration", papers["registration"]["id"]),
    ):
        found = (await api.ask(node, {"id": own_id}, ada))["node"]
        assert (found["__typename"], found["id"]) == (kind, own_id)
        if kind == "Like":
            assert (found["repeat"], found["target"]["id"]) == (True, api.id_of("cy"))
        # Papers are an operator's business, too: she has to approve them.
        others = (bo, None) if kind == "Registration" else (bo, admin, None)
        for token in others:
            assert await api.ask(node, {"id": own_id}, token) == {"node": None}
        assert await api.ask(node, {"id": global_id(kind, 2**63 - 1)}, ada) == {"node": None}


async def test_nobody_reaches_the_wallet_or_the_payouts_of_somebody_else(
    api: ApiClient, ada: str
) -> None:
    cy, admin = await api.token_of("cy"), await api.token_of("admin", operator=True)
    await receive(api.village.people["cy"], 20_000_000)
    await api.do("registerForPayouts", PAPERS, token=cy)
    await api.do("approveRegistration", {"personId": api.id_of("cy")}, token=admin)
    payout = await api.do("requestPayout", {"idempotencyKey": "all"}, "payout { id }", cy)
    payout_id = payout["payout"]["id"]
    node = "query Node($id: ID!) { node(id: $id) { ... on Payout { id } } }"
    assert await api.ask(node, {"id": payout_id}) == {"node": None}
    assert await api.ask(node, {"id": payout_id}, ada) == {"node": None}
    assert await api.ask(node, {"id": payout_id}, cy) == {"node": {"id": payout_id}}
    assert await api.ask(node, {"id": payout_id}, admin) == {"node": {"id": payout_id}}
    cancel = {"payoutId": payout_id, "idempotencyKey": "mine"}
    assert await api.refusal("cancelPayout", cancel, ada) == "NOT_FOUND"
    assert (await api.ask(WALLET, token=ada))["me"]["wallet"]["received"]["inFlight"] == {
        "micros": "0"
    }
    assert (await api.error(WALLET))["extensions"]["code"] == "NOT_SIGNED_IN"
    for private in ("wallet { version }", "membership { id }", "registration { iban }", "email"):
        error = await api.error(f'{{ person(handle: "cy") {{ {private} }} }}')
        assert error["message"].startswith("Cannot query field")
    cancelled = await api.do("cancelPayout", cancel, "payout { state }", cy)
    assert cancelled["payout"]["state"] == "CANCELLED"


@pytest.mark.parametrize("bps", [2**31, -(2**31) - 1, 10**30])
async def test_a_forwarding_beyond_32_bits_is_refused_with_a_code(
    api: ApiClient, ada: str, bps: int
) -> None:
    by_variable = "mutation F($b: Int!) { setForwarding(input: {forwardBps: $b}) { forwarding } }"
    written = f"mutation {{ setForwarding(input: {{forwardBps: {bps}}}) {{ forwarding }} }}"
    for document, variables in ((by_variable, {"b": bps}), (written, None)):
        error = await api.error(document, variables, ada)
        assert error["extensions"] == {"code": "INVALID_INPUT"}
        assert "32-bit" in error["message"]

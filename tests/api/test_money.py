"""Money through the API: memberships, wallets and payouts, with every refusal in its payload."""

from __future__ import annotations

import pytest

from likewise.models import database
from likewise.payouts.providers.sandbox import PAID_IBAN
from likewise.settings import settings
from tests.support.api_client import ApiClient, Json, global_id
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


PAYMENTS = """query Payments($after: String) { me { payments(first: 1, after: $after) {
    edges { node { month state declineReason answeredAt
        amount { amount } fee { micros } credited { micros } } }
    pageInfo { hasNextPage endCursor } } } }"""


def nodes(connection: Json) -> list[Json]:
    return [edge["node"] for edge in connection["edges"]]


async def test_payments_tell_what_was_kept_what_came_in_and_what_was_declined(
    api: ApiClient, ada: str
) -> None:
    empty = await api.ask(PAYMENTS, token=ada)
    assert empty["me"]["payments"]["edges"] == []
    declined = {"paymentMethod": "sandbox-declined", "idempotencyKey": "zeroth"}
    assert await api.refusal("startMembership", declined, ada) == "PAYMENT_DECLINED"
    await api.do("startMembership", START, token=ada)
    last = (await api.ask(PAYMENTS, token=ada))["me"]["payments"]
    [payment] = nodes(last)
    assert payment.pop("answeredAt") is not None
    month = payment["month"]
    assert payment == {
        "month": (await api.ask("{ nextMonth { month } }"))["nextMonth"]["month"],
        "state": "SUCCEEDED",
        "declineReason": None,
        "amount": {"amount": "5.00"},
        "fee": {"micros": "445000"},
        "credited": {"micros": "4555000"},
    }
    assert last["pageInfo"]["hasNextPage"]
    after = {"after": last["pageInfo"]["endCursor"]}
    [first] = nodes((await api.ask(PAYMENTS, after, ada))["me"]["payments"])
    assert (first["month"], first["state"], first["declineReason"]) == (
        month,
        "DECLINED",
        "card_declined",
    )
    assert (first["fee"], first["credited"]) == ({"micros": "0"}, {"micros": "0"})


async def test_a_payment_without_an_answer_tells_of_no_fee(api: ApiClient, ada: str) -> None:
    silent = {"paymentMethod": "sandbox-no-answer", "idempotencyKey": "silent"}
    assert await api.refusal("startMembership", silent, ada) == "PAYMENT_PENDING"
    [payment] = nodes((await api.ask(PAYMENTS, token=ada))["me"]["payments"])
    assert payment["state"] == "REQUESTED"
    assert payment["fee"] is payment["credited"] is payment["answeredAt"] is None


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


QUEUE = "edges { node { %s person { handle } } } pageInfo { hasNextPage endCursor }"


async def test_operators_find_what_waits_for_them_oldest_first(api: ApiClient, ada: str) -> None:
    admin = await api.token_of("admin", operator=True)
    for handle in ("cy", "dee", "bo"):
        token = await api.token_of(handle)
        await receive(api.village.people[handle], 30_000_000)
        await api.do("registerForPayouts", {**PAPERS, "legalName": f"{handle} X"}, token=token)
    papers = QUEUE % "legalName taxNumber submittedAt"
    queue = (
        f"query Q($after: String) {{ registrationQueue(first: 2, after: $after) {{ {papers} }} }}"
    )
    found = (await api.ask(queue, token=admin))["registrationQueue"]
    names = [each["node"]["person"]["handle"] for each in found["edges"]]
    assert (names, found["pageInfo"]["hasNextPage"]) == (["cy", "dee"], True)
    assert found["edges"][0]["node"]["taxNumber"] == PAPERS["taxNumber"]
    more = {"after": found["pageInfo"]["endCursor"]}
    rest = (await api.ask(queue, more, admin))["registrationQueue"]
    assert [each["node"]["person"]["handle"] for each in rest["edges"]] == ["bo"]
    for token in (ada, None):
        assert (await api.error(queue, token=token))["extensions"]["code"] in (
            "FORBIDDEN",
            "NOT_SIGNED_IN",
        )

    first, second = ({"personId": api.id_of(handle)} for handle in ("cy", "dee"))
    stale = {**first, "submittedAt": "2026-10-01T12:34:56Z"}
    assert await api.refusal("approveRegistration", stale, admin) == "WRONG_STATE"
    seen = {**first, "submittedAt": found["edges"][0]["node"]["submittedAt"]}
    approved = await api.do("approveRegistration", seen, "registration { taxNumber }", admin)
    assert approved == {"registration": {"taxNumber": None}, "errors": []}
    no = {**second, "reason": "The name is another one."}
    told = await api.do("rejectRegistration", no, "registration { state reason }", admin)
    assert told["registration"] == {"state": "REJECTED", "reason": no["reason"]}
    mine = "{ me { registration { state reason taxNumber person { handle } } } }"
    dee = (await api.ask(mine, token=await api.token_of("dee")))["me"]["registration"]
    assert dee == {**told["registration"], "taxNumber": None, "person": {"handle": "dee"}}


async def test_operators_say_no_to_payouts_with_a_reason_and_take_back_what_came_back(
    api: ApiClient,
) -> None:
    cy, admin = await api.token_of("cy"), await api.token_of("admin", operator=True)
    await receive(api.village.people["cy"], 40_000_000)
    await api.do("registerForPayouts", PAPERS, token=cy)
    await api.do("approveRegistration", {"personId": api.id_of("cy")}, token=admin)
    ids = []
    for key in ("1", "2"):
        wish = {"amountMicros": "15000000", "idempotencyKey": key}
        ids.append((await api.do("requestPayout", wish, "payout { id }", cy))["payout"]["id"])
    queue = "query Q($state: PayoutState!) {{ payoutQueue(first: 5, state: $state) {{ {} }} }}"
    asked = queue.format(QUEUE % "id iban heldUntil accountChanged")
    found = (await api.ask(asked, {"state": "REQUESTED"}, admin))["payoutQueue"]["edges"]
    assert [each["node"]["id"] for each in found] == ids
    assert found[0]["node"]["iban"] == "DE89…3000"

    no = {"payoutId": ids[0], "reason": " Not yours. ", "idempotencyKey": "no"}
    fields = "payout { state steps { state reason } }"
    rejected = await api.do("rejectPayout", no, fields, admin)
    assert rejected["payout"]["steps"][-1] == {"state": "REJECTED", "reason": "Not yours."}
    assert await api.do("rejectPayout", no, fields, admin) == rejected
    assert await api.refusal("rejectPayout", {**no, "reason": "Else."}, admin) == "KEY_REUSED"
    assert await api.refusal("rejectPayout", {**no, "reason": " "}, admin) == "INVALID_INPUT"
    await api.do("approvePayout", {"payoutId": ids[1], "idempotencyKey": "yes"}, token=admin)
    back = {"payoutId": ids[1], "reason": "Account closed.", "idempotencyKey": "back"}
    returned = await api.do("returnPayout", back, fields, admin)
    assert returned["payout"]["steps"][-1] == {"state": "RETURNED", "reason": "Account closed."}
    assert (await api.ask(asked, {"state": "PAID"}, admin))["payoutQueue"]["edges"] == []
    wallet = (await api.ask(WALLET, token=cy))["me"]["wallet"]["received"]
    assert (wallet["available"]["micros"], wallet["inFlight"]["micros"]) == ("40000000", "0")


async def test_what_a_payout_would_bring_is_told_before_it_is_asked_for(api: ApiClient) -> None:
    cy = await api.token_of("cy")
    await receive(api.village.people["cy"], 25_000_000)
    preview = (
        "query P($amount: Micros) { payoutPreview(amountMicros: $amount)"
        " { amount { micros } net { micros } cut { micros } cutBps } }"
    )
    all_of_it = (await api.ask(preview, token=cy))["payoutPreview"]
    assert all_of_it == {
        "amount": {"micros": "25000000"},
        "net": {"micros": "22500000"},
        "cut": {"micros": "2500000"},
        "cutBps": 1000,
    }
    for amount, code in (
        ("9999999", "PAYOUT_TOO_SMALL"),
        ("25000001", "INSUFFICIENT_FUNDS"),
        (str(2**70), "AMOUNT_OUT_OF_RANGE"),
    ):
        error = await api.error(preview, {"amount": amount}, cy)
        assert error["extensions"]["code"] == code


async def test_the_terms_are_the_settings(api: ApiClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIKEWISE_CUT_BPS", "250")
    monkeypatch.setenv("LIKEWISE_CONTACT", "help@likewise.example")
    settings.cache_clear()
    fields = (
        "cutBps payoutMin { amount } membershipDefault { amount } holdDays bankHoldHours contact"
    )
    terms = (await api.ask(f"{{ terms {{ {fields} paymentMethods {{ token }} }} }}"))["terms"]
    monkeypatch.undo()
    settings.cache_clear()
    assert {"token": "sandbox-ok"} in terms.pop("paymentMethods")
    assert terms == {
        "cutBps": 250,
        "payoutMin": {"amount": "10.00"},
        "membershipDefault": {"amount": "5.00"},
        "holdDays": 30,
        "bankHoldHours": 72,
        "contact": "help@likewise.example",
    }


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

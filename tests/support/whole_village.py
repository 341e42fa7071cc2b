"""A village in which there is something of everything, and four people to look at it.

Ada is the owner: all that is asked for by name is hers. Every amount and every moment of hers is
one that nobody else has, so it can be told where it has got to. Eve is somebody else, and Mod an
operator; both could do what Ada does. Cy makes things, and likes hers,
which he shows.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from likewise.community.likes import likes_of
from likewise.community.showing_likes import show_likes
from likewise.identity.sessions import SignedIn, sessions_of, start_session
from likewise.memberships.membership import existing_membership
from likewise.memberships.payments import payments_of
from likewise.memberships.start_membership import start_membership
from likewise.models.clock import at_moment
from likewise.models.unit_of_work import UnitOfWork, unit_of_work
from likewise.months import Month
from likewise.operators.freezing import freeze_person
from likewise.payouts.approve_registration import approve_registration
from likewise.payouts.providers.sandbox import PAID_IBAN
from likewise.payouts.request_payout import request_payout
from likewise.settlement.close import close_month
from likewise.settlement.split_files import OUTCOME_FILE
from likewise.settlement.steps import Progress, Step
from likewise.statements.month_results import result_of
from likewise.statements.wallet_history import history_of
from tests.support.api_client import ApiClient, Json, global_id
from tests.support.authorisation_table import NOBODY, OPERATOR, OWNER, SOMEBODY_ELSE
from tests.support.creators import receive, register
from tests.support.credentials import enter_credential
from tests.support.inspections import inspected
from tests.support.village import Village, running_month

HANDLES = {SOMEBODY_ELSE: "eve", OWNER: "ada", OPERATOR: "mod"}
RECEIVED_MICROS = {"ada": 70_000_017, "eve": 50_000_019, "mod": 40_000_023}
PASSWORD = "the password of each"
NAMES = {"ada": "Ada Anders", "eve": "Eve Ebert", "mod": "Mod Moll"}
PAYOUTS_MICROS = (11_110_000, 12_220_000, 13_330_000)
ADA_STARTS = {"amountMicros": "5550000", "paymentMethod": "sandbox-ok", "idempotencyKey": "start"}


def papers_of(handle: str) -> Json:
    """The papers that a person has handed in, as an input."""
    return {
        "legalName": NAMES[handle],
        "country": "DE",
        "taxNumber": "12/345/67890",
        "iban": PAID_IBAN,
    }


ADA_PAPERS = {**papers_of("ada"), "legalName": "Ada Anders-Adam"}
"""Those that she hands in last."""


@dataclass(frozen=True)
class WholeVillage:
    """Who asks, and what about."""

    api: ApiClient
    tokens: dict[str, str | None]
    """By role."""
    closed: Month
    """Closed."""
    computed: Month
    """Sealed and computed, and then whoever closed it stopped."""
    nodes: dict[str, str]
    """Global ids by type; what has an owner is Ada's."""
    payouts: list[str]
    """The global ids of Ada's, all of them requested."""


async def whole_village(api: ApiClient, books: Path) -> WholeVillage:
    """Let everything happen."""
    village = api.village
    for handle in ("ada", "eve", "mod", "cy"):  # each at a moment of her own
        await village.settle(handle)
    await village.write("ada", "song")
    await village.write("cy", "verse")
    await village.find("example.org", "page")
    closed = await _a_closed_month(village, books)
    await village.pay("ada", 4_321_987, quietly=True)
    await village.like("ada", "verse")
    await _inspections(api, closed, books)
    computed = await _a_computed_month(books)
    await village.like("ada", "verse", "page")
    await village.like("eve", "verse")
    await village.like("cy", "song", "page")
    await show_likes(person_id=village.people["cy"], shows_likes=True)
    for handle in HANDLES.values():
        await enter_credential(village.people[handle], f"{handle}@example.org", PASSWORD)
        await _papers_and_money(village, handle)
    payouts = await _payouts_of_ada(village)
    tokens: dict[str, str | None] = {NOBODY: None}
    for role, handle in HANDLES.items():
        tokens[role] = await api.token_of(handle, operator=role == OPERATOR)
    nodes = await _nodes(api, closed, payouts)
    await freeze_person(
        operator_id=village.people["cy"],
        person_id=village.people["ada"],
        reason="for a look at her papers",
        idempotency_key="freeze",
    )
    return WholeVillage(api, tokens, closed, computed, nodes, payouts)


async def _another_session(person_id: int) -> int:
    """Of Ada's, which nothing needs."""

    async def body(work: UnitOfWork) -> SignedIn:
        return await start_session(work, person_id)

    await unit_of_work(body)
    return (await sessions_of(person_id, first=1, after_id=None))[0].id


async def _a_closed_month(village: Village, books: Path) -> Month:
    """The month before this one, in which there was money and likes, closed in it, early."""
    month = (await running_month()).previous()
    with at_moment(month.start + timedelta(days=9)):
        await village.pay("ada", 7_654_321, quietly=True)
        await village.like("ada", "verse", "page")
        await village.like("eve", "verse", "song")
        await village.like("mod", "song")
    for hours, (handle, micros) in enumerate({"eve": 6_543_217, "mod": 1_234_577}.items()):
        with at_moment(month.start + timedelta(days=8, hours=hours)):
            await village.pay(handle, micros, quietly=True)
    with at_moment(month.start + timedelta(days=9, hours=1)):
        await close_month(month, early=True, books=books)
    return month


class _StoppedError(Exception):
    pass


async def _a_computed_month(books: Path) -> Month:
    """This month, sealed and computed; who closed it came no further."""

    def stop(progress: Progress) -> None:
        if progress.step is Step.COMPUTED:
            raise _StoppedError

    month = await running_month()
    try:
        await close_month(month, early=True, books=books, on_progress=stop)
    except _StoppedError:
        return month
    raise AssertionError("it went on")


INSPECTIONS = ("DRY_RUN", "VERIFICATION", "LEDGER_CHECK")
"""All three have been made, and each has found as much as it can."""


async def _inspections(api: ApiClient, closed: Month, books: Path) -> None:
    """Asked of the server, whose process makes them."""
    (books / str(closed) / OUTCOME_FILE).unlink()
    token = await api.token_of("mod", operator=True)
    await inspected(api, "startDryRun", {}, token)
    await inspected(api, "verifyMonth", {"month": str(closed)}, token)
    await _rename_a_guard("transfers_positive", "transfers_harmless")
    await inspected(api, "checkLedger", {}, token)
    await _rename_a_guard("transfers_harmless", "transfers_positive")


async def _rename_a_guard(before: str, after: str) -> None:
    await unit_of_work(
        lambda work: work.execute(f"ALTER TABLE transfers RENAME CONSTRAINT {before} TO {after}")
    )


async def _papers_and_money(village: Village, handle: str) -> None:
    person_id = village.people[handle]
    await register(person_id, legal_name=NAMES[handle])
    other = "ada" if handle == "cy" else "cy"
    await approve_registration(operator_id=village.people[other], person_id=person_id)
    await receive(person_id, RECEIVED_MICROS[handle])


async def _payouts_of_ada(village: Village) -> list[str]:
    """Three that wait for an operator, as do her papers, which she has changed since."""
    person_id = village.people["ada"]
    found = [
        await request_payout(person_id=person_id, amount_micros=each, idempotency_key=str(each))
        for each in PAYOUTS_MICROS
    ]
    await register(person_id, legal_name=ADA_PAPERS["legalName"])
    return [global_id("Payout", each.id) for each in found]


async def _nodes(api: ApiClient, closed: Month, payouts: list[str]) -> dict[str, str]:
    ada = api.village.people["ada"]
    await start_membership(
        person_id=ada,
        amount_micros=int(ADA_STARTS["amountMicros"]),
        payment_method=ADA_STARTS["paymentMethod"],
        idempotency_key=ADA_STARTS["idempotencyKey"],
    )
    result = await result_of(ada, closed)
    assert result is not None
    (payment,) = await payments_of(ada, first=1, before_id=None)
    (movement,) = await history_of(ada, first=1, after_id=None)
    like = (await likes_of(ada, await running_month(), first=1, after_id=None))[0]
    return {
        "Person": api.id_of("ada"),
        "Post": api.id_of("song"),
        "Page": api.id_of("page"),
        "Settlement": global_id("Settlement", closed),
        "Me": global_id("Me", ada),
        "Wallet": global_id("Wallet", ada),
        "Like": global_id("Like", like.id),
        "Membership": global_id("Membership", (await existing_membership(ada)).id),
        "Payment": global_id("Payment", payment.id),
        "Session": global_id("Session", await _another_session(ada)),
        "MonthResult": global_id("MonthResult", result.id),
        "WalletMovement": global_id("WalletMovement", movement.id),
        "Registration": global_id("Registration", ada),
        "Member": global_id("Member", ada),
        "AuditEntry": global_id("AuditEntry", 1),
        "Payout": payouts[2],
    }

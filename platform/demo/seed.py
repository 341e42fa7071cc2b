"""The seed: a living community, made by the real use cases, with the database's clock moved.

Whoever the operator is joins first, and signs out last, when everything else is there. So a seed
that was interrupted is told from one that is whole, and nothing of it is taken for a community.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from likewise.community.forwarding import set_forwarding
from likewise.community.like import like
from likewise.community.publish_post import publish_post
from likewise.community.showing_likes import show_likes
from likewise.demo import deeds
from likewise.demo.cast import BY_HANDLE, OPERATOR, PASSWORD
from likewise.demo.paperwork import PAPERS, REASONS
from likewise.demo.script import script
from likewise.errors import WrongState
from likewise.identity.profile import edit_profile
from likewise.identity.roles import make_operator
from likewise.identity.sessions import sign_out
from likewise.identity.sign_up import sign_up
from likewise.memberships.cancel_membership import cancel_membership
from likewise.memberships.change_membership import change_membership
from likewise.memberships.collect_payments import collect_payments
from likewise.memberships.start_membership import start_membership
from likewise.models import database
from likewise.models.clock import at_moment
from likewise.money import MICROS_PER_UNIT
from likewise.operators.freezing import freeze_person
from likewise.payouts.approve_payout import approve_for_the_batch, approve_payout
from likewise.payouts.approve_registration import approve_registration
from likewise.payouts.cancel_payout import cancel_payout
from likewise.payouts.register import register_for_payouts
from likewise.payouts.reject_payout import reject_payout
from likewise.payouts.request_payout import request_payout
from likewise.settlement.close import close_month

OnProgress = Callable[[int, int], None]


async def is_seeded() -> bool:
    """Whether the demo's community lives in the connected database.

    Raises WrongState: a seed was interrupted, or other people live there, who are left alone.
    """
    found = await database.row(_STANDING, BY_HANDLE[OPERATOR].email)
    assert found is not None, "an aggregate has a row"
    if found["is_whole"] is None and found["people"]:
        raise WrongState(
            "People who are no demo live in this database already, and the demo leaves them alone."
            " Use `likewise serve`, or an empty database."
        )
    if found["is_whole"] is False:
        raise WrongState("A seed was interrupted here. Start anew: make demo-reset")
    return found["is_whole"] is not None


async def seed_once(
    *, books_dir: Path | None = None, on_progress: OnProgress = lambda done, total: None
) -> bool:
    """Seed an empty database as of its now; False if it is seeded already. Raises WrongState."""
    if await is_seeded():
        return False
    moment = await database.row("SELECT likewise_now() AS now")
    assert moment is not None, "there is always a now"
    await seed(moment["now"], books_dir=books_dir, on_progress=on_progress)
    return True


async def seed(
    now: datetime,
    *,
    books_dir: Path | None = None,
    on_progress: OnProgress = lambda done, total: None,
) -> None:
    """Let everything happen that the script has until `now`, in an empty database.

    `on_progress` is called with the number of deeds done and of all. The same now gives the same
    community, and every now the same three closed months.
    """
    scenes = script(now)
    stage = _Stage(books_dir)
    for number, scene in enumerate(scenes, start=1):
        with at_moment(scene.moment):
            await stage.play(scene.deed)
        on_progress(number, len(scenes))
    await sign_out(stage.operators_token)


# A person and the session that she signs up with begin in one unit of work, so at one moment.
_STANDING = """
SELECT (SELECT count(*) FROM persons) AS people, (
    SELECT NOT EXISTS (
        SELECT FROM sessions WHERE person_id = persons.id AND created_at = persons.created_at
    )
    FROM persons JOIN credentials ON credentials.person_id = persons.id WHERE email = $1
) AS is_whole
"""


@dataclass
class _Stage:
    """Lets people do their deeds; `ids` of people by handle, of posts and payouts by name."""

    books_dir: Path | None
    ids: dict[str, int] = field(default_factory=dict)
    operators_token: str = ""
    _owners: dict[str, int] = field(default_factory=dict)

    async def play(self, deed: deeds.Deed) -> None:
        """Let one deed happen, at the moment that the clock shows."""
        match deed:
            case deeds.Likes(handle, target, repeat):
                await self._like(handle, target, repeat)
            case deeds.StopsRepeating(handle, target):
                await self._like(handle, target, False)
            case deeds.Publishes(handle, name, body):
                post = await publish_post(author_id=self.ids[handle], body=body)
                self.ids[name] = post.id
            case deeds.Joins(handle):
                await self._join(handle)
            case deeds.ChoosesForwarding(handle, forward_bps):
                await set_forwarding(person_id=self.ids[handle], forward_bps=forward_bps)
            case deeds.ShowsLikes(handle):
                await show_likes(person_id=self.ids[handle], shows_likes=True)
            case deeds.IsFrozen(handle, reason):
                await freeze_person(
                    operator_id=self.ids[OPERATOR],
                    person_id=self.ids[handle],
                    reason=reason,
                    idempotency_key=f"seed: freeze {handle}",
                )
            case deeds.CollectsPayments():
                await collect_payments()
            case deeds.ClosesMonth(month):
                await close_month(month, operator_id=self.ids[OPERATOR], books=self.books_dir)
            case deeds.HandsInPapers() | deeds.HasPapersApproved():
                await self._register(deed)
            case deeds.RequestsPayout() | deeds.DecidesPayout():
                await self._pay_out(deed)
            case _:
                await self._pay(deed)

    async def _join(self, handle: str) -> None:
        person = BY_HANDLE[handle]
        signed_in = await sign_up(
            email=person.email, password=PASSWORD, handle=handle, display_name=person.name
        )
        self.ids[handle] = signed_in.person_id
        if handle == OPERATOR:
            await make_operator(signed_in.person_id)
            self.operators_token = signed_in.token
        else:
            await sign_out(signed_in.token)
        await edit_profile(person_id=signed_in.person_id, display_name=None, about=person.about)

    async def _like(self, handle: str, target: str, repeat: bool | None) -> None:
        person_id = self.ids[handle]
        if target.startswith("https://"):
            await like(person_id=person_id, url=target, repeat=repeat)
        else:
            await like(person_id=person_id, target_id=self.ids[target], repeat=repeat)

    async def _pay(self, deed: deeds.Deed) -> None:
        match deed:
            case deeds.StartsMembership(handle, units):
                await start_membership(
                    person_id=self.ids[handle],
                    amount_micros=units * MICROS_PER_UNIT,
                    payment_method="sandbox-ok",
                    idempotency_key="seed: membership",
                )
            case deeds.ChangesPaymentMethod(handle, payment_method):
                await change_membership(
                    person_id=self.ids[handle], amount_micros=None, payment_method=payment_method
                )
            case deeds.CancelsMembership(handle):
                await cancel_membership(person_id=self.ids[handle])
            case _:
                raise AssertionError(f"nobody knows how to do {deed}")

    async def _register(self, deed: deeds.HandsInPapers | deeds.HasPapersApproved) -> None:
        person_id = self.ids[deed.handle]
        if isinstance(deed, deeds.HasPapersApproved):
            await approve_registration(operator_id=self.ids[OPERATOR], person_id=person_id)
            return
        papers = PAPERS[deed.handle]
        await register_for_payouts(
            person_id=person_id,
            legal_name=papers.legal_name,
            country=papers.country,
            tax_number=papers.tax_number,
            iban=papers.iban,
        )

    async def _pay_out(self, deed: deeds.RequestsPayout | deeds.DecidesPayout) -> None:
        key = f"seed: {deed.name}"
        match deed:
            case deeds.RequestsPayout(handle, name, units):
                payout = await request_payout(
                    person_id=self.ids[handle],
                    amount_micros=None if units is None else units * MICROS_PER_UNIT,
                    idempotency_key=key,
                )
                self.ids[key], self._owners[name] = payout.id, payout.person_id
            case deeds.DecidesPayout(name, "cancel"):
                await cancel_payout(
                    person_id=self._owners[name],
                    payout_id=self.ids[key],
                    idempotency_key=f"{key}, cancelled",
                )
            case deeds.DecidesPayout(name, "reject"):
                await reject_payout(
                    operator_id=self.ids[OPERATOR],
                    payout_id=self.ids[key],
                    reason=REASONS[name],
                    idempotency_key=key,
                )
            case deeds.DecidesPayout(_, verdict):
                await _OPERATORS_WORD[verdict](
                    operator_id=self.ids[OPERATOR], payout_id=self.ids[key], idempotency_key=key
                )


_OPERATORS_WORD = {
    "approve": approve_payout,
    "approve for the batch": approve_for_the_batch,
}

"""A village with so many of everything that comes in lists, all of it to be seen by Ada."""

from __future__ import annotations

import re
from dataclasses import dataclass

from likewise.community.likes import likes_of
from likewise.community.showing_likes import show_likes
from likewise.identity.sessions import sessions_of
from likewise.memberships.payments import payments_of
from likewise.memberships.start_membership import start_membership
from likewise.payouts.request_payout import request_payout
from likewise.statements.wallet_history import history_of
from tests.support.api_client import ApiClient, Json, global_id
from tests.support.creators import register, settle_creator
from tests.support.credentials import enter_credential
from tests.support.frozen import freeze
from tests.support.village import running_month

PASSWORD = "a long password"
PAYOUT_MICROS = 10_000_000
_TYPES = {"first": "Int!", "likes": "Int!", "url": "String!", "month": "Month!"}


@dataclass(frozen=True)
class CrowdedVillage:
    """Who asks, and what there is to ask about."""

    api: ApiClient
    token: str
    """Ada's, who is an operator, too."""
    variables: Json
    """`first`: so many are in each list; `likes`: all that she likes; ids by type, and others."""

    async def ask(self, kind: str, fields: str) -> Json:
        """What she is answered to a query or a mutation of these fields; all must go well."""
        used = dict.fromkeys(re.findall(r"\$(\w+)", fields))
        declared = ", ".join(f"${name}: {_TYPES.get(name, 'ID!')}" for name in used)
        document = f"{kind} {f'({declared})' if used else ''} {{ {fields} }}"
        return await self.api.ask(document, self.variables, self.token)


async def crowded_village(api: ApiClient, number: int) -> CrowdedVillage:
    """So many people with two posts each, so many pages; Ada likes and is paid as often.

    Everybody shows what she likes: something of each kind, and what is the first person's. Ada
    has as many sessions.
    """
    village = api.village
    people = [f"person_{each}" for each in range(number)]
    await village.settle(*people)
    ada = await settle_creator(village, "ada", (number + 2) * PAYOUT_MICROS)
    await village.write("ada", "welcome")
    await village.find("everybody.example.org", "everybody's")
    for post in ("first", "second"):  # the newest ones are by as many authors
        for person in people:
            await village.write(person, f"{person}'s {post}")
    for person in people:
        await village.find(f"{person}.example.org", f"{person}'s")
    for person in people:
        await village.like("ada", person, f"{person}'s first", f"{person}'s")
        await village.like(person, "ada", "welcome", "everybody's")
        if person != "person_0":
            await village.like(person, "person_0", "person_0's first", "person_0's")
    for person_id in village.people.values():
        await show_likes(person_id=person_id, shows_likes=True)
    payouts = [
        await request_payout(person_id=ada, amount_micros=PAYOUT_MICROS, idempotency_key=each)
        for each in people
    ]
    token = await api.token_of("ada", operator=True)
    await enter_credential(ada, "crowded@example.org", PASSWORD)
    for _ in people:
        await api.token_of("ada")
    [session] = await sessions_of(ada, first=1, after_id=None)
    ids = {
        "Session": session.id,
        "Payout": payouts[0].id,
        "Me": ada,
        "Wallet": ada,
        "Registration": ada,
    }
    return CrowdedVillage(api, token, await _variables(api, number, ids))


async def _variables(api: ApiClient, number: int, ids: dict[str, int]) -> Json:
    month = await running_month()
    ids["Like"] = (await likes_of(ids["Me"], month, first=1, after_id=None))[0].id
    ids["WalletMovement"] = (await history_of(ids["Me"], first=1, after_id=None))[0].id
    ids["Membership"] = await _membership(ids["Me"])
    ids["Payment"] = (await payments_of(ids["Me"], first=1, before_id=None))[0].id
    creator = await settle_creator(api.village, "creator", 2 * PAYOUT_MICROS)
    theirs = await request_payout(
        person_id=creator, amount_micros=PAYOUT_MICROS, idempotency_key="theirs"
    )
    another = await request_payout(
        person_id=creator, amount_micros=PAYOUT_MICROS, idempotency_key="another"
    )
    await api.village.settle("applicant", "other_applicant")
    for applicant in ("applicant", "other_applicant"):
        await register(api.village.people[applicant])
    await api.village.settle("frozen")
    await freeze(api.village, "frozen")
    return {
        "first": number,
        "likes": min(3 * number, 100),
        "month": str(month),
        "url": "https://person_0.example.org/person_0's",
        "Person": api.id_of("person_0"),
        "Post": api.id_of("person_0's second"),
        "Page": api.id_of("person_0's"),
        "Applicant": api.id_of("applicant"),
        "OtherApplicant": api.id_of("other_applicant"),
        "AnotherPayout": global_id("Payout", another.id),
        "Frozen": api.id_of("frozen"),
        "Member": global_id("Member", ids["Me"]),
        "AuditEntry": global_id("AuditEntry", 1),
        "TheirPayout": global_id("Payout", theirs.id),
        **{kind: global_id(kind, each) for kind, each in ids.items()},
    }


async def _membership(person_id: int) -> int:
    started = await start_membership(
        person_id=person_id,
        amount_micros=None,
        payment_method="sandbox-ok",
        idempotency_key="start",
    )
    return started.id

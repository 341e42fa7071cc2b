"""The projection against a calculation in plain Python, on random small communities."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from likewise.ledger.accounts import open_person_accounts, open_platform_accounts
from likewise.ledger.transfers import Transfer, enter
from likewise.models import database
from likewise.models.gate import pass_gate
from likewise.models.unit_of_work import UnitOfWork, unit_of_work
from likewise.settlement.close import close_month
from likewise.statements.projection import Giving, projection_of
from tests.support.village import Village, giving_of, running_month

pytestmark = pytest.mark.usefixtures("database")

SEALS = 2


@dataclass
class Community:
    """What was drawn, by the ids that it got: enough to calculate everything again."""

    budgets: dict[int, int] = field(default_factory=dict)
    received: dict[int, int] = field(default_factory=dict)
    forwardings: dict[int, dict[int, int]] = field(default_factory=dict)
    """By person: parts in basis points by `seals_before`."""
    receivers: dict[int, int | None] = field(default_factory=dict)
    """By target: whose it is. Nobody's: it waits for somebody."""
    likes: dict[int, tuple[int, int]] = field(default_factory=dict)
    """By like id: person and target, in the running month."""

    def pot_micros(self, person_id: int) -> int:
        chosen = self.forwardings.get(person_id, {})
        counting = [seals for seals in chosen if seals <= SEALS]
        bps = chosen[max(counting)] if counting else 10_000
        return self.budgets[person_id] + self.received[person_id] * bps // 10_000

    def likes_of(self, person_id: int) -> list[int]:
        """Receivers of her likes, in order of the likes' ids; what became her own is no like."""
        given = [self.receivers[target] for _, (who, target) in sorted(self.likes.items())
                 if who == person_id]  # fmt: skip
        return [receiver or 0 for receiver in given if receiver != person_id]

    def projection_micros(self, person_id: int) -> int:
        total_micros = 0
        for giver in self.budgets:
            receivers = self.likes_of(giver)
            pot = self.pot_micros(giver)
            for place, receiver in enumerate(receivers):
                if receiver == person_id:
                    total_micros += pot // len(receivers) + (place < pot % len(receivers))
        return total_micros


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(seed=st.integers(0, 2**32))
async def test_a_projection_is_what_a_closing_now_would_share_at_hop_0(seed: int) -> None:
    drawn = random.Random(seed)
    await _seal_two_months()
    community = await unit_of_work(lambda work: _plant(work, drawn))
    for person_id in community.budgets:
        assert await projection_of(person_id) == community.projection_micros(person_id)
        count = len(community.likes_of(person_id))
        assert await giving_of(person_id) == Giving(community.pot_micros(person_id), count)


async def _seal_two_months() -> None:
    """The month before the running one and the one before that are closed already."""
    await unit_of_work(
        lambda work: work.execute(
            "INSERT INTO settlements (id, month, state, early, max_hops, sealed_at)"
            " SELECT 3 - back, date_trunc('month', likewise_now() AT TIME ZONE 'UTC')::date"
            " - make_interval(months => back), 'closed', false, 6, likewise_now()"
            " FROM generate_series(1, 2) AS back ON CONFLICT DO NOTHING"
        )
    )


async def _plant(work: UnitOfWork, drawn: random.Random) -> Community:
    gate = await pass_gate(work)
    assert gate.seals_before == SEALS
    await open_platform_accounts(work)
    community = Community()
    people = [await _settle(work, community, drawn) for _ in range(drawn.randint(1, 5))]
    for _ in range(drawn.randint(0, 4)):
        await _write(work, community, drawn.choice(people))
    for _ in range(drawn.randint(0, 3)):
        await _find(work, community, drawn.choice([None, *people]))
    for month in [gate.month, gate.month, gate.month.previous()]:
        for _ in range(drawn.randint(0, 20)):
            await _like(work, community, drawn, people, (month.first_day, month == gate.month))
    return community


async def _settle(work: UnitOfWork, community: Community, drawn: random.Random) -> int:
    person = await _target(work, "person")
    community.receivers[person] = person
    await work.execute(
        "INSERT INTO persons (id, handle, display_name) VALUES ($1, $2, $2)", person, f"p{person}"
    )
    await open_person_accounts(work, person)
    amounts = [0, 1, drawn.randint(0, 30), drawn.randint(0, 10**7), drawn.randint(0, 2**52)]
    community.budgets[person] = await _fill(work, person, "budget", drawn.choice(amounts))
    community.received[person] = await _fill(work, person, "received", drawn.choice(amounts))
    for seals in drawn.sample(range(SEALS + 2), drawn.choice([0, 0, 1, 2])):
        bps = drawn.choice([0, 1, 3_333, 9_999, 10_000])
        community.forwardings.setdefault(person, {})[seals] = bps
        await work.execute(
            "INSERT INTO forwardings (person_id, seals_before, forward_bps) VALUES ($1, $2, $3)",
            person,
            seals,
            bps,
        )
    return person


async def _fill(work: UnitOfWork, person: int, kind: str, amount_micros: int) -> int:
    accounts = await work.one(
        "SELECT (SELECT id FROM accounts WHERE kind = 'reserve' AND slot = 0) AS source,"
        " (SELECT id FROM accounts WHERE person_id = $1 AND kind = $2) AS destination",
        person,
        kind,
    )
    wish = Transfer(f"planted:{kind}:{person}", accounts["source"], accounts["destination"],
                    amount_micros)  # fmt: skip
    await enter(work, [wish] if amount_micros else [])
    return amount_micros


async def _write(work: UnitOfWork, community: Community, author: int) -> None:
    post = await _target(work, "post")
    community.receivers[post] = author
    await work.execute("INSERT INTO posts (id, author_id, body) VALUES ($1, $2, '')", post, author)


async def _find(work: UnitOfWork, community: Community, owner: int | None) -> None:
    page = await _target(work, "page")
    community.receivers[page] = owner
    await work.execute(
        "WITH site AS (INSERT INTO sites (host, owner_id) VALUES ($2, $3) RETURNING id)"
        " INSERT INTO pages (id, site_id, url) SELECT $1, id, $2 FROM site",
        page,
        f"site{page}.example",
        owner,
    )


async def _like(
    work: UnitOfWork,
    community: Community,
    drawn: random.Random,
    people: list[int],
    month: tuple[object, bool],
) -> None:
    first_day, running = month
    person, target = drawn.choice(people), drawn.choice(list(community.receivers))
    # Her own profile and posts can't be liked; a page can, and become hers afterwards.
    if community.receivers[target] == person and await _kind(work, target) != "page":
        return
    row = await work.row(
        "INSERT INTO likes (person_id, month, target_id) VALUES ($1, $2, $3)"
        " ON CONFLICT DO NOTHING RETURNING id",
        person,
        first_day,
        target,
    )
    if row is not None and running:
        community.likes[row["id"]] = (person, target)


async def _target(work: UnitOfWork, kind: str) -> int:
    return int((await work.one("INSERT INTO targets (kind) VALUES ($1) RETURNING id", kind))["id"])


async def _kind(work: UnitOfWork, target: int) -> str:
    return str((await work.one("SELECT kind FROM targets WHERE id = $1", target))["kind"])


async def test_a_month_closed_now_brings_at_hop_0_what_was_projected(tmp_path: Path) -> None:
    village = Village()
    await village.settle("ada", "bo", "cy")
    await village.write("cy", "song")
    await village.find("example.org", "essay")
    await village.pay("ada", 5_000_000)
    await village.like("ada", "essay", "bo", "song")
    await village.forward("bo", 0)
    projected = {who: await projection_of(village.people[who]) for who in ("ada", "bo", "cy")}
    assert projected == {"ada": 0, "bo": 1_666_667, "cy": 1_666_666}

    await close_month(await running_month(), early=True, books=tmp_path)
    assert await village.balance("bo", "received") == projected["bo"]
    assert await village.balance("cy", "received") == projected["cy"]


async def test_after_an_early_closing_the_projection_is_of_the_next_month(tmp_path: Path) -> None:
    village = Village()
    await village.settle("ada", "bo")
    await village.pay("ada", 5_000_000)
    await village.like("ada", "bo")
    await village.forward("ada", 0)
    await village.forward("bo", 0)
    month = await running_month()
    await close_month(month, early=True, books=tmp_path)
    assert await projection_of(village.people["bo"]) == 0

    await village.pay("ada", 3_000_000)
    await village.like("ada", "bo")
    assert await running_month() == month.next()
    assert await projection_of(village.people["bo"]) == 3_000_000


async def test_one_like_is_projected_to_give_all_and_two_half_each() -> None:
    village = Village()
    await village.settle("ada", "bo", "cy")
    await village.pay("ada", 5_000_001)
    ada = village.people["ada"]
    assert (await giving_of(ada)).share_micros == 0
    await village.like("ada", "bo")
    assert (await giving_of(ada)).share_micros == 5_000_001
    await village.like("ada", "cy")
    assert (await giving_of(ada)).share_micros == 2_500_000
    assert (await giving_of(village.people["bo"])).share_micros == 0


async def test_nobody_has_no_projection() -> None:
    assert await projection_of(999) == 0
    with pytest.raises(LookupError):
        await giving_of(999)
    assert await database.rows("SELECT FROM persons") == []

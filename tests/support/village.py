"""A small community for tests of money: people, posts, pages, budgets and likes, in few statements.

Everything goes through the ledger's and the gate's own doors; what is left out is signing up, which
costs an Argon2id digest a person.
"""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from likewise.ledger.accounts import (
    open_escrow_account,
    open_person_accounts,
    open_platform_accounts,
    person_account,
    platform_account,
)
from likewise.ledger.transfers import Transfer, enter
from likewise.models import database
from likewise.models.clock import at_moment
from likewise.models.gate import pass_gate
from likewise.models.unit_of_work import UnitOfWork, unit_of_work
from likewise.months import Month
from likewise.settlement.close import close_month
from likewise.settlement.settlements import Settlement
from likewise.statements.projection import Giving
from likewise.statements.wallet import wallet_of
from tests.support.silence import nobody_told


@dataclass
class Village:
    """People by handle; ids of posts and pages by the name they were given."""

    people: dict[str, int] = field(default_factory=dict)
    posts: dict[str, int] = field(default_factory=dict)
    pages: dict[str, int] = field(default_factory=dict)
    sites: dict[str, int] = field(default_factory=dict)
    _payments: int = 0

    async def settle(self, *handles: str) -> None:
        """People move in."""

        async def body(work: UnitOfWork) -> None:
            await open_platform_accounts(work)
            for handle in handles:
                self.people[handle] = person = await _target(work, "person")
                await work.execute(
                    "INSERT INTO persons (id, handle, display_name) VALUES ($1, $2, $2)",
                    person,
                    handle,
                )
                await open_person_accounts(work, person)

        await unit_of_work(body)

    async def write(self, author: str, name: str) -> None:
        """A post by a person."""

        async def body(work: UnitOfWork) -> None:
            self.posts[name] = post = await _target(work, "post")
            await work.execute(
                "INSERT INTO posts (id, author_id, body) VALUES ($1, $2, $3)",
                post,
                self.people[author],
                name,
            )

        await unit_of_work(body)

    async def find(self, host: str, name: str) -> None:
        """A page of a site that nobody has claimed."""

        async def body(work: UnitOfWork) -> None:
            if host not in self.sites:
                row = await work.one("INSERT INTO sites (host) VALUES ($1) RETURNING id", host)
                self.sites[host] = row["id"]
                await open_escrow_account(work, row["id"])
            self.pages[name] = page = await _target(work, "page")
            await work.execute(
                "INSERT INTO pages (id, site_id, url) VALUES ($1, $2, $3)",
                page,
                self.sites[host],
                f"https://{host}/{name}",
            )

        await unit_of_work(body)

    async def pay(self, handle: str, amount_micros: int, *, quietly: bool = False) -> None:
        """Money comes into a budget; `quietly`: and nobody who watches is told."""

        async def body(work: UnitOfWork) -> None:
            person = self.people[handle]
            self._payments += 1
            await enter(
                work,
                [
                    Transfer(
                        f"village:{self._payments}",
                        await platform_account(work, "provider_clearing", person),
                        await person_account(work, "budget", person),
                        amount_micros,
                    )
                ],
            )

        with nobody_told() if quietly else nullcontext():
            await unit_of_work(body)

    async def like(self, handle: str, *names: str) -> None:
        """A person likes people, posts and pages in the open month, in this order."""
        targets = [{**self.people, **self.posts, **self.pages}[name] for name in names]

        async def body(work: UnitOfWork) -> None:
            gate = await pass_gate(work)
            for target in targets:
                await work.execute(
                    "INSERT INTO likes (person_id, month, target_id) VALUES ($1, $2, $3)",
                    self.people[handle],
                    gate.month.first_day,
                    target,
                )

        await unit_of_work(body)

    async def forward(self, handle: str, forward_bps: int) -> None:
        """A person chooses what part of what comes in she passes on."""

        async def body(work: UnitOfWork) -> None:
            gate = await pass_gate(work)
            await work.execute(
                "INSERT INTO forwardings (person_id, seals_before, forward_bps) VALUES ($1, $2, $3)"
                " ON CONFLICT (person_id, seals_before) DO UPDATE SET forward_bps = $3",
                self.people[handle],
                gate.seals_before,
                forward_bps,
            )

        await unit_of_work(body)

    async def balance(self, name: str, kind: str) -> int:
        """The balance of a person's account, or of a site's escrow, in micros."""
        row = await database.row(
            "SELECT balance_micros FROM accounts WHERE kind = $1 AND $2 IN (person_id, site_id)",
            kind,
            {**self.people, **self.sites}[name],
        )
        assert row is not None
        return int(row["balance_micros"])


async def close_open_month(books_dir: Path) -> Settlement:
    """Close the month that likes count for, early; if it has not begun, on its second day."""
    month = await running_month()
    calendar = await database.row("SELECT this_month() AS month")
    assert calendar is not None
    if month.first_day <= calendar["month"]:
        return await close_month(month, early=True, books=books_dir)
    with at_moment(month.start + timedelta(days=1)):
        return await close_month(month, early=True, books=books_dir)


async def giving_of(person_id: int) -> Giving:
    """What a person would give if the running month closed now."""
    return (await wallet_of(person_id)).giving


async def running_month() -> Month:
    """The month that likes count for now."""

    async def body(work: UnitOfWork) -> Month:
        return (await pass_gate(work)).month

    return await unit_of_work(body)


async def _target(work: UnitOfWork, kind: str) -> int:
    return int((await work.one("INSERT INTO targets (kind) VALUES ($1) RETURNING id", kind))["id"])


async def platform_balance(kind: str) -> int:
    """The balance of a kind of the platform's accounts over all its slots, in micros."""
    row = await database.row(
        "SELECT coalesce(sum(balance_micros), 0)::bigint AS micros FROM accounts WHERE kind = $1",
        kind,
    )
    assert row is not None
    return int(row["micros"])

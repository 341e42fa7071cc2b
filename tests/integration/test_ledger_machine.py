"""The ledger against an independent model: whatever is asked of it, in any order, they agree."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Coroutine, Iterator
from typing import Any, ClassVar, TypeVar

import asyncpg
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from likewise.errors import NotFound, Refusal
from likewise.ledger.transfers import Transfer, enter, reverse
from likewise.models import database as db
from likewise.models.database import connected
from likewise.models.unit_of_work import UnitOfWork, unit_of_work
from tests.support.ledger_model import LARGEST_MICROS, LedgerModel, ModelAccount
from tests.support.sound_ledger import sound_ledger
from tests.support.village import Village

UNKNOWN_ACCOUNT = 987_654_321
UNKNOWN_TRANSFER = 987_654_321
_WIPE = """
TRUNCATE transfers RESTART IDENTITY;
UPDATE accounts SET balance_micros = 0, version = 0;
"""
Result = TypeVar("Result")
FLOORED = ("budget", "received", "escrow")

places = st.integers(0, 9)
amounts = st.one_of(
    st.integers(1, 60),
    st.sampled_from([1, 7, 1_000_000, LARGEST_MICROS]),
    st.sampled_from([0, -1, LARGEST_MICROS + 1]),
)
keys = st.sampled_from([f"key-{n}" for n in range(25)])


class LedgerMachine(RuleBasedStateMachine):
    """Runs each request against both, and compares every balance and version after it."""

    loop: asyncio.AbstractEventLoop
    vandal: asyncpg.Connection
    account_ids: list[int]
    accounts: dict[int, ModelAccount]
    seen: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.model = LedgerModel(self.accounts)
        self._run(self.vandal.execute(_WIPE))

    def _run(self, doing: Coroutine[Any, Any, Result]) -> Result:
        return self.loop.run_until_complete(doing)

    def _ask(self, batch: list[Transfer]) -> None:
        reasons = self.model.why_refused(batch)
        try:
            entered = self._run(unit_of_work(lambda work: enter(work, batch)))
        except Refusal as refusal:
            self._refused(refusal, reasons)
            return
        assert not reasons
        self.seen["entered"] += 1
        assert [each.transfer for each in entered] == batch
        assert [each.new for each in entered] == [
            each.key not in self.model.by_key for each in batch
        ]
        self.model.enter(batch, [each.id for each in entered])

    def _refused(self, refusal: Refusal, reasons: set[type[Refusal]]) -> None:
        assert type(refusal) in reasons
        self.seen[type(refusal).__name__] += 1

    def _wish(self, key: str, source: int, step: int, micros: int) -> Transfer:
        """A transfer between two different accounts; the last place is an unknown account."""
        count = len(self.account_ids)
        sides = (self.account_ids[source], self.account_ids[(source + step) % count])
        return Transfer(key, *sides, micros)

    @rule(key=keys, source=places, step=st.integers(1, 9), micros=amounts)
    def transfer(self, key: str, source: int, step: int, micros: int) -> None:
        self._ask([self._wish(key, source, step, micros)])

    @rule(key=keys, source=st.integers(5, 8), micros=st.integers(1, 500))
    def pay_in(self, key: str, source: int, micros: int) -> None:
        """From the platform, which has no floor, into what has one."""
        self._ask([self._wish(key, source, 5, micros)])

    @rule(
        wishes=st.lists(
            st.tuples(keys, places, st.integers(1, 9), st.integers(1, 30)),
            min_size=2,
            max_size=12,
            unique_by=lambda wish: wish[0],
        )
    )
    def batch(self, wishes: list[tuple[str, int, int, int]]) -> None:
        self._ask([self._wish(*wish) for wish in wishes])

    @precondition(lambda self: self.model.by_key)
    @rule(data=st.data(), beside=st.booleans(), micros=st.integers(1, 30))
    def ask_again(self, data: st.DataObject, beside: bool, micros: int) -> None:
        """A key that is there, with the same content, alone or beside a new one."""
        again = data.draw(st.sampled_from(sorted(self.model.by_key.values(), key=repr)))
        new = [self._wish("beside", 7, 1, micros)] if beside and again.key != "beside" else []
        self._ask([again, *new])

    @precondition(lambda self: self.model.by_id)
    @rule(data=st.data(), key=keys, cut=st.sampled_from([0, 0, 0, 1, 5, -1]))
    def undo(self, data: st.DataObject, key: str, cut: int) -> None:
        """The whole (0), a part, or more than the original (-1); also twice, also of a reversal."""
        original_id = data.draw(st.sampled_from(sorted(self.model.by_id)))
        original = self.model.by_id[original_id]
        micros = original.amount_micros - cut
        expected = Transfer(
            key,
            original.destination_id,
            original.source_id,
            micros,
            original_id,
        )
        reasons = self.model.why_refused([expected])
        try:
            undone = self._run(
                unit_of_work(
                    lambda work: reverse(
                        work,
                        original_key=original.key,
                        key=expected.key,
                        amount_micros=micros if cut else None,
                    )
                )
            )
        except Refusal as refusal:
            self._refused(refusal, reasons)
            return
        assert not reasons
        assert undone.transfer == expected
        self.seen["reversed in part" if cut else "reversed"] += 1
        self.model.enter([expected], [undone.id])

    @rule(key=keys, source=places, step=st.integers(1, 9), micros=amounts, data=st.data())
    def undo_falsely(
        self, key: str, source: int, step: int, micros: int, data: st.DataObject
    ) -> None:
        """A transfer that claims to reverse whatever."""
        claimed = data.draw(st.sampled_from([*sorted(self.model.by_id), UNKNOWN_TRANSFER]))
        plain = self._wish(key, source, step, micros)
        self._ask(
            [
                Transfer(
                    plain.key,
                    plain.source_id,
                    plain.destination_id,
                    micros,
                    claimed,
                )
            ]
        )

    @rule(key=keys)
    def undo_what_there_is_not(self, key: str) -> None:
        with pytest.raises(NotFound):
            self._run(unit_of_work(lambda work: reverse(work, original_key="never", key=key)))

    @invariant()
    def balances_and_versions_agree(self) -> None:
        rows = self._run(
            db.rows("SELECT id, balance_micros, version FROM accounts WHERE version > 0")
        )
        assert {row["id"]: row["balance_micros"] for row in rows} == {
            account_id: self.model.balances[account_id] for account_id in self.model.versions
        }
        assert {row["id"]: row["version"] for row in rows} == self.model.versions

    def teardown(self) -> None:
        assert self._run(sound_ledger())


@pytest.fixture
def machine(database_url: str) -> Iterator[type[LedgerMachine]]:
    """The machine, on an event loop of its own and a database with nine accounts and a wrong id."""
    loop = asyncio.new_event_loop()
    connection = connected(database_url)
    loop.run_until_complete(connection.__aenter__())
    LedgerMachine.loop = loop
    LedgerMachine.vandal = loop.run_until_complete(asyncpg.connect(database_url))
    loop.run_until_complete(LedgerMachine.vandal.execute("SET session_replication_role = replica"))
    LedgerMachine.account_ids, LedgerMachine.accounts = loop.run_until_complete(_accounts())
    yield LedgerMachine
    loop.run_until_complete(LedgerMachine.vandal.close())
    loop.run_until_complete(connection.__aexit__(None, None, None))
    loop.close()


async def _accounts() -> tuple[list[int], dict[int, ModelAccount]]:
    village = Village()
    await village.settle("ada", "bo")
    await village.find("example.org", "home")

    async def body(work: UnitOfWork) -> list[db.Row]:
        return await work.rows(
            "SELECT id, kind FROM accounts WHERE slot = 0 AND kind <> 'in_flight'"
            " ORDER BY person_id NULLS LAST, id"
        )

    rows = await unit_of_work(body)
    accounts = {row["id"]: ModelAccount(row["kind"] in FLOORED, "USD") for row in rows}
    assert len(accounts) == 9
    return [*accounts, UNKNOWN_ACCOUNT], accounts


def test_the_ledger_does_what_plain_dicts_do(machine: type[LedgerMachine]) -> None:
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=120,
            stateful_step_count=50,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
        ),
    )
    # A machine that never came to some answer has proved nothing about it.
    assert set(machine.seen) == {
        "entered",
        "reversed",
        "reversed in part",
        "AmountOutOfRange",
        "InsufficientFunds",
        "KeyReused",
        "NotFound",
        "WrongReversal",
    }

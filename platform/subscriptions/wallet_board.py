"""The wallets that are watched in this process: balances as they are, projections as they move.

Balances are read whenever they may have changed. A projection is kept as a sum of gifts, and a like
costs reading the gifts of its giver again, however popular the receiver. The balances of a month
that is being posted move quietly: what is sealed has left the projections before, so none of it is
shown twice, and when the month is closed everything is read anew.
"""

from __future__ import annotations

import asyncio
import hashlib
import struct
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from itertools import islice

import structlog

from likewise.models import database
from likewise.models.changes import Changes
from likewise.statements.projection import Epoch, epoch_of, gifts_of, gifts_to
from likewise.statements.wallet import Wallet, wallets_of
from likewise.subscriptions.board import Board
from likewise.subscriptions.following import Follower, Stamp
from likewise.subscriptions.gifts import Gifts
from likewise.subscriptions.portions import Portion
from likewise.subscriptions.rereading import LOOK_SECONDS

_MOST_GIVERS_AT_ONCE = 1000
_log = structlog.get_logger()
_SHOWN = struct.Struct(">9q")


class WalletBoard(Board[Wallet]):
    """Shows wallets, by the ids of their people."""

    def __init__(self) -> None:
        super().__init__("wallets")
        self._gifts = Gifts()
        self._moved_givers: dict[int, None] = {}
        self._epoch: Epoch | None = None
        self._look_at = 0.0
        self._givers = Portion(_MOST_GIVERS_AT_ONCE)
        self._is_learning = False

    def ring(self, changes: Changes) -> None:
        """Mark whose balances may have changed, and note whose gifts have."""
        if changes.everybody:
            self.mark_all()
            return
        for person_id in changes.people:
            self.mark(person_id)
            if self._is_learning or self._gifts.concern(person_id):
                self._note(person_id)
        for like in changes.likes:
            self.mark(like.giver_id)
            if self._is_learning or self._gifts.concerned_by(like):
                self._note(like.giver_id)

    def stamp_of(self, value: Wallet) -> Stamp:
        """The ledger's version, and everything that is shown."""
        return stamp_of_wallet(value)

    def follow(self, number: int, follower: Follower[Wallet], shown: Stamp | None = None) -> None:
        """As on every board. Who was shown a state elsewhere may have heard of more than we have:
        so nothing that is known here counts for her.
        """
        if shown is not None:
            self._gifts.forget(number)
        super().follow(number, follower, shown)

    def forget(self, number: int) -> None:
        """Nobody watches this wallet any more."""
        self._gifts.forget(number)

    def mark_all(self) -> None:
        """Every wallet may have changed, and so may the gifts to it."""
        self._gifts = Gifts()  # what is being read just now is for the old ones
        super().mark_all()

    def refresh(self, number: int) -> None:
        """Read the gifts to this wallet again, too."""
        self._gifts.forget(number)
        super().refresh(number)

    async def look(self) -> None:
        """Mark whom the givers that have moved give to, and everybody when a new epoch begins."""
        now = asyncio.get_running_loop().time()
        if not self._moved_givers and now < self._look_at:
            return
        givers = list(islice(self._moved_givers, self._givers.at_once))
        for giver_id in givers:
            del self._moved_givers[giver_id]
        try:
            await self._look_at_givers(givers)
        except Exception as error:
            self._put_givers_back(givers, error)
            raise
        self._givers.answered()
        self._look_at = now + LOOK_SECONDS
        if self._moved_givers:
            self.wake()

    async def read(self, numbers: Collection[int]) -> Mapping[int, Wallet]:
        """These wallets now.

        The balances are read before the gifts that are not known yet: if a month is closed between
        the two, what it brought is missing from both for a moment, and never counted twice.
        """
        gifts = self._gifts  # mark_all() may put others in their place meanwhile
        wallets = await wallets_of(database.rows, numbers)
        projections = {each: gifts.projection_micros(each) for each in wallets if gifts.knows(each)}
        unknown = wallets.keys() - projections.keys()
        if unknown:
            with self._learning():
                found = await gifts_to(database.rows, unknown)
            gifts.learn(unknown, found)
            projections |= {each: gifts.projection_micros(each) for each in unknown}
            for each in unknown:
                if each not in self.numbers:  # who followed it left meanwhile
                    gifts.forget(each)
        return {each: wallets[each].projected(projections[each]) for each in wallets}

    def _put_givers_back(self, giver_ids: Collection[int], error: Exception) -> None:
        """Ask for them again.

        One whose gifts can't be read is left out, or all wallets would wait for her: those that she
        gives to are right again when it is their turn to be read without a reason.
        """
        if self._givers.failed(len(giver_ids), error):
            _log.error("gifts_unread", givers=list(giver_ids), exc_info=error)
            return
        self._moved_givers.update(dict.fromkeys(giver_ids))

    async def _look_at_givers(self, givers: Collection[int]) -> None:
        with self._learning():
            epoch = await epoch_of(database.rows)
            gifts = await gifts_of(database.rows, givers) if givers else []
        if epoch != self._epoch:
            self._epoch = epoch
            self.mark_all()
            return
        for receiver_id in self._gifts.renew(givers, gifts):
            self.mark(receiver_id)

    @contextmanager
    def _learning(self) -> Iterator[None]:
        """What is rung meanwhile may be missing in what is read, and nobody knows yet whom it
        concerns: it is asked for again.
        """
        self._is_learning = True
        try:
            yield
        finally:
            self._is_learning = False

    def _note(self, giver_id: int) -> None:
        self._moved_givers[giver_id] = None
        self.wake()


def stamp_of_wallet(wallet: Wallet) -> Stamp:
    """By what one state of a wallet is told from others: 64 bits of what is shown."""
    balances, giving = wallet.balances, wallet.giving
    shown = _SHOWN.pack(
        balances.budget_micros,
        balances.available_micros,
        balances.on_hold_micros,
        balances.in_flight_micros,
        wallet.projection_micros,
        giving.pot_micros,
        giving.like_count,
        wallet.month.first_day.toordinal(),
        0 if wallet.closed_month is None else wallet.closed_month.first_day.toordinal(),
    )
    return Stamp(wallet.version, hashlib.blake2b(shown, digest_size=8).digest())

"""Payments and likes that go on through a server, whatever happens to it, for tests of faults."""

from __future__ import annotations

import asyncio
import random
import secrets
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

import httpx

from tests.support.api_client import ApiClient, Json, global_id
from tests.support.screen import until

_AT_ONCE = 2
_LIKES_A_PAYMENT = 3
_ANSWERS_WITHIN_SECONDS = 30.0
_PAUSE_SECONDS = 0.05
_DONE_WITHIN_SECONDS = 60.0
_PAYMENT = {"paymentMethod": "sandbox-ok"}


class Traffic:
    """People who pay, like each other, and take likes back."""

    def __init__(self, http: httpx.AsyncClient, people: Mapping[int, str]) -> None:
        self.done = 0
        """How many answers said that something was done. What has failed may be done as well."""
        self.failed = 0
        self._api = ApiClient(http)
        self._tokens = dict(people)
        self._unpaid = list(people)
        self._stopped = False
        self._chance = random.Random(7)

    async def go_on(self) -> None:
        """Until it is stopped."""
        while not self._stopped:
            for _ in range(_LIKES_A_PAYMENT):
                await self._like()
            await self._pay()

    def stop(self) -> None:
        """Begin nothing more."""
        self._stopped = True

    async def has_done(self, more: int) -> None:
        """Wait until so much more is done."""
        aim = self.done + more
        await until(lambda: self.done >= aim, _DONE_WITHIN_SECONDS)

    async def has_failed(self, more: int) -> None:
        """Wait until so much more has failed."""
        aim = self.failed + more
        await until(lambda: self.failed >= aim, _DONE_WITHIN_SECONDS)

    async def _like(self) -> None:
        giver, receiver = self._chance.sample(sorted(self._tokens), 2)
        mutation = self._chance.choices(("like", "unlike"), (4, 1))[0]
        await self._do(mutation, giver, {"targetId": global_id("Person", receiver)})

    async def _pay(self) -> None:
        if self._unpaid:
            wish = {**_PAYMENT, "idempotencyKey": secrets.token_hex(8)}
            await self._do("startMembership", self._unpaid.pop(), wish)

    async def _do(self, mutation: str, person_id: int, wish: Json) -> None:
        of_type = f"{mutation[0].upper()}{mutation[1:]}Input"
        document = (
            f"mutation($input: {of_type}!) {{ {mutation}(input: $input) {{ errors {{ code }} }} }}"
        )
        try:
            answer = await self._api.post(document, {"input": wish}, self._tokens[person_id])
            went_well = answer.status_code == 200 and "errors" not in answer.json()
        except httpx.HTTPError:
            went_well = False
        if went_well:
            self.done += 1
        else:
            self.failed += 1
            await asyncio.sleep(_PAUSE_SECONDS)


@asynccontextmanager
async def traffic(address: str, people: Mapping[int, str]) -> AsyncIterator[Traffic]:
    """Traffic of these people, by their tokens, until it is stopped or the block ends."""
    async with httpx.AsyncClient(base_url=address, timeout=_ANSWERS_WITHIN_SECONDS) as http:
        going = Traffic(http, people)
        tasks = [asyncio.create_task(going.go_on()) for _ in range(_AT_ONCE)]
        try:
            yield going
        finally:
            going.stop()
            await asyncio.gather(*tasks)

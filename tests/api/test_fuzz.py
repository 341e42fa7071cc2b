"""A short run of the fuzzer (tests/fuzz): always the same requests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.fuzz.documents import VALID
from tests.fuzz.running import AS_MUCH_AS_THEY_LIKE, answer_to, fuzz
from tests.fuzz.shapes import SHAPES, SIZES
from tests.fuzz.verdict import Answer, fault_of, found_in_log
from tests.fuzz.wire import request
from tests.support.keeper import Addresses
from tests.support.shared_server import SharedServer, shared_server

JSON = "application/json"
SEED = 5
REQUESTS = 700
MAX_BODY_BYTES = 1024 * 1024
GROWTH_KIB = 48 * 1024


@pytest.fixture(scope="module")
def server(server_addresses: Addresses) -> Iterator[SharedServer]:
    with shared_server(server_addresses, **AS_MUCH_AS_THEY_LIKE) as server:
        yield server
        assert not found_in_log(server.process.said())


async def test_what_is_meant_to_be_valid_is(server: SharedServer) -> None:
    for wish in VALID:
        answer = await answer_to(server.address, request(wish))
        assert answer is not None
        assert b"Cannot query field" not in answer.body, answer.body
        assert b"Syntax Error" not in answer.body, answer.body


@pytest.mark.parametrize("name", SHAPES)
async def test_a_document_of_any_size_is_answered_and_nobody_waits_for_it(
    server: SharedServer, name: str
) -> None:
    for size in SIZES:
        document = SHAPES[name].of(size)
        answer = await answer_to(server.address, request({"query": document}))
        if answer is None:  # it was lost with the connection, which ended before all was read
            assert len(document) > MAX_BODY_BYTES
            continue
        assert fault_of(answer) is None, (size, answer.body)
        assert answer.seconds < 5, size


@pytest.mark.parametrize(
    "planted",
    [
        Answer(500, JSON, b'{"errors": [{"message": "a"}]}', 0),
        Answer(200, "text/html", b'{"data": {}}', 0),
        Answer(200, JSON, b'{"data": {}}', 60),
        Answer(200, JSON, b'{"data": {"a": NaN}}', 0),
        Answer(200, JSON, b'{"data": "\xff"}', 0),
        Answer(200, JSON, b"[]", 0),
        Answer(400, JSON, b'{"errors": [{"message": ""}]}', 0),
        Answer(200, JSON, b'{"errors": [{"message": "a", "extensions": {"id": "1"}}]}', 0),
    ],
)
def test_a_planted_accident_is_found(planted: Answer) -> None:
    assert fault_of(planted)
    assert fault_of(Answer(200, JSON, b'{"data": {}}', 0)) is None


async def test_requests_at_random_find_no_accident_and_leave_no_memory_behind(
    server: SharedServer,
) -> None:
    async with server.api() as api:
        token = await api.token_of("ada")
    before_kib = server.memory_kib()
    found = await fuzz(
        server.address,
        seed=SEED,
        until=lambda found: found.statuses.total() >= REQUESTS,
        token=token,
    )
    assert not found.faults, "\n".join(f"{name}\n{told}" for name, told in found.faults.items())
    assert {200, 400, 405, 415} <= found.statuses.keys()
    assert server.memory_kib() - before_kib < GROWTH_KIB

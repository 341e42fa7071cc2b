"""The log says where something went wrong, and not with what."""

from __future__ import annotations

import pytest
import structlog
from tortoise.exceptions import IntegrityError

from likewise.log import say_what_was_raised
from likewise.models.unit_of_work import UnitOfWork, unit_of_work
from tests.support.api_client import ApiClient


async def test_an_error_is_logged_without_the_values_that_postgresql_tells(api: ApiClient) -> None:
    await api.village.settle("ada", "bo")

    async def body(work: UnitOfWork) -> None:
        await work.execute(
            "INSERT INTO credentials (person_id, email, password_digest)"
            " VALUES ($1, 'secret@likewise.example', 'x'), ($2, 'secret@likewise.example', 'x')",
            api.village.people["ada"],
            api.village.people["bo"],
        )

    with pytest.raises(IntegrityError, match=r"secret@likewise\.example") as raised:
        await unit_of_work(body)
    event = say_what_was_raised(structlog.get_logger(), "error", {"exc_info": raised.value})
    assert "secret" not in str(event)
    assert event["raised"] == "IntegrityError"
    assert "unit_of_work.py" in event["where"]

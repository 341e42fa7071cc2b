"""Documents that schemathesis makes from the schema, for every query and mutation.

What fits the types is answered, or refused with a code of ours; what does not fit is refused; and
nothing is an accident. Always the same documents: what is found here is found again.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.graphql import nodes

from likewise.schema.refusals import ErrorCode
from tests.fuzz.running import AS_MUCH_AS_THEY_LIKE
from tests.fuzz.verdict import fault_of_body
from tests.support.keeper import Addresses
from tests.support.shared_server import SharedServer, shared_server

SCHEMA_FILE = Path(__file__).parents[2] / "platform" / "schema" / "schema.graphql"
CODES = {each.name for each in ErrorCode}
DOCUMENTS = 5
"""Of each kind, for each field and each of those who ask."""

LARGE = {
    "LIKEWISE_MAX_DOCUMENT_ALIASES": "1000",
    "LIKEWISE_MAX_DOCUMENT_SELECTIONS": "10000",
    "LIKEWISE_MAX_DOCUMENT_OVERLAPS": "10000",
    "LIKEWISE_MAX_OPERATION_COST": "1000000",
}
"""What it makes is often larger than a stranger's document may be, and is to be run."""

schemathesis.graphql.scalar(
    "Micros", st.one_of(st.integers().map(nodes.Int), st.integers().map(str).map(nodes.String))
)
schemathesis.graphql.scalar(
    "Month", st.one_of(st.text(), st.dates().map(lambda day: f"{day:%Y-%m}")).map(nodes.String)
)
schemathesis.graphql.scalar("Cursor", st.text().map(nodes.String))
SCHEMA = schemathesis.graphql.from_path(SCHEMA_FILE)
SCHEMA.config.generation.update(allow_x00=False)  # no text of ours: test_bad_documents.py
FIELDS = [f"{kind}.{name}" for kind in SCHEMA for name in SCHEMA[kind]]


@pytest.fixture(scope="module")
def server(server_addresses: Addresses) -> Iterator[SharedServer]:
    with shared_server(server_addresses, **AS_MUCH_AS_THEY_LIKE, **LARGE) as server:
        yield server


@pytest.fixture
async def headers(server: SharedServer, request: pytest.FixtureRequest) -> dict[str, str]:
    if request.param == "nobody":
        return {}
    async with server.api() as api:
        token = await api.token_of("ada")
    return {"Authorization": f"Bearer {token}"}


@pytest.mark.parametrize("headers", ["nobody", "a member"], indirect=True)
@pytest.mark.parametrize("mode", list(GenerationMode))
@pytest.mark.parametrize("field", FIELDS)
async def test_whatever_is_made_from_the_schema_is_answered_as_it_says(
    server: SharedServer, headers: dict[str, str], field: str, mode: GenerationMode
) -> None:
    kind, _, name = field.partition(".")

    @given(case=SCHEMA[kind][name].as_strategy(generation_mode=mode))
    @settings(
        max_examples=DOCUMENTS,
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    def ask(case: Case[Any]) -> None:
        answer = http.post("/graphql", json={"query": case.body})
        assert answer.status_code == 200, answer.text
        fault = fault_of_body(answer.content)
        assert fault is None, answer.text
        if mode is GenerationMode.POSITIVE:
            assert codes_in(answer.json()) <= CODES, answer.text

    with httpx.Client(base_url=server.address, headers=headers, timeout=60) as http:
        ask()


def codes_in(found: dict[str, Any]) -> set[str | None]:
    """Those of the errors, None for one without."""
    return {each.get("extensions", {}).get("code") for each in found.get("errors", [])}

"""A front-end developer's view of the API: documents in, JSON out."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from typing import Any

from httpx import AsyncClient, Response

from likewise.identity.roles import make_operator
from likewise.identity.sessions import SignedIn, start_session
from likewise.models.unit_of_work import UnitOfWork, unit_of_work
from tests.support.village import Village

Json = dict[str, Any]


@dataclass
class ApiClient:
    """Asks the app, as a person of its village or as nobody."""

    http: AsyncClient
    village: Village = field(default_factory=Village)

    async def post(
        self, document: str, variables: Json | None = None, token: str | None = None, **more: Any
    ) -> Response:
        """The bare HTTP answer."""
        headers = {} if token is None else {"Authorization": f"Bearer {token}"}
        body = {"query": document, "variables": variables, **more}
        return await self.http.post("/graphql", json=body, headers=headers)

    async def ask(
        self, document: str, variables: Json | None = None, token: str | None = None
    ) -> Json:
        """The data; everything must go well."""
        answer = (await self.post(document, variables, token)).json()
        assert "errors" not in answer, answer["errors"]
        data: Json = answer["data"]
        return data

    async def error(
        self, document: str, variables: Json | None = None, token: str | None = None
    ) -> Json:
        """The one error of an operation that must go wrong."""
        answer = (await self.post(document, variables, token)).json()
        assert len(answer["errors"]) == 1, answer
        error: Json = answer["errors"][0]
        return error

    async def do(
        self, mutation: str, wish: Json, fields: str = "", token: str | None = None
    ) -> Json:
        """The payload of a mutation, with these fields and its errors."""
        of_type = f"{mutation[0].upper()}{mutation[1:]}Input"
        document = (
            f"mutation Do($input: {of_type}!)"
            f" {{ {mutation}(input: $input) {{ {fields} errors {{ code field message }} }} }}"
        )
        payload: Json = (await self.ask(document, {"input": wish}, token))[mutation]
        return payload

    async def refusal(self, mutation: str, wish: Json, token: str | None = None) -> str:
        """The code of the one refusal of a mutation."""
        errors = (await self.do(mutation, wish, token=token))["errors"]
        assert len(errors) == 1, errors
        assert errors[0]["message"]
        code: str = errors[0]["code"]
        return code

    async def token_of(self, handle: str, *, operator: bool = False) -> str:
        """A session of a person, who moves in if she is not there yet."""
        if handle not in self.village.people:
            await self.village.settle(handle)
        person_id = self.village.people[handle]
        if operator:
            await make_operator(person_id)

        async def body(work: UnitOfWork) -> SignedIn:
            return await start_session(work, person_id)

        return (await unit_of_work(body)).token

    def id_of(self, name: str) -> str:
        """The global id of a person, post or page of the village."""
        village = self.village
        kinds = (("Person", village.people), ("Post", village.posts), ("Page", village.pages))
        kind, number = next((kind, known[name]) for kind, known in kinds if name in known)
        return global_id(kind, number)


def global_id(kind: str, key: object) -> str:
    """A global id, as a client should never make one."""
    return base64.b64encode(f"{kind}:{key}".encode()).decode()

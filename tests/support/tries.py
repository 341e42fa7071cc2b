"""Trying everything as each of four people, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from graphql import IntrospectionQuery, build_client_schema, get_introspection_query

from tests.support.api_client import ApiClient, Json
from tests.support.authorisation_table import (
    FEED,
    MUTATION,
    NODE,
    OPERATOR,
    OWNER,
    QUERY,
    ROLES,
    Table,
)
from tests.support.graphql_socket import graphql_socket
from tests.support.schema_walk import SchemaWalk, objects_in
from tests.support.whole_village import HANDLES, WholeVillage, whole_village
from tests.support.wishes import feed_arguments, query_arguments, wishes

_FORMS = {"Money", "PageInfo"}
"""As private as what they are part of."""


@dataclass(frozen=True)
class Try:
    """What was tried: a row of the table as one of the people; and what came of it."""

    role: str
    kind: str
    name: str
    document: str
    outcome: str
    """`yes`, `null`, the code of its refusal; or anything else, which is never right."""
    found: Any
    """What came under the root field."""


@dataclass
class Tries:
    """All that has been tried."""

    table: Table
    walk: SchemaWalk
    whole: WholeVillage
    all: list[Try] = field(default_factory=list)
    harmed: list[Try] = field(default_factory=list)
    """After these, something private of the owner's was not as before, though it had to be."""

    async def everything(self) -> None:
        """What only reads first."""
        await self._queries()
        await self._nodes()
        await self._feeds()
        await self._mutations()

    def private_values(self, found: object) -> list[tuple[str, str, object]]:
        """The private type, the scalar and the value of what an answer holds in private objects."""
        private, values = self.table.private_types(), []
        for path, each in objects_in(found):
            owner = next((name for name in reversed(path) if name not in _FORMS), "")
            if owner in private:
                values += [(owner, scalar, value) for scalar, value in self.walk.scalars_of(each)]
        return values

    async def _queries(self) -> None:
        root = self.walk.schema.query_type
        assert root is not None
        for name, found in query_arguments(self.whole).items():
            for arguments in (found,) if isinstance(found, str) else found:
                document = f"{{ {name}{arguments} {self.walk.selection(root.fields[name].type)} }}"
                for role in ROLES:
                    await self._try(role, QUERY, name, document)

    async def _nodes(self) -> None:
        for name, node_id in self.whole.nodes.items():
            selection = self.walk.selection(self.walk.object_types()[name])
            document = f'{{ node(id: "{node_id}") {{ __typename ... on {name} {selection} }} }}'
            for role in ROLES:
                await self._try(role, NODE, name, document)

    async def _feeds(self) -> None:
        root = self.walk.schema.subscription_type
        assert root is not None
        for name, arguments in feed_arguments(self.whole).items():
            selection = self.walk.selection(root.fields[name].type)
            document = f"subscription {{ {name}{arguments} {selection} }}"
            for role in ROLES:
                self._note(role, FEED, name, document, await self._first_state(role, document))

    async def _first_state(self, role: str, document: str) -> Json:
        address = str(self.whole.api.http.base_url).rstrip("/")
        async with graphql_socket(address, self.whole.tokens[role]) as socket:
            await socket.subscribe(document)
            message = await socket.hear()
        if message["type"] == "error":
            return {"errors": message["payload"]}
        answer: Json = message["payload"]
        return answer

    async def _mutations(self) -> None:
        root = self.walk.schema.mutation_type
        assert root is not None
        before = await self._hers()
        for name, wish_of in wishes(self.whole).items():
            payload = self.walk.selection(root.fields[name].type)
            kind = root.fields[name].args["input"].type
            document = f"mutation($input: {kind}) {{ {name}(input: $input) {payload} }}"
            for role in ROLES:
                await self._try(role, MUTATION, name, document, {"input": wish_of(role)})
                after = await self._hers()
                hers = role == OWNER or self.table.rows[MUTATION][name][role] == "yes"
                if after != before and not hers:
                    self.harmed.append(self.all[-1])
                before = after

    async def _hers(self) -> list[tuple[str, str, object]]:
        """All that is private of the owner's."""
        document = f"{{ me {self.walk.selection(self.walk.object_types()['Me'])} }}"
        found = await self.whole.api.ask(document, token=self.whole.tokens[OWNER])
        return self.private_values(found["me"])

    async def _try(
        self, role: str, kind: str, name: str, document: str, variables: Json | None = None
    ) -> None:
        token = self.whole.tokens[role]
        if name == "signOut" and token is not None:  # a session that nothing else needs
            token = await self.whole.api.token_of(HANDLES[role])
        answer = await self.whole.api.post(document, variables, token)
        self._note(role, kind, name, document, answer.json())

    def _note(self, role: str, kind: str, name: str, document: str, answer: Json) -> None:
        """What the answer is, in a word of the table."""
        (found,) = (answer.get("data") or {None: None}).values()
        refusals = answer.get("errors") or []
        codes = {each.get("extensions", {}).get("code") or each["message"] for each in refusals}
        if kind == MUTATION and found is not None:
            codes |= {each["code"] for each in found["errors"]}
        outcome = " ".join(sorted(codes)) or ("null" if found is None else "yes")
        self.all.append(Try(role, kind, name, document, outcome, found))


async def tries(table: Table, api: ApiClient, books: Path) -> Tries:
    """Try everything, in a village made for it."""
    whole = await whole_village(api, books)
    asked = await api.ask(get_introspection_query(), token=whole.tokens[OPERATOR])
    schema = build_client_schema(cast(IntrospectionQuery, asked))
    tried = Tries(table, SchemaWalk(schema, {"first": "3", "month": f'"{whole.closed}"'}), whole)
    await tried.everything()
    return tried

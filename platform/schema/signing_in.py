"""Inputs and payloads of signing up, in and out."""

from __future__ import annotations

from datetime import datetime

import strawberry

from likewise.schema.descriptions import CLIENT_MUTATION_ID
from likewise.schema.people import Person
from likewise.schema.refusals import ERRORS, Refusal


@strawberry.input(description="A new person.")
class SignUpInput:
    """What a new person says about herself."""

    email: str = strawberry.field(
        description='The email to sign in with: "ada@example.org". Nobody sees it.'
    )
    password: str = strawberry.field(description="10 to 200 characters, whatever they are.")
    handle: str = strawberry.field(
        description='A unique short name, 2 to 30 of a to z, 0 to 9 and _: "ada_l".'
    )
    display_name: str = strawberry.field(
        description='The name that others see, up to 80 characters: "Ada L.".'
    )


@strawberry.input(description="Who signs in.")
class SignInInput:
    """Email and password."""

    email: str = strawberry.field(description='The email given at sign-up: "ada@example.org".')
    password: str = strawberry.field(
        description="The password given at sign-up, 10 to 200 characters."
    )


@strawberry.input(description="Nothing is needed to sign out: the session in use ends.")
class SignOutInput:
    """An input has at least one field, by the rules of GraphQL."""

    client_mutation_id: str | None = strawberry.field(default=None, description=CLIENT_MUTATION_ID)


@strawberry.type(
    description="The new session. Browsers get it as an HttpOnly cookie, too; everybody else sends"
    " `Authorization: Bearer` and the token."
)
class SignInPayload:
    """Answers signIn."""

    token: str | None = strawberry.field(
        default=None, description="The session's token. Keep it secret; it is shown only once."
    )
    expires_at: datetime | None = strawberry.field(
        default=None, description="When the session ends by itself."
    )
    person: Person | None = strawberry.field(default=None, description="Who is signed in now.")
    errors: list[Refusal] = strawberry.field(default_factory=list, description=ERRORS)


@strawberry.type(description="The new person, signed in already: as with `signIn`.")
class SignUpPayload(SignInPayload):
    """Answers signUp."""


@strawberry.type(description="The end of a session.")
class SignOutPayload:
    """Answers signOut."""

    client_mutation_id: str | None = strawberry.field(
        default=None, description="The text that came with the input."
    )
    errors: list[Refusal] = strawberry.field(default_factory=list, description=ERRORS)

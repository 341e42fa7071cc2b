"""Signing up, in and out."""

from __future__ import annotations

import strawberry

from likewise.community.people import person_by_id
from likewise.identity.sessions import SignedIn, sign_out
from likewise.identity.sign_in import sign_in
from likewise.identity.sign_up import sign_up
from likewise.resolvers.asking import Input
from likewise.resolvers.context import Info, SessionCookie
from likewise.resolvers.public import as_person
from likewise.resolvers.refusals import refusals_in
from likewise.schema.people import Person
from likewise.schema.signing_in import (
    SignInInput,
    SignInPayload,
    SignOutInput,
    SignOutPayload,
    SignUpInput,
    SignUpPayload,
)


@strawberry.type
class SigningInMutations:
    """Mutations of sessions."""

    @strawberry.mutation(description="Become a person here, and be signed in at once.")
    @refusals_in(SignUpPayload)
    async def sign_up(self, info: Info, input: Input[SignUpInput]) -> SignUpPayload | None:
        """Raises InvalidInput, EmailTaken, HandleTaken."""
        signed_in = await sign_up(
            email=input.email,
            password=input.password,
            handle=input.handle,
            display_name=input.display_name,
        )
        person = await _begin(info, signed_in)
        return SignUpPayload(token=signed_in.token, expires_at=signed_in.expires_at, person=person)

    @strawberry.mutation(description="Sign in with email and password.")
    @refusals_in(SignInPayload)
    async def sign_in(self, info: Info, input: Input[SignInInput]) -> SignInPayload | None:
        """Raises WrongCredentials."""
        signed_in = await sign_in(email=input.email, password=input.password)
        person = await _begin(info, signed_in)
        return SignInPayload(token=signed_in.token, expires_at=signed_in.expires_at, person=person)

    @strawberry.mutation(description="End the session in use. Doing so twice is no error.")
    @refusals_in(SignOutPayload)
    async def sign_out(self, info: Info, input: Input[SignOutInput]) -> SignOutPayload | None:
        """Ends the session, and clears the cookie of a browser."""
        if info.context.token is not None:
            await sign_out(info.context.token)
        info.context.token = None
        info.context.session_cookie = SessionCookie("", None)
        return SignOutPayload(client_mutation_id=input.client_mutation_id)


async def _begin(info: Info, signed_in: SignedIn) -> Person:
    """The new session is that of the rest of this operation, too."""
    info.context.token = signed_in.token
    info.context.session_cookie = SessionCookie(signed_in.token, signed_in.expires_at)
    person = await person_by_id(signed_in.person_id)
    assert person is not None, "who signs in is somebody"
    return as_person(person)

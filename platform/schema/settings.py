"""Inputs and payloads of what somebody decides about herself: profile, privacy, password."""

from __future__ import annotations

import strawberry

from likewise.schema.people import Person
from likewise.schema.refusals import ERRORS, Refusal


@strawberry.input(description="What others see of you; what is left out stays.")
class EditProfileInput:
    """A profile to be."""

    display_name: str | None = strawberry.field(
        default=None,
        description='The name that others see, 1 to 80 characters: "Ada L.". As it is, if left'
        " out.",
    )
    about: str | None = strawberry.field(
        default=None,
        description='What you say about yourself: plain text, up to 500 characters; "" is nothing.'
        " As it is, if left out.",
    )


@strawberry.type(description="The profile as everybody sees it now.")
class EditProfilePayload:
    """Answers editProfile."""

    person: Person | None = strawberry.field(default=None, description="You, with the change.")
    errors: list[Refusal] = strawberry.field(default_factory=list, description=ERRORS)


@strawberry.input(description="What others may know of you.")
class SetPrivacyInput:
    """A choice of privacy."""

    shows_likes: bool = strawberry.field(
        description="True: everybody may see what you like in the running month, on your profile"
        " and on the walls of what you like; never how much it brings. False: nobody may."
    )


@strawberry.type(description="What others may know of you from now on.")
class SetPrivacyPayload:
    """Answers setPrivacy."""

    shows_likes: bool | None = strawberry.field(
        default=None, description="Whether everybody may see what you like."
    )
    errors: list[Refusal] = strawberry.field(default_factory=list, description=ERRORS)


@strawberry.input(description="A password for another.")
class ChangePasswordInput:
    """The present password, and the new one."""

    present_password: str = strawberry.field(
        description="The one that you sign in with now: 10 to 200 characters."
    )
    new_password: str = strawberry.field(
        description="The one to sign in with from now on: 10 to 200 characters, whatever they are."
    )


@strawberry.type(description="The password is changed; only the session in use goes on.")
class ChangePasswordPayload:
    """Answers changePassword."""

    sessions_ended: int | None = strawberry.field(
        default=None, description="How many other sessions were ended with it."
    )
    errors: list[Refusal] = strawberry.field(default_factory=list, description=ERRORS)


@strawberry.input(description="A session to end.")
class EndSessionInput:
    """Which one."""

    session_id: strawberry.ID = strawberry.field(
        description='The id of a session of yours, as `me { sessions }` gave it: "U2Vzc2lvbjo3".'
    )


@strawberry.type(description="The session that was ended: its next request finds nobody signed in.")
class EndSessionPayload:
    """Answers endSession."""

    session_id: strawberry.ID | None = strawberry.field(
        default=None, description='The id of what is no more: "U2Vzc2lvbjo3".'
    )
    errors: list[Refusal] = strawberry.field(default_factory=list, description=ERRORS)

"""What somebody decides about herself: profile, privacy, password, sessions."""

from __future__ import annotations

import strawberry

from likewise.community.people import person_by_id
from likewise.community.showing_likes import show_likes
from likewise.identity.change_password import change_password
from likewise.identity.profile import edit_profile
from likewise.identity.sessions import end_session
from likewise.resolvers.access import require_viewer
from likewise.resolvers.asking import Input, looked_for, wanted_number
from likewise.resolvers.context import Info
from likewise.resolvers.public import as_person
from likewise.resolvers.refusals import refusals_in
from likewise.schema.settings import (
    ChangePasswordInput,
    ChangePasswordPayload,
    EditProfileInput,
    EditProfilePayload,
    EndSessionInput,
    EndSessionPayload,
    SetPrivacyInput,
    SetPrivacyPayload,
)


@strawberry.type
class SettingsMutations:
    """Mutations of a person's own settings."""

    @strawberry.mutation(description="Change the name that others see, or what you say of you.")
    @refusals_in(EditProfilePayload)
    async def edit_profile(
        self, info: Info, input: Input[EditProfileInput]
    ) -> EditProfilePayload | None:
        """Raises NotSignedIn, InvalidInput."""
        viewer = await require_viewer(info)
        await edit_profile(
            person_id=viewer.person_id, display_name=input.display_name, about=input.about
        )
        person = await person_by_id(viewer.person_id)
        assert person is not None, "who is signed in is somebody"
        return EditProfilePayload(person=as_person(person))

    @strawberry.mutation(
        description="Show what you like, or keep it to yourself. Unless you have shown it, nobody"
        " sees it; who stops showing it is gone from every wall at once."
    )
    @refusals_in(SetPrivacyPayload)
    async def set_privacy(
        self, info: Info, input: Input[SetPrivacyInput]
    ) -> SetPrivacyPayload | None:
        """Raises NotSignedIn."""
        viewer = await require_viewer(info)
        shown = await show_likes(person_id=viewer.person_id, shows_likes=input.shows_likes)
        return SetPrivacyPayload(shows_likes=shown)

    @strawberry.mutation(
        description="Take another password. All your other sessions end: whoever knew the old one"
        " is out."
    )
    @refusals_in(ChangePasswordPayload)
    async def change_password(
        self, info: Info, input: Input[ChangePasswordInput]
    ) -> ChangePasswordPayload | None:
        """Raises NotSignedIn, WrongCredentials, InvalidInput."""
        viewer = await require_viewer(info)
        ended = await change_password(
            viewer, present=input.present_password, new=input.new_password
        )
        return ChangePasswordPayload(sessions_ended=ended)

    @strawberry.mutation(description="End a session of yours, wherever it is in use.")
    @refusals_in(EndSessionPayload)
    async def end_session(
        self, info: Info, input: Input[EndSessionInput]
    ) -> EndSessionPayload | None:
        """Raises NotSignedIn, NotFound."""
        viewer = await require_viewer(info)
        number = wanted_number(input.session_id, "Session", field="sessionId")
        with looked_for("sessionId"):
            await end_session(person_id=viewer.person_id, session_id=number)
        return EndSessionPayload(session_id=input.session_id)

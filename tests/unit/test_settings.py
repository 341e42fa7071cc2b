"""Settings that contradict each other are refused before anything starts."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from likewise.errors import InvalidInput
from likewise.settings import Settings, settings


@pytest.mark.parametrize(
    "wrong",
    [
        {"membership_min_micros": 6_000_000},
        {"membership_max_micros": 4_000_000},
        {"payout_min_micros": 2, "payout_max_micros": 1},
        {"max_operation_cost": 11, "cost_bucket_size": 10},
    ],
)
def test_a_default_lies_between_its_bounds(wrong: dict[str, int]) -> None:
    with pytest.raises(ValidationError):
        Settings.model_validate(wrong)


def test_operators_are_reached_by_email_or_at_an_address() -> None:
    for none in (None, "", " "):
        assert Settings(contact=none).contact is None
    for contact in (
        "help@likewise.example",
        "https://likewise.example/help?you=me",
        "HTTPS://x.org",
    ):
        assert Settings(contact=contact).contact == contact
    for wrong in ("ask Marit", "javascript:alert(1)", "javascript:a@b", "@", "a@b c"):
        with pytest.raises(ValidationError):
            Settings(contact=wrong)


def test_a_contact_that_is_none_is_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIKEWISE_CONTACT", "ask Marit")
    with pytest.raises(InvalidInput) as refused:
        settings.__wrapped__()
    assert refused.value.message == (
        "LIKEWISE_CONTACT: must be an email address, as help@likewise.example, or a URL that begins"
        " with https:// or http://"
    )


def test_bounds_may_meet() -> None:
    same = dict.fromkeys(
        ("membership_min_micros", "membership_default_micros", "membership_max_micros"), 7
    )
    assert Settings.model_validate(same).membership_max_micros == 7


def test_a_wrong_setting_is_named_and_its_value_is_not_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LIKEWISE_CURRENCY", "secret")
    with pytest.raises(InvalidInput, match=r"^LIKEWISE_CURRENCY: ") as refused:
        settings.__wrapped__()
    assert "secret" not in refused.value.message
    assert "\n" not in refused.value.message


def test_only_what_is_given_is_listened_on_instead() -> None:
    usual = Settings(host="127.0.0.1", port=8000)
    assert usual.listening_on(None, None) == usual
    assert usual.listening_on("::1", None) == Settings(host="::1", port=8000)
    assert usual.listening_on(None, 0) == Settings(host="127.0.0.1", port=0)


def test_every_setting_says_what_it_is() -> None:
    assert not [name for name, field in Settings.model_fields.items() if not field.description]

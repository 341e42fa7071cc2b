"""What strangers type when they sign up: refused with the field that it is about, and no trace."""

from __future__ import annotations

import pytest

from likewise.errors import InvalidInput
from likewise.identity.sessions import viewer_of
from likewise.identity.sign_up import sign_up
from likewise.models import database

pytestmark = pytest.mark.usefixtures("database")

GOOD = {
    "email": "ada@likewise.example",
    "password": "a stone in my shoe",
    "handle": "ada",
    "display_name": "Ada",
}

EMAILS = [
    "",
    "ada",
    "ada@",
    "@likewise.example",
    "ada@example",
    "ada@@likewise.example",
    "ada@b@likewise.example",
    "a da@likewise.example",
    "ada@like wise.example",
    "ada@-likewise.example",
    "ada@likewise..example",
    "ada@likewise.example\x00",
    "ada\nbcc:x@likewise.example",
    "\ud800@likewise.example",
    "İ@likewise.example",
    "a" * 65 + "@likewise.example",
    "ada@" + ".".join(["a" * 60] * 5),
]
HANDLES = [
    "",
    "a",
    "a" * 31,
    "Ada",
    "a da",
    "ada\n",
    "adá",
    "a-b",
    "ada\x00",
    "\ud800\ud800",
    "likewise",
    "support",
    "ａｄａ",
]
NAMES = [
    "",
    "   ",
    "a" * 81,
    "A\x00da",
    "A\nda",
    "A\x1b[31mda",
    "A\ud800da",
    "A\u202eda",
    "A\u2028da",
    "\u200b\u200b",
]
PASSWORDS = [
    "",
    "ninechars",
    "a" * 201,
    "\ud800" * 12,
    "1234567890",
    "Password123",
    "ada@likewise.example",
]


@pytest.mark.parametrize(
    ("argument", "field", "text"),
    [("email", "email", text) for text in EMAILS]
    + [("handle", "handle", text) for text in HANDLES]
    + [("display_name", "displayName", text) for text in NAMES]
    + [("password", "password", text) for text in PASSWORDS],
)
async def test_bad_input_is_refused_with_its_field(argument: str, field: str, text: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        await sign_up(**{**GOOD, argument: text})
    assert refused.value.field == field
    assert await database.rows("SELECT id FROM targets") == []


@pytest.mark.parametrize(
    ("argument", "text"),
    [
        ("email", "a.d+a'x@mail.likewise.example"),
        ("handle", "a_"),
        ("handle", "a" * 30),
        ("handle", "0__0"),
        ("display_name", "  Ada, née Ōkami 🌱 "),
        ("display_name", "👩‍🚀"),
        ("display_name", "a" * 80),
        ("password", "tencharss!"),
        ("password", "a" * 200),
        ("password", "a\x00null byte"),
        ("password", "likewise-demo"),
    ],
)
async def test_good_input_is_taken(argument: str, text: str) -> None:
    signed_in = await sign_up(**{**GOOD, argument: text})
    assert await viewer_of(signed_in.token) is not None

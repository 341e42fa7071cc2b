"""Cursors of lists: read back by their list alone, and only as they were given."""

from __future__ import annotations

import base64
import string
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from likewise.errors import InvalidInput
from likewise.schema.cursors import cursor_of, key_in
from likewise.signing import signer

LETTERS = string.ascii_letters + string.digits + "-_"
KEYS = st.integers(0, 2**63 - 1)


@given(KEYS)
def test_a_cursor_is_read_back_and_fits_into_an_address(key: int) -> None:
    cursor = cursor_of("posts", key)
    assert key_in(cursor, "posts") == key
    assert set(cursor) <= set(LETTERS)


@given(KEYS, st.data())
def test_no_character_of_a_cursor_can_be_changed(key: int, data: st.DataObject) -> None:
    cursor = cursor_of("posts", key)
    place = data.draw(st.integers(0, len(cursor) - 1))
    other = data.draw(st.sampled_from([each for each in LETTERS if each != cursor[place]]))
    with pytest.raises(InvalidInput) as refused:
        key_in(cursor[:place] + other + cursor[place + 1 :], "posts")
    assert refused.value.field == "after"


@given(st.text())
def test_garbage_is_no_cursor(garbage: str) -> None:
    with pytest.raises(InvalidInput):
        key_in(garbage, "posts")


@pytest.mark.parametrize("wrong", ["", "=", "AAAA", "é", "\0", "\ud800", "A" * 100_000])
def test_what_strangers_try_is_no_cursor(wrong: str) -> None:
    with pytest.raises(InvalidInput):
        key_in(wrong, "posts")


def test_a_cursor_of_another_list_is_none_of_this_one() -> None:
    with pytest.raises(InvalidInput):
        key_in(cursor_of("likes", 7), "posts")


def test_nothing_may_be_left_out_of_a_cursor_or_added_to_it() -> None:
    cursor = cursor_of("posts", 7)
    for wrong in (cursor[:-1], cursor[:-4], cursor + "AAAA", f" {cursor}", f"{cursor}\n"):
        with pytest.raises(InvalidInput):
            key_in(wrong, "posts")


def test_a_cursor_of_another_form_is_refused_though_we_signed_it() -> None:
    packed = struct.pack(">Bq", 2, 7)
    signed = packed + signer("cursor of posts").tag(packed)
    with pytest.raises(InvalidInput, match="too old"):
        key_in(base64.urlsafe_b64encode(signed).decode(), "posts")

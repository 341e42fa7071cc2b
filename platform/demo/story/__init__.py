"""What the people of the demo write, month by month, and the pages that they like. All invented.

What must always hold: the posts of a file are in the order of time, each by somebody who has joined
by then; hosts are reserved example names (RFC 2606), which nobody can own. Data only: `script.py`
and the tests read it, nobody else.
"""

from __future__ import annotations

from dataclasses import dataclass

from likewise.demo.story import first_month, running_month, second_month, third_month


@dataclass(frozen=True, slots=True)
class StoryPost:
    """A post: its author's handle, and its text."""

    author: str
    body: str


def _posts(text: str) -> tuple[StoryPost, ...]:
    """Posts as they are written here: `author: text`, in paragraphs; a `/` begins a new line."""
    posts = []
    for paragraph in text.strip().split("\n\n"):
        author, _, body = " ".join(paragraph.split()).partition(": ")
        posts.append(StoryPost(author, body.replace(" / ", "\n")))
    return tuple(posts)


MONTHS = tuple(
    _posts(each.POSTS) for each in (first_month, second_month, third_month, running_month)
)
"""The posts of the three closed months and of the running one."""

"""Publishing a post."""

from __future__ import annotations

import re
from functools import partial

from likewise.community.people import Person
from likewise.community.posts import Post, existing_post
from likewise.errors import InvalidInput
from likewise.models.idempotency import Drawn, once_with_id
from likewise.models.unit_of_work import UnitOfWork, unit_of_work
from likewise.operators.freezing import require_not_frozen

MAX_BODY_LENGTH = 5000

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
"""What PostgreSQL can't store as text: NUL and lone surrogates."""


async def publish_post(*, author_id: int, body: str, idempotency_key: str | None = None) -> Post:
    """Publish a post, without the space around its text; under a key that was used, nothing new.

    Raises InvalidInput (nothing in it, more than 5000 characters, or what is no text; the key),
    AccountFrozen, KeyReused.
    """
    text = _require_text(body)

    async def publish(work: UnitOfWork, post_id: int | None = None) -> Post:
        await require_not_frozen(work, author_id)
        row = await work.one(_PUBLISH, author_id, text, post_id)
        author = Person(author_id, row["handle"], row["display_name"], row["about"])
        return Post(row["id"], row["body"], row["created_at"], author, like_count=0)

    async def publish_once(work: UnitOfWork, key: str) -> Post | int:
        return await once_with_id(
            work,
            person_id=author_id,
            key=key,
            operation="publishPost",
            asked={"body": text},
            drawn=_POST_ID,
            make=partial(publish, work),
        )

    if idempotency_key is None:
        return await unit_of_work(publish)
    done = await unit_of_work(partial(publish_once, key=idempotency_key))
    return done if isinstance(done, Post) else await existing_post(done)


_POST_ID = Drawn("post_id", "targets_id_seq")
_PUBLISH = """
WITH post AS (
    INSERT INTO posts (id, author_id, body) VALUES (COALESCE($3, nextval('targets_id_seq')), $1, $2)
    RETURNING id, author_id, body, created_at
), target AS (
    INSERT INTO targets (id, kind) SELECT id, 'post' FROM post
)
SELECT post.id, post.body, post.created_at,
    persons.handle, persons.display_name, persons.about
FROM post JOIN persons ON persons.id = post.author_id
"""


def _require_text(body: str) -> str:
    text = body.strip()
    if not text:
        raise InvalidInput("There is nothing in this post.", field="body")
    if len(text) > MAX_BODY_LENGTH:
        raise InvalidInput("A post has at most 5000 characters.", field="body")
    if _UNSTORABLE.search(text):
        raise InvalidInput("A post is text.", field="body")
    return text

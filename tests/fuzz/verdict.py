"""What is wrong with an answer, if anything is."""

from __future__ import annotations

import json
from typing import NamedTuple

MOST_SECONDS = 12.0
"""An operation may take 10 s; a machine that fuzzes is slow besides."""

FINE = {200, 307, 400, 401, 403, 404, 405, 406, 408, 411, 413, 414, 415, 429, 431}
"""What may come; 307 and 404 to paths that are none of ours."""

_PLAIN = {307, 400, 404, 405, 431}
_KINDS = ("application/json", "application/graphql-response+json")


class Answer(NamedTuple):
    """An answer of HTTP, read to its end."""

    status: int
    content_type: str
    body: bytes
    seconds: float


def fault_of(answer: Answer) -> str | None:
    """In a few words, the same for the same fault; None: nothing."""
    if answer.status not in FINE:
        return f"status {answer.status}"
    if answer.seconds > MOST_SECONDS:
        return "too slow"
    if not answer.body or not answer.content_type.startswith(_KINDS):
        # What is no HTTP, or not for /graphql, is refused in plain text, and HEAD has no body.
        return None if answer.status in _PLAIN else f"a {answer.content_type or 'nothing'}"
    return fault_of_body(answer.body)


def fault_of_body(body: bytes) -> str | None:
    """What is wrong with a GraphQL response."""
    try:
        found = json.loads(body.decode(), parse_constant=_refuse)
    except ValueError as fault:
        return f"no JSON: {type(fault).__name__}"
    if not isinstance(found, dict) or not found.keys() & {"data", "errors"}:
        return "neither data nor errors"
    for error in found.get("errors", []):
        if not isinstance(error.get("message"), str) or not error["message"]:
            return "an error without a message"
        if "Something went wrong" in error["message"] or "id" in error.get("extensions", {}):
            return f"an accident at {error.get('path')}"
    return None


def found_in_log(said: str) -> dict[str, str]:
    """What the server's log says that it should not have to: by its first words."""
    bad = [line for line in said.splitlines() if "error" in line.lower() or "Traceback" in line]
    return {f"in the log: {line[:80]}": line for line in bad}


def _refuse(name: str) -> None:
    raise ValueError(name)

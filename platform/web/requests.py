"""What is asked by a request: its body or its address, read strictly and within bounds.

Source: the GraphQL over HTTP draft, "Request".
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request

from likewise.operations.admission import BYTES_FOR_ONE, Asked
from likewise.web.bodies import decode_json, is_storable

_JSON = "application/json"
_DIGEST = "sha256:"
_MAX_PARAMETERS = 16
_DRAINED_SECONDS = 1.0
_DRAINED_TIMES = 4
"""So many times the largest body is read and thrown away, so that who sends too much hears why:
an answer before the end of what is sent would be lost with the connection."""


class NotAsked(Exception):
    """This is no request for GraphQL."""

    def __init__(self, status_code: int, message: str) -> None:
        super().__init__(message)
        self.status_code = status_code
        self.message = message


async def asked_by(
    request: Request,
    *,
    max_body_bytes: int,
    seconds: float,
    pay_for_size: Callable[[int], Awaitable[None]],
) -> Asked:
    """What a POST with a JSON body asks. Raises NotAsked, NotAdmitted, ClientDisconnect."""
    # Two of them become a kind that is none of ours.
    kind, *parameters = ",".join(request.headers.getlist("content-type")).lower().split(";")
    if kind.strip() != _JSON or not all(map(_is_utf8, parameters)):
        raise NotAsked(415, f"Send GraphQL as {_JSON}, in UTF-8.")
    if request.headers.get("content-encoding", "identity") != "identity":
        raise NotAsked(415, "Send it without a content encoding.")
    try:
        async with asyncio.timeout(seconds):
            body = await _body(request, max_body_bytes)
    except TimeoutError:
        raise NotAsked(408, "The request came too slowly.") from None
    if len(body) >= BYTES_FOR_ONE:
        await pay_for_size(len(body))
    try:
        found = decode_json(body)
    except json.JSONDecodeError:
        raise NotAsked(
            400, "The body is no JSON, or has text or numbers in it that can't be kept."
        ) from None
    if isinstance(found, list):
        raise NotAsked(400, "One operation at a time: batches are not taken.")
    if not isinstance(found, dict):
        raise NotAsked(400, "The body is a JSON object with a `query`.")
    return _asked(found)


def asked_in_address(request: Request) -> Asked:
    """What a GET asks by its parameters. Raises NotAsked."""
    try:
        pairs = parse_qsl(
            request.scope["query_string"].decode("ascii"),
            keep_blank_values=True,
            max_num_fields=_MAX_PARAMETERS,
            errors="strict",
        )
    except ValueError:
        raise NotAsked(400, "The address can't be read.") from None
    found: dict[str, Any] = dict(pairs)
    if not all(map(is_storable, found.values())):
        raise NotAsked(400, "The address holds what is no text.")
    for name in ("variables", "extensions"):
        if name in found:
            try:
                found[name] = decode_json(found[name])
            except json.JSONDecodeError:
                raise NotAsked(400, f"`{name}` is no JSON that can be taken.") from None
    return _asked(found)


async def drain(request: Request, max_body_bytes: int) -> None:
    """Read on after a refusal, for a moment, and keep nothing."""
    left = max_body_bytes * _DRAINED_TIMES
    with suppress(TimeoutError):
        async with asyncio.timeout(_DRAINED_SECONDS):
            while left > 0:
                message = await request.receive()
                left -= len(message.get("body", b""))
                if not message.get("more_body", False):
                    return


async def _body(request: Request, max_bytes: int) -> bytes:
    if int(request.headers.get("content-length") or 0) > max_bytes:
        raise _too_large(max_bytes)
    body = bytearray()
    more = True
    while more:
        message = await request.receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        body += message.get("body", b"")
        if len(body) > max_bytes:
            raise _too_large(max_bytes)
        more = message.get("more_body", False)
    return bytes(body)


def _too_large(max_bytes: int) -> NotAsked:
    return NotAsked(413, f"The request is larger than {max_bytes} bytes.")


def _asked(found: dict[str, Any]) -> Asked:
    query, document_id = found.get("query"), found.get("documentId")
    variables, operation_name = found.get("variables"), found.get("operationName")
    for name, value, kind in (
        ("query", query, str),
        ("documentId", document_id, str),
        ("operationName", operation_name, str),
        ("variables", variables, dict),
        ("extensions", found.get("extensions"), dict),
    ):
        if value is not None and not isinstance(value, kind):
            raise NotAsked(400, f"`{name}` has the wrong type.")
    if not query and document_id is None:
        raise NotAsked(400, "There is no `query`.")
    return asked_for(query, document_id, variables, operation_name)


def asked_for(
    query: str | None,
    document_id: str | None,
    variables: dict[str, Any] | None,
    operation_name: str | None,
) -> Asked:
    """What is asked, of parts that have the right types. Raises NotAsked."""
    if query and document_id:
        raise NotAsked(400, "Send a `query` or a `documentId`, one of the two.")
    if document_id is not None:
        document_id = document_id.removeprefix(_DIGEST)
    return Asked(query, document_id, variables, operation_name)


def _is_utf8(parameter: str) -> bool:
    name, _, value = parameter.partition("=")
    return name.strip() != "charset" or value.strip(' "') in ("utf-8", "utf8")

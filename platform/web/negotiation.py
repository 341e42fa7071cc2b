"""Which of our media types a client wants, and which status says how an operation came out.

Source: the GraphQL over HTTP draft, https://graphql.github.io/graphql-over-http/draft/, "Response".
"""

from __future__ import annotations

from enum import Enum

from likewise.operations.answers import Outcome

EVENT_STREAM = "text/event-stream"


class MediaType(Enum):
    """What an answer that is no stream is sent as."""

    RESPONSE = "application/graphql-response+json"
    JSON = "application/json"

    @property
    def content_type(self) -> bytes:
        """The header's value."""
        return f"{self.value}; charset=utf-8".encode()


class Events(Enum):
    """Whether a stream of events is wanted."""

    NO = 0
    TOO = 1
    """As well as JSON: many clients name both for everything, and mean a stream for feeds alone."""
    RATHER = 2


_STATUS = {
    Outcome.ANSWERED: 200,
    Outcome.MISTAKEN: 400,
    Outcome.READING_ONLY: 405,
    Outcome.FEED: 400,
    Outcome.THROTTLED: 429,
    Outcome.LATE: 503,
    Outcome.FAILED: 500,
}


def status_of(outcome: Outcome, media_type: MediaType) -> int:
    """The status of an answer. Older clients read `application/json` only where it is 200."""
    if outcome is Outcome.MISTAKEN and media_type is MediaType.JSON:
        return 200
    return _STATUS[outcome]


def wanted(accept: str) -> tuple[MediaType, Events]:
    """What a client accepts best: the type of an answer, and whether events are welcome.

    Of equal weight the first that is named is the best. Whoever names nothing of ours gets JSON.
    """
    if accept in ("", "*/*"):
        return MediaType.JSON, Events.NO
    kinds = _kinds(accept)
    best = next((each for each in kinds if each in _ACCEPTED), None)
    events = Events.NO
    if EVENT_STREAM in kinds:
        first = next(each for each in kinds if each == EVENT_STREAM or each in _ACCEPTED)
        events = Events.RATHER if first == EVENT_STREAM else Events.TOO
    return MediaType.JSON if best is None else _ACCEPTED[best], events


_ACCEPTED = {
    MediaType.RESPONSE.value: MediaType.RESPONSE,
    MediaType.JSON.value: MediaType.JSON,
    "application/*": MediaType.JSON,
    "*/*": MediaType.JSON,
}


def _kinds(accept: str) -> list[str]:
    """The types that are accepted at all, the best first."""
    weighed = []
    for each in accept.split(","):
        kind, *parameters = [part.strip().lower() for part in each.split(";")]
        weight = _weight(parameters)
        if weight > 0:
            weighed.append((-weight, kind))
    return [kind for _, kind in sorted(weighed, key=lambda each: each[0])]


def _weight(parameters: list[str]) -> float:
    for each in parameters:
        name, _, value = each.partition("=")
        if name.strip() == "q":
            try:
                return float(value)
            except ValueError:
                return 1.0
    return 1.0

"""Logging: one JSON object a line on stderr (plain text for a person there), without secrets."""

from __future__ import annotations

import logging
import sys
import traceback

import structlog
from structlog.types import EventDict, WrappedLogger


def configure_logging(level: int = logging.INFO) -> None:
    """Let structlog and the standard library's loggers write the same lines, from a level on."""
    shared: list[structlog.types.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        say_what_was_raised,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,  # the level may be another for serving
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.dev.ConsoleRenderer()
                if sys.stderr.isatty()
                else structlog.processors.JSONRenderer(default=repr),
            ],
            foreign_pre_chain=shared,
        )
    )
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.getLogger("uvicorn.access").setLevel(logging.WARNING)
    logging.getLogger("tortoise").setLevel(logging.WARNING)


def say_what_was_raised(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """An exception as its type, the first line of its message, and where it came from.

    No local variables, and nothing below the first line: that is where PostgreSQL puts values.
    """
    raised = event.pop("exc_info", None)
    if raised is True:
        raised = sys.exc_info()
    error = raised[1] if isinstance(raised, tuple) else raised
    if isinstance(error, BaseException):
        event["raised"] = type(error).__qualname__
        event["reason"] = str(error).partition("\n")[0]
        event["where"] = "".join(traceback.format_tb(error.__traceback__))
    return event

"""Log lines: plain for people, JSON for machines, and never personal data."""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any, TextIO

import structlog
from structlog.processors import ExceptionRenderer
from structlog.tracebacks import ExceptionDictTransformer

from bootstrap.settings import Settings

# What could name or reach a person. Log lines carry counts, places in files and the ids of results instead.
PERSONAL = frozenset({
    "person_id", "person", "persons", "name", "names", "phone", "phones", "email", "emails", "birth_date",
    "address", "addresses", "value", "raw", "label", "account", "device", "id_number", "application", "body",
    "query", "id_key",
})  # fmt: skip
WITHHELD = "[withheld]"
# Resident ids (18 or 15 digits) and mobile numbers, wherever they slip into a message.
NUMBERS = re.compile(r"(?<![0-9A-Za-z])(?:\d{17}[\dXx]|\d{15}|1[3-9]\d{9})(?![0-9A-Za-z])")


def without_personal_data(
    _logger: Any, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """structlog processor: what may be personal is withheld, at any depth."""
    for field in event:
        # In a traceback "name" is a function's.
        event[field] = _clean(event[field], frozenset() if field == "exception" else PERSONAL, field)
    return event


def _clean(value: Any, withheld: frozenset[str], field: str = "") -> Any:
    if field in withheld:
        return WITHHELD
    if isinstance(value, dict):
        return {str(key): _clean(inner, withheld, str(key)) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(inner, withheld) for inner in value]
    if isinstance(value, str):
        return NUMBERS.sub(WITHHELD, value)
    return value


def set_up_logging(settings: Settings, stream: TextIO | None = None) -> None:
    """Configure structlog once per process; lines go to `stream`, by default standard error."""
    out = stream if stream is not None else sys.stderr
    as_json = settings.log_format == "json" or (settings.log_format == "auto" and not out.isatty())
    # Never the local variables of a traceback: they hold rows of the register.
    trace = ExceptionRenderer(ExceptionDictTransformer(show_locals=False))
    renderer: Any = structlog.processors.JSONRenderer(ensure_ascii=False)
    if not as_json:
        trace = ExceptionRenderer()
        renderer = structlog.dev.ConsoleRenderer(colors=out.isatty())
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            trace,
            without_personal_data,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, settings.log_level.upper())),
        logger_factory=lambda *_: structlog.PrintLogger(stream if stream is not None else sys.stderr),
        cache_logger_on_first_use=False,
    )
    # Libraries chat at info, addresses of requests among it.
    level = max(logging.WARNING, getattr(logging, settings.log_level.upper()))
    logging.basicConfig(handlers=[_Forward()], level=level, force=True)


class _Forward(logging.Handler):
    """Lines of libraries (uvicorn, asyncio) take the same way, and lose the same data."""

    def emit(self, record: logging.LogRecord) -> None:
        structlog.get_logger().log(record.levelno, record.getMessage(), exc_info=record.exc_info)

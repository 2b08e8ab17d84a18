"""Logs, traces and metrics, set up by one call: `configure`.

Logs are JSON on stdout with service and trace; phone numbers are masked, bodies and tokens never
logged. Every log line and event carries the ids of a trace; spans are made and exported only when an
OTLP endpoint is given (`atende_platform.process.tracing`). Metrics are in Prometheus' default registry,
served at ``/metrics``.
"""

import logging
import re
import sys
import traceback
from collections.abc import MutableMapping
from functools import partial
from typing import Any, Final, TextIO

import structlog
from opentelemetry import trace

from atende_platform.process import tracing
from atende_platform.process.repetition import RepetitionFilter
from atende_platform.process.secret_settings import without_password
from atende_platform.process.settings import ServiceSettings

_MASKED: Final = {"phone", "wa_id", "to", "recipient", "sender"}
_SECRET: Final = {
    "password",
    "token",
    "access_token",
    "refresh_token",
    "authorization",
    "secret",
    "body",
    "text",
}
_QUOTATION: Final = re.compile(r"DETAIL:|invalid input for query argument \$\d+:")
_QUIET: Final = ("aiokafka", "faststream", "uvicorn.access", "httpx", "httpcore", "engineio", "socketio")


def mask(value: object) -> str:
    """Return all but the last four characters as ``*``."""
    text = str(value)
    return "*" * max(0, len(text) - 4) + text[-4:]


def without_detail(text: str) -> str:
    """Return an error's text up to where PostgreSQL or its driver quotes a row, and so the customer."""
    quotation = _QUOTATION.search(text)
    return text if quotation is None else f"{text[: quotation.end()]} [redacted]"


def _format_traceback(exc_info: Any) -> str:
    """Return a traceback as Python prints it, without the details of each error in it."""
    # One chunk is one frame or one error's text, however many lines that has.
    chunks = (chunk.rstrip("\n") for chunk in traceback.format_exception(*exc_info))
    return without_password("\n".join(map(without_detail, chunks)))


def _redact(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    for key, value in event.items():
        if isinstance(value, str):
            event[key] = without_password(without_detail(value))
    for key in event.keys() & _MASKED:
        event[key] = mask(event[key])
    for key in event.keys() & _SECRET:
        event[key] = "[redacted]"
    return event


def _add_trace(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    context = trace.get_current_span().get_span_context()
    if context.is_valid:
        event["trace_id"] = f"{context.trace_id:032x}"
        event["span_id"] = f"{context.span_id:016x}"
    return event


def _is_news(record: logging.LogRecord) -> bool:
    """Keep aiokafka from saying with each connection what ``KAFKA_SECURITY_PROTOCOL`` was chosen to be."""
    return record.getMessage() != "Sending username and password in the clear"


class StandardOutput(logging.StreamHandler[TextIO]):
    """Writes to what standard output is now. Tests replace it, close theirs, and logging goes on."""

    def __init__(self) -> None:
        logging.Handler.__init__(self)

    @property
    def stream(self) -> TextIO:  # type: ignore[override]
        return sys.stdout


def configure(service: str, settings: ServiceSettings) -> None:
    """Set up logging and tracing for this process. Calling it again changes nothing but the levels."""
    processors: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.stdlib.ExtraAdder(),
        _add_trace,
        _redact,
    ]
    if settings.log_format == "console":
        # Tracebacks without the variables, among which are secrets.
        plain = structlog.dev.plain_traceback
        renderers: list[Any] = [structlog.dev.ConsoleRenderer(exception_formatter=plain)]
    else:
        renderers = [structlog.processors.JSONRenderer()]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *processors,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = StandardOutput()
    handler.addFilter(RepetitionFilter("aiokafka"))
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=processors,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                # Also for eyes: the pretty traceback prints local variables, and so what customers wrote.
                structlog.processors.ExceptionRenderer(_format_traceback),
                *renderers,
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(settings.log_level)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.getLogger("aiokafka.conn").addFilter(_is_news)
    structlog.contextvars.bind_contextvars(service=service)
    if settings.otel_exporter_otlp_endpoint and not tracing.is_on():
        # With Protocol Buffers and an HTTP client of its own, which few installations need.
        from atende_platform.process.exporting import exporting_provider, send_rest  # noqa: PLC0415

        provider = exporting_provider(service, settings)
        tracing.switch_on(provider, partial(send_rest, provider))

"""Logs: JSON, with trace and tenant, without what customers wrote or who they are."""

import contextlib
import io
import json
import logging
from collections.abc import Iterator
from typing import Any, Protocol

import asyncpg
import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from atende_platform.process import telemetry, tracing
from atende_platform.process.settings import ServiceSettings


class Configure(Protocol):
    def __call__(self, **settings: Any) -> None: ...


@pytest.fixture
def configure() -> Iterator[Configure]:
    """Set logging up as a process does; afterwards it is as the other tests have it.

    To be called in the test's body: capsys has a stream of its own for each phase of a test.
    """
    before = structlog.get_config()
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level

    def run(**settings: Any) -> None:
        telemetry.configure("probe", ServiceSettings(database_url="x", database_worker_url="x", **settings))

    yield run
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.configure(**before)
    structlog.contextvars.clear_contextvars()


def test_a_line_is_json_with_service_and_without_secrets(
    configure: Configure, capsys: pytest.CaptureFixture[str]
) -> None:
    configure()
    configure()
    assert len(logging.getLogger().handlers) == 1
    with tracing.begun("work") as span:
        structlog.get_logger("probe").info(
            "received",
            phone="+5511987654321",
            sender="551187654321",
            text="Chegou quebrado",
            body="x",
            password="hunter2",
            access_token="eyJ",
            authorization="Bearer eyJ",
            kind="image",
        )
    line = json.loads(capsys.readouterr().out)
    assert line["event"] == "received"
    assert line["service"] == "probe"
    assert line["level"] == "info"
    assert line["kind"] == "image"
    assert line["timestamp"].endswith("Z")
    assert line["trace_id"] == f"{span.get_span_context().trace_id:032x}"
    assert line["span_id"] == f"{span.get_span_context().span_id:016x}"
    assert line["phone"] == "**********4321"
    assert line["sender"] == "********4321"
    for secret in ("text", "body", "password", "access_token", "authorization"):
        assert line[secret] == "[redacted]"


def test_other_libraries_log_the_same_way(configure: Configure, capsys: pytest.CaptureFixture[str]) -> None:
    configure()
    logging.getLogger("some.library").warning("careful", extra={"phone": "+5511987654321"})
    logging.getLogger("aiokafka").info("chatter")
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(line["event"], line["phone"]) for line in lines] == [("careful", "**********4321")]


def test_logging_goes_on_when_standard_output_was_replaced_and_closed(
    configure: Configure, capsys: pytest.CaptureFixture[str]
) -> None:
    with contextlib.redirect_stdout(io.StringIO()) as former:
        configure()
    former.close()
    logging.getLogger("some.library").warning("still heard")
    said = capsys.readouterr()
    assert json.loads(said.out)["event"] == "still heard"
    assert said.err == ""


@pytest.mark.parametrize("log_format", ["json", "console"])
def test_an_exception_is_told_without_the_variables_of_its_frames(
    configure: Configure, capsys: pytest.CaptureFixture[str], log_format: str
) -> None:
    configure(log_format=log_format)
    written = "Chegou " + "quebrado"
    try:
        raise ValueError(len(written))
    except ValueError as error:
        structlog.get_logger("probe").error("failed", exc_info=error, text=written)
    out = capsys.readouterr().out
    assert "ValueError: 15" in out
    assert written not in out
    if log_format == "json":
        assert "ValueError: 15" in json.loads(out)["exception"]


@pytest.mark.parametrize("log_format", ["json", "console"])
def test_the_row_that_postgresql_quotes_is_not_told(
    configure: Configure, capsys: pytest.CaptureFixture[str], log_format: str
) -> None:
    configure(log_format=log_format)
    quoted = asyncpg.UniqueViolationError("duplicate key value violates unique constraint")
    quoted.detail = "Failing row contains (Maria,\n+5511987654321)."
    failures = ExceptionGroup("two", [quoted, RuntimeError("other")])
    structlog.get_logger("probe").error("failed", exc_info=failures, error=repr(str(quoted)))
    out = capsys.readouterr().out
    assert "UniqueViolationError: duplicate key value" in out
    assert "RuntimeError: other" in out
    assert "Maria" not in out
    assert "4321" not in out


def test_the_arguments_that_the_driver_quotes_are_not_told() -> None:
    said = "(Error) invalid input for query argument $2: ['Maria'] ('utf-8' codec can't encode)"
    assert telemetry.without_detail(said) == "(Error) invalid input for query argument $2: [redacted]"


@given(value=st.one_of(st.text(), st.integers(), st.none()))
def test_a_mask_shows_at_most_four_characters(value: object) -> None:
    masked = telemetry.mask(value)
    assert len(masked) == len(str(value))
    assert set(masked[:-4]) <= {"*"}

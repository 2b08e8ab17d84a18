"""A library that repeats itself is heard once, and then every half a minute."""

import json
import logging

import pytest

from atende_platform.process import telemetry
from atende_platform.process.repetition import EVERY_SECONDS, RepetitionFilter
from atende_platform.process.settings import ServiceSettings


def test_repetitions_are_counted_and_left_out() -> None:
    at = 0.0
    heard: list[logging.LogRecord] = []
    handler = logging.Handler()
    handler.emit = heard.append  # type: ignore[method-assign]
    handler.addFilter(RepetitionFilter("chatty", clock=lambda: at))
    loggers = [logging.getLogger(name) for name in ("chatty.connection", "chattyish")]
    for logger in loggers:
        logger.addHandler(handler)
        logger.propagate = False
    chatty, other = loggers

    for node in range(5):
        chatty.error("cannot connect to node %s", node)
    chatty.error("another matter")
    assert [record.getMessage() for record in heard] == ["cannot connect to node 0", "another matter"]

    at = EVERY_SECONDS
    chatty.error("cannot connect to node %s", 9)
    assert heard[-1].getMessage() == "cannot connect to node 9"
    assert vars(heard[-1])["repeated"] == 4

    heard.clear()
    for _ in range(3):
        other.error("not its concern")
    assert len(heard) == 3


def test_aiokafka_is_kept_from_repeating_itself(
    nowhere: ServiceSettings, capsys: pytest.CaptureFixture[str]
) -> None:
    telemetry.configure("auth", nowhere)
    for _ in range(50):
        logging.getLogger("aiokafka.cluster.test").error("Unable connect to node with id %s", 1)
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["event"] for line in lines] == ["Unable connect to node with id 1"]

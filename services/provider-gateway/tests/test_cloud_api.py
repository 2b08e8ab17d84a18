"""What we ask of Meta, and what its answers mean."""

import json
from dataclasses import replace
from typing import Any

import pytest

from atende_contracts.event import Party
from atende_contracts.ids import uuid7
from gateway.domain.channels import ChannelAccess
from gateway.domain.errors import Treatment
from gateway.domain.sends import Accepted, Refused, Uncertain
from gateway.providers.cloud import ratings
from gateway.providers.cloud.errors import ERRORS, Rule
from gateway.providers.cloud.sending import build_message, classify
from gateway.providers.transport import Answered, NotSent, Unknown

from .gateway_stage import Connected, order

CHANNEL = Connected(uuid7(), uuid7(), "106540352242922", "", "")


def graph_error(code: int, status: int = 400, **error: Any) -> Answered:
    return Answered(status, json.dumps({"error": {"code": code, "message": f"(#{code})", **error}}).encode())


@pytest.mark.parametrize(("code", "rule"), ERRORS.items())
def test_a_graph_error_is_treated_by_its_code(code: int, rule: Rule) -> None:
    outcome = classify(graph_error(code))

    assert isinstance(outcome, Refused)
    assert (outcome.error.code, outcome.error.reason) == (code, rule.reason)
    assert (outcome.treatment, outcome.retry_after) == (rule.treatment, rule.retry_after)


def test_the_code_decides_and_not_the_http_status() -> None:
    for status in (200, 400, 429, 500):
        outcome = classify(graph_error(130429, status))
        assert isinstance(outcome, Refused)
        assert outcome.treatment is Treatment.THROTTLED


def test_an_unknown_code_is_tried_again_when_meta_says_so() -> None:
    for answer in (graph_error(987654, is_transient=True), graph_error(987654, 503)):
        outcome = classify(answer)
        assert isinstance(outcome, Refused)
        assert outcome.treatment is Treatment.RETRY


def test_what_cannot_be_stored_is_replaced() -> None:
    body = b'{"error": {"code": 100, "message": "nul \\u0000 half \\ud83d"}}'
    outcome = classify(Answered(400, body))

    assert isinstance(outcome, Refused)
    assert outcome.error.title == "nul \N{REPLACEMENT CHARACTER} half ?"
    unclear = classify(Answered(502, b"\x00\xff"))
    assert isinstance(unclear, Uncertain)
    assert "\x00" not in str(unclear.error.details)


def test_an_accepted_message() -> None:
    body = {"messages": [{"id": "wamid.1", "message_status": "held_for_quality_assessment"}]}

    assert classify(Answered(200, json.dumps(body).encode())) == Accepted("wamid.1")


@pytest.mark.parametrize(
    "answer",
    [
        Answered(200, b""),
        Answered(200, b"{}"),
        Answered(200, b'{"messages": []}'),
        Answered(200, b'{"messages": [{"id": 5}]}'),
        Answered(200, b"<html>"),
        Answered(500, b"oops"),
        Answered(502, b"<html>Bad gateway</html>"),
        Answered(503, b'{"error": "text"}'),
        Answered(408, b""),
        Unknown("reset"),
    ],
)
def test_without_a_result_nothing_is_known(answer: Any) -> None:
    assert isinstance(classify(answer), Uncertain)


@pytest.mark.parametrize(
    ("answer", "treatment"),
    [
        (NotSent("refused"), Treatment.UNREACHABLE),
        (Answered(429, b""), Treatment.THROTTLED),
        (Answered(404, b"<html>"), Treatment.RETRY),
        (Answered(302, b""), Treatment.RETRY),
    ],
)
def test_what_surely_was_not_sent(answer: Any, treatment: Treatment) -> None:
    outcome = classify(answer)

    assert isinstance(outcome, Refused)
    assert outcome.treatment is treatment


def test_the_address() -> None:
    def address(party: Party) -> Any:
        body = build_message(order(CHANNEL, recipient=party))
        return body and {key: body[key] for key in ("to", "recipient") if key in body}

    # WhatsApp's own form of a number wins: for Brazil it may differ from what people write.
    assert address(Party(phone="+5511987654321", wa_id="551187654321")) == {"to": "+551187654321"}
    assert address(Party(phone="+5511987654321", bsuid="BR.1")) == {"to": "+5511987654321"}
    assert address(Party(bsuid="BR.1")) == {"recipient": "BR.1"}
    assert address(Party(lid="1@lid")) is None


@pytest.mark.parametrize(
    ("reported", "limit", "people"),
    [
        ("TIER_250", "250", 250),
        ("TIER_2K", "2000", 2000),
        ("2000", "2000", 2000),
        (2000, "2000", 2000),
        ("TIER_UNLIMITED", "unlimited", None),
        (None, None, None),
        ("?", None, None),
    ],
)
def test_what_a_messaging_limit_means(reported: Any, limit: str | None, people: int | None) -> None:
    assert ratings.messaging_limit(reported) == limit
    channel = ChannelAccess(uuid7(), uuid7(), "whatsapp_cloud", "1", "active", 1, "", "", "")
    assert replace(channel, messaging_limit=limit).people_per_day == people


@pytest.mark.parametrize(
    ("reported", "quality"),
    [
        ("GREEN", "high"),
        ("YELLOW", "medium"),
        ("RED", "low"),
        ("FLAGGED", "low"),
        ("UNFLAGGED", "medium"),
        ("UNKNOWN", None),
        (None, None),
        (["GREEN"], None),
    ],
)
def test_what_a_rating_means(reported: Any, quality: str | None) -> None:
    assert ratings.quality(reported) == quality

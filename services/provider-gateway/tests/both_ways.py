"""A webhook read in both ways: as plain, and as any other. What comes of it must be the same bytes."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import pytest

from atende_contracts.ids import uuid7
from atende_contracts.registry import EncodedEvent
from gateway.domain.channels import ChannelAccess
from gateway.providers.cloud import webhook
from gateway.providers.cloud.plain import parse_plain

CHANNEL: Final = ChannelAccess(
    company_id=uuid7(),
    channel_id=uuid7(),
    provider="whatsapp_cloud",
    phone_number_id="",
    status="active",
    messages_per_second=80,
    verify_token="",
    access_token="",
    app_secret="",
)
_TIME: Final = re.compile(rb'"(occurred_at|at|sent_at)":"([^"]+)"')


def plain_events(body: bytes) -> list[EncodedEvent] | None:
    """Return the events of a webhook that is plain, each number standing for one channel."""
    plain = parse_plain(body)
    if plain is None:
        return None
    channels = {number: _channel(number) for number in plain.numbers}
    events = plain.events(channels)
    assert events is None or len(events) == plain.statuses + plain.messages
    return events


def usual_events(body: bytes) -> list[EncodedEvent]:
    """Return the events of any webhook, in the same way."""
    return [
        EncodedEvent.of(event)
        for update in webhook.parse(body)
        for event in webhook.normalise(update, CHANNEL.company_id, CHANNEL.channel_id).events
    ]


def without_clock(event: EncodedEvent) -> EncodedEvent:
    """Return an event in which what was taken from the clock just now is left out."""

    def shown(match: re.Match[bytes]) -> bytes:
        age = datetime.now(UTC) - datetime.fromisoformat(match[2].decode())
        return match[1] + b" now" if timedelta() <= age < timedelta(minutes=1) else match[0]

    return event._replace(value=_TIME.sub(shown, event.value))


def assert_same(body: bytes) -> bool:
    """Read a webhook in both ways; return whether it is plain."""
    plain = plain_events(body)
    if plain is not None:
        assert [*map(without_clock, plain)] == [*map(without_clock, usual_events(body))]
    return plain is not None


@contextmanager
def checking_all() -> Iterator[None]:
    """Have every webhook that is read in this process read in both ways."""
    usual = webhook.decode
    inside = False

    def decode(body: bytes) -> Any:
        nonlocal inside
        if not inside:
            inside = True
            try:
                assert_same(body)
            finally:
                inside = False
        return usual(body)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(webhook, "decode", decode)
        yield


def _channel(number: str) -> ChannelAccess:
    return replace(CHANNEL, phone_number_id=number)

"""The short way for webhooks that are plain: most of them, at a fraction of the price.

It takes a webhook only where all of this holds, and leaves every other to `gateway.webhooks.routes`, which
reads it from its beginning: the body has statuses and texts and nothing else, every number in it is a
connected channel's that is in memory, all of one company, and the body is signed with the secret of each.
What it takes has passed the same guards, and becomes the same bytes in Kafka.
"""

import os
from collections.abc import Mapping
from functools import lru_cache
from typing import Final
from uuid import UUID

from prometheus_client import Counter
from starlette.types import Scope

from atende_platform.addresses import prefix
from atende_platform.messaging.kafka import trace_headers
from atende_platform.process import tracing
from gateway.domain.channels import PENDING, ChannelAccess
from gateway.domain.quotas import Load
from gateway.providers import SHARED_WEBHOOK, PlainWebhook, Providers
from gateway.providers.port import Webhooks
from gateway.service.directory import ChannelDirectory
from gateway.webhooks.admission import Admission, TooManyUpdates
from gateway.webhooks.publisher import Headers, Publisher
from gateway.webhooks.throttle import WebhookThrottle
from gateway.webhooks.updates import updates_total

PATH: Final = "/webhooks/whatsapp"
UNKNOWN_CHANNEL: Final = ChannelAccess(
    company_id=UUID(int=0),
    channel_id=UUID(int=0),
    provider=SHARED_WEBHOOK,
    phone_number_id="",
    status="deleted",
    messages_per_second=0,
    verify_token="",
    access_token="",
    app_secret="signs nothing",  # noqa: S106
)
"""Stands for a number that is not connected: the caller cannot see from the time it takes that it is not."""

_plain = Counter("gateway_webhooks_plain_total", "Webhooks that were taken on the short way")
_taken = updates_total.labels("taken")


class PlainWebhooks:
    """Takes plain webhooks (`atende_platform.http.express.Quick`)."""

    def __init__(
        self,
        providers: Providers,
        channels: ChannelDirectory,
        publisher: Publisher,
        throttle: WebhookThrottle,
        admission: Admission,
    ) -> None:
        self._providers = providers
        self._channels = channels
        self._publisher = publisher
        self._throttle = throttle
        self._admission = admission

    async def take(self, scope: Scope, headers: Mapping[bytes, bytes], body: bytes) -> bool:
        """Take a webhook, with all its events in Kafka, and return True; or leave it to the routes."""
        address = prefix(scope["client"][0]) if scope["client"] else "unknown"
        self._throttle.check(address)
        own = self._own_channel(scope["path"])
        webhooks = self._webhooks_for(scope["path"], own)
        if webhooks is None or (own is not None and not self._is_signed(webhooks, headers, body, own)):
            return False
        webhook = webhooks.parse_plain(body)
        if webhook is None:
            return False
        channels = self._channels_of(webhook, own)
        if own is None and not self._is_signed(
            webhooks, headers, body, *(channels.values() or (UNKNOWN_CHANNEL,))
        ):
            return False
        events = webhook.events(channels) if channels else None
        if not events:
            return False
        self._throttle.trust(address)
        company_id = next(iter(channels.values())).company_id
        load = Load(bytes=len(body), updates=webhook.messages, statuses=webhook.statuses)
        if wait := self._admission.admit(company_id, load, len(events)):
            raise TooManyUpdates.after(wait)
        await self._publisher.send_encoded(events, self._trace())
        _taken.inc(len(events))
        _plain.inc()
        return True

    def _own_channel(self, path: str) -> ChannelAccess | None:
        """Return the channel whose URL it is, if it is in memory and its webhooks are to be read."""
        channel_id = _channel_id(path)
        channel = self._channels.known_by_id(channel_id) if channel_id is not None else None
        return channel if channel is not None and self._is_read(channel) else None

    def _webhooks_for(self, path: str, own: ChannelAccess | None) -> Webhooks | None:
        """Return what reads the webhooks at a URL; None where that is not known yet."""
        if own is None and path != PATH:
            return None
        return self._providers[own.provider if own is not None else SHARED_WEBHOOK].webhooks

    def _channels_of(self, webhook: PlainWebhook, own: ChannelAccess | None) -> Mapping[str, ChannelAccess]:
        """Return the channels of a webhook's numbers; none if one is not in memory, or of another company."""
        if own is not None:
            return {own.phone_number_id: own} if webhook.numbers == {own.phone_number_id} else {}
        found = {number: self._channels.known_by_number(number) for number in webhook.numbers}
        channels = {number: channel for number, channel in found.items() if channel is not None}
        is_whole = len(channels) == len(found) and all(map(self._is_read, channels.values()))
        return channels if is_whole and len({each.company_id for each in channels.values()}) == 1 else {}

    def _is_read(self, channel: ChannelAccess) -> bool:
        return channel.status != PENDING and not self._admission.pause(channel.company_id)

    @staticmethod
    def _is_signed(
        webhooks: Webhooks, headers: Mapping[bytes, bytes], body: bytes, *channels: ChannelAccess
    ) -> bool:
        """Tell whether the secret of each channel signed the body."""
        signature = headers.get(b"x-hub-signature-256", b"").decode("latin-1")
        return all(
            any(webhooks.verify_signature(secret, body, signature) for secret in secrets)
            for secrets in {channel.app_secrets for channel in channels}
        )

    @staticmethod
    def _trace() -> Headers:
        """Return the headers of the span; where none is made, of a trace that nobody records."""
        if tracing.is_on():
            return trace_headers()
        ids = os.urandom(24).hex()
        return [("traceparent", f"00-{ids[:32]}-{ids[32:]}-00".encode())]


@lru_cache(maxsize=4096)
def _channel_id(path: str) -> UUID | None:
    """Return whose URL it is; None if it names no channel."""
    try:
        return UUID(path.removeprefix(f"{PATH}/"))
    except ValueError:
        return None

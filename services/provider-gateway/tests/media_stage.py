"""Customers' files in tests: their messages, what is known of them, and what fetches them."""

import secrets
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any, Protocol
from uuid import UUID

from atende_contracts.event import Media, Party
from atende_contracts.messages import MessageReceivedV1
from gateway.domain.media import media_id
from gateway.media import MediaFetcher
from gateway.storage import MediaStorage

from .gateway_stage import Connected, Sql


def received(channel: Connected, provider_media_id: str, **media: Any) -> MessageReceivedV1:
    """Return a customer's message with a file."""
    return MessageReceivedV1(
        company_id=channel.company_id,
        channel_id=channel.id,
        provider_message_id=f"wamid.{secrets.token_hex(8)}",
        sender=Party(wa_id="5511987654321", phone="+5511987654321", name="Maria"),
        kind="image",
        media=Media(**{"provider_media_id": provider_media_id, "mime_type": "image/png", **media}),
        sent_at=datetime(2026, 11, 20, tzinfo=UTC),
    )


class MakeFetcher(Protocol):
    def __call__(
        self, *, storage: MediaStorage | None = None, hosts: frozenset[str] = frozenset(), **settings: Any
    ) -> MediaFetcher: ...


ReadRow = Callable[[MessageReceivedV1], Awaitable[Any]]


async def content_of(storage: MediaStorage, message: MessageReceivedV1) -> bytes:
    file = await storage.get(message.company_id, id_of(message))
    return b"".join([chunk async for chunk in file.chunks])


def id_of(message: MessageReceivedV1) -> UUID:
    return media_id(message.company_id, message.channel_id, message.provider_message_id, message.sent_at)


async def due_now(sql: Sql) -> None:
    await sql("UPDATE media SET next_attempt_at = now() WHERE state = 'pending'")

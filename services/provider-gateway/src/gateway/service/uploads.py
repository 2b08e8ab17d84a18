"""What a message's file is called at the provider: a file of ours is uploaded once for each channel.

A send never waits for an upload, which may take longer than its lease: it asks for it, is put off, and
finds it done at a later try.
"""

import asyncio
import time
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import replace
from typing import Any, Final
from uuid import UUID

from atende_contracts.content import InteractiveContent, MessageContent
from atende_contracts.event import Media, MediaContent, TemplateContent
from atende_contracts.limits import MEDIA_ID
from atende_platform.data.db import Database
from gateway.domain.sends import Order
from gateway.repository import uploads

Key = tuple[UUID, UUID, UUID]

_KNOWN_SECONDS: Final = 600.0
_PENDING_SECONDS: Final = 0.5
"""How long nobody asks again whether an upload is done: a campaign has hundreds of sends that wait for it."""
_MOST_KNOWN: Final = 10_000
_ASK_AGAIN_SECONDS: Final = 60.0
"""How long after an upload failed the next message with that file has it tried again."""
_TRUSTED_SECONDS: Final = 3600.0
"""How long an upload is believed to be at the provider, whatever it says."""


class NotUploaded(Exception):
    """The file is on its way to the provider."""


class Unusable(Exception):
    """There is no such file, or the provider does not take it."""


class Uploads:
    """Finds the provider's ids of files, and has files uploaded that have none."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: dict[Key, tuple[Media | None, float]] = {}
        self._looking = asyncio.Lock()

    async def resolve(self, order: Order) -> Order:
        """Return the order with its file as the provider knows it. Raises `NotUploaded` or `Unusable`."""
        key = _key_of(order)
        if key is None:
            return order
        media = self._remembered(key)
        if media is None:
            async with self._looking:  # Of many that ask for the same file, one looks.
                media = self._remembered(key) or await self._look(key)
        return replace(order, content=_with(order.content, media))

    async def renew(self, order: Order) -> bool:
        """Have an order's file uploaded again that the provider refused; False when that does not help."""
        key = _key_of(order)
        if key is None:
            return False
        async with self._database.worker() as session:
            upload = await uploads.find(session, key)
            if upload is None or (upload.state == "done" and upload.ended_seconds_ago < _TRUSTED_SECONDS):
                return False
            await uploads.request(session, key)
        self._known.pop(key, None)
        return True

    def _remembered(self, key: Key) -> Media | None:
        media, until = self._known.get(key, (None, 0.0))
        if time.monotonic() >= until:
            return None
        if media is None:
            raise NotUploaded
        return media

    async def _look(self, key: Key) -> Media:
        async with self._database.worker() as session:
            upload = await uploads.find(session, key)
            if upload is None or not upload.is_stored:
                raise Unusable
            failed = upload.state == "failed"
            if failed and upload.ended_seconds_ago < _ASK_AGAIN_SECONDS:
                raise Unusable
            if upload.state is None or failed:
                await uploads.request(session, key)
        if len(self._known) >= _MOST_KNOWN:
            self._known.clear()
        if upload.state != "done":
            self._known[key] = (None, time.monotonic() + _PENDING_SECONDS)
            raise NotUploaded
        media = Media(
            provider_media_id=upload.provider_media_id,
            mime_type=upload.mime_type,
            filename=upload.filename,
            size=upload.size,
        )
        self._known[key] = (media, time.monotonic() + _KNOWN_SECONDS)
        return media


def _key_of(order: Order) -> Key | None:
    """Return which file of ours an order sends, and through which channel."""
    media = _file_of(order.content)
    return None if media is None or media.id is None else (order.company_id, media.id, order.channel_id)


def _file_of(content: MessageContent) -> Media | None:
    match content:
        case MediaContent(media=media):
            return media
        case InteractiveContent(header=header) if header is not None:
            return header.media
        case TemplateContent():
            value = _header_file(content.components)
            return None if value is None else Media(id=_uuid(value[MEDIA_ID]))
    return None


def _header_file(components: Sequence[dict[str, Any]]) -> dict[str, Any] | None:
    """Return what a template's header says of a file of ours; None when it has none."""
    for component in components:
        parameters = component.get("parameters")
        for parameter in parameters if isinstance(parameters, list) else []:
            value = parameter.get(str(parameter.get("type"))) if isinstance(parameter, dict) else None
            if isinstance(value, dict) and MEDIA_ID in value:
                return value
    return None


def _uuid(value: Any) -> UUID:
    try:
        return UUID(value)
    except (ValueError, TypeError, AttributeError):
        raise Unusable from None


def _with(content: MessageContent, known: Media) -> MessageContent:
    """Return the content with its file as the provider knows it; what the sender says of it comes first."""
    file = _file_of(content)
    given = {} if file is None else file.model_dump(exclude={"id", "state"}, exclude_defaults=True)
    media = known.model_copy(update=given)
    match content:
        case MediaContent():
            return content.model_copy(update={"media": media})
        case InteractiveContent(header=header) if header is not None:
            return content.model_copy(update={"header": header.model_copy(update={"media": media})})
        case TemplateContent():
            components = deepcopy(content.components)
            if (value := _header_file(components)) is not None:
                del value[MEDIA_ID]
                value["id"] = media.provider_media_id
            return content.model_copy(update={"components": components})
    return content

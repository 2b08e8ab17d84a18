"""Files at the WhatsApp Cloud API: an id leads to an address, good for five minutes, and that to the bytes.

The address comes from outside, and the channel's token goes along: it must be of a host that we know, and
no redirect is followed.
"""

import re
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final

import aiohttp
from yarl import URL

from gateway.domain.channels import ChannelAccess
from gateway.domain.errors import Treatment
from gateway.domain.media import MediaFault, MediaLocation, is_provider_id
from gateway.providers.cloud.errors import rule_of
from gateway.providers.cloud.graph_json import decode, printable
from gateway.providers.transport import Answered, Reply, Transport

_MIME_TYPE: Final = re.compile(r"[A-Za-z0-9!#$&^_.+-]{1,100}/[A-Za-z0-9!#$&^_.+-]{1,100}")
_GONE: Final = frozenset({33, 100})
"""What the Graph API says of an id that does not exist, or that this token may not know of."""


class CloudMedia:
    """The media part of the Cloud API. ``hosts`` are those that files may come from, besides Graph's own."""

    def __init__(self, transport: Transport, *, base: str, hosts: frozenset[str]) -> None:
        self._transport = transport
        self._base = base
        self._graph = URL(base).origin()
        self._hosts = hosts

    async def location(self, channel: ChannelAccess, provider_media_id: str) -> MediaLocation:
        """Ask for the address of a file. Raises `MediaFault`."""
        if not is_provider_id(provider_media_id):
            raise MediaFault("gone", "no id of the provider's", final=True)
        reply = await self._transport.request(
            "GET",
            f"{self._base}/{provider_media_id}?phone_number_id={channel.phone_number_id}",
            token=channel.access_token,
        )
        status, answer = _read_reply(reply)
        if status == 200 and isinstance(answer, dict) and isinstance(answer.get("url"), str):
            sha256, size = answer.get("sha256"), answer.get("file_size")
            return MediaLocation(
                answer["url"],
                sha256=sha256 if isinstance(sha256, str) else None,
                size=int(size) if isinstance(size, int | str) and str(size).isdecimal() else None,
            )
        raise _refusal(status, answer)

    async def upload(
        self, channel: ChannelAccess, *, mime_type: str, size: int, chunks: AsyncIterator[bytes]
    ) -> str:
        """Upload a file; return its id there, good for 30 days. Raises `MediaFault`."""
        boundary = secrets.token_hex(16)
        head, tail = _form(boundary, mime_type)

        async def form() -> AsyncIterator[bytes]:
            yield head
            async for chunk in chunks:
                yield chunk
            yield tail

        reply = await self._transport.send_stream(
            f"{self._base}/{channel.phone_number_id}/media",
            token=channel.access_token,
            content_type=f"multipart/form-data; boundary={boundary}",
            # Told beforehand: a form of unknown length is not what Meta describes.
            size=len(head) + size + len(tail),
            chunks=form(),
        )
        status, answer = _read_reply(reply)
        media_id = answer.get("id") if isinstance(answer, dict) else None
        if status == 200 and isinstance(media_id, str) and is_provider_id(media_id):
            return media_id
        raise _upload_refusal(status, answer)

    @asynccontextmanager
    async def download(
        self, channel: ChannelAccess, location: MediaLocation
    ) -> AsyncIterator[AsyncIterator[bytes]]:
        """Open the bytes at an address. Raises `MediaFault`, also while they are read."""
        url = self._trusted(location.url)
        try:
            headers = {"Authorization": f"Bearer {channel.access_token}"}
            async with self._transport.stream(url, headers=headers) as (status, chunks):
                if 300 <= status < 400:
                    raise MediaFault("untrusted_host", "a redirect")
                if status == 401:
                    raise MediaFault("refused", "HTTP 401")
                if status != 200:
                    # Also 404, of an address whose time has passed: the next try asks for another.
                    raise MediaFault("unavailable", f"HTTP {status}")
                yield _read(chunks)
        except aiohttp.ClientError as error:
            raise _broken(error) from error

    def _trusted(self, text: str) -> URL:
        """Return the address as it is requested. Raises `MediaFault` unless its host is one that we know."""
        try:
            if not (text.isascii() and text.isprintable()) or set(text) & set(' \\"<>'):
                raise ValueError(text)
            # The same parsed address is judged and requested: two parsers could see two hosts in it.
            url = URL(text, encoded=True)
            origin = url.origin()
        except ValueError:
            raise MediaFault("untrusted_host", "not an address") from None
        at_home = origin == self._graph
        known = origin.scheme == "https" and origin.host in self._hosts and origin.is_default_port()
        if url.user is not None or url.password is not None or not (at_home or known):
            raise MediaFault("untrusted_host", f"{origin.scheme}://{origin.authority}"[:200])
        return url


def _read_reply(reply: Reply) -> tuple[int, Any]:
    if not isinstance(reply, Answered):
        raise MediaFault("unavailable", reply.reason)
    try:
        return reply.status, decode(reply.body)
    except ValueError:
        return reply.status, None


def _form(boundary: str, mime_type: str) -> tuple[bytes, bytes]:
    """Return what comes before a file's bytes, and after. Its name is ours: the message tells its own."""
    if not _MIME_TYPE.fullmatch(mime_type):
        mime_type = "application/octet-stream"
    fields = {"messaging_product": "whatsapp", "type": mime_type}
    before = "".join(
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    )
    file = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="file"\r\n'
        f"Content-Type: {mime_type}\r\n\r\n"
    )
    return (before + file).encode(), f"\r\n--{boundary}--\r\n".encode()


async def _read(chunks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    try:
        async for chunk in chunks:
            yield chunk
    except (aiohttp.ClientError, OSError) as error:
        raise _broken(error) from error


def _broken(error: Exception) -> MediaFault:
    return MediaFault("unavailable", f"{type(error).__name__}: {error}"[:300])


def _upload_refusal(status: int, answer: Any) -> MediaFault:
    error = answer.get("error") if isinstance(answer, dict) else None
    code = error.get("code") if isinstance(error, dict) else None
    detail = printable(f"HTTP {status}, code {code}")
    if not isinstance(code, int):
        return MediaFault("unavailable", detail)
    final = rule_of(code, status=status).treatment is Treatment.PERMANENT
    return MediaFault("refused" if final else "unavailable", detail, final=final)


def _refusal(status: int, answer: Any) -> MediaFault:
    error = answer.get("error") if isinstance(answer, dict) else None
    code = error.get("code") if isinstance(error, dict) else None
    detail = printable(f"HTTP {status}, code {code}")
    if not isinstance(code, int):
        return MediaFault("gone", detail, final=True) if status == 404 else MediaFault("unavailable", detail)
    if code in _GONE:
        return MediaFault("gone", detail, final=True)
    rule = rule_of(code, status=status)
    if rule.treatment is Treatment.CHANNEL_STOPPED:
        # A new token may come in time; a permission that this channel lacks does not.
        return MediaFault("refused", detail, final=rule.reason == "channel_permission")
    return MediaFault("unavailable", detail)

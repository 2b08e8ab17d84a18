"""The WhatsApp Cloud API: builds requests, and tells by Graph error code what an answer means.

Meta's throttling codes arrive as HTTP 400, so the HTTP status decides only where there is no code.
"""

import hashlib
import hmac
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from typing import Any, Final, Self
from uuid import UUID

import msgspec

from atende_contracts.event import ProviderError
from atende_contracts.limits import problems
from atende_contracts.reasons import ReasonCode
from gateway.domain.channels import ChannelAccess, Health, Objection
from gateway.domain.errors import OWN_ERROR, Treatment, rule_of
from gateway.domain.media import MediaLocation
from gateway.domain.sends import Accepted, Order, Outcome, Refused, Uncertain
from gateway.domain.templates import Draft, Template
from gateway.providers import cloud_account, cloud_templates, cloud_webhook
from gateway.providers.cloud_content import build_message, build_read
from gateway.providers.cloud_media import CloudMedia
from gateway.providers.cloud_reading import provider_id
from gateway.providers.graph import Graph
from gateway.providers.graph_json import decode, printable, read_error
from gateway.providers.port import Reading, Update
from gateway.providers.transport import Answered, NotSent, Reply, Transport, Unknown
from gateway.settings import Settings

_SIGNATURE_PREFIX: Final = "sha256="


class CloudApi:
    """Sends through Meta's Graph API. One instance serves all channels."""

    def __init__(
        self,
        transport: Transport,
        *,
        graph_url: str,
        version: str,
        media_hosts: frozenset[str] = frozenset(),
    ) -> None:
        self._transport = transport
        self._base = f"{graph_url.rstrip('/')}/{version}"
        self._graph = Graph(transport, base=self._base)
        self._media = CloudMedia(transport, base=self._base, hosts=media_hosts)

    @classmethod
    def from_settings(cls, settings: Settings) -> Self:
        """Return it with a transport of its own."""
        transport = Transport(
            connect_seconds=settings.send_connect_seconds, total_seconds=settings.send_total_seconds
        )
        return cls(
            transport,
            graph_url=settings.whatsapp_graph_url,
            version=settings.graph_version,
            media_hosts=settings.media_host_set,
        )

    async def send(self, channel: ChannelAccess, order: Order) -> Outcome:
        """Hand a message over, once. What Meta would refuse for its form is refused here, by its field."""
        problem = next(problems(order.content), None)
        if problem is not None:
            title, details = "WhatsApp does not take this content", f"{problem.field}: {problem.message}"
            error = ProviderError(code=OWN_ERROR, title=title, details=details, reason="invalid_content")
            return Refused(error, Treatment.PERMANENT)
        message = build_message(order)
        if message is None:
            error = ProviderError(
                code=OWN_ERROR, title="The recipient has no WhatsApp address", reason="no_phone"
            )
            return Refused(error, Treatment.PERMANENT)
        return classify(await self._post(channel, message))

    async def mark_read(self, channel: ChannelAccess, provider_message_id: str, *, typing: bool) -> bool:
        """Mark a message and all before it as read. Nothing is lost when it fails: it is not tried again."""
        reply = await self._post(channel, build_read(provider_message_id, typing=typing))
        return isinstance(reply, Answered) and reply.status == 200

    async def media_location(self, channel: ChannelAccess, provider_media_id: str) -> MediaLocation:
        return await self._media.location(channel, provider_media_id)

    async def upload_media(
        self, channel: ChannelAccess, *, mime_type: str, size: int, chunks: AsyncIterator[bytes]
    ) -> str:
        return await self._media.upload(channel, mime_type=mime_type, size=size, chunks=chunks)

    def download(
        self, channel: ChannelAccess, location: MediaLocation
    ) -> AbstractAsyncContextManager[AsyncIterator[bytes]]:
        return self._media.download(channel, location)

    async def health(self, channel: ChannelAccess) -> Health:
        return await cloud_account.read_health(self._graph, channel)

    async def objection(self, channel: ChannelAccess) -> Objection | None:
        return await cloud_account.read_objection(self._graph, channel)

    async def templates(self, channel: ChannelAccess) -> list[Template]:
        return await cloud_templates.read_all(self._graph, channel)

    async def create_template(self, channel: ChannelAccess, draft: Draft) -> Template:
        return await cloud_templates.create(self._graph, channel, draft)

    async def edit_template(
        self, channel: ChannelAccess, provider_template_id: str, changes: dict[str, Any]
    ) -> None:
        await cloud_templates.edit(self._graph, channel, provider_template_id, changes)

    async def delete_template(self, channel: ChannelAccess, provider_template_id: str, name: str) -> None:
        await cloud_templates.delete(self._graph, channel, provider_template_id, name)

    async def _post(self, channel: ChannelAccess, body: dict[str, Any]) -> Reply:
        return await self._transport.post(
            self._url(channel, "messages"), msgspec.json.encode(body), token=channel.access_token
        )

    def _url(self, channel: ChannelAccess, edge: str) -> str:
        return f"{self._base}/{channel.phone_number_id}/{edge}"

    def verify_signature(self, secret: str, body: bytes, signature: str | None) -> bool:
        """Check ``X-Hub-Signature-256`` over the raw bytes: Meta signs them with non-ASCII escaped."""
        if not secret or signature is None or not signature.startswith(_SIGNATURE_PREFIX):
            return False  # Anybody could sign with an empty secret.
        expected = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
        given = signature.removeprefix(_SIGNATURE_PREFIX)
        return hmac.compare_digest(expected.encode(), given.encode(errors="replace"))

    def parse_webhook(self, body: bytes) -> list[Update]:
        return cloud_webhook.parse(body)

    def normalise(self, update: Update, company_id: UUID, channel_id: UUID) -> Reading:
        return cloud_webhook.normalise(update, company_id, channel_id)

    async def close(self) -> None:
        await self._transport.close()


def classify(reply: Reply) -> Outcome:
    """Tell what became of a message by what came back."""
    match reply:
        case NotSent(reason):
            return Refused(_own("The provider could not be reached", reason), Treatment.UNREACHABLE)
        case Unknown(reason):
            return Uncertain(_own("No answer", reason, "no_answer"))
        case Answered(status, body):
            return _classify_answer(status, body)


def _classify_answer(status: int, body: bytes) -> Outcome:
    answer = _object(body)
    if 200 <= status < 300:
        message_id = _message_id(answer)
        if message_id is not None:
            return Accepted(message_id)
    error = answer.get("error")
    if isinstance(error, dict) and isinstance(error.get("code"), int):
        rule = rule_of(error["code"], status=status, transient=error.get("is_transient") is True)
        return Refused(read_error(error, rule=rule), rule.treatment, rule.retry_after)
    details = printable(f"HTTP {status}: {body[:200].decode(errors='replace')}")
    if 300 <= status < 500 and status != 408:
        # Something before Meta refused it: the message was not processed, and will be once that is mended.
        problem = _own("Refused without a reason", details)
        return Refused(problem, Treatment.THROTTLED if status == 429 else Treatment.RETRY)
    return Uncertain(_own("An answer without a result", details, "no_answer"))


def _own(title: str, details: str, reason: ReasonCode = "provider_busy") -> ProviderError:
    return ProviderError(code=OWN_ERROR, title=title, details=details, reason=reason)


def _object(body: bytes) -> dict[str, Any]:
    try:
        answer = decode(body)
    except ValueError:
        return {}
    return answer if isinstance(answer, dict) else {}


def _message_id(answer: dict[str, Any]) -> str | None:
    match answer.get("messages"):
        case [{"id": message_id}, *_]:
            return provider_id(message_id)
    return None

"""The WhatsApp Cloud API: builds requests, and tells by Graph error code what an answer means.

Meta's throttling codes arrive as HTTP 400, so the HTTP status decides only where there is no code.
"""

import hashlib
import hmac
from typing import Any, Final
from uuid import UUID

import msgspec

from atende_contracts.event import (
    Event,
    MediaContent,
    OutboundContent,
    Party,
    ProviderError,
    TemplateContent,
    TextContent,
)
from gateway.domain import OWN_ERROR, Accepted, ChannelAccess, Order, Outcome, Refused, Treatment, Uncertain
from gateway.providers import cloud_webhook
from gateway.providers.graph_json import decode, printable, read_error
from gateway.providers.port import Update
from gateway.providers.transport import Answered, NotSent, Reply, Transport, Unknown

_SIGNATURE_PREFIX: Final = "sha256="
_CAPTIONED: Final = {"image", "video", "document"}

# Meta's error codes (its page of December 2025) and what each asks of us.
_TREATMENTS: Final[dict[Treatment, tuple[int, ...]]] = {
    Treatment.CHANNEL_STOPPED: (
        *(0, 190),  # authentication, token expired
        *(3, 10, *range(200, 300), 131005),  # permission
        *(131031, 368, 130497, 131042, 131037, 131045, 133010),  # account, policy, payment, registration
    ),
    Treatment.THROTTLED: (4, 80007, 130429, 131057),  # app, WABA, number; maintenance of about a minute
    Treatment.PAIR_LIMITED: (131056,),
    Treatment.SPAM_LIMITED: (131048,),
    Treatment.HELD: (132015, 132068, 132069, 134101),  # paused template, blocked flow, template syncing
    Treatment.RETRY: (1, 2, 131000, 131016, 133004),
    Treatment.PERMANENT: (
        *(131026, 131047, 131049, 131050, 130472, 131021),  # this recipient, now or ever
        *(131008, 131009, 100, 33, 135000, 131051, 131052, 131053),  # this message
        *(132000, 132001, 132005, 132007, 132012, 132016),  # this template
        *(131055, 134100, 134102, 131059, 131062),
    ),
}
_BY_CODE: Final = {code: treatment for treatment, codes in _TREATMENTS.items() for code in codes}


class CloudApi:
    """Sends through Meta's Graph API. One instance serves all channels."""

    def __init__(self, transport: Transport, *, graph_url: str, version: str) -> None:
        self._transport = transport
        self._base = f"{graph_url.rstrip('/')}/{version}"

    async def send(self, channel: ChannelAccess, order: Order) -> Outcome:
        """Hand a message over, once."""
        message = build_message(order)
        if message is None:
            return Refused(
                ProviderError(code=OWN_ERROR, title="The recipient has no WhatsApp address"),
                Treatment.PERMANENT,
            )
        reply = await self._transport.post(
            f"{self._base}/{channel.phone_number_id}/messages",
            msgspec.json.encode(message),
            token=channel.access_token,
        )
        return classify(reply)

    def verify_signature(self, secret: str, body: bytes, signature: str | None) -> bool:
        """Check ``X-Hub-Signature-256`` over the raw bytes: Meta signs them with non-ASCII escaped."""
        if not secret or signature is None or not signature.startswith(_SIGNATURE_PREFIX):
            return False  # Anybody could sign with an empty secret.
        expected = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
        given = signature.removeprefix(_SIGNATURE_PREFIX)
        return hmac.compare_digest(expected.encode(), given.encode(errors="replace"))

    def parse_webhook(self, body: bytes) -> list[Update]:
        return cloud_webhook.parse(body)

    def normalise(self, update: Update, company_id: UUID, channel_id: UUID) -> list[Event]:
        return cloud_webhook.normalise(update, company_id, channel_id)

    async def close(self) -> None:
        await self._transport.close()


def build_message(order: Order) -> dict[str, Any] | None:
    """Return the body of ``POST /messages``; None when the recipient has no address Meta knows."""
    address = _address(order.recipient)
    if address is None:
        return None
    message = {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        **address,
        **_content(order.content),
        "biz_opaque_callback_data": str(order.send_id),
    }
    if order.reply_to:
        message["context"] = {"message_id": order.reply_to}
    return message


def _address(recipient: Party) -> dict[str, str] | None:
    number = (recipient.wa_id or recipient.phone or "").lstrip("+")
    if number:
        return {"to": f"+{number}"}  # Without the plus Meta prepends the business's country code.
    if recipient.bsuid:
        return {"recipient": recipient.bsuid}
    return None


def _content(content: OutboundContent) -> dict[str, Any]:
    match content:
        case TextContent():
            return {"type": "text", "text": {"body": content.body, "preview_url": content.preview_url}}
        case TemplateContent():
            template = {
                "name": content.name,
                "language": {"code": content.language},
                "components": content.components,
            }
            return {"type": "template", "template": template}
        case MediaContent():
            media = content.media
            section = {"id": media.provider_media_id} if media.provider_media_id else {"link": media.url}
            if content.caption and content.media_type in _CAPTIONED:
                section["caption"] = content.caption
            if media.filename and content.media_type == "document":
                section["filename"] = media.filename
            return {"type": content.media_type, content.media_type: section}


def classify(reply: Reply) -> Outcome:
    """Tell what became of a message by what came back."""
    match reply:
        case NotSent(reason):
            error = ProviderError(code=OWN_ERROR, title="The provider could not be reached", details=reason)
            return Refused(error, Treatment.UNREACHABLE)
        case Unknown(reason):
            return Uncertain(ProviderError(code=OWN_ERROR, title="No answer", details=reason))
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
        return Refused(read_error(error), _treatment(error, status))
    details = printable(f"HTTP {status}: {body[:200].decode(errors='replace')}")
    if 300 <= status < 500 and status != 408:
        # Something before Meta refused it: the message was not processed, and will be once that is mended.
        problem = ProviderError(code=OWN_ERROR, title="Refused without a reason", details=details)
        return Refused(problem, Treatment.THROTTLED if status == 429 else Treatment.RETRY)
    return Uncertain(ProviderError(code=OWN_ERROR, title="An answer without a result", details=details))


def _treatment(error: dict[str, Any], status: int) -> Treatment:
    known = _BY_CODE.get(error["code"])
    if known is not None:
        return known
    return Treatment.RETRY if error.get("is_transient") is True or status >= 500 else Treatment.PERMANENT


def _object(body: bytes) -> dict[str, Any]:
    try:
        answer = decode(body)
    except ValueError:
        return {}
    return answer if isinstance(answer, dict) else {}


def _message_id(answer: dict[str, Any]) -> str | None:
    match answer.get("messages"):
        case [{"id": str(message_id)}, *_] if message_id:
            return message_id
    return None

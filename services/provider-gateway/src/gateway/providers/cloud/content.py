"""Bodies of ``POST /messages``, as Meta's reference writes them."""

from typing import Any

from atende_contracts.content import (
    ContactsContent,
    FlowButton,
    Header,
    InteractiveContent,
    LinkButton,
    ListMenu,
    LocationContent,
    LocationRequest,
    MessageContent,
    ReactionContent,
    ReplyButtons,
)
from atende_contracts.event import Media, MediaContent, Party, TemplateContent, TextContent
from gateway.domain.sends import Order

Json = dict[str, Any]


def build_message(order: Order, content: Json | None = None) -> Json | None:
    """Return the body that sends an order; None when the recipient has no address Meta knows.

    ``content`` is what `build_content` made of the order's, if it was asked before.
    """
    address = _address(order.recipient)
    if address is None:
        return None
    message = {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        **address,
        **(content if content is not None else build_content(order.content)),
        "biz_opaque_callback_data": str(order.send_id),
    }
    if order.reply_to:
        message["context"] = {"message_id": order.reply_to}
    return message


def build_read(provider_message_id: str, *, typing: bool) -> Json:
    """Return the body that marks a message and all before it as read, and may show that we type."""
    body: Json = {"messaging_product": "whatsapp", "status": "read", "message_id": provider_message_id}
    if typing:
        body["typing_indicator"] = {"type": "text"}
    return body


def _address(recipient: Party) -> dict[str, str] | None:
    number = (recipient.wa_id or recipient.phone or "").lstrip("+")
    if number:
        return {"to": f"+{number}"}  # Without the plus Meta prepends the business's country code.
    if recipient.bsuid:
        return {"recipient": recipient.bsuid}
    return None


def build_content(content: MessageContent) -> Json:
    """Return what a content adds to the body of a message."""
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
            return {"type": content.media_type, content.media_type: _media_message(content)}
        case InteractiveContent():
            return {"type": "interactive", "interactive": _interactive(content)}
        case LocationContent():
            return {"type": "location", "location": _given(content, exclude={"kind"})}
        case ContactsContent():
            cards = [{k: v for k, v in _given(card).items() if v != []} for card in content.contacts]
            return {"type": "contacts", "contacts": cards}
        case ReactionContent():
            # An empty emoji takes the reaction back; an absent one is refused.
            reaction = {"message_id": content.message_id, "emoji": content.emoji or ""}
            return {"type": "reaction", "reaction": reaction}


def _given(part: Any, **options: Any) -> Json:
    given: Json = part.model_dump(exclude_none=True, **options)
    return given


def _file(media: Media) -> Json:
    return {"id": media.provider_media_id} if media.provider_media_id else {"link": media.url}


def _media_message(content: MediaContent) -> Json:
    section = _file(content.media)
    if content.caption:
        section["caption"] = content.caption
    if content.media.filename and content.media_type == "document":
        section["filename"] = content.media.filename
    if content.media.voice and content.media_type == "audio":
        section["voice"] = True
    return section


def _interactive(content: InteractiveContent) -> Json:
    action = content.action
    message: Json = {"type": action.type, "body": {"text": content.body}}
    if content.header is not None:
        message["header"] = _header(content.header)
    if content.footer is not None:
        message["footer"] = {"text": content.footer}
    match action:
        case ReplyButtons():
            buttons = [{"type": "reply", "reply": {"id": b.id, "title": b.title}} for b in action.buttons]
            message["action"] = {"buttons": buttons}
        case ListMenu():
            sections = [_given(section) for section in action.sections]
            message["action"] = {"button": action.button, "sections": sections}
        case LinkButton():
            parameters = {"display_text": action.display_text, "url": action.url}
            message["action"] = {"name": "cta_url", "parameters": parameters}
        case LocationRequest():
            message["action"] = {"name": "send_location"}
        case FlowButton():
            message["action"] = {"name": "flow", "parameters": _flow(action)}
    return message


def _header(header: Header) -> Json:
    if header.type == "text" or header.media is None:
        return {"type": "text", "text": header.text}
    file = _file(header.media)
    if header.type == "document" and header.media.filename:
        file["filename"] = header.media.filename
    return {"type": header.type, header.type: file}


def _flow(action: FlowButton) -> Json:
    parameters: Json = {
        "flow_message_version": "3",
        **({"flow_id": action.flow_id} if action.flow_id else {"flow_name": action.flow_name}),
        "flow_token": action.flow_token,
        "flow_cta": action.flow_cta,
        "mode": action.mode,
        "flow_action": action.flow_action,
    }
    if action.screen is not None:
        payload: Json = {"screen": action.screen}
        if action.data:
            payload["data"] = action.data
        parameters["flow_action_payload"] = payload
    return parameters

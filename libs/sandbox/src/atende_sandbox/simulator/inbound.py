"""Turns the admin API's friendly form of a customer's message into the webhook value Meta would send.

Shapes follow Meta's webhook reference. A message to be sent word for word goes into `message`.
"""

import base64
import json
from typing import Any, Literal

from pydantic import Field, model_validator

from atende_sandbox.simulator.graph_errors import status_error
from atende_sandbox.simulator.media import SAMPLES, MediaStore
from atende_sandbox.simulator.messages import (
    BUSINESS_SCOPED_USER_ID,
    CAPTIONED,
    MEDIA_TYPES,
    new_wamid,
)
from atende_sandbox.simulator.numbers import Number
from atende_sandbox.simulator.phones import normalise_phone
from atende_sandbox.simulator.schema import Schema

Kind = Literal[
    "text",
    "image",
    "audio",
    "video",
    "document",
    "sticker",
    "location",
    "contacts",
    "reaction",
    "button",
    "button_reply",
    "list_reply",
    "flow_reply",
    "order",
    "edit",
    "revoke",
    "system",
    "too_large",
    "unsupported",
]


class InboundMessage(Schema):
    """What a customer writes. Media without `mediaId` or `dataBase64` is a small sample file."""

    phone_number_id: str
    sender: str | None = Field(default=None, alias="from")
    name: str | None = Field(default=None, max_length=256)
    username: str | None = None
    user_id: str | None = None
    without_phone: bool = False
    type: Kind = "text"
    text: str | None = Field(default=None, max_length=65_536)
    caption: str | None = None
    media_id: str | None = None
    data_base64: str | None = None
    mime_type: str | None = None
    filename: str | None = None
    voice: bool = False
    latitude: float = -23.5614
    longitude: float = -46.6559
    location_name: str | None = None
    address: str | None = None
    contacts: list[dict[str, Any]] | None = None
    message_id: str | None = None
    emoji: str | None = None
    payload: str | None = None
    id: str | None = None
    title: str | None = None
    description: str | None = None
    reply_to: str | None = None
    forwarded: bool = False
    frequently_forwarded: bool = False
    referred_product: dict[str, Any] | None = None
    group_id: str | None = None
    identity_key_hash: str | None = None
    animated: bool = False
    items: list[dict[str, Any]] | None = None
    new_wa_id: str | None = None
    new_user_id: str | None = None
    response: dict[str, Any] | None = None
    referral: dict[str, Any] | None = None
    timestamp: int | None = None
    message: dict[str, Any] | None = None
    wait: bool = False

    @model_validator(mode="after")
    def _is_complete(self) -> "InboundMessage":
        if self.sender is not None:
            phone = normalise_phone(self.sender)
            if phone is None:
                raise ValueError("from must be a phone number of 7 to 15 digits")
            self.sender = phone
        if self.sender is None and self.user_id is None:
            raise ValueError("give from (a phone number), userId, or both")
        if self.user_id is not None and not BUSINESS_SCOPED_USER_ID.fullmatch(self.user_id):
            raise ValueError("userId looks like BR.1234567890abcdef")
        if self.without_phone and self.user_id is None:
            raise ValueError("withoutPhone needs userId")
        if self.message is None:
            self._require_fields()
        return self

    def _require_fields(self) -> None:
        needed = {
            "text": ("text",),
            "reaction": ("message_id",),
            "button_reply": ("title",),
            "list_reply": ("title",),
            "button": ("title",),
            "edit": ("message_id", "text"),
            "revoke": ("message_id",),
        }
        for name in needed.get(self.type, ()):
            if not getattr(self, name):
                raise ValueError(f"{name.replace('_i', 'I')} is required when type is {self.type}")

    def to_webhook(
        self, number: Number, media: MediaStore, base_url: str, now: float
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        """The `value` of the change, and the message in it."""
        message: dict[str, Any] = {}
        with_phone = self.sender is not None and not self.without_phone
        # With a username the phone fields are omitted, not empty (Meta's user id page, 2026).
        if with_phone:
            message["from"] = self.sender
        if self.user_id is not None:
            message["from_user_id"] = self.user_id
        message["id"] = new_wamid()
        if self.group_id is not None:
            message["group_id"] = self.group_id
        message["timestamp"] = str(self.timestamp or int(now))
        if self.message is not None:
            message.update(self.message)
            message.setdefault("type", "unsupported")
        else:
            message.update(self._content(media, base_url))
            self._add_context(message, number)
        profile: dict[str, Any] = {"name": self.name or self.username or self.sender or "Customer"}
        if self.username is not None:
            profile["username"] = self.username
        contact: dict[str, Any] = {"profile": profile}
        if with_phone:
            contact["wa_id"] = self.sender
        if self.user_id is not None:
            contact["user_id"] = self.user_id
        if self.identity_key_hash is not None:
            contact["identity_key_hash"] = self.identity_key_hash
        value: dict[str, Any] = {"messages": [message]}
        if message["type"] != "system":
            value = {"contacts": [contact], **value}
        return value, message

    @property
    def is_media(self) -> bool:
        return self.message is None and self.type in MEDIA_TYPES

    def summary(self) -> str:
        """One line for the log and the page."""
        if self.message is not None:
            text = self.message.get("text")
            return str(text.get("body")) if isinstance(text, dict) else f"[{self.message.get('type')}]"
        if self.type == "location":
            return f"[location] {self.latitude}, {self.longitude} {self.location_name or ''}".rstrip()
        said = self.text or self.caption or self.title or self.emoji
        return said if said and self.type not in MEDIA_TYPES else f"[{self.type}] {said or ''}".rstrip()

    def _add_context(self, message: dict[str, Any], number: Number) -> None:
        context: dict[str, Any] = {}
        if self.reply_to is not None:
            context = {"from": number.digits, "id": self.reply_to}
        if self.forwarded:
            context["forwarded"] = True
        if self.frequently_forwarded:
            context["frequently_forwarded"] = True
        if self.referred_product is not None:
            context["referred_product"] = self.referred_product
        if context:
            message["context"] = context
        if self.referral is not None:
            message["referral"] = self.referral

    def _content(self, media: MediaStore, base_url: str) -> dict[str, Any]:  # noqa: C901 - a table of types
        if self.type in MEDIA_TYPES:
            return {"type": self.type, self.type: self._media(media, base_url)}
        match self.type:
            case "text":
                content: Any = {"body": self.text}
            case "location":
                content = {"latitude": self.latitude, "longitude": self.longitude}
                content |= _present(name=self.location_name, address=self.address)
            case "contacts":
                content = self.contacts or [
                    {
                        "name": {"formatted_name": "Ana Souza", "first_name": "Ana"},
                        "phones": [{"phone": "+55 11 98888-7777", "wa_id": "5511988887777", "type": "CELL"}],
                    }
                ]
            case "reaction":
                # Without an emoji the customer removed the reaction.
                content = {"message_id": self.message_id, **_present(emoji=self.emoji)}
            case "button":
                content = {"payload": self.payload or self.title, "text": self.title}
            case "button_reply" | "list_reply":
                reply = {"id": self.id or self.title, "title": self.title}
                reply |= _present(description=self.description)
                return {"type": "interactive", "interactive": {"type": self.type, self.type: reply}}
            case "flow_reply":
                answered = json.dumps(self.response or {"flow_token": "unused"})
                reply = {"name": "flow", "body": "Sent", "response_json": answered}
                return {"type": "interactive", "interactive": {"type": "nfm_reply", "nfm_reply": reply}}
            case "order":
                item = {"product_retailer_id": "SKU-1", "quantity": 2, "item_price": 19.9, "currency": "BRL"}
                content = {"catalog_id": "300000000000001", "product_items": self.items or [item]}
                content |= _present(text=self.text)
            case "edit":
                edited = {"type": "text", "text": {"body": self.text}}
                content = {"original_message_id": self.message_id, "message": edited}
            case "revoke":
                content = {"original_message_id": self.message_id}
            case "system":
                content = self._system()
            case "too_large":
                return {"type": "unsupported", "errors": [status_error(131052, "The file is above 100 MB.")]}
            case _:
                problem = status_error(131051, "Message type is currently not supported.")
                return {
                    "type": "unsupported",
                    "errors": [problem],
                    "unsupported": {"type": self.title or "poll"},
                }
        return {"type": self.type, self.type: content}

    def _system(self) -> dict[str, Any]:
        """The customer has another number, or with it another user id."""
        who = self.name or self.sender or "Customer"
        if self.new_user_id is not None:
            changed = f"User {who} changed from {self.user_id} to {self.new_user_id}"
            ids = _present(user_id=self.new_user_id, previous_user_id=self.user_id)
            if self.new_wa_id is None:
                return {"body": changed, "type": "user_changed_user_id", **ids}
            return {"body": changed, "wa_id": self.new_wa_id, "type": "user_changed_number", **ids}
        new = self.new_wa_id or f"{self.sender}1"
        changed = f"User {who} changed from {self.sender} to {new}"
        return {"body": changed, "wa_id": new, "type": "user_changed_number"}

    def _media(self, media: MediaStore, base_url: str) -> dict[str, Any]:
        if self.media_id is not None:
            item = media.get(self.media_id)
            if item is None:
                raise ValueError(f"mediaId {self.media_id} is not known")
        else:
            sample_mime, sample = SAMPLES[self.type]
            content = (
                sample if self.data_base64 is None else base64.b64decode(self.data_base64, validate=True)
            )
            item = media.add(self.phone_number_id, self.mime_type or sample_mime, content)
        described: dict[str, Any] = {
            "mime_type": item.mime_type,
            "sha256": item.sha256,
            "id": item.id,
            # Meta's webhooks carry the URL since late 2025; it expires like any other.
            "url": media.url(item, base_url),
        }
        if self.type in CAPTIONED:
            described |= _present(caption=self.caption or self.text)
        if self.type == "document":
            described["filename"] = self.filename or "sample.pdf"
        if self.type == "audio":
            described["voice"] = self.voice
        if self.type == "sticker":
            described["animated"] = self.animated
        return described


def _present(**fields: Any) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}

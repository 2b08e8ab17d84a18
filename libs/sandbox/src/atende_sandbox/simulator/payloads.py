"""Builds webhook bodies in Meta's shape and signs them.

Meta signs the bytes it sends, and it sends JSON with non-ASCII characters escaped as lower-case \\uXXXX and
slashes as \\/. A receiver that verifies a re-serialised body fails against these bytes, as it would live.
"""

import hashlib
import hmac
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from atende_sandbox.simulator.messages import Outbound
from atende_sandbox.simulator.numbers import Number

if TYPE_CHECKING:
    import asyncio


# Fields whose value begins with messaging_product and the number's metadata.
NUMBER_TOPICS = frozenset({"messages", "user_preferences"})


@dataclass(slots=True)
class StatusUpdate:
    """One step of a message we accepted."""

    message: Outbound
    status: str
    timestamp: int
    error: dict[str, Any] | None = None


@dataclass(slots=True)
class ChangeUpdate:
    """An inbound message or any other field of a webhook, `value` without its metadata."""

    value: dict[str, Any]
    reference: str
    topic: str = "messages"
    acknowledged: "asyncio.Future[dict[str, Any]] | None" = None


Update = StatusUpdate | ChangeUpdate


def encode(number: Number, updates: list[Update]) -> bytes:
    """One POST body. Neighbouring statuses share a change, as in Meta's batches; messages have their own."""
    metadata = {
        "display_phone_number": number.digits,
        "phone_number_id": number.phone_number_id,
    }
    changes: list[dict[str, Any]] = []
    statuses: list[dict[str, Any]] | None = None
    for update in updates:
        if isinstance(update, ChangeUpdate):
            statuses = None
            value = update.value
            if update.topic in NUMBER_TOPICS:
                value = {"messaging_product": "whatsapp", "metadata": metadata, **value}
            changes.append({"value": value, "field": update.topic})
            continue
        contacts = _status_contacts(update)
        if statuses is None or contacts:
            statuses = []
            value = {"messaging_product": "whatsapp", "metadata": metadata}
            if contacts:
                value["contacts"] = contacts
            value["statuses"] = statuses
            changes.append({"value": value, "field": "messages"})
        statuses.append(_status(update))
        if contacts:
            statuses = None
    body = {"object": "whatsapp_business_account", "entry": [{"id": number.waba_id, "changes": changes}]}
    return json.dumps(body, separators=(",", ":")).replace("/", "\\/").encode("ascii")


def sign(app_secret: str, body: bytes) -> str:
    return "sha256=" + hmac.new(app_secret.encode(), body, hashlib.sha256).hexdigest()


def _status(update: StatusUpdate) -> dict[str, Any]:
    message = update.message
    status: dict[str, Any] = {
        "id": message.wamid,
        "status": update.status,
        "timestamp": str(update.timestamp),
    }
    # A recipient known only by user id has no phone: the field is absent, not empty.
    if message.to is not None:
        status["recipient_id"] = message.to
    if message.group:
        status["recipient_type"] = "group"
    if message.user_id is not None:
        status["recipient_user_id"] = message.user_id
    if message.callback_data is not None:
        status["biz_opaque_callback_data"] = message.callback_data
    if update.error is not None:
        status["errors"] = [update.error]
    elif update.status in ("sent", "delivered"):
        free = message.category == "service"
        status["pricing"] = {
            "billable": not free,
            "pricing_model": "PMP",
            "category": message.category,
            "type": "free_customer_service" if free else "regular",
        }
    return status


def _status_contacts(update: StatusUpdate) -> list[dict[str, Any]] | None:
    """Statuses name the contact when it has a user id; `failed` never does (Meta's user id page, 2026)."""
    message = update.message
    if message.user_id is None or update.status == "failed":
        return None
    contact: dict[str, Any] = {"user_id": message.user_id}
    if message.to is not None:
        contact["wa_id"] = message.to
    return [contact]

"""What happens to a business at Meta besides messages: the state changes, and a webhook reports it."""

import time
from typing import Any, Literal, cast, get_args

from pydantic import Field

from atende_sandbox.simulator.numbers import Number, Quality, Template
from atende_sandbox.simulator.payloads import ChangeUpdate
from atende_sandbox.simulator.phones import normalise_phone
from atende_sandbox.simulator.schema import Schema
from atende_sandbox.simulator.world import World

TIERS = {250: "TIER_250", 2_000: "TIER_2K", 10_000: "TIER_10K", 100_000: "TIER_100K", -1: "TIER_UNLIMITED"}
BLOCKS = {"DISABLED": 131031, "RESTRICTED": 368, "PAYMENT_ISSUE": 131042, "COUNTRY": 130497, "OK": None}

Kind = Literal[
    "quality",
    "throughput",
    "name",
    "messaging_limit",
    "account",
    "account_alert",
    "account_review",
    "template_status",
    "template_quality",
    "template_category",
    "user_preference",
    "security",
    "token_expired",
]


class Event(Schema):
    """`value` is the new state: a quality GREEN/YELLOW/RED, a throughput STANDARD/HIGH, a limit, a template's
    status, `stop` or `resume`, and for `account` one of DISABLED, RESTRICTED, PAYMENT_ISSUE, COUNTRY, OK."""

    phone_number_id: str
    kind: Kind
    value: str = Field(default="", max_length=256)
    template: str | None = None
    language: str | None = None
    customer: str | None = None
    reason: str = "NONE"
    maintenance_seconds: float = Field(default=0, ge=0, le=3600)


def happen(world: World, event: Event) -> ChangeUpdate | None:
    """Change the state and send the webhook. None for what Meta is silent about. ValueError when unfit."""
    number = world.directory.numbers[event.phone_number_id]
    if event.kind.startswith("template_"):
        return _template(world, number, event)
    if event.kind == "user_preference":
        return _preference(world, number, event)
    topic, value = _account(world, number, event)
    world.directory.save()
    if topic is None:
        return None
    return world.tell(number.phone_number_id, value, reference=topic, topic=topic)


def template_status(
    world: World, phone_number_id: str, template: Template, status: str, reason: str = "NONE"
) -> ChangeUpdate:
    template.status, template.rejected_reason = status, reason
    world.directory.save()
    value = {"event": status, **_named(template), "reason": reason}
    topic = "message_template_status_update"
    return world.tell(phone_number_id, value, reference=topic, topic=topic)


def _account(world: World, number: Number, event: Event) -> tuple[str | None, dict[str, Any]]:
    told: dict[str, Any] = {"display_phone_number": number.digits}
    match event.kind:
        case "quality":
            return "phone_number_quality_update", told | _rate(number, event.value)
        case "throughput":
            return "phone_number_quality_update", told | _upgrade(world, number, event)
        case "name":
            number.name_status = event.value or "APPROVED"
            told |= {"decision": number.name_status, "requested_verified_name": number.verified_name}
            return "phone_number_name_update", told | {"rejection_reason": event.reason}
        case "messaging_limit":
            return "business_capability_update", _limit(world, number, event.value)
        case "account":
            return _block(world, number, event)
        case "account_alert":
            alert = {"alert_severity": "WARNING", "alert_status": "NONE", "alert_type": event.value}
            return "account_alerts", {
                "entity_type": "BUSINESS",
                "entity_id": number.waba_id,
                "alert_info": alert,
            }
        case "account_review":
            return "account_review_update", {"decision": event.value or "APPROVED"}
        case "security":
            return "security", told | {"event": event.value or "PIN_CHANGED", "requester": "1"}
        case _:  # An expired token is noticed at the next call: Meta sends no webhook.
            number.token_expired = True
            return None, {}


def _rate(number: Number, quality: str) -> dict[str, Any]:
    number.quality_rating = _quality(quality)
    worse = quality in ("YELLOW", "RED")
    return {"event": "FLAGGED" if worse else "UNFLAGGED", "current_limit": number.messaging_limit}


def _upgrade(world: World, number: Number, event: Event) -> dict[str, Any]:
    """To 1,000 messages a second or back to 80. While it happens Meta answers 131057 for up to a minute."""
    high = event.value == "HIGH"
    number.throughput_level = "HIGH" if high else "STANDARD"
    number.maintenance_until = time.time() + event.maintenance_seconds
    if world.knobs.of(number.phone_number_id).throughput_per_second is not None:
        world.knobs.update({"throughputPerSecond": 1000 if high else 80}, number.phone_number_id)
    return {"event": "THROUGHPUT_UPGRADE", "current_limit": number.messaging_limit}


def _limit(world: World, number: Number, value: str) -> dict[str, Any]:
    limit = int(value) if value.lstrip("-").isdigit() else 0
    if limit not in TIERS:
        raise ValueError(f"value must be one of {', '.join(map(str, TIERS))}")
    for other in world.directory.of_account(number.waba_id):
        other.messaging_limit = TIERS[limit]
    return {"max_daily_conversations_per_business": limit}


def _quality(value: str) -> Quality:
    for quality in get_args(Quality):
        if value == quality:
            return cast("Quality", quality)
    raise ValueError("value must be GREEN, YELLOW, RED or UNKNOWN")


def _block(world: World, number: Number, event: Event) -> tuple[str, dict[str, Any]]:
    if event.value not in BLOCKS:
        raise ValueError(f"value must be one of {', '.join(BLOCKS)}")
    for other in world.directory.of_account(number.waba_id):
        other.blocked_by = BLOCKS[event.value]
    told: dict[str, Any] = {"phone_number": number.digits}
    if event.value == "DISABLED":
        told |= {"event": "DISABLED_UPDATE", "ban_info": {"waba_ban_state": "DISABLE"}}
    elif event.value == "OK":
        told |= {"event": "DISABLED_UPDATE", "ban_info": {"waba_ban_state": "REINSTATE"}}
    else:
        restriction = {"restriction_type": "RESTRICTED_BIZ_INITIATED_MESSAGING"}
        told |= {"event": "ACCOUNT_RESTRICTION", "restriction_info": [restriction]}
    return "account_update", told


def _template(world: World, number: Number, event: Event) -> ChangeUpdate:
    templates = world.directory.templates.get(number.waba_id, {}).values()
    template = next(
        (
            item
            for item in templates
            if item.name == event.template and event.language in (None, item.language)
        ),
        None,
    )
    if template is None:
        raise ValueError(f"template {event.template} is not known")
    if event.kind == "template_status":
        return template_status(world, number.phone_number_id, template, event.value, event.reason)
    if event.kind == "template_quality":
        previous, template.quality_score = template.quality_score, _quality(event.value)
        told = {"previous_quality_score": previous, "new_quality_score": event.value}
        topic = "message_template_quality_update"
    else:
        told = {"previous_category": template.category, "new_category": event.value}
        template.category = event.value
        topic = "template_category_update"
    world.directory.save()
    return world.tell(number.phone_number_id, {**told, **_named(template)}, reference=topic, topic=topic)


def _preference(world: World, number: Number, event: Event) -> ChangeUpdate:
    customer = normalise_phone(event.customer or "")
    if customer is None or event.value not in ("stop", "resume"):
        raise ValueError("give customer (a phone) and value (stop or resume)")
    key = (number.phone_number_id, customer)
    if event.value == "stop":
        world.conversations.stopped_marketing.add(key)
    else:
        world.conversations.stopped_marketing.discard(key)
    preference = {
        "wa_id": customer,
        "detail": f"User requested to {event.value} marketing messages",
        "category": "marketing_messages",
        "value": event.value,
        "timestamp": int(time.time()),
    }
    value = {"contacts": [{"wa_id": customer}], "user_preferences": [preference]}
    return world.tell(number.phone_number_id, value, reference="user_preferences", topic="user_preferences")


def _named(template: Template) -> dict[str, Any]:
    identity = int(template.id) if template.id.isdigit() else template.id
    return {
        "message_template_id": identity,
        "message_template_name": template.name,
        "message_template_language": template.language,
    }

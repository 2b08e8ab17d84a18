"""What Meta's webhooks about numbers, accounts and templates change of what we know of them."""

from collections.abc import Mapping
from typing import Any, Final

from gateway.domain.channels import ChannelReason, ChannelReport
from gateway.domain.templates import TemplateReport
from gateway.providers.cloud.ratings import messaging_limit, quality
from gateway.providers.port import Report
from gateway.providers.reading import Json

_HEALTH_FIELDS: Final = frozenset(
    {
        "phone_number_quality_update",
        "phone_number_name_update",
        "business_capability_update",
        "account_update",
        "account_review_update",
    }
)
"""The updates after which Meta says something else about the number when it is asked."""
_TEMPLATE_FIELDS: Final = frozenset(
    {
        "message_template_status_update",
        "message_template_quality_update",
        "message_template_components_update",
        "template_category_update",
    }
)
_STATUS_AGAIN: Final = {"REINSTATED": "APPROVED", "UNARCHIVED": "APPROVED"}
_BAN_UPDATE: Final = "DISABLED_UPDATE"


def read(field: str, value: Json) -> Report:
    """Return what an update says. Whatever it does not say, or not as it should, changes nothing."""
    return Report(
        channel=_channel(field, value),
        template=_template(field, value) if field in _TEMPLATE_FIELDS else None,
        templates_changed=field in _TEMPLATE_FIELDS,
        health_changed=field in _HEALTH_FIELDS,
    )


def _channel(field: str, value: Mapping[str, Any]) -> ChannelReport | None:
    event = _scalar(value.get("event"))
    limit = messaging_limit(value.get("max_daily_conversations_per_business") or value.get("current_limit"))
    match field:
        case "phone_number_quality_update":
            return ChannelReport(_scalar(value.get("display_phone_number")), quality(event), limit)
        case "business_capability_update":
            return ChannelReport(messaging_limit=limit)
        case "account_update":
            ban = value.get("ban_info")
            state = ban.get("waba_ban_state") if isinstance(ban, dict) else None
            if event == "ACCOUNT_DELETED":
                return ChannelReport(stopped=ChannelReason("account_deleted", f"WhatsApp: {event}"))
            if event == _BAN_UPDATE and state == "DISABLE":
                return ChannelReport(stopped=ChannelReason("account_blocked", f"WhatsApp: {event}"))
            if event == _BAN_UPDATE and state == "REINSTATE":
                return ChannelReport(reinstated=True)
    return None


def _template(field: str, value: Mapping[str, Any]) -> TemplateReport | None:
    """Return what an update says of a template; None when it names none."""
    template_id = value.get("message_template_id")
    if not isinstance(template_id, int | str) or not template_id:
        return None
    match field:
        case "message_template_status_update":
            event = _word(value.get("event"))
            return TemplateReport(
                str(template_id),
                status=_STATUS_AGAIN.get(event or "", event),
                rejected_reason=_word(value.get("reason")) or "NONE",
            )
        case "message_template_quality_update":
            return TemplateReport(str(template_id), quality=_word(value.get("new_quality_score")))
        case "template_category_update":
            return TemplateReport(str(template_id), category=_word(value.get("new_category")))
    return TemplateReport(str(template_id))


def _word(value: Any) -> str | None:
    return value[:100] if isinstance(value, str) and value else None


def _scalar(value: Any) -> str | None:
    text = str(value) if isinstance(value, str | int) else ""
    return text[:100] or None

"""What Meta says of a number and its account: whether it works, and how far it may go."""

from typing import Any, Final

from gateway.domain.channels import ChannelAccess, Health
from gateway.domain.errors import ProviderAway, ProviderRefusal, Treatment
from gateway.providers.graph import Graph

_FIELDS: Final = (
    "quality_rating,name_status,throughput,whatsapp_business_manager_messaging_limit,display_phone_number"
)
_UNKNOWN_OBJECT: Final = 33
"""The subcode for ids that are unknown, or not the token's to see."""
_PASSING: Final = frozenset({Treatment.THROTTLED, Treatment.RETRY})
"""Refusals that say nothing of the channel."""


async def read_health(graph: Graph, channel: ChannelAccess) -> Health:
    """Ask about the number, then about its account. Raises `ProviderAway`."""
    try:
        number = await graph.call(channel, "GET", channel.phone_number_id, query={"fields": _FIELDS})
    except ProviderRefusal as refusal:
        return _unhealthy(refusal)
    subscribed, problem = None, None
    if channel.waba_id is not None:
        try:
            apps = await graph.call(channel, "GET", f"{channel.waba_id}/subscribed_apps")
            subscribed = bool(apps.get("data"))
        except ProviderRefusal as refusal:
            problem = _unhealthy(refusal).problem
    throughput = number.get("throughput")
    return Health(
        token_valid=True,
        number_known=True,
        subscribed=subscribed,
        quality=_word(number.get("quality_rating")),
        messaging_limit=_word(number.get("whatsapp_business_manager_messaging_limit")),
        throughput=_word(throughput.get("level")) if isinstance(throughput, dict) else None,
        name_status=_word(number.get("name_status")),
        problem=problem,
    )


def _unhealthy(refusal: ProviderRefusal) -> Health:
    if refusal.treatment in _PASSING:
        raise ProviderAway(refusal.error.title) from None
    token_valid = refusal.error.reason != "channel_auth"
    known = False if refusal.subcode == _UNKNOWN_OBJECT and token_valid else None
    return Health(token_valid=token_valid, number_known=known, problem=refusal.error)


def _word(value: Any) -> str | None:
    return value[:100] if isinstance(value, str) and value else None

"""What Meta says of a number and its account: whose they are, whether they work, how far they may go."""

from typing import Any, Final, Literal

from atende_contracts.event import ProviderError
from gateway.domain.channels import ChannelAccess, Health, TokenRefusal
from gateway.domain.errors import OWN_ERROR, ProviderAway, ProviderRefusal, Treatment
from gateway.providers.cloud.graph import Graph
from gateway.providers.cloud.ratings import messaging_limit, quality

_FIELDS: Final = (
    "quality_rating,name_status,throughput,whatsapp_business_manager_messaging_limit,display_phone_number"
)
_UNKNOWN_OBJECT: Final = 33
"""The subcode for ids that are unknown, or not the token's to see."""
_PASSING: Final = frozenset({Treatment.THROTTLED, Treatment.RETRY})
"""Refusals that say nothing of the channel."""
_NO_ACCESS: Final = frozenset({"channel_auth", "channel_permission"})
_PAGE: Final = 100
_MAX_PAGES: Final = 20
_RATES: Final = {"STANDARD": 80.0, "HIGH": 1000.0}
"""Messages in a second, in and out together, by the throughput that Meta grants a number."""


class CloudAccount:
    """A number and its WhatsApp business account."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    async def health(self, channel: ChannelAccess) -> Health:
        """Ask about the number, then about its account. Raises `ProviderAway`."""
        try:
            number = await self._graph.call(
                channel, "GET", channel.phone_number_id, query={"fields": _FIELDS}
            )
        except ProviderRefusal as refusal:
            return _unhealthy(refusal)
        subscribed, problem = None, None
        if channel.waba_id is not None:
            try:
                apps = await self._graph.call(channel, "GET", f"{channel.waba_id}/subscribed_apps")
                subscribed = bool(apps.get("data"))
            except ProviderRefusal as refusal:
                problem = _unhealthy(refusal).problem
        throughput = number.get("throughput")
        level = _word(throughput.get("level")) if isinstance(throughput, dict) else None
        return Health(
            token_valid=True,
            number_known=True,
            subscribed=subscribed,
            quality=quality(number.get("quality_rating")),
            messaging_limit=messaging_limit(number.get("whatsapp_business_manager_messaging_limit")),
            throughput=level,
            messages_per_second=_RATES.get(level or ""),
            name_status=_word(number.get("name_status")),
            problem=problem,
        )

    async def verify(self, channel: ChannelAccess) -> TokenRefusal | None:
        """Ask for the number, and for the numbers of its account. Raises `ProviderAway`."""
        about: Literal["access_token", "waba_id"] = "access_token"
        try:
            # Fields that only a phone number has: a token sees public objects of other kinds, too.
            query = {"fields": "id,display_phone_number"}
            number = await self._graph.call(channel, "GET", channel.phone_number_id, query=query)
            if (
                number.get("id") != channel.phone_number_id
                or _word(number.get("display_phone_number")) is None
            ):
                return _not_confirmed(about, "The id is not the one of a phone number")
            if channel.waba_id is None:
                return None
            about = "waba_id"
            if await _has_number(self._graph, channel, channel.waba_id):
                return None
            return _not_confirmed(about, "The account does not have the phone number")
        except ProviderRefusal as refusal:
            if refusal.treatment in _PASSING:
                raise ProviderAway(refusal.error.title) from None
            final = refusal.error.reason in _NO_ACCESS or refusal.subcode == _UNKNOWN_OBJECT
            return TokenRefusal(about, refusal.error, final)


async def _has_number(graph: Graph, channel: ChannelAccess, waba_id: str) -> bool:
    query = {"fields": "id", "limit": str(_PAGE)}
    for _ in range(_MAX_PAGES):
        page = await graph.call(channel, "GET", f"{waba_id}/phone_numbers", query=query)
        items = page.get("data")
        if not isinstance(items, list):
            raise ProviderAway("a list of numbers without numbers")
        if any(isinstance(item, dict) and item.get("id") == channel.phone_number_id for item in items):
            return True
        paging = page.get("paging")
        cursors = paging.get("cursors") if isinstance(paging, dict) and paging.get("next") else None
        after = cursors.get("after") if isinstance(cursors, dict) else None
        if not isinstance(after, str):
            return False
        query["after"] = after
    return False


def _not_confirmed(about: Literal["access_token", "waba_id"], title: str) -> TokenRefusal:
    error = ProviderError(code=OWN_ERROR, title=title, reason="channel_permission")
    return TokenRefusal(about, error, final=True)


def _unhealthy(refusal: ProviderRefusal) -> Health:
    if refusal.treatment in _PASSING:
        raise ProviderAway(refusal.error.title) from None
    token_valid = refusal.error.reason != "channel_auth"
    known = False if refusal.subcode == _UNKNOWN_OBJECT and token_valid else None
    return Health(token_valid=token_valid, number_known=known, problem=refusal.error)


def _word(value: Any) -> str | None:
    return value[:100] if isinstance(value, str) and value else None

"""Calls of Meta's Graph API that are not messages: what it knows of numbers, accounts and templates."""

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlencode

import msgspec

from gateway.domain.channels import ChannelAccess
from gateway.domain.errors import ProviderAway, ProviderRefusal
from gateway.providers.cloud.errors import rule_of
from gateway.providers.cloud.graph_json import decode, printable, read_error
from gateway.providers.transport import Answered, NotSent, Transport, Unknown

Json = dict[str, Any]

_DETAIL: Final = 200


class Graph:
    """Makes calls with a channel's token. What changes something is asked once, and never repeated here."""

    def __init__(self, transport: Transport, *, base: str) -> None:
        self._transport = transport
        self._base = base

    async def call(
        self,
        channel: ChannelAccess,
        method: str,
        path: str,
        *,
        query: Mapping[str, str] | None = None,
        body: Json | None = None,
    ) -> Json:
        """Return what is answered. Raises `ProviderRefusal` or `ProviderAway`."""
        url = f"{self._base}/{path}" + (f"?{urlencode(query)}" if query else "")
        content = None if body is None else msgspec.json.encode(body)
        match await self._transport.request(method, url, token=channel.access_token, body=content):
            case NotSent(reason) | Unknown(reason):
                raise ProviderAway(reason)
            case Answered(status, raw):
                return _read(status, raw)


def _read(status: int, raw: bytes) -> Json:
    try:
        answer = decode(raw)
    except ValueError:
        answer = None
    if isinstance(answer, dict):
        error = answer.get("error")
        if isinstance(error, dict) and isinstance(error.get("code"), int):
            rule = rule_of(error["code"], status=status, transient=error.get("is_transient") is True)
            subcode = error.get("error_subcode")
            raise ProviderRefusal(
                read_error(error, rule=rule),
                rule.treatment,
                subcode=subcode if isinstance(subcode, int) else None,
            )
        if 200 <= status < 300:
            return answer
    raise ProviderAway(printable(f"HTTP {status}: {raw[:_DETAIL].decode(errors='replace')}"))

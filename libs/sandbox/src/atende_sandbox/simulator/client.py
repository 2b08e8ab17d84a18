"""A typed client of the simulator's admin API, for tests and the demo.

Option names are snake_case here and camelCase on the wire. A refused call raises SimulatorError with the
simulator's own explanation.
"""

import ssl
from collections.abc import AsyncIterator
from types import TracebackType
from typing import Any, Literal, Self

import httpx
from pydantic.alias_generators import to_camel

LogKind = Literal["accepted", "inbound", "rejected", "webhooks"]


class SimulatorError(Exception):
    """The simulator refused an admin call."""

    def __init__(self, status: int, body: dict[str, Any]) -> None:
        super().__init__(f"{status}: {body.get('error')} {body.get('details') or ''}".rstrip())
        self.status = status
        self.body = body


class SimulatorClient:
    """`async with SimulatorClient(url) as simulator: ...`"""

    def __init__(self, base_url: str, *, timeout: float = 60) -> None:
        self.base_url = base_url.rstrip("/")
        # Only ever on this machine and without TLS: a proxy of the environment must not get in between, and
        # to load the authorities' certificates would cost 20 ms for each client.
        no_authorities = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        self._http = httpx.AsyncClient(
            base_url=self.base_url, timeout=timeout, trust_env=False, verify=no_authorities
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        await self._http.aclose()

    async def register_number(
        self,
        phone_number_id: str,
        *,
        display_phone_number: str,
        access_token: str,
        app_secret: str,
        verify_token: str = "",
        callback_url: str | None = None,
        waba_id: str = "100000000000001",
        verified_name: str = "Sandbox business",
        app_id: str = "200000000000001",
        previous_app_secret: str | None = None,
        verify: bool = False,
    ) -> dict[str, Any]:
        """Create or replace a number; with `verify` adds `verification: {verified, status, problem}`."""
        body = {
            "displayPhoneNumber": display_phone_number,
            "accessToken": access_token,
            "appSecret": app_secret,
            "verifyToken": verify_token,
            "callbackUrl": callback_url,
            "wabaId": waba_id,
            "verifiedName": verified_name,
            "appId": app_id,
            "previousAppSecret": previous_app_secret,
            "verify": verify,
        }
        return await self._call("PUT", f"/_sim/numbers/{phone_number_id}", body)

    async def numbers(self) -> list[dict[str, Any]]:
        result: list[dict[str, Any]] = (await self._call("GET", "/_sim/numbers"))["numbers"]
        return result

    async def templates(self, waba_id: str, templates: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Replace an account's templates. Sends are then checked against them."""
        body = {"templates": templates}
        result: list[dict[str, Any]] = (await self._call("PUT", f"/_sim/templates/{waba_id}", body))[
            "templates"
        ]
        return result

    async def inbound(
        self,
        phone_number_id: str,
        sender: str | None,
        text: str | None = None,
        *,
        name: str | None = None,
        wait: bool = False,
        **options: Any,
    ) -> dict[str, Any]:
        """A customer writes. Returns `{wamid}`, with `wait` also `{acked, status, attempts, ms}`.

        Options: type, caption, media_id, data_base64, mime_type, filename, voice, latitude, longitude,
        location_name, address, contacts, message_id, emoji, payload, id, title, description, reply_to,
        forwarded, frequently_forwarded, referral, referred_product, group_id, identity_key_hash, items,
        new_wa_id, new_user_id, response, timestamp, user_id, username, without_phone, message (raw).
        """
        return await self._call(
            "POST",
            "/_sim/inbound",
            inbound_body(phone_number_id, sender, text, name=name, wait=wait, **options),
        )

    async def inbound_batch(
        self, messages: list[dict[str, Any]], *, wait: bool = False
    ) -> list[dict[str, Any]]:
        """Many at once; build the items with `inbound_body`."""
        body = {"messages": messages, "wait": wait}
        result: list[dict[str, Any]] = (await self._call("POST", "/_sim/inbound/batch", body))["messages"]
        return result

    async def webhook(
        self, phone_number_id: str, field: str, value: dict[str, Any], *, wait: bool = False
    ) -> dict[str, Any]:
        """Send a webhook of any field, `value` as given."""
        body = {"phoneNumberId": phone_number_id, "field": field, "value": value, "wait": wait}
        return await self._call("POST", "/_sim/webhook", body)

    async def event(self, phone_number_id: str, kind: str, value: str = "", **options: Any) -> dict[str, Any]:
        """Let something happen to the business: `event(number, "quality", "RED")`. See `events.Event`."""
        body = {"phone_number_id": phone_number_id, "kind": kind, "value": value, **options}
        return await self._call("POST", "/_sim/events", _camel(body))

    async def preset(self, name: str, phone_number_id: str | None = None) -> dict[str, Any]:
        """Replace the knobs by a named set: healthy, meta, bad day, silence, no window."""
        params = {} if phone_number_id is None else {"phoneNumberId": phone_number_id}
        in_force: dict[str, Any] = (await self._call("PUT", f"/_sim/presets/{name}", params=params))[
            "inForce"
        ]
        return in_force

    async def knobs(self, phone_number_id: str | None = None, **knobs: Any) -> dict[str, Any]:
        """Merge knobs (None removes one) and return those in force; without knobs only return them."""
        params = {} if phone_number_id is None else {"phoneNumberId": phone_number_id}
        if not knobs:
            result = await self._call("GET", "/_sim/knobs", params=params)
        else:
            result = await self._call("PUT", "/_sim/knobs", _camel(knobs), params=params)
        in_force: dict[str, Any] = result["inForce"]
        return in_force

    async def clear_knobs(self, phone_number_id: str | None = None) -> None:
        params = {} if phone_number_id is None else {"phoneNumberId": phone_number_id}
        await self._call("DELETE", "/_sim/knobs", params=params)

    async def summary(self) -> dict[str, Any]:
        return await self._call("GET", "/_sim/summary")

    async def log(
        self, after: int = 0, limit: int = 1000, *, kind: LogKind = "accepted"
    ) -> tuple[list[dict[str, Any]], int | None]:
        """A page of records, and the `after` of the next page (None at the end)."""
        page = await self._call("GET", "/_sim/log", params={"after": after, "limit": limit, "kind": kind})
        return page["records"], page["next"]

    async def full_log(self, *, kind: LogKind = "accepted") -> AsyncIterator[dict[str, Any]]:
        after: int | None = 0
        while after is not None:
            records, after = await self.log(after, 10_000, kind=kind)
            for record in records:
                yield record

    async def conversations(
        self, phone_number_id: str | None = None, customer: str | None = None, limit: int = 50
    ) -> list[dict[str, Any]]:
        params: dict[str, Any] = {"phoneNumberId": phone_number_id, "customer": customer, "limit": limit}
        params = {name: value for name, value in params.items() if value is not None}
        result: list[dict[str, Any]] = (await self._call("GET", "/_sim/conversations", params=params))[
            "conversations"
        ]
        return result

    async def wait_idle(self, timeout: int = 30) -> bool:
        """Wait until no webhook is pending. False when the timeout passed first."""
        result = await self._call("GET", "/_sim/wait-idle", params={"timeout": timeout}, timeout=timeout + 30)
        return bool(result["idle"])

    async def reset(self, *, knobs: bool = True, numbers: bool = False, media: bool = False) -> None:
        await self._call("POST", "/_sim/reset", {"knobs": knobs, "numbers": numbers, "media": media})

    async def _call(
        self,
        method: str,
        path: str,
        body: dict[str, Any] | None = None,
        *,
        params: dict[str, Any] | None = None,
        timeout: float | None = None,
    ) -> dict[str, Any]:
        response = await self._http.request(
            method,
            path,
            json=body,
            params=params,
            timeout=httpx.USE_CLIENT_DEFAULT if timeout is None else timeout,
        )
        result: dict[str, Any] = response.json()
        if response.status_code != 200:
            raise SimulatorError(response.status_code, result)
        return result


def inbound_body(
    phone_number_id: str, sender: str | None, text: str | None = None, **options: Any
) -> dict[str, Any]:
    """The wire form of one inbound message."""
    body = {"phone_number_id": phone_number_id, "from": sender, "text": text, **options}
    raw = body.pop("message", None)
    wire = {to_camel(name): value for name, value in body.items() if value is not None}
    return wire if raw is None else {**wire, "message": raw}


def _camel(value: Any) -> Any:
    """Keys of knobs, nested ones included; None stays, since it removes a knob."""
    if isinstance(value, dict):
        return {to_camel(name): _camel(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_camel(item) for item in value]
    return value

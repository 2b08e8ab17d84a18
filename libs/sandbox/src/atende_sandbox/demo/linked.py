"""The demo's WhatsApp Web channel: linked by QR code, then a question, the answer and its ticks."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Final, TypeVar
from uuid import uuid4

from atende_sandbox.demo.api import Api, ApiError
from atende_sandbox.whatsapp_web.client import StubClient, StubError

T = TypeVar("T")

STEPS: Final = 4
CHANNEL: Final = "Balcão (WhatsApp Web)"
PHONE: Final = "5511900000001"
CUSTOMER: Final = ("5511994000004", "Elis Prado")
_PATIENCE_SECONDS: Final = 90.0


@dataclass(frozen=True)
class Talk:
    """Its outcome, for the report."""

    channel_id: str
    question: str
    answer: str
    received: int
    """How often the customer's phone got the answer."""
    status: str
    """Of the answer, as the agent sees it."""


async def talk(owner: Api, agent: Api, phone: StubClient, run: str, done: Callable[[], None]) -> Talk:
    """Play it. Raises `ApiError` when something does not come about."""
    channel_id = await _channel(owner)
    done()
    await _link(owner, phone, channel_id)
    done()
    number, name = CUSTOMER
    question, answer = f"Tem bolo de fubá hoje? [{run}]", f"Tem sim, Elis! Saiu agora do forno. [{run}]"
    await phone.contact(number, name)
    await phone.deliver(number, question, account=PHONE)
    ticket_id = await _until(lambda: _ticket_with(agent, question), "the customer's message")
    sent = await agent.post(
        f"/api/v1/tickets/{ticket_id}/messages", {"text": answer, "clientMessageId": str(uuid4())}
    )
    arrived = await _until(lambda: _arrived(phone, answer), "the answer on the customer's phone")
    done()
    await phone.receipt(arrived, "read")

    async def read() -> str | None:
        status = await _status(agent, ticket_id, sent["id"])
        return status if status == "read" else None

    status = await _until(read, "the customer's reading of the answer")
    done()
    times = len([each for each in await phone.received(number) if each.text == answer])
    return Talk(channel_id, question, answer, times, status)


async def _channel(owner: Api) -> str:
    """Return the channel, which an earlier demo may have made."""
    for channel in await owner.all("/api/v1/channels"):
        if channel["name"] == CHANNEL:
            return str(channel["id"])
    made = await owner.post(
        "/api/v1/channels", {"name": CHANNEL, "provider": "whatsapp_web", "acceptRisk": True}
    )
    return str(made["id"])


async def _link(owner: Api, phone: StubClient, channel_id: str) -> None:
    """Scan the QR code, unless the phone is linked."""
    path = f"/api/v1/channels/{channel_id}"

    async def is_open() -> bool | None:
        return (await owner.get(path))["session"]["status"] == "open" or None

    if await is_open() and await phone.account(PHONE):
        return
    await owner.post(f"{path}/pairing", {"method": "qr"})

    async def scanned() -> bool | None:
        shown = await owner.get(f"{path}/pairing")
        if shown["kind"] != "qr" or not shown["code"]:
            return None
        try:
            await phone.scan(shown["code"], PHONE, "Padaria Aurora")
        except StubError:
            return None  # It has just been replaced by the next.
        return True

    await _until(scanned, "a QR code")
    await _until(is_open, "the linked phone's connection")


async def _ticket_with(agent: Api, text: str) -> str | None:
    for ticket in await agent.all("/api/v1/tickets"):
        if ticket["contact"]["phone"] != f"+{CUSTOMER[0]}" or ticket["status"] == "closed":
            continue
        if any(each["text"] == text for each in await agent.all(f"/api/v1/tickets/{ticket['id']}/messages")):
            return str(ticket["id"])
    return None


async def _arrived(phone: StubClient, text: str) -> str | None:
    return next((each.id for each in await phone.received(CUSTOMER[0]) if each.text == text), None)


async def _status(agent: Api, ticket_id: str, message_id: str) -> str:
    messages: list[dict[str, Any]] = await agent.all(f"/api/v1/tickets/{ticket_id}/messages")
    return str(next(each["status"] for each in messages if each["id"] == message_id))


async def _until(check: Callable[[], Awaitable[T | None]], what: str) -> T:
    give_up_at = time.monotonic() + _PATIENCE_SECONDS
    while (result := await check()) is None:
        if time.monotonic() > give_up_at:
            raise ApiError(f"{what} did not come about")
        await asyncio.sleep(0.3)
    return result

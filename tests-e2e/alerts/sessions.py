"""The causes of alerts about WhatsApp Web sessions: what goes wrong at WhatsApp, played by the stub."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final

from alerts.stage import Stage
from system import Company, eventually

from atende_sandbox.demo.api import Api
from atende_sandbox.whatsapp_web.client import StubClient, StubError

_PHONE: Final = "5511900000001"
_CUSTOMER: Final = "5511994000004"


def _stub(stage: Stage) -> StubClient:
    return StubClient(stage.system.world.settings.url("whatsapp-web"))


async def _new_channel(api: Api, name: str) -> str:
    made = await api.post("/api/v1/channels", {"name": name, "provider": "whatsapp_web", "acceptRisk": True})
    return str(made["id"])


async def _is_open(company: Company, channel_id: str) -> None:
    channel = await company.api.get(f"/api/v1/channels/{channel_id}")
    assert channel["session"]["status"] == "open", channel["session"]


async def _linked(stage: Stage, stub: StubClient) -> str:
    """Return the company's channel, linked to the phone."""
    company = stage.company
    channels: list[dict[str, Any]] = await company.api.all("/api/v1/channels")
    known = [each["id"] for each in channels if each["provider"] == "whatsapp_web"]
    channel_id = str(known[0]) if known else await _new_channel(company.api, "Balcão")
    if not known:
        path = f"/api/v1/channels/{channel_id}/pairing"
        await company.api.post(path, {"method": "qr"})

        async def scanned() -> None:
            shown = await company.api.get(path)
            assert shown["kind"] == "qr", shown
            assert shown["code"], shown
            try:
                await stub.scan(shown["code"], _PHONE, "Padaria")
            except StubError as error:  # It has just been replaced by the next.
                raise AssertionError from error

        await eventually(scanned, timeout=60, every=0.5)
    await eventually(lambda: _is_open(company, channel_id), timeout=90, every=0.5)
    return channel_id


@asynccontextmanager
async def no_room(stage: Stage) -> AsyncIterator[None]:
    """A second channel is being linked, and the only bridge has room for one."""
    async with _stub(stage) as stub:
        await _linked(stage, stub)
    second = await _new_channel(stage.neighbour.api, "Sem lugar")
    await stage.neighbour.api.post(f"/api/v1/channels/{second}/pairing", {"method": "qr"})
    try:
        yield
    finally:
        await stage.neighbour.api.delete(f"/api/v1/channels/{second}")


@asynccontextmanager
async def unstorable_lines(stage: Stage) -> AsyncIterator[None]:
    """What customers write on a linked phone cannot be stored."""
    async with _stub(stage) as stub:
        await _linked(stage, stub)
        await stub.contact(_CUSTOMER, "Elis")
        async with stage.constraint("gateway.outbox", "type <> 'message.received.v1'"):
            await stub.deliver(_CUSTOMER, "Oi", account=_PHONE)
            yield


@asynccontextmanager
async def refused_version(stage: Stage) -> AsyncIterator[None]:
    """WhatsApp refuses the version of WhatsApp Web that the bridge names."""
    async with _stub(stage) as stub:
        channel_id = await _linked(stage, stub)
        await stub.fail_logins(405)
        await stub.drop()
        try:
            yield
        finally:
            await stub.heal()
            # As the company does once the system was updated; by itself it is tried again in 15 minutes.
            await stage.company.api.post(f"/api/v1/channels/{channel_id}/reconnect")


@asynccontextmanager
async def unreachable(stage: Stage) -> AsyncIterator[None]:
    """WhatsApp takes no connection, for as long as a session fails ten times in a row."""
    async with _stub(stage) as stub:
        await _linked(stage, stub)
        await stub.unreachable()
        await stub.drop()
        try:
            yield
        finally:
            await stub.heal()

"""Read receipts and typing: shown once, soon or not at all, a few at a time."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from aiohttp import web
from prometheus_client import REGISTRY

from atende_contracts.ids import uuid7
from atende_contracts.messages import MessageReadRequestedV1
from atende_platform.data.db import Database, now
from atende_platform.runtime import Runtime
from atende_platform.testing.plugin import AsUser, Eventually, Installation, Publish
from gateway.handlers import RECEIPTS_IN_FLIGHT, ReadReceipts
from gateway.providers import make_providers
from gateway.sealing import Sealer
from gateway.service.directory import ChannelDirectory

from .gateway_stage import ACCESS_TOKEN, Connected, Meta

Requested = Callable[..., MessageReadRequestedV1]


@pytest.fixture
def requested(channel: Connected) -> Requested:
    def make(message_id: str = "wamid.1", *, age: float = 0.0, **fields: Any) -> MessageReadRequestedV1:
        return MessageReadRequestedV1(
            **{
                "company_id": channel.company_id,
                "channel_id": channel.id,
                "provider_message_id": message_id,
                "occurred_at": now() - timedelta(seconds=age),
                **fields,
            }
        )

    return make


@pytest.fixture
async def show(installation: Installation, database: Database) -> Any:
    """Handles a batch of requests."""
    settings = installation.settings
    providers = make_providers(settings)
    directory = ChannelDirectory(database, Sealer(settings.credential_keys), max_age=60.0)
    yield ReadReceipts(providers, directory).on_read_requested
    await providers.close()


def _taken(meta: Meta) -> Any:
    async def answer(_: web.Request, __: dict[str, Any]) -> web.Response:
        return web.json_response({"success": True})

    meta.respond = answer


def _failed() -> float:
    return REGISTRY.get_sample_value("gateway_receipts_failed_total") or 0.0


async def test_a_message_is_shown_once_for_all_that_a_batch_asks(
    show: Any, requested: Requested, meta: Meta
) -> None:
    _taken(meta)
    failed = _failed()
    await show([requested(), requested(typing=True), requested(), requested("wamid.2")])

    assert sorted(meta.requests, key=lambda body: str(body["message_id"])) == [
        {
            "messaging_product": "whatsapp",
            "status": "read",
            "message_id": "wamid.1",
            "typing_indicator": {"type": "text"},
        },
        {"messaging_product": "whatsapp", "status": "read", "message_id": "wamid.2"},
    ]
    assert set(meta.tokens) == {f"Bearer {ACCESS_TOKEN}"}
    assert _failed() == failed


async def test_typing_of_long_ago_is_passed_over_and_reading_is_not(
    show: Any, requested: Requested, meta: Meta
) -> None:
    _taken(meta)
    await show(
        [
            requested("wamid.1", age=40, typing=True),
            requested("wamid.2", age=4000),
            requested("wamid.3", age=20, typing=True),
        ]
    )
    shown = {body["message_id"]: "typing_indicator" in body for body in meta.requests}
    assert shown == {"wamid.2": False, "wamid.3": True}


async def test_what_the_provider_does_not_take_is_counted_and_left(
    show: Any, requested: Requested, meta: Meta
) -> None:
    async def refuse(_: web.Request, __: dict[str, Any]) -> web.Response:
        return meta.refuse(131009)

    meta.respond = refuse
    failed = _failed()
    await show([requested("wamid.1"), requested("wamid.2")])
    assert len(meta.requests) == 2
    assert _failed() == failed + 2


async def test_channels_that_are_off_or_gone_show_nothing(
    show: Any, requested: Requested, meta: Meta, channel: Connected, as_user: AsUser
) -> None:
    disabled = await as_user().patch(f"/api/v1/channels/{channel.id}", json={"status": "disabled"})
    assert disabled.status_code == 200, disabled.text
    await show([requested(), requested(channel_id=uuid7())])
    assert meta.requests == []


async def test_a_few_are_under_way_at_a_time(show: Any, requested: Requested, meta: Meta) -> None:
    under_way = most = 0
    full = asyncio.Event()

    async def slowly(_: web.Request, __: dict[str, Any]) -> web.Response:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        if most == RECEIPTS_IN_FLIGHT:
            full.set()
        await full.wait()
        await asyncio.sleep(0.02)  # One more than these would come now.
        under_way -= 1
        return web.json_response({"success": True})

    meta.respond = slowly
    await show([requested(f"wamid.{number}") for number in range(30)])
    assert len(meta.requests) == 30
    assert most == RECEIPTS_IN_FLIGHT


async def test_requests_arrive_through_kafka(
    worker: Runtime[Any],  # noqa: ARG001 (runs the consumers)
    publish: Publish,
    requested: Requested,
    meta: Meta,
    eventually: Eventually,
) -> None:
    _taken(meta)
    await publish(*(requested(f"wamid.{number}", channel_id=UUID(int=number)) for number in range(5)))
    await publish(requested("wamid.known"))

    async def shown() -> None:
        assert [body["message_id"] for body in meta.requests] == ["wamid.known"]

    await eventually(shown)

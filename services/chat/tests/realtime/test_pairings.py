"""Codes that link a device: from the gateway over Redis to those who manage channels, and to nobody else."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from redis.asyncio import Redis

from atende_contracts.channels import ChannelChangedV1
from atende_contracts.pairing import NEWS, Pairing, PairingNews
from atende_platform.testing.plugin import Eventually, Handle

from ..factories import Rows
from .consoles import Connect, Console

CODE = "https://wa.me/settings/linked_devices#2@secret"


def shown(console: Console) -> list[dict[str, Any]]:
    return [data for event, data in console.notices if event == "pairing"]


async def test_a_code_reaches_who_manages_channels_and_is_kept_nowhere(
    connect: Connect, redis: Redis, company_id: UUID, channel_id: UUID, eventually: Eventually, rows: Rows
) -> None:
    boss = await connect(role="admin", namespace="/channels", others=["/chat"])
    others = [
        await connect(role="viewer", namespace="/channels"),
        await connect(role="admin", namespace="/channels", company_id=uuid4()),
        await connect(role="admin", namespace="/chat"),
    ]
    for console in (boss, *others):
        await console.until("ready")
    until = datetime.now(UTC) + timedelta(seconds=20)
    pairing = Pairing(kind="qr", code=CODE, expires_at=until)
    assert CODE not in repr(pairing)
    for said in (
        b"no news at all",
        PairingNews(company_id=company_id, channel_id=channel_id, pairing=pairing).model_dump_json(),
        PairingNews(company_id=company_id, channel_id=channel_id).model_dump_json(),
    ):
        assert await redis.publish(NEWS, said) >= 1

    async def all_is_told() -> None:
        assert len(shown(boss)) == 2

    await eventually(all_is_told)
    first, last = shown(boss)
    assert (first["kind"], first["code"], first["channelId"]) == ("qr", CODE, str(channel_id))
    assert datetime.fromisoformat(first["expiresAt"]) == until
    assert last == {"channelId": str(channel_id), "kind": None, "code": None, "expiresAt": None}
    assert [shown(console) for console in others] == [[], [], []]
    assert await rows("SELECT * FROM event_log") == []


async def test_where_a_session_is_comes_with_its_channel(
    connect: Connect, handle: Handle, company_id: UUID, channel_id: UUID
) -> None:
    console = await connect(role="viewer", namespace="/channels")
    await console.until("ready")
    told = {"company_id": company_id, "channel_id": channel_id, "name": "Balcão", "provider": "whatsapp_web"}
    told |= {"status": "disabled", "messages_per_second": 1, "session": "qr", "revision": 1}
    await handle([ChannelChangedV1.model_validate(told)])
    assert (await console.until("channel.changed"))["session"] == "qr"

"""What a session does to its channel and to what others hear, and who may change it."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from atende_contracts.channels import ChannelChangedV1
from atende_contracts.ids import uuid7
from atende_platform.data.db import Database, now
from atende_platform.errors import NotFound
from atende_platform.testing.plugin import Published
from gateway.domain import sessions as life_cycle
from gateway.domain.sessions import Life
from gateway.repository.channels import Channels
from gateway.repository.sessions import Lease, LeaseLost, Sessions
from gateway.service.sessions import changed


async def make_session(database: Database, company_id: UUID) -> UUID:
    channel_id = uuid7()
    async with database.tenant(company_id) as session:
        await Channels(session, company_id).add(
            id=channel_id,
            name="WhatsApp",
            provider="whatsapp_web",
            phone_number_id=str(channel_id),
            verify_token="",
            service_window=False,
        )
        await Sessions(session, company_id).add(channel_id, groups=False, history=True)
    return channel_id


async def status_of(database: Database, company_id: UUID, channel_id: UUID) -> tuple[str, str | None]:
    async with database.tenant(company_id) as session:
        channel = await Channels(session, company_id).get(channel_id)
        return channel.status, channel.reason_code


async def test_the_channel_follows_and_others_hear_of_it(
    database: Database, company_id: UUID, published: Published
) -> None:
    channel_id = await make_session(database, company_id)

    async def become(code: int | None = None, *, open_: bool = False, **more: str) -> tuple[str, str | None]:
        def change(life: Life) -> Life:
            return life_cycle.opened(life, now()) if open_ else life_cycle.closed(life, code, now(), chance=1)

        async with database.worker() as session:
            await changed(session, company_id, channel_id, change, **more)
        return await status_of(database, company_id, channel_id)

    async with database.worker() as session:
        await changed(session, company_id, channel_id, lambda life: life_cycle.asked_to_open(life, now()))
    assert await become(503) == ("pending", None)
    assert await become(open_=True, me_phone="+5511999990000") == ("active", None)
    assert await become(503) == ("active", None)
    assert await become(440) == ("error", "session_replaced")
    assert await become(open_=True) == ("active", None)
    assert await become(403) == ("error", "session_banned")
    assert await become(401) == ("error", "session_logged_out")
    events = [one for one in await published(ChannelChangedV1) if one.channel_id == channel_id]
    assert [one.status for one in events][-6:] == ["active", "active", "error", "active", "error", "error"]
    assert events[-1].display_phone == "+5511999990000"


async def test_only_its_holder_may_change_it_as_one(database: Database, company_id: UUID) -> None:
    channel_id = await make_session(database, company_id)
    stale = Lease(company_id, channel_id, uuid4(), 1)
    with pytest.raises(LeaseLost):
        async with database.worker() as session:
            await changed(session, company_id, channel_id, lambda life: life, lease=stale)


async def test_of_another_company_there_is_no_session(database: Database, company_id: UUID) -> None:
    channel_id = await make_session(database, company_id)
    other = uuid4()
    async with database.tenant(other) as session:
        assert await Sessions(session, other).find(channel_id) is None
        assert await Sessions(session, company_id).find(channel_id) is None
        with pytest.raises(NotFound):
            await changed(session, other, channel_id, lambda life: life)


async def test_what_nobody_sees_is_not_published(
    database: Database, company_id: UUID, published: Published
) -> None:
    channel_id = await make_session(database, company_id)
    before = len(await published(ChannelChangedV1))
    async with database.worker() as session:
        row = await changed(session, company_id, channel_id, lambda life: life, build="1")
    assert row.build == "1"
    async with database.worker() as session:
        soon = now() + timedelta(hours=1)
        await changed(session, company_id, channel_id, lambda life: life, cold_until=soon)
    assert len(await published(ChannelChangedV1)) == before + 1

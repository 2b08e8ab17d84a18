"""Whether a channel works: asked now, kept, and asked again by the worker."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from atende_contracts.audit import AuditRecordedV1
from atende_contracts.channels import ChannelChangedV1, ProviderUpdateReportedV1
from atende_contracts.ids import uuid7
from atende_contracts.permissions import Role
from atende_platform.data.db import now
from atende_platform.testing.plugin import AsUser, Handle, Installation, Published
from gateway.service import health
from gateway.service.accounts import Accounts

from .gateway_stage import Connect, Connected, Sql
from .provider_sides import ACCOUNT, NUMBER, SECRET, TOKEN, Simulated, asking, simulated

NEW_TOKEN = "EAAG-the-next"
DUE = "UPDATE channels SET check_due_at = now()"


@pytest_asyncio.fixture(loop_scope="session")
async def other(tmp_path: Path) -> AsyncIterator[Simulated]:
    async with simulated(tmp_path) as side:
        yield side


@pytest_asyncio.fixture(loop_scope="session", autouse=True)
async def accounts(installation: Installation, other: Simulated) -> AsyncIterator[Accounts]:
    """The API, asking the simulator."""
    async with asking(installation, other.url) as found:
        yield found


MINE: dict[str, Any] = {
    "phoneNumberId": NUMBER,
    "wabaId": ACCOUNT,
    "accessToken": TOKEN,
    "appSecret": SECRET,
}


def path(channel: Connected, action: str) -> str:
    return f"/api/v1/channels/{channel.id}/{action}"


async def checked(as_user: AsUser, channel: Connected) -> dict[str, Any]:
    response = await as_user().post(path(channel, "test"))
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    assert (await as_user(Role.AGENT).get(path(channel, "health"))).json() == found
    return found


async def test_a_channel_that_works(as_user: AsUser, connect: Connect) -> None:
    channel = await connect(**MINE)
    before = (await as_user().get(path(channel, "health"))).json()
    assert (before["tokenValid"], before["checkedAt"]) == (None, None)

    found = await checked(as_user, channel)
    assert (found["tokenValid"], found["numberKnown"], found["subscribed"]) == (True, True, True)
    assert (found["quality"], found["messagingLimit"]) == ("high", "unlimited")
    assert (found["throughput"], found["nameStatus"]) == ("STANDARD", "APPROVED")
    assert (found["problem"], found["interruptedUntil"], found["status"]) == (None, None, "active")
    assert found["checkedAt"] is not None


async def test_what_is_wrong_is_said(as_user: AsUser, connect: Connect, sql: Sql) -> None:
    channel = await connect(**MINE)
    await sql("UPDATE channels SET waba_id = '4711'")  # As if it had lost its account since.
    found = await checked(as_user, channel)
    assert (found["numberKnown"], found["subscribed"]) == (True, None)
    assert found["problem"].startswith("100: ")

    await sql("UPDATE channels SET phone_number_id = '4711'")
    found = await checked(as_user, channel)
    assert (found["tokenValid"], found["numberKnown"], found["subscribed"]) == (True, False, None)
    assert found["problem"].startswith("100: ")
    assert found["status"] == "active"


async def renewed(other: Simulated) -> None:
    """Give the number a new token; the one before has expired."""
    await other.sim.register_number(
        NUMBER,
        display_phone_number="+55 11 4002-8922",
        access_token=NEW_TOKEN,
        app_secret=SECRET,
        waba_id=ACCOUNT,
    )


async def test_a_token_that_is_refused_stops_the_channel_until_there_is_another(
    as_user: AsUser, connect: Connect, published: Published, accounts: Accounts, other: Simulated
) -> None:
    channel = await connect(**MINE)
    await renewed(other)
    found = await checked(as_user, channel)
    assert (found["tokenValid"], found["status"]) == (False, "error")
    assert found["problem"].startswith("190: ")
    actions = [event.action for event in await published(AuditRecordedV1)]
    assert actions == ["channel.connected", "channel.stopped"]
    await checked(as_user, channel)
    told = await published(ChannelChangedV1)
    assert [event.status for event in told] == ["disabled", "active", "error"]

    repaired = await as_user().patch(f"/api/v1/channels/{channel.id}", json={"accessToken": NEW_TOKEN})
    assert repaired.json()["status"] == "active"
    await health.check_due(accounts, now())  # At once, after a new token.
    found = (await as_user().get(path(channel, "health"))).json()
    assert (found["tokenValid"], found["status"], found["problem"]) == (True, "active", None)


async def test_a_check_that_was_overtaken_says_nothing(
    as_user: AsUser,
    connect: Connect,
    accounts: Accounts,
    other: Simulated,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    channel = await connect(**MINE)
    await renewed(other)
    provider = accounts.providers["whatsapp_cloud"]
    account = provider.account
    ask = account.health

    async def overtaken(access: Any) -> Any:
        found = await ask(access)
        assert (
            await as_user().patch(f"/api/v1/channels/{channel.id}", json={"accessToken": NEW_TOKEN})
        ).status_code == 200
        return found

    monkeypatch.setattr(account, "health", overtaken)
    await as_user().post(path(channel, "test"))
    monkeypatch.undo()
    assert (await as_user().get(f"/api/v1/channels/{channel.id}")).json()["status"] == "active"


async def test_without_an_answer_what_was_known_stays(
    as_user: AsUser, connect: Connect, installation: Installation
) -> None:
    channel = await connect(**MINE)
    async with asking(installation, "http://127.0.0.1:1"):
        found = await checked(as_user, channel)
        assert (found["tokenValid"], found["status"]) == (None, "active")
        assert (found["problemCode"], found["problem"]) == ("no_answer", "The provider did not answer")


async def test_the_worker_checks_what_is_due_and_tells_of_changes_only(
    as_user: AsUser,
    connect: Connect,
    other: Simulated,
    accounts: Accounts,
    published: Published,
    sql: Sql,
    handle: Handle,
) -> None:
    channel = await connect(**MINE)
    await other.sim.register_number(
        "4712", display_phone_number="+5511", access_token=TOKEN, app_secret=SECRET, waba_id="4713"
    )
    disabled = await connect(**{**MINE, "phoneNumberId": "4712", "wabaId": "4713"})
    assert (
        await as_user().patch(f"/api/v1/channels/{disabled.id}", json={"status": "disabled"})
    ).status_code == 200
    told = len(await published(ChannelChangedV1))
    await health.check_due(accounts, now())
    assert (await as_user().get(path(channel, "health"))).json()["checkedAt"] is None
    await sql(DUE)
    await health.check_due(accounts, now())
    await health.check_due(accounts, now())
    assert (await as_user().get(path(channel, "health"))).json()["quality"] == "high"
    assert (await as_user().get(path(disabled, "health"))).json()["checkedAt"] is None
    assert len(await published(ChannelChangedV1)) == told + 1

    await other.sim.event(NUMBER, "quality", "RED")
    update = ProviderUpdateReportedV1(
        company_id=channel.company_id,
        channel_id=channel.id,
        field="phone_number_quality_update",
        value={"event": "FLAGGED"},
        at=now(),
    )
    await handle([update])
    await health.check_due(accounts, now())
    assert (await as_user().get(path(channel, "health"))).json()["quality"] == "low"
    assert (await published(ChannelChangedV1))[-1].quality == "low"


async def test_the_rate_follows_the_provider_unless_it_was_chosen(
    as_user: AsUser, other: Simulated, published: Published
) -> None:
    body = {"name": "WhatsApp", "provider": "whatsapp_cloud", **MINE}
    made = (await as_user().post("/api/v1/channels", json=body)).json()
    assert (made["messagesPerSecond"], made["followProviderRate"]) == (80, True)
    channel = Connected(uuid7(), made["id"], NUMBER, "", "")

    await other.sim.event(NUMBER, "throughput", "HIGH")
    found = await checked(as_user, channel)
    assert (found["throughput"], found["messagesPerSecond"]) == ("HIGH", 1000)
    assert (await published(ChannelChangedV1))[-1].messages_per_second == 1000

    chosen = await as_user().patch(f"/api/v1/channels/{channel.id}", json={"messagesPerSecond": 200})
    assert (chosen.json()["messagesPerSecond"], chosen.json()["followProviderRate"]) == (200, False)
    assert (await checked(as_user, channel))["messagesPerSecond"] == 200
    await as_user().patch(f"/api/v1/channels/{channel.id}", json={"followProviderRate": True})
    assert (await checked(as_user, channel))["messagesPerSecond"] == 1000
    await other.sim.event(NUMBER, "throughput", "STANDARD")
    assert (await checked(as_user, channel))["messagesPerSecond"] == 80


async def test_channels_of_others_are_nobodys(as_user: AsUser, connect: Connect) -> None:
    channel = await connect()
    stranger = as_user(company_id=uuid7())
    assert (await stranger.post(path(channel, "test"))).status_code == 404
    assert (await stranger.get(path(channel, "health"))).status_code == 404
    assert (await as_user(Role.AGENT).post(path(channel, "test"))).status_code == 403


async def test_a_channel_whose_secrets_do_not_open_is_not_asked_about(
    as_user: AsUser, connect: Connect, sql: Sql
) -> None:
    channel = await connect()
    await sql("UPDATE credentials SET sealed = 'damaged'")
    refused = await as_user().post(path(channel, "test"))
    assert (refused.status_code, refused.json()["code"]) == (409, "channel-unusable")

"""What the provider reports about a channel besides messages: kept, shown, acted on if understood."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from atende_contracts.channels import ChannelChangedV1, ProviderUpdateReportedV1
from atende_contracts.ids import uuid7
from atende_platform.data.db import Database
from atende_platform.runtime import Runtime
from atende_platform.testing.plugin import AsUser, Eventually, Handle, Published
from gateway.service import journal

from .gateway_stage import Connect, Connected, Sql, account_update, sign

AT = datetime(2026, 11, 20, tzinfo=UTC)


def told(channel: Connected, field: str, *, minutes: int = 0, **value: Any) -> ProviderUpdateReportedV1:
    return ProviderUpdateReportedV1(
        company_id=channel.company_id,
        channel_id=channel.id,
        field=field,
        value=value,
        at=AT + timedelta(minutes=minutes),
    )


async def test_the_journal_is_shown_latest_first(handle: Handle, channel: Connected, as_user: AsUser) -> None:
    path = f"/api/v1/channels/{channel.id}/events"
    for n in range(3):
        event = told(channel, "message_template_status_update", message_template_id=n, reason=None)
        await handle([event, event])
        await handle([event])

    first = (await as_user().get(path, params={"limit": 2})).json()
    rest = (await as_user().get(path, params={"limit": 2, "cursor": first["nextCursor"]})).json()

    entries = [*first["items"], *rest["items"]]
    assert [entry["value"] for entry in entries] == [
        {"message_template_id": n, "reason": None} for n in (2, 1, 0)
    ]
    assert entries[0]["field"] == "message_template_status_update"
    assert (await as_user(company_id=uuid7()).get(path)).status_code == 404
    assert (await as_user().get(f"/api/v1/channels/{uuid7()}/events")).status_code == 404


async def test_quality_and_limit_are_told_once(
    handle: Handle, connect: Connect, as_user: AsUser, published: Published
) -> None:
    channel = await connect(displayPhone="+55 11 4000-0000")
    flagged = told(
        channel,
        "phone_number_quality_update",
        display_phone_number="551140000000",
        event="FLAGGED",
        current_limit="TIER_10K",
    )
    foreign = flagged.model_copy(
        update={"id": uuid7(), "value": {**flagged.value, "display_phone_number": "1", "event": "UNFLAGGED"}}
    )
    raised = told(channel, "business_capability_update", minutes=1, max_daily_conversations_per_business=2000)
    await handle([raised, flagged, foreign])
    await handle([flagged])

    shown = (await as_user().get(f"/api/v1/channels/{channel.id}")).json()
    assert (shown["quality"], shown["messagingLimit"], shown["status"]) == ("low", "2000", "active")
    changes = await published(ChannelChangedV1)
    assert [(event.quality, event.messaging_limit) for event in changes] == [
        (None, None),
        (None, None),
        ("low", "10000"),
        ("low", "2000"),
    ]


async def test_a_banned_account_stops_its_channel(
    handle: Handle, channel: Connected, as_user: AsUser
) -> None:
    await handle([told(channel, "account_update", event="ACCOUNT_RESTRICTION")])
    assert (await as_user().get(f"/api/v1/channels/{channel.id}")).json()["status"] == "active"

    ban = {"waba_ban_state": "DISABLE"}
    await handle([told(channel, "account_update", event="DISABLED_UPDATE", ban_info=ban)])
    shown = (await as_user().get(f"/api/v1/channels/{channel.id}")).json()
    assert (shown["status"], shown["reasonCode"]) == ("error", "account_blocked")
    assert shown["statusReason"] == "WhatsApp: DISABLED_UPDATE"


def _ban(channel: Connected, state: str, minutes: int = 0) -> ProviderUpdateReportedV1:
    ban = {"waba_ban_state": state}
    return told(channel, "account_update", minutes=minutes, event="DISABLED_UPDATE", ban_info=ban)


async def test_after_a_reinstatement_a_channel_works_again_by_itself(
    handle: Handle, channel: Connected, as_user: AsUser, published: Published, sql: Sql
) -> None:
    """However late the news of the ban is, and also if a send met it first; but not with a dead token."""

    async def status() -> tuple[str, str | None]:
        shown = (await as_user().get(f"/api/v1/channels/{channel.id}")).json()
        return shown["status"], shown["statusReason"]

    banned, reinstated = _ban(channel, "DISABLE"), _ban(channel, "REINSTATE", minutes=60)
    await handle([banned])
    await handle([reinstated])
    assert await status() == ("active", None)
    assert (await published(ChannelChangedV1))[-1].status == "active"
    await handle([_ban(channel, "DISABLE", minutes=1)])  # It comes late.
    assert await status() == ("active", None)

    for minutes, reason, after in (
        (61, "account_blocked", "active"),
        (62, "channel_setup", "active"),
        (63, "channel_auth", "error"),
        (64, "account_deleted", "error"),
    ):
        await sql("UPDATE channels SET status = 'error', reason_code = :reason", reason=reason)
        await handle([_ban(channel, "REINSTATE", minutes=minutes)])
        assert (await status())[0] == after, reason


async def test_a_channel_that_is_gone_has_no_journal(
    handle: Handle, channel: Connected, as_user: AsUser
) -> None:
    assert (await as_user().delete(f"/api/v1/channels/{channel.id}")).status_code == 204
    await handle([told(channel, "business_capability_update")])
    await handle([])


async def test_old_entries_are_forgotten(
    handle: Handle, channel: Connected, database: Database, sql: Sql, as_user: AsUser
) -> None:
    await handle([told(channel, "security", event="PIN_CHANGED")])
    await sql("UPDATE channel_events SET received_at = now() - interval '91 days'")
    async with database.worker() as session:
        await journal.purge_old(session, 10)

    page = (await as_user().get(f"/api/v1/channels/{channel.id}/events")).json()
    assert page["items"] == []


async def test_from_webhook_to_journal(
    worker: Runtime[Any],
    client: httpx.AsyncClient,
    connect: Connect,
    as_user: AsUser,
    eventually: Eventually,
) -> None:
    assert worker
    channel = await connect(wabaId="815")
    body = account_update("message_template_status_update", {"event": "PAUSED"}, account="815")
    for _ in range(2):
        assert (await client.post("/webhooks/whatsapp", content=body, headers=sign(body))).status_code == 200

    async def kept() -> None:
        page = (await as_user().get(f"/api/v1/channels/{channel.id}/events")).json()
        assert [entry["value"] for entry in page["items"]] == [{"event": "PAUSED"}]

    await eventually(kept)

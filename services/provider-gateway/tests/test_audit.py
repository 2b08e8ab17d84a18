"""What the audit log gets of channels."""

from typing import Any

from atende_contracts.audit import AuditRecordedV1
from atende_contracts.event import ProviderError
from atende_contracts.ids import uuid7
from atende_platform.data.db import Database
from atende_platform.testing.plugin import AsUser, Published
from gateway.domain.channels import ChannelAccess
from gateway.service import channels

from .gateway_stage import Connect

CHANNELS = "/api/v1/channels"


async def test_what_staff_does_to_a_channel_is_recorded_without_secrets(
    as_user: AsUser, published: Published
) -> None:
    admin = uuid7()
    http = as_user("admin", user_id=admin)
    body: dict[str, Any] = {
        "name": "Principal",
        "provider": "whatsapp_cloud",
        "phoneNumberId": "123456789012345",
        "accessToken": "EAAG-first-secret",
        "appSecret": "app-secret",
        "verifyToken": "verify-secret",
    }
    path = f"{CHANNELS}/{(await http.post(CHANNELS, json=body)).json()['id']}"
    for change in (
        {"name": "Vendas", "status": "disabled"},
        {"name": "Vendas"},
        {"accessToken": "EAAG-second-secret", "verifyToken": "another-secret"},
    ):
        assert (await http.patch(path, json=change)).status_code == 200
    assert (await http.delete(path)).status_code == 204
    assert (await http.delete(path)).status_code == 404

    events = await published(AuditRecordedV1)

    assert [(event.action, event.details) for event in events] == [
        (
            "channel.connected",
            {"name": "Principal", "provider": "whatsapp_cloud", "phoneNumberId": "123456789012345"},
        ),
        ("channel.changed", {"name": "Vendas", "status": "disabled"}),
        ("channel.credentials-changed", {"fields": "access_token, verify_token"}),
        ("channel.disconnected", {"name": "Vendas"}),
    ]
    assert {(event.actor_id, event.address, event.object_id) for event in events} == {
        (admin, "127.0.0.1", path.rpartition("/")[2])
    }
    assert "secret" not in "".join(event.model_dump_json() for event in events)


async def test_that_the_provider_refuses_a_channel_is_recorded_once_and_for_nobody(
    connect: Connect, database: Database, published: Published
) -> None:
    channel = await connect()
    refused = ProviderError(code=190, title="Token expired")
    access = ChannelAccess(
        company_id=channel.company_id,
        channel_id=channel.id,
        provider="whatsapp_cloud",
        phone_number_id=channel.phone_number_id,
        status="active",
        messages_per_second=80,
        verify_token=channel.verify_token,
        access_token="EAAG",
        app_secret="secret",
    )
    for _ in range(2):
        async with database.worker() as session:
            await channels.stop_channel(session, access, refused)

    stopped = (await published(AuditRecordedV1))[-1]
    assert (stopped.action, stopped.actor_id, stopped.address) == ("channel.stopped", None, None)
    assert stopped.details == {"reason": "190: Token expired"}
    assert len(await published(AuditRecordedV1)) == 2

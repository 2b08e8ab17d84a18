"""What operators do with the channels of any company, by ``atende``."""

from atende_contracts.audit import AuditRecordedV1
from atende_contracts.channels import ChannelChangedV1
from atende_contracts.ids import uuid7
from atende_ops.changes import INSTALLATION
from atende_ops.testing import Atende
from atende_platform.testing.plugin import Published

from .gateway_stage import Connect, Sql

WHY = ("--yes", "--reason", "asked by the company")


async def test_channels_are_listed_switched_off_and_on(
    installed_atende: Atende, connect: Connect, published: Published
) -> None:
    channel = await connect()
    listed = await installed_atende("channels", "list", "--json")
    assert listed.status == 0, listed.err
    (found,) = listed.items
    assert found["id"] == str(channel.id)
    assert found["status"] == "active"

    before = len(await published(ChannelChangedV1))
    dry = await installed_atende("channels", "stop", str(channel.id), "--json")
    assert dry.status == 0
    assert dry.items[0]["after"] == "disabled"
    assert (await installed_atende("channels", "list", "--json")).items[0]["status"] == "active"
    assert len(await published(ChannelChangedV1)) == before

    assert (await installed_atende("channels", "stop", str(channel.id), "--yes")).status == 2
    assert (await installed_atende("channels", "stop", str(channel.id), *WHY)).status == 0
    assert (await published(ChannelChangedV1))[-1].status == "disabled"
    again = await installed_atende("channels", "stop", str(channel.id), *WHY)
    assert "Nothing to do" in again.out
    assert (await installed_atende("channels", "start", str(channel.id), *WHY)).status == 0
    assert (await published(ChannelChangedV1))[-1].status == "active"
    entries = [each for each in await published(AuditRecordedV1) if each.action == "channel.switched"]
    assert [each.company_id == INSTALLATION for each in entries] == [True, False, True, False]
    assert {each.details["reason"] for each in entries} == {"asked by the company"}
    assert ["by" in each.details for each in entries] == [True, False, True, False]


async def test_a_channel_in_error_is_named_and_started(
    installed_atende: Atende, connect: Connect, sql: Sql
) -> None:
    channel = await connect()
    await sql(
        "UPDATE channels SET status = 'error', reason_code = 'token_invalid', status_reason = '190: no'"
    )
    listed = await installed_atende("channels", "list", "--status", "error")
    assert listed.status == 1
    assert "token_invalid" in listed.out
    assert (await installed_atende("channels", "start", str(channel.id), *WHY)).status == 0
    (found,) = (await installed_atende("channels", "list", "--json")).items
    assert (found["status"], found["reason"]) == ("active", None)
    assert (await installed_atende("channels", "stop", str(uuid7()), *WHY)).status == 1

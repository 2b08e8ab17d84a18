"""What a campaign may send: not while it is paused, and not to who has opted out."""

from typing import Any

import pytest
from aiohttp import web

from atende_contracts.campaigns import CampaignControlChangedV1
from atende_contracts.contacts import ContactOptOutChangedV1
from atende_contracts.event import Party
from atende_contracts.ids import uuid7
from atende_contracts.privacy import CompanyErasureRequestedV1
from atende_platform.data.db import now
from atende_platform.testing.plugin import Handle, Published
from gateway.domain.sends import Order
from gateway.sender import Sender

from .gateway_stage import Connected, Ledger, Meta, Sql, order
from .sender_stage import states


def control(one: Order, state: Any, revision: int) -> CampaignControlChangedV1:
    assert one.campaign_id is not None
    return CampaignControlChangedV1(
        company_id=one.company_id,
        campaign_id=one.campaign_id,
        channel_id=one.channel_id,
        state=state,
        revision=revision,
    )


async def test_a_paused_campaigns_sends_are_returned_and_leave_later(
    sender: Sender, channel: Connected, meta: Meta, handle: Handle, ledger: Ledger, published: Published
) -> None:
    one = order(channel)
    await handle([control(one, "paused", 2), control(one, "running", 1)])
    await handle([control(one, "running", 1)])

    await sender.send("campaign", [one])
    assert await ledger(one) is None
    assert meta.requests == []

    await handle([control(one, "running", 3)])
    await sender.send("campaign", [one])
    assert meta.accepted_ids() == [str(one.send_id)]
    assert (await states(published))[str(one.send_id)] == ["returned", "accepted"]


async def test_a_pause_is_not_told_of_what_was_sent(
    sender: Sender, channel: Connected, handle: Handle, published: Published
) -> None:
    one = order(channel)
    await sender.send("campaign", [one])
    await handle([control(one, "cancelled", 2)])
    await sender.send("campaign", [one])

    assert set((await states(published))[str(one.send_id)]) == {"accepted"}


async def test_a_pause_takes_waiting_retries_back(
    sender: Sender,
    channel: Connected,
    meta: Meta,
    handle: Handle,
    ledger: Ledger,
    published: Published,
    sql: Sql,
) -> None:
    async def refuse(_: web.Request, __: dict[str, Any]) -> web.Response:
        return meta.refuse(131016, 500)

    meta.respond = refuse
    one = order(channel)
    await sender.send("campaign", [one])
    await handle([control(one, "paused", 2)])
    await sql("UPDATE sends SET next_attempt_at = now()")

    await sender.send_due()

    assert await ledger(one) is None
    assert len(meta.requests) == 1
    assert (await states(published))[str(one.send_id)] == ["returned"]


@pytest.mark.parametrize(
    ("identity", "recipient"),
    [
        ("wa_id:5511987654321", Party(phone="+5511987654321")),
        ("phone:551187654321", Party(wa_id="5511987654321")),  # without the ninth digit
        ("bsuid:BR.1", Party(phone="+5511900000000", bsuid="BR.1")),
    ],
)
@pytest.mark.parametrize("of_channel", [True, False])
async def test_who_opted_out_gets_no_campaign_but_replies(
    sender: Sender,
    channel: Connected,
    meta: Meta,
    handle: Handle,
    published: Published,
    identity: str,
    recipient: Party,
    of_channel: bool,
) -> None:
    def wish(opted_out: bool) -> ContactOptOutChangedV1:
        return ContactOptOutChangedV1(
            company_id=channel.company_id,
            identity=identity,
            channel_id=channel.id if of_channel else None,
            opted_out=opted_out,
            source="keyword",
            at=now(),
        )

    earlier, opt_out = wish(False), wish(True)
    await handle([opt_out])
    await handle([earlier])  # An older wish comes late.
    campaign = order(channel, recipient=recipient)
    await sender.send("campaign", [campaign])
    assert meta.requests == []
    await sender.send("reply", [order(channel, origin="reply", recipient=recipient)])
    assert len(meta.accepted) == 1

    await handle([wish(False)])
    await sender.send("campaign", [campaign])
    assert (await states(published))[str(campaign.send_id)] == ["suppressed", "accepted"]


async def test_another_companys_opt_out_and_pause_do_not_count(
    sender: Sender, channel: Connected, meta: Meta, handle: Handle
) -> None:
    one = order(channel)
    stranger = uuid7()
    await handle([control(one, "paused", 9).model_copy(update={"company_id": stranger})])
    await handle(
        [
            ContactOptOutChangedV1(
                company_id=stranger,
                identity=f"wa_id:{one.recipient.wa_id}",
                opted_out=True,
                source="api",
                at=now(),
            )
        ]
    )
    await sender.send("campaign", [one])

    assert meta.accepted_ids() == [str(one.send_id)]


async def test_nothing_is_sent_for_a_company_that_is_erased(
    sender: Sender,
    channel: Connected,
    meta: Meta,
    handle: Handle,
    ledger: Ledger,
    published: Published,
    sql: Sql,
) -> None:
    async def refuse(_: web.Request, __: dict[str, Any]) -> web.Response:
        return meta.refuse(131016, 500)

    meta.respond = refuse
    waiting, late, answer = order(channel), order(channel), order(channel, origin="reply")
    await handle([CompanyErasureRequestedV1(company_id=uuid7(), erasure_id=uuid7())])
    await sender.send("campaign", [waiting])
    assert len(meta.requests) == 1, "another company's erasure"
    await handle([CompanyErasureRequestedV1(company_id=channel.company_id, erasure_id=uuid7())])
    await sql("UPDATE sends SET next_attempt_at = now()")

    await sender.send_due()
    await sender.send("campaign", [late])
    await sender.send("reply", [answer])

    assert len(meta.requests) == 1
    assert (await ledger(waiting)).state == "retryable", "it goes with all that is the company's"
    for one in (late, answer):
        assert await ledger(one) is None
        assert (await states(published))[str(one.send_id)] == ["suppressed"]

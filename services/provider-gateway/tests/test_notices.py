"""What the system itself answers a customer."""

from atende_contracts.event import Party, TextContent
from atende_contracts.ids import uuid7
from atende_contracts.messages import DeliveryStatusChangedV1, NoticeSendRequestedV1
from atende_platform.testing.plugin import Published
from gateway.handlers import Outbound

from .gateway_stage import Connected, Meta, Sql


async def test_a_notice_is_sent_once_and_also_to_who_wants_no_broadcasts(
    outbound: Outbound, channel: Connected, meta: Meta, sql: Sql, published: Published
) -> None:
    await sql(
        "INSERT INTO suppressions (company_id, identity, channel_id, opted_out, changed_at)"
        " VALUES (:company_id, 'phone:5511987654321', '00000000-0000-0000-0000-000000000000', true, now())",
        company_id=channel.company_id,
    )
    notice = NoticeSendRequestedV1(
        company_id=channel.company_id,
        send_id=uuid7(),
        channel_id=channel.id,
        recipient=Party(wa_id="5511987654321"),
        content=TextContent(body="Pronto."),
    )

    await outbound.on_outbound([notice])
    await outbound.on_outbound([notice.model_copy(update={"id": uuid7()})])

    assert meta.accepted_ids() == [str(notice.send_id)]
    assert [event.state for event in await published(DeliveryStatusChangedV1)] == ["accepted", "accepted"]

"""Many events in one stand for the same events, in an order that nobody can tell from theirs."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from atende_contracts.event import Event, OutboundContent, Party, TextContent
from atende_contracts.many import MOST_TOGETHER
from atende_contracts.messages import (
    CampaignSendRequestedV1,
    CampaignSendsRequestedV2,
    DeliveryState,
    DeliveryStatusChangedV1,
    DeliveryStatusesChangedV2,
)
from atende_contracts.partitions import key_of, partition_of
from atende_contracts.registry import decode, encode
from atende_contracts.topics import DELIVERY_STATUS

AT: Final = datetime(2026, 11, 29, 12, tzinfo=UTC)
CONTENTS: Final = [TextContent(body=body) for body in ("Oi!", "Olá, Ana", "Tchau")]
SENDS: Final = [UUID(int=number + 1) for number in range(20)]
FEW: Final = st.integers(0, 2)


def status(send_id: UUID, state: DeliveryState = "sent", company: int = 1, **more: Any) -> Any:
    return DeliveryStatusChangedV1(
        company_id=UUID(int=company), send_id=send_id, channel_id=UUID(int=9), state=state, at=AT, **more
    )


def request(send_id: UUID, content: OutboundContent, company: int = 1, channel: int = 1) -> Any:
    return CampaignSendRequestedV1(
        company_id=UUID(int=company),
        send_id=send_id,
        channel_id=UUID(int=channel),
        campaign_id=UUID(int=5),
        recipient=Party(phone="+5511987654321"),
        content=content,
    )


def bare(events: Iterable[Event]) -> list[dict[str, Any]]:
    return [event.model_dump(exclude={"id", "occurred_at"}) for event in events]


def through_kafka(events: Iterable[Event]) -> list[Event]:
    return [decode(event.type, encode(event)) for event in events]


def by_key(events: Iterable[Any], *names: str) -> dict[Any, list[dict[str, Any]]]:
    found = defaultdict(list)
    for event in events:
        found[tuple(getattr(event, name) for name in names)] += bare([event])
    return found


statuses = st.lists(
    st.builds(
        status,
        st.sampled_from(SENDS),
        st.sampled_from(["accepted", "sent", "delivered", "failed"]),
        FEW.map(lambda number: number + 1),
        provider_message_id=st.none() | st.just("wamid.1"),
        content=st.none() | st.sampled_from(CONTENTS),
        recipient=st.none() | st.just(Party(phone="+5511987654321")),
    ),
    max_size=60,
)
requests = st.lists(
    st.builds(request, st.sampled_from(SENDS), st.sampled_from(CONTENTS), FEW, FEW), max_size=60
)


@given(statuses)
def test_statuses_keep_their_order_by_send(events: list[DeliveryStatusChangedV1]) -> None:
    together = through_kafka(DeliveryStatusesChangedV2.gather(events))
    parts = [part for event in together for part in event.parts()]
    keys = "company_id", "send_id"
    assert by_key(parts, *keys) == by_key(events, *keys)


@given(statuses)
def test_a_status_stands_in_the_partition_in_which_it_would_stand_alone(
    events: list[DeliveryStatusChangedV1],
) -> None:
    for event in DeliveryStatusesChangedV2.gather(events):
        assert {part.company_id for part in event.parts()} == {event.company_id}
        alone = {partition_of(part.key(), DELIVERY_STATUS.partitions) for part in event.parts()}
        assert alone == {partition_of(event.key(), DELIVERY_STATUS.partitions)}


@given(statuses, st.sampled_from([1, 6, 24, 60]))
def test_so_it_does_with_any_number_of_partitions(
    events: list[DeliveryStatusChangedV1], partitions: int
) -> None:
    gathered = DeliveryStatusesChangedV2.gather(events, partitions)
    for event in (*gathered, *(half for whole in gathered for half in whole.halves())):
        alone = {partition_of(part.key(), partitions) for part in event.parts()}
        assert alone == {partition_of(event.key(), partitions)}


@given(requests)
def test_requests_keep_their_order_by_channel(events: list[CampaignSendRequestedV1]) -> None:
    together = through_kafka(CampaignSendsRequestedV2.gather(events))
    parts = [part for event in together for part in event.parts()]
    keys = "company_id", "channel_id"
    assert by_key(parts, *keys) == by_key(events, *keys)
    assert {event.key() for event in together} <= {event.key() for event in events}


@pytest.mark.parametrize("count", [1, MOST_TOGETHER, MOST_TOGETHER + 1])
def test_one_event_has_so_many_at_most(count: int) -> None:
    sends = [UUID(int=number) for number in range(count)]
    requested = CampaignSendsRequestedV2.gather([request(send_id, CONTENTS[0]) for send_id in sends])
    assert [len(event.items) for event in requested] == _sizes(count)
    changed = DeliveryStatusesChangedV2.gather([status(SENDS[0]) for _ in range(count)])
    assert [len(event.items) for event in changed] == _sizes(count)
    for event in [*requested, *changed]:
        assert encode(decode(event.type, encode(event))) == encode(event)


def _sizes(count: int) -> list[int]:
    return [count] if count <= MOST_TOGETHER else [MOST_TOGETHER, count - MOST_TOGETHER]


def test_what_all_have_is_in_it_once() -> None:
    (event,) = CampaignSendsRequestedV2.gather([request(send_id, CONTENTS[0]) for send_id in SENDS])
    assert event.contents == CONTENTS[:1]


@pytest.mark.parametrize("count", [2, 3, 20])
def test_halves_stand_for_the_same(count: int) -> None:
    wholes: Sequence[Event] = [
        *CampaignSendsRequestedV2.gather(
            request(send_id, CONTENTS[place % 3]) for place, send_id in enumerate(SENDS[:count])
        ),
        *DeliveryStatusesChangedV2.gather([status(SENDS[0])] * count),
    ]
    assert len(wholes) == 2
    for whole in wholes:
        halves = through_kafka(whole.halves())
        assert len(halves) == 2
        assert bare(part for half in halves for part in half.parts()) == bare(whole.parts())
        assert {half.key() for half in halves} == {whole.key()}


def test_one_thing_cannot_be_halved() -> None:
    assert [*DeliveryStatusesChangedV2.gather([status(SENDS[0])])[0].halves()] == []
    assert [*CampaignSendsRequestedV2.gather([request(SENDS[0], CONTENTS[0])])[0].halves()] == []
    assert [*status(SENDS[0]).halves()] == []


def test_an_item_without_a_content_is_refused() -> None:
    (event,) = CampaignSendsRequestedV2.gather([request(SENDS[0], CONTENTS[0])])
    body = encode(event).replace(b'"content":0', b'"content":1')
    with pytest.raises(ValidationError, match="names a content"):
        decode(event.type, body)


@pytest.mark.parametrize("partitions", [1, 3, 6, 50])
def test_a_partition_has_a_key_that_leads_to_it(partitions: int) -> None:
    for partition in range(partitions):
        assert partition_of(key_of(partition, partitions), partitions) == partition

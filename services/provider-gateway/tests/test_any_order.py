"""Webhooks as they really come: in any order, twice and thrice, in any batches. All end alike."""

from random import Random
from typing import Any, Final

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from atende_contracts.messages import (
    DeliveryState,
    DeliveryStatusChangedV1,
    MessageReceivedV1,
    ProviderStatusReportedV1,
)
from atende_contracts.registry import decode, encode
from atende_platform.data.db import Database, execute
from atende_platform.testing.plugin import Handle, Published
from gateway.providers.cloud.webhook import normalise, parse
from gateway.sender import Sender
from gateway.service import delivery

from .gateway_stage import Connected, Ledger, Meta, message, order, webhook

RANK: Final[dict[DeliveryState, int]] = {
    "accepted": 0,
    "sent": 1,
    "failed": 2,
    "delivered": 3,
    "read": 4,
    "played": 5,
}
SEEN: Final = st.lists(st.sampled_from([state for state in RANK if state != "accepted"]), max_size=4)


def status(message_id: str, state: str, send_id: object) -> dict[str, Any]:
    """Return a status as Meta reports it, equal each time."""
    failed = [{"code": 131026, "title": "undeliverable"}] if state == "failed" else []
    ours = {"biz_opaque_callback_data": str(send_id)} if send_id else {}
    at = str(1790000000 + RANK[state])  # type: ignore[index]
    return {"id": message_id, "status": state, "timestamp": at, "errors": failed, **ours}


def said(number: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return a customer's message, and the contact that comes with it."""
    customer = f"55119{number:08d}"
    text = {"body": f"text {number}"}
    contact = {"profile": {"name": f"name {number}"}, "wa_id": customer}
    return message(**{"from": customer, "id": f"wamid.said{number}"}, text=text), contact


def bodies(channel: Connected, told: list[Any], random: Random) -> list[bytes]:
    """Return webhooks that tell everything at least once."""
    told = told + random.choices(told, k=len(told)) if told else []
    random.shuffle(told)
    written = []
    while told:
        size, parts = random.randint(1, len(told)), random.randint(1, 3)
        some, told = told[:size], told[size:]
        values = []
        for part in (some[n::parts] for n in range(parts)):
            statuses = [one for one in part if isinstance(one, dict)]
            messages = [one for one in part if isinstance(one, tuple)]
            contacts = [contact for _, contact in messages]
            random.shuffle(contacts)
            values.append(
                {"statuses": statuses, "messages": [one for one, _ in messages], "contacts": contacts}
            )
        written.append(webhook(channel.phone_number_id, *values))
    return written


@given(
    known=st.lists(SEEN, max_size=4),
    early=st.lists(SEEN, max_size=2),
    strangers=SEEN,
    messages=st.integers(0, 3),
    random=st.randoms(),
)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_every_order_batching_and_repetition_ends_alike(
    database: Database,
    sender: Sender,
    channel: Connected,
    meta: Meta,
    handle: Handle,
    ledger: Ledger,
    published: Published,
    known: list[list[DeliveryState]],
    early: list[list[DeliveryState]],
    strangers: list[DeliveryState],
    messages: int,
    random: Random,
) -> None:
    async with database.worker() as session:
        await execute(session, "DELETE FROM unmatched_statuses")
        await execute(session, "DELETE FROM outbox")
    orders = {order(channel): states for states in known}
    late = {order(channel): states for states in early}  # Reported before we have even sent them.
    await sender.send("campaign", list(orders))
    ids = {one["biz_opaque_callback_data"]: one["id"] for one in meta.accepted}
    told: list[Any] = [said(number) for number in range(messages)]
    for one, states in orders.items():
        by_our_id = random.random() < 0.5
        told += [
            status(ids[str(one.send_id)], state, one.send_id if by_our_id else None) for state in set(states)
        ]
    for one, states in late.items():
        told += [status(f"wamid.{one.send_id}", state, one.send_id) for state in set(states)]
    told += [status("wamid.of-nobody", state, None) for state in set(strangers)]

    heard: dict[Any, set[bytes]] = {}
    for body in bodies(channel, told, random):
        events = [
            decode(event.type, encode(event))
            for update in parse(body)
            for event in normalise(update, channel.company_id, channel.id).events
        ]
        await handle([e for e in events if isinstance(e, ProviderStatusReportedV1)])
        for event in events:
            if isinstance(event, MessageReceivedV1):
                same = event.model_copy(update={"occurred_at": event.sent_at})
                heard.setdefault(event.text, set()).add(encode(same))
                assert event.sender.name == (event.text or "").replace("text", "name")
    await sender.send("campaign", list(late))
    async with database.worker() as session:
        await delivery.apply_unmatched(session)

    assert set(heard) == {f"text {number}" for number in range(messages)}
    assert all(len(spellings) == 1 for spellings in heard.values())
    passed: dict[Any, list[DeliveryState]] = {}
    for change in await published(DeliveryStatusChangedV1):
        passed.setdefault(change.send_id, []).append(change.state)
    for one, states in {**orders, **late}.items():
        row = await ledger(one)
        assert row is not None
        assert row.state == max(states, key=RANK.__getitem__, default="accepted")
        assert (row.error is not None) == (row.state == "failed")
        assert passed[one.send_id][-1] == row.state
        ranks = [RANK[state] for state in passed[one.send_id]]
        assert ranks == sorted(set(ranks))
    async with database.worker() as session:
        rows = await execute(session, "SELECT provider_message_id, state FROM unmatched_statuses")
        assert sorted(map(tuple, rows)) == sorted(("wamid.of-nobody", state) for state in set(strangers))

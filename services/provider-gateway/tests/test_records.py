"""What webhooks report about conversations besides what customers write."""

import json
from typing import Any

import httpx
import pytest

from atende_contracts.channels import ProviderUpdateReportedV1
from atende_contracts.contacts import ContactsReportedV1
from atende_contracts.event import Party
from atende_contracts.messages import HistoryRecordedV1, MessageReceivedV1, MessagesRecordedV1
from atende_contracts.registry import encode
from atende_platform.data.db import Database, execute
from atende_platform.testing.plugin import Handle

from .gateway_stage import Connected, Taken, message, own_path, sign

BUSINESS, CUSTOMER = "551140000000", "5511987654321"
MARIA = Party(wa_id=CUSTOMER, phone=f"+{CUSTOMER}")
IMAGE = {"id": "1003383421387256", "mime_type": "image/jpeg", "url": "https://lookaside/x"}


async def tell(
    client: httpx.AsyncClient, channel: Connected, taken: Taken, field: str, value: dict[str, Any]
) -> list[Any]:
    """Send a webhook; return the events that came of it."""
    metadata = {"display_phone_number": BUSINESS, "phone_number_id": channel.phone_number_id}
    change = {"field": field, "value": {"messaging_product": "whatsapp", "metadata": metadata, **value}}
    body = json.dumps(
        {"object": "x", "entry": [{"id": "1", "time": 1790000000, "changes": [change]}]}
    ).encode()
    response = await client.post(own_path(channel), content=body, headers=sign(body))
    assert response.status_code == 200, response.text
    return await taken.all()


def echo(kind: str = "text", **fields: Any) -> dict[str, Any]:
    return message(kind, **{"from": BUSINESS, "to": CUSTOMER, **fields})


async def test_what_is_written_on_the_phone_is_the_business_s(
    client: httpx.AsyncClient, channel: Connected, taken: Taken
) -> None:
    echoes = [
        echo(id="wamid.1", text={"body": "Já separei!"}, context={"id": "wamid.0"}),
        echo("image", id="wamid.2", image={**IMAGE, "caption": "olha"}),
        echo("revoke", id="wamid.3", revoke={"original_message_id": "wamid.1"}),
        echo("reaction", id="wamid.4", reaction={"message_id": "wamid.0", "emoji": "👍"}),
        {"id": "of nobody"},
    ]
    events = await tell(client, channel, taken, "smb_message_echoes", {"message_echoes": echoes})

    records = [event for event in events if isinstance(event, MessagesRecordedV1)]
    assert {event.origin for event in records} == {"phone_app"}
    said = {one.provider_message_id: one for event in records for one in event.messages}
    assert {(one.direction, one.state) for one in said.values()} == {("out", "sent")}
    assert {one.party.wa_id for one in said.values()} == {CUSTOMER}
    assert (said["wamid.1"].text, said["wamid.1"].reply_to) == ("Já separei!", "wamid.0")
    assert said["wamid.2"].media is not None
    assert said["wamid.2"].media.state == "pending"
    assert [said[name].target for name in ("wamid.3", "wamid.4")] == ["wamid.1", "wamid.0"]
    [unreadable] = [event for event in events if not isinstance(event, MessagesRecordedV1)]
    assert unreadable.value == {"id": "of nobody"}


async def test_of_a_history_of_thousands_nothing_is_lost(
    client: httpx.AsyncClient, channel: Connected, taken: Taken
) -> None:
    """In events of bounded size, from a webhook as large as Meta makes them."""

    def said(number: int) -> dict[str, Any]:
        ours = number % 3 == 0
        return message(
            **{"from": BUSINESS, "to": CUSTOMER} if ours else {"from": CUSTOMER},
            id=f"wamid.{number}",
            timestamp=str(1780000000 + number),
            text={"body": f"{number} " + "x" * 200},
            history_context={"status": "READ" if number % 2 else "ERROR"},
        )

    threads = [
        {"id": CUSTOMER, "messages": [said(number) for number in range(5000)]},
        {"id": "5511900000002", "messages": [message(**{"from": "5511900000002", "id": "wamid.alone"})]},
    ]
    part = {"metadata": {"phase": 0, "chunk_order": 1, "progress": 55}, "threads": threads}
    events = await tell(client, channel, taken, "history", {"history": [part]})

    assert {type(event) for event in events} == {HistoryRecordedV1}
    assert max(len(encode(event)) for event in events) < 500_000
    found = {one.provider_message_id: one for event in events for one in event.messages}
    assert len(found) == 5001
    first, second, third = (found[f"wamid.{number}"] for number in range(3))
    assert [(one.direction, one.state) for one in (first, second, third)] == [
        ("out", "failed"),
        ("in", "received"),
        ("in", "received"),
    ]
    assert {one.party.wa_id for one in (first, second)} == {CUSTOMER}
    assert (found["wamid.3"].state, found["wamid.3"].text) == ("read", "3 " + "x" * 200)
    assert found["wamid.alone"].party.wa_id == "5511900000002"


async def test_files_of_a_history_come_after_it_and_are_fetched(
    client: httpx.AsyncClient, channel: Connected, taken: Taken, handle: Handle, database: Database
) -> None:
    placeholder = {**message("media_placeholder", id="wamid.1"), "history_context": {"status": "READ"}}
    part = {"threads": [{"id": CUSTOMER, "messages": [placeholder]}]}
    [announced] = await tell(client, channel, taken, "history", {"history": [part]})
    [event] = await tell(
        client, channel, taken, "history", {"messages": [message("image", id="wamid.1", image=IMAGE)]}
    )

    assert (announced.messages[0].kind, event.messages[0].kind) == ("media_placeholder", "image")
    assert announced.id != event.id
    await handle([announced, event])
    async with database.worker() as session:
        rows = await execute(session, "SELECT provider_message_id FROM media WHERE state = 'pending'")
    assert [row.provider_message_id for row in rows] == ["wamid.1"]


async def test_a_business_that_does_not_share_its_history(
    client: httpx.AsyncClient, channel: Connected, taken: Taken
) -> None:
    refusal = {"errors": [{"code": 2593109, "title": "History sync is turned off"}]}
    [event] = await tell(client, channel, taken, "history", {"history": [refusal]})
    assert isinstance(event, ProviderUpdateReportedV1)
    assert event.value == refusal


async def test_the_address_book(client: httpx.AsyncClient, channel: Connected, taken: Taken) -> None:
    def entry(number: str, action: str = "add", **contact: Any) -> dict[str, Any]:
        return {"type": "contact", "action": action, "contact": {"phone_number": number, **contact}}

    book = [
        entry(CUSTOMER, full_name="Maria Conceição", first_name="Maria"),
        entry("+5511900000002", "edit", first_name="João"),
        entry("5511900000003", "remove"),
        entry("none"),
        *(entry(f"55119{number:08d}", full_name=str(number)) for number in range(150)),
    ]
    events = await tell(client, channel, taken, "smb_app_state_sync", {"state_sync": book})

    reported = [event for event in events if isinstance(event, ContactsReportedV1)]
    people = [person for event in reported for person in event.people]
    assert len(people) == 152
    assert max(len(event.people) for event in reported) == 100
    assert {(one.phone, one.name) for one in people} >= {
        (f"+{CUSTOMER}", "Maria Conceição"),
        ("+5511900000002", "João"),
    }
    assert {event.field for event in events if event not in reported} == {"smb_app_state_sync"}


@pytest.mark.parametrize(
    ("call", "missed"),
    [
        ({"direction": "USER_INITIATED", "status": "FAILED"}, True),
        ({"direction": "USER_INITIATED", "status": ["REJECTED"]}, True),
        ({}, True),
        ({"direction": "USER_INITIATED", "status": "COMPLETED", "duration": 0}, True),
        ({"direction": "USER_INITIATED", "status": "COMPLETED", "duration": 37}, False),
        ({"direction": "USER_INITIATED", "status": ["COMPLETED"]}, False),
        ({"direction": "BUSINESS_INITIATED", "status": "FAILED", "to": CUSTOMER}, False),
    ],
)
async def test_calls(
    client: httpx.AsyncClient, channel: Connected, taken: Taken, call: dict[str, Any], *, missed: bool
) -> None:
    ended = {"id": "wacid.1", "from": CUSTOMER, "event": "terminate", "timestamp": "1790000000", **call}
    ringing = {**ended, "event": "connect", "session": {"sdp": "v=0"}}
    contacts = [{"wa_id": CUSTOMER, "profile": {"name": "Maria"}}]
    events = await tell(client, channel, taken, "calls", {"calls": [ringing, ended], "contacts": contacts})

    [event] = [event for event in events if not isinstance(event, ProviderUpdateReportedV1)]
    if missed:
        assert isinstance(event, MessageReceivedV1)
        assert (event.sender.wa_id, event.sender.name) == (CUSTOMER, "Maria")
        told = event
    else:
        assert event.origin == "activity"
        [told] = event.messages
        assert told.party.wa_id == CUSTOMER
        assert told.direction == ("out" if "to" in call else "in")
    assert (told.kind, told.text, told.content["call"]["missed"]) == ("call", None, missed)


async def test_who_opens_the_chat_has_not_written(
    client: httpx.AsyncClient, channel: Connected, taken: Taken
) -> None:
    [event] = await tell(client, channel, taken, "messages", {"messages": [message("request_welcome")]})
    assert isinstance(event, MessagesRecordedV1)
    assert (event.origin, event.messages[0].kind, event.messages[0].party) == (
        "activity",
        "request_welcome",
        MARIA,
    )


async def test_what_cannot_be_shown_says_of_what_type_it_is_and_why(
    client: httpx.AsyncClient, channel: Connected, taken: Taken
) -> None:
    errors = [{"code": 131051, "title": "Message type unknown", "error_data": {"details": "poll"}}]
    events = await tell(
        client,
        channel,
        taken,
        "messages",
        {
            "messages": [
                message("unsupported", id="wamid.1", errors=errors, unsupported={"type": "poll"}),
                message("hologram", id="wamid.2", hologram={"size": 3}, referral={"source_type": "ad"}),
                message("unsupported", id="wamid.3", group_id="120363041234567890"),
                message("unsupported", id="wamid.4", errors=[{"title": "x" * 100_000}]),
            ]
        },
    )
    shown = {event.provider_message_id: event for event in events}
    assert {event.kind for event in events} == {"unsupported"}
    assert shown["wamid.1"].content == {"errors": errors, "unsupported": {"type": "poll"}}
    assert shown["wamid.2"].content == {
        "referral": {"source_type": "ad"},
        "unsupported": {"type": "hologram"},
    }
    assert shown["wamid.3"].group_id == "120363041234567890"
    assert shown["wamid.4"].content == {"unsupported": {"type": "unsupported"}}
    assert all(event.raw for event in events)

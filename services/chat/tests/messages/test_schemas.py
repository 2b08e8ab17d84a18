"""How messages, tickets and contacts are shown at little cost: just as when every value is checked."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atende_contracts.ids import uuid7
from chat.contacts.events import contact_updated
from chat.contacts.models import Contact
from chat.contacts.schemas import ContactRead
from chat.messages.domain import Change
from chat.messages.models import Message
from chat.messages.schemas import MessageRead
from chat.tickets.events import ticket_updated
from chat.tickets.models import Ticket
from chat.tickets.schemas import TicketRead

COMPANY, CONTACT, CHANNEL = uuid7(), uuid7(), uuid7()
TIMES = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
TEXTS = st.none() | st.text(max_size=5)
IDS = st.none() | st.just(uuid7())
NOTHING = Change("seen", "1", datetime(2026, 1, 1, tzinfo=UTC), weight=0)
"""Of a kind that changes nothing, but has every value looked at."""
CONTENTS: list[tuple[str, dict[str, Any]]] = [
    ("text", {}),
    ("text", {"context": {"forwarded": True}}),
    ("button", {"truncated": True}),
    ("location", {"location": {"latitude": 1.5, "longitude": -3}}),
    ("location", {"location": "nowhere"}),
    ("order", {"order": {"product_items": [{"quantity": 2}]}}),
    ("what comes next", {"some": {"new_kind": [1]}}),
    ("system", {}),
]


@given(st.sampled_from(CONTENTS), TEXTS, IDS, TEXTS, st.sampled_from(["in", "out"]), TIMES, TIMES)
def test_a_plain_message(
    content: tuple[str, dict[str, Any]],
    text: str | None,
    id_: UUID | None,
    name: str | None,
    direction: str,
    sent_at: datetime,
    created_at: datetime,
) -> None:
    kind, said = content
    message = Message(
        company_id=COMPANY,
        ticket_id=id_,
        origin=None if id_ else "campaign",
        campaign_id=None if id_ else uuid7(),
        author_id=id_,
        contact_id=CONTACT,
        channel_id=CHANNEL,
        direction=direction,
        kind=kind,
        text=text,
        content=said,
        reply_to=name,
        provider_message_id=name,
        client_message_id=name,
        group_id=name,
        state="received",
        sent_at=sent_at,
        created_at=created_at,
    )
    plain, checked = MessageRead.of(message, []), MessageRead.of(message, [NOTHING])
    assert plain.model_dump_json() == checked.model_dump_json()
    assert type(plain.root) is type(checked.root)


@given(TEXTS, st.lists(st.text(max_size=3), max_size=2), TIMES, TIMES, st.booleans())
def test_a_contact(text: str | None, tags: list[str], at: datetime, then: datetime, left: bool) -> None:
    contact = Contact(
        company_id=COMPANY,
        name=text,
        phone=text,
        wa_id=text,
        bsuid=text,
        tags=tags,
        custom_fields={"cidade": text or ""},
        opted_out=left,
        created_at=at,
        updated_at=then,
    )
    checked = ContactRead.model_validate(contact).model_dump(mode="json")
    assert contact_updated(contact).payload == {"contact": checked}


@given(TEXTS, IDS, TIMES, st.none() | TIMES, st.lists(st.just(uuid7()), max_size=1))
@pytest.mark.parametrize("status", ["pending", "open", "closed"])
def test_a_ticket(
    status: str, text: str | None, id_: UUID | None, at: datetime, then: datetime | None, tags: list[UUID]
) -> None:
    contact = Contact(company_id=COMPANY, name=text, phone=text)
    ticket = Ticket(
        company_id=COMPANY,
        contact_id=contact.id,
        channel_id=CHANNEL,
        group_id=text,
        status=status,
        assignee_id=id_,
        opened_at=at,
        first_reply_at=then,
        closed_at=then,
        last_message_at=at,
        last_inbound_at=then,
        tag_ids=tags,
    )
    shown = TicketRead.of(ticket, contact).model_dump(mode="json")
    assert ticket_updated(ticket, contact).payload == {"ticket": shown}
    assert TicketRead.model_validate(shown).model_dump(mode="json") == shown

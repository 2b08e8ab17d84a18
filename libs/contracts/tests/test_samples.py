"""One event of each type as it was first published: every later version of the code must read it."""

import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from atende_contracts.contacts import ContactChangedV1
from atende_contracts.registry import EVENTS, UnknownEvent, decode, encode

SAMPLES = Path(__file__).parent.parent / "samples"

KEYS = {
    "message.received.v1": "019ab1d2-0c4e-7f11-9c1e-6f0b6f2f9a01:019ab1d2-51a7-7b0a-8a57-2f1d0c9e4b10"
    ":wa_id:551187654321",
    "message.media_changed.v1": "019ab1d2-0c4e-7f11-9c1e-6f0b6f2f9a01:019ab1d2-51a7-7b0a-8a57-2f1d0c9e4b10"
    ":wa_id:551187654321",
    "messages.recorded.v1": "019ab1d2-0c4e-7f11-9c1e-6f0b6f2f9a01:019ab1d2-51a7-7b0a-8a57-2f1d0c9e4b10"
    ":wa_id:551187654321",
    "history.recorded.v1": "019ab1d2-0c4e-7f11-9c1e-6f0b6f2f9a01:019ab1d2-51a7-7b0a-8a57-2f1d0c9e4b10"
    ":wa_id:551187654321",
    "media.stored.v1": "019ab1d3-7df1-7001-8b1a-9c8d7e6f5a40",
    "contacts.reported.v1": "019ab1d2-0c4e-7f11-9c1e-6f0b6f2f9a01:019ab1d2-51a7-7b0a-8a57-2f1d0c9e4b10"
    ":phone:5511987654321",
    "contact.names_reported.v1": "019ab1d2-0c4e-7f11-9c1e-6f0b6f2f9a01:019ab1d2-51a7-7b0a-8a57-2f1d0c9e4b10"
    ":phone:5511987654321",
    "contact.preference_reported.v1": "019ab1d2-0c4e-7f11-9c1e-6f0b6f2f9a01"
    ":019ab1d2-51a7-7b0a-8a57-2f1d0c9e4b10:wa_id:551187654321",
    "provider.update_reported.v1": "019ab1d2-51a7-7b0a-8a57-2f1d0c9e4b10",
    "message.send_requested.v1": "019ab1d2-51a7-7b0a-8a57-2f1d0c9e4b10",
    "message.send_requested.v2": "019ab1d2-51a7-7b0a-8a57-2f1d0c9e4b10",
    "message.read_requested.v1": "019ab1d2-51a7-7b0a-8a57-2f1d0c9e4b10",
    "notice.send_requested.v1": "019ab1d2-51a7-7b0a-8a57-2f1d0c9e4b10",
    "campaign.send_requested.v1": "019ab1d2-51a7-7b0a-8a57-2f1d0c9e4b10",
    "campaign.sends_requested.v2": "019ab1d2-51a7-7b0a-8a57-2f1d0c9e4b10",
    "delivery.status_changed.v1": "019ab1e0-2b8c-7a17-8c2d-1e0f9d8c7b50",
    "delivery.statuses_changed.v2": "1.7",
    "provider.status_reported.v1": "019ab1e0-2b8c-7a17-8c2d-1e0f9d8c7b50",
    "campaign.control_changed.v1": "019ab1e0-11d4-70e6-9f3b-4d5c6b7a8940",
    "campaign.progress.v1": "019ab1e0-11d4-70e6-9f3b-4d5c6b7a8940",
    "campaign.finished.v1": "019ab1e0-11d4-70e6-9f3b-4d5c6b7a8940",
    "contact.changed.v1": "019ab1d3-7e0c-7c43-b5d1-0e8c7a6b5d20",
    "contact.erasure_requested.v1": "019ab1d3-7e0c-7c43-b5d1-0e8c7a6b5d30",
    "contact.sends_erased.v1": "019ab1d3-7e0c-7c43-b5d1-0e8c7a6b5d30",
    "contact.export_requested.v1": "019ab1d3-7e0c-7c43-b5d1-0e8c7a6b5d60",
    "contact.exported.v1": "019ab1d3-7e0c-7c43-b5d1-0e8c7a6b5d60",
    "company.erasure_requested.v1": "019ab1d2-0c4e-7f11-9c1e-6f0b6f2f9a01",
    "company.erased.v1": "019ab1d2-0c4e-7f11-9c1e-6f0b6f2f9a01",
    "contact.tag_changed.v1": "019ab1d2-0c4e-7f11-9c1e-6f0b6f2f9a01",
    "contact.erased.v1": "019ab1d3-7e0c-7c43-b5d1-0e8c7a6b5d30",
    "contact.optout_changed.v1": "019ab1d2-0c4e-7f11-9c1e-6f0b6f2f9a01:wa_id:551187654321"
    ":019ab1d2-51a7-7b0a-8a57-2f1d0c9e4b10",
    "ticket.changed.v1": "019ab1d3-7e2f-7d52-a1c4-7b9f3e2d1c30",
    "ticket.rated.v1": "019ab1d3-7e2f-7d52-a1c4-7b9f3e2d1c30",
    "ticket.sla_ended.v1": "019ab1d3-7e2f-7d52-a1c4-7b9f3e2d1c30",
    "ticket.sla_noticed.v1": "019ab1d3-7e2f-7d52-a1c4-7b9f3e2d1c30",
    "channel.changed.v1": "019ab1d2-51a7-7b0a-8a57-2f1d0c9e4b10",
    "template.changed.v1": "019ab1d2-6c3f-7a10-9d42-5b7e8f9a0c31",
    "company.changed.v1": "019ab1d2-0c4e-7f11-9c1e-6f0b6f2f9a01",
    "user.changed.v1": "019ab1d2-0c4e-7f11-9c1e-6f0b6f2f9a77",
    "queue.changed.v1": "019ab1d2-61a7-7b0a-8a57-2f1d0c9e4b11",
    "tag.changed.v1": "019ab1d2-62b8-7c1b-9b68-3a2e1dafc522",
    "audit.recorded.v1": "019ab1d2-0c4e-7f11-9c1e-6f0b6f2f9a01",
}


def sample(type_: str) -> bytes:
    return (SAMPLES / f"{type_}.json").read_bytes()


def kept(old: Any, new: Any) -> bool:
    """Tell whether everything in ``old`` is in ``new``, which may have more fields."""
    if isinstance(old, dict):
        return isinstance(new, dict) and all(name in new and kept(old[name], new[name]) for name in old)
    if isinstance(old, list):
        return isinstance(new, list) and len(old) == len(new) and all(map(kept, old, new))
    return bool(old == new)


def test_every_event_has_a_sample_and_every_sample_an_event() -> None:
    assert {path.stem for path in SAMPLES.glob("*.json")} == set(EVENTS)


@pytest.mark.parametrize("type_", EVENTS)
def test_a_sample_is_read_and_written_without_loss(type_: str) -> None:
    event = decode(type_, sample(type_))
    assert type(event) is EVENTS[type_]
    assert kept(json.loads(sample(type_)), json.loads(encode(event)))
    assert decode(type_, encode(event)) == event


@pytest.mark.parametrize("type_", EVENTS)
def test_a_reader_ignores_fields_of_a_newer_writer(type_: str) -> None:
    newer = {**json.loads(sample(type_)), "added_later": {"x": 1}}
    assert decode(type_, json.dumps(newer).encode()) == decode(type_, sample(type_))


@pytest.mark.parametrize("type_", EVENTS)
def test_an_event_without_its_required_fields_is_refused(type_: str) -> None:
    with pytest.raises(ValidationError):
        decode(type_, json.dumps({"type": type_}).encode())


@pytest.mark.parametrize(
    ("type_", "path"),
    [
        ("message.received.v1", "provider_message_id"),
        ("message.received.v1", "reply_to"),
        ("message.received.v1", "sender.wa_id"),
        ("message.media_changed.v1", "sender.bsuid"),
        ("message.media_changed.v1", "media.provider_media_id"),
        ("contact.preference_reported.v1", "party.phone"),
        ("contact.optout_changed.v1", "identity"),
        ("contact.changed.v1", "party.parent_bsuid"),
        ("provider.status_reported.v1", "provider_message_id"),
        ("delivery.status_changed.v1", "provider_message_id"),
        ("message.send_requested.v2", "recipient.wa_id"),
        ("campaign.send_requested.v1", "recipient.phone"),
        ("channel.changed.v1", "account_id"),
    ],
)
def test_an_id_too_long_for_an_index_is_refused(type_: str, path: str) -> None:
    body = json.loads(sample(type_))
    *outer, name = path.split(".")
    part = body
    for each in outer:
        part = part[each]
    part[name] = "5" * 3000
    with pytest.raises(ValidationError, match="at most"):
        decode(type_, json.dumps(body).encode())


def test_a_name_from_before_there_were_bounds_is_cut() -> None:
    body = json.loads(sample("contact.changed.v1"))
    body["party"]["name"] = "A" * 5000
    event = decode("contact.changed.v1", json.dumps(body).encode())
    assert isinstance(event, ContactChangedV1)
    assert event.party.name == "A" * 1000


@pytest.mark.parametrize(("type_", "key"), KEYS.items())
def test_the_key_keeps_in_order_what_belongs_together(type_: str, key: str) -> None:
    assert decode(type_, sample(type_)).key() == key


def test_every_event_has_a_key() -> None:
    assert set(KEYS) == set(EVENTS)


def test_an_opt_out_of_all_channels_has_a_key_of_its_own() -> None:
    body = json.loads(sample("contact.optout_changed.v1"))
    del body["channel_id"]
    event = decode("contact.optout_changed.v1", json.dumps(body).encode())
    assert event.key() == "019ab1d2-0c4e-7f11-9c1e-6f0b6f2f9a01:wa_id:551187654321:*"


def test_a_status_without_our_send_id_is_keyed_by_the_providers_id() -> None:
    body = json.loads(sample("provider.status_reported.v1"))
    del body["send_id"]
    assert decode("provider.status_reported.v1", json.dumps(body).encode()).key().startswith("wamid.")


def test_a_type_of_a_newer_producer_is_told_from_a_broken_event() -> None:
    with pytest.raises(UnknownEvent, match=r"message\.sung\.v9"):
        decode("message.sung.v9", b"{}")


def test_none_inside_free_content_survives() -> None:
    """Absent optional fields are left out, but a provider's own nulls are the provider's."""
    body = json.loads(sample("message.received.v1"))
    body["content"] = {"referral": {"headline": None}}
    event = decode("message.received.v1", json.dumps(body).encode())
    assert json.loads(encode(event))["content"] == {"referral": {"headline": None}}

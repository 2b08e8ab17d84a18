"""Whatever is in a webhook, what leaves the edge is bounded, and names somebody or nothing."""

import json
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from atende_contracts.channels import ProviderUpdateReportedV1
from atende_contracts.contacts import ContactPreferenceReportedV1
from atende_contracts.ids import uuid7
from atende_contracts.messages import MessageReceivedV1, ProviderStatusReportedV1
from atende_contracts.registry import decode, encode
from atende_platform.service.app import create_app
from atende_platform.testing.plugin import AsUser, Eventually, Handle, Installation, Publish
from gateway.main import SERVICE
from gateway.providers.cloud.webhook import normalise, parse
from gateway.service import journal
from gateway.webhooks.updates import MAX_JOURNALLED

from .gateway_stage import CONTACT, Connected, Taken, message, own_path, sign, webhook

COMPANY, CHANNEL = uuid7(), uuid7()
NUMBER = "106540352242922"
MILLION = 1_000_000


def read(*messages: Any, contacts: Any = (), field: str = "messages", **value: Any) -> list[Any]:
    """Return the events of a webhook, as a consumer decodes them."""
    body = webhook(NUMBER, {"contacts": list(contacts), "messages": list(messages), **value})
    body = body.replace(b'"field":"messages"', f'"field":"{field}"'.encode())
    events = [event for update in parse(body) for event in normalise(update, COMPANY, CHANNEL).events]
    assert all(len(encode(event)) < 1_000_000 for event in events)
    return [decode(event.type, encode(event)) for event in events]


NOBODY = [
    "+",
    " ",
    "+ +",
    "\u200b",
    "\ud83d",
    "\0",
    "\u2028",
    "-",
    "7" * 3000,
    "7" * MILLION,
    "９" * 13,
    7,
    [],
    {},
]


@pytest.mark.parametrize("name", NOBODY, ids=lambda name: repr(name)[:10])
def test_a_sender_who_is_nobody_goes_into_the_journal(name: Any) -> None:
    unread, good = read(message(**{"from": name}), message())

    assert isinstance(unread, ProviderUpdateReportedV1)
    assert isinstance(good, MessageReceivedV1)
    # A single contact that the message does not name is not its sender.
    [unread] = read(message(**{"from": name}), contacts=[CONTACT])
    assert isinstance(unread, ProviderUpdateReportedV1)


@pytest.mark.parametrize("name", NOBODY, ids=lambda name: repr(name)[:10])
def test_a_preference_of_nobody_goes_into_the_journal(name: Any) -> None:
    wish = {"category": "marketing_messages", "value": "stop", "timestamp": "1790000000"}
    unread, known = read(
        field="user_preferences", user_preferences=[{**wish, "wa_id": name}, {**wish, "wa_id": "5511"}]
    )
    assert isinstance(unread, ProviderUpdateReportedV1)
    assert isinstance(known, ContactPreferenceReportedV1)


@pytest.mark.parametrize("message_id", ["w" * 2900, "w" * MILLION, "with space", "é", "\0", "", 5, None])
def test_an_id_that_cannot_be_one_names_no_message(message_id: Any) -> None:
    status = {"id": message_id, "status": "read", "timestamp": "1790000000"}
    good = {"id": "wamid.g", "status": "read", "timestamp": "1790000000"}
    reaction = message("reaction", reaction={"message_id": message_id, "emoji": "👍"})
    text = message(id=message_id, context={"id": message_id})
    written, put, unread, read_ = read(text, reaction, statuses=[status, good])

    # What a customer wrote is not lost for it: the message gets an id of ours.
    assert (written.kind, written.reply_to) == ("text", None)
    assert written.provider_message_id.startswith("unidentified:")
    assert (put.kind, put.target) == ("unsupported", None)
    assert isinstance(unread, ProviderUpdateReportedV1)
    assert isinstance(read_, ProviderStatusReportedV1)


def test_names_are_one_line_that_shows_as_it_is_written() -> None:
    def named(name: str) -> str | None:
        [event] = read(message(), contacts=[{**CONTACT, "profile": {"name": name}}])
        sender: str | None = event.sender.name
        return sender

    assert named("Ana\u2028<b>\nMaria \u0000 ") == "Ana <b> Maria \N{REPLACEMENT CHARACTER}"
    assert named("\u202eadeb\u200b!") == "adeb !"
    assert named("👩\u200d👩\u200d👧 नमस्ते") == "👩\u200d👩\u200d👧 नमस्ते"
    assert named(" \u2029\u200b ") is None
    assert named("x" * MILLION) == "x" * 200


def test_everything_of_a_message_is_bounded() -> None:
    long = "z" * 10_000
    media = {"id": "1", "url": "https://x/" + long, "mime_type": long, "sha256": long, "filename": long}
    file, button, choice, system = read(
        message("document", document={**media, "caption": "olha"}),
        message("button", button={"text": "Sair", "payload": long}),
        message("interactive", interactive={"type": "list_reply", "list_reply": {"id": long, "title": "A"}}),
        message("system", system={"body": "b", "type": "user_changed_number", "wa_id": long}),
    )
    assert file.media.url is None
    assert max(map(len, (file.media.mime_type, file.media.sha256, file.media.filename))) <= 255
    assert (len(button.reply.payload), len(choice.reply.id)) == (1000, 256)
    assert system.sender.wa_id == "5511987654321"
    [unread] = read(message("image", image={"id": long}))
    assert (unread.kind, unread.media) == ("unsupported", None)


def test_a_status_is_bounded() -> None:
    errors = [{"code": 10**12, "title": "t" * 5000, "error_data": {"details": "d" * 5000}}] * 50
    status = {"id": "wamid.s", "status": "failed", "timestamp": "9" * 30, "recipient_id": "7" * 3000}
    [event] = read(statuses=[{**status, "errors": errors, "pricing": {"a": "p" * 9000}}])

    assert (event.recipient, event.pricing, len(event.errors)) == (None, None, 10)
    assert event.errors[0].code == -1  # No column has room for such a code.
    assert len(encode(event)) < 20_000


def test_a_number_without_end_is_read_as_nothing() -> None:
    body = webhook(NUMBER, {"messages": [message("location", location={"latitude": 12345})]})
    for number in (b"1e999", b"NaN", b"-Infinity"):
        [update] = parse(body.replace(b"12345", number))
        [event] = normalise(update, COMPANY, CHANNEL).events
        assert decode(event.type, encode(event)).content["location"] == {"latitude": None}  # type: ignore[attr-defined]


def test_what_is_nested_beyond_all_measure_affects_no_neighbour() -> None:
    for depth in (400, 600, 900):
        deep = f"{'[' * depth}{']' * depth}".encode()
        body = webhook(NUMBER, {"messages": [message("location", location="DEEP"), message()]})
        [update] = parse(body.replace(b'"DEEP"', deep))
        unread, good = normalise(update, COMPANY, CHANNEL).events
        assert isinstance(unread, MessageReceivedV1)
        assert isinstance(good, MessageReceivedV1)
        assert (unread.kind, good.text) == ("unsupported", "Olá, tudo bem?")


def test_many_people_are_told_apart_in_one_pass() -> None:
    people = [
        {"profile": {"name": str(number)}, "wa_id": str(number)} for number in range(55110000, 55115000)
    ]
    events = read(*(message(**{"from": one["wa_id"]}) for one in reversed(people)), contacts=people)
    assert all(event.sender.name == event.sender.wa_id for event in events)


# --- over the wire ---------------------------------------------------------------------------


async def test_a_long_text_is_cut_and_its_whole_is_a_file(
    client: httpx.AsyncClient, channel: Connected, handle: Handle, taken: Taken, as_user: AsUser
) -> None:
    whole = "Olá! ☀️ " * 40_000
    order = message("order", order={"text": "z" * 1_500_000})
    body = webhook(channel.phone_number_id, {"messages": [message(text={"body": whole}), order, message()]})

    assert (await client.post(own_path(channel), content=body, headers=sign(body))).status_code == 200
    events = await taken.all()
    cut = next(event for event in events if event.kind == "text" and event.whole)
    assert (cut.text[:-1], cut.text[-1]) == (whole[:16_383], "…")
    assert (cut.media, cut.whole.state, cut.whole.filename) == (None, "stored", "message.txt")
    unread = next(event for event in events if event.kind == "unsupported")
    assert unread.raw["truncated"] is True
    assert [event.whole for event in events if event.text == "Olá, tudo bem?"] == [None]

    await handle(events)
    await handle(events)

    async def downloaded(event: MessageReceivedV1) -> httpx.Response:
        assert event.whole is not None
        shown = (await as_user().get(f"/api/v1/media/{event.whole.id}")).json()
        assert (await as_user(company_id=uuid7()).get(f"/api/v1/media/{event.whole.id}")).status_code == 404
        link = urlsplit(shown["url"])
        return await client.get(f"{link.path}?{link.query}")

    file = await downloaded(cut)
    assert (file.text, file.headers["content-type"]) == (whole, "application/octet-stream")
    assert file.headers["content-disposition"].startswith("attachment")
    assert json.loads((await downloaded(unread)).text) == order


async def test_a_long_text_is_not_taken_while_the_storage_is_away(
    installation: Installation, channel: Connected, publish: Publish, eventually: Eventually
) -> None:
    assert publish  # The topics exist.
    settings = installation.settings.model_copy(update={"media_url": "file:///dev/null/media"})
    app = create_app(SERVICE, settings, frozenset({"api"}))
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://service.test") as other,
    ):

        async def status_of(text: str) -> int:
            body = webhook(channel.phone_number_id, {"messages": [message(text={"body": text})]})
            response = await other.post(own_path(channel), content=body, headers=sign(body))
            return response.status_code

        async def others_are_taken() -> None:
            assert await status_of("Olá") == 200

        await eventually(others_are_taken)
        assert await status_of("x" * 70_000) == 503


async def test_what_cannot_be_read_fills_no_journal(
    client: httpx.AsyncClient, channel: Connected, handle: Handle, taken: Taken, as_user: AsUser
) -> None:
    garbage = [message(**{"from": "+"}, text={"body": f"{n}" + '\\"' * 100_000}) for n in range(2)]
    garbage += [message(**{"from": "+"}, text={"body": str(n)}) for n in range(480)]
    body = webhook(channel.phone_number_id, {"messages": [*garbage, message()]})

    assert (await client.post(own_path(channel), content=body, headers=sign(body))).status_code == 200
    events = await taken.all()
    entries = [event for event in events if isinstance(event, ProviderUpdateReportedV1)]
    assert len(entries) == MAX_JOURNALLED
    assert max(len(json.dumps(event.value)) for event in entries) <= 64 * 1024
    assert [event.text for event in events if isinstance(event, MessageReceivedV1)] == ["Olá, tudo bem?"]
    await handle(entries)
    page = (await as_user().get(f"/api/v1/channels/{channel.id}/events", params={"limit": 100})).json()
    assert len(page["items"]) == MAX_JOURNALLED


async def test_a_journal_keeps_the_latest_entries(
    handle: Handle, channel: Connected, as_user: AsUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal, "KEPT_ENTRIES", 3)
    told = ProviderUpdateReportedV1.model_validate(
        {"company_id": channel.company_id, "channel_id": channel.id, "field": "f", "value": {}, "at": 0}
    )
    for n in range(5):
        await handle(
            [told.model_copy(update={"id": uuid7(), "value": {"n": n, "of": part}}) for part in range(2)]
        )
    page = (await as_user().get(f"/api/v1/channels/{channel.id}/events")).json()
    assert [entry["value"]["n"] for entry in page["items"]] == [4, 4, 3]

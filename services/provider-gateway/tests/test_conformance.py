"""What every provider promises (`gateway.providers.port`), proved on each of the registry.

A provider is driven against a small stand-in of its other side: `SIDES` names one for each.
"""

import base64
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pytest
import pytest_asyncio
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from atende_contracts.channels import ProviderUpdateReportedV1
from atende_contracts.event import Event, Party, TextContent
from atende_contracts.ids import uuid7
from atende_contracts.messages import MessageReceivedV1, ProviderStatusReportedV1
from atende_contracts.registry import decode, encode
from gateway.domain.errors import ProviderAway, ProviderRefusal, Treatment
from gateway.domain.sends import Accepted, Order, Refused, Uncertain
from gateway.domain.templates import Draft
from gateway.providers import REGISTRY, MessagingProvider
from gateway.settings import Settings

from .other_side import Simulated, simulated, template

SIDES: Final[dict[str, Callable[[Path], AbstractAsyncContextManager[Simulated]]]] = {
    "whatsapp_cloud": simulated,
}
CODES: Final[dict[str, dict[Treatment, int]]] = {
    "whatsapp_cloud": {
        Treatment.PERMANENT: 131026,
        Treatment.SUPPRESS: 131050,
        Treatment.RETRY: 131016,
        Treatment.THROTTLED: 130429,
        Treatment.PAIR_LIMITED: 131056,
        Treatment.SPAM_LIMITED: 131048,
        Treatment.HELD: 132015,
        Treatment.CHANNEL_STOPPED: 131031,
    }
}
"""A code of each provider for everything that a refusal can ask of us; connections have none."""
NOWHERE: Final = dict.fromkeys(("whatsapp_graph_url",), "http://127.0.0.1:1")


def make(name: str, found_by: dict[str, str]) -> MessagingProvider:
    """Return a provider that does not wait long."""
    return REGISTRY[name](
        Settings(
            environment="test",
            database_url="unused",
            database_worker_url="unused",
            credentials_key=base64.b64encode(bytes(32)).decode(),
            send_connect_seconds=0.5,
            send_total_seconds=1.0,
            **found_by,
        )
    )


@pytest.fixture(params=sorted(REGISTRY))
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest_asyncio.fixture(loop_scope="session")
async def side(name: str, tmp_path: Path) -> AsyncIterator[Simulated]:
    async with SIDES[name](tmp_path) as found:
        yield found


@pytest_asyncio.fixture(loop_scope="session")
async def provider(name: str, side: Simulated) -> AsyncIterator[MessagingProvider]:
    made = make(name, side.settings)
    yield made
    await made.close()


@pytest_asyncio.fixture(loop_scope="session")
async def away(name: str) -> AsyncIterator[MessagingProvider]:
    """The provider, when nobody listens on the other side."""
    made = make(name, NOWHERE)
    yield made
    await made.close()


def order(side: Simulated, number: str = "5511987654321", **fields: Any) -> Order:
    given: dict[str, Any] = {
        "company_id": side.channel.company_id,
        "send_id": uuid7(),
        "channel_id": side.channel.channel_id,
        "origin": "reply",
        "recipient": Party(wa_id=number, phone=f"+{number}"),
        "content": TextContent(body="Olá"),
        "message_id": uuid7(),
    }
    return Order(**{**given, **fields})


def test_each_has_its_other_side_and_codes() -> None:
    assert SIDES.keys() == CODES.keys() == REGISTRY.keys()
    for codes in CODES.values():
        assert codes.keys() == set(Treatment) - {Treatment.UNREACHABLE}


# --- sending: whatever happens, once ---------------------------------------------------------


async def test_what_is_accepted_has_the_provider_s_id(provider: MessagingProvider, side: Simulated) -> None:
    orders = [order(side) for _ in range(3)]
    outcomes = [await provider.send(side.channel, one) for one in orders]

    assert all(isinstance(outcome, Accepted) for outcome in outcomes)
    assert len({str(outcome) for outcome in outcomes}) == 3
    assert await side.accepted() == [str(one.send_id) for one in orders]


@pytest.mark.parametrize("treatment", sorted(set(Treatment) - {Treatment.UNREACHABLE}, key=str))
async def test_a_refusal_is_treated_by_its_code(
    provider: MessagingProvider, side: Simulated, name: str, treatment: Treatment
) -> None:
    code = CODES[name][treatment]
    outcome = await provider.send(side.channel, order(side, side.refusing(code)))

    assert isinstance(outcome, Refused)
    assert (outcome.treatment, outcome.error.code) == (treatment, code)
    assert await side.attempts() == 1
    assert await side.accepted() == []


@pytest.mark.parametrize("fault", ["lose_requests", "lose_answers", "answer_garbage", "answer_late"])
async def test_without_an_answer_nothing_is_known_and_nothing_repeated(
    provider: MessagingProvider, side: Simulated, fault: str
) -> None:
    await getattr(side, fault)()
    outcome = await provider.send(side.channel, order(side))

    assert isinstance(outcome, Uncertain)
    assert await side.attempts() <= 1


async def test_without_a_connection_nothing_left(away: MessagingProvider, side: Simulated) -> None:
    outcome = await away.send(side.channel, order(side))

    assert isinstance(outcome, Refused)
    assert outcome.treatment is Treatment.UNREACHABLE


async def test_a_token_that_is_refused_stops_the_channel(
    provider: MessagingProvider, side: Simulated
) -> None:
    outcome = await provider.send(replace(side.channel, access_token="of-nobody"), order(side))

    assert isinstance(outcome, Refused)
    assert (outcome.treatment, outcome.error.reason) == (Treatment.CHANNEL_STOPPED, "channel_auth")


async def test_what_has_no_form_or_no_recipient_does_not_leave(
    provider: MessagingProvider, side: Simulated
) -> None:
    for one in (
        order(side, content=TextContent.model_construct(kind="text", body="", preview_url=False)),
        order(side, recipient=Party(lid="1@lid")),
    ):
        outcome = await provider.send(side.channel, one)
        assert isinstance(outcome, Refused)
        assert outcome.treatment is Treatment.PERMANENT
    assert await side.attempts() == 0


async def test_marking_as_read_never_raises(
    provider: MessagingProvider, away: MessagingProvider, side: Simulated
) -> None:
    message_id = await side.message_of_a_customer()

    assert await provider.mark_read(side.channel, message_id, typing=False)
    assert await provider.mark_read(side.channel, message_id, typing=True)
    assert not await provider.mark_read(side.channel, "of nothing", typing=False)
    assert not await away.mark_read(side.channel, message_id, typing=False)


# --- webhooks --------------------------------------------------------------------------------


def told(provider: MessagingProvider, side: Simulated, body: bytes) -> list[Event]:
    """Return the events of a webhook, each as others will read it."""
    channel = side.channel
    events = [
        event
        for update in provider.parse_webhook(body)
        for event in provider.normalise(update, channel.company_id, channel.channel_id).events
    ]
    return [decode(event.type, encode(event)) for event in events]


def same(events: list[Event]) -> dict[Any, dict[str, Any]]:
    """Return what events say, by id; that they occurred now is no part of it."""
    return {event.id: event.model_dump(exclude={"occurred_at"}) for event in events}


async def test_a_signature_is_of_the_bytes_and_of_one_secret(
    provider: MessagingProvider, side: Simulated
) -> None:
    body = side.webhook(side.text("1", "coração / ção"))
    signature = side.sign(body, "first")

    assert provider.verify_signature("first", body, signature)
    assert provider.verify_signature("second", body, side.sign(body, "second"))
    assert not provider.verify_signature("second", body, signature)
    assert not provider.verify_signature("first", body + b" ", signature)
    for wrong in (None, "", signature[:-1], signature.upper(), "sha256=", "ç", signature + "0"):
        assert not provider.verify_signature("first", body, wrong)
    # Anybody could sign with an empty secret: all that is left of a channel whose secrets do not open.
    assert not provider.verify_signature("", body, side.sign(body, ""))


async def test_each_part_is_an_event_of_the_channel(provider: MessagingProvider, side: Simulated) -> None:
    events = told(provider, side, side.webhook(side.text("1", "Bom dia"), side.status("2"), side.news("x")))

    text, status, news = events
    assert isinstance(text, MessageReceivedV1)
    assert (text.kind, text.text, text.sender.wa_id) == ("text", "Bom dia", "5511987654321")
    assert isinstance(status, ProviderStatusReportedV1)
    assert status.state == "delivered"
    assert isinstance(news, ProviderUpdateReportedV1)
    for event in (text, status, news):
        assert (event.company_id, event.channel_id) == (side.channel.company_id, side.channel.channel_id)


async def test_a_kind_of_the_future_is_kept_as_it_came(provider: MessagingProvider, side: Simulated) -> None:
    part = side.unknown("1")
    [event] = told(provider, side, side.webhook(part))

    assert isinstance(event, MessageReceivedV1)
    assert event.kind == "unsupported"
    assert event.raw is not None
    assert event.raw["hologram"] == {"id": 1}


async def test_the_same_part_is_the_same_event_in_its_channel_only(
    provider: MessagingProvider, side: Simulated
) -> None:
    body = side.webhook(side.text("1"), side.status("1"), side.news("x"))
    other = replace(side, channel=replace(side.channel, channel_id=uuid7()))

    assert same(told(provider, side, body)) == same(told(provider, side, body))
    assert not same(told(provider, side, body)).keys() & same(told(provider, other, body)).keys()


async def test_a_thousand_updates_in_one_webhook(provider: MessagingProvider, side: Simulated) -> None:
    parts = [part for n in range(500) for part in (side.text(str(n)), side.status(str(n), "read"))]
    events = told(provider, side, side.webhook(*parts))

    assert len({event.id for event in events}) == 1000
    assert [type(event) for event in events].count(MessageReceivedV1) == 500


shared = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
anything = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**20), 10**20) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "from", "type", "text", "status", "timestamp", "errors", "context"]), inner
        )
    ),
    max_leaves=8,
)


@shared
@given(places=st.permutations(range(8)), repeated=st.lists(st.integers(0, 7), max_size=4))
def test_order_and_repetition_change_no_event(
    provider: MessagingProvider, side: Simulated, places: list[int], repeated: list[int]
) -> None:
    parts = [
        *(side.text(str(n)) for n in range(3)),
        *(side.status("1", state) for state in ("sent", "delivered", "read")),
        side.unknown("9"),
        side.news("x"),
    ]
    shuffled = [parts[n] for n in (*places, *repeated)]

    assert same(told(provider, side, side.webhook(*shuffled))) == same(
        told(provider, side, side.webhook(*parts))
    )


@shared
@given(broken=anything, place=st.integers(0, 2))
def test_what_cannot_be_read_never_affects_its_neighbours(
    provider: MessagingProvider, side: Simulated, broken: Any, place: int
) -> None:
    parts = [side.text("good"), side.status("good")]
    expected = same(told(provider, side, side.webhook(*parts)))
    actual = same(told(provider, side, side.webhook(*parts[:place], side.broken(broken), *parts[place:])))

    assert expected.items() <= actual.items()
    assert len(actual) > len(expected)  # Nothing is dropped.


@shared
@given(st.binary(max_size=60) | st.sampled_from([b"", b"{", b"[]", b"null", b'{"entry": 5}', b"\xff"]))
def test_what_is_no_webhook_is_said_to_be_none(provider: MessagingProvider, body: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 (the port promises no more)
        provider.parse_webhook(body)


# --- templates and health --------------------------------------------------------------------

DRAFT: Final = Draft("novo", "pt_BR", "UTILITY", template()["components"])


async def test_the_life_of_a_template(provider: MessagingProvider, side: Simulated) -> None:
    made = await provider.create_template(side.channel, DRAFT)
    [listed] = await provider.templates(side.channel)
    assert (listed.provider_template_id, listed.name) == (made.provider_template_id, "novo")
    assert (listed.language, listed.components) == ("pt_BR", DRAFT.components)
    with pytest.raises(ProviderRefusal) as refused:
        await provider.create_template(side.channel, DRAFT)
    assert refused.value.treatment is Treatment.PERMANENT

    await side.approve("novo")
    [approved] = await provider.templates(side.channel)
    assert approved.status == "APPROVED"
    changed = [{"type": "BODY", "text": "Oi."}]
    await provider.edit_template(side.channel, made.provider_template_id, {"components": changed})
    [edited] = await provider.templates(side.channel)
    assert edited.components == changed

    for _ in range(2):
        await provider.delete_template(side.channel, made.provider_template_id, "novo")
    assert await provider.templates(side.channel) == []


async def test_every_template_is_listed_once(provider: MessagingProvider, side: Simulated) -> None:
    await side.templates(*(template(f"modelo_{n}") for n in range(230)))
    listed = await provider.templates(side.channel)

    assert len({one.provider_template_id for one in listed}) == len(listed) == 230


async def test_a_channel_that_works_and_those_that_do_not(
    provider: MessagingProvider, side: Simulated
) -> None:
    well = await provider.health(side.channel)
    assert (well.token_valid, well.number_known, well.subscribed, well.problem) == (True, True, True, None)
    assert well.quality
    assert well.throughput

    refused = await provider.health(replace(side.channel, access_token="of-nobody"))
    assert not refused.token_valid
    assert refused.problem is not None
    unknown = await provider.health(replace(side.channel, phone_number_id="4711"))
    assert (unknown.token_valid, unknown.number_known) == (True, False)


async def test_who_does_not_answer_says_nothing(away: MessagingProvider, side: Simulated) -> None:
    for asked in (
        away.templates(side.channel),
        away.create_template(side.channel, DRAFT),
        away.edit_template(side.channel, "1", {}),
        away.delete_template(side.channel, "1", "novo"),
        away.health(side.channel),
    ):
        with pytest.raises(ProviderAway):
            await asked

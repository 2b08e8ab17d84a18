"""What every provider promises (`gateway.providers.port`), proved on each of them.

A provider is driven against a stand-in of its other side (`Side`), one for each in `SIDES`. Besides those of
the registry there is one that can do only what all must (`tests/bridge.py`), so that nothing here, and
nothing in the gateway, asks more of a provider than that.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, Final, get_args

import pytest
import pytest_asyncio
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from atende_contracts.channels import ProviderUpdateReportedV1
from atende_contracts.event import Event, Party, TextContent
from atende_contracts.identity import aliases
from atende_contracts.ids import uuid7
from atende_contracts.messages import MessageReceivedV1, ProviderStatusReportedV1
from atende_contracts.reasons import REASONS
from atende_contracts.registry import decode, encode
from gateway.domain.channels import UNLIMITED, Capability, Quality
from gateway.domain.errors import ProviderAway, ProviderRefusal, Treatment
from gateway.domain.sends import Accepted, Order, Refused, Uncertain
from gateway.domain.templates import Draft
from gateway.providers import REGISTRY, Provider, Update

from .bridge import REFUSALS, bridged
from .provider_sides import Side, Simulated, simulated, template
from .web_side import WebSide, web_side

SIDES: Final[dict[str, Callable[[Path], AbstractAsyncContextManager[Side]]]] = {
    "whatsapp_cloud": simulated,
    "bridge": lambda _: bridged(),
    "whatsapp_web": lambda _: web_side(),
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
    },
    "bridge": {treatment: code for code, (treatment, _) in REFUSALS.items()},
    "whatsapp_web": {
        Treatment.PERMANENT: 404,
        Treatment.RETRY: 500,
        Treatment.THROTTLED: 429,
        Treatment.COLD_LIMITED: 463,
        Treatment.CHANNEL_STOPPED: 401,
    },
}
"""A code of each provider for everything that it can ask of us with a refusal."""
HAS: Final[dict[Capability, list[str]]] = {
    **{capability: ["whatsapp_cloud"] for capability in get_args(Capability)},
    "media": ["whatsapp_cloud", "whatsapp_web"],
    "read_receipts": ["whatsapp_cloud", "whatsapp_web"],
}
"""Who has what not all have."""
NOWHERE: Final = {"whatsapp_cloud": "http://127.0.0.1:1", "bridge": "127.0.0.1:1", "whatsapp_web": "nowhere"}


@pytest.fixture(params=sorted(SIDES))
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


with_an_address: Final = pytest.mark.parametrize("name", ["bridge", "whatsapp_cloud"])
"""Try a test on those that are called at an address, with a token. A session that is held has neither."""


def those_with(capability: Capability) -> pytest.MarkDecorator:
    """Try a test on the providers that can do something."""
    return pytest.mark.parametrize("name", HAS[capability])


@pytest_asyncio.fixture(loop_scope="session")
async def side(name: str, tmp_path: Path) -> AsyncIterator[Side]:
    async with SIDES[name](tmp_path) as found:
        yield found


@pytest_asyncio.fixture(loop_scope="session")
async def provider(side: Side) -> AsyncIterator[Provider]:
    made = side.provider_at(side.address)
    yield made
    await made.close()


@pytest_asyncio.fixture(loop_scope="session")
async def away(name: str, side: Side) -> AsyncIterator[Provider]:
    """The provider, when nobody listens on the other side."""
    made = side.provider_at(NOWHERE[name])
    yield made
    await made.close()


def order(side: Side, number: str = "5511987654321", **fields: Any) -> Order:
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


def test_each_of_the_registry_has_its_other_side_and_codes() -> None:
    assert REGISTRY.keys() <= SIDES.keys() == CODES.keys() == NOWHERE.keys()
    of_cloud = set(Treatment) - {Treatment.UNREACHABLE, Treatment.COLD_LIMITED}
    assert CODES["whatsapp_cloud"].keys() == of_cloud


async def test_each_has_what_is_said_of_it(provider: Provider, side: Side, name: str) -> None:
    assert provider.capabilities == sorted(side.capabilities)
    assert set(side.capabilities) == {capability for capability, names in HAS.items() if name in names}


# --- sending: whatever happens, once ---------------------------------------------------------


async def test_what_is_accepted_has_the_provider_s_id(provider: Provider, side: Side) -> None:
    orders = [order(side) for _ in range(3)]
    outcomes = [await provider.sending.send(side.channel, one) for one in orders]

    assert all(isinstance(outcome, Accepted) for outcome in outcomes)
    assert len({str(outcome) for outcome in outcomes}) == 3
    assert await side.accepted() == [str(one.send_id) for one in orders]


@pytest.mark.parametrize(
    ("name", "treatment", "code"),
    [(name, treatment, code) for name, codes in CODES.items() for treatment, code in codes.items()],
)
async def test_a_refusal_is_treated_by_its_code(
    provider: Provider, side: Side, treatment: Treatment, code: int
) -> None:
    outcome = await provider.sending.send(side.channel, order(side, side.refusing(code)))

    assert isinstance(outcome, Refused)
    assert (outcome.treatment, outcome.error.code) == (treatment, code)
    assert outcome.error.reason in REASONS
    assert await side.attempts() == 1
    assert await side.accepted() == []


@pytest.mark.parametrize("fault", ["lose_requests", "lose_answers", "answer_garbage"])
async def test_without_an_answer_nothing_is_known_and_nothing_repeated(
    provider: Provider, side: Side, fault: str
) -> None:
    await getattr(side, fault)()
    outcome = await provider.sending.send(side.channel, order(side))

    assert isinstance(outcome, Uncertain)
    assert await side.attempts() <= 1


async def test_an_answer_that_comes_too_late_is_none(side: Side) -> None:
    await side.answer_late()
    provider = side.provider_at(side.address, seconds=0.2)
    outcome = await provider.sending.send(side.channel, order(side))
    await provider.close()

    assert isinstance(outcome, Uncertain)
    assert await side.attempts() <= 1


async def test_without_a_connection_nothing_left(away: Provider, side: Side) -> None:
    outcome = await away.sending.send(side.channel, order(side))

    assert isinstance(outcome, Refused)
    assert outcome.treatment is Treatment.UNREACHABLE


@with_an_address
async def test_a_token_that_is_refused_stops_the_channel(provider: Provider, side: Side) -> None:
    outcome = await provider.sending.send(side.stranger(), order(side))

    assert isinstance(outcome, Refused)
    assert (outcome.treatment, outcome.error.reason) == (Treatment.CHANNEL_STOPPED, "channel_auth")


async def test_what_has_no_form_or_no_recipient_does_not_leave(provider: Provider, side: Side) -> None:
    for one in (
        order(side, content=TextContent.model_construct(kind="text", body="", preview_url=False)),
        order(side, recipient=side.nobody),
    ):
        outcome = await provider.sending.send(side.channel, one)
        assert isinstance(outcome, Refused)
        assert outcome.treatment is Treatment.PERMANENT
    assert await side.attempts() == 0


@with_an_address
async def test_an_answer_without_an_end_says_nothing(side: Side) -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        writer.write(side.endless)
        with suppress(OSError):
            while True:
                writer.write(b"x" * 65536)
                await writer.drain()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()
    scheme = "http://" if side.address.startswith("http") else ""
    provider = side.provider_at(f"{scheme}{host}:{port}")
    outcome = await provider.sending.send(side.channel, order(side))
    await provider.close()
    server.close()

    assert isinstance(outcome, Uncertain)


@those_with("read_receipts")
async def test_marking_as_read_never_raises(
    provider: Provider, away: Provider, side: Simulated | WebSide
) -> None:
    receipts = provider.read_receipts
    assert receipts is not None
    assert away.read_receipts is not None
    message_id = await side.message_of_a_customer()

    sender = Party(wa_id="5511987654321")

    assert await receipts.mark_read(side.channel, message_id, typing=False, sender=sender)
    assert await receipts.mark_read(side.channel, message_id, typing=True, sender=sender)
    assert not await receipts.mark_read(side.channel, "of nothing", typing=False)
    assert not await away.read_receipts.mark_read(side.channel, message_id, typing=False, sender=sender)


# --- what it reports -------------------------------------------------------------------------


def told(provider: Provider, side: Side, updates: list[Update]) -> list[Event]:
    """Return the events of updates, each as others will read it: within its bounds."""
    channel = side.channel
    events = [
        event
        for update in updates
        for event in provider.inbound.normalise(update, channel.company_id, channel.channel_id).events
    ]
    return [decode(event.type, encode(event)) for event in events]


def same(events: list[Event]) -> dict[Any, dict[str, Any]]:
    """Return what events say, by id; that they occurred now is no part of it."""
    return {event.id: event.model_dump(exclude={"occurred_at"}) for event in events}


async def test_each_part_is_an_event_of_the_channel(provider: Provider, side: Side) -> None:
    events = told(provider, side, side.updates(side.text("1", "Bom dia"), side.status("2"), side.news("x")))

    text, status, news = events
    assert isinstance(text, MessageReceivedV1)
    assert (text.kind, text.text) == ("text", "Bom dia")
    assert "phone:5511987654321" in aliases(text.sender)
    assert isinstance(status, ProviderStatusReportedV1)
    assert status.state == "delivered"
    assert isinstance(news, ProviderUpdateReportedV1)
    for event in (text, status, news):
        assert (event.company_id, event.channel_id) == (side.channel.company_id, side.channel.channel_id)


async def test_a_kind_of_the_future_is_kept_as_it_came(provider: Provider, side: Side) -> None:
    part = side.unknown("1")
    [event] = told(provider, side, side.updates(part))

    assert isinstance(event, MessageReceivedV1)
    assert event.kind == "unsupported"
    assert event.raw is not None
    assert event.raw["hologram"] == {"id": 1}


async def test_the_same_part_is_the_same_event_in_its_channel_only(provider: Provider, side: Side) -> None:
    updates = side.updates(side.text("1"), side.status("1"), side.news("x"))
    first, again = told(provider, side, updates), told(provider, side, updates)
    side.channel = replace(side.channel, channel_id=uuid7())

    assert same(first) == same(again)
    assert not same(first).keys() & same(told(provider, side, updates)).keys()


async def test_what_is_too_long_is_cut_or_left_out(provider: Provider, side: Side) -> None:
    updates = side.updates(
        side.text("1", "x" * 200_000),
        side.text("n" * 5000),
        side.status("s" * 5000),
        side.news("w" * 200_000),
    )
    events = told(provider, side, updates)

    assert len(events) == 4
    assert max(len(encode(event)) for event in events) < 400_000


def test_what_an_update_means_is_read_without_trusting_it(provider: Provider, side: Side) -> None:
    for part in (side.news("x"), side.broken({"value": 1}), side.status("1")):
        [update] = side.updates(part)
        report = provider.inbound.report(update.field, update.value)
        assert report.channel is None
        assert report.template is None


async def test_a_thousand_updates(provider: Provider, side: Side) -> None:
    parts = [part for n in range(500) for part in (side.text(str(n)), side.status(str(n), "read"))]
    events = told(provider, side, side.updates(*parts))

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
    provider: Provider, side: Side, places: list[int], repeated: list[int]
) -> None:
    parts = [
        *(side.text(str(n)) for n in range(3)),
        *(side.status("1", state) for state in ("sent", "delivered", "read")),
        side.unknown("9"),
        side.news("x"),
    ]
    shuffled = [parts[n] for n in (*places, *repeated)]

    assert same(told(provider, side, side.updates(*shuffled))) == same(
        told(provider, side, side.updates(*parts))
    )


@shared
@given(broken=anything, place=st.integers(0, 2))
def test_what_cannot_be_read_never_affects_its_neighbours(
    provider: Provider, side: Side, broken: Any, place: int
) -> None:
    parts = [side.text("good"), side.status("good")]
    expected = same(told(provider, side, side.updates(*parts)))
    actual = same(told(provider, side, side.updates(*parts[:place], side.broken(broken), *parts[place:])))

    assert expected.items() <= actual.items()
    assert len(actual) > len(expected)  # Nothing is dropped.


# --- webhooks --------------------------------------------------------------------------------


@those_with("webhooks")
async def test_a_signature_is_of_the_bytes_and_of_one_secret(provider: Provider, side: Simulated) -> None:
    webhooks = provider.webhooks
    assert webhooks is not None
    body = side.webhook(side.text("1", "coração / ção"))
    signature = side.sign(body, "first")

    assert webhooks.verify_signature("first", body, signature)
    assert webhooks.verify_signature("second", body, side.sign(body, "second"))
    assert not webhooks.verify_signature("second", body, signature)
    assert not webhooks.verify_signature("first", body + b" ", signature)
    for wrong in (None, "", signature[:-1], signature.upper(), "sha256=", "ç", signature + "0"):
        assert not webhooks.verify_signature("first", body, wrong)
    # Anybody could sign with an empty secret: all that is left of a channel whose secrets do not open.
    assert not webhooks.verify_signature("", body, side.sign(body, ""))


@those_with("webhooks")
@shared
@given(st.binary(max_size=60) | st.sampled_from([b"", b"{", b"[]", b"null", b'{"entry": 5}', b"\xff"]))
def test_what_is_no_webhook_is_said_to_be_none(provider: Provider, body: bytes) -> None:
    assert provider.webhooks is not None
    with pytest.raises(ValueError):  # noqa: PT011 (the port promises no more)
        provider.webhooks.parse(body)


# --- templates and health --------------------------------------------------------------------

DRAFT: Final = Draft("novo", "pt_BR", "UTILITY", template()["components"])


@those_with("templates")
async def test_the_life_of_a_template(provider: Provider, side: Simulated) -> None:
    templates = provider.templates
    assert templates is not None
    made = await templates.create(side.channel, DRAFT)
    [listed] = await templates.read_all(side.channel)
    assert (listed.provider_template_id, listed.name) == (made.provider_template_id, "novo")
    assert (listed.language, listed.components) == ("pt_BR", DRAFT.components)
    with pytest.raises(ProviderRefusal) as refused:
        await templates.create(side.channel, DRAFT)
    assert refused.value.treatment is Treatment.PERMANENT

    await side.approve("novo")
    [approved] = await templates.read_all(side.channel)
    assert approved.status == "APPROVED"
    changed = [{"type": "BODY", "text": "Oi."}]
    await templates.edit(side.channel, made.provider_template_id, {"components": changed})
    [edited] = await templates.read_all(side.channel)
    assert edited.components == changed

    for _ in range(2):
        await templates.delete(side.channel, made.provider_template_id, "novo")
    assert await templates.read_all(side.channel) == []


@those_with("templates")
async def test_every_template_is_listed_once(provider: Provider, side: Simulated) -> None:
    templates = provider.templates
    assert templates is not None
    await side.templates(*(template(f"modelo_{n}") for n in range(230)))
    listed = await templates.read_all(side.channel)

    assert len({one.provider_template_id for one in listed}) == len(listed) == 230


@those_with("account")
async def test_a_channel_that_works_and_those_that_do_not(provider: Provider, side: Simulated) -> None:
    account = provider.account
    assert account is not None
    well = await account.health(side.channel)
    assert (well.token_valid, well.number_known, well.subscribed, well.problem) == (True, True, True, None)
    assert well.quality in get_args(Quality)
    limit = replace(side.channel, messaging_limit=well.messaging_limit).people_per_day
    assert well.messaging_limit == UNLIMITED or limit
    assert well.throughput

    refused = await account.health(replace(side.channel, access_token="of-nobody"))
    assert not refused.token_valid
    assert refused.problem is not None
    unknown = await account.health(replace(side.channel, phone_number_id="4711"))
    assert (unknown.token_valid, unknown.number_known) == (True, False)


@those_with("templates")
async def test_who_does_not_answer_says_nothing(away: Provider, side: Simulated) -> None:
    assert away.templates is not None
    assert away.account is not None
    for asked in (
        away.templates.read_all(side.channel),
        away.templates.create(side.channel, DRAFT),
        away.templates.edit(side.channel, "1", {}),
        away.templates.delete(side.channel, "1", "novo"),
        away.account.health(side.channel),
    ):
        with pytest.raises(ProviderAway):
            await asked

"""What the real Baileys brings of messages, receipts and a history: from the stub's phones to the events."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final

import pytest

from atende_contracts.contacts import ContactNamesReportedV1
from atende_contracts.event import Event
from atende_contracts.ids import uuid7
from atende_contracts.messages import (
    HistoryRecordedV1,
    MessageReceivedV1,
    MessagesRecordedV1,
    ProviderStatusReportedV1,
)
from atende_contracts.registry import decode, encode
from atende_sandbox.bridge import bridge_settings, stub_settings
from atende_sandbox.whatsapp_web.client import PastMessage, StubClient
from atende_sandbox.whatsapp_web.running import Stub
from gateway.bridge.bridges import Bridges
from gateway.bridge.protocol import (
    Connection,
    GetGroup,
    Group,
    History,
    Lids,
    Messages,
    Part,
    Qr,
    Statuses,
    Words,
)
from gateway.providers.web.account import LinkedAccount
from gateway.providers.web.history import HistoryBounds
from gateway.providers.web.ids import message_id_of
from gateway.providers.web.inbound import WebInbound
from gateway.sealing import Sealer
from gateway.settings import Settings

from .bridge_stage import Session, running

PHONE: Final = "5511999990000"
ANA: Final = "5511988887777"
BIA: Final = "5511977776666"
INBOUND: Final = WebInbound(Sealer((bytes(32),)), HistoryBounds())
Read = Messages | History | Statuses | Lids


@dataclass
class Linked:
    """A session that is open, and what its lines say."""

    session: Session
    phone: StubClient
    account: LinkedAccount

    def events(self) -> list[Event]:
        """Return what all its lines say, as others will read it."""
        events: list[Event] = []
        account = self.account
        for line in self.session.said:
            if isinstance(line, Read):
                value = line.model_dump(by_alias=True)
                reading = INBOUND.read(account, line.op, value, datetime.now(UTC))
                account = replace(account, people={**account.people, **reading.people})
                events += [decode(event.type, encode(event)) for event in reading.events]
        return events

    def received(self) -> dict[str, MessageReceivedV1]:
        """Return the messages of customers, by their ids."""
        return {
            event.provider_message_id: event
            for event in self.events()
            if isinstance(event, MessageReceivedV1)
        }

    async def wait(self, found: Callable[[], Any]) -> Any:
        """Wait until the lines say something."""
        while not (result := found()):
            await self.session.wait(Part, after=len(self.session.said))
        return result


@asynccontextmanager
async def linked(
    stub: Stub, phone: StubClient, monkeypatch: pytest.MonkeyPatch, **how: Any
) -> AsyncIterator[Linked]:
    """Pair a phone with a session."""
    given = bridge_settings() | stub_settings(stub.web_socket_url, stub.folder)
    for name in ("WHATSAPP_WEB_STUB_ROOT", "NODE_EXTRA_CA_CERTS"):
        monkeypatch.setenv(name, given.pop(name))
    settings = Settings.model_construct(None, **{name.lower(): value for name, value in given.items()})
    async with running(Bridges(settings)) as (sessions, bridge):
        session = sessions.new(bridge)
        await session.open(pairing="qr", **how)
        await phone.scan((await session.wait(Qr)).code, PHONE, "Loja")
        await session.wait(Connection, state="close")
        await session.open(**how)
        me = (await session.wait(Connection, state="open")).me
        assert me is not None
        account = LinkedAccount(
            uuid7(), session.id, phone=me.id, lid=me.lid, groups=how.get("groups", False), history_left=100
        )
        yield Linked(session, phone, account)


async def test_every_kind_comes_through(
    whatsapp_web_stub: Stub, whatsapp_web: StubClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with linked(whatsapp_web_stub, whatsapp_web, monkeypatch) as it:
        phone = it.phone
        sent = {
            "text": await phone.deliver(ANA, "olá"),
            "by phone": await phone.deliver(ANA, "sem lid", addressing="pn-only"),
            "by lid": await phone.deliver(BIA, "só lid", addressing="lid-only"),
            "ephemeral": await phone.deliver(ANA, "some", ephemeral=True),
            "forwarded": await phone.deliver(ANA, "corrente", forwarded=True),
            "location": await phone.deliver(
                ANA, type="location", latitude=-23.5, longitude=-46.6, name="MASP"
            ),
            "contacts": await phone.deliver(ANA, type="contacts", contacts=[{"name": "Bia", "phone": BIA}]),
            "poll": await phone.deliver(ANA, type="poll", question="Que dia?", options=["Sexta"]),
            "voice": await phone.deliver(ANA, type="audio", data=b"OggS", voice=True),
            "image": await phone.deliver(ANA, type="image", data=b"jpeg", caption="olha"),
            "unknown": await phone.deliver(
                ANA, type="raw", message={"requestPaymentMessage": {"currencyCodeIso4217": "BRL"}}
            ),
        }
        answer = await phone.deliver(ANA, "sim", quoted={"id": sent["text"], "text": "olá"})
        reaction = await phone.deliver(ANA, type="reaction", emoji="👍", message_id=sent["text"])
        edit = await phone.deliver(ANA, type="edit", text="olá!", message_id=sent["text"])
        revoke = await phone.deliver(ANA, type="delete", message_id=sent["image"])
        await it.wait(lambda: revoke in it.received())
        got = it.received()

        kinds = {name: got[message_id].kind for name, message_id in sent.items()}
        assert kinds == {
            **dict.fromkeys(("text", "by phone", "by lid", "ephemeral", "forwarded", "poll"), "text"),
            **{name: name for name in ("location", "contacts", "image")},
            "voice": "audio",
            "unknown": "unsupported",
        }
        assert got[sent["text"]].sender.phone == got[sent["by phone"]].sender.phone == f"+{ANA}"
        assert got[sent["text"]].sender.lid is not None
        assert (got[sent["by lid"]].sender.phone, got[sent["by phone"]].sender.lid) == (None, None)
        assert got[sent["voice"]].media_place is not None
        assert got[answer].reply_to == sent["text"]
        assert (got[reaction].target, got[reaction].content["reaction"]["emoji"]) == (sent["text"], "👍")
        assert (got[edit].target, got[edit].text) == (sent["text"], "olá!")
        assert (got[revoke].kind, got[revoke].target) == ("revoke", sent["image"])


async def test_our_own_message_and_its_receipts_and_what_the_phone_writes(
    whatsapp_web_stub: Stub, whatsapp_web: StubClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with linked(whatsapp_web_stub, whatsapp_web, monkeypatch) as it:
        await it.phone.behave(receipts="read")
        await it.phone.deliver(ANA, "olá")
        await it.session.wait(Messages)
        send_id = uuid7()
        error, ack = await it.session.send(f"{ANA}@s.whatsapp.net", Words(text="oi"), message_id_of(send_id))
        assert (error, ack and ack.error) == (None, None)
        written = await it.phone.deliver("phone", "do celular", chat=ANA)

        def recorded() -> list[MessagesRecordedV1]:
            return [event for event in it.events() if isinstance(event, MessagesRecordedV1)]

        def states() -> dict[str, Any]:
            told = [event for event in it.events() if isinstance(event, ProviderStatusReportedV1)]
            return {event.state: event.send_id for event in told}

        await it.wait(lambda: recorded() and "read" in states())
        assert states()["read"] == send_id
        [event] = recorded()
        [message] = event.messages
        assert (event.origin, message.provider_message_id, message.text) == (
            "phone_app",
            written,
            "do celular",
        )
        assert message.party.lid is not None
        assert message.party.phone in (None, f"+{ANA}")


async def test_a_group(
    whatsapp_web_stub: Stub, whatsapp_web: StubClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with linked(whatsapp_web_stub, whatsapp_web, monkeypatch, groups=True) as it:
        group = await it.phone.group("Bairro", [ANA, BIA])
        written = await it.phone.deliver(ANA, "bom dia a todos", group=group)
        await it.wait(lambda: written in it.received())
        line = next(line for line in it.session.said if isinstance(line, Messages))
        assert INBOUND.groups_in(it.account, "messages", line.model_dump(by_alias=True)) == [group]
        answer = await it.session.bridge.line.ask(
            lambda number: GetGroup(
                session=it.session.id, generation=it.session.generation, id=number, jid=group
            )
        )
        name = Group.model_validate(answer.value).subject  # type: ignore[union-attr]
        named = replace(it, account=replace(it.account, group_names={group: name}))
        event = named.received()[written]
        assert (event.group_id, event.group_name, event.sender.phone) == (group, "Bairro", f"+{ANA}")

        await it.phone.change_group(group, ANA, subject="Bairro novo")
        await it.wait(
            lambda: any(one.kind == "system" and one.group_id == group for one in it.received().values())
        )
        assert "renamed the group Bairro novo" in {one.text for one in it.received().values()}


async def test_a_history_and_addresses_that_are_one_person_s(
    whatsapp_web_stub: Stub, whatsapp_web: StubClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = int(datetime.now(UTC).timestamp())
    past = [
        PastMessage("H1", "antes", now - 3600),
        PastMessage("H2", "já vi", now - 1800, from_me=True),
        PastMessage("H3", "muito antes", now - 400 * 24 * 3600),
    ]
    await whatsapp_web.history(PHONE, [(ANA, "Ana da Loja", past)])
    async with linked(whatsapp_web_stub, whatsapp_web, monkeypatch, history=True) as it:

        def old() -> list[Any]:
            told = [event for event in it.events() if isinstance(event, HistoryRecordedV1)]
            return [message for event in told for message in event.messages]

        await it.wait(lambda: len(old()) == 2)
        first, second = sorted(old(), key=lambda message: message.sent_at)
        assert (first.text, first.direction, second.text, second.direction) == (
            "antes",
            "in",
            "já vi",
            "out",
        )
        assert first.party.name == "Ana da Loja"
        assert first.party.phone == second.party.phone == f"+{ANA}"

        await it.phone.link_addresses(BIA)

        def named() -> bool:
            told = [event for event in it.events() if isinstance(event, ContactNamesReportedV1)]
            return any(one.phone == f"+{BIA}" and one.lid for event in told for one in event.people)

        await it.wait(named)

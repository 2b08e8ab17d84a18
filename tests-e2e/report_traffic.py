"""A company at work for some minutes, with customers who wrote days ago: what its reports are made of.

Nothing goes wrong but what goes wrong every day: webhooks come twice, some messages fail, not all are read.
"""

import asyncio
import csv
import io
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, Final
from uuid import uuid4

import asyncpg
from system import PASSWORD, Company, System, eventually
from webhooks import said, tell

from atende_sandbox.demo.api import Api, ApiError

ZONE: Final = "Asia/Kolkata"
"""Half an hour off: days and hours of the company begin in the middle of an hour of UTC."""
TEMPLATE: Final = {
    "name": "novidades",
    "language": "pt_BR",
    "category": "MARKETING",
    "components": [{"type": "BODY", "text": "Chegaram novidades na loja."}],
}
WORKING_DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday")
_WROTE_MINUTES_AGO: Final = (120, 1_200, 7_260, 3, 90, 60, 10, 40, 300, 25, 70, 5, 6)
LONGEST_RUN: Final = timedelta(minutes=2)
"""Within a quarter of an hour: when a reply was read, no table says but reporting's."""


@dataclass
class Shop:
    """The company, its people and what it has set up, by name."""

    main: Company
    broadcasts: Company
    """The same company, on its second channel."""
    people: dict[str, Api] = field(default_factory=dict)
    users: dict[str, str] = field(default_factory=dict)
    queues: dict[str, str] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    campaigns: list[str] = field(default_factory=list)
    company_id: str = ""

    @property
    def system(self) -> System:
        return self.main.system

    @property
    def owner(self) -> Api:
        return self.main.api


async def in_one_quarter() -> None:
    """Wait until what follows lies in one quarter of an hour."""
    now = datetime.now(UTC)
    left = timedelta(minutes=15) - timedelta(
        minutes=now.minute % 15, seconds=now.second, microseconds=now.microsecond
    )
    if left < LONGEST_RUN:
        await asyncio.sleep(left.total_seconds() + 1)


async def open_shop(system: System, database: asyncpg.Connection) -> Shop:
    """Register the company, with two channels, its team, queues, tags and promises."""
    account = str(2 * 10**14 + int(time.time() * 1000) % 10**14)
    await system.simulator.templates(account, [TEMPLATE])
    main = await system.new_company(waba_id=account)
    shop = Shop(main, await system.connect_channel(main.api, "Ofertas", waba_id=account))
    owner = shop.owner
    me = await owner.get("/api/v1/auth/me")
    shop.company_id = me["company"]["id"]
    await owner.patch("/api/v1/companies/current", {"timeZone": ZONE})
    for name, role in (("André", "agent"), ("Bia", "agent"), ("Vera", "viewer")):
        email = f"{role}-{uuid4().hex[:10]}@loja.test"
        user = await owner.post(
            "/api/v1/users", {"name": name, "email": email, "password": PASSWORD, "role": role}
        )
        shop.users[name] = user["id"]
        shop.people[name] = Api(system.url, on_answer=system.answers)
        await shop.people[name].login(email, PASSWORD)
    hours = {day: [{"start": "09:00", "end": "18:00"}] for day in WORKING_DAYS}
    for name, opening in (("Vendas", None), ("Entregas", hours)):
        queue = await owner.post("/api/v1/queues", {"name": name, "openingHours": opening})
        shop.queues[name] = queue["id"]
        for agent in ("André", "Bia"):
            await eventually(partial(_join, owner, queue["id"], shop.users[agent]))
    for name in ("Orçamento", "Troca"):
        shop.tags[name] = (await owner.post("/api/v1/tags", {"name": name}))["id"]
    await owner.post(
        "/api/v1/sla/policies",
        {
            "firstReplyMinutes": 60,
            "nextReplyMinutes": 30,
            "resolutionMinutes": 600,
            "businessHours": False,
            "pausesForCustomer": False,
        },
    )
    # It has promised this for weeks: what customers wrote days ago is under it, too.
    await database.execute(
        "UPDATE chat.sla_policies SET created_at = now() - interval '30 days' WHERE company_id = $1",
        shop.company_id,
    )
    await owner.post("/api/v1/satisfaction/policies", {"style": "text", "question": "De 1 a 5, como foi?"})
    await owner.post(
        "/api/v1/automations",
        {
            "name": "Trocas encerram",
            "event": "ticket.tagged",
            "conditions": [{"type": "tag", "tagIds": [shop.tags["Troca"]]}],
            "actions": [{"type": "close"}],
        },
    )
    for channel in (shop.main, shop.broadcasts):
        await system.simulator.knobs(
            channel.number, read_rate=0.6, delivered_rate=0.9, webhook_duplicate_rate=0.4
        )
    return shop


async def _join(owner: Api, queue_id: str, user_id: str) -> None:
    """Make a user a member of a queue: chat hears of a new user within a second."""
    try:
        await owner.put(f"/api/v1/queues/{queue_id}/members/{user_id}")
    except ApiError as error:
        raise AssertionError(str(error)) from None


@dataclass
class Talk:
    """A customer's conversation on a channel of the shop."""

    shop: Shop
    phone: str
    channel: Company
    ticket_id: str = ""

    async def writes(self, text: str, *, ago: timedelta = timedelta(), **options: Any) -> str:
        """Let the customer write, or have written so long ago; return the provider's id of the message."""
        sent = await self.shop.system.simulator.inbound(
            self.channel.number,
            self.phone.lstrip("+"),
            text,
            name=f"Cliente {self.phone[-4:]}",
            timestamp=int(time.time() - ago.total_seconds()),
            wait=True,
            **options,
        )
        assert sent["acked"], sent
        return str(sent["wamid"])

    async def opened(self, *, messages: int = 1) -> None:
        """Wait until the ticket is there, with what the customer wrote."""

        async def there() -> str:
            found = await self.shop.owner.all("/api/v1/tickets", channelId=self.channel.channel_id)
            mine = [one for one in found if self._is_mine(one)]
            assert len(mine) == 1, self.phone
            assert mine[0]["unread"] >= messages
            return str(mine[0]["id"])

        self.ticket_id = await eventually(there)

    def _is_mine(self, ticket: dict[str, Any]) -> bool:
        return (ticket["contact"]["phone"], ticket["status"] != "closed") == (self.phone, True)

    @property
    def path(self) -> str:
        return f"/api/v1/tickets/{self.ticket_id}"

    async def goes_to(self, queue: str, agent: str | None = None) -> None:
        """Transfer the ticket to a queue, and there to an agent or to nobody."""
        body = {"queueId": self.shop.queues[queue], "assigneeId": agent and self.shop.users[agent]}
        await self.shop.owner.post(f"{self.path}/transfer", body)

    async def is_tagged(self, tag: str) -> None:
        await self.shop.owner.put(f"{self.path}/tags/{self.shop.tags[tag]}")

    async def is_answered(self, by: str, text: str = "Pois não!") -> str:
        body = {"text": text, "clientMessageId": uuid4().hex}
        sent = await self.shop.people[by].post(f"{self.path}/messages", body)
        return str(sent["id"])

    async def closes(self, by: str) -> None:
        await self.shop.people[by].post(f"{self.path}/close", {"reason": "Resolvido"})

    async def is_closed(self) -> None:
        assert (await self.shop.owner.get(self.path))["status"] == "closed"

    async def goes_on(self, text: str) -> None:
        """Let the customer write again, and wait until the team sees it."""
        await self.writes(text)

        async def seen() -> None:
            shown = await self.shop.owner.get(self.path)
            assert shown["unread"] > 0
            assert shown["status"] != "closed"

        await eventually(seen)

    async def rates(self, score: int) -> None:
        """Wait for the question, and answer it."""

        async def asked() -> None:
            assert (await self._rating())["askedAt"]

        await eventually(asked)
        await self.writes(str(score))

        async def rated() -> None:
            assert (await self._rating())["score"] == score

        await eventually(rated)

    async def _rating(self) -> dict[str, Any]:
        try:
            rating: dict[str, Any] = await self.shop.owner.get(f"{self.path}/satisfaction")
        except ApiError as error:
            raise AssertionError(str(error)) from None
        return rating


async def serve(shop: Shop) -> None:
    """Let customers write, and the team answer, hand over, close and reopen."""
    main = shop.main
    since = [timedelta(minutes=minutes) for minutes in _WROTE_MINUTES_AGO]
    talks = [Talk(shop, shop.system.new_phone(), main) for _ in since]
    lost, refused = talks[-2:]
    await shop.system.simulator.knobs(
        main.number,
        errors=[
            {"code": 131026, "forRecipients": [lost.phone.lstrip("+")], "via": "status"},
            {"code": 131047, "forRecipients": [refused.phone.lstrip("+")]},
        ],
    )
    await asyncio.gather(*(talk.writes("Bom dia!", ago=ago) for talk, ago in zip(talks, since, strict=True)))
    await asyncio.gather(*(talk.opened() for talk in talks))
    await talks[2].goes_on("Alguém aí?")
    sales, delivery, days_ago, nobodys, moved, again, exchange, waiting, asleep, on_phone, rest = talks[:11]

    await sales.goes_to("Vendas")
    await sales.is_answered("André")
    await sales.goes_on("E para amanhã?")
    await sales.is_answered("Bia")
    await sales.closes("André")
    await delivery.goes_to("Entregas")
    await delivery.is_answered("Bia")
    await delivery.closes("Bia")
    await days_ago.goes_to("Entregas", "André")
    await days_ago.is_answered("André")
    await days_ago.closes("André")
    await nobodys.is_answered("André")
    for text in ("Certo", "E o preço?"):
        await nobodys.goes_on(text)
    await nobodys.is_answered("André")
    await moved.is_tagged("Orçamento")
    await moved.goes_to("Vendas")
    await moved.is_answered("Bia")
    await moved.goes_to("Entregas", "André")
    await moved.goes_on("Quando chega?")
    await moved.is_answered("André")
    await moved.closes("Bia")
    await again.is_tagged("Orçamento")
    await again.is_answered("Bia")
    await again.closes("Bia")
    await exchange.goes_to("Vendas")
    await exchange.is_tagged("Troca")
    await eventually(exchange.is_closed)
    await shop.people["Bia"].post(f"{asleep.path}/snooze", {"until": None})
    echo = said(on_phone.phone, "Aqui é do balcão", ours=True)
    await tell(main, "smb_message_echoes", {"message_echoes": [echo]})
    await rest.is_answered("Bia")
    await lost.is_answered("Bia")
    await refused.is_answered("André")
    await waiting.is_tagged("Orçamento")

    await sales.rates(5)
    await delivery.rates(2)
    await moved.rates(4)
    await shop.people["André"].post(f"{delivery.path}/reopen")
    await again.rates(3)
    await again.goes_on("Ainda uma coisa")
    await again.is_answered("André")
    await again.closes("André")
    await _say_what_is_no_message(rest)
    await _write_first(shop)


async def _say_what_is_no_message(talk: Talk) -> None:
    """React, change and take back: none of it is a further message."""
    wamid = await talk.writes("Obrigada")
    await talk.writes("Obrigada!!", type="edit", message_id=wamid)
    await talk.writes("", type="reaction", message_id=wamid, emoji="❤️")


async def _write_first(shop: Shop) -> None:
    """An agent writes to somebody whose ticket is closed: nobody waits for that, but for the next answer."""
    before = Talk(shop, shop.system.new_phone(), shop.main)
    await before.writes("Comprei ontem", ago=timedelta(minutes=30))
    await before.opened()
    await before.is_answered("André")
    await before.closes("André")
    opened = await shop.people["Bia"].post(
        "/api/v1/tickets",
        {
            "phone": before.phone,
            "channelId": shop.main.channel_id,
            "queueId": shop.queues["Vendas"],
            "message": {
                "content": {"kind": "template", "name": TEMPLATE["name"], "language": TEMPLATE["language"]},
                "clientMessageId": uuid4().hex,
            },
        },
    )
    after = Talk(shop, before.phone, shop.main, opened["ticket"]["id"])
    await after.goes_on("Que bom! A que horas?")
    await after.is_answered("Bia")


async def broadcast(shop: Shop) -> None:
    """Send two campaigns, one of them with two messages; some people leave, before and after."""
    shop_channel, owner = shop.broadcasts, shop.owner
    phones = [shop.system.new_phone() for _ in range(36)]
    await shop.main.import_contacts(phones)
    contacts = {
        one["phone"]: one["id"] for one in await owner.all("/api/v1/contacts") if one["phone"] in phones
    }
    await _leave(shop, phones, contacts)
    # The last one is refused at once, the others are reported as failed later.
    outcomes = zip((131026, 131050, 131999, 131026), phones[20:24], strict=True)
    await shop.system.simulator.knobs(
        shop_channel.number,
        errors=[
            {
                "code": code,
                "forRecipients": [phone.lstrip("+")],
                "via": "status" if number < 3 else "response",
            }
            for number, (code, phone) in enumerate(outcomes)
        ],
    )
    template = {"name": TEMPLATE["name"], "language": TEMPLATE["language"]}
    first = await _campaign(shop, [contacts[phone] for phone in phones[:30]], {"template": template})
    await _replies(shop, phones[10:14])
    await Talk(shop, phones[14], shop_channel).writes("PARAR")
    # Else the second campaign may still reach them, in the seconds by which clocks may differ.
    for phone in (phones[14], phones[21]):
        await _entry(owner, phone)
    variants = [{"name": name, "weight": 1, "message": f"{name}: só hoje"} for name in ("Curta", "Longa")]
    second = await _campaign(shop, [contacts[phone] for phone in phones[10:]], {"variants": variants})
    await _replies(shop, phones[24:30])
    shop.campaigns = [first, second]


async def _leave(shop: Shop, phones: Sequence[str], contacts: dict[str, str]) -> None:
    """Let people leave in every way; one comes back and leaves again, and one leaves who has left."""
    owner, simulator = shop.owner, shop.system.simulator
    key = await owner.post("/api/v1/api-keys", {"name": "Loja virtual", "scopes": ["optouts:write"]})
    program = shop.system.new_client(headers={"Authorization": f"Bearer {key['key']}"})
    async with program:
        response = await program.post("/api/v1/opt-outs", json={"phone": phones[0]})
        assert response.status_code in {200, 201}, response.text
    for phone in phones[1:4]:
        await eventually(partial(_enter, shop.people["André"], contacts[phone]))
    await owner.upload("/api/v1/opt-outs/import", "saidas.csv", _csv("phone", phones[4:6]))
    await Talk(shop, phones[6], shop.main).writes("PARAR")
    back = await _entry(owner, phones[6])
    await owner.delete(f"/api/v1/opt-outs/{back}")
    await asyncio.sleep(1.1)  # The provider's clock has whole seconds: what comes next is later by it, too.
    await Talk(shop, phones[6], shop.main).writes("PARAR")
    await _entry(owner, phones[6])
    # Has left already, which the team entered: to say so under a further name is not to leave again.
    await Talk(shop, phones[1], shop.main).writes("PARAR")
    await simulator.wait_idle()


async def _enter(agent: Api, contact_id: str) -> None:
    """Let an agent enter that somebody has left: campaign hears of a new contact within seconds."""
    try:
        await agent.post("/api/v1/opt-outs", {"contactId": contact_id})
    except ApiError as error:
        raise AssertionError(str(error)) from None


async def _entry(owner: Api, phone: str) -> str:
    """Wait until somebody has left; return the id of the entry."""

    async def there() -> str:
        found = [one["id"] for one in await owner.all("/api/v1/opt-outs") if one["phone"] == phone]
        assert len(found) == 1
        return str(found[0])

    return await eventually(there)


async def _campaign(shop: Shop, contact_ids: Sequence[str], content: dict[str, Any]) -> str:
    """Run a campaign, which is tried before; return its id."""
    owner = shop.owner
    body = {"name": "Ofertas", "type": "broadcast", "channelId": shop.broadcasts.channel_id, **content}
    campaign = await owner.post("/api/v1/campaigns", body)
    base = f"/api/v1/campaigns/{campaign['id']}"
    await owner.post(f"{base}/targets", {"contactIds": list(contact_ids)})
    await owner.post(f"{base}/test-send", {"phone": shop.system.new_phone()})
    await owner.post(f"{base}/start", {"confirmOutOfWindow": True})

    async def finished() -> None:
        assert (await owner.get(base))["status"] == "finished"

    await eventually(finished, timeout=90)
    await shop.system.simulator.wait_idle()
    return str(campaign["id"])


async def _replies(shop: Shop, phones: Sequence[str]) -> None:
    await asyncio.gather(*(Talk(shop, phone, shop.broadcasts).writes("Quero!") for phone in phones))


def _csv(name: str, values: Sequence[str]) -> bytes:
    written = io.StringIO()
    csv.writer(written).writerows([[name], *([value] for value in values)])
    return written.getvalue().encode()

"""One simulated world: companies that send, processes that serve them, people, and what goes wrong."""

import asyncio
import importlib
import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from types import SimpleNamespace
from typing import Any, Final, cast
from uuid import UUID

from redis.exceptions import RedisError

from atende_contracts.contacts import ContactOptOutChangedV1
from atende_contracts.delivery import moves_forward
from atende_contracts.event import Party, TextContent
from atende_contracts.ids import uuid7
from atende_contracts.messages import MessageSendRequestedV1
from atende_platform.messaging import outbox
from atende_platform.runtime import Runtime
from campaign.dispatcher import Dispatcher
from gateway.domain.channels import ChannelAccess
from gateway.handlers import Outbound
from gateway.providers.cloud.sending import CloudSending
from gateway.sender import Sender
from gateway.service import delivery, projections
from simulation import audience
from simulation import ledger as ledger_model
from simulation.clock import Clock
from simulation.nodes import Node, current
from simulation.provider import Provider
from simulation.servers import Broker, Database, Pace, Redis, Session, relay

TOTAL_SECONDS: Final = 4.0
LEASE_SECONDS: Final = 8.0
SESSION_SECONDS: Final = 3.0
"""How long Kafka waits for a member that says nothing."""
RETURN_SECONDS: Final = 2.0
"""How long a killed process takes to be back, in the mean."""
TO_SEND: Final = {
    "campaign.send": Pace(4),
    "message.outbound": Pace(20),
    "provider.status": Pace(50, seconds=0.25),
    "campaign.control": Pace(50),
    "contact.optout": Pace(50),
}
TO_KNOW: Final = {"delivery.status": Pace(50, seconds=0.1)}
_SETTINGS: Final = SimpleNamespace(
    sends_in_flight=20,
    record_seconds=15.0,
    rate_wait_seconds=5.0,
    send_total_seconds=TOTAL_SECONDS,
    send_lease_seconds=LEASE_SECONDS,
    campaign_window_seconds=1.0,
    campaign_claim_limit=20,
    campaign_redispatch_seconds=15.0,
)


async def _add(session: Any, events: Sequence[Any]) -> None:
    cast("Session", session).events += events


@contextmanager
def modelled() -> Iterator[None]:
    """Have the services' code find the models where it calls its repositories and the outbox."""
    places = [(outbox, "add", _add)]
    for package, functions in (
        ("gateway", ledger_model.FUNCTIONS),
        ("campaign", audience.FUNCTIONS),
    ):
        for name, stand_ins in functions.items():
            module = importlib.import_module(f"{package}.repository.{name}")
            places += [(module, each.__name__, each) for each in stand_ins]
    for each in (ledger_model.apply_campaign_states, ledger_model.apply_opt_outs):
        places.append((projections, each.__name__, each))
    kept = [getattr(module, name) for module, name, _ in places]
    for module, name, value in places:
        setattr(module, name, value)
    try:
        yield
    finally:
        for (module, name, _), value in zip(places, kept, strict=True):
            setattr(module, name, value)


class Channels:
    """The directory of channels: all work, all the time."""

    def __init__(self) -> None:
        self.known: dict[UUID, ChannelAccess] = {}

    async def by_id(self, channel_id: UUID) -> ChannelAccess | None:
        return self.known.get(channel_id)

    def invalidate(self, channel: ChannelAccess) -> None:
        return None


class _Providers(dict[str, Any]):
    held: Sequence[str] = ()


class World:
    """Everything there is."""

    def __init__(self, clock: Clock, chance: random.Random) -> None:
        self.clock, self.chance = clock, chance
        self.channels = Channels()
        self.ledger = ledger_model.Tables(clock)
        self.audience = audience.Tables(clock)
        self.gateway = Database(self.ledger, clock, chance)
        self.campaigns = Database(self.audience, clock, chance)
        self.broker = Broker(clock, chance)
        self.redis = Redis(clock)
        self.companies: dict[str, tuple[UUID, UUID]] = {}
        self.provider = Provider(clock, chance, self.broker, self.companies, TOTAL_SECONDS)
        self.senders = self.broker.group(TO_SEND)
        self.dispatchers = self.broker.group(TO_KNOW)
        self.chat = self.broker.group(TO_KNOW)
        self.replies: dict[UUID, str] = {}
        """What chat knows of each."""
        self.opted_out: set[UUID] = set()
        """Sends to who left."""
        self.workers: list[Node] = []
        self.kills = self.freezes = self.faults = 0
        self.problems: list[str] = []
        self._made = 0

    # --- processes ---------------------------------------------------------------------------

    def node(self, name: str) -> Node:
        self._made += 1
        return Node(f"{name}-{self._made}", random.Random(self.chance.getrandbits(32)))

    def start(self, workers: int) -> None:
        """Start every process."""
        for _ in range(workers):
            self.start_worker()
        for database in (self.gateway, self.campaigns):
            self.node("relay").run(relay(database, self.broker), "relays")
        self.start_dispatcher()
        chat = self.node("chat")
        self.broker.join(self.chat, chat, {"delivery.status": self._chat_hears})

    def start_worker(self) -> Node:
        """Start a worker of the gateway: the real sender, over what is modelled."""
        node = self.node("gateway")
        runtime = SimpleNamespace(
            settings=_SETTINGS,
            database=self.gateway,
            redis=self.redis,
            limiter=self.redis,
            company_limits=SimpleNamespace(of=lambda _: None),
        )
        sending = CloudSending(cast("Any", self.provider), base="https://graph/v1")
        providers = _Providers(whatsapp_cloud=SimpleNamespace(held=False, sending=sending))
        sender = Sender(cast("Runtime[Any]", runtime), cast("Any", providers), cast("Any", self.channels))
        outbound = Outbound(sender, cast("Any", self.gateway))
        handlers = {
            "campaign.send": outbound.on_campaign_send,
            "message.outbound": outbound.on_outbound,
            "provider.status": self._in(self.gateway, delivery.apply_statuses),
            "campaign.control": self._in(self.gateway, projections.apply_campaign_states),
            "contact.optout": self._in(self.gateway, projections.apply_opt_outs),
        }
        self.workers.append(node)
        retryable = partial(self.ledger.has_any, "retryable")
        open_sends = partial(self.ledger.has_any, "retryable", "sending")
        sweep = self._in_one(self.gateway, delivery.sweep)
        apply_unmatched = self._in_one(self.gateway, delivery.apply_unmatched)
        node.run(self._every(1.0, sender.send_due, retryable), "retries")
        node.run(self._every(2.0, sweep, open_sends), "sweeps")
        node.run(self._every(3.0, apply_unmatched, lambda: bool(self.ledger.unmatched)), "unmatched")
        self.broker.join(self.senders, node, handlers)
        return node

    def start_dispatcher(self) -> Node:
        """Start a worker of the campaign service: the real dispatcher."""
        node = self.node("campaign")
        dispatcher = Dispatcher(cast("Any", self.campaigns), cast("Any", _SETTINGS))
        waiting = self.audience.is_anybody_waiting
        node.run(self._every(0.4, dispatcher.run, waiting), "dispatches")
        node.run(self._every(5.0, dispatcher.ask_again, waiting), "asks again")
        handler = self._in(self.campaigns, audience.apply_statuses)
        self.broker.join(self.dispatchers, node, {"delivery.status": handler})
        return node

    @staticmethod
    def _in(database: Database, use_case: Any) -> Any:
        async def handle(events: Sequence[Any]) -> None:
            async with database.worker() as session:
                await use_case(session, events)

        return handle

    @staticmethod
    def _in_one(database: Database, use_case: Any) -> Any:
        async def step() -> None:
            async with database.worker() as session:
                await use_case(session)

        return step

    async def _every(self, seconds: float, step: Any, is_worth_it: Callable[[], bool]) -> None:
        """Take a step again and again, as often as there may be something for it to do."""
        node = current.get()
        assert node is not None
        await asyncio.sleep(node.chance.uniform(0, seconds))
        while not node.is_dead:
            if not is_worth_it():
                await asyncio.sleep(seconds)
                continue
            try:
                await step()
            except (OSError, RedisError):
                pass  # An outage: at the next turn.
            except ExceptionGroup as group:
                if unknown := group.split((OSError, RedisError))[1]:
                    self.problems.append(f"raised: {unknown!r}")
            await asyncio.sleep(seconds)

    async def _chat_hears(self, statuses: Sequence[Any]) -> None:
        for one in statuses:
            if one.send_id in self.replies and moves_forward(self.replies[one.send_id], one.state):
                self.replies[one.send_id] = one.state

    # --- companies and their people ----------------------------------------------------------

    def add_company(self, rate: float) -> ChannelAccess:
        number = str(5500000 + len(self.companies))
        company_id, channel_id = uuid7(), uuid7()
        channel = ChannelAccess(company_id, channel_id, "whatsapp_cloud", number, "active", rate, "", "t", "")
        self.companies[number] = company_id, channel_id
        self.channels.known[channel_id] = channel
        self.ledger.active.add((company_id, channel_id))
        self.audience.rates[company_id, channel_id] = rate
        return channel

    def add_campaign(self, channel: ChannelAccess, recipients: int) -> audience.Campaign:
        campaign = audience.Campaign(uuid7(), channel.company_id, channel.channel_id, TextContent(body="Oi"))
        for _ in range(recipients):
            one = audience.Recipient(campaign.id, uuid7(), self.new_party())
            campaign.recipients[one.send_id] = self.audience.sends[one.send_id] = one
        self.audience.campaigns[campaign.id] = campaign
        return campaign

    def new_party(self) -> Party:
        self._made += 1
        number = f"55119{80000000 + self._made}"
        return Party(wa_id=number, phone=f"+{number}")

    def reply(self, channel: ChannelAccess, recipient: Party) -> None:
        """Have an agent write to a customer; chat publishes it, now and then twice."""
        event = MessageSendRequestedV1(
            company_id=channel.company_id,
            send_id=uuid7(),
            channel_id=channel.channel_id,
            message_id=uuid7(),
            ticket_id=uuid7(),
            contact_id=uuid7(),
            recipient=recipient,
            content=TextContent(body="Olá"),
        )
        self.replies[event.send_id] = "pending"
        for _ in range(1 + (self.chance.random() < 0.1)):
            self.broker.publish(event)

    def opt_out(self, campaign: audience.Campaign) -> None:
        """Have a recipient leave, by what the gateway hears of it."""
        one = self.chance.choice(list(campaign.recipients.values()))
        self.opted_out.add(one.send_id)
        self.broker.publish(
            ContactOptOutChangedV1(
                company_id=campaign.company_id,
                identity=one.party.identity(),
                opted_out=True,
                source="keyword",
                at=self.clock.now,
            )
        )

    async def act(self, campaign: audience.Campaign, state: str) -> None:
        """Pause, resume or cancel a campaign; a user tries again while the database is away."""
        people = self.node("user")
        token = current.set(people)
        try:
            while campaign.state != "cancelled":
                try:
                    async with self.campaigns.worker() as session:
                        await audience.act(session, campaign, state)
                except OSError:
                    await asyncio.sleep(1.0)
                else:
                    return
        finally:
            current.reset(token)

    # --- faults ------------------------------------------------------------------------------

    async def kill_worker(self) -> None:
        """Kill a worker of the gateway; Kafka counts it out later, and it comes back."""
        if not self.workers:
            return  # All are dead, and not back yet.
        node = self.chance.choice(self.workers)
        self.kills += 1
        node.kill()
        self.workers.remove(node)
        await self._replace(node)

    async def _replace(self, node: Node) -> None:
        async def count_out() -> None:
            await asyncio.sleep(self.chance.uniform(0.0, SESSION_SECONDS))
            self.broker.leave(self.senders, node)

        counting = asyncio.create_task(count_out())
        await asyncio.sleep(self.chance.expovariate(1 / RETURN_SECONDS))
        self.start_worker()
        await counting

    async def freeze_worker(self, seconds: float) -> None:
        """Have a worker stand still, as under SIGSTOP; Kafka counts it out and it knows nothing of it."""
        if not self.workers:
            return
        node = self.chance.choice(self.workers)
        self.freezes += 1
        node.frozen_until = self.clock.seconds + seconds
        if seconds > SESSION_SECONDS:
            self.workers.remove(node)
            await self._replace(node)
            await asyncio.sleep(max(0.0, node.frozen_until - self.clock.seconds) + 2 * LEASE_SECONDS)
            node.kill()  # Counted out for good: it has shown what a zombie does.

    async def kill_dispatcher(self) -> None:
        """Kill the worker of the campaign service."""
        [node] = self.dispatchers.members
        node.kill()
        self.broker.leave(self.dispatchers, node)
        await asyncio.sleep(self.chance.expovariate(1 / RETURN_SECONDS))
        self.start_dispatcher()

"""Companies at work while something fails: campaigns, customers who write, agents who reply; and their books.

The truth is the provider's log. What the system says of itself is held against it when all is quiet again.
"""

import asyncio
import random
import time
from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import uuid4

from outcomes import OUTCOMES, Outcome
from system import Company, System, eventually

from atende_sandbox.demo.api import ApiError
from atende_sandbox.errors import SandboxError
from atende_sandbox.world import World

RATE: Final = 40.0
"""Each channel's messages per second. Little, so that faults come while something is under way."""
PER_FAULT: Final = 60
"""Recipients for each fault, and some for the time after the last one."""
CUSTOMERS: Final = 6
WRITES_PER_SECOND: Final = 4.0
REPLIES_PER_SECOND: Final = 2.0
QUIET_SECONDS: Final = 150.0
"""How long the rest may take: processes come back, leases end, webhooks are tried again."""

PATIENCE_SECONDS: Final = 300.0
"""Of agents' clients, however slowly a busy machine starts again what was killed."""

ARRIVED: Final = frozenset({"delivered", "read"})


@dataclass(frozen=True)
class Sent:
    """A line of the provider's log."""

    at: float
    number: str
    to: str
    text: str

    @classmethod
    def of(cls, record: Mapping[str, Any]) -> "Sent":
        at = datetime.fromisoformat(record["time"]).timestamp()
        return cls(at, record["phoneNumberId"], record["to"].lstrip("+"), record["text"] or "")


@dataclass
class Books:
    """What does not agree. ``unconfirmed`` never left, and the system knows that it does not know."""

    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    unconfirmed: list[str] = field(default_factory=list)
    declared: int = 0
    """How many the system calls unconfirmed."""
    unknown: int = 0
    """How many never left, and were not called back: the truth that the number above is to be."""

    def outgoing(self, what: str, state: str, times_sent: int, *, cancelled: bool = False) -> None:
        """Enter a message that was to be sent."""
        self.declared += state == "unconfirmed"
        self.unknown += times_sent == 0 and state not in {"cancelled", "failed"}
        if times_sent > 1:
            self.doubled.append(f"{what}: {times_sent} times")
        if times_sent == 0 and state == "unconfirmed":
            self.unconfirmed.append(what)
        elif not (state in ARRIVED if times_sent else cancelled and state == "cancelled"):
            self.lost.append(f"{what}: sent {times_sent} times, told as {state}")


class Tenant:
    """A company whose customers, agents and campaigns are busy until `rest`."""

    def __init__(self, company: Company, recipients: int, campaigns: int) -> None:
        self.company = company
        self._system = company.system
        self._mark = uuid4().hex[:8]
        self._phones = [self._system.new_phone() for _ in range(recipients)]
        self._customers = [self._system.new_phone() for _ in range(CUSTOMERS)]
        self.campaigns = {f"Oferta {self._mark} {number}": "" for number in range(campaigns)}
        """Ids by text."""
        self._tickets: list[str] = []
        self.wrote: dict[str, float] = {}
        """When each message of a customer was written, by the provider's id."""
        self._replies: set[str] = set()
        self._over = asyncio.Event()
        self._talking: list[asyncio.Task[None]] = []

    def know_the_people_of(self, other: "Tenant") -> None:
        """Serve the same people as another company."""
        self._phones, self._customers = other._phones[: len(self._phones)], list(other._customers)

    async def start(self, chance: random.Random) -> None:
        """Let everybody begin."""
        company = self.company
        await self._system.simulator.knobs(company.number, webhook_batch_size=20, webhook_retry_max_ms=2000)
        for phone in self._customers:
            self.wrote[await company.customer_writes(phone, f"Oi {self._mark}")] = time.time()
        await company.import_contacts(self._phones)

        async def tickets() -> None:
            self._tickets = [ticket["id"] for ticket in await company.api.all("/api/v1/tickets")]
            assert len(self._tickets) == CUSTOMERS

        await eventually(tickets)
        for text in self.campaigns:
            self.campaigns[text] = (await company.start_campaign(self._phones, text))["id"]
        self._talking = [
            asyncio.create_task(self._customers_write(chance)),
            asyncio.create_task(self._agents_reply(chance)),
        ]

    async def _customers_write(self, chance: random.Random) -> None:
        while not self._over.is_set():
            phone = chance.choice(self._customers).lstrip("+")
            began = time.time()
            sent = await self._system.simulator.inbound(self.company.number, phone, f"E {self._mark}?")
            self.wrote[sent["wamid"]] = began
            await asyncio.sleep(chance.expovariate(WRITES_PER_SECOND))

    async def _agents_reply(self, chance: random.Random) -> None:
        while not self._over.is_set():
            await self.reply(chance.choice(self._tickets))
            await asyncio.sleep(chance.expovariate(REPLIES_PER_SECOND))

    async def reply(self, ticket: str = "") -> str:
        """Answer a customer; return the text once the system has taken it."""
        text = f"Resposta {self._mark} {uuid4().hex[:8]}"
        await self.company.api.post(
            f"/api/v1/tickets/{ticket or self._tickets[0]}/messages",
            {"text": text, "clientMessageId": str(uuid4())},
        )
        self._replies.add(text)
        return text

    async def start_another(self) -> None:
        """Start a further campaign, to the same recipients."""
        text = f"Oferta {self._mark} {len(self.campaigns)}"
        self.campaigns[text] = (await self.company.start_campaign(self._phones, text))["id"]

    async def act(self, text: str, action: str) -> None:
        """Pause, resume or cancel a campaign."""
        await self.company.api.post(f"/api/v1/campaigns/{self.campaigns[text]}/{action}")

    async def stop(self) -> None:
        """End the talking, whatever becomes of it."""
        for task in self._talking:
            task.cancel()
        await asyncio.gather(*self._talking, return_exceptions=True)

    async def rest(self) -> None:
        """End the talking; wait until the campaigns are over and every recipient's outcome is known."""
        self._over.set()
        await asyncio.gather(*self._talking)

        async def over() -> None:
            for id_ in self.campaigns.values():
                progress = await self.company.api.get(f"/api/v1/campaigns/{id_}/progress")
                assert progress["status"] in {"finished", "cancelled"}, progress
                pending = {"pending", "dispatched", "accepted", "sent"} & progress["counts"].keys()
                assert not any(progress["counts"][state] for state in pending), progress

        await eventually(over, timeout=QUIET_SECONDS, every=0.5)

    async def books(self, log: Sequence[Sent]) -> Books:
        """Hold what the system says against the provider's log."""
        books = Books()
        mine = [sent for sent in log if sent.number == self.company.number]
        for text, id_ in self.campaigns.items():
            await self._enter_campaign(books, id_, Counter(sent.to for sent in mine if sent.text == text))
        await self._enter_tickets(books, Counter(sent.text for sent in mine))
        own = {phone.lstrip("+") for phone in (*self._phones, *self._customers)}
        for sent in log:
            is_ours, is_mine = sent.number == self.company.number, self._mark in sent.text
            if is_ours != is_mine or (is_ours and sent.to not in own):
                books.foreign.append(str(sent))
        contacts = await self.company.api.all("/api/v1/contacts")
        books.foreign += [f"contact {c['phone']}" for c in contacts if c["phone"].lstrip("+") not in own]
        return books

    async def _enter_campaign(self, books: Books, id_: str, sent: Counter[str]) -> None:
        api = self.company.api
        recipients = await api.all(f"/api/v1/campaigns/{id_}/recipients")
        progress = await api.get(f"/api/v1/campaigns/{id_}/progress")
        report = await api.get(f"/api/v1/reports/campaigns/{id_}")
        states = Counter(recipient["status"] for recipient in recipients)
        for whose, counts in (("progress", progress["counts"]), ("report", report["counts"])):
            if {state: n for state, n in counts.items() if n} != states:
                books.lost.append(f"{whose} of {id_} says {counts}, its recipients {dict(states)}")
        if not report["consistent"]:
            books.lost.append(f"the report of {id_} is not consistent")
        told = {recipient["phone"].lstrip("+"): recipient["status"] for recipient in recipients}
        expected = {phone.lstrip("+") for phone in self._phones}
        books.foreign += [f"recipient {phone}" for phone in told.keys() - expected]
        if (progress["total"], len(recipients)) != (len(expected), len(expected)):
            books.lost.append(f"{len(recipients)} of {len(expected)} recipients, total {progress['total']}")
        for phone in expected:
            state = told.get(phone, "nobody")
            books.outgoing(phone, state, sent[phone], cancelled=progress["status"] == "cancelled")

    async def _enter_tickets(self, books: Books, sent: Counter[str]) -> None:
        api = self.company.api
        arrived: Counter[str] = Counter()
        replies: Counter[str] = Counter()
        states: dict[str, str] = {}
        for ticket in await api.all("/api/v1/tickets"):
            for message in await api.all(f"/api/v1/tickets/{ticket['id']}/messages"):
                if message["direction"] == "in":
                    arrived[message["providerMessageId"]] += 1
                elif message["origin"] is None:  # Campaigns' messages stand there, too.
                    replies[message["text"]] += 1
                    states[message["text"]] = message["status"]
        books.lost += [f"customer's {wamid}" for wamid in self.wrote.keys() - arrived.keys()]
        books.foreign += [f"customer's {wamid}" for wamid in arrived.keys() - self.wrote.keys()]
        books.foreign += [f"reply {text}" for text in replies.keys() - self._replies]
        books.doubled += [f"kept twice: {what}" for what, n in (arrived + replies).items() if n > 1]
        for text in self._replies:
            books.outgoing(text, states.get(text, "nothing"), sent[text])


class Run:
    """Two companies at work, and what is done to the system meanwhile."""

    def __init__(self, system: System, seed: int) -> None:
        self.system = system
        self.world = system.world
        self.chance = random.Random(seed)
        self._seed = seed
        self.tenants: list[Tenant] = []
        self.log: list[Sent] = []
        """The provider's, as of the end."""
        self.faults: list[float] = []
        self.books = Books()
        """As they were when they were last looked at."""
        self._is_reconciled = False
        self._stopped: list[tuple[str, float, float]] = []

    async def accepted(self, tenant: Tenant) -> int:
        """Return how many messages of a company the provider has taken."""
        summary = await self.system.simulator.summary()
        return int(summary["acceptedByNumber"].get(tenant.company.number, 0))

    async def under_way(self, seconds: float = 60.0) -> None:
        """Wait until messages of the first company leave; if its campaign is over these are replies."""
        before = await self.accepted(self.tenants[0])

        async def leaving() -> None:
            assert await self.accepted(self.tenants[0]) >= before + RATE / 4

        await eventually(leaving, timeout=seconds)

    def fault(self) -> None:
        """Note that a fault has come, or the outage is over, now."""
        self.faults.append(time.time())

    async def kill(self, service: str) -> None:
        """Kill a process that is there, at whatever point of its life it is."""

        async def killed() -> None:
            try:
                await asyncio.to_thread(self.world.kill, service)
            except SandboxError as error:  # It is dead, and has not been started again yet.
                raise AssertionError(str(error)) from error

        await eventually(killed, timeout=60)
        self.fault()

    async def webhooks_are_refused(self, since: float) -> None:
        """Assert that nothing was taken of what the provider told the first company from a time on."""
        answers = {
            hook["status"]
            async for hook in self.system.simulator.full_log(kind="webhooks")
            if hook["phoneNumberId"] == self.tenants[0].company.number
            and datetime.fromisoformat(hook["time"]).timestamp() > since
        }
        assert 200 not in answers
        assert 503 in answers

    @asynccontextmanager
    async def pausing(self, text: str) -> AsyncIterator[None]:
        """Pause and resume a campaign of the second company at any instants, for the time of the context."""
        tenant, over = self.tenants[1], asyncio.Event()

        async def use() -> None:
            while not over.is_set():
                await asyncio.sleep(self.chance.uniform(0.2, 3.0))
                try:
                    await tenant.act(text, "pause")
                except ApiError as refused:
                    if "illegal-action" in str(refused):
                        return  # It has finished before the last fault came: the machine is slow.
                    raise
                since = time.time()
                await asyncio.sleep(self.chance.uniform(0.5, 3.0))
                self._stopped.append((text, since, time.time()))
                await tenant.act(text, "resume")

        using = asyncio.create_task(use())
        try:
            yield
            over.set()
            await using
        finally:
            using.cancel()

    async def cancel(self, text: str, *, after: float) -> None:
        """Cancel a campaign of the second company after some seconds."""
        await asyncio.sleep(after)
        try:
            await self.tenants[1].act(text, "cancel")
        except ApiError as refused:
            if "illegal-action" in str(refused):
                return  # It has finished before: the machine is fast, and the chance was late.
            raise
        self._stopped.append((text, time.time(), float("inf")))

    def left(self, text: str, since: float, until: float) -> int:
        """Return how many messages of a campaign the provider took in a time. To be asked at the end."""
        return sum(1 for sent in self.log if sent.text == text and since < sent.at < until)

    def left_after_stops(self) -> list[int]:
        """Return how many messages left after each pause, until its end, and after each cancelling."""
        return [self.left(*stop) for stop in self._stopped]

    def recovery(self) -> float | None:
        """Return the seconds from the last fault until a channel had half its rate again, if it had."""
        if not (self.faults and self.tenants):
            return None
        number, last = self.tenants[0].company.number, self.faults[-1]
        times = [sent.at for sent in self.log if sent.number == number and sent.at > last]
        wanted = int(RATE / 2)
        for first, at in zip(times, times[wanted - 1 :], strict=False):
            if at - first <= 1.0:
                return first - last
        return None

    def enter(self, row: str, seconds: float, failure: str) -> None:
        """Enter what this run came to into the table."""
        OUTCOMES.append(
            Outcome(
                row=row,
                seed=self._seed,
                faults=len(self.faults),
                lost=len(self.books.lost),
                doubled=len(self.books.doubled),
                declared=self.books.declared,
                unknown=self.books.unknown,
                leaked=len(self.books.foreign),
                recovery=self.recovery(),
                seconds=seconds,
                reconciled=self._is_reconciled,
                failure=failure,
            )
        )

    async def settle(self, *, unknown: bool) -> Books:
        """Wait until all is quiet and the results agree; return them. Raises what does not agree."""
        await asyncio.gather(*(tenant.rest() for tenant in self.tenants))

        async def agreed() -> Books:
            self.log = [Sent.of(record) async for record in self.system.simulator.full_log()]
            books = Books()
            for tenant in self.tenants:
                own = await tenant.books(self.log)
                books.lost += own.lost
                books.doubled += own.doubled
                books.foreign += own.foreign
                books.unconfirmed += own.unconfirmed
                books.declared += own.declared
                books.unknown += own.unknown
            self.books, self._is_reconciled = books, True
            wrong = [*books.doubled, *books.foreign, *books.lost, *([] if unknown else books.unconfirmed)]
            assert not wrong, f"{len(wrong)} do not agree: {wrong[:20]}"
            # What a killed sender had begun is a moment's worth, however long it had been sending.
            assert len(books.unconfirmed) <= len(self.faults) * len(self.tenants) * RATE
            return books

        return await eventually(agreed, timeout=180, every=1.0)


@asynccontextmanager
async def at_work(
    system: System,
    row: str,
    seed: int,
    faults: int,
    *,
    unknown: bool = False,
    campaigns: int = 1,
    namesakes: bool = False,
    rate: float = RATE,
) -> AsyncIterator[Run]:
    """Run two companies at work for the time of the context; then wait for quiet and reconcile the results.

    What the provider never got may be unconfirmed where ``unknown``: a process that sends was killed.
    With ``namesakes`` the second company serves the same people as the first.
    """
    chance = random.Random(seed)
    recipients = (faults + 1) * PER_FAULT
    run, began, failure = Run(system, seed), time.monotonic(), ""
    try:
        if not system.world.running():
            raise SandboxError("The system ended in an earlier row.")
        for count in (1, campaigns):
            company = await system.new_company(rate=rate)
            company.api.patience_seconds = PATIENCE_SECONDS
            run.tenants.append(Tenant(company, recipients // count, campaigns=count))
        if namesakes:
            run.tenants[1].know_the_people_of(run.tenants[0])
        await asyncio.gather(*(tenant.start(chance) for tenant in run.tenants))
        await run.under_way()
        yield run
        await run.settle(unknown=unknown)
    except BaseException as error:
        failure = f"{type(error).__name__}: {error}"[:500]
        print(f"{failure}\nTry it again with ATENDE_FAULT_SEED={seed}")
        raise
    finally:
        await asyncio.gather(*(tenant.stop() for tenant in run.tenants))
        run.enter(row, time.monotonic() - began, failure)
        if failure:
            await asyncio.to_thread(_start_what_is_stopped, system.world)


def _start_what_is_stopped(world: World) -> None:
    """End the outages that a row left behind which broke off: the next one has the system, too."""
    state = world.state() if world.running() else None
    for child in state.children if state else ():
        if child.state == "stopped":
            world.start(child.name)

"""Tickets × agents × queues × time: whatever is done in whatever order, what must hold does."""

import asyncio
from collections.abc import Collection
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any, Protocol
from uuid import UUID

import httpx
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from atende_platform.data.db import Database
from atende_platform.errors import Conflict
from atende_platform.testing.plugin import AsUser, Handle
from chat.directory.domain import User
from chat.tickets import domain
from chat.tickets import worker as tickets
from chat.tickets.domain import TicketState, TicketStatus

from ..factories import Inbound, Rows, create_channel, create_queue, create_user

AGENTS = [UUID(int=number) for number in range(1, 4)]
PROGRAMS = [UUID(int=number) for number in range(11, 13)]
QUEUES: list[UUID | None] = [None, *(UUID(int=number) for number in range(21, 24))]
START = datetime(2026, 3, 1, 12, tzinfo=UTC)

agents = st.sampled_from(AGENTS)
programs = st.sampled_from(PROGRAMS)
queues = st.sampled_from(QUEUES)
customers = st.integers(0, 1)


class Tickets(RuleBasedStateMachine):
    """The tickets of two customers on one channel, by the rules alone."""

    def __init__(self) -> None:
        super().__init__()
        self.now = START
        self.tickets: list[list[TicketState]] = [[], []]
        """Of each customer, the newest last."""

    def _change(self, customer: int, which: int, change: Any) -> None:
        own = self.tickets[customer]
        if own:
            with suppress(Conflict):
                own[which % len(own)] = change(own[which % len(own)])

    @rule(customer=customers, hours=st.sampled_from([0.0, 24.0, float("inf")]), messages=st.integers(1, 3))
    def customer_writes(self, customer: int, hours: float, messages: int) -> None:
        own = self.tickets[customer]
        latest = max(own, key=lambda one: one.closed_at or datetime.max.replace(tzinfo=UTC), default=None)
        if latest is None or not domain.continues(latest.closed_at, self.now, hours):
            own.append(domain.written_to(TicketState(), messages, self.now))
            return
        own[own.index(latest)] = domain.written_to(latest, messages, self.now)

    @rule(customer=customers, which=st.integers(0, 5), agent=agents, take_over=st.booleans())
    def accept(self, customer: int, which: int, agent: UUID, take_over: bool) -> None:
        self._change(customer, which, lambda one: domain.accepted(one, agent, take_over=take_over))

    @rule(customer=customers, which=st.integers(0, 5), agent=st.none() | agents)
    def assign(self, customer: int, which: int, agent: UUID | None) -> None:
        self._change(customer, which, lambda one: domain.assigned(one, agent))

    @rule(customer=customers, which=st.integers(0, 5), queue=queues, agent=st.none() | agents)
    def transfer(self, customer: int, which: int, queue: UUID | None, agent: UUID | None) -> None:
        self._change(customer, which, lambda one: domain.transferred(one, queue, agent))

    @rule(customer=customers, which=st.integers(0, 5), who=agents | programs)
    def reply(self, customer: int, which: int, who: UUID) -> None:
        self._change(customer, which, lambda one: domain.replied(one, who, self.now))

    @rule(customer=customers, which=st.integers(0, 5), hours=st.none() | st.integers(1, 50))
    def snooze(self, customer: int, which: int, hours: int | None) -> None:
        until = None if hours is None else self.now + timedelta(hours=hours)
        self._change(customer, which, lambda one: domain.snoozed(one, until))

    @rule(customer=customers, which=st.integers(0, 5), program=programs)
    def hold(self, customer: int, which: int, program: UUID) -> None:
        until = self.now + timedelta(minutes=30)
        self._change(customer, which, lambda one: domain.held(one, program, until))

    @rule(customer=customers, which=st.integers(0, 5), program=st.none() | programs, agent=st.none() | agents)
    def hand_over(self, customer: int, which: int, program: UUID | None, agent: UUID | None) -> None:
        self._change(customer, which, lambda one: domain.handed_over(one, program, one.queue_id, agent))

    @rule(customer=customers, which=st.integers(0, 5))
    def close(self, customer: int, which: int) -> None:
        self._change(customer, which, lambda one: domain.closed(one, self.now, "Resolvido"))

    @rule(customer=customers, which=st.integers(0, 5))
    def reopen(self, customer: int, which: int) -> None:
        if not any(one.closed_at is None for one in self.tickets[customer]):
            self._change(customer, which, domain.reopened)

    @rule(agent=agents)
    def agent_leaves(self, agent: UUID) -> None:
        for own in self.tickets:
            own[:] = [domain.released(one) if one.assignee_id == agent else one for one in own]

    @rule(hours=st.integers(1, 60))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)
        for own in self.tickets:
            for number, one in enumerate(own):
                if one.snoozed_until is not None and one.snoozed_until <= self.now:
                    own[number] = domain.woken(one)
                elif one.held_until is not None and one.held_until <= self.now:
                    own[number] = domain.let_go(one)

    @invariant()
    def one_ticket_of_a_customer_is_not_closed(self) -> None:
        for own in self.tickets:
            assert sum(one.closed_at is None for one in own) <= 1

    @invariant()
    def what_must_hold(self) -> None:
        for one in (each for own in self.tickets for each in own):
            assert (one.status is TicketStatus.CLOSED) == (one.closed_at is not None)
            assert one.closed_at is not None or one.close_reason is None
            if one.status is TicketStatus.OPEN:
                assert one.assignee_id is not None
            if one.status is TicketStatus.PENDING:
                assert one.assignee_id is None
            assert one.snoozed_until is None or one.status is TicketStatus.SNOOZED
            assert (one.held_by is None) == (one.held_until is None)
            assert one.held_by is None or one.status is TicketStatus.PENDING
            assert one.unread >= 0
            assert one.unread == 0 or one.status is not TicketStatus.CLOSED


TestTickets = Tickets.TestCase
TestTickets.settings = settings(max_examples=60, stateful_step_count=40)


# --- The same on a real database, with all workers, and several of everything at once ---------------

_BROKEN = {
    "two active": "SELECT 1 FROM tickets WHERE status <> 'closed' GROUP BY company_id, channel_id, contact_id"
    " HAVING count(*) > 1",
    "open without an agent": "SELECT 1 FROM tickets WHERE status = 'open' AND assignee_id IS NULL",
    "pending with one": "SELECT 1 FROM tickets WHERE status = 'pending' AND assignee_id IS NOT NULL",
    "of an archived queue": "SELECT 1 FROM tickets t JOIN queues q ON q.id = t.queue_id"
    " WHERE t.status <> 'closed' AND q.archived_at IS NOT NULL",
    "of a disabled agent": "SELECT 1 FROM tickets t JOIN users_copy u ON u.id = t.assignee_id"
    " WHERE t.status = 'open' AND u.state = 'disabled'",
    "still asks for attention": "SELECT 1 FROM tickets WHERE attention_at IS NOT NULL",
    "greeted twice": "SELECT 1 FROM messages WHERE origin = 'automatic' AND text LIKE 'Olá%'"
    " GROUP BY contact_id HAVING count(*) > 1",
    "a gap in the log": "SELECT 1 FROM event_log GROUP BY company_id HAVING max(seq) <> count(*)",
}


class Step(Protocol):
    async def step(self) -> bool: ...


class Inbox:
    """A company with queues and agents, to which things happen by chance."""

    def __init__(self, random: Random, http: httpx.AsyncClient, handle: Handle, inbound: Inbound) -> None:
        self._random, self._http, self._handle, self._inbound = random, http, handle, inbound
        self.agents: dict[UUID, httpx.AsyncClient] = {}
        self.queues: list[str] = []
        self.here: set[UUID] = set()

    async def present(self, users: Collection[User]) -> set[User]:
        return {user for user in users if user.id in self.here}

    async def something(self) -> None:
        """Have one thing happen. What is refused is; nothing may fail."""
        kind = self._random.choice(["write"] * 4 + ["act"] * 5 + ["presence", "member", "archive"])
        await getattr(self, f"_{kind}")()

    async def _write(self) -> None:
        customer = f"551199999000{self._random.randrange(6)}"
        await self._handle([self._inbound(self._random.choice(["1", "2", "oi"]), wa_id=customer)])

    async def _act(self) -> None:
        http = self._random.choice([*self.agents.values(), self._http])
        tickets = (await http.get("/api/v1/tickets", params={"limit": 20})).json()["items"]
        if not tickets:
            return
        queue = self._random.choice([None, *self.queues])
        agent = str(self._random.choice([*self.agents]))
        action, body = self._random.choice(
            [
                ("accept", None),
                ("close", {"reason": "Resolvido"}),
                ("reopen", None),
                ("snooze", {}),
                ("assign", {"assigneeId": agent}),
                ("assign", {"assigneeId": None}),
                ("transfer", {"queueId": queue, "note": "Veja"}),
                ("messages", {"text": "Sim", "clientMessageId": str(self._random.random())}),
            ]
        )
        path = f"/api/v1/tickets/{self._random.choice(tickets)['id']}/{action}"
        answer = await http.post(path, json=body)
        assert answer.status_code in (200, 201, 404, 409, 422), answer.text

    async def _presence(self) -> None:
        self.here = {agent for agent in self.agents if self._random.random() < 0.6}

    async def _member(self) -> None:
        queue, agent = self._random.choice(self.queues), self._random.choice([*self.agents])
        method = self._random.choice(["PUT", "DELETE"])
        answer = await self._http.request(method, f"/api/v1/queues/{queue}/members/{agent}")
        assert answer.status_code in (200, 404, 409), answer.text

    async def _archive(self) -> None:
        if len(self.queues) > 2 and self._random.random() < 0.3:
            queue = self.queues.pop()
            params = {"targetQueueId": self._random.choice(self.queues)}
            answer = await self._http.delete(f"/api/v1/queues/{queue}", params=params)
            assert answer.status_code == 204, answer.text


@pytest.mark.parametrize("seed", range(2))
async def test_an_inbox_to_which_everything_happens_at_once_converges(
    seed: int,
    database: Database,
    as_user: AsUser,
    handle: Handle,
    inbound: Inbound,
    rows: Rows,
    company_id: UUID,
    channel_id: UUID,
) -> None:
    http = as_user("admin")
    inbox = Inbox(Random(seed), http, handle, inbound)
    await create_channel(handle, company_id, channel_id)
    for name in ("A", "B", "C", "D"):
        queue = await create_queue(http, name=name, greeting=f"Olá {name}", awayMessage="Fechado")
        inbox.queues.append(queue["id"])
    for nth in range(3):
        agent = await create_user(handle, company_id, f"U{nth}")
        inbox.agents[agent] = as_user("agent", user_id=agent)
    inbox.here = {*inbox.agents}
    mode = ("round_robin", "least_busy")[seed]
    body = {"assignment": mode, "agentCapacity": 2, "releaseOfflineMinutes": 1, "closeAfterHours": 1}
    await http.patch("/api/v1/policies", json=body)
    options = [{"queueId": inbox.queues[0], "label": "A"}, {"queueId": inbox.queues[1], "label": "B"}]
    rules: dict[str, Any] = {
        "defaultQueueId": inbox.queues[3],
        "reopenRule": ("never", "always", "hours")[seed],
    }
    if seed:
        rules |= {"menu": {"text": "Qual?", "options": options}}
    answer = await http.patch(f"/api/v1/policies/channels/{channel_id}", json=rules)
    assert answer.status_code == 200, answer.text
    later = timedelta()

    def clock() -> datetime:
        return datetime.now(UTC) + later

    workers: list[Step] = [
        tickets.attendant(database, clock),
        tickets.attendant(database, clock),
        tickets.dispatcher(database, inbox.present, clock),
        tickets.dispatcher(database, inbox.present, clock),
        tickets.absences(database, inbox.present, clock),
        tickets.closer(database, clock),
        tickets.mover(database, clock),
        tickets.release(database),
        tickets.alarm(database, clock),
        tickets.end_of_holds(database, clock),
    ]
    for _ in range(8):
        await asyncio.gather(*(inbox.something() for _ in range(5)), *(worker.step() for worker in workers))
        later += timedelta(seconds=20)
    await create_user(
        handle, company_id, "U0", user_id=next(iter(inbox.agents)), state="disabled", revision=2
    )
    for _ in range(5):
        for worker in workers:
            while await worker.step():
                pass
    broken = [name for name, statement in _BROKEN.items() if await rows(statement)]
    assert not broken

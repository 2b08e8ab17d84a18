"""Keeping the clocks of tickets: by what the event log says of them, in its order and at its times."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.messaging import outbox
from chat.queues import hours as opening
from chat.queues.service import DEFAULT_ZONE
from chat.sla import domain, repository
from chat.sla.domain import AROUND_THE_CLOCK, NOTHING, Clock, Clocks, Hours, Promise, Seen, Target
from chat.sla.events import ended_event, noticed, noticed_event
from chat.tickets import upkeep
from chat.tickets.domain import TicketKey
from chat.updates import service as updates
from chat.updates.domain import LogEntry

if TYPE_CHECKING:
    from atende_contracts.contacts import TicketSlaEndedV1
    from atende_contracts.event import Event
    from chat.sla.models import SlaPolicy, SlaTicket
    from chat.updates.models import LoggedEvent

KIND: Final = "sla"
"""Of the follower of the event log."""
COMPANIES: Final = 10
_ENTRIES: Final = 100
"""Of a company, at a time."""
_DUE_EACH: Final = 20
_SHOWN_EACH: Final = 10


class _Rules:
    """What is promised in some companies, and how time passes in their queues."""

    def __init__(
        self, policies: "Sequence[SlaPolicy]", hours: Mapping[TicketKey, tuple[Any, str | None]]
    ) -> None:
        self._policies = {(one.company_id, one.queue_id): one for one in policies}
        self._hours = {
            key: _hours(opening.from_stored(stored, zone or DEFAULT_ZONE))
            for key, (stored, zone) in hours.items()
        }

    def policy(self, company_id: UUID, queue_id: UUID | None) -> "SlaPolicy | None":
        """Return the policy of a queue, or of the tickets without one of their own."""
        own = self._policies.get((company_id, queue_id))
        return own or self._policies.get((company_id, None))

    def hours(self, company_id: UUID, queue_id: UUID | None, *, business: bool) -> Hours:
        """Return how time passes in a queue."""
        if queue_id is None or not business:
            return AROUND_THE_CLOCK
        return self._hours.get((company_id, queue_id), AROUND_THE_CLOCK)


def _hours(found: opening.OpeningHours) -> Hours:
    return Hours(partial(opening.open_between, found), partial(opening.after_open, found))


def promise_of(policy: "SlaPolicy | None") -> Promise:
    """Return what a policy promises."""
    if policy is None:
        return NOTHING

    def minutes(count: int | None) -> timedelta | None:
        return None if count is None else timedelta(minutes=count)

    return Promise(
        minutes(policy.first_reply_minutes),
        minutes(policy.next_reply_minutes),
        minutes(policy.resolution_minutes),
        policy.warn_percent,
        policy.pauses_for_customer,
        policy.created_at,
    )


async def follow(session: AsyncSession, now: datetime, companies: int = COMPANIES) -> bool:
    """Read on in some companies' logs, and keep their tickets' clocks; tell whether there was anything."""
    stretches = await updates.claim(session, KIND, companies=companies, each=_ENTRIES)
    if not stretches:
        return False
    seen = [_Sight(entry) for entry in await updates.entries_of(session, stretches, ["ticket.updated"])]
    if seen:
        await _keep(session, seen, now)
    await updates.advance(session, KIND, stretches, now)
    return True


class _Sight:
    """A ticket as an entry of the log shows it."""

    def __init__(self, entry: "LoggedEvent") -> None:
        ticket = entry.payload["ticket"]
        self.key: TicketKey = (entry.company_id, UUID(ticket["id"]))
        self.at = entry.created_at
        self.queue_id = UUID(ticket["queueId"]) if ticket.get("queueId") else None
        self.group = ticket.get("groupId") is not None
        self.channel_id = UUID(ticket["channelId"])
        self.agent_id = UUID(ticket["assigneeId"]) if ticket.get("assigneeId") else None
        self.tag_ids = [UUID(tag_id) for tag_id in ticket.get("tagIds", ())]
        opened_at = _moment(ticket["openedAt"])
        if opened_at is None:
            raise AssertionError("a ticket was opened at some time")
        self.ticket = Seen(
            ticket["status"],
            opened_at,
            _moment(ticket.get("firstReplyAt")),
            _moment(ticket.get("waitingSince")),
            _moment(ticket.get("closedAt")),
        )


def _moment(value: str | None) -> datetime | None:
    return datetime.fromisoformat(value) if value else None


async def _keep(session: AsyncSession, seen: Sequence[_Sight], now: datetime) -> None:
    stored = await repository.lock_tickets(session, {sight.key for sight in seen})
    queues = {(sight.key[0], sight.queue_id) for sight in seen}
    queues |= {(one.company_id, one.queue_id) for one in stored.values()}
    rules = await _rules(session, {sight.key[0] for sight in seen}, queues)
    kept = {key: _Kept(one) for key, one in stored.items()}
    for sight in seen:
        one = kept.setdefault(sight.key, _Kept())
        if not sight.group:
            one.see(sight, rules)
    changed = {key: one for key, one in kept.items() if one.is_changed}
    rows = [one.row(key, rules, now) for key, one in changed.items()]
    await repository.store_tickets(session, rows)
    await _publish(
        session,
        [(key, one.queue_id, notice) for key, one in changed.items() for notice in one.notices],
        [ended for one in changed.values() for ended in one.ended],
    )


class _Kept:
    """The clocks of one ticket while the log is read."""

    def __init__(self, stored: "SlaTicket | None" = None) -> None:
        self.queue_id = stored.queue_id if stored else None
        self.business = stored.business_hours if stored else False
        self.clocks: Clocks = clocks_of(stored) if stored else {}
        self.notices: list[domain.Notice] = []
        self.ended: list[TicketSlaEndedV1] = []
        self._stored = stored
        self._before = (self.queue_id, self.business, self.clocks)

    def see(self, sight: _Sight, rules: _Rules) -> None:
        """Let what happened until an entry have happened, then count the entry."""
        company_id = sight.key[0]
        policy = rules.policy(company_id, sight.queue_id)
        business = policy is not None and policy.business_hours
        hours = rules.hours(company_id, self.queue_id, business=self.business)
        self.clocks, notices = domain.noticed(self.clocks, sight.at, hours)
        self.notices += notices
        if (self.queue_id, self.business) != (sight.queue_id, business):
            self.clocks = domain.moved(self.clocks, sight.at, hours)
            self.queue_id, self.business = sight.queue_id, business
        hours = rules.hours(company_id, self.queue_id, business=self.business)
        before = self.clocks
        self.clocks = domain.followed(before, sight.ticket, sight.at, promise_of(policy), hours)
        self.ended += [
            ended_event(sight, target, clock) for target, clock in domain.ended(before, self.clocks)
        ]

    @property
    def is_changed(self) -> bool:
        """Whether there is something to store: not of a ticket to whose customer nothing is promised."""
        if self._stored is None and not self.clocks:
            return False
        return (self.queue_id, self.business, self.clocks) != self._before

    def row(self, key: TicketKey, rules: _Rules, now: datetime) -> "SlaTicket":
        """Return what is stored of it."""
        hours = rules.hours(key[0], self.queue_id, business=self.business)
        return _row(key, self.queue_id, self.business, self.clocks, hours, now, self._stored)


def clocks_of(row: "SlaTicket") -> dict[Target, Clock]:
    """Return the clocks that are stored of a ticket."""
    return {Target(name): Clock.from_stored(clock) for name, clock in row.clocks.items()}


def _row(
    key: TicketKey,
    queue_id: UUID | None,
    business: bool,
    clocks: Clocks,
    hours: Hours,
    now: datetime,
    before: "SlaTicket | None",
) -> "SlaTicket":
    due_at = domain.due_at(clocks, hours)
    return repository.new_ticket(
        company_id=key[0],
        ticket_id=key[1],
        queue_id=queue_id,
        business_hours=business,
        clocks={target.value: clock.stored() for target, clock in clocks.items()},
        due_at=due_at,
        next_at=domain.next_notice_at(clocks, hours),
        shown=before.shown and before.due_at == due_at if before else due_at is None,
        updated_at=now,
    )


async def hours_for(session: AsyncSession, row: "SlaTicket") -> Hours:
    """Return how time passes for a ticket's clocks."""
    rules = await _rules(session, (), {(row.company_id, row.queue_id)})
    return rules.hours(row.company_id, row.queue_id, business=row.business_hours)


async def _rules(
    session: AsyncSession, companies: Collection[UUID], queues: Collection[tuple[UUID, UUID | None]]
) -> _Rules:
    named = {(company_id, queue_id) for company_id, queue_id in queues if queue_id is not None}
    policies = await repository.policies_of(session, companies) if companies else []
    return _Rules(policies, await repository.hours_of(session, named))


async def due(session: AsyncSession, after: UUID, most: int, _: datetime) -> Sequence[UUID]:
    """Return some companies behind one, in their order, that use this."""
    return await updates.followed_behind(session, KIND, after, most)


async def notice(session: AsyncSession, companies: Sequence[UUID], now: datetime) -> bool:
    """Publish what is due in companies; tell whether one of them may have more."""
    rows = await repository.lock_due(session, companies, now, each=_DUE_EACH)
    if not rows:
        return False
    queues = {(one.company_id, one.queue_id) for one in rows}
    rules = await _rules(session, {company_id for company_id, _ in queues}, queues)
    told: list[tuple[TicketKey, UUID | None, domain.Notice]] = []
    after: list[SlaTicket] = []
    for row in rows:
        hours = rules.hours(row.company_id, row.queue_id, business=row.business_hours)
        promise = promise_of(rules.policy(row.company_id, row.queue_id))
        clocks, notices = domain.noticed(domain.promised(clocks_of(row), promise), now, hours)
        key = row.company_id, row.ticket_id
        told += [(key, row.queue_id, one) for one in notices]
        after.append(_row(key, row.queue_id, row.business_hours, clocks, hours, now, row))
    await repository.store_tickets(session, after)
    await _publish(session, told)
    return len(rows) >= _DUE_EACH


async def not_shown(session: AsyncSession, after: UUID, most: int, _: datetime) -> Sequence[UUID]:
    """Return some companies behind one, in their order, with tickets that do not show when they are due."""
    return await repository.not_shown(session, after, most)


async def show(session: AsyncSession, companies: Sequence[UUID], _: datetime) -> bool:
    """Have some tickets of companies show when they are due; tell whether any does by now."""
    rows = await repository.lock_not_shown(session, companies, each=_SHOWN_EACH)
    shown = await upkeep.show_due(session, {(one.company_id, one.ticket_id): one.due_at for one in rows})
    await repository.count_shown(session, [one for one in rows if (one.company_id, one.ticket_id) in shown])
    return bool(shown)


async def _publish(
    session: AsyncSession,
    told: Sequence[tuple[TicketKey, UUID | None, domain.Notice]],
    ended: "Sequence[TicketSlaEndedV1]" = (),
) -> None:
    events: list[Event] = [noticed_event(*key, queue_id, one) for key, queue_id, one in told]
    events += ended
    entries: list[LogEntry] = [noticed(*key, queue_id, one) for key, queue_id, one in told]
    await outbox.add(session, events)
    await updates.append(session, entries)

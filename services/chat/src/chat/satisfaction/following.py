"""Asking customers how it was, and keeping what they answer: by what the event log says, each once."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.event import TextContent
from atende_platform.messaging import outbox
from chat.contacts import service as contacts
from chat.rows import Row
from chat.satisfaction import domain, repository
from chat.satisfaction.domain import ASK_WITHIN, COMMENT_TIME, Style, Todo
from chat.satisfaction.events import rated_event, ticket_rated
from chat.tickets import automatic, timeline, upkeep
from chat.tickets.answers import Awaited, score_of
from chat.tickets.automatic import Automatic, Sent
from chat.tickets.domain import TicketKey
from chat.updates import service as updates

if TYPE_CHECKING:
    from atende_contracts.content import MessageContent
    from chat.contacts.models import Contact
    from chat.satisfaction.models import Rating
    from chat.tickets.models import Ticket
    from chat.updates.models import LoggedEvent

KIND: Final = "satisfaction"
"""Of the follower of the event log."""
COMPANIES: Final = 10
_ENTRIES: Final = 100
"""Of a company, at a time."""
_DUE_EACH: Final = 20
_EARLY: Final = timedelta(seconds=10)
"""The clocks of providers differ from ours: an answer may seem to be older than its question."""


class _Policies:
    def __init__(self, rows: Sequence[Any]) -> None:
        self._rows = {(row.company_id, row.queue_id): row for row in rows}

    def of(self, company_id: UUID, queue_id: UUID | None) -> Any:
        """Return how the customers of a queue are asked; None if they are not."""
        found = self._rows.get((company_id, queue_id)) or self._rows.get((company_id, None))
        return found if found is not None and found.active else None


async def follow(session: AsyncSession, now: datetime, companies: int = COMPANIES) -> bool:
    """Read on in some companies' logs: who is to be asked, who has answered; tell whether any had more."""
    stretches = await updates.claim(session, KIND, companies=companies, each=_ENTRIES)
    if not stretches:
        return False
    entries = await updates.entries_of(session, stretches, ["ticket.updated", "message.created"])
    await _keep_answers(session, entries, now)
    policies = _Policies(await repository.policies_of(session, {one.company_id for one in stretches}))
    due = {(rating.company_id, rating.ticket_id): rating for rating in _closed(entries, policies)}
    await repository.add(session, [*due.values()])
    await updates.advance(session, KIND, stretches, now)
    return True


def _closed(entries: "Sequence[LoggedEvent]", policies: _Policies) -> "Iterator[Rating]":
    for entry in entries:
        ticket = entry.payload.get("ticket")
        if ticket is None or ticket["status"] != "closed" or ticket.get("groupId") is not None:
            continue
        queue_id = UUID(ticket["queueId"]) if ticket.get("queueId") else None
        if policies.of(entry.company_id, queue_id) is None:
            continue
        yield repository.new_rating(
            company_id=entry.company_id,
            ticket_id=UUID(ticket["id"]),
            queue_id=queue_id,
            agent_id=UUID(ticket["assigneeId"]) if ticket.get("assigneeId") else None,
            channel_id=UUID(ticket["channelId"]),
            tag_ids=[UUID(tag_id) for tag_id in ticket.get("tagIds", ())],
            closed_at=datetime.fromisoformat(ticket["closedAt"]),
            todo=Todo.ASK.value,
        )


class _Answer(NamedTuple):
    """What a customer wrote in a ticket."""

    key: TicketKey
    message_id: UUID
    at: datetime
    text: str | None
    choice: str | None


async def _keep_answers(session: AsyncSession, entries: "Sequence[LoggedEvent]", now: datetime) -> None:
    answers = [*_answers(entries)]
    ratings = await repository.lock(session, {answer.key for answer in answers}) if answers else {}
    changed: dict[TicketKey, Rating] = {}
    for answer in answers:
        rating = ratings.get(answer.key)
        if rating is None:
            continue
        if (after := _answered(rating, answer, now)) is not None:
            ratings[answer.key] = changed[answer.key] = after
    await repository.change(session, [*changed.values()])
    rated = [rating for rating in changed.values() if rating.score is not None]
    await outbox.add(session, [rated_event(rating) for rating in rated])
    await updates.append(session, [ticket_rated(rating) for rating in rated])


def _answers(entries: "Sequence[LoggedEvent]") -> Iterator[_Answer]:
    for entry in entries:
        message = entry.payload.get("message")
        if message is None or message["direction"] != "in" or message.get("ticketId") is None:
            continue
        yield _Answer(
            (entry.company_id, UUID(message["ticketId"])),
            UUID(message["id"]),
            datetime.fromisoformat(message["sentAt"]),
            message.get("text"),
            _choice_of(message.get("content") or {}),
        )


def _choice_of(content: dict[str, Any]) -> str | None:
    """Return what a customer chose, by its id. What stands in contents may have any shape."""
    interactive = _member(content, "interactive")
    said = (_member(content, "reply"), _member(interactive, "buttonReply"), _member(interactive, "listReply"))
    for one in said:
        if isinstance(one, dict) and isinstance(id_ := one.get("id"), str) and id_:
            return id_
    return None


def _member(value: object, name: str) -> object:
    return value.get(name) if isinstance(value, dict) else None


def _answered(rating: "Rating", answer: _Answer, now: datetime) -> "Rating | None":
    """Return the rating with what an answer adds; None if that is nothing."""
    if rating.asked_at is None or answer.at < rating.asked_at - _EARLY:
        return None
    if rating.score is None and rating.answer_until is not None:
        score = score_of(rating.ticket_id, answer.text, answer.choice)
        if score is not None and (answer.choice is not None or answer.at <= rating.answer_until):
            changes = {"score": score, "rated_at": min(answer.at, now), "todo": Todo.THANK.value}
            return rating.model_copy(update=changes)
        # The conversation goes on: a number in it is no rating any more. Its buttons still are.
        if answer.at >= rating.answer_until:
            return None
        return rating.model_copy(update={"answer_until": min(answer.at, rating.answer_until)})
    if rating.comment_until is not None and rating.comment_id is None and answer.at <= rating.comment_until:
        if not answer.text or answer.choice is not None:
            return None
        return rating.model_copy(update={"comment_id": answer.message_id, "todo": Todo.FINISH.value})
    return None


async def due(session: AsyncSession, after: UUID, most: int, _: datetime) -> Sequence[UUID]:
    """Return some companies behind one, in their order, that use this."""
    return await updates.followed_behind(session, KIND, after, most)


async def go_on(session: AsyncSession, companies: Sequence[UUID], now: datetime) -> bool:
    """Ask, thank and finish in companies; tell whether anything was done.

    Tickets that another transaction holds are left to the next time.
    """
    ratings = await repository.lock_todo(session, companies, each=_DUE_EACH)
    if not ratings:
        return False
    there, held = await upkeep.lock_if_free(session, {(one.company_id, one.ticket_id) for one in ratings})
    people = await contacts.of(session, {(one.company_id, one.contact_id) for one in held})
    policies = _Policies(await repository.policies_of(session, {one.company_id for one in held}))
    tickets = {(one.company_id, one.id): one for one in held}
    steps = _Steps(tickets, {(one.company_id, one.id): one for one in people}, policies, now)
    for rating in ratings:
        steps.take(rating)
    gone = {(one.company_id, one.ticket_id) for one in ratings} - there
    async with updates.together(session):
        outcomes = await automatic.send(session, [step.message for step in steps.sending], now)
        for step, sent in zip(steps.sending, outcomes, strict=True):
            steps.finish(step, sent)
        await repository.delete(session, gone | steps.forgotten)
        await repository.change(session, steps.changed)
        await upkeep.set_awaited(session, steps.tickets, steps.entries)
    return bool(steps.changed)


class _Step(NamedTuple):
    """A message that is to be sent, and what follows if it is."""

    rating: "Rating"
    message: Automatic
    changes: Row
    awaited: Awaited | None = None
    until: datetime | None = None


class _Steps:
    """What is done next about some ratings."""

    def __init__(
        self,
        tickets: "dict[TicketKey, Ticket]",
        people: "dict[TicketKey, Contact]",
        policies: _Policies,
        now: datetime,
    ) -> None:
        self._tickets = tickets
        self._people = people
        self._policies = policies
        self._now = now
        self.sending: list[_Step] = []
        self.changed: list[Rating] = []
        self.forgotten: set[TicketKey] = set()
        self.tickets: list[tuple[Ticket, Awaited | None, datetime | None]] = []
        self.entries: list[Row] = []

    def take(self, rating: "Rating") -> None:
        """Decide what to do about a rating, unless its ticket is held by somebody else."""
        key = rating.company_id, rating.ticket_id
        ticket = self._tickets.get(key)
        contact = self._people.get((rating.company_id, ticket.contact_id)) if ticket else None
        if ticket is None or contact is None:
            return
        policy = self._policies.of(rating.company_id, rating.queue_id)
        match Todo(rating.todo or Todo.FINISH):
            case Todo.ASK:
                self._ask(rating, ticket, contact, policy)
            case Todo.THANK:
                self._thank(rating, ticket, contact, policy)
            case Todo.FINISH:
                self._close(rating, ticket, contact, policy)

    def _ask(self, rating: "Rating", ticket: "Ticket", contact: "Contact", policy: Any) -> None:
        if ticket.closed_at is None or policy is None:
            # It goes on: when it is closed again its customer is asked.
            self.forgotten.add((rating.company_id, rating.ticket_id))
            return
        if self._now - ticket.closed_at > ASK_WITHIN:
            self._store(rating, {"refusal": "too-late"})
            return
        style = Style(policy.style)
        asked = domain.question(ticket.id, policy.question, style, policy.locale)
        content: MessageContent = asked or TextContent(body=policy.question)
        until = self._now + timedelta(hours=policy.answer_hours)
        changes = {"asked_at": self._now, "answer_until": until}
        message = Automatic(ticket, contact, content)
        self.sending.append(_Step(rating, message, changes, Awaited.RATING, until))

    def _thank(self, rating: "Rating", ticket: "Ticket", contact: "Contact", policy: Any) -> None:
        self.entries.append(timeline.entry(ticket, None, self._now, "rated", score=rating.score))
        if policy is not None and policy.comment_question and ticket.closed_at is not None:
            until = self._now + COMMENT_TIME
            message = Automatic(ticket, contact, TextContent(body=policy.comment_question))
            self.sending.append(_Step(rating, message, {"comment_until": until}, Awaited.COMMENT, until))
            return
        self._close(rating, ticket, contact, policy)

    def _close(self, rating: "Rating", ticket: "Ticket", contact: "Contact", policy: Any) -> None:
        if policy is not None and policy.thanks:
            message = Automatic(ticket, contact, TextContent(body=policy.thanks))
            self.sending.append(_Step(rating, message, {}))
            return
        self._store(rating, {})
        self.tickets.append((ticket, None, None))

    def finish(self, step: _Step, sent: Sent) -> None:
        """Count a message as sent, or note why it was not."""
        if sent.refusal is None:
            self._store(step.rating, step.changes)
            self.tickets.append((step.message.ticket, step.awaited, step.until))
            return
        refused = {"refusal": sent.refusal.code} if step.rating.asked_at is None else {}
        self._store(step.rating, refused)
        self.tickets.append((step.message.ticket, None, None))

    def _store(self, rating: "Rating", changes: Row) -> None:
        self.changed.append(rating.model_copy(update={**changes, "todo": None}))

"""Acting: the event log is followed, and what an entry causes is done in the transaction that counts it.

So each entry is acted on exactly once, whatever is killed when. A transaction serves one company, and ends
with the first entry that something comes of; then it is the turn of the company that waits longest.
"""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final, NamedTuple
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.permissions import Permission, Role
from atende_platform.data.db import savepoint
from atende_platform.errors import AppError
from atende_platform.identity.context import TenantContext
from atende_platform.process import tracing
from atende_platform.transient import is_transient
from chat.actions import service as actions
from chat.actions.schemas import from_stored
from chat.automations import repository
from chat.automations.domain import (
    MAX_DEPTH,
    RATE_TIME,
    RUNS_OF_A_TICKET,
    Event,
    Facts,
    Happened,
    Text,
    happened,
    holds,
)
from chat.automations.repository import Situation
from chat.automations.schemas import conditions_from
from chat.queues import hours as opening
from chat.queues.service import DEFAULT_ZONE
from chat.tickets.domain import PRIORITIES
from chat.updates import service as updates
from chat.updates.domain import Stretch

if TYPE_CHECKING:
    from chat.automations.models import Automation, AutomationRun

KIND: Final = "automations"
"""Of the follower of the event log."""
_ENTRIES: Final = 50
"""Of a company, at a time."""


class Place(NamedTuple):
    """Where in a company's log something failed: reading on behind an entry, or acting on it."""

    company_id: UUID
    seq: int
    is_reading: bool = False


class Failed(Exception):
    """Entries could not be acted on for a reason of our own: it is tried again, but not for ever."""

    def __init__(self, place: Place, behind: int) -> None:
        super().__init__(str(place))
        self.place: Final = place
        self.behind: Final = behind
        """How far the log of the company is read."""


class Rule:
    """An automation, read once for all that it may act on."""

    def __init__(self, automation: "Automation") -> None:
        self.automation = automation
        self._conditions = conditions_from(automation.conditions)

    def acts_on(self, facts: Facts) -> tuple[bool, list[bool]]:
        """Return whether it acts, and which of its conditions hold."""
        results = [condition.holds(facts) for condition in self._conditions]
        return holds(results, self.automation.match), results

    def knows(self, event: Event, at: datetime) -> bool:
        """Tell whether it is about an event, and was active when that happened."""
        since = self.automation.active_since
        return self.automation.event == event and since is not None and since <= at


@dataclass(frozen=True, slots=True)
class _Candidate:
    """An entry of the log that some automations act on if their conditions hold."""

    seq: int
    depth: int
    what: Happened
    rules: "Sequence[Rule]"
    traceparent: str | None


async def step(session: AsyncSession, now: datetime, given_up: Collection[Place] = ()) -> bool:
    """Read on in one company's log, up to the first entry that something comes of.

    Return whether there was anything to read. Entries that are ``given_up`` are noted as failed, or passed
    over where they could not even be read. Raises `Failed`.
    """
    stretches = await updates.claim(session, KIND, companies=1, each=_ENTRIES)
    if not stretches:
        return False
    [stretch] = stretches
    read_to = stretch.last
    reading = Place(stretch.company_id, stretch.after, is_reading=True)
    try:
        first = None if reading in given_up else await _first_match(session, stretch, now)
    except Exception as error:
        if is_transient(error):
            raise
        raise Failed(reading, stretch.after) from error
    if first is not None:
        candidate, matching = first
        place = Place(stretch.company_id, candidate.seq)
        if place in given_up:
            runs = [_run(each, candidate, now, status="failed", error="internal-error") for each in matching]
            await repository.add_runs(session, runs)
        else:
            try:
                with tracing.continued("automations act", candidate.traceparent):
                    await _act(session, candidate, matching, now)
            except Exception as error:
                raise Failed(place, stretch.after) from error
        read_to = candidate.seq
    await updates.advance(session, KIND, [stretch._replace(last=read_to)], now)
    return True


async def postpone(session: AsyncSession, failed: Failed, now: datetime) -> None:
    """Have all other companies' turns come before one's of which something failed."""
    stretch = Stretch(failed.place.company_id, failed.behind, failed.behind)
    await updates.advance(session, KIND, [stretch], now)


async def _first_match(
    session: AsyncSession, stretch: Stretch, now: datetime
) -> "tuple[_Candidate, Sequence[Automation]] | None":
    """Return the first entry on which automations act: found in a few statements, however many there are."""
    candidates = await _candidates(session, stretch)
    company_id = stretch.company_id
    found = await repository.situations(session, company_id, {one.what.ticket_id for one in candidates})
    asked = {one.what.message_id for one in candidates if one.what.message_id is not None}
    firsts = await repository.first_messages(session, company_id, asked)
    for one in candidates:
        situation = found.get(one.what.ticket_id)
        # What is said in a closed ticket is the answer to what was asked there (`chat.satisfaction`).
        is_aside = one.what.event is Event.MESSAGE_RECEIVED and situation is not None
        if situation is None or (is_aside and situation.ticket.closed_at is not None):
            continue
        facts = facts_of(situation, one.what.text, now, is_first=one.what.message_id in firsts)
        if matching := [rule.automation for rule in one.rules if rule.acts_on(facts)[0]]:
            return one, matching
        await asyncio.sleep(0)  # However many conditions there are, others of this process go on.
    return None


async def _candidates(session: AsyncSession, stretch: Stretch) -> list[_Candidate]:
    rules = [Rule(automation) for automation in await repository.active(session, stretch.company_id)]
    if not rules:
        return []
    entries = await updates.entries_of(session, [stretch], ["ticket.updated", "message.created"])
    own = await repository.published_in(session, stretch)
    candidates: list[_Candidate] = []
    for entry in entries:
        what = happened(entry.type, entry.payload)
        if what is None:
            continue
        depth = max((deep + 1 for first, last, deep in own if first <= entry.seq <= last), default=0)
        wanted = [rule for rule in rules if rule.knows(what.event, entry.created_at)]
        if wanted and depth <= MAX_DEPTH:
            candidates.append(_Candidate(entry.seq, depth, what, wanted, entry.traceparent))
    return candidates


def facts_of(situation: Situation, text: str | None, now: datetime, *, is_first: bool) -> Facts:
    """Return what conditions are about."""
    ticket, contact = situation.ticket, situation.contact
    is_open = True
    if situation.hours is not None:
        hours = opening.from_stored(situation.hours, situation.time_zone or DEFAULT_ZONE)
        is_open = opening.is_open(hours, now)
    return Facts(
        status=ticket.status,
        priority=PRIORITIES[ticket.priority],
        channel_id=ticket.channel_id,
        queue_id=ticket.queue_id,
        assignee_id=ticket.assignee_id,
        tag_ids=ticket.tag_ids,
        contact_tags=contact.tags,
        contact_fields=_texts(contact.custom_fields),
        text=Text(text),
        is_first_message=is_first,
        is_open=is_open,
    )


def _texts(fields: Mapping[str, object]) -> dict[str, str]:
    return {name: str(value) for name, value in fields.items() if value is not None}


async def _act(
    session: AsyncSession, candidate: _Candidate, matching: "Sequence[Automation]", now: datetime
) -> None:
    company_id = matching[0].company_id
    ticket_id = candidate.what.ticket_id
    recent = await repository.count_recent(session, company_id, ticket_id, now - RATE_TIME)
    runs: list[tuple[AutomationRun, int, int]] = []
    async with updates.together(session) as published:
        for automation in matching:
            begin = len(published)
            if recent >= RUNS_OF_A_TICKET:
                run = _run(automation, candidate, now, status="skipped", error="rate")
            else:
                recent += 1
                run = await _perform(session, automation, candidate, now)
            runs.append((run, begin, len(published)))
    last = (await updates.last_seqs(session, [company_id])).get(company_id, 0)
    before = last - len(published)
    for run, begin, end in runs:
        if end > begin:
            run.first_seq, run.last_seq = before + begin + 1, before + end
    await repository.add_runs(session, [run for run, _, _ in runs])


async def _perform(
    session: AsyncSession, automation: "Automation", candidate: _Candidate, now: datetime
) -> "AutomationRun":
    """Do an automation's actions, all or none; return what came of it."""
    try:
        async with savepoint(session):
            await actions.perform(
                session,
                _actor(automation),
                candidate.what.ticket_id,
                from_stored(automation.actions),
                now,
                rule="automation",
                rule_id=automation.id,
                name=automation.name,
            )
    except AppError as error:
        return _run(
            automation, candidate, now, status="failed", error=error.code, action=error.extra.get("action")
        )
    return _run(automation, candidate, now, status="done")


def _actor(automation: "Automation") -> TenantContext:
    """Return who acts: the automation itself, by its id, as an API key does."""
    return TenantContext(
        automation.company_id,
        automation.id,
        Role.VIEWER,
        automation.id,
        kind="api-key",
        scopes=frozenset({Permission.TICKETS_READ, Permission.TICKETS_WRITE, Permission.TICKETS_MANAGE}),
    )


def _run(
    automation: "Automation",
    candidate: _Candidate,
    now: datetime,
    *,
    status: str,
    error: str | None = None,
    action: int | None = None,
) -> "AutomationRun":
    return repository.new_run(
        company_id=automation.company_id,
        automation_id=automation.id,
        ticket_id=candidate.what.ticket_id,
        event=candidate.what.event.value,
        event_seq=candidate.seq,
        depth=candidate.depth,
        status=status,
        error=error,
        action=action,
        at=now,
    )

"""Taking in the other services' events."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Protocol
from uuid import UUID, uuid5

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.campaigns import CampaignFinishedV1, CampaignProgressV1
from atende_contracts.channels import ChannelChangedV1, CompanyChangedV1
from atende_contracts.contacts import (
    ContactErasedV1,
    ContactErasureRequestedV1,
    ContactOptOutChangedV1,
    TicketChangedV1,
    TicketRatedV1,
    TicketSlaEndedV1,
)
from atende_contracts.identity import canonical_alias
from atende_contracts.messages import DeliveryStatusChangedV1, MessageReceivedV1
from atende_contracts.users import UserChangedV1
from atende_platform.messaging import inbox, outbox
from reporting.domain import campaigns, counters, measures, moments, periods, sends, tickets
from reporting.domain.counters import Cell, Deltas, OptOutSource
from reporting.domain.facts import F, Key, fold
from reporting.domain.measures import Measure
from reporting.repository.facts import (
    MOMENTS,
    SENDS,
    TICKETS,
    Facts,
    store_campaigns,
    store_channels,
    store_companies,
)
from reporting.repository.recipients import store_users
from reporting.repository.rollups import (
    add_to_campaigns,
    add_to_curves,
    add_to_failures,
    add_to_measures,
    add_to_rollups,
    add_to_sources,
    add_to_templates,
)

CampaignEvent = CampaignProgressV1 | CampaignFinishedV1


async def apply_sends(session: AsyncSession, events: Sequence[DeliveryStatusChangedV1]) -> None:
    """Move sends forward, and the counters with those that moved."""
    incoming = fold(map(sends.send_of, events), sends.merge)
    await count_sends(session, await _advance(session, SENDS, incoming, sends.merge))


async def count_sends(session: AsyncSession, moves: Sequence[tuple[sends.Send | None, sends.Send]]) -> None:
    """Add to all that is counted of sends what changes when some (None: not known before) become others."""
    failed: Counter[sends.Failure] = Counter()
    minutes: Counter[sends.Minute] = Counter()
    made: Counter[tuple[sends.TemplateSends, str]] = Counter()
    for was, fact in moves:
        failed.update(fact.failures())
        minutes.update(fact.minutes())
        made.update(fact.of_template())
        if was is not None:
            failed.subtract(was.failures())
            minutes.subtract(was.minutes())
            made.subtract(was.of_template())
    await _count(session, moves)
    await add_to_failures(session, failed)
    await add_to_campaigns(session, campaigns.tallies(moves))
    await add_to_curves(session, minutes)
    await add_to_templates(session, made)


async def apply_tickets(session: AsyncSession, events: Sequence[TicketChangedV1]) -> None:
    """Take each ticket's newest report, and move the counters by what it changes."""
    incoming = fold(map(tickets.ticket_of, events), tickets.newer)
    moves = await _advance(session, TICKETS, incoming, tickets.newer)
    told = [moment for event in events for moment in moments.of_ticket(event)]
    happened = await _advance(session, MOMENTS, fold(told, moments.later), moments.later)
    await count_tickets(session, moves, happened)


async def count_tickets(
    session: AsyncSession,
    moves: Sequence[tuple[tickets.Ticket | None, tickets.Ticket]],
    happened: Sequence[tuple[moments.Moment | None, moments.Moment]],
) -> None:
    """Add to all that is counted of tickets what changes when some (None: not known before) become others."""
    await _count(session, moves)
    await _measure(session, [*moves, *happened])


async def apply_promises(session: AsyncSession, events: Sequence[TicketSlaEndedV1]) -> None:
    """Count the promises to customers that were kept and broken."""
    await _apply_moments(session, map(moments.of_promise, events))


async def apply_ratings(session: AsyncSession, events: Sequence[TicketRatedV1]) -> None:
    """Count what customers say of tickets; each once, though it comes again with the comment."""
    await _apply_moments(session, map(moments.of_rating, events))


async def _apply_moments(session: AsyncSession, told: Iterable[moments.Moment]) -> None:
    await _measure(session, await _advance(session, MOMENTS, fold(told, moments.later), moments.later))


class Measured(Protocol):
    """A fact that adds to the measures."""

    @property
    def company_id(self) -> UUID: ...
    def measures(self) -> Iterator[Measure]: ...


async def _measure(session: AsyncSession, moves: Iterable[tuple[Measured | None, Measured]]) -> None:
    counts: Counter[measures.Cell] = Counter()
    totals: Counter[measures.Cell] = Counter()
    for was, fact in moves:
        before = [] if was is None else [*was.measures()]
        added, summed = measures.changes(fact.company_id, before, fact.measures())
        counts.update(added)
        totals.update(summed)
    await add_to_measures(session, counts, totals)


async def _advance(
    session: AsyncSession, facts: Facts[F], incoming: dict[Key, F], combine: Callable[[F, F], F]
) -> list[tuple[F | None, F]]:
    """Combine what came in with what is stored.

    Return each fact that changed as it was (None: not known) and as it is.
    """
    if not incoming:
        return []
    created = await facts.insert(session, incoming.values())
    before = await facts.lock(session, [key for key in incoming if key not in created])
    after = {key: combine(known, incoming[key]) for key, known in before.items()}
    moved = {key: fact for key, fact in after.items() if fact != before[key]}
    if moved:
        await facts.update(session, moved.values())
    moves: list[tuple[F | None, F]] = [(None, incoming[key]) for key in created]
    moves += [(before[key], fact) for key, fact in moved.items()]
    return moves


async def _count(session: AsyncSession, moves: Iterable[tuple[F | None, F]]) -> None:
    deltas: Deltas = Counter()
    for was, fact in moves:
        deltas.update(counters.deltas(was, fact))
    await add_to_rollups(session, deltas)


async def count_inbound(session: AsyncSession, events: Sequence[MessageReceivedV1]) -> None:
    """Count messages of customers, each once however often the provider reports it.

    What only changes another message, such as a reaction, is none, and neither is a change of number.
    """
    # A webhook that comes again makes an event with an id of its own; the message's name stays.
    named = [
        event.model_copy(update={"id": uuid5(event.channel_id, event.provider_message_id)})
        for event in events
        if event.target is None and event.kind != "system"
    ]
    fresh = await inbox.unseen(session, "message.inbound", named)
    cells = (
        Cell(event.company_id, counters.slot_of(event.sent_at), event.channel_id, "inbound")
        for event in fresh
    )
    await add_to_rollups(session, Counter(cells))


async def count_opt_outs(session: AsyncSession, events: Sequence[ContactOptOutChangedV1]) -> None:
    """Count customers leaving broadcasts; one who comes back and leaves again counts twice."""
    # One opt-out is published once under each of the person's names, with the same time.
    leaving = [event for event in events if event.opted_out and not event.repeated]
    left = await inbox.unseen(
        session, "contact.optout", [event.model_copy(update={"id": _leaving(event)}) for event in leaving]
    )
    cells = (
        Cell(
            event.company_id, counters.slot_of(event.at), event.channel_id or counters.NO_CHANNEL, "opt_outs"
        )
        for event in left
    )
    await add_to_rollups(session, Counter(cells))
    sources = (
        OptOutSource(
            event.company_id,
            counters.slot_of(event.at),
            event.channel_id or counters.NO_CHANNEL,
            event.source,
        )
        for event in left
    )
    await add_to_sources(session, Counter(sources))


def _leaving(event: ContactOptOutChangedV1) -> UUID:
    person = event.contact_id or canonical_alias(event.identity)
    return uuid5(event.company_id, f"{person} {event.channel_id} {event.at.timestamp()}")


async def confirm_erasures(session: AsyncSession, events: Sequence[ContactErasureRequestedV1]) -> None:
    """Say of people whose contact was deleted that nothing of them is here.

    Facts and figures name sends, tickets and campaigns by their ids, and no customer: nothing is deleted.
    """
    confirmed = [
        ContactErasedV1(
            company_id=event.company_id,
            erasure_id=event.erasure_id,
            contact_id=event.contact_id,
            service="reporting",
        )
        for event in events
        if event.last
    ]
    await outbox.add(session, confirmed)


async def apply_campaigns(session: AsyncSession, events: Sequence[CampaignEvent]) -> None:
    """Keep each campaign's newest report."""
    await store_campaigns(session, events)


async def apply_channels(session: AsyncSession, events: Sequence[ChannelChangedV1]) -> None:
    """Keep each channel's name and how its provider rates it."""
    await store_channels(session, events)


async def apply_companies(session: AsyncSession, events: Sequence[CompanyChangedV1]) -> None:
    """Keep each company's time zone. Raises `UnknownTimeZone` for one that is not known."""
    for event in events:
        periods.zone_of(event.time_zone)
    await store_companies(session, events)


async def apply_users(session: AsyncSession, events: Sequence[UserChangedV1]) -> None:
    """Keep each user's name, role and address: who can get reports by e-mail."""
    await store_users(session, events)

"""The use cases: take in the events of the other services, and answer with reports."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, TypeVar
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.audit_actions import Action
from atende_contracts.campaigns import CampaignFinishedV1, CampaignProgressV1
from atende_contracts.channels import CompanyChangedV1
from atende_contracts.contacts import (
    ContactErasedV1,
    ContactErasureRequestedV1,
    ContactOptOutChangedV1,
    TicketChangedV1,
)
from atende_contracts.identity import canonical_alias
from atende_contracts.messages import DeliveryStatusChangedV1, MessageReceivedV1
from atende_platform.errors import InvalidInput, NotFound
from atende_platform.files.spreadsheets import AskedStyle, csv_rows, style_of
from atende_platform.http.pagination import Page, decode_cursor, next_cursor
from atende_platform.http.reasons import read_code
from atende_platform.identity import audit
from atende_platform.identity.context import TenantContext
from atende_platform.messaging import inbox, outbox
from atende_platform.service.health import system_health
from reporting import domain, repository
from reporting.domain import Cell, Deltas, F, Key
from reporting.repository import Facts, Reports
from reporting.schemas import (
    Activity,
    CampaignReport,
    CampaignSummary,
    DailyReport,
    DayReport,
    Delivery,
    ErrorCount,
    FailureCount,
    FirstReply,
    Funnel,
    Rates,
    SummaryReport,
)

if TYPE_CHECKING:
    from reporting.models import CampaignFact

LONGEST_PERIOD_DAYS: Final = 366
_DEFAULT_PERIOD_DAYS: Final = 30
_DEFAULT_TIME_ZONE: Final = CompanyChangedV1.model_fields["time_zone"].default
_EXPORT_PAGE: Final = 1000

CampaignEvent = CampaignProgressV1 | CampaignFinishedV1
E = TypeVar("E", CampaignEvent, CompanyChangedV1)

# --- taking in --------------------------------------------------------------------------------


async def apply_sends(session: AsyncSession, events: Sequence[DeliveryStatusChangedV1]) -> None:
    """Move sends forward, and the counters with those that moved."""
    incoming = domain.fold(map(domain.send_of, events), domain.merge)
    moves = await _advance(session, repository.SENDS, incoming, domain.merge)
    await repository.add_to_campaigns(session, domain.tallies(moves))


async def apply_tickets(session: AsyncSession, events: Sequence[TicketChangedV1]) -> None:
    """Take each ticket's newest report, and move the counters by what it changes."""
    incoming = domain.fold(map(domain.ticket_of, events), domain.newer)
    await _advance(session, repository.TICKETS, incoming, domain.newer)


async def _advance(
    session: AsyncSession, facts: Facts[F], incoming: dict[Key, F], combine: Callable[[F, F], F]
) -> list[tuple[F | None, F]]:
    """Combine what came in with what is stored; add to the counters what that really changed.

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
    deltas: Deltas = Counter()
    for was, fact in moves:
        deltas.update(domain.deltas(was, fact))
    await repository.add_to_rollups(session, deltas)
    return moves


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
        Cell(event.company_id, domain.slot_of(event.sent_at), event.channel_id, "inbound") for event in fresh
    )
    await repository.add_to_rollups(session, Counter(cells))


async def count_opt_outs(session: AsyncSession, events: Sequence[ContactOptOutChangedV1]) -> None:
    """Count customers leaving broadcasts; one who comes back and leaves again counts twice."""
    # One opt-out is published once under each of the person's names, with the same time.
    left = await inbox.unseen(
        session,
        "contact.optout",
        [event.model_copy(update={"id": _leaving(event)}) for event in events if event.opted_out],
    )
    cells = (
        Cell(event.company_id, domain.slot_of(event.at), event.channel_id or domain.NO_CHANNEL, "opt_outs")
        for event in left
    )
    await repository.add_to_rollups(session, Counter(cells))


def _leaving(event: ContactOptOutChangedV1) -> UUID:
    person = event.contact_id or canonical_alias(event.identity)
    return uuid5(event.company_id, f"{person} {event.channel_id} {event.at.timestamp()}")


async def confirm_erasures(session: AsyncSession, events: Sequence[ContactErasureRequestedV1]) -> None:
    """Say of people whose contact was deleted that nothing of them is here.

    Facts and figures name sends, tickets and campaigns by their ids, and no person: nothing is to be deleted.
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
    await repository.store_campaigns(session, events)


async def apply_companies(session: AsyncSession, events: Sequence[CompanyChangedV1]) -> None:
    """Keep each company's time zone. Raises `UnknownTimeZone` for one that is not known."""
    for event in events:
        domain.zone_of(event.time_zone)
    await repository.store_companies(session, events)


# --- campaigns --------------------------------------------------------------------------------


async def list_campaigns(
    session: AsyncSession, company_id: UUID, at: datetime, *, cursor: str | None, limit: int
) -> Page[CampaignSummary]:
    """Return campaigns, the newest first."""
    rows = await Reports(session, company_id).campaigns(decode_cursor(cursor), limit + 1)
    return Page(
        items=[CampaignSummary.model_validate(_summary(row, at)) for row in rows[:limit]],
        next_cursor=next_cursor(rows, limit, lambda row: (row.first_seen_at, row.campaign_id)),
    )


async def report_campaign(
    session: AsyncSession, company_id: UUID, campaign_id: UUID, at: datetime
) -> CampaignReport:
    """Return what a campaign says of itself beside what was seen of its messages."""
    reports = Reports(session, company_id)
    campaign = await get_campaign(session, company_id, campaign_id)
    outcomes = await reports.campaign_sends(campaign_id)
    states: Counter[str] = Counter()
    reach: Counter[str] = Counter()
    for row in outcomes:
        states[row.state] += row.sends
        reach.update(sent=row.sent, delivered=row.delivered, read=row.read)
    attempted = domain.attempted(states)
    failed = [row for row in outcomes if row.state == "failed" and row.sends]
    return CampaignReport(
        **_summary(campaign, at),
        delivery=Delivery(
            attempted=attempted,
            sent=reach["sent"],
            delivered=reach["delivered"],
            read=reach["read"],
            failed=states["failed"],
            unconfirmed=states["unconfirmed"],
        ),
        rates=Rates(
            delivered=domain.ratio(reach["delivered"], reach["sent"]),
            read=domain.ratio(reach["read"], reach["delivered"]),
            failed=domain.ratio(states["failed"], attempted),
        ),
        messages_per_second=domain.rate(
            attempted,
            min((row.first_at for row in outcomes if row.first_at is not None), default=None),
            max((row.last_at for row in outcomes if row.last_at is not None), default=None),
        ),
        failures=[
            FailureCount(reason=read_code(row.reason, row.error_title), count=row.sends) for row in failed
        ],
        errors=[
            ErrorCount(code=row.error_code, title=_english(row.reason) or row.error_title, count=row.sends)
            for row in failed
        ],
        consistent=domain.agree(campaign.counts, states),
    )


def _english(reason: str | None) -> str | None:
    shown = read_code(reason, None)
    return None if shown is None else shown.en


async def get_campaign(session: AsyncSession, company_id: UUID, campaign_id: UUID) -> "CampaignFact":
    """Return a campaign. Raises `NotFound` also for another company's."""
    campaign = await Reports(session, company_id).find_campaign(campaign_id)
    if campaign is None:
        raise NotFound("campaign-not-started")
    return campaign


def _summary(campaign: "CampaignFact", at: datetime) -> dict[str, Any]:
    duration: timedelta | None = None
    if campaign.started_at is not None:
        duration = (campaign.finished_at or at) - campaign.started_at
    return {
        "id": campaign.campaign_id,
        "name": campaign.name,
        "channel_id": campaign.channel_id,
        "status": campaign.state,
        "state": campaign.state,
        "total": campaign.total,
        "counts": campaign.counts,
        "started_at": campaign.started_at,
        "finished_at": campaign.finished_at,
        "duration_seconds": round(duration.total_seconds(), 3) if duration is not None else None,
        "updated_at": campaign.reported_at,
    }


OpenSession = Callable[[UUID], AbstractAsyncContextManager[AsyncSession]]


async def begin_export(session: AsyncSession, actor: TenantContext, campaign_id: UUID) -> None:
    """Record that the actor downloads a campaign's messages. Raises `NotFound`."""
    campaign = await get_campaign(session, actor.company_id, campaign_id)
    await audit.record(session, actor, Action.CAMPAIGN_REPORT_EXPORTED, campaign_id, {"name": campaign.name})


async def export_campaign(
    open_session: OpenSession, company_id: UUID, campaign_id: UUID, asked: AskedStyle
) -> AsyncIterator[str]:
    """Yield a campaign's sends as CSV, a page at a time; with commas if nothing else is asked for.

    Each page has a transaction of its own: a slow reader keeps neither a connection nor a snapshot.
    """
    style = style_of("en", asked)._replace(mark=asked.mark is True)
    yield csv_rows([repository.EXPORT_COLUMNS], style, first=True)
    after: UUID | None = None
    while True:
        async with open_session(company_id) as session:
            rows = await Reports(session, company_id).sends_of_campaign(campaign_id, after, _EXPORT_PAGE)
        if rows:
            yield csv_rows(rows, style)
            after = rows[-1].send_id
        if len(rows) < _EXPORT_PAGE:
            return


# --- periods ----------------------------------------------------------------------------------


async def report_days(
    session: AsyncSession,
    company_id: UUID,
    at: datetime,
    *,
    first: date | None,
    last: date | None,
    channel_id: UUID | None,
) -> DailyReport:
    """Return what happened on each day of a period; the last 30 days if none is given."""
    reports = Reports(session, company_id)
    zone = await _zone(reports)
    days = domain.days_between(*_period(first, last, at.astimezone(zone).date()), zone)
    counters = await reports.counters_of_days(days, channel_id)
    return DailyReport(
        time_zone=zone.key,
        days=[
            DayReport(day=day.day, **dict(_activity(counts)))
            for day, counts in zip(days, counters, strict=True)
        ],
    )


async def report_summary(
    session: AsyncSession,
    company_id: UUID,
    at: datetime,
    *,
    first: date | None,
    last: date | None,
    channel_id: UUID | None,
) -> SummaryReport:
    """Return what happened in a period; the last 30 days if none is given."""
    reports = Reports(session, company_id)
    zone = await _zone(reports)
    first, last = _period(first, last, at.astimezone(zone).date())
    days = domain.days_between(first, last, zone)
    totals: Counter[str] = Counter()
    for counts in await reports.counters_of_days(days, channel_id):
        totals.update(counts)
    times = await reports.reply_times(days[0].start, days[-1].end, channel_id)
    return SummaryReport(
        time_zone=zone.key,
        first_day=first,
        last_day=last,
        totals=_activity(totals),
        first_reply=FirstReply(
            tickets=times.tickets, median_seconds=times.median, average_seconds=times.average
        ),
    )


async def _zone(reports: Reports) -> ZoneInfo:
    return domain.zone_of(await reports.time_zone() or _DEFAULT_TIME_ZONE)


def _period(first: date | None, last: date | None, today: date) -> tuple[date, date]:
    """Return the period that is meant. Raises `InvalidInput` for one that is reversed or too long."""
    last = last or (first + timedelta(days=_DEFAULT_PERIOD_DAYS - 1) if first else today)
    first = first or last - timedelta(days=_DEFAULT_PERIOD_DAYS - 1)
    if first > last:
        raise InvalidInput("period_reversed", field="to")
    if (last - first).days >= LONGEST_PERIOD_DAYS:
        raise InvalidInput("period_too_long", field="to", most=LONGEST_PERIOD_DAYS)
    return first, last


def _activity(counts: dict[str, int]) -> Activity:
    def funnel(kind: str) -> Funnel:
        return Funnel(
            sent=counts[f"{kind}_sent"],
            delivered=counts[f"{kind}_delivered"],
            read=counts[f"{kind}_read"],
            failed=counts[f"{kind}_failed"],
        )

    return Activity(
        inbound=counts["inbound"],
        replies=funnel("replies"),
        campaigns=funnel("campaign"),
        opt_outs=counts["opt_outs"],
        tickets_opened=counts["tickets_opened"],
        tickets_closed=counts["tickets_closed"],
    )


# --- the system -------------------------------------------------------------------------------


class SystemHealth:
    """The whole system's health, asked for at most once a second however many look at it."""

    _KEPT_SECONDS: Final = 1.0

    def __init__(self, urls: dict[str, str], clock: Callable[[], float] = time.monotonic) -> None:
        self._urls = urls
        self._clock = clock
        self._asking = asyncio.Lock()
        self._asked_at = float("-inf")
        self._report: tuple[int, dict[str, Any]] = (503, {})

    async def report(self) -> tuple[int, dict[str, Any]]:
        """Return the HTTP status and the report. Raises `NotFound` when no services are configured."""
        if not self._urls:
            raise NotFound("services-unknown")
        async with self._asking:
            if self._clock() - self._asked_at > self._KEPT_SECONDS:
                self._report = await system_health(self._urls)
                self._asked_at = self._clock()
            return self._report

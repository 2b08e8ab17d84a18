"""Figures of tickets fall into the days of the company's zone, also where clocks change and when it moves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

import httpx
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

if TYPE_CHECKING:
    from conftest import Company, Tell

from atende_contracts.ids import uuid7
from atende_contracts.permissions import Role
from atende_platform.testing.plugin import AsUser

from .message_history import ZONES, times_around
from .reports import get

QUEUES = (uuid7(), uuid7())


class Done(NamedTuple):
    """A ticket, as it is in the end."""

    queue: UUID
    opened: datetime
    closed: datetime | None


@st.composite
def days_of_tickets(draw: st.DrawFn) -> tuple[str, date, list[Done]]:
    """Return a zone, a day of it on which counting is hard, and tickets around that."""
    name = draw(st.sampled_from(sorted(ZONES)))
    times = times_around(ZoneInfo(name), ZONES[name])
    lasting = st.none() | st.integers(0, 200_000).map(lambda seconds: timedelta(seconds=seconds))
    tickets = [
        Done(draw(st.sampled_from(QUEUES)), opened, None if lasted is None else opened + lasted)
        for opened, lasted in draw(st.lists(st.tuples(times, lasting), max_size=15))
    ]
    return name, ZONES[name], tickets


async def hear(tell: Tell, company: Company, tickets: list[Done], random: Random) -> None:
    """Let the service hear of each opening and closing twice, in any order."""
    events = []
    for one in tickets:
        known: dict[str, Any] = {"ticket_id": uuid7(), "queue_id": one.queue, "opened_at": one.opened}
        events.append(company.ticket(status="open", **known))
        if one.closed is not None:
            events.append(company.ticket(status="closed", closed_at=one.closed, revision=2, **known))
    heard = [*events, *events]
    random.shuffle(heard)
    while heard:
        await tell(*(heard.pop() for _ in range(random.randint(1, len(heard)))))


async def check(http: httpx.AsyncClient, zone: ZoneInfo, hard: date, tickets: list[Done]) -> None:
    """Compare each of the days around a hard one, and all of them, with a direct count."""
    days = [hard + timedelta(days=number) for number in range(-2, 3)]

    def counted(first: date, last: date, queue: UUID | None = None) -> dict[str, int]:
        def within(at: datetime | None) -> bool:
            return at is not None and first <= at.astimezone(zone).date() <= last

        mine = [one for one in tickets if queue in (None, one.queue)]
        return {
            "opened": sum(within(one.opened) for one in mine),
            "closed": sum(within(one.closed) for one in mine),
        }

    for first, last in [(days[0], days[-1]), *((day, day) for day in days)]:
        period = {"from": first.isoformat(), "to": last.isoformat()}
        shown = (await get(http, "/summary", **period))["tickets"]
        exact = counted(first, last)
        assert {name: shown[name] for name in exact} == exact, (first, last)
        assert shown["resolution"]["calendar"]["count"] == exact["closed"]
        by_queue = {UUID(one["queueId"]): one for one in (await get(http, "/queues", **period))["items"]}
        for queue in QUEUES:
            exact = counted(first, last, queue)
            item = by_queue.get(queue, {"opened": 0, "closed": 0})
            assert {name: item[name] for name in exact} == exact, (first, last, queue)
    period = {"from": days[0].isoformat(), "to": days[-1].isoformat(), "queueId": str(QUEUES[0])}
    for shown, day in zip((await get(http, "/daily", **period))["days"], days, strict=True):
        exact = counted(day, day, QUEUES[0])
        assert (shown["ticketsOpened"], shown["ticketsClosed"]) == (exact["opened"], exact["closed"]), day


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    told=days_of_tickets(),
    moves_to=st.sampled_from(sorted(ZONES)),
    random=st.randoms(use_true_random=False),
)
async def test_tickets_are_counted_in_the_days_of_the_company_wherever_it_moves(
    as_user: AsUser,
    tell: Tell,
    another: Callable[..., Company],
    told: tuple[str, date, list[Done]],
    moves_to: str,
    random: Random,
) -> None:
    name, hard, tickets = told
    company = another(uuid7())
    await tell(company.settings(name))
    await hear(tell, company, tickets, random)
    http = as_user(Role.VIEWER, company_id=company.id)
    await check(http, ZoneInfo(name), hard, tickets)
    await tell(company.settings(moves_to, revision=2))
    await check(http, ZoneInfo(moves_to), hard, tickets)

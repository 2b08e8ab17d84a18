"""Reports say the same whether or not what was counted is summed up; nobody waits for a recount."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from conftest import Company, Tell

from atende_contracts.ids import uuid7
from atende_contracts.permissions import Role
from atende_platform.data.db import Database, execute, now
from atende_platform.testing.plugin import AsUser
from reporting.domain.tickets import Ticket
from reporting.repository.facts import TICKETS, Facts
from reporting.service.rebuild import rebuild_company
from reporting.service.summing import ENOUGH, sum_up, summing

from .reports import NOON, UNDELIVERABLE, get

PERIOD = {"from": "2026-11-01", "to": "2026-12-20", "compare": "true"}
REPORTS = (
    "/summary",
    "/daily",
    "/hourly",
    "/agents",
    "/queues",
    "/channels",
    "/delivery-errors",
    "/opt-outs",
)


async def shown(as_user: AsUser) -> dict[str, Any]:
    http = as_user(Role.VIEWER)
    return {path: await get(http, path, **PERIOD) for path in REPORTS}


async def tell_some(tell: Tell, company: Company, random: Random) -> None:
    """Publish messages and a ticket, at times that were and were not there before."""
    days = [timedelta(days=random.randrange(-25, 20), seconds=random.randrange(86_400)) for _ in range(12)]
    await tell(*(company.inbound(NOON + day) for day in days))
    await tell(company.opt_out(NOON + days[0]))
    for day in days[:8]:
        state = random.choice(["sent", "delivered", "read", "failed"])
        error = UNDELIVERABLE if state == "failed" else None
        is_reply = random.random() < 0.5
        await tell(company.status(uuid7(), state, day.total_seconds(), reply=is_reply, error=error))
    opened = NOON + days[0]
    await tell(
        company.ticket(
            uuid7(),
            "closed",
            opened_at=opened,
            first_reply_at=opened + timedelta(seconds=50),
            closed_at=opened + timedelta(hours=5),
            queue_id=company.campaign_id,
            assignee_id=company.channel_id,
        )
    )


async def test_reports_are_the_same_when_it_is_summed_up(
    as_user: AsUser, tell: Tell, company: Company, database: Database
) -> None:
    random = Random(4)
    await tell(company.settings("America/Sao_Paulo"))
    for _ in range(3):
        await tell_some(tell, company, random)
        before = await shown(as_user)
        async with database.worker() as session:
            await sum_up(session, company.id)
        assert await shown(as_user) == before
    assert before["/summary"]["totals"]["inbound"] > 0


async def test_only_what_is_much_or_old_is_summed_up(
    tell: Tell, company: Company, database: Database
) -> None:
    await tell(company.inbound())
    work = summing(database, now)
    assert not await work()
    assert await logged(database) == 1
    later = summing(database, lambda: now() + timedelta(hours=2))
    assert await later()
    assert await logged(database) == 0
    await tell(*(company.inbound(NOON - timedelta(minutes=15 * number)) for number in range(ENOUGH)))
    assert await work()
    assert await logged(database) == 0
    assert not await work()


async def logged(database: Database) -> int:
    async with database.worker() as session:
        return int((await execute(session, "SELECT count(*) FROM rollup_log")).scalar_one())


async def test_a_new_time_zone_holds_when_all_is_summed_up_by_it(
    as_user: AsUser, tell: Tell, company: Company, database: Database
) -> None:
    await tell(company.settings("America/Sao_Paulo"))
    await tell_some(tell, company, Random(8))
    async with database.worker() as session:
        await sum_up(session, company.id)
    before = await shown(as_user)
    await tell(company.settings("Asia/Kolkata", revision=2))
    assert await shown(as_user) == before
    work = summing(database, now)
    assert await work()
    after = await shown(as_user)
    assert {report.get("timeZone") for report in after.values()} == {"Asia/Kolkata"}
    assert after["/summary"]["totals"] == before["/summary"]["totals"]
    assert after["/hourly"]["hours"] != before["/hourly"]["hours"]
    assert not await work()


async def test_what_is_told_during_a_rebuild_is_counted_once(
    as_user: AsUser, tell: Tell, company: Company, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    random = Random(15)
    await tell(company.settings("America/Sao_Paulo"))
    await tell_some(tell, company, random)
    pages = Facts.pages

    async def interrupted(self: Facts[Ticket], *args: Any) -> AsyncIterator[list[Ticket]]:
        async for page in pages(self, *args):
            yield page
            if self is TICKETS:
                await tell_some(tell, company, random)

    monkeypatch.setattr(Facts, "pages", interrupted)
    async with asyncio.timeout(30):
        await rebuild_company(database, company.id)
    monkeypatch.undo()
    before = await shown(as_user)
    assert before["/summary"]["totals"]["ticketsOpened"] == 3
    await rebuild_company(database, company.id)
    assert await shown(as_user) == before


async def test_a_rebuild_waits_for_no_transaction_of_events(
    as_user: AsUser, tell: Tell, company: Company, database: Database
) -> None:
    await tell_some(tell, company, Random(16))
    before = await shown(as_user)
    async with database.worker() as session, asyncio.timeout(30):
        for table in (
            "send_facts",
            "ticket_facts",
            "campaign_sends",
            "campaign_curve",
            "failures",
            "rollups",
        ):
            await execute(session, f"SELECT 1 FROM {table} FOR UPDATE")  # noqa: S608 (our own names)
        await rebuild_company(database, company.id)
    assert await shown(as_user) == before

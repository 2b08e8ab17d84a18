"""Reports say the same whether or not what was counted is summed up; nobody waits for a recount."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta
from random import Random
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest

if TYPE_CHECKING:
    from conftest import Company, Tell

from atende_contracts.ids import uuid7
from atende_contracts.permissions import Role
from atende_platform.data.db import Database, execute, now
from atende_platform.testing.plugin import AsUser, Eventually
from reporting.domain.tickets import Ticket
from reporting.repository import sums
from reporting.repository.facts import TICKETS, Facts
from reporting.service import summing as summing_up
from reporting.service.rebuild import rebuild_company
from reporting.service.recounts import Recounts
from reporting.service.summing import ENOUGH, follow_zone, sum_up, summing

from .reports import NOON, UNDELIVERABLE, get, recounted

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
    work = summing(database, now).step
    assert not await work()
    assert await logged(database) == 1
    assert await summing(database, later).step()
    assert await logged(database) == 0
    await tell(*(company.inbound(NOON - timedelta(minutes=15 * number)) for number in range(ENOUGH)))
    assert await work()
    assert await logged(database) == 0
    assert not await work()


async def logged(database: Database, company_id: UUID | None = None) -> int:
    query = (
        "SELECT count(*) FROM rollup_log WHERE company_id = coalesce(CAST(:company_id AS uuid), company_id)"
    )
    async with database.worker() as session:
        return int((await execute(session, query, company_id=company_id)).scalar_one())


def later() -> datetime:
    """Return when all that is logged now is old enough to be summed up."""
    return now() + timedelta(hours=2)


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
    await recounted(database)
    after = await shown(as_user)
    assert {report.get("timeZone") for report in after.values()} == {"Asia/Kolkata"}
    assert after["/summary"]["totals"] == before["/summary"]["totals"]
    assert after["/hourly"]["hours"] != before["/hourly"]["hours"]
    assert not await Recounts(database).step()


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


async def test_a_rebuild_leaves_nothing_to_be_summed_up(
    as_user: AsUser, tell: Tell, company: Company, database: Database
) -> None:
    await tell_some(tell, company, Random(23))
    before = await shown(as_user)
    assert await logged(database, company.id) > 0
    await rebuild_company(database, company.id)
    assert await logged(database, company.id) == 0
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


async def zone_of_sums(database: Database, company_id: UUID) -> str | None:
    async with database.worker() as session:
        return (await sums.zones(session, company_id))[1]


async def moved(tell: Tell, database: Database, *companies: Company) -> None:
    """Have something counted of companies by the days of a zone in which they are no more."""
    for company in companies:
        await tell(company.settings("America/Sao_Paulo"))
        await tell(company.inbound())
        await tell(company.ticket(uuid7()))
        async with database.worker() as session:
            await sum_up(session, company.id)
        await tell(company.settings("Asia/Kolkata", revision=2))


async def test_a_recount_keeps_no_other_company_waiting(
    tell: Tell, company: Company, another: Callable[..., Company], database: Database
) -> None:
    other = another(uuid7())
    await moved(tell, database, company, other)
    await tell(company.inbound(), other.inbound())
    rounds, recounts = summing(database, later), Recounts(database)
    async with (
        asyncio.timeout(20),
        database.worker_statement() as holder,
        sums.trying_to_hold(holder, company.id) as held,
    ):
        assert held
        while await rounds.step():
            pass
        assert (await logged(database, company.id), await logged(database, other.id)) == (1, 0)
        while await recounts.step():
            pass
    assert await zone_of_sums(database, company.id) == "America/Sao_Paulo"
    assert await zone_of_sums(database, other.id) == "Asia/Kolkata"
    while await recounts.step() or await rounds.step():
        pass
    assert await logged(database) == 0
    assert await zone_of_sums(database, company.id) == "Asia/Kolkata"


async def test_several_workers_recount_a_company_once(
    tell: Tell, company: Company, database: Database
) -> None:
    await moved(tell, database, company)
    done = await asyncio.gather(*(follow_zone(database, company.id, lambda: None) for _ in range(3)))
    assert sorted(done) == [False, False, True]
    assert not await follow_zone(database, company.id, lambda: None)


async def test_companies_that_wait_for_a_recount_keep_no_other_waiting(
    tell: Tell, company: Company, another: Callable[..., Company], database: Database
) -> None:
    waiting = [UUID(int=number) for number in range(1, 26)]
    await tell(company.inbound(), *(another(company_id).inbound() for company_id in waiting))
    async with database.worker() as session:
        for company_id in waiting:
            await sums.keep_zone(session, company_id, "")
    assert await summing(database, later).step()
    assert await logged(database, company.id) == 0
    assert await logged(database) == len(waiting)


@pytest.mark.parametrize("error", [ZeroDivisionError, TimeoutError])
async def test_a_company_that_cannot_be_summed_up_keeps_no_other_waiting(
    tell: Tell,
    company: Company,
    another: Callable[..., Company],
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
    error: type[Exception],
) -> None:
    broken, other = another(UUID(int=1)), another(uuid7())
    await moved(tell, database, company, broken, other)
    await tell(company.inbound(), broken.inbound(), other.inbound())

    def failing(work: Callable[..., Any]) -> Callable[..., Any]:
        async def fail(session: Any, company_id: UUID, *args: Any) -> None:
            if company_id == broken.id:
                raise error
            await work(session, company_id, *args)

        return fail

    monkeypatch.setattr(sums, "add_rollups", failing(sums.add_rollups))
    monkeypatch.setattr(sums, "clear", failing(sums.clear))
    for rounds in (summing(database, later), Recounts(database)):
        while await rounds.step():
            pass
    assert [await logged(database, each.id) for each in (broken, company, other)] == [1, 0, 0]
    zones = [await zone_of_sums(database, each.id) for each in (broken, company, other)]
    assert zones == ["America/Sao_Paulo", "Asia/Kolkata", "Asia/Kolkata"]


async def test_a_long_recount_is_seen_to_move(
    as_user: AsUser,
    tell: Tell,
    company: Company,
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
    eventually: Eventually,
) -> None:
    """Health judges by its steps, however long it takes as a whole."""
    await tell(*(company.inbound(NOON - timedelta(days=20 * number)) for number in range(5)))
    await moved(tell, database, company)
    await tell(*(company.ticket(uuid7()) for _ in range(4)))
    before = (await shown(as_user))["/summary"]["totals"]
    monkeypatch.setattr(summing_up, "_PAGE", 2)
    monkeypatch.setattr(summing_up, "_DAYS", 10)
    recounts = Recounts(database)
    [progress] = recounts.task.progress
    steps, done = [0], progress.done

    def note() -> None:
        steps[0] += 1
        done()

    monkeypatch.setattr(progress, "done", note)
    running = asyncio.ensure_future(recounts.task.run())

    async def done_with() -> None:
        assert await zone_of_sums(database, company.id) == "Asia/Kolkata"

    await eventually(done_with)
    running.cancel()
    # The beginning, 80 days of rollups and what is logged beside them, pages of five tickets.
    assert steps[0] >= 1 + 9 + 3
    assert (await shown(as_user))["/summary"]["totals"] == before


async def test_a_rebuild_waits_for_whom_sums_up(tell: Tell, company: Company, database: Database) -> None:
    await moved(tell, database, company)
    async with asyncio.timeout(20):
        async with database.worker() as session:
            assert await sums.try_hold(session, company.id)
            rebuilding = asyncio.create_task(rebuild_company(database, company.id))
            await asyncio.sleep(0.3)
            assert await zone_of_sums(database, company.id) == "America/Sao_Paulo"
        assert await rebuilding == 1
    assert await zone_of_sums(database, company.id) == "Asia/Kolkata"


async def test_a_late_event_has_only_its_day_read_again(
    tell: Tell, company: Company, database: Database
) -> None:
    """That of the days between is what it was, even where it is none that would be found."""
    year_ago = NOON - timedelta(days=300)
    await tell(
        *(
            company.status(uuid7(), "sent", (at - NOON).total_seconds())
            for at in (NOON, NOON - timedelta(days=100), year_ago, year_ago + timedelta(hours=1))
        )
    )
    async with database.worker() as session:
        await sum_up(session, company.id)
        await execute(session, "UPDATE rollup_days SET busiest = 50 WHERE busiest = 1")
    await tell(
        company.status(uuid7(), "sent", (year_ago - NOON).total_seconds()), company.status(uuid7(), "sent")
    )
    async with database.worker() as session:
        await sum_up(session, company.id)
        rows = await execute(session, "SELECT busiest FROM rollup_days ORDER BY start")
        assert rows.scalars().all() == [2, 50, 2]


async def test_rollups_are_summed_up_in_portions(
    as_user: AsUser, tell: Tell, company: Company, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await tell(*(company.inbound(NOON - timedelta(hours=number)) for number in range(12)))
    before = await shown(as_user)
    monkeypatch.setattr(summing_up, "PORTION", 5)
    left = []
    for _ in range(3):
        async with database.worker() as session:
            assert await sum_up(session, company.id)
        left.append(await logged(database))
        assert await shown(as_user) == before
    assert left == [7, 2, 0]
    async with database.worker() as session:
        assert not await sum_up(session, company.id)

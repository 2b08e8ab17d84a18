"""One company's tickets, however many they are or whatever is wrong with them, hold up no other company's."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID

import asyncpg
import pytest
from structlog.testing import capture_logs

from atende_contracts.ids import uuid7
from atende_platform.data.db import Database
from atende_platform.data.rounds import Rounds
from atende_platform.testing.plugin import AsUser, Handle, Installation
from chat.tickets import worker as tickets

from ..factories import Inbound, Rows, create_user

LEAVER: Final = UUID(int=7)
# What makes tickets the business of each worker, and the worker.
DUE: Final[dict[str, tuple[str, Callable[..., Rounds]]]] = {
    "answers": ("UPDATE tickets SET attention_at = now() RETURNING id", tickets.attendant),
    "sleepers": (
        "UPDATE tickets SET status = 'snoozed', snoozed_until = now() - interval '1 minute' RETURNING id",
        tickets.alarm,
    ),
    "holds": (
        "UPDATE tickets SET held_by = id, held_until = now() - interval '1 minute' RETURNING id",
        tickets.end_of_holds,
    ),
    "leavers": (
        "UPDATE tickets SET status = 'open', assignee_id = '00000000-0000-0000-0000-000000000007'"
        " RETURNING id",
        tickets.release,
    ),
    "auto-close": ("UPDATE tickets SET waiting_since = NULL RETURNING id", tickets.closer),
}
WAITING: Final = {
    "sleepers": "SELECT company_id FROM tickets WHERE status = 'snoozed'",
    "holds": "SELECT company_id FROM tickets WHERE held_by IS NOT NULL",
}


@asynccontextmanager
async def failing(installation: Installation, company_id: UUID) -> AsyncIterator[None]:
    """Have PostgreSQL refuse each change of a company's tickets."""
    owner = await asyncpg.connect(installation.settings.database_owner_url)
    try:
        await owner.execute(
            "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN RAISE EXCEPTION 'a row that always fails'; END $$"
        )
        await owner.execute(
            "CREATE TRIGGER refuse BEFORE UPDATE ON tickets FOR EACH ROW"
            f" WHEN (OLD.company_id = '{company_id}') EXECUTE FUNCTION refuse()"
        )
        yield
    finally:
        await owner.execute("DROP TRIGGER IF EXISTS refuse ON tickets")
        await owner.execute("DROP FUNCTION IF EXISTS refuse")
        await owner.close()


@pytest.mark.parametrize("task", DUE)
async def test_a_company_whose_tickets_cannot_be_changed_holds_up_nobody(
    task: str,
    installation: Installation,
    database: Database,
    as_user: AsUser,
    handle: Handle,
    inbound: Inbound,
    rows: Rows,
) -> None:
    companies = sorted(uuid7() for _ in range(3))
    broken = companies[0]
    for company in companies:
        admin = as_user("admin", company_id=company)
        decided = await admin.patch("/api/v1/policies", json={"greeting": "Olá!", "closeAfterHours": 8})
        assert decided.status_code == 200, decided.text
        await create_user(handle, company, "Leaver", user_id=LEAVER, state="disabled")
    await handle([inbound(company_id=company) for company in companies])
    make_due, worker = DUE[task]
    await rows("UPDATE tickets SET attention_at = NULL RETURNING id")
    await rows(make_due)
    before = {row.company_id: _state(row) for row in await rows("SELECT * FROM tickets")}
    work = worker(database, lambda: datetime.now(UTC) + timedelta(hours=9))
    with capture_logs() as logs:
        async with failing(installation, broken):
            for _ in range(20):
                if not await work.step():
                    break
    after = {row.company_id: _state(row) for row in await rows("SELECT * FROM tickets")}
    assert {company for company in companies if after[company] != before[company]} == {*companies} - {broken}
    [failure] = [entry for entry in logs if entry["event"] == "company_work.failed"]
    assert (failure["task"], failure["company_id"]) == (task, str(broken))


def _state(row: Any) -> tuple[Any, ...]:
    return row.status, row.held_by, row.attention_at, row.assignee_id


@pytest.mark.parametrize("task", WAITING)
async def test_one_with_very_many_tickets_that_are_due_has_its_share_only(
    task: str, database: Database, handle: Handle, inbound: Inbound, rows: Rows, company_id: UUID
) -> None:
    other = uuid7()
    await handle([inbound(wa_id=f"55119999{number:05}") for number in range(60)])
    await handle([inbound(company_id=other)])
    make_due, worker = DUE[task]
    await rows(make_due)
    assert len(await rows(WAITING[task])) == 61
    work = worker(database)
    assert await work.step() is True
    left = await rows(WAITING[task])
    assert {row.company_id for row in left} == {company_id}
    while await work.step():
        pass
    assert not await rows(WAITING[task])

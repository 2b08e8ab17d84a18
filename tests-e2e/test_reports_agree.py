"""Every figure of every report is what an independent count in SQL over the services' own tables says.

The definitions of docs/reports.md stand in `reports_sql` a second time: nothing of reporting's code or tables
is used there. `report_traffic` is what they are about.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import asyncpg
import pytest
import pytest_asyncio
from report_traffic import ZONE, Shop, broadcast, in_one_quarter, open_shop, serve
from reports_compared import EVERYTHING, Comparison
from reports_direct import Direct, Only
from system import System, eventually

from atende_sandbox.services import DATABASE

DAYS: Final = 9
"""How far back the oldest message lies, and more."""


@dataclass
class Told:
    """A shop after its day, and what the tables say of it."""

    shop: Shop
    direct: Direct
    today: date

    def comparison(self, *, first: int = DAYS, last: int = 0) -> Comparison:
        """Compare from ``first`` days ago to ``last`` days ago."""
        earliest, latest = (self.today - timedelta(days=count) for count in (first, last))
        return Comparison(self.shop.people["Vera"], self.direct, earliest, latest)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def told(system: System) -> AsyncIterator[Told]:
    """The day of a shop; everything that came of it has been heard."""
    admin = urlsplit(system.world.settings.database_admin_url)
    connection = await asyncpg.connect(admin._replace(path=f"/{DATABASE}").geturl())
    await in_one_quarter()
    shop = await open_shop(system, connection)
    try:
        await serve(shop)
        await broadcast(shop)
        await system.simulator.wait_idle()
        direct = await Direct.of(connection, shop.company_id)
        yield Told(shop, direct, datetime.now(ZoneInfo(ZONE)).date())
    finally:
        for api in shop.people.values():
            await api.close()
        await connection.close()


def agree(comparison: Comparison, *, least: int) -> None:
    """Check that nothing differs, of as many figures as there are at least."""
    assert comparison.differences == []
    assert comparison.compared >= least


@pytest.mark.timeout(900)
async def test_the_traffic_has_something_of_everything(told: Told) -> None:
    """A comparison of zeros proves nothing."""
    days = (told.today - timedelta(days=DAYS), told.today)
    counted = (await told.direct.counted("summary", *days, None))[None]
    kinds = {
        f"{kind} {step}"
        for kind in ("replies", "campaign")
        for step in ("sent", "delivered", "read", "failed")
    }
    assert counted.keys() >= {"inbound", "optOuts", "ticketsOpened", "ticketsClosed", *kinds}
    assert counted["ticketsOpened"] > counted["ticketsClosed"] > 0
    figures = (await told.direct.tickets(days, EVERYTHING))[None]
    wanted = {"opened", "closed", "closedByRule", "reopened", "firstReply", "nextReply", "resolution"}
    assert figures.keys() >= wanted | {"kept", "broken", "rating 2", "rating 5"}
    assert figures["firstReply"]["average"] != figures["firstReply"]["business_average"]
    sources = {row["source"] for row in await told.direct.rows("opt_outs", *days, None)}
    assert sources == {"keyword", "agent", "api", "import", "provider"}


async def test_messages_agree(told: Told) -> None:
    for channel in (None, told.shop.main.channel_id, told.shop.broadcasts.channel_id):

        async def same(channel: str | None = channel) -> None:
            comparison = told.comparison()
            await comparison.messages(channel)
            agree(comparison, least=1_000)

        await eventually(same, timeout=60, every=1)


async def test_tickets_agree_in_total_by_agent_queue_tag_and_channel(told: Told) -> None:
    shop = told.shop
    narrowed = [EVERYTHING, *(Only(channel=one.channel_id) for one in (shop.main, shop.broadcasts))]
    narrowed += [Only(queue=queue_id) for queue_id in shop.queues.values()]
    narrowed += [Only(agent=shop.users[name]) for name in ("André", "Bia")]
    narrowed += [Only(tag=tag_id) for tag_id in shop.tags.values()]
    narrowed.append(Only(queue=shop.queues["Entregas"], agent=shop.users["André"]))
    for only in narrowed:

        async def same(only: Only = only) -> None:
            comparison = told.comparison()
            await comparison.tickets(only)
            agree(comparison, least=40)

        await eventually(same, timeout=60, every=1)


async def test_campaigns_agree(told: Told) -> None:
    async def same() -> None:
        comparison = told.comparison()
        await comparison.campaigns()
        agree(comparison, least=40)

    await eventually(same, timeout=60, every=1)


@pytest.mark.parametrize(("first", "last"), [(0, 0), (1, 1), (6, 1)])
async def test_a_part_of_the_days_agrees(told: Told, first: int, last: int) -> None:
    async def same() -> None:
        comparison = told.comparison(first=first, last=last)
        await comparison.messages()
        await comparison.tickets(EVERYTHING)
        agree(comparison, least=1_000)

    await eventually(same, timeout=60, every=1)

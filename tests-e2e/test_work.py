"""What a message costs in statements, rows, log and records does not grow unnoticed (`work_ceilings.py`).

On a system of its own, in which nothing else happens. The figures are compared, never times.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import Final
from uuid import uuid4

import pytest
import pytest_asyncio
from conftest import SOONER, UNLIMITED
from ports import free_ports
from records import unread
from system import Company, System, eventually
from work import Counter, Work, counter
from work_ceilings import CAMPAIGN, INBOUND, INBOUND_AT_ONCE, REPLY

from atende_sandbox.scratch import scratch_folder
from atende_sandbox.settings import DEFAULT_PORTS, REPOSITORY, Settings
from atende_sandbox.world import World

RECIPIENTS: Final = 200
CUSTOMERS: Final = 40
ONE_BY_ONE: Final = 10

pytestmark = pytest.mark.timeout(600)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def counted() -> AsyncIterator[System]:
    """A system that only these tests use, whose PostgreSQL counts statements and loses no row counts."""
    with scratch_folder() as folder:
        settings = Settings(
            directory=folder,
            cache=REPOSITORY / ".sandbox" / "cache",
            ports=free_ports(DEFAULT_PORTS),
            durable=False,
            counted=True,
            overrides={**UNLIMITED, **SOONER},
        )
        with World(settings) as world:
            system = System(world)
            try:
                await system.read_documents()
                yield system
            finally:
                await system.close()


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def tenant(counted: System) -> Company:
    """A company that has done everything once, so that what is done only once is not counted."""
    company = await counted.new_company()
    await customers_write(company, [counted.new_phone()])
    await agent_replies(company, await customers_write(company, [counted.new_phone()]))
    phones = [counted.new_phone() for _ in range(RECIPIENTS)]
    await company.import_contacts(phones)
    await company.run_campaign(phones[:5], "Olá, já temos novidades!")
    return company


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def counter_of_all(counted: System, tenant: Company) -> AsyncIterator[Counter]:
    assert tenant
    async with counter(counted) as counter_:
        yield counter_


async def all_is_handled(system: System) -> None:
    """Wait until no status and no record is under way, without asking anything of the services."""
    assert await system.simulator.wait_idle(timeout=60)

    async def all_read() -> None:
        assert await unread(system) == {}

    await eventually(all_read, timeout=60, every=0.5)


async def customers_write(company: Company, phones: Sequence[str]) -> list[str]:
    """Have customers write at once; return their tickets."""
    await asyncio.gather(*(company.customer_writes(phone, "Olá, tudo bem?") for phone in phones))
    await all_is_handled(company.system)

    async def tickets() -> list[str]:
        found = await company.api.all("/api/v1/tickets")
        ids = [one["id"] for one in found if one["contact"]["phone"] in phones]
        assert len(ids) == len(phones)
        return ids

    return await eventually(tickets, every=1)


async def agent_replies(company: Company, tickets: Sequence[str]) -> None:
    """Have an agent reply in each ticket, and wait each time until that was sent and read."""
    for ticket in tickets:
        before = await sent_messages(company)
        answer = {"text": "Bom dia! Em que posso ajudar?", "clientMessageId": uuid4().hex}
        await company.api.post(f"/api/v1/tickets/{ticket}/messages", answer)

        async def sent(wanted: int = before + 1) -> None:
            assert await sent_messages(company) == wanted

        await eventually(sent)
        await all_is_handled(company.system)


async def sent_messages(company: Company) -> int:
    return len([record async for record in company.system.simulator.full_log()])


async def campaign_is_read(company: Company, phones: Sequence[str]) -> None:
    """Run a campaign, and wait until its statuses have come."""
    campaign = await company.run_campaign(phones, "Olá, sua encomenda chegou e espera por você até sexta.")

    async def read() -> None:
        progress = await company.api.get(f"/api/v1/campaigns/{campaign['id']}/progress")
        assert progress["counts"].get("read") == len(phones), progress

    await eventually(read, timeout=60)


async def require(counter: Counter, messages: int, most: Work, load: Callable[[], Awaitable[object]]) -> None:
    async with counter.counting() as work:
        await load()
    by_message = work.per(messages)
    print(by_message)
    assert by_message.beyond(most) == {}, by_message


async def test_of_a_campaign(counted: System, tenant: Company, counter_of_all: Counter) -> None:
    phones = [counted.new_phone() for _ in range(RECIPIENTS)]
    await tenant.import_contacts(phones)
    await require(counter_of_all, RECIPIENTS, CAMPAIGN, lambda: campaign_is_read(tenant, phones))


async def test_of_customers_who_write_at_once(
    counted: System, tenant: Company, counter_of_all: Counter
) -> None:
    phones = [counted.new_phone() for _ in range(CUSTOMERS)]
    await require(counter_of_all, CUSTOMERS, INBOUND_AT_ONCE, lambda: customers_write(tenant, phones))


async def test_of_customers_and_replies_one_by_one(
    counted: System, tenant: Company, counter_of_all: Counter
) -> None:
    tickets: list[str] = []

    async def write() -> None:
        for _ in range(ONE_BY_ONE):
            tickets.extend(await customers_write(tenant, [counted.new_phone()]))

    await require(counter_of_all, ONE_BY_ONE, INBOUND, write)
    await require(counter_of_all, ONE_BY_ONE, REPLY, lambda: agent_replies(tenant, tickets))

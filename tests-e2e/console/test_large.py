"""10,000 open tickets, a conversation of 5,000 messages, 50 events a second: still smooth."""

import asyncio
from dataclasses import dataclass

import pytest
import pytest_asyncio
from console.conftest import Open
from console.crowd import LAST, customer_writes_much, customers_write, customers_write_for
from console.frames import heap_megabytes, start, stop, while_scrolling
from console.inbox import Inbox
from console.office import Office, open_office
from playwright.async_api import expect
from system import System

from atende_platform.testing.plugin import patience

pytestmark = pytest.mark.timeout(600)

TICKETS = 10_000
MESSAGES = 5_000


@dataclass
class Crowd:
    """The company, and the ticket of the customer who wrote very much."""

    office: Office
    ticket: str


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def crowd(system: System) -> Crowd:
    office = await open_office(system)
    phone = system.new_phone()
    _, ticket = await asyncio.gather(
        customers_write(office.company, TICKETS), customer_writes_much(office.company, phone, MESSAGES)
    )
    return Crowd(office, ticket)


@pytest.fixture
def office(crowd: Crowd) -> Office:
    return crowd.office


async def test_ten_thousand_tickets_scroll_smoothly_with_few_elements(enter: Open) -> None:
    inbox = Inbox(await enter("agent", "/inbox?view=unassigned"))
    await expect(inbox.list.get_by_role("listitem").first).to_be_visible()
    moved = await while_scrolling(inbox.window, inbox.list, steps=250, by=600)
    print(f"list: median frame {moved.median:.1f} ms, longest task {moved.longest_task:.0f} ms")
    last = inbox.list.get_by_role("listitem").last
    assert int(await last.get_attribute("aria-posinset") or 0) > 500
    assert moved.median <= patience(20)
    assert await inbox.list.evaluate("list => list.querySelectorAll('*').length") <= 300


async def test_a_conversation_of_five_thousand_messages_scrolls_smoothly(enter: Open, crowd: Crowd) -> None:
    inbox = Inbox(await enter("agent", f"/inbox/{crowd.ticket}"))
    await expect(inbox.message(LAST)).to_be_visible()
    await inbox.window.assert_accessible()
    moved = await while_scrolling(inbox.window, inbox.log, steps=250, by=-600)
    print(f"conversation: median frame {moved.median:.1f} ms, longest task {moved.longest_task:.0f} ms")
    await expect(inbox.message(LAST)).to_have_count(0)
    assert moved.median <= patience(20)
    assert await inbox.log.evaluate("log => log.querySelectorAll('*').length") <= 2000
    # What is typed now appears at once, though nobody looks at the end.
    await inbox.page.get_by_role("button", name="Ir para o fim").click()
    await expect(inbox.message(LAST)).to_be_visible()


async def test_fifty_events_a_second_neither_hold_up_the_page_nor_fill_it(
    enter: Open, office: Office, crowd: Crowd
) -> None:
    inbox = Inbox(await enter("agent", f"/inbox/{crowd.ticket}?view=unassigned"))
    await expect(inbox.list.get_by_role("listitem").first).to_be_visible()
    await customers_write_for(office.company, seconds=10, per_second=50)
    before = await heap_megabytes(inbox.window)
    await start(inbox.window)
    await customers_write_for(office.company, seconds=30, per_second=50)
    moved = await stop(inbox.window)
    after = await heap_megabytes(inbox.window)
    print(f"events: longest task {moved.longest_task:.0f} ms, heap {before:.1f} MB, then {after:.1f} MB")
    assert moved.longest_task <= patience(100)
    assert after <= 150
    assert after - before <= 10

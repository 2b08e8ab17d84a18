"""A half-sent campaign is restored from a backup, and goes on without a double: `make restore-check`.

The old system goes on after its backup, as old systems do, and dies. What is restored must not send again
what that one sent, which it does not remember; the provider's log, which no restore touches, tells. Once
everything is lost but the backup, once Kafka is still there. Not part of `make test`: it starts three
systems, one after another.
"""

import asyncio
import shutil
import signal
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import outcomes
import pytest
from conftest import SOONER, UNLIMITED
from ports import free_ports
from system import PASSWORD, Company, System, eventually

from atende_sandbox import backup
from atende_sandbox.scratch import scratch_folder
from atende_sandbox.settings import DEFAULT_PORTS, REPOSITORY, Settings
from atende_sandbox.world import World

RATE = 5.0
"""Messages per second of the lost system: little, so that the time that nobody remembers has few of them."""
FASTER = 200.0
"""Of the one that goes on, which has the rest to send."""
TEXT = "Oferta da semana"
BEFORE, AFTER = 40, 40
"""How many messages leave before the backup, and at least as many after it, which it does not know."""

pytestmark = pytest.mark.timeout(3600)


@dataclass
class Outcome:
    """How a campaign ended for its recipients, by the provider's log and by the system."""

    sent: Counter[str]
    states: dict[str, str]
    doubled: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    unconfirmed: int = 0
    """Those the system is not sure of, whether they left or not."""

    def enter(self) -> None:
        for phone, state in self.states.items():
            times = self.sent[phone.lstrip("+")]
            if times > 1:
                self.doubled.append(f"{phone}: {times} times")
            if state == "unconfirmed":
                self.unconfirmed += 1
            elif times == 0 or state not in {"accepted", "sent", "delivered", "read"}:
                self.lost.append(f"{phone}: sent {times} times, reported as {state}")

    @property
    def never(self) -> int:
        """How many never left."""
        return len(self.states) - sum(self.sent.values())

    def tell(self) -> None:
        """Enter it into the table of `make chaos`."""
        outcomes.OUTCOMES.append(
            outcomes.Outcome(
                row="28 restore",
                seed=0,
                faults=1,
                lost=len(self.lost),
                doubled=len(self.doubled),
                declared=self.unconfirmed,
                unknown=self.never,
                leaked=0,
                recovery=None,
                seconds=0.0,
                reconciled=True,
            )
        )


@pytest.fixture
def settings() -> Iterator[Settings]:
    with scratch_folder() as folder:
        yield Settings(
            directory=folder / "old",
            cache=REPOSITORY / ".sandbox" / "cache",
            ports=free_ports(DEFAULT_PORTS),
            console=False,
            whatsapp_web=False,
            overrides={**UNLIMITED, **SOONER},
        )


@asynccontextmanager
async def running(settings: Settings) -> AsyncIterator[System]:
    """A system for the time of the context."""
    world = World(settings)
    await asyncio.to_thread(world.up, tied=True)
    system = System(world)
    try:
        yield system
    finally:
        await system.close()
        await asyncio.to_thread(world.down)


async def accepted(system: System, company: Company) -> int:
    summary = await system.simulator.summary()
    return int(summary["acceptedByNumber"].get(company.number, 0))


async def wait_for(system: System, company: Company, count: int) -> None:
    async def there() -> None:
        assert await accepted(system, company) >= count

    await eventually(there, timeout=60)


@dataclass
class Lost:
    """A system that has died, and what is left of it."""

    company: Company
    email: str
    """Of its owner."""
    campaign_id: str
    wrote: str
    """What a customer wrote after the backup: the id of the message."""
    stopped_at: datetime
    sent: int


async def half_send(settings: Settings, folder: Path, recipients: int) -> Lost:
    """Send a part of a campaign, take a backup, send more, and die."""
    async with running(settings) as system:
        api, registered = await system.register()
        company = await system.connect_channel(api, "Principal", rate=RATE)
        phones = [system.new_phone() for _ in range(recipients)]
        await company.import_contacts(phones)
        campaign = await company.start_campaign(phones, TEXT)
        await wait_for(system, company, BEFORE)
        await asyncio.to_thread(backup.take, settings, folder)
        wrote = await company.customer_writes(system.new_phone(), "Ainda dá tempo?")
        await wait_for(system, company, await accepted(system, company) + AFTER)
        await asyncio.to_thread(system.world.stop, "provider-gateway", by=signal.SIGKILL)
        stopped_at = datetime.now(UTC)
        sent = await accepted(system, company)
        return Lost(company, registered["user"]["email"], campaign["id"], wrote, stopped_at, sent)


async def go_on(settings: Settings, lost: Lost) -> tuple[Outcome, list[str]]:
    """Start what was restored, wait until the campaign is over; return its outcome and what customers
    wrote."""
    async with running(settings) as system:
        company = await signed_in_again(system, lost.company, lost.email)
        await company.api.patch(f"/api/v1/channels/{company.channel_id}", {"messagesPerSecond": FASTER})

        async def over() -> None:
            progress = await company.api.get(f"/api/v1/campaigns/{lost.campaign_id}/progress")
            assert progress["status"] == "finished", progress

        await eventually(over, timeout=240, every=0.5)
        recipients = await company.api.all(f"/api/v1/campaigns/{lost.campaign_id}/recipients")
        log = [record async for record in system.simulator.full_log()]
        mine = Counter(one["to"].lstrip("+") for one in log if one["text"] == TEXT)
        outcome = Outcome(mine, {each["phone"]: each["status"] for each in recipients})
        outcome.enter()
        outcome.tell()
        return outcome, await customers_messages(company)


async def signed_in_again(system: System, company: Company, email: str) -> Company:
    """Return a company of the system that ran before, whose owner signs in to this one."""
    api = system.new_api()
    await api.login(email, PASSWORD)
    return replace(company, system=system, api=api)


async def customers_messages(company: Company) -> list[str]:
    found: list[Any] = []
    for ticket in await company.api.all("/api/v1/tickets"):
        found += await company.api.all(f"/api/v1/tickets/{ticket['id']}/messages")
    return [each["providerMessageId"] for each in found if each["direction"] == "in"]


async def test_restored_into_an_empty_system_it_goes_on_without_a_double(settings: Settings) -> None:
    recipients = 1500
    folder = settings.directory.parent / "backup"
    lost = await half_send(settings, folder, recipients)
    empty = replace(settings, directory=settings.directory.parent / "new")
    # The provider is outside of what is lost.
    shutil.copytree(settings.data / "simulator", empty.data / "simulator")

    said = await asyncio.to_thread(backup.restore, empty, folder, until=lost.stopped_at)
    assert "Kafka does not have the orders of that time" in said
    outcome, _ = await go_on(empty, lost)

    assert not outcome.doubled
    assert not outcome.lost
    assert len(outcome.states) == recipients
    after = sum(outcome.sent.values()) - lost.sent
    print(f"{lost.sent} sent before, {after} after,", end=" ")
    print(f"{outcome.unconfirmed} unconfirmed, {outcome.never} never sent")
    assert after > 100, "it went on"
    # A person the lost system sent to is not written to again, and is either reported or unconfirmed.
    assert outcome.never <= outcome.unconfirmed


async def test_where_kafka_is_left_nothing_is_assumed_and_what_customers_wrote_is_there(
    settings: Settings,
) -> None:
    recipients = 400
    folder = settings.directory.parent / "backup"
    lost = await half_send(settings, folder, recipients)

    with pytest.raises(Exception, match="There is data in this folder"):
        await asyncio.to_thread(backup.restore, settings, folder, until=lost.stopped_at)
    said = await asyncio.to_thread(backup.restore, settings, folder, until=lost.stopped_at, replace=True)
    assert "Kafka does not have" not in said
    outcome, wrote = await go_on(settings, lost)

    assert not outcome.doubled
    assert not outcome.lost
    assert lost.wrote in wrote
    print(f"{lost.sent} sent before, {outcome.unconfirmed} unconfirmed, {outcome.never} never sent")
    # What had been ordered, or was being sent, when the system died: the dispatcher is two seconds ahead.
    assert outcome.never <= RATE * 4

"""Rows of the provider: lost requests and answers, late and early webhooks, errors, and silence."""

import asyncio
import time
from collections import Counter
from collections.abc import Sequence
from functools import partial
from typing import Final

from chaos.processes import process_of
from chaos.settings import FAULTS, MARKS, OUTAGE_SECONDS
from system import System, eventually
from under_load import Run, Tenant, at_work
from webhooks import tell

SILENT_SECONDS: Final = 20.0
"""Longer than a lease lasts, so that what is not reported is given up."""
BURST_SECONDS: Final = 8.0
PASSING: Final = (131000, 130429, 131057)
"""Meta's errors that pass: busy, too fast, under maintenance."""
CONTRADICTED: Final = 10
"""Messages of each company of which the provider says first one thing and then another."""

pytestmark = MARKS


async def test_answers_are_lost_and_webhooks_wait(system: System, seed: int) -> None:
    """Row 12. What nobody confirmed is shown so and not sent again; the webhooks resolve it in the end."""
    async with at_work(system, "12 late webhooks", seed, FAULTS) as run:
        number = run.tenants[0].company.number
        await run.system.simulator.knobs(number, response_loss_rate=0.2, webhooks_paused=True)
        run.fault()

        async def some_are_unconfirmed() -> None:
            assert (await _states(run))["unconfirmed"] > 0

        await eventually(some_are_unconfirmed, timeout=60)
        await asyncio.sleep(SILENT_SECONDS)
        summary = await run.system.simulator.summary()
        assert summary["duplicatesTotal"] == 0
        assert (await _states(run))["unconfirmed"] > 0
        await run.system.simulator.knobs(number, response_loss_rate=None, webhooks_paused=None)


async def _states(run: Run) -> Counter[str]:
    return Counter((await _told(run.tenants[0])).values())


async def _told(tenant: Tenant) -> dict[str, str]:
    """Return what the system says of each recipient of a company's only campaign, by phone."""
    [campaign] = tenant.campaigns.values()
    recipients = await tenant.company.api.all(f"/api/v1/campaigns/{campaign}/recipients")
    return {recipient["phone"].lstrip("+"): recipient["status"] for recipient in recipients}


async def test_requests_are_lost(system: System, seed: int) -> None:
    """Row 13. Nobody can know that they never arrived: they are unconfirmed, exactly these."""
    before = (await system.simulator.summary())["lostRequests"]
    async with at_work(system, "13 lost requests", seed, FAULTS, unknown=True) as run:
        await system.simulator.knobs(run.tenants[0].company.number, request_loss_rate=0.05)
        run.fault()
    lost = (await system.simulator.summary())["lostRequests"] - before
    assert run.books.declared == lost, "as many are unconfirmed as were lost"


async def test_errors_that_pass(system: System, seed: int) -> None:
    """Row 14. Everybody gets their message, with few further tries."""
    async with at_work(system, "14 passing errors", seed, FAULTS) as run:
        one, other = (tenant.company.number for tenant in run.tenants)
        before = (await system.simulator.summary())["rejected"]
        for _ in range(FAULTS):
            await run.under_way()
            errors = [{"code": code, "rate": 0.15} for code in PASSING]
            await system.simulator.knobs(one, errors=errors)
            await system.simulator.knobs(other, errors=[{"code": 130429, "rate": 0.5}])
            await asyncio.sleep(BURST_SECONDS)
            for number in (one, other):
                await system.simulator.knobs(number, errors=None)
            run.fault()
        refused = (await system.simulator.summary())["rejected"] - before
    taken = sum(sent.number in {one, other} for sent in run.log)
    assert refused <= taken, f"{refused} requests were refused for {taken} messages"


async def test_provider_says_nothing(system: System, seed: int) -> None:
    """Row 15: it takes connections, and answers nothing until it goes on. What it had taken it then sends."""
    async with at_work(system, "15 Meta hangs", seed, FAULTS, unknown=True) as run:
        await run.under_way()
        process = process_of(run.world, "simulator")
        process.suspend()
        try:
            await asyncio.sleep(min(OUTAGE_SECONDS, 40.0))
        finally:
            process.resume()
        run.fault()


async def test_webhooks_overtake_the_answer(system: System, seed: int) -> None:
    """Row 17. Statuses come before we know what they are about, and "delivered" before "sent"."""
    async with at_work(system, "17 early webhooks", seed, FAULTS) as run:
        for tenant in run.tenants:
            await system.simulator.knobs(
                tenant.company.number,
                latency_ms={"mean": 600, "jitter": 400},
                status_delay_ms={"sent": 0, "delivered": 0, "read": 0},
                webhook_reorder=50,
                webhook_batch_size=1,
            )
        run.fault()
        await run.under_way()


async def test_statuses_contradict_each_other(system: System, seed: int) -> None:
    """Row 17. "Failed" and "sent" come after "read", and "delivered" after "failed": the furthest counts."""
    async with at_work(system, "17 contradictions", seed, FAULTS) as run:
        one, other = run.tenants
        await run.under_way()
        await system.simulator.knobs(other.company.number, webhooks_paused=True)
        read = await eventually(partial(_some, one, "read"), timeout=60)
        await _report(one, run.chance.sample(read, CONTRADICTED), ["failed", "sent", "delivered"])
        taken = await eventually(partial(_some, other, "accepted"), timeout=60)
        denied = run.chance.sample(taken, CONTRADICTED)
        await _report(other, denied, ["failed"])

        async def have_failed() -> None:
            told = await _told(other)
            assert {told[phone] for phone in denied} == {"failed"}

        await eventually(have_failed, timeout=60)
        await system.simulator.knobs(other.company.number, webhooks_paused=None)
        run.fault()
        await run.under_way()


async def _some(tenant: Tenant, state: str) -> list[str]:
    """Return the phones of recipients in a state, once they are enough."""
    found = sorted(phone for phone, told in (await _told(tenant)).items() if told == state)
    assert len(found) >= CONTRADICTED
    return found


async def _report(tenant: Tenant, phones: Sequence[str], states: Sequence[str]) -> None:
    """Send what the provider says of the messages to these phones, one webhook for each state."""
    company, now = tenant.company, str(int(time.time()))
    ids = {
        sent["to"].lstrip("+"): sent["wamid"]
        async for sent in company.system.simulator.full_log()
        if sent["phoneNumberId"] == company.number and sent["text"] in tenant.campaigns
    }
    for state in states:
        error = {"errors": [{"code": 131026, "title": "Message undeliverable"}]} if state == "failed" else {}
        told = [
            {"id": ids[phone], "status": state, "timestamp": now, "recipient_id": phone, **error}
            for phone in phones
        ]
        await tell(company, "messages", {"statuses": told})

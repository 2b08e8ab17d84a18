"""Any one service may die at any time; nothing is lost, nothing is sent twice.

The truth is the simulator's append-only log of what it accepted.
"""

import asyncio
from collections import Counter
from uuid import uuid4

import pytest
from system import Company, System, eventually

RECIPIENTS = 400
RATE = 100.0
"""Slow enough that the fault comes in the middle."""


async def sends_of(system: System, text: str) -> Counter[str]:
    """Return how often each customer was sent ``text``, by the provider's log."""
    return Counter([r["to"].lstrip("+") async for r in system.simulator.full_log() if r["text"] == text])


async def assert_books_agree(
    system: System, company: Company, campaign_id: str, phones: list[str], text: str
) -> None:
    """Wait for the last reports; then hold the recipients and the report against the provider's log."""
    base = f"/api/v1/campaigns/{campaign_id}"

    async def settled() -> None:
        campaign = await company.api.get(base)
        assert campaign["state"] == "finished"
        recipients = await company.api.all(f"{base}/recipients")
        states = Counter(recipient["state"] for recipient in recipients)
        final = sum(states[state] for state in ("delivered", "read", "failed", "unconfirmed"))
        assert (len(recipients), final) == (len(phones), len(phones)), states
        report = await company.api.get(f"/api/v1/reports/campaigns/{campaign_id}")
        assert report["consistent"] is True
        assert report["counts"].get("delivered", 0) == states["delivered"]
        assert report["counts"].get("read", 0) == states["read"]

    await eventually(settled, timeout=90)
    sends = await sends_of(system, text)
    assert [to for to, count in sends.items() if count > 1] == [], "sent twice"
    recipients = await company.api.all(f"{base}/recipients")
    unconfirmed = {r["phone"].lstrip("+") for r in recipients if r["state"] == "unconfirmed"}
    missing = {phone.lstrip("+") for phone in phones} - sends.keys()
    # What the provider never got is either known as unconfirmed or a loss.
    assert missing <= unconfirmed, f"lost: {missing - unconfirmed}"


@pytest.mark.timeout(240)
@pytest.mark.parametrize("service", ["gateway", "campaign", "chat", "reporting", "auth"])
async def test_a_service_killed_in_the_middle_loses_and_doubles_nothing(system: System, service: str) -> None:
    company = await system.new_company(rate=RATE)
    phones = [system.new_phone() for _ in range(RECIPIENTS)]
    await company.import_contacts(phones)
    text = f"Aviso importante {uuid4().hex[:8]}"
    campaign = await company.start_campaign(phones, text)

    async def under_way() -> None:
        assert len(await sends_of(system, text)) > RECIPIENTS // 8

    await eventually(under_way, timeout=60)
    killed = await asyncio.to_thread(system.world.kill, service)
    # Customers do not wait for our repairs: the provider tries again until someone takes it.
    asked = [system.new_phone() for _ in range(5)]
    waiting = [
        asyncio.create_task(company.customer_writes(phone, f"alô {index}"))
        for index, phone in enumerate(asked)
    ]
    await asyncio.to_thread(system.world.wait_ready, service, not_pid=killed, timeout=60)
    wamids = set(await asyncio.gather(*waiting))

    await assert_books_agree(system, company, campaign["id"], phones, text)

    async def all_inbound() -> None:
        found: Counter[str] = Counter()
        for ticket in await company.api.all("/api/v1/tickets"):
            for message in await company.api.all(f"/api/v1/tickets/{ticket['id']}/messages"):
                found[message["providerMessageId"]] += 1
        assert {wamid: found[wamid] for wamid in wamids} == dict.fromkeys(wamids, 1)

    await eventually(all_inbound, timeout=60)


@pytest.mark.timeout(240)
@pytest.mark.parametrize("part", ["kafka", "valkey", "postgres"])
async def test_a_server_that_goes_away_for_a_while_loses_and_doubles_nothing(
    system: System, part: str
) -> None:
    company = await system.new_company(rate=RATE)
    phones = [system.new_phone() for _ in range(RECIPIENTS)]
    await company.import_contacts(phones)
    text = f"Aviso de {part} {uuid4().hex[:8]}"
    campaign = await company.start_campaign(phones, text)

    async def under_way() -> None:
        assert len(await sends_of(system, text)) > RECIPIENTS // 8

    await eventually(under_way, timeout=60)
    await asyncio.to_thread(system.world.stop, part)
    await asyncio.sleep(5)
    await asyncio.to_thread(system.world.start, part)
    await assert_books_agree(system, company, campaign["id"], phones, text)


@pytest.mark.timeout(180)
async def test_lost_answers_leave_no_second_message(system: System, company: Company) -> None:
    """5 % of the provider's answers never reach us although it took the message."""
    phones = [system.new_phone() for _ in range(200)]
    await company.import_contacts(phones)
    text = f"Resposta perdida {uuid4().hex[:8]}"
    await system.simulator.knobs(company.number, response_loss_rate=0.05)
    campaign = await company.run_campaign(phones, text)
    await system.simulator.clear_knobs(company.number)
    await assert_books_agree(system, company, campaign["id"], phones, text)
    # Webhooks carry our send id, so every unknown outcome is resolved by one.
    recipients = await company.api.all(f"/api/v1/campaigns/{campaign['id']}/recipients")
    assert Counter(r["state"] for r in recipients)["unconfirmed"] == 0


async def test_webhooks_that_come_twice_and_shuffled_change_nothing(system: System, company: Company) -> None:
    await system.simulator.knobs(
        company.number, webhook_duplicate_rate=0.5, webhook_reorder=20, webhook_batch_size=50
    )
    phones = [system.new_phone() for _ in range(100)]
    await company.import_contacts(phones)
    text = f"Embaralhado {uuid4().hex[:8]}"
    campaign = await company.run_campaign(phones, text)
    await assert_books_agree(system, company, campaign["id"], phones, text)
    await system.simulator.clear_knobs(company.number)


@pytest.mark.timeout(120)
async def test_pause_stops_and_resume_finishes(system: System) -> None:
    company = await system.new_company(rate=50.0)
    phones = [system.new_phone() for _ in range(300)]
    await company.import_contacts(phones)
    text = f"Pausa {uuid4().hex[:8]}"
    campaign = await company.start_campaign(phones, text)

    async def under_way() -> None:
        assert len(await sends_of(system, text)) > 20

    await eventually(under_way)
    await company.api.post(f"/api/v1/campaigns/{campaign['id']}/pause")
    at_pause = sum((await sends_of(system, text)).values())
    await asyncio.sleep(4)
    later = sum((await sends_of(system, text)).values())
    assert later - at_pause <= 2 * 50, "more than two seconds' worth left after pause"
    await asyncio.sleep(2)
    assert sum((await sends_of(system, text)).values()) == later
    await company.api.post(f"/api/v1/campaigns/{campaign['id']}/resume")
    await assert_books_agree(system, company, campaign["id"], phones, text)

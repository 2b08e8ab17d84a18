"""WhatsApp's 24-hour window, with a provider that holds us to it."""

import time
from datetime import UTC, datetime
from typing import Any

from system import Company, System, eventually

TEMPLATE = {
    "name": "novidades",
    "language": "pt_BR",
    "components": [{"type": "BODY", "text": "Temos novidades para você."}],
}


async def test_only_who_wrote_gets_more_than_a_template(system: System, company: Company) -> None:
    await system.simulator.knobs(company.number, enforce_window=None)
    silent, wrote = system.new_phone(), system.new_phone()
    await company.import_contacts([silent, wrote])
    await company.customer_writes(wrote, "Oi")
    text = await draft(company, message="Promoções para quem escreveu")

    async def counted() -> None:
        estimate = await company.api.get(f"{text}/estimate")
        assert (estimate["recipients"], estimate["outOfWindow"], estimate["templateNeeded"]) == (2, 1, True)

    await eventually(counted)
    refused = await system.http.post(f"{text}/start", headers=company.headers)
    assert (refused.status_code, refused.json()["code"], refused.json()["outOfWindow"]) == (
        409,
        "window-closed",
        1,
    )
    await company.api.post(f"{text}/start", {"confirmOutOfWindow": True})
    failed = await outcomes(company, text)
    assert (failed[wrote], failed[silent]) == ("read", "failed"), "WhatsApp's word, told before the start"

    again = await draft(
        company,
        template={"name": TEMPLATE["name"], "language": TEMPLATE["language"]},
        targets={"recipientsOf": {"campaignId": text.rpartition("/")[2], "states": ["failed"]}},
    )
    await company.api.post(f"{again}/start")
    assert await outcomes(company, again) == {silent: "read"}


async def test_a_reply_to_who_wrote_yesterday_does_not_leave(system: System, company: Company) -> None:
    await system.simulator.knobs(company.number, enforce_window=None)
    phone = system.new_phone()
    yesterday = int(time.time()) - 25 * 3600
    await system.simulator.inbound(company.number, phone.lstrip("+"), "Oi", timestamp=yesterday, wait=True)

    async def written() -> dict[str, Any]:
        tickets = await company.api.all("/api/v1/tickets")
        assert len(tickets) == 1
        return dict(tickets[0])

    ticket = await eventually(written)
    assert datetime.fromisoformat(ticket["windowOpenUntil"]) < datetime.now(UTC)
    where = f"/api/v1/tickets/{ticket['id']}/messages"
    refused = await system.http.post(
        where, json={"text": "Oi!", "clientMessageId": "1"}, headers=company.headers
    )
    assert (refused.status_code, refused.json()["code"]) == (409, "window-closed")

    template = {"kind": "template", "name": TEMPLATE["name"], "language": TEMPLATE["language"]}
    await company.api.post(where, {"content": template, "clientMessageId": "2"})

    async def delivered() -> None:
        states = {one["kind"]: one["status"] for one in await company.api.all(where)}
        assert states == {"text": "received", "template": "read"}

    await eventually(delivered)


async def draft(company: Company, *, targets: dict[str, Any] | None = None, **content: Any) -> str:
    """Return the path of a draft, to everybody unless said otherwise."""
    body = {"name": "Novidades", "channelId": company.channel_id, **content}
    path = f"/api/v1/campaigns/{(await company.api.post('/api/v1/campaigns', body))['id']}"
    await company.api.post(f"{path}/targets", targets or {"all": True})
    return path


async def outcomes(company: Company, path: str) -> dict[str, str]:
    """Return the outcome of a campaign's recipients, by phone, when it is known of all."""

    async def settled() -> dict[str, str]:
        states = {one["phone"]: one["status"] for one in await company.api.all(f"{path}/recipients")}
        assert states
        assert set(states.values()) <= {"read", "failed", "skipped"}
        return states

    return await eventually(settled, timeout=60)

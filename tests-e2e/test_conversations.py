"""What an agent sees of a conversation besides what is written in it, from Meta's webhooks to the API."""

from typing import Any
from uuid import uuid4

import pytest
from system import Company, System, eventually
from webhooks import said, tell


async def test_the_agent_sees_the_campaign_and_what_was_written_on_the_phone(
    system: System, company: Company
) -> None:
    phone = system.new_phone()
    await company.customer_writes(phone, "Bom dia", name="Rita")

    async def arrived() -> dict[str, Any]:
        found = [t for t in await company.api.all("/api/v1/tickets") if t["contact"]["phone"] == phone]
        assert len(found) == 1
        ticket: dict[str, Any] = found[0]
        return ticket

    ticket = await eventually(arrived)
    past = [said(phone, "Faz tempo", timestamp="1750000000"), said(phone, "Pois é", ours=True)]
    past[1] |= {"timestamp": "1750000060", "history_context": {"status": "READ"}}
    thread = {"id": phone.lstrip("+"), "messages": past}
    await tell(company, "history", {"history": [{"metadata": {"phase": 2}, "threads": [thread]}]})
    campaign = await company.run_campaign([phone], "Semana do cliente")
    await tell(
        company, "smb_message_echoes", {"message_echoes": [said(phone, "Oi Rita, é o Beto", ours=True)]}
    )
    await company.customer_writes(phone, "SAIR")

    expected = {
        ("Faz tempo", "history", "in", "received"),
        ("Pois é", "history", "out", "read"),
        ("Bom dia", None, "in", "received"),
        ("Semana do cliente", "campaign", "out", "read"),
        ("Oi Rita, é o Beto", "phone_app", "out", "sent"),
        ("SAIR", None, "in", "received"),
    }

    async def complete() -> list[dict[str, Any]]:
        shown: list[dict[str, Any]] = await company.api.all(f"/api/v1/tickets/{ticket['id']}/messages")
        told = {(one["text"], one["origin"], one["direction"], one["status"]) for one in shown}
        assert told >= expected, told
        return shown

    shown = await eventually(complete)
    assert [one["text"] for one in shown[::-1]][:2] == ["Faz tempo", "Pois é"]
    assert {one["campaignId"] for one in shown} == {None, campaign["id"]}
    assert len(shown) == len(expected)
    assert (await arrived())["unread"] == 1  # The phone answered the first; one has come since.


async def test_a_group_is_not_answered_to_a_person_in_private(system: System, company: Company) -> None:
    phone = system.new_phone()
    await system.simulator.inbound(
        company.number, phone.lstrip("+"), "Alguém sabe?", group_id="1203630412", wait=True
    )

    async def arrived() -> dict[str, Any]:
        found = [t for t in await company.api.all("/api/v1/tickets") if t["groupId"] == "1203630412"]
        assert len(found) == 1
        ticket: dict[str, Any] = found[0]
        return ticket

    ticket = await eventually(arrived)
    answer = {"text": "Eu sei", "clientMessageId": str(uuid4())}
    refused = await system.http.post(
        f"/api/v1/tickets/{ticket['id']}/messages", json=answer, headers=company.headers
    )
    assert (refused.status_code, refused.json()["code"]) == (409, "group-message")
    [conversation] = await system.simulator.conversations(customer=phone.lstrip("+"))
    assert [message["direction"] for message in conversation["messages"]] == ["inbound"]


@pytest.mark.parametrize("ban", ["DISABLED", "PAYMENT_ISSUE"])
async def test_after_a_reinstatement_the_channel_works_again(system: System, ban: str) -> None:
    company = await system.new_company()
    phone = system.new_phone()
    await company.customer_writes(phone, "Oi")

    async def arrived() -> dict[str, Any]:
        tickets: list[dict[str, Any]] = await company.api.all("/api/v1/tickets")
        assert len(tickets) == 1
        return tickets[0]

    ticket = await eventually(arrived)
    path = f"/api/v1/tickets/{ticket['id']}/messages"
    await system.simulator.event(company.number, "account", ban)
    await company.api.post(path, {"text": "um", "clientMessageId": "1"})

    async def channel_is(status: str) -> None:
        channel = await company.api.get(f"/api/v1/channels/{company.channel_id}")
        assert channel["status"] == status

    await eventually(lambda: channel_is("error"))
    await system.simulator.event(company.number, "account", "OK")
    await eventually(lambda: channel_is("active"))

    async def leaves() -> None:
        sent = await company.api.post(path, {"text": "dois", "clientMessageId": uuid4().hex})

        async def accepted() -> None:
            states = [one["status"] for one in await company.api.all(path) if one["id"] == sent["id"]]
            assert states in (["sent"], ["delivered"], ["read"])

        await eventually(accepted, timeout=5)

    await eventually(leaves)  # A sender may not have heard of it yet.

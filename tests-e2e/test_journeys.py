"""The product's main job, through its public edges only."""

import asyncio
from typing import Any
from uuid import uuid4

import socketio
from system import Company, System, eventually


async def test_a_message_reaches_an_agent_and_the_reply_reaches_the_customer(
    system: System, company: Company
) -> None:
    events: list[tuple[str, dict[str, Any]]] = []
    client, is_ready = socketio.AsyncClient(), asyncio.Event()
    for name in ("message.created", "message.updated", "ticket.updated"):
        client.on(name, lambda data, name=name: events.append((name, data)), namespace="/chat")
    client.on("ready", lambda _: is_ready.set(), namespace="/chat")
    await client.connect(
        system.url,
        auth={"token": company.api.token},
        namespaces=["/chat"],
        transports=["websocket"],
        wait_timeout=20,
    )
    try:
        async with asyncio.timeout(60):
            await is_ready.wait()  # What happens before is no update, as the client reads it then.
        phone = system.new_phone()
        sent = await company.customer_writes(phone, "Vocês abrem no domingo?", name="Joana")

        async def arrived() -> dict[str, Any]:
            tickets = await company.api.all("/api/v1/tickets")
            assert [ticket["contact"]["phone"] for ticket in tickets] == [phone]
            assert tickets[0]["status"] == "pending"
            ticket: dict[str, Any] = tickets[0]
            return ticket

        ticket = await eventually(arrived)
        messages = await company.api.all(f"/api/v1/tickets/{ticket['id']}/messages")
        assert [message["providerMessageId"] for message in messages] == [sent]
        assert messages[0]["text"] == "Vocês abrem no domingo?"

        await company.api.post(f"/api/v1/tickets/{ticket['id']}/read")
        await company.api.post(f"/api/v1/tickets/{ticket['id']}/typing")

        async def shown_to_the_customer() -> None:
            [shown] = await system.simulator.conversations(customer=phone.lstrip("+"))
            assert shown["typing"]
            assert shown["messages"][0]["status"] == "read"

        await eventually(shown_to_the_customer)
        answer = {"text": "Abrimos, das 8h às 13h.", "clientMessageId": str(uuid4())}
        path = f"/api/v1/tickets/{ticket['id']}/messages"
        reply = await company.api.post(path, answer)
        again = await company.api.post(path, answer)
        assert again["id"] == reply["id"]

        async def read() -> None:
            newest = {m["id"]: m for m in await company.api.all(path)}[reply["id"]]
            assert newest["status"] == "read"

        await eventually(read)
        accepted = [r async for r in system.simulator.full_log() if r["to"].lstrip("+") == phone.lstrip("+")]
        assert [record["text"] for record in accepted] == ["Abrimos, das 8h às 13h."]

        async def seen_by_socket() -> None:
            created = [data for name, data in events if name == "message.created"]
            assert len(created) == 2
            ids = [data["id"] for _, data in events]
            assert ids == sorted(ids)

        await eventually(seen_by_socket)
    finally:
        await client.disconnect()


async def test_a_socket_that_was_away_gets_what_it_missed(system: System, company: Company) -> None:
    first = await company.customer_writes(system.new_phone(), "um")
    assert first

    async def logged() -> int:
        page = await company.api.get("/api/v1/events", after=0, limit=100)
        assert page["items"]
        return int(page["items"][0]["id"])

    start = await eventually(logged)
    await company.customer_writes(system.new_phone(), "dois")
    missed: list[dict[str, Any]] = []
    client = socketio.AsyncClient()
    client.on("message.created", missed.append, namespace="/chat")
    await client.connect(
        system.url,
        auth={"token": company.api.token, "lastEventId": start},
        namespaces=["/chat"],
        transports=["websocket"],
        wait_timeout=20,
    )
    try:

        async def caught_up() -> None:
            assert any(event["message"]["text"] == "dois" for event in missed)

        await eventually(caught_up)
        assert all(event["id"] > start for event in missed)
    finally:
        await client.disconnect()


async def test_the_requests_of_the_product_description_work_as_written(
    system: System, company: Company
) -> None:
    """Create a campaign, add targets, start it, follow ``campaign.progress``, read the report."""
    phones = [system.new_phone() for _ in range(40)]
    csv = "name,phone\n" + "".join(f"Cliente {i},{phone}\n" for i, phone in enumerate(phones))
    started = await company.api.upload("/api/v1/contacts/import", "contatos.csv", csv.encode())

    async def imported() -> None:
        report = await company.api.get(f"/api/v1/contacts/imports/{started['id']}")
        assert (report["status"], report["created"]) == ("finished", 40)

    await eventually(imported)
    contacts = await company.api.all("/api/v1/contacts")
    campaign = await company.api.post(
        "/api/v1/campaigns",
        {
            "name": "Promoção Black Friday",
            "type": "broadcast",
            "message": "🎉 Ofertas especiais!",
            "channelId": company.channel_id,
        },
    )
    base = f"/api/v1/campaigns/{campaign['id']}"
    await company.api.post(f"{base}/targets", {"contactIds": [contact["id"] for contact in contacts]})

    progress: list[dict[str, Any]] = []
    finished = asyncio.Event()
    client = socketio.AsyncClient()
    client.on("campaign.progress", progress.append, namespace="/campaigns")
    client.on("campaign.finished", lambda _: finished.set(), namespace="/campaigns")
    await client.connect(
        system.url,
        auth={"token": company.api.token},
        namespaces=["/campaigns"],
        transports=["websocket"],
        wait_timeout=20,
    )
    try:
        await company.api.post(f"{base}/start", {"confirmOutOfWindow": True})
        await company.api.post(f"{base}/start")  # An impatient second click changes nothing.
        await asyncio.wait_for(finished.wait(), 60)
    finally:
        await client.disconnect()
    assert progress
    assert all(sum(event["counts"].values()) == event["total"] for event in progress)

    async def reported() -> dict[str, Any]:
        report = await company.api.get(f"/api/v1/reports/campaigns/{campaign['id']}")
        counts = report["counts"]
        assert report["total"] == 40
        assert report["consistent"] is True
        assert counts.get("delivered", 0) + counts.get("read", 0) + counts.get("failed", 0) == 40
        return dict(report)

    await eventually(reported, timeout=60)
    accepted = [
        record async for record in system.simulator.full_log() if record["phoneNumberId"] == company.number
    ]
    assert sorted(record["to"].lstrip("+") for record in accepted) == sorted(p.lstrip("+") for p in phones)


async def test_an_import_says_which_lines_are_wrong(system: System, company: Company) -> None:
    good = system.new_phone()
    csv = f"name,phone\nBoa,{good}\nRepetida,{good}\nRuim,12\nSem telefone,\n"
    started = await company.api.upload("/api/v1/contacts/import", "contatos.csv", csv.encode())

    async def done() -> dict[str, Any]:
        report: dict[str, Any] = await company.api.get(f"/api/v1/contacts/imports/{started['id']}")
        assert report["status"] == "finished"
        return report

    report = await eventually(done)
    assert (report["created"], report["duplicates"], report["invalid"]) == (1, 1, 2)
    assert {error["line"] for error in report["errors"]} >= {4, 5}


async def test_an_opt_out_is_honoured_by_the_next_campaign(system: System, company: Company) -> None:
    stays, leaves = system.new_phone(), system.new_phone()
    for phone in (stays, leaves):
        await company.api.post("/api/v1/contacts", {"name": "Alguém", "phone": phone})
    await company.customer_writes(leaves, "parar")

    async def known() -> None:
        entries = await company.api.all("/api/v1/opt-outs")
        assert [entry["phone"] for entry in entries] == [leaves]

    await eventually(known)
    campaign = await company.run_campaign([stays, leaves], "Novidades da semana")
    recipients = await company.api.all(f"/api/v1/campaigns/{campaign['id']}/recipients")
    states = {recipient["phone"]: recipient["status"] for recipient in recipients}
    assert states[leaves] == "skipped"
    sent_to = [
        record["to"].lstrip("+")
        async for record in system.simulator.full_log()
        if record["text"] == "Novidades da semana"
    ]
    assert sent_to == [stays.lstrip("+")]


async def test_a_session_is_refreshed_and_ended(system: System) -> None:
    api, tokens = await system.register()
    renewed = await api.post("/api/v1/auth/refresh", {"refreshToken": tokens["refreshToken"]})
    assert renewed["refreshToken"] != tokens["refreshToken"]
    api.sign_in(renewed)
    me = await api.get("/api/v1/auth/me")
    assert me["user"]["role"] == "owner"
    await api.post("/api/v1/auth/logout")
    response = await system.http.post("/api/v1/auth/refresh", json={"refreshToken": renewed["refreshToken"]})
    assert response.status_code == 401
    assert response.headers["content-type"] == "application/problem+json"

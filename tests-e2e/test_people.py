"""A person is one person under every name, through webhooks, conversations, opt-outs and campaigns."""

from typing import Any

from system import Company, System, eventually


async def _write(company: Company, user_id: str, text: str | None = None, **said: Any) -> None:
    """Let somebody write whose number WhatsApp hides."""
    sent = await company.system.simulator.inbound(
        company.number, None, text, name="Ana", user_id=user_id, wait=True, **said
    )
    assert sent["acked"], sent


async def _conversations(company: Company) -> list[list[str]]:
    """Return the texts in each ticket that is not closed, oldest first."""
    found = []
    for ticket in await company.api.all("/api/v1/tickets", status="pending"):
        messages = await company.api.all(f"/api/v1/tickets/{ticket['id']}/messages")
        found.append([message["text"] for message in reversed(messages) if message["kind"] == "text"])
    return found


async def _opt_outs(company: Company) -> list[dict[str, Any]]:
    return await company.api.all("/api/v1/opt-outs")


async def test_who_left_stays_out_with_a_new_user_id_and_a_menu_brings_nobody_back(company: Company) -> None:
    await _write(company, "BR.100old", "Oi")
    await _write(company, "BR.100old", "SAIR")

    async def out(names: int) -> None:
        assert len(await _opt_outs(company)) == names

    await eventually(lambda: out(1))
    await _write(company, "BR.100old", type="system", new_user_id="BR.100new")
    await eventually(lambda: out(2))
    await _write(company, "BR.100new", type="list_reply", title="Voltar", id="voltar")
    await _write(company, "BR.100new", "Meu id mudou")

    async def one_conversation() -> None:
        assert await _conversations(company) == [["Oi", "SAIR", "Meu id mudou"]]

    await eventually(one_conversation)
    assert len(await _opt_outs(company)) == 2
    [contact] = await company.api.all("/api/v1/contacts")
    campaign = await company.api.post(
        "/api/v1/campaigns",
        {"name": "Ofertas", "type": "broadcast", "message": "Ofertas!", "channelId": company.channel_id},
    )
    await company.api.post(f"/api/v1/campaigns/{campaign['id']}/targets", {"contactIds": [contact["id"]]})
    await company.api.post(f"/api/v1/campaigns/{campaign['id']}/start")

    async def skipped() -> None:
        recipients = await company.api.all(f"/api/v1/campaigns/{campaign['id']}/recipients")
        assert [(one["status"], one["reason"]) for one in recipients] == [("skipped", "opted_out")]

    await eventually(skipped)


async def test_a_user_id_that_a_status_tells_belongs_to_the_contact_with_the_number(
    system: System, company: Company
) -> None:
    phone = system.new_phone()
    await company.customer_writes(phone, "um")

    async def arrived() -> dict[str, Any]:
        tickets = await company.api.all("/api/v1/tickets")
        assert len(tickets) == 1
        first: dict[str, Any] = tickets[0]
        return first

    ticket = await eventually(arrived)
    await _write(company, "BR.200", "dois")
    path = f"/api/v1/tickets/{ticket['id']}/messages"
    reply = await company.api.post(path, {"text": "três", "clientMessageId": "people-1"})

    async def taken() -> str:
        sent = {message["id"]: message for message in await company.api.all(path)}[reply["id"]]
        assert len(await company.api.all("/api/v1/contacts")) == 2
        assert sent["providerMessageId"]
        return str(sent["providerMessageId"])

    # WhatsApp hides the number: the ledger knows to which it was sent.
    status = {"id": await eventually(taken), "status": "played", "recipient_user_id": "BR.200"}
    await system.simulator.webhook(company.number, "messages", {"statuses": [status]}, wait=True)

    async def one() -> None:
        contacts = await company.api.all("/api/v1/contacts")
        assert [contact["id"] for contact in contacts] == [ticket["contact"]["id"]]
        assert await company.api.all("/api/v1/contacts", q=phone) == contacts
        texts = [message["text"] for message in await company.api.all(path)]
        assert sorted(texts) == ["dois", "três", "um"]

    await eventually(one)
    await _write(company, "BR.200", "quatro")

    async def goes_on() -> None:
        assert "quatro" in [message["text"] for message in await company.api.all(path)]

    await eventually(goes_on)

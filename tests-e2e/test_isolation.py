"""No company sees another's data, whatever ids it knows."""

import pytest
from system import Company, System, eventually


@pytest.fixture
async def known_ids(system: System, company: Company) -> dict[str, str]:
    """Return ids of things that belong to ``company``."""
    phone = system.new_phone()
    await company.customer_writes(phone, "segredo")

    async def ticket_id() -> str:
        tickets = await company.api.all("/api/v1/tickets")
        assert tickets
        return str(tickets[0]["id"])

    ticket = await eventually(ticket_id)
    contact = (await company.api.all("/api/v1/contacts"))[0]
    campaign = await company.api.post(
        "/api/v1/campaigns",
        {"name": "Minha", "type": "broadcast", "message": "oi", "channelId": company.channel_id},
    )
    return {
        "ticket": ticket,
        "contact": contact["id"],
        "campaign": campaign["id"],
        "channel": company.channel_id,
    }


async def test_anothers_ids_answer_as_if_they_did_not_exist(
    system: System, company: Company, known_ids: dict[str, str]
) -> None:
    stranger = await system.new_company()
    reads = [
        f"/api/v1/tickets/{known_ids['ticket']}",
        f"/api/v1/tickets/{known_ids['ticket']}/messages",
        f"/api/v1/contacts/{known_ids['contact']}",
        f"/api/v1/campaigns/{known_ids['campaign']}",
        f"/api/v1/campaigns/{known_ids['campaign']}/recipients",
        f"/api/v1/channels/{known_ids['channel']}",
        f"/api/v1/reports/campaigns/{known_ids['campaign']}",
    ]
    for path in reads:
        own = await system.http.get(path, headers=company.headers)
        # Reporting knows a campaign from its first progress on; its own company may be early.
        assert own.status_code == 200 or path.startswith("/api/v1/reports"), path
        foreign = await system.http.get(path, headers=stranger.headers)
        assert foreign.status_code == 404, path
    writes = [
        (f"/api/v1/tickets/{known_ids['ticket']}/messages", {"text": "oi", "clientMessageId": "0" * 12}),
        (f"/api/v1/tickets/{known_ids['ticket']}/close", None),
        (f"/api/v1/campaigns/{known_ids['campaign']}/start", None),
        (f"/api/v1/campaigns/{known_ids['campaign']}/targets", {"contactIds": [known_ids["contact"]]}),
    ]
    for path, body in writes:
        foreign = await system.http.post(path, json=body, headers=stranger.headers)
        assert foreign.status_code == 404, (path, foreign.text)
    for path in ("/api/v1/tickets", "/api/v1/contacts", "/api/v1/campaigns", "/api/v1/opt-outs"):
        assert (await stranger.api.get(path))["items"] == [], path
    channels = (await stranger.api.get("/api/v1/channels"))["items"]
    assert [channel["id"] for channel in channels] == [stranger.channel_id]
    events = (await stranger.api.get("/api/v1/events", after=0))["items"]
    assert not [event for event in events if company.channel_id in str(event)]


async def test_a_channel_of_another_company_cannot_be_used(system: System, known_ids: dict[str, str]) -> None:
    stranger = await system.new_company()
    response = await system.http.post(
        "/api/v1/campaigns",
        json={"name": "x", "type": "broadcast", "message": "oi", "channelId": known_ids["channel"]},
        headers=stranger.headers,
    )
    assert response.status_code == 422
    assert response.json()["errors"][0]["field"] == "channelId"

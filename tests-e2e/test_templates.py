"""What Meta does to a number and its templates is seen by anyone who works with them."""

from typing import Any
from uuid import uuid4

from system import System, eventually


async def test_templates_and_health_follow_the_provider(system: System) -> None:
    api, _ = await system.register()
    number, token = str(800000000000000 + uuid4().int % 10**12), "EAAG" + uuid4().hex
    body = {
        "name": "Principal",
        "provider": "whatsapp_cloud",
        "phoneNumberId": number,
        "wabaId": number,
        "accessToken": token,
        "appSecret": token,
    }
    channel = await api.post("/api/v1/channels", body)
    path = f"/api/v1/channels/{channel['id']}"
    await system.simulator.register_number(
        number,
        display_phone_number="+55 21 4000-0000",
        access_token=token,
        app_secret=token,
        verify_token=channel["verifyToken"],
        callback_url=channel["webhookUrl"],
        waba_id=number,
    )
    text = {"type": "BODY", "text": "Oi {{1}}, tudo bem?"}
    template = {"name": "boas_vindas", "language": "pt_BR", "components": [text]}
    await system.simulator.templates(number, [template])

    async def read_by_itself() -> dict[str, Any]:
        found = await api.all(f"{path}/templates")
        assert [one["name"] for one in found] == ["boas_vindas"]
        health = await api.get(f"{path}/health")
        assert (health["tokenValid"], health["subscribed"]) == (True, True)
        return dict(found[0])

    found = await eventually(read_by_itself, timeout=60)
    assert (found["status"], found["parameters"]["body"]) == ("APPROVED", ["1"])
    assert (channel["messagesPerSecond"], channel["followProviderRate"]) == (80, True)

    await system.simulator.event(number, "template_status", "PAUSED", template="boas_vindas")
    await system.simulator.event(number, "throughput", "HIGH")

    async def known() -> None:
        assert (await api.get(f"{path}/templates/{found['id']}"))["status"] == "PAUSED"
        assert (await api.get(path))["messagesPerSecond"] == 1000

    await eventually(known, timeout=60)

    # Campaigns hear of it, too, before they send to anybody.
    draft = {
        "name": "Promoção",
        "channelId": channel["id"],
        "template": {"name": "boas_vindas", "language": "pt_BR", "parameters": {"1": "a", "2": "b"}},
    }
    headers = {"Authorization": f"Bearer {api.token}"}
    refused = await system.http.post("/api/v1/campaigns", json=draft, headers=headers)
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "template.parameters")
    draft["template"] |= {"parameters": {"1": "a"}}
    campaign = await api.post("/api/v1/campaigns", draft)
    start = f"/api/v1/campaigns/{campaign['id']}"
    await api.post(f"{start}/targets", {"all": True})

    async def told() -> None:
        estimate = await api.get(f"{start}/estimate")
        assert ["PAUSED" in problem["message"] for problem in estimate["problems"]] == [True]

    await eventually(told)
    refused = await system.http.post(f"{start}/start", headers=headers)
    assert (refused.status_code, refused.json()["code"]) == (409, "template-not-sendable")

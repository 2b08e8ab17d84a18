"""What Meta does around messages: accounts, templates, limits, callbacks; and every inbound type."""

import asyncio
import json
from typing import Any

import pytest

from atende_sandbox.simulator.client import SimulatorError, inbound_body
from atende_sandbox.simulator.phones import brazilian_twin, old_account
from atende_sandbox.simulator.testing import CUSTOMER, NUMBER, SECRET, VERIFY, Simulated, error_of, register

pytest_plugins = ("atende_sandbox.simulator.fixtures",)
WABA = "100000000000001"
BODY = {"type": "BODY", "text": "Olá {{1}}, tudo bem?"}


def interactive(shape: str, action: dict[str, Any], **more: Any) -> dict[str, Any]:
    content = {"type": shape, "body": {"text": "Escolha"}, "action": action, **more}
    return {"to": CUSTOMER, "type": "interactive", "interactive": content}


def named(name: str, **parameters: Any) -> dict[str, Any]:
    return {"name": name, "parameters": parameters}


ITEMS = {"catalog_id": "1", "sections": [{"title": "S", "product_items": [{"product_retailer_id": "p"}]}]}
LINK = named("cta_url", display_text="Abrir", url="https://example.test")
FLOW = named("flow", flow_message_version="3", flow_id="1", flow_cta="Abrir")
TEXT_HEADER = {"type": "text", "text": "Loja"}


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (interactive("cta_url", LINK, header=TEXT_HEADER, footer={"text": "x"}), 0),
        (interactive("cta_url", named("cta_url", display_text="Abrir", url="ftp://x")), 131009),
        (interactive("cta_url", named("other")), 131009),
        (interactive("flow", FLOW), 0),
        (interactive("flow", named("flow", flow_message_version="3")), 131008),
        (interactive("location_request_message", named("send_location")), 0),
        (interactive("product", {"catalog_id": "1", "product_retailer_id": "p"}), 0),
        (interactive("product_list", ITEMS, header=TEXT_HEADER), 0),
        (interactive("product_list", ITEMS), 131008),
        (interactive("product_list", {"catalog_id": "1", "sections": []}, header=TEXT_HEADER), 131009),
        (interactive("catalog_message", named("catalog_message")), 0),
        (interactive("nothing", {}), 100),
        (interactive("cta_url", LINK, header={"type": "audio"}), 131009),
        (interactive("cta_url", LINK, header={"type": "image", "image": {}}), 131008),
        (interactive("cta_url", LINK, footer={"text": "x" * 61}), 100),
        ({"recipient_type": "group", "to": "group-1", "type": "text", "text": {"body": "oi"}}, 0),
        ({"recipient_type": "group", "to": "group-1", "type": "contacts", "contacts": []}, 131009),
        ({"recipient_type": "crowd", "to": CUSTOMER, "type": "text", "text": {"body": "oi"}}, 131009),
    ],
)
async def test_interactive_shapes_and_groups(simulated: Simulated, body: dict[str, Any], code: int) -> None:
    response = await simulated.send(body)
    assert (0 if response.status_code == 200 else error_of(response)["code"]) == code, response.text


async def test_a_group_status_says_so(simulated: Simulated) -> None:
    await simulated.send({"recipient_type": "group", "to": "g1", "type": "text", "text": {"body": "oi"}})
    assert await simulated.sim.wait_idle(60)
    status = simulated.receiver.statuses()[0]
    assert (status["recipient_id"], status["recipient_type"]) == ("g1", "group")


# --- identities ------------------------------------------------------------------------------------


def test_the_two_forms_of_a_brazilian_mobile() -> None:
    assert brazilian_twin("5531987654321") == "553187654321"
    assert brazilian_twin("553187654321") == "5531987654321"
    assert brazilian_twin("553132654321") is None, "a landline"
    assert brazilian_twin("351912345678") is None
    assert old_account("5531987654321") == "553187654321"
    assert old_account("5511987654321") == "5511987654321"


async def test_a_customer_keeps_the_wa_id_he_wrote_with(simulated: Simulated) -> None:
    await simulated.sim.inbound(NUMBER, "553187654321", "oi", wait=True)
    contact = (await simulated.send_text(to="+5531987654321")).json()["contacts"][0]
    assert contact == {"input": "+5531987654321", "wa_id": "553187654321"}
    await simulated.sim.knobs(brazilian_wa_id="old_accounts")
    contact = (await simulated.send_text(to="+5547999990000")).json()["contacts"][0]
    assert contact["wa_id"] == "554799990000"


# --- errors on demand ------------------------------------------------------------------------------


async def test_recipients_stand_for_errors(simulated: Simulated) -> None:
    answered = await simulated.send_text(to="5500000131026")
    assert (answered.status_code, error_of(answered)["code"]) == (400, 131026)
    transient = error_of(await simulated.send_text(to="5500000131016"))
    assert transient["is_transient"] is True
    assert (await simulated.send_text(to="5500001131049")).status_code == 200
    assert await simulated.sim.wait_idle(60)
    assert [status["errors"][0]["code"] for status in simulated.receiver.statuses()] == [131049]
    await simulated.sim.knobs(errors=[{"code": 131000, "for_recipients": ["5521*"]}])
    assert (await simulated.send_text(to="5521988880000")).status_code == 500
    assert (await simulated.send_text()).status_code == 200


async def test_the_daily_limit_counts_people_outside_the_window(simulated: Simulated) -> None:
    await simulated.sim.inbound(NUMBER, "5511900000009", "oi", wait=True)
    await simulated.sim.knobs(daily_unique_users=2)
    numbers = ["5511900000001", "5511900000002", "5511900000001", "5511900000009", "5511900000003"]
    codes = [(await simulated.send_text(to=number)).status_code for number in numbers]
    assert codes == [200, 200, 200, 200, 400]


async def test_presets_replace_the_knobs(simulated: Simulated) -> None:
    await simulated.sim.knobs(NUMBER, read_rate=0)
    in_force = await simulated.sim.preset("meta", NUMBER)
    assert (in_force["throughputPerSecond"], in_force["pairLimit"]["burst"]) == (80, 45)
    assert (await simulated.sim.preset("healthy", NUMBER))["throughputPerSecond"] is None
    with pytest.raises(SimulatorError, match="presets"):
        await simulated.sim.preset("nonsense")


# --- events ----------------------------------------------------------------------------------------


async def test_events_change_the_state_and_are_told(simulated: Simulated) -> None:
    async def told(kind: str, value: str = "", **more: Any) -> dict[str, Any]:
        assert (await simulated.sim.event(NUMBER, kind, value, **more))["acked"]
        return simulated.receiver.values[-1]

    assert (await told("quality", "RED"))["event"] == "FLAGGED"
    await simulated.sim.knobs(NUMBER, throughput_per_second=80)
    assert (await told("throughput", "HIGH"))["event"] == "THROUGHPUT_UPGRADE"
    assert (await simulated.sim.knobs(NUMBER))["throughputPerSecond"] == 1000
    assert (await told("messaging_limit", "250"))["max_daily_conversations_per_business"] == 250
    for kind in ("name", "account_alert", "account_review", "security"):
        await told(kind)
    described = (await simulated.graph.get(f"/v24.0/{NUMBER}")).json()
    assert described["quality_rating"] == "RED"
    assert described["throughput"] == {"level": "HIGH"}
    assert described["whatsapp_business_manager_messaging_limit"] == "TIER_250"
    assert (await told("account", "DISABLED"))["event"] == "DISABLED_UPDATE"
    assert error_of(await simulated.send_text())["code"] == 131031
    await told("account", "OK")
    await told("throughput", "HIGH", maintenance_seconds=60)
    assert error_of(await simulated.send_text())["code"] == 131057
    for wrong in ({"kind": "quality"}, {"kind": "account", "value": "?"}, {"kind": "messaging_limit"}):
        with pytest.raises(SimulatorError):
            await simulated.sim.event(NUMBER, **wrong)


async def test_an_expired_token_is_refused_until_it_is_replaced(simulated: Simulated) -> None:
    assert await simulated.sim.event(NUMBER, "token_expired") == {}
    error = error_of(await simulated.send_text())
    assert (error["code"], error["error_subcode"]) == (190, 463)
    await register(simulated.sim, simulated.receiver)
    assert (await simulated.send_text()).status_code == 200


async def test_who_stopped_marketing_gets_none(simulated: Simulated) -> None:
    template = {"name": "promo", "language": {"code": "pt_BR"}}
    body = {"to": CUSTOMER, "type": "template", "template": template}
    await simulated.sim.event(NUMBER, "user_preference", "stop", customer=CUSTOMER)
    value = simulated.receiver.values[-1]
    assert value["user_preferences"][0]["value"] == "stop"
    assert value["metadata"]["phone_number_id"] == NUMBER
    await simulated.send(body)
    await simulated.send_text()
    assert await simulated.sim.wait_idle(60)
    failed = [status for status in simulated.receiver.statuses() if status["status"] == "failed"]
    assert [status["errors"][0]["code"] for status in failed] == [131050]
    await simulated.sim.event(NUMBER, "user_preference", "resume", customer=CUSTOMER)
    await simulated.send(body)
    assert await simulated.sim.wait_idle(60)
    assert sum(status["status"] == "failed" for status in simulated.receiver.statuses()) == 1


# --- templates -------------------------------------------------------------------------------------


async def create(simulated: Simulated, **more: Any) -> Any:
    body = {"name": "novo", "language": "pt_BR", "category": "UTILITY", "components": [BODY], **more}
    return await simulated.graph.post(f"/v24.0/{WABA}/message_templates", json=body)


async def reviewed(simulated: Simulated, count: int) -> dict[str, Any]:
    async with asyncio.timeout(60):
        while len(simulated.receiver.values) < count:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    return simulated.receiver.values[-1]


async def test_a_template_is_created_reviewed_edited_and_deleted(simulated: Simulated) -> None:
    await simulated.sim.knobs(template_review_ms=5, template_review_outcome="REJECTED")
    made = (await create(simulated)).json()
    assert made["status"] == "PENDING"
    told = await reviewed(simulated, 1)
    assert (told["event"], told["message_template_id"]) == ("REJECTED", int(made["id"]))
    await simulated.sim.knobs(template_review_outcome="APPROVED")
    path = f"/v24.0/{made['id']}"
    edited = await simulated.graph.post(path, json={"components": [BODY, {"type": "FOOTER", "text": "fim"}]})
    assert edited.json() == {"success": True}
    assert (await reviewed(simulated, 2))["event"] == "APPROVED"
    assert (await simulated.graph.get(path)).json()["status"] == "APPROVED"
    listed = await simulated.graph.get(f"/v24.0/{WABA}/message_templates", params={"status": "APPROVED"})
    assert [item["name"] for item in listed.json()["data"]] == ["novo"]
    await simulated.sim.event(NUMBER, "template_status", "PAUSED", template="novo")
    await simulated.sim.event(NUMBER, "template_quality", "RED", template="novo")
    await simulated.sim.event(NUMBER, "template_category", "MARKETING", template="novo")
    assert simulated.receiver.values[-1]["new_category"] == "MARKETING"
    with pytest.raises(SimulatorError, match="not known"):
        await simulated.sim.event(NUMBER, "template_status", "PAUSED", template="other")
    url = f"/v24.0/{WABA}/message_templates"
    assert (await simulated.graph.delete(url, params={"name": "novo"})).json() == {"success": True}
    gone = await simulated.graph.delete(url, params={"name": "novo"})
    assert error_of(gone)["error_subcode"] == 2593002


async def test_bad_templates_are_refused(simulated: Simulated) -> None:
    await simulated.sim.knobs(template_review_outcome="never")
    assert (await create(simulated)).status_code == 200
    assert error_of(await create(simulated))["error_subcode"] == 2388024
    pending = {"name": "novo", "language": {"code": "pt_BR"}}
    unusable = await simulated.send({"to": CUSTOMER, "type": "template", "template": pending})
    assert (unusable.status_code, error_of(unusable)["code"]) == (404, 132001)
    edge = [{"type": "BODY", "text": "{{1}} no início"}]
    assert error_of(await create(simulated, name="a", components=edge))["error_subcode"] == 2388299
    long = [{"type": "BODY", "text": "x" * 1025}]
    assert error_of(await create(simulated, name="a", components=long))["error_subcode"] == 2388040
    for wrong in ({"name": "Com Espaço"}, {"language": ""}, {"category": "X"}, {"components": []}):
        assert error_of(await create(simulated, **{"name": "a", **wrong}))["code"] == 100


async def test_parameters_are_checked_and_the_page_sees_the_template_filled_in(simulated: Simulated) -> None:
    buttons = [
        {"type": "QUICK_REPLY", "text": "Parar"},
        {"type": "URL", "text": "Ver", "url": "https://x.test/{{1}}"},
    ]
    template = {
        "name": "entrega",
        "language": "pt_BR",
        "parameter_format": "NAMED",
        "components": [
            {"type": "HEADER", "format": "IMAGE"},
            {"type": "BODY", "text": "Oi {{nome}}, chegou."},
            {"type": "FOOTER", "text": "Loja"},
            {"type": "BUTTONS", "buttons": buttons},
        ],
    }
    await simulated.sim.templates(WABA, [{to: template[to] for to in template if to != "parameter_format"}])
    image = {"type": "header", "parameters": [{"type": "image", "image": {"link": "https://x.test/a.png"}}]}
    body = {"type": "body", "parameters": [{"type": "text", "parameter_name": "nome", "text": "Ana"}]}
    stop = {"type": "button", "sub_type": "quick_reply", "index": 0, "parameters": [{"payload": "STOP"}]}
    link = {"type": "button", "sub_type": "url", "index": "1", "parameters": [{"type": "text", "text": "7"}]}

    async def code_of(*components: dict[str, Any]) -> int:
        sent = {"name": "entrega", "language": {"code": "pt_BR"}, "components": components}
        response = await simulated.send({"to": CUSTOMER, "type": "template", "template": sent})
        return 0 if response.status_code == 200 else int(error_of(response)["code"])

    assert await code_of(body, stop, link) == 132012, "no header"
    assert await code_of(image, stop, link) == 132000, "no body"
    assert await code_of(image, body, stop) == 131008, "no url parameter"
    assert await code_of(image, body, stop, link) == 0
    shown = (await simulated.sim.conversations(NUMBER))[0]["messages"][0]
    assert shown["rendered"] == "[image]\nOi Ana, chegou.\nLoja"
    assert shown["options"] == [
        {"kind": "quick_reply", "id": "STOP", "title": "Parar"},
        {"kind": "url", "id": "https://x.test/7", "title": "Ver"},
    ]


# --- callbacks and signatures ----------------------------------------------------------------------


async def test_callback_urls_are_challenged_and_the_nearest_one_wins(simulated: Simulated) -> None:
    mine = {"override_callback_uri": simulated.receiver.url, "verify_token": VERIFY}
    path = f"/v24.0/{NUMBER}"
    wrong = {"webhook_configuration": {**mine, "verify_token": "?"}}
    assert error_of(await simulated.graph.post(path, json=wrong))["code"] == 2200
    assert (await simulated.graph.post(path, json={"webhook_configuration": mine})).status_code == 200
    subscribed = f"/v24.0/{WABA}/subscribed_apps"
    assert (await simulated.graph.post(subscribed, json=mine)).json() == {"success": True}
    assert (await simulated.graph.get(subscribed)).json()["data"][0]["override_callback_uri"]
    app = {"callback_url": simulated.receiver.url, "verify_token": VERIFY}
    app_path = "/v24.0/200000000000001/subscriptions"
    token = {"access_token": f"200000000000001|{SECRET}"}
    assert (await simulated.graph.post(app_path, params=token, json=app)).status_code == 200
    assert error_of(await simulated.graph.post(app_path, json=app))["code"] == 190
    configured = (await simulated.graph.get(path)).json()["webhook_configuration"]
    assert set(configured) == {"phone_number", "whatsapp_business_account", "application"}
    assert (await simulated.graph.delete(subscribed)).json() == {"success": True}
    assert not (await simulated.sim.inbound(NUMBER, CUSTOMER, "oi", wait=True))["acked"]


async def test_either_secret_signs_while_it_is_rotated(simulated: Simulated) -> None:
    await register(simulated.sim, simulated.receiver, previous_app_secret="old")
    await simulated.sim.knobs(webhook_sign_with="either", webhook_max_attempts=1)
    batch = [inbound_body(NUMBER, CUSTOMER, str(position)) for position in range(40)]
    acked = [result["acked"] for result in await simulated.sim.inbound_batch(batch, wait=True)]
    assert True in acked
    assert False in acked
    assert simulated.receiver.forged == acked.count(False)
    for how in ("previous", "wrong", "nothing"):
        await simulated.sim.knobs(webhook_sign_with=how)
        assert not (await simulated.sim.inbound(NUMBER, CUSTOMER, "oi", wait=True))["acked"]


async def test_a_lost_acknowledgement_brings_the_webhook_again(simulated: Simulated) -> None:
    await simulated.sim.knobs(webhook_ack_loss_rate=1, webhook_retry_base_ms=1, webhook_max_attempts=3)
    assert not (await simulated.sim.inbound(NUMBER, CUSTOMER, "oi", wait=True))["acked"]
    assert len(simulated.receiver.messages()) == 3


async def test_registration_and_profile(simulated: Simulated) -> None:
    path = f"/v24.0/{NUMBER}"
    assert (await simulated.graph.post(f"{path}/deregister")).status_code == 200
    assert error_of(await simulated.send_text())["code"] == 133010
    assert error_of(await simulated.graph.post(f"{path}/register", json={"pin": "1"}))["code"] == 100
    assert (await simulated.graph.post(f"{path}/register", json={"pin": "123456"})).status_code == 200
    assert error_of(await simulated.graph.post(f"{path}/register", json={"pin": "000000"}))["code"] == 133005
    assert (await simulated.send_text()).status_code == 200
    await simulated.graph.post(f"{path}/whatsapp_business_profile", json={"about": "Loja", "x": 1})
    profile = (await simulated.graph.get(f"{path}/whatsapp_business_profile")).json()["data"][0]
    assert profile == {"messaging_product": "whatsapp", "about": "Loja"}
    selected = (await simulated.graph.get(path, params={"fields": "quality_rating"})).json()
    assert selected == {"id": NUMBER, "quality_rating": "GREEN"}
    assert (await simulated.graph.get(f"/v24.0/{WABA}")).json()["id"] == WABA


# --- what customers send ---------------------------------------------------------------------------


INBOUND: list[tuple[dict[str, Any], str, dict[str, Any]]] = [
    ({"type": "flow_reply", "response": {"a": 1}}, "interactive", {"type": "nfm_reply"}),
    ({"type": "order", "text": "por favor"}, "order", {"text": "por favor"}),
    ({"type": "edit", "message_id": "wamid.q", "text": "b"}, "edit", {"original_message_id": "wamid.q"}),
    ({"type": "revoke", "message_id": "wamid.q"}, "revoke", {"original_message_id": "wamid.q"}),
    ({"type": "system", "new_wa_id": "551"}, "system", {"type": "user_changed_number", "wa_id": "551"}),
    ({"type": "system", "new_user_id": "BR.9"}, "system", {"type": "user_changed_user_id"}),
    ({"type": "audio", "voice": True}, "audio", {"voice": True}),
    ({"type": "sticker", "animated": True}, "sticker", {"animated": True}),
    ({"type": "unsupported", "title": "poll"}, "unsupported", {"type": "poll"}),
    (
        {"text": "x", "forwarded": True, "frequently_forwarded": True},
        "context",
        {"forwarded": True, "frequently_forwarded": True},
    ),
    ({"text": "x", "referral": {"source_id": "1"}}, "referral", {"source_id": "1"}),
    ({"text": "x", "referred_product": {"catalog_id": "1"}}, "context", {}),
]


@pytest.mark.parametrize(("options", "section", "expected"), INBOUND)
async def test_every_inbound_type(
    simulated: Simulated, options: dict[str, Any], section: str, expected: dict[str, Any]
) -> None:
    assert (await simulated.sim.inbound(NUMBER, CUSTOMER, wait=True, **options))["acked"]
    message = simulated.receiver.messages()[0]
    assert expected.items() <= message[section].items()


async def test_group_identity_and_too_large(simulated: Simulated) -> None:
    await simulated.sim.inbound(NUMBER, CUSTOMER, "oi", group_id="g", identity_key_hash="h", wait=True)
    value = simulated.receiver.values[0]
    assert (value["messages"][0]["group_id"], value["contacts"][0]["identity_key_hash"]) == ("g", "h")
    await simulated.sim.inbound(NUMBER, CUSTOMER, type="too_large", wait=True)
    assert simulated.receiver.messages()[1]["errors"][0]["code"] == 131052


async def test_a_voice_message_is_played(simulated: Simulated) -> None:
    audio = {"link": "https://x.test/a.ogg", "voice": True}
    await simulated.send({"to": CUSTOMER, "type": "audio", "audio": audio})
    assert await simulated.sim.wait_idle(60)
    assert sorted(s["status"] for s in simulated.receiver.statuses()) == ["delivered", "played", "sent"]


async def test_media_is_gone_after_its_days_and_the_page_can_show_it(simulated: Simulated) -> None:
    await simulated.sim.inbound(NUMBER, CUSTOMER, type="image", wait=True)
    media_id = simulated.receiver.messages()[0]["image"]["id"]
    shown = await simulated.graph.get(f"/_sim/media/{media_id}")
    assert (shown.headers["content-type"], shown.headers["content-disposition"]) == ("image/png", "inline")
    await simulated.sim.knobs(media_ttl_days=0)
    gone = await simulated.graph.get(f"/v24.0/{media_id}")
    assert (gone.status_code, error_of(gone)["code"]) == (404, 100)
    assert (await simulated.graph.get("/_sim/media/1")).status_code == 404
    codes = (await simulated.graph.get("/_sim/error-codes")).json()["errorCodes"]
    assert {"code": 131026, "httpStatus": 400, "title": "Message undeliverable"} in codes
    assert json.loads((await simulated.graph.get(f"/_sim/templates/{WABA}")).text) == {"templates": []}

"""The simulator at its public edge: the real application on a real port, webhooks received over real HTTP."""

import asyncio
import json
import re
import signal
import sys
from pathlib import Path
from typing import Any

import pytest

from atende_sandbox.settings import REPOSITORY
from atende_sandbox.simulator.app import PAGE
from atende_sandbox.simulator.client import SimulatorError, inbound_body
from atende_sandbox.simulator.testing import (
    CUSTOMER,
    FAST,
    NUMBER,
    Receiver,
    Simulated,
    clients,
    error_of,
    register,
)

pytest_plugins = ("atende_sandbox.simulator.fixtures",)

# --- the Graph API ------------------------------------------------------------------------------


async def test_a_send_is_accepted_logged_and_reported_in_signed_webhooks(simulated: Simulated) -> None:
    response = await simulated.send_text(
        "Olá, tudo bem?", to="+55 (11) 98765-4321", biz_opaque_callback_data="s-1"
    )

    assert response.status_code == 200
    body = response.json()
    assert body["messaging_product"] == "whatsapp"
    assert body["contacts"] == [{"input": "+55 (11) 98765-4321", "wa_id": CUSTOMER}]
    wamid = body["messages"][0]["id"]
    assert wamid.startswith("wamid.")
    assert "message_status" not in body["messages"][0]

    assert await simulated.sim.wait_idle(60)
    statuses = simulated.receiver.statuses()
    assert sorted(status["status"] for status in statuses) == ["delivered", "read", "sent"]
    assert {status["id"] for status in statuses} == {wamid}
    assert {status["biz_opaque_callback_data"] for status in statuses} == {"s-1"}
    assert {status["recipient_id"] for status in statuses} == {CUSTOMER}
    priced = [status["status"] for status in statuses if "pricing" in status]
    assert sorted(priced) == ["delivered", "sent"]
    assert simulated.receiver.values[0]["metadata"] == {
        "display_phone_number": "551140028922",
        "phone_number_id": NUMBER,
    }
    assert simulated.receiver.forged == 0

    records, following = await simulated.sim.log()
    assert following is None
    assert records[0] | {"time": ""} == {
        "seq": 1,
        "time": "",
        "wamid": wamid,
        "phoneNumberId": NUMBER,
        "to": CUSTOMER,
        "userId": None,
        "type": "text",
        "text": "Olá, tudo bem?",
        "bizOpaqueCallbackData": "s-1",
    }


BUTTONS = [{"type": "reply", "reply": {"id": f"b{i}", "title": f"Opção {i}"}} for i in range(4)]


def buttons(count: int, **body: Any) -> dict[str, Any]:
    action = {"buttons": BUTTONS[:count]}
    return {"type": "button", "body": {"text": "Escolha"}, "action": action, **body}


def rows(count: int) -> dict[str, Any]:
    listed = [{"id": f"r{i}", "title": f"Linha {i}"} for i in range(count)]
    action = {"button": "Abrir", "sections": [{"title": "S", "rows": listed}]}
    return {"type": "list", "body": {"text": "Escolha"}, "action": action}


GOOD: dict[str, dict[str, Any]] = {
    "longest text": {"type": "text", "text": {"body": "x" * 4096}},
    "image link": {"type": "image", "image": {"link": "https://example.test/a.png", "caption": "Foto"}},
    "document link": {
        "type": "document",
        "document": {"link": "https://example.test/a.pdf", "filename": "a.pdf"},
    },
    "template": {"type": "template", "template": {"name": "promo", "language": {"code": "pt_BR"}}},
    "buttons": {"type": "interactive", "interactive": buttons(3)},
    "list": {"type": "interactive", "interactive": rows(10)},
    "location": {"type": "location", "location": {"latitude": -23.5, "longitude": "-46.6", "name": "Loja"}},
    "contacts": {"type": "contacts", "contacts": [{"name": {"formatted_name": "Ana"}}]},
    "reaction": {"type": "reaction", "reaction": {"message_id": "wamid.abc", "emoji": "👍"}},
    "reply": {"type": "text", "text": {"body": "sim"}, "context": {"message_id": "wamid.abc"}},
}


@pytest.mark.parametrize("body", GOOD.values(), ids=GOOD.keys())
async def test_every_type_is_accepted(simulated: Simulated, body: dict[str, Any]) -> None:
    response = await simulated.send({"to": CUSTOMER, **body})
    assert response.status_code == 200, response.text
    records, _ = await simulated.sim.log()
    assert [record["type"] for record in records] == [body["type"]]


BAD: dict[str, tuple[dict[str, Any], int]] = {
    "no recipient": ({"type": "text", "text": {"body": "oi"}}, 100),
    "bad phone": ({"to": "abc", "type": "text", "text": {"body": "oi"}}, 131009),
    "user id in to": ({"to": "BR.1234567890", "type": "text", "text": {"body": "oi"}}, 131009),
    "bad user id": ({"recipient": "nonsense", "type": "text", "text": {"body": "oi"}}, 131009),
    "to itself": ({"to": "551140028922", "type": "text", "text": {"body": "oi"}}, 131021),
    "unknown type": ({"to": CUSTOMER, "type": "poll", "poll": {}}, 100),
    "missing section": ({"to": CUSTOMER, "type": "text"}, 131008),
    "empty text": ({"to": CUSTOMER, "type": "text", "text": {"body": ""}}, 131008),
    "long text": ({"to": CUSTOMER, "type": "text", "text": {"body": "x" * 4097}}, 100),
    "unknown media": ({"to": CUSTOMER, "type": "image", "image": {"id": "123"}}, 131009),
    "long caption": (
        {"to": CUSTOMER, "type": "image", "image": {"link": "https://x.test", "caption": "x" * 1025}},
        100,
    ),
    "caption on audio": (
        {"to": CUSTOMER, "type": "audio", "audio": {"link": "https://x.test", "caption": "x"}},
        100,
    ),
    "template without language": (
        {"to": CUSTOMER, "type": "template", "template": {"name": "promo"}},
        131008,
    ),
    "four buttons": ({"to": CUSTOMER, "type": "interactive", "interactive": buttons(4)}, 131009),
    "eleven rows": ({"to": CUSTOMER, "type": "interactive", "interactive": rows(11)}, 131009),
    "latitude": ({"to": CUSTOMER, "type": "location", "location": {"latitude": 91, "longitude": 0}}, 131009),
    "long callback data": (
        {"to": CUSTOMER, "type": "text", "text": {"body": "oi"}, "biz_opaque_callback_data": "x" * 513},
        100,
    ),
    "context": (
        {"to": CUSTOMER, "type": "text", "text": {"body": "oi"}, "context": {"message_id": "7"}},
        131009,
    ),
}


@pytest.mark.parametrize(("body", "code"), BAD.values(), ids=BAD.keys())
async def test_what_meta_refuses_is_refused_with_its_code(
    simulated: Simulated, body: dict[str, Any], code: int
) -> None:
    response = await simulated.send(body)
    assert response.status_code == 400
    error = error_of(response)
    assert error["code"] == code
    assert error["type"] == "OAuthException"
    assert error["fbtrace_id"]
    summary = await simulated.sim.summary()
    assert summary["accepted"] == 0
    assert summary["rejectedByCode"] == {str(code): 1}


async def test_tokens_and_numbers_are_checked(simulated: Simulated) -> None:
    wrong = await simulated.graph.post(
        f"/v24.0/{NUMBER}/messages", json={}, headers={"Authorization": "Bearer other"}
    )
    assert (wrong.status_code, error_of(wrong)["code"]) == (401, 190)
    unknown = await simulated.send({"to": CUSTOMER}, number="999")
    assert unknown.status_code == 400
    assert (error_of(unknown)["code"], error_of(unknown)["error_subcode"]) == (100, 33)
    broken = await simulated.graph.post(f"/v24.0/{NUMBER}/messages", content=b"{")
    assert error_of(broken)["code"] == 100
    elsewhere = await simulated.graph.get("/v24.0/nothing/here")
    assert error_of(elsewhere)["code"] == 2500


async def test_a_recipient_known_by_user_id_has_no_phone_anywhere(simulated: Simulated) -> None:
    response = await simulated.send(
        {"recipient": "BR.13491208655302741918", "type": "text", "text": {"body": "oi"}}
    )
    assert response.json()["contacts"] == [
        {"input": "BR.13491208655302741918", "user_id": "BR.13491208655302741918"}
    ]
    assert await simulated.sim.wait_idle(60)
    assert len(simulated.receiver.statuses()) == 3
    for status in simulated.receiver.statuses():
        assert status["recipient_user_id"] == "BR.13491208655302741918"
        assert "recipient_id" not in status


async def test_read_receipt_and_typing_reach_the_customer(simulated: Simulated) -> None:
    arrived = await simulated.sim.inbound(NUMBER, CUSTOMER, "oi", name="Ana", wait=True)
    receipt = {"status": "read", "message_id": arrived["wamid"], "typing_indicator": {"type": "text"}}
    response = await simulated.send(receipt)
    assert response.json() == {"success": True}
    conversation = (await simulated.sim.conversations(NUMBER))[0]
    assert conversation["typing"] is True
    assert conversation["messages"][0]["status"] == "read"
    assert (await simulated.sim.summary())["accepted"] == 0
    await simulated.send_text("resposta")
    assert (await simulated.sim.conversations(NUMBER))[0]["typing"] is False


async def test_registered_templates_are_checked_and_listed(simulated: Simulated) -> None:
    waba = "100000000000001"
    body = {"type": "BODY", "text": "Olá {{1}}, sua compra {{2}} chegou"}
    await simulated.sim.templates(
        waba,
        [
            {"name": "arrived", "language": "pt_BR", "category": "UTILITY", "components": [body]},
            {"name": "paused", "language": "pt_BR", "status": "PAUSED"},
        ],
    )

    async def code_of(name: str, language: str, *texts: str) -> int:
        parameters = [{"type": "text", "text": text} for text in texts]
        template = {
            "name": name,
            "language": {"code": language},
            "components": [{"type": "body", "parameters": parameters}],
        }
        response = await simulated.send({"to": CUSTOMER, "type": "template", "template": template})
        return 0 if response.status_code == 200 else int(error_of(response)["code"])

    assert await code_of("arrived", "pt_BR", "Ana", "77") == 0
    assert await code_of("arrived", "pt_BR", "Ana") == 132000
    assert await code_of("arrived", "en_US", "Ana", "77") == 132001
    assert await code_of("paused", "pt_BR") == 132015
    records, _ = await simulated.sim.log()
    assert records[0]["text"] == "arrived [pt_BR] Ana | 77"
    page = (await simulated.graph.get(f"/v24.0/{waba}/message_templates", params={"limit": 1})).json()
    assert [item["name"] for item in page["data"]] == ["arrived"]
    after = page["paging"]["cursors"]["after"]
    page = (await simulated.graph.get(f"/v24.0/{waba}/message_templates", params={"after": after})).json()
    assert [item["name"] for item in page["data"]] == ["paused"]
    numbers = (await simulated.graph.get(f"/v24.0/{waba}/phone_numbers")).json()["data"]
    assert [item["id"] for item in numbers] == [NUMBER]
    assert (await simulated.graph.get(f"/v24.0/{NUMBER}")).json()["quality_rating"] == "GREEN"


# --- customers and webhooks -----------------------------------------------------------------------


async def test_inbound_text_has_metas_shape_and_escaped_bytes(simulated: Simulated) -> None:
    result = await simulated.sim.inbound(NUMBER, "+55 11 98765-4321", "Olá/oi ç 👍", name="Zoë", wait=True)
    assert (result["acked"], result["status"], result["attempts"]) == (True, 200, 1)
    raw = simulated.receiver.bodies[0]
    assert b"Ol\\u00e1\\/oi \\u00e7 \\ud83d\\udc4d" in raw
    value = simulated.receiver.values[0]
    assert value["messaging_product"] == "whatsapp"
    assert value["contacts"] == [{"profile": {"name": "Zoë"}, "wa_id": CUSTOMER}]
    message = value["messages"][0]
    assert message["from"] == CUSTOMER
    assert message["id"] == result["wamid"]
    assert message["timestamp"].isdigit()
    assert message["text"] == {"body": "Olá/oi ç 👍"}
    inbound, _ = await simulated.sim.log(kind="inbound")
    assert inbound[0]["wamid"] == result["wamid"]


async def test_a_customer_with_a_username_has_no_phone_in_the_webhook(simulated: Simulated) -> None:
    await simulated.sim.inbound(NUMBER, CUSTOMER, "oi", user_id="BR.42abc", without_phone=True, wait=True)
    value = simulated.receiver.values[0]
    assert "wa_id" not in value["contacts"][0]
    assert value["contacts"][0]["user_id"] == "BR.42abc"
    assert "from" not in value["messages"][0]
    assert value["messages"][0]["from_user_id"] == "BR.42abc"
    # The answer by user id lands in the same conversation.
    await simulated.send({"recipient": "BR.42abc", "type": "text", "text": {"body": "olá"}})
    conversations = await simulated.sim.conversations(NUMBER)
    assert [len(item["messages"]) for item in conversations] == [2]


async def test_other_inbound_types(simulated: Simulated) -> None:
    answers = [
        inbound_body(NUMBER, CUSTOMER, type="button_reply", id="yes", title="Sim", reply_to="wamid.q"),
        inbound_body(NUMBER, CUSTOMER, type="list_reply", id="r1", title="Linha", description="d"),
        inbound_body(NUMBER, CUSTOMER, type="reaction", message_id="wamid.q"),
        inbound_body(NUMBER, CUSTOMER, type="location", location_name="Loja"),
        inbound_body(NUMBER, CUSTOMER, type="contacts"),
        inbound_body(NUMBER, CUSTOMER, type="button", title="Parar", payload="STOP"),
        inbound_body(NUMBER, CUSTOMER, type="unsupported"),
        inbound_body(NUMBER, CUSTOMER, message={"type": "system", "system": {"type": "user_changed_number"}}),
    ]
    results = await simulated.sim.inbound_batch(answers, wait=True)
    assert all(result["acked"] for result in results)
    by_id = {message["id"]: message for message in simulated.receiver.messages()}
    found = [by_id[result["wamid"]] for result in results]
    assert found[0]["interactive"] == {"type": "button_reply", "button_reply": {"id": "yes", "title": "Sim"}}
    assert found[0]["context"] == {"from": "551140028922", "id": "wamid.q"}
    assert found[1]["interactive"]["list_reply"]["description"] == "d"
    assert found[2]["reaction"] == {"message_id": "wamid.q"}
    assert found[3]["location"]["name"] == "Loja"
    assert found[4]["contacts"][0]["name"]["formatted_name"]
    assert found[5]["button"] == {"payload": "STOP", "text": "Parar"}
    assert found[6]["errors"][0]["code"] == 131051
    system = next(value for value in simulated.receiver.values if value["messages"][0]["type"] == "system")
    assert "contacts" not in system


async def test_the_callback_is_challenged(simulated: Simulated) -> None:
    good = await register(simulated.sim, simulated.receiver, verify=True)
    assert good["verification"] == {"verified": True, "status": 200, "problem": None}
    bad = await simulated.sim.register_number(
        "555",
        display_phone_number="15550001111",
        access_token="t",
        app_secret="s",
        verify_token="wrong",
        callback_url=simulated.receiver.url,
        verify=True,
    )
    assert (bad["verification"]["verified"], bad["verification"]["status"]) == (False, 403)
    assert "accessToken" not in (await simulated.sim.numbers())[0]


async def test_a_refused_webhook_is_retried_until_200(simulated: Simulated) -> None:
    simulated.receiver.answers = [500, 503, 201]
    await simulated.sim.knobs(webhook_retry_base_ms=5)
    result = await simulated.sim.inbound(NUMBER, CUSTOMER, "oi", wait=True)
    assert (result["acked"], result["attempts"]) == (True, 4)
    attempts, _ = await simulated.sim.log(kind="webhooks")
    assert [record["status"] for record in attempts] == [500, 503, 201, 200]
    webhooks = (await simulated.sim.summary())["webhooks"]
    assert (webhooks["ackedUpdates"], webhooks["failedAttempts"], webhooks["droppedUpdates"]) == (1, 3, 0)
    assert webhooks["ackMs"]["median"] > 0


async def test_a_webhook_is_dropped_after_the_last_attempt(simulated: Simulated) -> None:
    simulated.receiver.answers = [500, 500]
    await simulated.sim.knobs(webhook_retry_base_ms=1, webhook_max_attempts=2)
    result = await simulated.sim.inbound(NUMBER, CUSTOMER, "oi", wait=True)
    assert result["acked"] is False
    summary = await simulated.sim.summary()
    assert summary["webhooks"]["droppedUpdates"] == 1
    assert summary["webhooks"]["pending"] == 0


async def test_any_other_webhook_field_can_be_sent(simulated: Simulated) -> None:
    value = {"event": "PAUSED", "message_template_name": "promo"}
    result = await simulated.sim.webhook(NUMBER, "message_template_status_update", value, wait=True)
    assert result["acked"] is True
    change = json.loads(simulated.receiver.bodies[0])["entry"][0]["changes"][0]
    assert change == {"field": "message_template_status_update", "value": value}


# --- the ledger across restarts -------------------------------------------------------------------


async def test_duplicates_are_counted_and_the_log_pages(simulated: Simulated) -> None:
    for data in ("a", "b", "a", "a", None):
        more = {} if data is None else {"biz_opaque_callback_data": data}
        await simulated.send_text(**more)
    summary = await simulated.sim.summary()
    assert summary["accepted"] == 5
    assert summary["distinctCallbackData"] == 2
    assert summary["withoutCallbackData"] == 1
    assert summary["duplicatesTotal"] == 2
    assert summary["duplicates"] == [{"phoneNumberId": NUMBER, "bizOpaqueCallbackData": "a", "count": 3}]
    assert summary["acceptedByNumber"] == {NUMBER: 5}
    records, following = await simulated.sim.log(after=1, limit=3)
    assert [record["seq"] for record in records] == [2, 3, 4]
    assert following == 4
    assert [record["seq"] async for record in simulated.sim.full_log()] == [1, 2, 3, 4, 5]
    await simulated.sim.reset()
    assert (await simulated.sim.summary())["accepted"] == 0
    assert (await simulated.sim.log())[0] == []


async def test_a_stopped_process_comes_back_with_its_truth(
    tmp_path: Path, webhook_receiver: Receiver
) -> None:
    async def start() -> tuple[asyncio.subprocess.Process, str]:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "atende_sandbox.simulator", "--port", "0", "--data", str(tmp_path)),
            stdout=asyncio.subprocess.PIPE,
        )
        assert process.stdout is not None
        line = (await process.stdout.readline()).decode()
        return process, line.split()[3]

    process, base = await start()
    async with clients(base, webhook_receiver) as made:
        await register(made.sim, webhook_receiver)
        await made.sim.knobs(NUMBER, read_rate=0, **FAST)
        for position in range(20):
            await made.send_text(biz_opaque_callback_data=str(position % 19))
        await made.sim.inbound(NUMBER, CUSTOMER, "oi", wait=True)
        await made.sim.wait_idle(60)
        before = len(made.receiver.statuses())
        process.send_signal(signal.SIGTERM)
    assert await process.wait() == 0
    with (tmp_path / "accepted.jsonl").open("ab") as log:
        log.write(b'{"seq": 21, "cut sho')

    process, base = await start()
    try:
        async with clients(base, webhook_receiver) as made:
            summary = await made.sim.summary()
            assert (summary["accepted"], summary["duplicatesTotal"]) == (20, 1)
            assert (await made.sim.knobs(NUMBER))["readRate"] == 0
            assert (await made.send_text()).status_code == 200
            await made.sim.wait_idle(60)
            assert "delivered" in {status["status"] for status in made.receiver.statuses()[before:]}, (
                "in window"
            )
            records, _ = await made.sim.log(after=19)
            assert [record["seq"] for record in records] == [20, 21]
    finally:
        process.send_signal(signal.SIGTERM)
        assert await process.wait() == 0


async def test_admin_errors_name_the_field(simulated: Simulated) -> None:
    with pytest.raises(SimulatorError) as typo:
        await simulated.sim.knobs(latency=5)
    assert typo.value.status == 422
    assert typo.value.body["details"][0]["field"] == "latency"
    with pytest.raises(SimulatorError, match="rate"):
        await simulated.sim.knobs(errors=[{"code": 131000}])
    with pytest.raises(SimulatorError, match="not registered"):
        await simulated.sim.inbound("999", CUSTOMER, "oi")
    with pytest.raises(SimulatorError, match="text is required"):
        await simulated.sim.inbound(NUMBER, CUSTOMER)
    assert (await simulated.sim.knobs())["latencyMs"] == {"mean": 0, "jitter": 0}


def test_the_page_has_the_console_s_colours() -> None:
    named = re.findall(r"#[0-9a-f]{3,8}\b", PAGE["/page.css"].read_text())
    tokens = (REPOSITORY / "services" / "console" / "src" / "shared" / "ui" / "tokens.css").read_text()
    assert len(named) > 30
    assert set(named) <= set(re.findall(r"#[0-9a-f]{3,8}\b", tokens))


async def test_the_page_and_health_are_served(simulated: Simulated) -> None:
    page = await simulated.graph.get("/")
    assert page.status_code == 200
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    for path, kind in (("/page.css", "/css"), ("/page.js", "/javascript")):
        part = await simulated.graph.get(path)
        assert part.status_code == 200
        assert kind in part.headers["content-type"]
        assert path in page.text
        assert "innerHTML" not in part.text
    health = (await simulated.graph.get("/health")).json()
    assert health == {"status": "ok", "accepted": 0}

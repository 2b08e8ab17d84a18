"""The knobs, one by one: what a caller and a webhook receiver see when Meta misbehaves. And media."""

import asyncio
import hashlib
import time
from typing import Any

import aiohttp
import httpx
import pytest

from atende_sandbox.simulator.client import inbound_body
from atende_sandbox.simulator.testing import CUSTOMER, NUMBER, TOKEN, Simulated, error_of

pytest_plugins = ("atende_sandbox.simulator.fixtures",)


def outcomes(statuses: list[dict[str, Any]], wamid: str) -> list[str]:
    return sorted(status["status"] for status in statuses if status["id"] == wamid)


# --- the send call --------------------------------------------------------------------------------


async def test_a_lost_request_was_never_accepted(simulated: Simulated) -> None:
    await simulated.sim.knobs(request_loss_rate=1)
    with pytest.raises(httpx.TransportError):
        await simulated.send_text()
    summary = await simulated.sim.summary()
    assert (summary["accepted"], summary["lostRequests"]) == (0, 1)


async def test_a_lost_response_was_accepted_and_is_reported_by_webhook(simulated: Simulated) -> None:
    await simulated.sim.knobs(response_loss_rate=1)
    with pytest.raises(httpx.TransportError):
        await simulated.send_text(biz_opaque_callback_data="lost")
    assert await simulated.sim.wait_idle(60)
    summary = await simulated.sim.summary()
    assert (summary["accepted"], summary["lostResponses"]) == (1, 1)
    assert {status["biz_opaque_callback_data"] for status in simulated.receiver.statuses()} == {"lost"}


async def test_injected_errors_follow_their_count_rate_and_recipients(simulated: Simulated) -> None:
    await simulated.sim.knobs(
        errors=[{"code": 131000, "count": 2}, {"code": 131026, "for_recipients": ["+5511900000001"]}]
    )
    codes = [(await simulated.send_text()).status_code for _ in range(3)]
    assert codes == [500, 500, 200]
    refused = await simulated.send_text(to="+5511900000001")
    assert (refused.status_code, error_of(refused)["code"]) == (400, 131026)
    summary = await simulated.sim.summary()
    assert summary["rejectedByCode"] == {"131000": 2, "131026": 1}
    assert summary["accepted"] == 1


async def test_an_error_after_acceptance_and_a_bare_error(simulated: Simulated) -> None:
    strikes = [
        {"code": 131000, "count": 1, "after_acceptance": True, "bare": True, "http_status": 502},
        {"code": 131057, "count": 1, "via": "status"},
    ]
    await simulated.sim.knobs(errors=strikes)
    unclear = await simulated.send_text()
    assert unclear.status_code == 502
    assert "json" not in unclear.headers["content-type"]
    fine = await simulated.send_text()
    assert fine.status_code == 200
    assert await simulated.sim.wait_idle(60)
    assert (await simulated.sim.summary())["accepted"] == 2
    failed = [status for status in simulated.receiver.statuses() if status["status"] == "failed"]
    assert [status["errors"][0]["code"] for status in failed] == [131057]
    assert failed[0]["id"] == fine.json()["messages"][0]["id"]


async def test_throughput_above_the_limit_is_refused(simulated: Simulated) -> None:
    await simulated.sim.knobs(throughput_per_second=5)
    responses = [await simulated.send_text() for _ in range(8)]
    assert [response.status_code for response in responses] == [200] * 5 + [400] * 3
    assert error_of(responses[-1])["code"] == 130429


async def test_one_customer_gets_a_burst_and_others_are_unaffected(simulated: Simulated) -> None:
    await simulated.sim.knobs(pair_limit={"burst": 2, "every_seconds": 60})
    codes = [(await simulated.send_text()).status_code for _ in range(3)]
    assert codes == [200, 200, 400]
    refused = await simulated.send_text()
    assert error_of(refused)["code"] == 131056
    assert (await simulated.send_text(to="5511900000002")).status_code == 200


async def test_latency_and_per_number_knobs(simulated: Simulated) -> None:
    in_force = await simulated.sim.knobs(NUMBER, latency_ms={"mean": 120})
    assert in_force["latencyMs"]["mean"] == 120
    assert (await simulated.sim.knobs())["latencyMs"]["mean"] == 0
    started = time.monotonic()
    await simulated.send_text()
    assert time.monotonic() - started >= 0.115
    await simulated.sim.knobs(errors=[{"code": 131000, "count": 1}])
    await simulated.sim.knobs("777", read_rate=0)
    await simulated.sim.clear_knobs(NUMBER)
    assert [(await simulated.send_text()).status_code for _ in range(2)] == [500, 200]
    await simulated.sim.knobs("777", read_rate=1)
    assert (await simulated.send_text()).status_code == 200, "another number's knobs must not arm it again"
    assert (await simulated.sim.knobs(NUMBER))["latencyMs"]["mean"] == 0


# --- what becomes of a message ----------------------------------------------------------------------


async def test_rates_decide_which_statuses_come(simulated: Simulated) -> None:
    async def statuses_with(**knobs: Any) -> list[str]:
        await simulated.sim.knobs(**knobs)
        wamid = (await simulated.send_text()).json()["messages"][0]["id"]
        assert await simulated.sim.wait_idle(60)
        return outcomes(simulated.receiver.statuses(), wamid)

    assert await statuses_with(read_rate=0) == ["delivered", "sent"]
    assert await statuses_with(delivered_rate=0) == ["sent"]
    assert await statuses_with(never_status_rate=1) == []
    assert await statuses_with(never_status_rate=0, fail_rate=1, fail_code=131049) == ["failed"]
    error = simulated.receiver.statuses()[-1]["errors"][0]
    assert error["code"] == 131049
    assert error["error_data"]["details"]


@pytest.mark.parametrize(
    ("outcome", "expected"), [("release", ["delivered", "read", "sent"]), ("drop", ["failed"])]
)
async def test_held_templates_wait_for_the_quality_check(
    simulated: Simulated, outcome: str, expected: list[str]
) -> None:
    await simulated.sim.knobs(held_for_quality=True, held_outcome=outcome)
    template = {"name": "promo", "language": {"code": "pt_BR"}}
    response = await simulated.send({"to": CUSTOMER, "type": "template", "template": template})
    message = response.json()["messages"][0]
    assert message["message_status"] == "held_for_quality_assessment"
    assert await simulated.sim.wait_idle(60)
    assert simulated.receiver.statuses() == []
    await simulated.sim.knobs(held_for_quality=False)
    assert await simulated.sim.wait_idle(60)
    assert outcomes(simulated.receiver.statuses(), message["id"]) == expected


async def test_outside_the_window_free_text_fails_and_a_template_does_not(simulated: Simulated) -> None:
    assert (await simulated.sim.knobs(enforce_window=None))["enforceWindow"], "the default"
    first = (await simulated.send_text()).json()["messages"][0]["id"]
    template = {"name": "promo", "language": {"code": "pt_BR"}}
    response = await simulated.send({"to": CUSTOMER, "type": "template", "template": template})
    second = response.json()["messages"][0]["id"]
    await simulated.sim.inbound(NUMBER, CUSTOMER, "oi", wait=True)
    third = (await simulated.send_text()).json()["messages"][0]["id"]
    assert await simulated.sim.wait_idle(60)
    statuses = simulated.receiver.statuses()
    assert outcomes(statuses, first) == ["failed"]
    assert "sent" in outcomes(statuses, second)
    assert "sent" in outcomes(statuses, third)


# --- how webhooks travel ----------------------------------------------------------------------------


async def test_paused_webhooks_are_held_then_released(simulated: Simulated) -> None:
    await simulated.sim.knobs(webhooks_paused=True)
    await simulated.send_text()
    assert not await simulated.sim.wait_idle(0)
    await asyncio.sleep(0.1)
    assert simulated.receiver.attempts == 0
    await simulated.sim.knobs(webhooks_paused=False)
    assert await simulated.sim.wait_idle(60)
    assert len(simulated.receiver.statuses()) == 3


async def test_updates_are_batched_up_to_the_size(simulated: Simulated) -> None:
    await simulated.sim.knobs(webhook_batch_size=40, webhooks_paused=True)
    batch = [inbound_body(NUMBER, CUSTOMER, str(position)) for position in range(100)]
    await simulated.sim.inbound_batch(batch)
    await simulated.sim.knobs(webhooks_paused=False)
    assert await simulated.sim.wait_idle(60)
    assert len(simulated.receiver.bodies) == 3
    assert {message["text"]["body"] for message in simulated.receiver.messages()} == set(map(str, range(100)))


async def test_batched_statuses_share_a_change(simulated: Simulated) -> None:
    await simulated.sim.knobs(webhook_batch_size=1000, webhooks_paused=True)
    for _ in range(10):
        await simulated.send_text()
    await asyncio.sleep(0.1)
    await simulated.sim.knobs(webhooks_paused=False)
    assert await simulated.sim.wait_idle(60)
    assert len(simulated.receiver.statuses()) == 30
    assert len(simulated.receiver.values) == len(simulated.receiver.bodies)


async def test_duplicated_and_shuffled_webhooks_still_all_arrive(simulated: Simulated) -> None:
    await simulated.sim.knobs(
        webhook_duplicate_rate=2, webhook_reorder=50, webhook_concurrency=1, webhooks_paused=True
    )
    batch = [inbound_body(NUMBER, CUSTOMER, str(position)) for position in range(50)]
    await simulated.sim.inbound_batch(batch)
    await simulated.sim.knobs(webhooks_paused=False)
    assert await simulated.sim.wait_idle(60)
    texts = [message["text"]["body"] for message in simulated.receiver.messages()]
    assert len(texts) == 150
    assert sorted(set(texts), key=int) == list(map(str, range(50)))
    first_seen = list(dict.fromkeys(texts))
    assert first_seen != sorted(first_seen, key=int)
    assert (await simulated.sim.summary())["webhooks"]["duplicatePosts"] == 100


async def test_delayed_webhooks_keep_the_time_of_the_event(simulated: Simulated) -> None:
    await simulated.sim.knobs(webhook_delay_ms=1200, read_rate=0, delivered_rate=0)
    started = time.monotonic()
    await simulated.send_text()
    accepted = time.time()
    assert await simulated.sim.wait_idle(60)
    assert time.monotonic() - started >= 1.15
    assert int(simulated.receiver.statuses()[0]["timestamp"]) <= accepted


async def test_a_dead_receiver_gets_everything_once_it_is_back(simulated: Simulated) -> None:
    simulated.receiver.answers = [503] * 40
    await simulated.sim.knobs(webhook_retry_base_ms=2, webhook_retry_max_ms=20, webhook_concurrency=4)
    wamids = {(await simulated.send_text()).json()["messages"][0]["id"] for _ in range(30)}
    assert await simulated.sim.wait_idle(60)
    statuses = simulated.receiver.statuses()
    assert len(statuses) == 90
    assert {status["id"] for status in statuses} == wamids
    assert (await simulated.sim.summary())["webhooks"]["failedAttempts"] == 40


async def test_many_statuses_per_second_are_delivered_without_loss(simulated: Simulated) -> None:
    await simulated.sim.knobs(webhook_batch_size=200)
    queue = iter(range(1500))
    url = f"{simulated.sim.base_url}/v24.0/{NUMBER}/messages"
    message = {"messaging_product": "whatsapp", "to": CUSTOMER, "type": "text", "text": {"body": "oi"}}

    # aiohttp, not httpx: the client would take most of the time.
    async with aiohttp.ClientSession(headers={"Authorization": f"Bearer {TOKEN}"}) as http:

        async def sender() -> None:
            for position in queue:
                body = {**message, "biz_opaque_callback_data": str(position)}
                async with http.post(url, json=body) as response:
                    assert response.status == 200

        await asyncio.gather(*(sender() for _ in range(20)))
    assert await simulated.sim.wait_idle(60)
    summary = await simulated.sim.summary()
    assert (summary["accepted"], summary["distinctCallbackData"], summary["duplicatesTotal"]) == (
        1500,
        1500,
        0,
    )
    assert summary["webhooks"]["ackedUpdates"] == 4500
    assert len(simulated.receiver.statuses()) == 4500


# --- media ------------------------------------------------------------------------------------------


async def upload(simulated: Simulated, content: bytes, mime_type: str) -> httpx.Response:
    return await simulated.graph.post(
        f"/v24.0/{NUMBER}/media",
        data={"messaging_product": "whatsapp", "type": mime_type},
        files={"file": ("file", content, mime_type)},
    )


async def test_media_is_uploaded_sent_looked_up_downloaded_and_deleted(simulated: Simulated) -> None:
    content = b"\x89PNG" + bytes(range(256)) * 4000
    uploaded = await upload(simulated, content, "image/png")
    media_id = uploaded.json()["id"]
    sent = await simulated.send(
        {"to": CUSTOMER, "type": "image", "image": {"id": media_id, "caption": "Foto"}}
    )
    assert sent.status_code == 200
    described = (await simulated.graph.get(f"/v24.0/{media_id}")).json()
    assert described | {"url": ""} == {
        "url": "",
        "mime_type": "image/png",
        "sha256": hashlib.sha256(content).hexdigest(),
        "file_size": len(content),
        "id": media_id,
        "messaging_product": "whatsapp",
    }
    downloaded = await simulated.graph.get(described["url"])
    assert downloaded.content == content
    assert downloaded.headers["content-type"] == "image/png"
    anonymous = await simulated.graph.get(described["url"], headers={"Authorization": ""})
    assert anonymous.status_code == 401
    assert (await simulated.graph.delete(f"/v24.0/{media_id}")).json() == {"success": True}
    assert (await simulated.graph.get(described["url"])).status_code == 404
    gone = await simulated.graph.get(f"/v24.0/{media_id}")
    assert (error_of(gone)["code"], error_of(gone)["error_subcode"]) == (100, 33)


async def test_a_media_url_expires_and_a_new_one_works(simulated: Simulated) -> None:
    await simulated.sim.knobs(media_url_ttl_seconds=0)
    media_id = (await upload(simulated, b"%PDF-1.4", "application/pdf")).json()["id"]
    url = (await simulated.graph.get(f"/v24.0/{media_id}")).json()["url"]
    assert (await simulated.graph.get(url)).status_code == 404
    await simulated.sim.knobs(media_url_ttl_seconds=60)
    url = (await simulated.graph.get(f"/v24.0/{media_id}")).json()["url"]
    assert (await simulated.graph.get(url)).content == b"%PDF-1.4"


async def test_uploads_are_checked(simulated: Simulated) -> None:
    wrong_type = await upload(simulated, b"MZ", "application/x-msdownload")
    assert error_of(wrong_type)["code"] == 100
    too_large = await upload(simulated, bytes(5 * 1024 * 1024 + 1), "image/png")
    assert error_of(too_large)["code"] == 131053
    no_file = await simulated.graph.post(f"/v24.0/{NUMBER}/media", json={"messaging_product": "whatsapp"})
    assert error_of(no_file)["code"] == 100


@pytest.mark.parametrize("kind", ["image", "audio", "video", "document", "sticker"])
async def test_inbound_media_can_be_downloaded(simulated: Simulated, kind: str) -> None:
    await simulated.sim.inbound(NUMBER, CUSTOMER, type=kind, wait=True)
    media = simulated.receiver.messages()[0][kind]
    described = (await simulated.graph.get(f"/v24.0/{media['id']}")).json()
    content = (await simulated.graph.get(described["url"])).content
    assert hashlib.sha256(content).hexdigest() == media["sha256"] == described["sha256"]
    assert described["mime_type"] == media["mime_type"]
    direct = await simulated.graph.get(media["url"], headers={"Authorization": f"Bearer {TOKEN}"})
    assert direct.content == content

"""One trace goes on from what orders a message to the POST to the provider, and to what is reported of it."""

from typing import Any

import httpx
import pytest
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.trace import StatusCode

from atende_platform.data.db import execute
from atende_platform.process import tracing
from atende_platform.runtime import Runtime
from atende_platform.testing.plugin import Eventually, Publish
from atende_platform.testing.spans import Recorded, place_of, trace_id_of
from gateway.sessions.lane import Lane

from .gateway_stage import Connected, Meta, order, sign, webhook
from .test_worker import requested

POST = "POST to the provider"


def parent(spans: Recorded, span: ReadableSpan) -> ReadableSpan | None:
    found = [each for each in spans.all() if span.parent and place_of(each).span_id == span.parent.span_id]
    return found[0] if found else None


async def test_a_reply_s_trace_goes_on_to_the_post_and_to_what_is_reported_of_it(
    worker: Runtime[Any],
    publish: Publish,
    meta: Meta,
    channel: Connected,
    client: httpx.AsyncClient,
    spans: Recorded,
    eventually: Eventually,
) -> None:
    one = order(channel, origin="reply")
    with tracing.begun("request"):
        await publish(requested(one))
    request = spans.one("request")

    async def is_posted() -> None:
        assert spans.one("delivery.status publish")
        assert spans.one("message.outbound process")
        # A status that came before this is stored would wait, and be reported by a round of its own.
        async with worker.database.worker() as session:
            assert (await execute(session, "SELECT state FROM sends")).scalar_one() == "accepted"

    await eventually(is_posted)
    post, handled = spans.one(POST), spans.one("message.outbound process")
    assert parent(spans, handled) == request
    assert parent(spans, post) == handled
    assert parent(spans, spans.named("delivery.status publish")[0]) == post
    assert post.attributes is not None
    assert post.attributes["atende.send_id"] == str(one.send_id)
    assert post.attributes["atende.outcome"] == "accepted"

    statuses = {"id": meta.accepted[0]["id"], "status": "delivered", "timestamp": "1764500000"}
    statuses["recipient_id"] = meta.accepted[0]["to"].lstrip("+")
    body = webhook(channel.phone_number_id, {"statuses": [statuses]})
    response = await client.post(f"/webhooks/whatsapp/{channel.id}", content=body, headers=sign(body))
    assert response.status_code == 200

    async def is_reported() -> None:
        assert len(spans.named("delivery.status publish")) == 2
        assert spans.named("provider.status process")

    await eventually(is_reported)
    reported = spans.one("reported")
    assert dict(reported.attributes or {}) == {"atende.states": "delivered"}
    assert parent(spans, reported) == handled
    assert parent(spans, spans.named("delivery.status publish")[1]) == reported
    came = spans.one("POST webhook")
    assert parent(spans, spans.named("provider.status process")[0]) == came
    assert [link.context.trace_id for link in reported.links] == [place_of(came).trace_id]
    text = "".join(span.to_json() for span in spans.all())
    assert str(one.recipient.wa_id) not in text
    assert trace_id_of(reported) == trace_id_of(request) != trace_id_of(came)


async def test_each_message_of_a_campaign_is_posted_in_the_trace_that_ordered_it(
    worker: Runtime[Any],
    publish: Publish,
    meta: Meta,
    channel: Connected,
    spans: Recorded,
    eventually: Eventually,
) -> None:
    async def refuse(*_: Any) -> Any:
        return meta.refuse(131026)

    meta.respond = refuse
    recorded, unrecorded = order(channel), order(channel)
    with tracing.begun("dispatch"):
        await publish(requested(recorded))
    with tracing.within(None):
        await publish(requested(unrecorded))

    async def are_posted() -> None:
        assert len(meta.requests) == 2
        assert spans.named("delivery.status publish")

    await eventually(are_posted)
    post = spans.one(POST)
    assert trace_id_of(post) == trace_id_of(spans.one("dispatch"))
    assert post.status.status_code is StatusCode.ERROR
    kept = "SELECT send_id, traceparent FROM sends WHERE channel_id = :channel_id"
    async with worker.database.worker() as session:
        rows = await execute(session, kept, channel_id=channel.id)
        places = {row.send_id: row.traceparent for row in rows}
    assert tracing.is_recorded(places[recorded.send_id])
    assert places[unrecorded.send_id] is None


async def test_what_waits_for_a_session_is_done_in_nobody_s_round(spans: Recorded) -> None:
    causes: list[str | None] = []

    async def step() -> None:
        causes.append(tracing.cause())

    lane = Lane("session", 9, pytest.fail)
    with tracing.round_of("sessions"), tracing.begun("request"):
        lane.add(step)
        await lane.finished()
    assert causes == [None]
    assert not spans.named("sessions")

"""The Graph API's routes: sends, read receipts, number and template queries. The send is the hot path."""

import asyncio
import functools
import hmac
from collections.abc import Awaitable, Callable
from typing import Any

import orjson
from aiohttp import web

from atende_sandbox.simulator.graph_errors import GraphError, unknown_object
from atende_sandbox.simulator.knobs import InjectedError, Knobs
from atende_sandbox.simulator.messages import Outbound, read_message
from atende_sandbox.simulator.numbers import Number
from atende_sandbox.simulator.world import World

WORLD: web.AppKey[World] = web.AppKey("world", World)
JSON_HEADERS = {"Content-Type": "application/json; charset=UTF-8", "facebook-api-version": "v24.0"}
SUCCESS = b'{"success":true}'
OBJECT = r"/{version:v\d+\.\d+}/{object_id:\d+}"

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def answer(body: bytes, status: int = 200) -> web.Response:
    return web.Response(body=body, status=status, headers=JSON_HEADERS)


def graph_errors(handler: Handler) -> Handler:
    """Render a GraphError as Meta's envelope."""

    @functools.wraps(handler)
    async def rendered(request: web.Request) -> web.StreamResponse:
        try:
            return await handler(request)
        except GraphError as error:
            return answer(error.body(), error.http_status)

    return rendered


def authorise(request: web.Request) -> str:
    """The token of the call. Meta answers 190 whether it is missing, malformed or unknown."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    directory = request.app[WORLD].directory
    if token in directory.expired_tokens:
        raise GraphError(190, message="Error validating access token: Session has expired")
    if scheme != "Bearer" or token not in directory.tokens:
        raise GraphError(190, message="Invalid OAuth access token - Cannot parse access token")
    return token


def find_number(request: web.Request, method: str) -> Number:
    """The number in the path, as far as the token may see it."""
    token = authorise(request)
    object_id = request.match_info["object_id"]
    number = request.app[WORLD].directory.numbers.get(object_id)
    if number is None or not hmac.compare_digest(number.access_token, token):
        raise unknown_object(object_id, method)
    return number


async def send(request: web.Request) -> web.StreamResponse:
    """`POST /{version}/{phone_number_id}/messages`."""
    world = request.app[WORLD]
    phone_number_id = request.match_info["object_id"]
    raw = await request.read()
    knobs = world.knobs.of(phone_number_id)
    if knobs.request_loss_rate and world.planner.happens(knobs.request_loss_rate):
        world.ledger.lost_requests += 1
        return hang_up(request)
    # Half of the latency passes before the message is accepted and half after: a caller that gives up
    # may be in either half, and its first webhooks may overtake the answer.
    pause = _latency(world, knobs)
    if pause:
        await asyncio.sleep(pause)
    to: str | None = None
    try:
        number = find_number(request, "post")
        body = _parse(raw)
        if body.get("status") == "read":
            return _read_receipt(world, body)
        message = read_message(body, world.known(number))
        to = message.recipient
        if request.path.endswith("marketing_messages") and message.category != "marketing":
            raise GraphError(134100 if message.type == "template" else 131055)
        injected = world.refuse(number, message, knobs)
        if injected is not None and injected.via == "response" and not injected.after_acceptance:
            return _injected_answer(world, message, injected)
    except GraphError as error:
        world.ledger.reject(phone_number_id, to, error.code, error.details or error.message)
        return answer(error.body(), error.http_status)
    failure = injected.code if injected is not None and injected.via == "status" else None
    outcome = world.accept(message, knobs, failure)
    if pause:
        await asyncio.sleep(pause)
    if knobs.response_loss_rate and world.planner.happens(knobs.response_loss_rate):
        world.ledger.lost_responses += 1
        return hang_up(request)
    if injected is not None and injected.via == "response":
        return _injected_answer(world, message, injected)
    return answer(_accepted(body, message, outcome))


def hang_up(request: web.Request) -> web.Response:
    """Drop the connection without an answer, as a lost packet would."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


def _latency(world: World, knobs: Knobs) -> float:
    latency = knobs.latency_ms
    if not latency.mean and not latency.jitter:
        return 0
    return max(0.0, latency.mean + latency.jitter * world.random.uniform(-1, 1)) / 2000


async def parse_object(request: web.Request) -> dict[str, Any]:
    """The JSON object that a call carries."""
    body = _load(await request.read())
    if not isinstance(body, dict):
        raise GraphError(100, message="(#100) The request body must be a JSON object.")
    return body


def _load(raw: bytes) -> Any:
    try:
        return orjson.loads(raw)
    except orjson.JSONDecodeError:
        raise GraphError(100, message="(#100) The request body is not valid JSON.") from None


def _parse(raw: bytes) -> dict[str, Any]:
    body = _load(raw)
    if not isinstance(body, dict) or body.get("messaging_product") != "whatsapp":
        raise GraphError(100, message="(#100) The parameter messaging_product is required.")
    return body


def _read_receipt(world: World, body: dict[str, Any]) -> web.Response:
    message_id = body.get("message_id")
    if not isinstance(message_id, str) or not message_id.startswith("wamid."):
        raise GraphError(100, message="(#100) Invalid parameter: message_id")
    typing = body.get("typing_indicator")
    if typing is not None and typing != {"type": "text"}:
        raise GraphError(100, message="(#100) Param typing_indicator['type'] must be one of {text}.")
    world.ledger.read_receipts += 1
    world.conversations.mark_read(message_id, typing=typing is not None)
    return answer(SUCCESS)


def _injected_answer(world: World, message: Outbound, injected: InjectedError) -> web.Response:
    error = GraphError(
        injected.code, injected.details or "Injected by a knob", http_status=injected.http_status
    )
    if not injected.after_acceptance:
        world.ledger.reject(message.phone_number_id, message.recipient, error.code, "injected")
    if injected.bare:
        return web.Response(
            body=b"<html><body>Something went wrong</body></html>",
            status=error.http_status,
            content_type="text/html",
        )
    return answer(error.body(), error.http_status)


def _accepted(body: dict[str, Any], message: Outbound, outcome: str) -> bytes:
    if message.to is not None:
        contact = {"input": body["to"], "wa_id": message.to}
        if message.user_id is not None:
            contact["user_id"] = message.user_id
    else:
        contact = {"input": body["recipient"], "user_id": message.user_id}
    sent = {"id": message.wamid}
    if message.type == "template":
        sent["message_status"] = outcome
    return orjson.dumps({"messaging_product": "whatsapp", "contacts": [contact], "messages": [sent]})


@graph_errors
async def unknown_path(request: web.Request) -> web.StreamResponse:
    raise GraphError(2500, message=f"Unknown path components: {request.path}", http_status=400)


def add_routes(app: web.Application) -> None:
    app.router.add_post(OBJECT + "/messages", send)
    app.router.add_post(OBJECT + "/marketing_messages", send)

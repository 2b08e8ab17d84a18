"""The admin API under `/_sim/`: how tests, the demo and the page set the world up and look at it."""

import asyncio
import functools
import time
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import orjson
from aiohttp import web
from pydantic import Field, ValidationError

from atende_sandbox.simulator.account_routes import challenge
from atende_sandbox.simulator.events import Event, happen
from atende_sandbox.simulator.graph import WORLD
from atende_sandbox.simulator.graph_errors import CODES
from atende_sandbox.simulator.inbound import InboundMessage
from atende_sandbox.simulator.knobs import PRESETS
from atende_sandbox.simulator.ledger import JsonLog
from atende_sandbox.simulator.numbers import Number, Template
from atende_sandbox.simulator.payloads import ChangeUpdate
from atende_sandbox.simulator.schema import Schema

MAX_PAGE = 10_000
ACK_TIMEOUT = 30.0
Body = TypeVar("Body", bound=Schema)
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class NumberBody(Schema):
    """`PUT /_sim/numbers/{phone_number_id}`. With `verify` the callback is challenged as Meta does."""

    display_phone_number: str
    access_token: str
    app_secret: str
    verify_token: str = ""
    callback_url: str | None = None
    waba_id: str = "100000000000001"
    verified_name: str = "Sandbox business"
    app_id: str = "200000000000001"
    previous_app_secret: str | None = None
    verify: bool = False


class TemplatesBody(Schema):
    templates: list[Template]


class InboundBatch(Schema):
    messages: list[InboundMessage] = Field(max_length=MAX_PAGE)
    wait: bool = False


class RawWebhook(Schema):
    """Any other webhook, for instance field `message_template_status_update`; `value` is sent as given."""

    phone_number_id: str
    field: str
    value: dict[str, Any]
    wait: bool = False


class ResetBody(Schema):
    """Logs, counters, conversations and pending webhooks always go; the rest as named."""

    knobs: bool = True
    numbers: bool = False
    media: bool = False


class Refused(Exception):
    def __init__(self, status: int, message: str, details: list[dict[str, str]] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.details = details or []


def handled(handler: Handler) -> Handler:
    """Answer refusals as {"error", "details": [{"field", "message"}]}."""

    @functools.wraps(handler)
    async def wrapped(request: web.Request) -> web.StreamResponse:
        try:
            return await handler(request)
        except Refused as refused:
            return _json({"error": str(refused), "details": refused.details}, refused.status)
        except ValidationError as error:
            details = [
                {"field": ".".join(map(str, item["loc"])), "message": item["msg"]} for item in error.errors()
            ]
            return _json({"error": "The request is not valid", "details": details}, 422)

    return wrapped


@handled
async def put_number(request: web.Request) -> web.StreamResponse:
    body = await _read(request, NumberBody)
    fields = body.model_dump(by_alias=True, exclude={"verify"})
    world = request.app[WORLD]
    phone_number_id = request.match_info["phone_number_id"]
    # What events changed stays; a token that is put again is a good one.
    known = world.directory.numbers.get(phone_number_id)
    state = {} if known is None else known.model_dump(by_alias=True)
    state |= {**fields, "phoneNumberId": phone_number_id, "tokenExpired": False}
    number = Number.model_validate(state)
    world.directory.put(number)
    result: dict[str, Any] = {"phoneNumberId": number.phone_number_id}
    if body.verify:
        result["verification"] = await challenge(world.office.http, number.callback_url, number.verify_token)
    return _json(result)


@handled
async def get_numbers(request: web.Request) -> web.StreamResponse:
    secret = {"access_token", "app_secret", "previous_app_secret", "verify_token", "pin"}
    numbers = request.app[WORLD].directory.numbers.values()
    return _json({"numbers": [number.model_dump(by_alias=True, exclude=secret) for number in numbers]})


@handled
async def put_templates(request: web.Request) -> web.StreamResponse:
    body = await _read(request, TemplatesBody)
    request.app[WORLD].directory.put_templates(request.match_info["waba_id"], body.templates)
    return _json({"templates": [template.model_dump(by_alias=True) for template in body.templates]})


@handled
async def post_inbound(request: web.Request) -> web.StreamResponse:
    message = await _read(request, InboundMessage)
    sent = _receive(request, message)
    return _json(await _outcome(sent, wait=message.wait))


@handled
async def post_inbound_batch(request: web.Request) -> web.StreamResponse:
    batch = await _read(request, InboundBatch)
    for message in batch.messages:
        _require_number(request, message.phone_number_id)
    sent = [_receive(request, message) for message in batch.messages]
    return _json({"messages": await asyncio.gather(*(_outcome(item, wait=batch.wait) for item in sent))})


@handled
async def post_webhook(request: web.Request) -> web.StreamResponse:
    body = await _read(request, RawWebhook)
    _require_number(request, body.phone_number_id)
    sent = request.app[WORLD].tell(body.phone_number_id, body.value, reference=body.field, topic=body.field)
    return _json(await _outcome(sent, wait=body.wait))


@handled
async def post_event(request: web.Request) -> web.StreamResponse:
    event = await _read(request, Event)
    _require_number(request, event.phone_number_id)
    try:
        sent = happen(request.app[WORLD], event)
    except ValueError as error:
        raise Refused(422, str(error)) from error
    return _json({} if sent is None else await _outcome(sent, wait=True))


@handled
async def get_templates(request: web.Request) -> web.StreamResponse:
    templates = request.app[WORLD].directory.templates.get(request.match_info["waba_id"], {}).values()
    return _json({"templates": [template.model_dump(by_alias=True) for template in templates]})


@handled
async def get_media(request: web.Request) -> web.StreamResponse:
    """The file behind a media id, for the page: only pictures are shown in place."""
    media = request.app[WORLD].media
    item = media.get(request.match_info["media_id"])
    if item is None:
        raise Refused(404, "No such media")
    disposition = "inline" if item.mime_type.startswith("image/") else "attachment"
    headers = {
        "Content-Type": item.mime_type,
        "Content-Disposition": disposition,
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }
    return web.FileResponse(media.path(item.id), headers=headers)


async def get_error_codes(_: web.Request) -> web.StreamResponse:
    codes = [{"code": code, "httpStatus": status, "title": title} for code, (status, title) in CODES.items()]
    return _json({"errorCodes": codes})


@handled
async def put_preset(request: web.Request) -> web.StreamResponse:
    """Replace a number's knobs (or the global ones) by a named set; `healthy` is none at all."""
    name = request.match_info["name"]
    phone_number_id = request.query.get("phoneNumberId")
    if name != "healthy" and name not in PRESETS:
        raise Refused(404, f"The presets are healthy, {', '.join(PRESETS)}")
    world = request.app[WORLD]
    world.knobs.replace(PRESETS.get(name, {}), phone_number_id)
    world.release_held()
    return _json({"inForce": world.knobs.of(phone_number_id or "").model_dump(by_alias=True)})


@handled
async def get_knobs(request: web.Request) -> web.StreamResponse:
    world = request.app[WORLD]
    phone_number_id = request.query.get("phoneNumberId")
    in_force = world.knobs.of(phone_number_id or "").model_dump(by_alias=True)
    return _json({**world.knobs.describe(), "inForce": in_force})


@handled
async def put_knobs(request: web.Request) -> web.StreamResponse:
    changes = _object(await request.read())
    phone_number_id = request.query.get("phoneNumberId")
    world = request.app[WORLD]
    in_force = world.knobs.update(changes, phone_number_id)
    world.release_held()
    return _json({"inForce": in_force.model_dump(by_alias=True)})


@handled
async def delete_knobs(request: web.Request) -> web.StreamResponse:
    world = request.app[WORLD]
    world.knobs.clear(request.query.get("phoneNumberId"))
    world.release_held()
    return _json({})


@handled
async def get_log(request: web.Request) -> web.StreamResponse:
    """A page of a log; `next` is the `after` of the following page, null at the end."""
    kind = request.query.get("kind", "accepted")
    if kind not in ("accepted", "inbound", "rejected", "webhooks"):
        raise Refused(422, "kind must be accepted, inbound, rejected or webhooks")
    log: JsonLog = getattr(request.app[WORLD].ledger, kind)
    after = _integer(request, "after", 0, 0, 10**12)
    records = log.read(after, _integer(request, "limit", 1000, 1, MAX_PAGE))
    last = records[-1]["seq"] if records else after
    return _json({"records": records, "next": last if last < len(log) else None, "total": len(log)})


@handled
async def get_summary(request: web.Request) -> web.StreamResponse:
    world = request.app[WORLD]
    webhooks = {**world.office.stats.describe(), "pending": world.office.pending}
    return _json({**world.ledger.summary(), "webhooks": webhooks})


@handled
async def get_conversations(request: web.Request) -> web.StreamResponse:
    found = request.app[WORLD].conversations.latest(
        request.query.get("phoneNumberId"),
        request.query.get("customer"),
        _integer(request, "limit", 50, 1, 500),
    )
    return _json({"conversations": found})


@handled
async def post_reset(request: web.Request) -> web.StreamResponse:
    raw = await request.read()
    body = ResetBody.model_validate(_object(raw) if raw else {})
    request.app[WORLD].reset(knobs=body.knobs, numbers=body.numbers, media=body.media)
    return _json({})


@handled
async def wait_idle(request: web.Request) -> web.StreamResponse:
    """Return once no webhook is pending, or when the timeout has passed: `idle` tells which."""
    office = request.app[WORLD].office
    idle = await office.wait_idle(_integer(request, "timeout", 30, 0, 3600))
    return _json({"idle": idle, "pending": office.pending})


async def health(request: web.Request) -> web.StreamResponse:
    return _json({"status": "ok", "accepted": len(request.app[WORLD].ledger.accepted)})


def add_routes(app: web.Application) -> None:
    router = app.router
    router.add_put("/_sim/numbers/{phone_number_id}", put_number)
    router.add_get("/_sim/numbers", get_numbers)
    router.add_put("/_sim/templates/{waba_id}", put_templates)
    router.add_post("/_sim/inbound", post_inbound)
    router.add_post("/_sim/inbound/batch", post_inbound_batch)
    router.add_post("/_sim/webhook", post_webhook)
    router.add_post("/_sim/events", post_event)
    router.add_get("/_sim/templates/{waba_id}", get_templates)
    router.add_get("/_sim/media/{media_id}", get_media)
    router.add_get("/_sim/error-codes", get_error_codes)
    router.add_put("/_sim/presets/{name}", put_preset)
    router.add_get("/_sim/knobs", get_knobs)
    router.add_put("/_sim/knobs", put_knobs)
    router.add_delete("/_sim/knobs", delete_knobs)
    router.add_get("/_sim/log", get_log)
    router.add_get("/_sim/summary", get_summary)
    router.add_get("/_sim/conversations", get_conversations)
    router.add_post("/_sim/reset", post_reset)
    router.add_get("/_sim/wait-idle", wait_idle)
    router.add_get("/health", health)


def _receive(request: web.Request, message: InboundMessage) -> ChangeUpdate:
    _require_number(request, message.phone_number_id)
    try:
        return request.app[WORLD].receive(message, f"{request.scheme}://{request.host}")
    except ValueError as error:
        raise Refused(422, str(error)) from error


async def _outcome(sent: ChangeUpdate, *, wait: bool) -> dict[str, Any]:
    result: dict[str, Any] = {"wamid": sent.reference}
    if not wait or sent.acknowledged is None:
        return result
    started = time.monotonic()
    done, _ = await asyncio.wait([sent.acknowledged], timeout=ACK_TIMEOUT)
    result |= sent.acknowledged.result() if done else {"acked": False, "status": 0, "attempts": 0}
    result["ms"] = round((time.monotonic() - started) * 1000, 2)
    return result


def _require_number(request: web.Request, phone_number_id: str) -> None:
    if phone_number_id not in request.app[WORLD].directory.numbers:
        raise Refused(404, f"phoneNumberId {phone_number_id} is not registered")


async def _read(request: web.Request, model: type[Body]) -> Body:
    return model.model_validate(_object(await request.read()))


def _object(raw: bytes) -> dict[str, Any]:
    try:
        body = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        raise Refused(400, f"The body is not valid JSON: {error}") from error
    if not isinstance(body, dict):
        raise Refused(400, "The body must be a JSON object")
    return body


def _integer(request: web.Request, name: str, default: int, low: int, high: int) -> int:
    value = request.query.get(name, str(default))
    if not value.isascii() or not value.isdigit() or not low <= int(value) <= high:
        raise Refused(422, f"{name} must be a whole number from {low} to {high}")
    return int(value)


def _json(body: Any, status: int = 200) -> web.Response:
    return web.Response(body=orjson.dumps(body), status=status, content_type="application/json")

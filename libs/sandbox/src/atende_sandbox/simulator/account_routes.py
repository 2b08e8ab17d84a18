"""The Graph API's routes about numbers and accounts: what they are, where their webhooks go, registration."""

import secrets
from typing import Any

import aiohttp
import orjson
from aiohttp import web

from atende_sandbox.simulator import media_routes
from atende_sandbox.simulator.graph import (
    OBJECT,
    SUCCESS,
    WORLD,
    answer,
    authorise,
    find_number,
    graph_errors,
    parse_object,
)
from atende_sandbox.simulator.graph_errors import GraphError, unknown_object
from atende_sandbox.simulator.numbers import Number

PROFILE_FIELDS = frozenset({"about", "address", "description", "email", "vertical", "websites"})


def business_account(request: web.Request) -> list[Number]:
    """The account's numbers that the token may see."""
    token = authorise(request)
    waba_id = request.match_info["object_id"]
    numbers = request.app[WORLD].directory.of_account(waba_id)
    visible = [number for number in numbers if number.access_token == token]
    if not visible:
        raise unknown_object(waba_id, request.method.lower())
    return visible


@graph_errors
async def get_object(request: web.Request) -> web.StreamResponse:
    """`GET /{version}/{id}` of a phone number, an account, a template or a media id."""
    world = request.app[WORLD]
    object_id = request.match_info["object_id"]
    authorise(request)
    world.media.days = world.knobs.of("").media_ttl_days
    item = world.media.get(object_id)
    if item is not None:
        return await media_routes.describe(request, item)
    if world.media.had(object_id):
        raise unknown_object(object_id, "get", 404)
    if object_id in world.directory.numbers:
        return answer(orjson.dumps(_selected(request, describe_number(find_number(request, "get")))))
    found = world.directory.template(object_id)
    if found is not None:
        return answer(orjson.dumps(found[1].describe()))
    number = business_account(request)[0]
    body = {"id": number.waba_id, "name": number.verified_name, "account_review_status": "APPROVED"}
    return answer(orjson.dumps(_selected(request, body | {"currency": "BRL", "timezone_id": "25"})))


@graph_errors
async def list_numbers(request: web.Request) -> web.StreamResponse:
    return answer(orjson.dumps({"data": [describe_number(number) for number in business_account(request)]}))


@graph_errors
async def set_webhook(request: web.Request) -> web.StreamResponse:
    """`POST /{phone_number_id}` with `webhook_configuration`: this number's own callback URL."""
    number = find_number(request, "post")
    configuration = (await parse_object(request)).get("webhook_configuration")
    if not isinstance(configuration, dict):
        raise GraphError(100, message="(#100) The parameter webhook_configuration is required.")
    url = configuration.get("override_callback_uri") or None
    await _verify(request, url, configuration.get("verify_token"))
    number.override_callback_url = url
    request.app[WORLD].directory.save()
    return answer(SUCCESS)


@graph_errors
async def subscribe(request: web.Request) -> web.StreamResponse:
    """The app listens to the account, at a callback URL of the account's own when one is given."""
    numbers = business_account(request)
    body = await parse_object(request) if request.can_read_body else {}
    url = body.get("override_callback_uri") or None
    await _verify(request, url, body.get("verify_token"))
    for number in numbers:
        number.subscribed, number.account_callback_url = True, url
    request.app[WORLD].directory.save()
    return answer(SUCCESS)


@graph_errors
async def unsubscribe(request: web.Request) -> web.StreamResponse:
    for number in business_account(request):
        number.subscribed = False
    request.app[WORLD].directory.save()
    return answer(SUCCESS)


@graph_errors
async def list_subscriptions(request: web.Request) -> web.StreamResponse:
    number = business_account(request)[0]
    app: dict[str, Any] = {"whatsapp_business_api_data": {"id": number.app_id, "name": "Sandbox app"}}
    if number.account_callback_url is not None:
        app["override_callback_uri"] = number.account_callback_url
    return answer(orjson.dumps({"data": [app] if number.subscribed else []}))


@graph_errors
async def subscribe_app(request: web.Request) -> web.StreamResponse:
    """`POST /{app_id}/subscriptions` with the app's token `app_id|app_secret`: the app's callback URL."""
    app_id = request.match_info["object_id"]
    body = {**request.query, **(await parse_object(request) if request.can_read_body else {})}
    token = body.get("access_token") or request.headers.get("Authorization", "").removeprefix("Bearer ")
    world = request.app[WORLD]
    numbers = [
        number
        for number in world.directory.numbers.values()
        if number.app_id == app_id and token == f"{app_id}|{number.app_secret}"
    ]
    if not numbers:
        raise GraphError(190, message="Invalid OAuth access token - Cannot parse access token")
    if not body.get("callback_url"):
        raise GraphError(100, message="(#100) The parameter callback_url is required.")
    await _verify(request, body["callback_url"], body.get("verify_token"))
    for number in numbers:
        number.callback_url = body["callback_url"]
    world.directory.save()
    return answer(SUCCESS)


@graph_errors
async def register(request: web.Request) -> web.StreamResponse:
    number = find_number(request, "post")
    pin = (await parse_object(request)).get("pin")
    if not isinstance(pin, str) or len(pin) != 6 or not pin.isdigit():
        raise GraphError(100, message="(#100) Param pin must be 6 characters long.")
    if number.pin not in (None, pin):
        raise GraphError(133005)
    number.registered, number.pin = True, pin
    request.app[WORLD].directory.save()
    return answer(SUCCESS)


@graph_errors
async def deregister(request: web.Request) -> web.StreamResponse:
    number = find_number(request, "post")
    number.registered = False
    request.app[WORLD].directory.save()
    return answer(SUCCESS)


@graph_errors
async def get_profile(request: web.Request) -> web.StreamResponse:
    profile = {"messaging_product": "whatsapp", **find_number(request, "get").profile}
    return answer(orjson.dumps({"data": [profile]}))


@graph_errors
async def set_profile(request: web.Request) -> web.StreamResponse:
    number = find_number(request, "post")
    body = await parse_object(request)
    number.profile |= {name: value for name, value in body.items() if name in PROFILE_FIELDS}
    request.app[WORLD].directory.save()
    return answer(SUCCESS)


def describe_number(number: Number) -> dict[str, Any]:
    return {
        "id": number.phone_number_id,
        "display_phone_number": number.display_phone_number,
        "verified_name": number.verified_name,
        "code_verification_status": number.code_verification_status,
        "name_status": number.name_status,
        "quality_rating": number.quality_rating,
        "platform_type": "CLOUD_API",
        "status": "CONNECTED" if number.registered else "DISCONNECTED",
        "throughput": {"level": number.throughput_level},
        "whatsapp_business_manager_messaging_limit": number.messaging_limit,
        "webhook_configuration": {
            name: url
            for name, url in (
                ("phone_number", number.override_callback_url),
                ("whatsapp_business_account", number.account_callback_url),
                ("application", number.callback_url),
            )
            if url is not None
        },
    }


async def challenge(http: aiohttp.ClientSession, url: str | None, verify_token: str) -> dict[str, Any]:
    """Meta's GET with hub.challenge: the receiver must echo the challenge with 200."""
    if url is None:
        return {"verified": False, "status": 0, "problem": "callbackUrl is not set"}
    nonce = str(secrets.randbelow(10**10))
    query = {"hub.mode": "subscribe", "hub.verify_token": verify_token, "hub.challenge": nonce}
    try:
        timeout = aiohttp.ClientTimeout(total=10)
        async with http.get(url, params=query, timeout=timeout, allow_redirects=False) as response:
            echoed = await response.content.read(1024) == nonce.encode()
            verified = response.status == 200 and echoed
            problem = None if verified else "the answer is not 200 with the challenge as its body"
            return {"verified": verified, "status": response.status, "problem": problem}
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
        return {"verified": False, "status": 0, "problem": f"{type(error).__name__}: {error}"}


async def _verify(request: web.Request, url: str | None, verify_token: Any) -> None:
    if url is None:
        return
    result = await challenge(request.app[WORLD].office.http, str(url), str(verify_token or ""))
    if not result["verified"]:
        raise GraphError(
            2200,
            message=f"(#2200) Callback verification failed: HTTP Status Code = {result['status']};"
            f" {result['problem']}",
        )


def _selected(request: web.Request, body: dict[str, Any]) -> dict[str, Any]:
    """Only the `fields` that were asked for, and the id."""
    wanted = request.query.get("fields")
    if not wanted:
        return body
    return {name: body[name] for name in ("id", *wanted.split(",")) if name in body}


def add_routes(app: web.Application) -> None:
    router = app.router
    router.add_get(OBJECT + "/phone_numbers", list_numbers)
    router.add_get(OBJECT + "/subscribed_apps", list_subscriptions)
    router.add_post(OBJECT + "/subscribed_apps", subscribe)
    router.add_delete(OBJECT + "/subscribed_apps", unsubscribe)
    router.add_post(OBJECT + "/subscriptions", subscribe_app)
    router.add_post(OBJECT + "/register", register)
    router.add_post(OBJECT + "/deregister", deregister)
    router.add_get(OBJECT + "/whatsapp_business_profile", get_profile)
    router.add_post(OBJECT + "/whatsapp_business_profile", set_profile)
    router.add_get(OBJECT, get_object)

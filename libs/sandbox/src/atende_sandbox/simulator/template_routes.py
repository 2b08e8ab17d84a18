"""The Graph API's template routes: create, edit, delete, list. The review comes later, by webhook."""

import re
import secrets
from typing import Any

import orjson
from aiohttp import web

from atende_sandbox.simulator.account_routes import business_account, set_webhook
from atende_sandbox.simulator.events import template_status
from atende_sandbox.simulator.graph import (
    OBJECT,
    SUCCESS,
    WORLD,
    answer,
    authorise,
    graph_errors,
    parse_object,
)
from atende_sandbox.simulator.graph_errors import GraphError, unknown_object
from atende_sandbox.simulator.numbers import Template
from atende_sandbox.simulator.template_message import PLACEHOLDER
from atende_sandbox.simulator.world import World

NAME = re.compile(r"[a-z0-9_]{1,512}")
CATEGORIES = ("MARKETING", "UTILITY", "AUTHENTICATION")
EDITABLE = frozenset({"APPROVED", "REJECTED", "PAUSED"})
LIMITS = {"BODY": (1024, 2388072), "FOOTER": (60, 2388073), "HEADER": (60, 2388047)}


@graph_errors
async def list_templates(request: web.Request) -> web.StreamResponse:
    """`GET /{waba_id}/message_templates` with filters and cursor paging."""
    waba_id = business_account(request)[0].waba_id
    wanted = {
        name: request.query[name]
        for name in ("name", "status", "language", "category")
        if name in request.query
    }
    templates = [
        template
        for template in request.app[WORLD].directory.templates.get(waba_id, {}).values()
        if all(str(getattr(template, name)).lower() == value.lower() for name, value in wanted.items())
    ]
    try:
        limit = max(1, min(int(request.query.get("limit", "25")), 1000))
        after = int(request.query.get("after") or 0)
    except ValueError:
        raise GraphError(131059, "The paging cursor is not valid") from None
    body: dict[str, Any] = {"data": [item.describe() for item in templates[after : after + limit]]}
    if after + limit < len(templates):
        cursors = {"before": str(after), "after": str(after + limit)}
        following = request.url.update_query(after=cursors["after"])
        body["paging"] = {"cursors": cursors, "next": str(following)}
    return answer(orjson.dumps(body))


@graph_errors
async def create(request: web.Request) -> web.StreamResponse:
    """`POST /{waba_id}/message_templates`: PENDING until the review."""
    number = business_account(request)[0]
    body = await parse_object(request)
    world = request.app[WORLD]
    name, language = body.get("name"), body.get("language")
    if not isinstance(name, str) or not NAME.fullmatch(name):
        raise GraphError(100, message="(#100) Param name must be lowercase letters, digits and underscores.")
    if not isinstance(language, str) or not language:
        raise GraphError(100, message="(#100) The parameter language is required.")
    category = str(body.get("category", "")).upper()
    if category not in CATEGORIES:
        raise GraphError(100, message=f"(#100) Param category must be one of {{{', '.join(CATEGORIES)}}}.")
    if (name, language) in world.directory.templates.get(number.waba_id, {}):
        raise GraphError(100, "Content in this language already exists", subcode=2388024)
    template = Template(
        name=name,
        language=language,
        category=category,
        status="PENDING",
        id=str(10**15 + secrets.randbelow(9 * 10**15)),
        parameter_format="NAMED"
        if str(body.get("parameter_format", "")).upper() == "NAMED"
        else "POSITIONAL",
        components=_components(body.get("components")),
    )
    world.directory.put_template(number.waba_id, template)
    review(world, number.phone_number_id, template)
    described = {"id": template.id, "status": template.status, "category": template.category}
    return answer(orjson.dumps(described))


@graph_errors
async def edit(request: web.Request) -> web.StreamResponse:
    """`POST /{template_id}`: back to review. The same path with a number's id sets its webhook."""
    token = authorise(request)
    world = request.app[WORLD]
    object_id = request.match_info["object_id"]
    if object_id in world.directory.numbers:
        return await set_webhook(request)
    found = world.directory.template(object_id)
    numbers = [] if found is None else world.directory.of_account(found[0])
    number = next((number for number in numbers if number.access_token == token), None)
    if found is None or number is None:
        raise unknown_object(object_id)
    template = found[1]
    if template.status not in EDITABLE:
        raise GraphError(100, f"A template that is {template.status} cannot be edited", subcode=2388025)
    body = await parse_object(request)
    if "components" in body:
        template.components = _components(body["components"])
    template.status = "PENDING"
    world.directory.save()
    review(world, number.phone_number_id, template)
    return answer(SUCCESS)


@graph_errors
async def delete(request: web.Request) -> web.StreamResponse:
    """`DELETE /{waba_id}/message_templates?name=`, all languages, or only the one of `hsm_id`."""
    waba_id = business_account(request)[0].waba_id
    world = request.app[WORLD]
    name, template_id = request.query.get("name"), request.query.get("hsm_id")
    keys = [
        key
        for key, template in world.directory.templates.get(waba_id, {}).items()
        if template.name == name and template_id in (None, template.id)
    ]
    if not keys:
        raise GraphError(100, "Message Template Not Found", subcode=2593002)
    world.directory.remove_templates(waba_id, keys)
    return answer(SUCCESS)


def review(world: World, phone_number_id: str, template: Template) -> None:
    """Decide after the knobs' delay."""
    knobs = world.knobs.of(phone_number_id)
    outcome = knobs.template_review_outcome
    if outcome != "never":
        reason = "INVALID_FORMAT" if outcome == "REJECTED" else "NONE"
        world.later(
            knobs.template_review_ms / 1000,
            lambda: template_status(world, phone_number_id, template, outcome, reason),
        )


def _components(value: Any) -> list[dict[str, Any]]:
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise GraphError(100, message="(#100) Param components must be a list of objects.")
    for component in value:
        kind, text = str(component.get("type", "")).upper(), component.get("text")
        limit, subcode = LIMITS.get(kind, (0, 0))
        if limit and isinstance(text, str):
            if len(text) > limit:
                raise GraphError(100, f"{kind} is longer than {limit} characters", subcode=2388040)
            stripped = text.strip()
            if kind == "BODY" and any(
                match.start() == 0 or match.end() == len(stripped) for match in PLACEHOLDER.finditer(stripped)
            ):
                raise GraphError(
                    100, "Variables can't be at the start or end of the template", subcode=2388299
                )
        elif kind == "BODY" and not isinstance(text, str) and "add_security_recommendation" not in component:
            raise GraphError(100, "The body needs text", subcode=subcode)
    if not any(str(component.get("type", "")).upper() == "BODY" for component in value):
        raise GraphError(100, "A template needs a BODY", subcode=2388072)
    return value


def add_routes(app: web.Application) -> None:
    path = OBJECT + "/message_templates"
    app.router.add_get(path, list_templates)
    app.router.add_post(path, create)
    app.router.add_delete(path, delete)
    app.router.add_post(OBJECT, edit)

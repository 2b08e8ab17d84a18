"""Reads an outgoing `interactive` section: buttons, lists, links, flows, products."""

from collections.abc import Callable
from typing import Any

from atende_sandbox.simulator.fields import Content, need, objects
from atende_sandbox.simulator.graph_errors import GraphError

MEDIA_HEADERS = frozenset({"image", "video", "document"})
Options = list[dict[str, str]]


def read_interactive(section: dict[str, Any]) -> Content:
    """Raises GraphError with the code Meta answers."""
    shape = need(section.get("type"), "interactive['type']")
    reader = _SHAPES.get(shape)
    if reader is None:
        raise GraphError(
            100,
            message=f"(#100) Param interactive['type'] must be one of {{{', '.join(_SHAPES)}}}.",
        )
    action = section.get("action")
    if not isinstance(action, dict):
        raise GraphError(131008, "Required parameter interactive['action'] is missing")
    body = section.get("body")
    text = ""
    if body is not None or shape != "product":
        limit = 4096 if shape == "list" else 1024
        text = need(
            body.get("text") if isinstance(body, dict) else None, "interactive['body']['text']", limit
        )
    footer = section.get("footer")
    if footer is not None:
        need(footer.get("text") if isinstance(footer, dict) else None, "interactive['footer']['text']", 60)
    _check_header(section.get("header"), shape)
    return Content(text or f"[{shape}]", options=reader(action))


def _check_header(header: Any, shape: str) -> None:
    if header is None:
        if shape == "product_list":
            raise GraphError(131008, "Required parameter interactive['header'] is missing")
        return
    kind = need(header.get("type") if isinstance(header, dict) else None, "interactive['header']['type']")
    if kind == "text":
        need(header.get("text"), "interactive['header']['text']", 60)
    elif kind not in MEDIA_HEADERS or shape in ("list", "product_list"):
        raise GraphError(131009, f"interactive['header']['type'] {kind} is not allowed for {shape}")
    elif not isinstance(header.get(kind), dict) or not (header[kind].get("id") or header[kind].get("link")):
        raise GraphError(131008, f"Required parameter interactive['header']['{kind}'] is missing")


def _read_buttons(action: dict[str, Any]) -> Options:
    buttons = objects(action.get("buttons"), "interactive['action']['buttons']")
    if not 1 <= len(buttons) <= 3:
        raise GraphError(131009, "Invalid buttons count. Min allowed buttons: 1, Max allowed buttons: 3")
    options = []
    for button in buttons:
        reply = button.get("reply")
        if not isinstance(reply, dict):
            raise GraphError(131008, "Required parameter reply is missing")
        options.append(
            {
                "kind": "button",
                "id": need(reply.get("id"), "buttons['reply']['id']", 256),
                "title": need(reply.get("title"), "buttons['reply']['title']", 20),
            }
        )
    for field in ("id", "title"):
        if len({option[field] for option in options}) < len(options):
            raise GraphError(131009, f"Button {field}s must be unique")
    return options


def _read_rows(action: dict[str, Any]) -> Options:
    need(action.get("button"), "interactive['action']['button']", 20)
    sections = objects(action.get("sections"), "interactive['action']['sections']")
    if not 1 <= len(sections) <= 10:
        raise GraphError(131009, "Invalid sections count. Min allowed sections: 1, Max allowed sections: 10")
    for section in sections:
        if len(sections) > 1 or section.get("title") is not None:
            need(section.get("title"), "sections['title']", 24)
    rows = [row for section in sections for row in objects(section.get("rows"), "sections['rows']")]
    if not 1 <= len(rows) <= 10:
        raise GraphError(131009, "Total row count exceed max allowed count: 10")
    for row in rows:
        if len(str(row.get("description") or "")) > 72:
            raise GraphError(131009, "Row description is too long. Max length: 72")
    options = [
        {
            "kind": "list",
            "id": need(row.get("id"), "rows['id']", 200),
            "title": need(row.get("title"), "rows['title']", 24),
        }
        for row in rows
    ]
    if len({option["id"] for option in options}) < len(options):
        raise GraphError(131009, "Row ids must be unique")
    return options


def _parameters(action: dict[str, Any], name: str) -> dict[str, Any]:
    """The parameters of an action of this name."""
    if need(action.get("name"), "interactive['action']['name']") != name:
        raise GraphError(131009, f"interactive['action']['name'] must be {name}")
    parameters = action.get("parameters")
    return parameters if isinstance(parameters, dict) else {}


def _read_link(action: dict[str, Any]) -> Options:
    parameters = _parameters(action, "cta_url")
    url = need(parameters.get("url"), "parameters['url']", 2000)
    if not url.startswith(("http://", "https://")):
        raise GraphError(131009, "parameters['url'] is not a valid URI")
    return [
        {
            "kind": "url",
            "id": url,
            "title": need(parameters.get("display_text"), "parameters['display_text']", 20),
        }
    ]


def _read_flow(action: dict[str, Any]) -> Options:
    parameters = _parameters(action, "flow")
    need(parameters.get("flow_message_version"), "parameters['flow_message_version']")
    flow = need(parameters.get("flow_id") or parameters.get("flow_name"), "parameters['flow_id']")
    return [
        {"kind": "flow", "id": flow, "title": need(parameters.get("flow_cta"), "parameters['flow_cta']", 30)}
    ]


def _read_location_request(action: dict[str, Any]) -> Options:
    _parameters(action, "send_location")
    return [{"kind": "location", "id": "send_location", "title": "Send location"}]


def _read_product(action: dict[str, Any]) -> Options:
    need(action.get("catalog_id"), "interactive['action']['catalog_id']")
    product = need(action.get("product_retailer_id"), "interactive['action']['product_retailer_id']")
    return [{"kind": "product", "id": product, "title": product}]


def _read_products(action: dict[str, Any]) -> Options:
    need(action.get("catalog_id"), "interactive['action']['catalog_id']")
    sections = objects(action.get("sections"), "interactive['action']['sections']")
    items = [item for section in sections for item in objects(section.get("product_items"), "product_items")]
    if not 1 <= len(sections) <= 10 or not 1 <= len(items) <= 30:
        raise GraphError(131009, "Products: 1 to 10 sections with 1 to 30 items in all")
    ids = [need(item.get("product_retailer_id"), "product_items['product_retailer_id']") for item in items]
    return [{"kind": "product", "id": product, "title": product} for product in ids]


def _named(name: str) -> Callable[[dict[str, Any]], Options]:
    def read(action: dict[str, Any]) -> Options:
        _parameters(action, name)
        return []

    return read


_SHAPES: dict[str, Callable[[dict[str, Any]], Options]] = {
    "button": _read_buttons,
    "list": _read_rows,
    "cta_url": _read_link,
    "flow": _read_flow,
    "location_request_message": _read_location_request,
    "product": _read_product,
    "product_list": _read_products,
    "catalog_message": _named("catalog_message"),
    "address_message": _named("address_message"),
    "call_permission_request": _named("call_permission_request"),
    "voice_call": _named("voice_call"),
}

"""Nothing comes in without a bound: every parameter and body, proved from the five API documents.

No rule knows a route by name, so a route that is added tomorrow is held to them by being there. The
documents are made here, without a running system.
"""

from importlib import import_module
from typing import Annotated, Any, Final

import pytest
from fastapi import APIRouter, UploadFile
from pydantic import BaseModel, Field
from routes import ROUTES

from atende_platform.http.application import App
from atende_platform.http.models import ApiModel
from atende_sandbox.services import SERVICES

Schema = dict[str, Any]

BOUNDED_BY_THEIR_OWN: Final = {
    # What WhatsApp takes, and every string, list, object and number in it (`atende_contracts.limits`).
    "chat.messages.schemas:_sendable": {
        ("POST /api/v1/tickets/{ticket_id}/messages", "content"),
        ("POST /api/v1/tickets", "message.content"),
        ("POST /api/v1/tickets/{ticket_id}/scheduled-messages", "content"),
        ("PATCH /api/v1/scheduled-messages/{scheduled_id}", "content"),
    },
    # Templates as the provider defines them: 32 KiB of JSON, 16 levels.
    "campaign.schemas.content:_bounded_components": {
        ("POST /api/v1/campaigns", "template.components.*"),
        ("POST /api/v1/campaigns/preview", "template.components.*"),
        ("POST /api/v1/campaigns/preview", "variants.*.template.components.*"),
        ("POST /api/v1/campaigns", "variants.*.template.components.*"),
        ("PATCH /api/v1/campaigns/{campaign_id}", "template.components.*"),
        ("PATCH /api/v1/campaigns/{campaign_id}", "variants.*.template.components.*"),
    },
    # A filter: five levels, fifty conditions, and every string and number in it.
    "campaign.schemas.audience:_bounded_filter": {
        ("POST /api/v1/campaigns/{campaign_id}/targets", "segment"),
        ("POST /api/v1/campaigns/preview", "segment"),
        ("POST /api/v1/segments", "filter"),
        ("PATCH /api/v1/segments/{segment_id}", "filter"),
    },
    "gateway.schemas:_bounded_components": {
        ("POST /api/v1/channels/{channel_id}/templates", "components.*"),
        ("PATCH /api/v1/channels/{channel_id}/templates/{template_id}", "components.*"),
    },
}
"""Validators that hold a part of a body to bounds that no schema can say, and the operations and fields."""

_EXCUSED: Final = frozenset().union(*BOUNDED_BY_THEIR_OWN.values())
_OF_KNOWN_LENGTH: Final = {"uuid", "date", "date-time"}


class Walk:
    """Looks through one operation's inputs; ``found`` is what of them anybody can make as large as they like.

    Each is its field and what it lacks.
    """

    def __init__(self, name: str, operation: Schema, definitions: Schema) -> None:
        self._name = name
        self._definitions = definitions
        self.found: list[str] = []
        for parameter in operation.get("parameters", ()):
            self._value(parameter["schema"], parameter["name"])
        for kind, body in operation.get("requestBody", {}).get("content", {}).items():
            schema = self._resolved(body["schema"])
            # Parts of a form that nobody asked for are dropped, and it is bounded as a whole.
            form = {"additionalProperties": False} if kind == "multipart/form-data" else {}
            self._value(schema | form, "")

    def _resolved(self, schema: Schema) -> Schema:
        while "$ref" in schema:
            schema = self._definitions[schema["$ref"].rpartition("/")[2]]
        return schema

    def _value(self, schema: Schema, field: str) -> None:
        schema = self._resolved(schema)
        if (self._name, field) in _EXCUSED or schema.keys() & {"enum", "const"}:
            return
        choices = [*schema.get("anyOf", ()), *schema.get("oneOf", ())]
        if choices:
            for each in choices:
                self._value(each, field)
            return
        match schema.get("type"):
            case "null" | "boolean":
                pass
            case "string":
                if "contentMediaType" not in schema and schema.get("format") not in _OF_KNOWN_LENGTH:
                    self._need(schema, field, "maxLength")
            case "integer" | "number":
                self._need(schema, field, "minimum", "exclusiveMinimum")
                self._need(schema, field, "maximum", "exclusiveMaximum")
            case "array":
                self._need(schema, field, "maxItems")
                self._value(schema.get("items", {}), f"{field}.*")
            case "object":
                self._object(schema, field)
            case _:
                self.found.append(f"{field}: type")

    def _object(self, schema: Schema, field: str) -> None:
        prefix = f"{field}." if field else ""
        for name, each in schema.get("properties", {}).items():
            self._value(each, f"{prefix}{name}")
        others = schema.get("additionalProperties", True)
        # Of a dict whose names have a pattern pydantic says so, and refuses all others.
        values = list(schema.get("patternProperties", {}).values()) or [others]
        if "properties" in schema or not all(isinstance(value, dict) for value in values):
            if others is not False:
                self.found.append(f"{field}: additionalProperties")
            return
        self._need(schema, field, "maxProperties")
        self._value({"type": "string", **schema.get("propertyNames", {})}, f"{prefix}(name)")
        for value in values:
            self._value(value, f"{prefix}*")

    def _need(self, schema: Schema, field: str, *one_of: str) -> None:
        if not schema.keys() & set(one_of):
            self.found.append(f"{field}: {one_of[0]}")


def unbounded_inputs(router: APIRouter) -> dict[str, list[str]]:
    """Return what is unbounded of the inputs of each operation: nothing where all is right."""
    app = App(separate_input_output_schemas=False)
    app.include_router(router)
    document = app.openapi()
    return {
        name: Walk(name, operation, document["components"]["schemas"]).found
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        for name in [f"{method.upper()} {path}"]
    }


INPUTS: Final = {
    name: found
    for unit in SERVICES
    for name, found in unbounded_inputs(import_module(f"{unit.module}.api").router).items()
}


def test_every_operation_is_looked_at() -> None:
    # That these are all there are is proved on the running services (`test_route_matrix`).
    assert INPUTS.keys() == {str(route) for route in ROUTES}


@pytest.mark.parametrize("name", INPUTS)
def test_every_input_is_bounded(name: str) -> None:
    assert INPUTS[name] == []


# --- that the rules find what is wrong ---------------------------------------------------------


class Lenient(BaseModel):
    text: Annotated[str, Field(max_length=5)]


class Unbounded(ApiModel):
    text: str
    maybe: Annotated[str, Field(pattern="^a+$")] | None = None
    number: Annotated[int, Field(ge=0)]
    rate: Annotated[float, Field(le=1)]
    items: list[Annotated[str, Field(max_length=5)]]
    inner: Annotated[list[str], Field(max_length=5)]
    free: dict[str, int]
    anything: Any
    lenient: Lenient


class Bounded(ApiModel):
    text: Annotated[str, Field(max_length=5)] | None = None
    map: Annotated[dict[Annotated[str, Field(max_length=5)], bool], Field(max_length=5)]
    number: Annotated[float, Field(gt=0, lt=5)]


def test_what_is_unbounded_is_found() -> None:
    router = APIRouter()

    @router.post("/wrong/{name}")
    async def wrong(name: str, q: int, body: Unbounded) -> None: ...

    @router.post("/form/{name}")
    async def form(name: Annotated[str, Field(max_length=5)], file: UploadFile) -> None: ...

    @router.post("/right")
    async def right(body: Bounded) -> None: ...

    found = unbounded_inputs(router)

    assert found["POST /form/{name}"] == found["POST /right"] == []
    assert found["POST /wrong/{name}"] == [
        "name: maxLength",
        "q: minimum",
        "q: maximum",
        "text: maxLength",
        "maybe: maxLength",
        "number: maximum",
        "rate: minimum",
        "items: maxItems",
        "inner.*: maxLength",
        "free: maxProperties",
        "free.(name): maxLength",
        "free.*: minimum",
        "free.*: maximum",
        "anything: type",
        "lenient: additionalProperties",
    ]

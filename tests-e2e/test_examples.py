"""The examples of the API documents work as they stand: the bodies of the routes take them."""

from importlib import import_module
from typing import Any, Final

import pytest
from fastapi.routing import APIRoute
from pydantic import TypeAdapter
from test_contract import DOCUMENTS, OPERATIONS

from atende_platform.http.access import routes_of

MODULES: Final = {name: {"provider-gateway": "gateway"}.get(name, name) for name in DOCUMENTS}
BODIES: Final[dict[str | None, Any]] = {
    route.original_route.operation_id: route.original_route.body_field.field_info.annotation
    for module in MODULES.values()
    for route in routes_of(import_module(f"{module}.api").router.routes)
    if isinstance(route.original_route, APIRoute) and route.original_route.body_field is not None
}
WITH_BODY: Final = {
    operation["operationId"]: (name, operation["requestBody"]["content"]["application/json"]["schema"])
    for name, _, operation in OPERATIONS
    if "application/json" in operation.get("requestBody", {}).get("content", {})
}


def _examples(name: str, schema: dict[str, Any]) -> list[Any]:
    parts = schema.get("anyOf") or schema.get("oneOf") or [schema]
    schemas = DOCUMENTS[name]["components"]["schemas"]
    bodies = [schemas[each["$ref"].rpartition("/")[2]] for each in parts if "$ref" in each]
    assert all("examples" in body for body in bodies)
    return [example for body in bodies for example in body["examples"]]


@pytest.mark.parametrize("operation", sorted(WITH_BODY))
def test_every_body_has_an_example_that_its_route_takes(operation: str) -> None:
    examples = _examples(*WITH_BODY[operation])
    assert examples, "docs/api.md: every body shows an example"
    for example in examples:
        TypeAdapter(BODIES[operation]).validate_python(example)

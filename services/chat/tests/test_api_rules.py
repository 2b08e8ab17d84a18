"""What holds for every route of chat and campaign, by their API documents."""

import json
from pathlib import Path
from typing import Final

DOCUMENTS: Final = Path(__file__).parents[3] / "docs" / "openapi"


def test_every_route_that_creates_takes_a_key() -> None:
    """Of chat and campaign: what answers 201 was created. Others say here why they need none."""
    without = {
        "contacts.draftImport": "a draft: nothing is imported, and it is gone after a day",
    }
    lacking = {
        operation["operationId"]
        for name in ("chat", "campaign")
        for methods in json.loads((DOCUMENTS / f"{name}.json").read_text())["paths"].values()
        for method, operation in methods.items()
        if method == "post" and "201" in operation["responses"]
        if not any(each["name"].lower() == "idempotency-key" for each in operation.get("parameters", ()))
    }
    assert lacking == without.keys()


def test_what_has_a_revision_is_changed_conditionally() -> None:
    """Of chat and campaign: every `PATCH` whose answer has a ``revision`` takes `If-Match`."""
    for name in ("chat", "campaign"):
        document = json.loads((DOCUMENTS / f"{name}.json").read_text())
        schemas = document["components"]["schemas"]
        for methods in document["paths"].values():
            operation = methods.get("patch")
            if operation is None or "application/json" not in operation["responses"]["200"].get(
                "content", {}
            ):
                continue
            answer = operation["responses"]["200"]["content"]["application/json"]["schema"]
            shown = schemas[answer["$ref"].rpartition("/")[2]]
            if "revision" in shown.get("properties", {}):
                taken = {each["name"].lower() for each in operation.get("parameters", ())}
                assert "if-match" in taken, operation["operationId"]

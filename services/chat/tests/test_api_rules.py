"""What holds for every route, by the API documents."""

import json
from pathlib import Path
from typing import Final

DOCUMENTS: Final = Path(__file__).parents[3] / "docs" / "openapi"


def test_every_route_that_creates_takes_a_key() -> None:
    """What answers 201 was created. Others say here why they need none."""
    without = {
        "contacts.draftImport": "a draft: nothing is imported, and it is gone after a day",
        "media.upload": "its body is read once, as it comes; what counts is the message that names the file",
        "users.invite": "an address has one invitation, and repeating sends the e-mail that failed",
        "auth.enrolTotp": "it replaces the one before until it is confirmed",
        "auth.switchCompany": "it opens a session, and creates nothing",
        "web.switchCompany": "it opens a session, and creates nothing",
        **dict.fromkeys(
            (f"{tag}.{name}" for tag in ("auth", "web") for name in ("register", "confirmRegistration")),
            "anybody may ask, and an address has one account",
        ),
        **dict.fromkeys(("auth.acceptInvitation", "web.acceptInvitation"), "its link is used up by it"),
    }
    lacking = {
        operation["operationId"]
        for name in ("auth", "campaign", "chat", "provider-gateway", "reporting")
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

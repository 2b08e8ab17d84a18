"""What clients are generated from: ids of operations, tags, and what is public, of all five API documents."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

DOCS: Final = Path(__file__).parent.parent / "docs"
DOCUMENTS: Final[dict[str, dict[str, Any]]] = {
    path.stem: json.loads(path.read_text(encoding="utf-8"))
    for path in sorted((DOCS / "openapi").glob("*.json"))
}
OPERATIONS: Final = [
    (name, f"{method.upper()} {path}", operation)
    for name, document in DOCUMENTS.items()
    for path, methods in document["paths"].items()
    for method, operation in methods.items()
]


def test_every_operation_has_an_id_of_its_own_over_all_services() -> None:
    # The documents that are committed are those of the code (`make docs-check`).
    assert len(DOCUMENTS) == 5
    ids = [operation["operationId"] for _, _, operation in OPERATIONS]
    assert [id_ for id_ in ids if not re.fullmatch(r"[a-z][a-zA-Z]*\.[a-z][a-zA-Z]*", id_)] == []
    assert [id_ for id_, count in Counter(ids).items() if count > 1] == []


def test_every_tag_is_described_once_over_all_services() -> None:
    tags = [(name, tag) for name, document in DOCUMENTS.items() for tag in document["tags"]]
    assert all(tag["description"] for _, tag in tags)
    assert len({tag["name"] for _, tag in tags}) == len(tags)
    used = {(name, tag) for name, _, operation in OPERATIONS for tag in operation["tags"]}
    assert used == {(name, tag["name"]) for name, tag in tags}


def test_a_partial_change_states_no_defaults() -> None:
    for name, route, operation in OPERATIONS:
        if route.startswith("PATCH"):
            reference = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"]
            body = DOCUMENTS[name]["components"]["schemas"][reference.rpartition("/")[2]]
            assert [field for field, schema in body["properties"].items() if "default" in schema] == [], route


@pytest.mark.parametrize(
    ("name", "route", "operation"), OPERATIONS, ids=[route for _, route, _ in OPERATIONS]
)
def test_an_operation_says_who_may_call_it(name: str, route: str, operation: dict[str, Any]) -> None:
    schemes = DOCUMENTS[name]["components"]["securitySchemes"]
    assert operation["summary"], route
    assert all(scheme in schemes for each in operation["security"] for scheme in each)


ASYNCAPI: Final[dict[str, Any]] = json.loads((DOCS / "asyncapi.json").read_text(encoding="utf-8"))


def test_every_update_is_described_and_closed() -> None:
    messages = ASYNCAPI["components"]["messages"]
    assert {"ready", "resync", "ticket.updated", "message.created", "campaign.progress"} < messages.keys()
    for message in messages.values():
        schema = ASYNCAPI["components"]["schemas"][message["payload"]["$ref"].rpartition("/")[2]]
        assert message["summary"]
        assert schema["additionalProperties"] is False
        assert ("id" in schema.get("required", ())) is _is_logged(message)


def _is_logged(message: dict[str, Any]) -> bool:
    return "logged" in {tag["name"] for tag in message.get("tags", [])}


def test_rest_and_sockets_describe_the_same_updates() -> None:
    page = DOCUMENTS["chat"]["components"]["schemas"]["UpdatesPage"]
    by_rest = set(page["properties"]["items"]["items"]["discriminator"]["mapping"])
    assert by_rest == {
        name for name, message in ASYNCAPI["components"]["messages"].items() if _is_logged(message)
    }


ALL: Final = {**DOCUMENTS, "asyncapi": ASYNCAPI}


def _fields() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield where each property and each parameter is, its name and its schema."""
    for name, document in ALL.items():
        for schema_name, schema in document["components"]["schemas"].items():
            for field, each in schema.get("properties", {}).items():
                yield f"{name} {schema_name}.{field}", field, each
    for name, route, operation in OPERATIONS:
        for parameter in operation.get("parameters", ()):
            described = parameter["schema"] | {"deprecated": parameter.get("deprecated", False)}
            yield f"{name} {route} {parameter['name']}", parameter["name"], described


NOT_A_STATUS: Final = {
    "chat CardAddress.state",  # Of a postal address.
    "chat CardAddressRead.state",
    "asyncapi CardAddressRead.state",
    "chat Media.state",  # Of a file as events name it; a request gives its id only.
}


def test_where_a_thing_stands_is_its_status_everywhere() -> None:
    # `state` is the word of the version before, and deprecated until it goes (docs/adr/0024).
    places = {
        place
        for place, field, schema in _fields()
        if re.fullmatch(r"state|.*State", field) and not schema.get("deprecated")
    }
    assert places == NOT_A_STATUS


CLOSED: Final = re.compile(
    r"(?i)(?!mimeType|content-type).*(state|status|kind|type|role|reason|action|code|direction|origin|source|use)"
)
_ADDRESSES: Final = ("chat CardAddress", "chat CardAddressRead", "asyncapi CardAddressRead")
_CARDS: Final = [
    card.replace("Address", part) for card in _ADDRESSES for part in ("Address", "Email", "Phone", "Url")
]
_SHOWN: Final = [
    f"{name} {shown}" for name in ("chat", "asyncapi") for shown in ("SystemRead", "UnsupportedRead")
]
_AD: Final = [f"{name} ReferralRead.{part}" for name in ("chat", "asyncapi") for part in ("source", "media")]
OPEN: Final = {
    **dict.fromkeys(
        ("auth CompanySuspend.reason", "auth CompanyOverview.suspendedReason"), "An operator's words"
    ),
    **dict.fromkeys((f"{card}.type" for card in _CARDS), "A sender's words"),
    **dict.fromkeys(
        (f"{card}.{part}" for card in _ADDRESSES for part in ("state", "countryCode")), "Of a postal address"
    ),
    **dict.fromkeys([f"{part}.type" for part in _SHOWN], "The provider's word"),
    **dict.fromkeys(
        [f"{name} ReferralRead.sourceType" for name in ("chat", "asyncapi")], "The provider's word"
    ),
    **dict.fromkeys(
        [f"{name} ReferralRead.mediaType" for name in ("chat", "asyncapi")], "The provider's word"
    ),
    "asyncapi Refusal.code": "Any code of docs/errors.md",
    **dict.fromkeys(
        ("chat BulkProblem.code", "chat ScheduledFailure.code", "asyncapi ScheduledFailure.code"),
        "Any code of docs/errors.md",
    ),
    **dict.fromkeys(
        ("chat BulkRead.action", "chat BulkProgress.action", "asyncapi BulkProgress.action"),
        "What the bodies of POST /bulk name; older jobs may have others",
    ),
    **dict.fromkeys(
        (
            *(f"{name} TicketRead.closeReason" for name in ("chat", "asyncapi")),
            *(f"{name} TimelineRead.reason" for name in ("chat", "asyncapi")),
            "chat TicketRow.closeReason",
        ),
        "An agent's words",
    ),
    "provider-gateway ChannelRead.statusReason": "A sentence; `reasonCode` is its code",
    "provider-gateway ChannelCreated.statusReason": "A sentence; `reasonCode` is its code",
    "provider-gateway ChannelHealthRead.nameStatus": "The provider's word",
    "provider-gateway TemplateRead.status": "The provider's word",
    **dict.fromkeys(
        ("asyncapi TemplateChanged.status", "chat TemplateChanged.status"), "The provider's word, too"
    ),
    "provider-gateway TemplateRead.rejectedReason": "The provider's word",
    **dict.fromkeys(
        ("provider-gateway PairingRead.code", "asyncapi PairingChanged.code"), "What a phone scans or types"
    ),
    "provider-gateway GET /api/v1/channels/{channel_id}/templates status": "The provider's word",
}
"""Texts that look as if they were listed, and why they are not. Patterns close, too."""


def _texts(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield what of a field may be any text."""
    for each in schema.get("anyOf", [schema]):
        if each.get("type") == "array":
            yield from _texts(each["items"])
        elif each.get("type") == "string" and not {"enum", "const", "pattern", "format"} & each.keys():
            yield each


def test_what_is_one_of_a_list_has_the_list_in_its_schema() -> None:
    places = {
        place
        for place, field, schema in _fields()
        if CLOSED.fullmatch(field)
        and not schema.get("deprecated")
        and not place.endswith("Problem.type")  # A URN made of the code.
        and any(_texts(schema))
    }
    assert places == OPEN.keys()

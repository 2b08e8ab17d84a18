"""Every field of every body and every parameter, given what nobody expects: it is refused, never a 5xx.

The fields are those of the five API documents, so that a new one is tried by being there.
"""

import asyncio
import copy
import json
import re
from collections.abc import Iterator
from typing import Any, Final, NamedTuple
from urllib.parse import quote
from uuid import uuid4

import pytest
from system import Company, System, eventually

from atende_sandbox.services import SERVICES

Schema = dict[str, Any]
Place = tuple[str | int, ...]

ODD: Final[tuple[Any, ...]] = (
    None,
    True,
    -1,
    2**63,
    1e308,
    "",
    "a\x00b",
    "a\u2028\u202eb",
    "\ud800",
    "＝1+1",
    "0001-01-01T00:00:00+23:59",
    "9999-12-31T23:59:59-23:59",
    "x" * 5000,
    [],
    [None],
    {},
    {"": {"a": [None]}},
)
ODD_INSIDE: Final[tuple[Any, ...]] = (None, "", "\ud800", {})
"""For what is more than two levels deep: of that a campaign's body alone has fifty places."""
ODD_TEXTS: Final = (
    "",
    "\x00",
    "\u2028\u202e",
    "-1",
    "9" * 40,
    "1e999",
    "0001-01-01T00:00:00+23:59",
    "9999-12-31T23:59:59-23:59",
    "0001-01-01",
    "9999-12-31",
    "ffffffff-ffff-ffff-ffff-ffffffffffff",
    "%",
    "x" * 1000,
)
AT_ONCE: Final = 4
"""A company has so many connections to the database at a time: what comes beyond waits."""


class Try(NamedTuple):
    """A request: what is odd in it, as a part of its path, and as arguments of the HTTP client."""

    what: tuple[object, object]
    path: dict[str, str]
    arguments: dict[str, Any]


class Document:
    """One service's operations, with bodies that are right as far as a schema can tell."""

    def __init__(self, document: Schema) -> None:
        self._definitions: Schema = document["components"]["schemas"]
        self.operations = [
            (method.upper(), path, operation)
            for path, methods in document["paths"].items()
            for method, operation in methods.items()
        ]

    def tries_of(self, operation: Schema) -> Iterator[Try]:
        """Yield an operation's requests, each with something odd in one place."""
        for parameter in operation.get("parameters", ()):
            name = parameter["name"]
            for odd in ODD_TEXTS:
                if parameter["in"] == "query":
                    yield Try((name, odd), {}, {"params": {name: odd}})
                elif parameter["in"] == "path" and odd:
                    yield Try((name, odd), {name: quote(odd, safe="")}, {})
        content = operation.get("requestBody", {}).get("content", {}).get("application/json")
        if content is not None:
            body = self._example(content["schema"], 0)
            for place in places(body):
                for odd in ODD if len(place) <= 2 else ODD_INSIDE:
                    sent = json.dumps(replaced(body, place, odd)).encode()
                    yield Try((place, odd), {}, {"content": sent})

    def _example(self, schema: Schema, depth: int) -> Any:
        while "$ref" in schema:
            schema = self._definitions[schema["$ref"].rpartition("/")[2]]
        choices = [*schema.get("anyOf", ()), *schema.get("oneOf", ())]
        if choices:
            return self._example(next(each for each in choices if each.get("type") != "null"), depth)
        if "const" in schema or "enum" in schema:
            return schema.get("const", schema.get("enum", [None])[0])
        match schema.get("type"):
            case "object" if depth < 5:
                properties = schema.get("properties", {})
                return {name: self._example(each, depth + 1) for name, each in properties.items()}
            case "array" if depth < 5:
                return [self._example(schema["items"], depth + 1)]
            case "integer" | "number":
                return max(1, schema.get("minimum", 0))
            case "boolean":
                return True
        formats = {"uuid": str(uuid4()), "date-time": "2027-01-01T10:00:00Z", "email": "a@b.example"}
        return formats.get(schema.get("format", ""), "x" * max(3, schema.get("minLength", 3)))


def places(value: Any, place: Place = ()) -> Iterator[Place]:
    """Yield the way to every part of a body, and to the body itself."""
    yield place
    if isinstance(value, dict):
        for name in value:
            yield from places(value[name], (*place, name))
    elif isinstance(value, list) and value:
        yield from places(value[0], (*place, 0))


def replaced(value: Any, place: Place, odd: Any) -> Any:
    """Return a body with something odd in one place."""
    if not place:
        return odd
    value = copy.deepcopy(value)
    part = value
    for step in place[:-1]:
        part = part[step]
    part[place[-1]] = odd
    return value


async def things_of(company: Company) -> dict[str, str]:
    """Return ids of things that exist, by the names of the parameters: what is odd shall get that far."""
    api = company.api
    await company.customer_writes(company.system.new_phone(), "Oi")

    async def ticket() -> str:
        found = await api.all("/api/v1/tickets")
        assert found
        return str(found[0]["id"])

    campaign = {"name": "x", "message": "oi", "channelId": company.channel_id}
    segment = {"name": uuid4().hex, "filter": {"tag": "vip"}}
    return {
        "channel_id": company.channel_id,
        "ticket_id": await eventually(ticket),
        "contact_id": (await api.all("/api/v1/contacts"))[0]["id"],
        "campaign_id": (await api.post("/api/v1/campaigns", campaign))["id"],
        "segment_id": (await api.post("/api/v1/segments", segment))["id"],
        "opt_out_id": (await api.post("/api/v1/opt-outs", {"phone": "+5511987650000"}))["id"],
    }


@pytest.mark.timeout(400)
@pytest.mark.parametrize("service", [unit.name for unit in SERVICES])
async def test_nothing_odd_is_an_error_of_ours(system: System, company: Company, service: str) -> None:
    document = Document((await system.http.get(f"/api/docs/{service}.json")).json())
    ids = await things_of(company)
    headers = {**company.headers, "Content-Type": "application/json"}
    turns = asyncio.Semaphore(AT_ONCE)
    failed: list[tuple[str, Any, str]] = []
    asked = 0

    async def ask(method: str, path: str, tried: Try) -> None:
        nonlocal asked
        known = ids | tried.path
        url = re.sub(r"{(\w+)}", lambda name: known.get(name[1], str(uuid4())), path)
        async with turns:
            response = await system.http.request(method, url, headers=headers, **tried.arguments)
        asked += 1
        if response.status_code >= 500:
            failed.append((f"{method} {path}", tried.what, response.text))
        elif response.status_code >= 400:
            assert response.headers["content-type"] == "application/problem+json", (method, path, tried.what)

    for method, path, operation in document.operations:
        if method == "DELETE" or path.endswith(("/logout", "/channels/{channel_id}/test")):
            continue  # What they end or start is wanted by the others.
        await asyncio.gather(*(ask(method, path, each) for each in document.tries_of(operation)))

    assert failed == []
    assert asked > 50


async def test_a_message_without_its_text_is_refused(company: Company) -> None:
    """The document's example names both ``text`` and ``content``: here the one that is null is alone."""
    ids = await things_of(company)
    path = f"/api/v1/tickets/{ids['ticket_id']}/messages"
    body = {"text": None, "clientMessageId": uuid4().hex}
    response = await company.system.http.post(path, json=body, headers=company.headers)
    assert response.status_code == 422, response.text

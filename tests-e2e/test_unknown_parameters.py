"""A query parameter or a part of a form that a route does not take is refused, on every route."""

import re
from typing import Any, Final

import httpx
from system import Company, System

from atende_contracts.ids import uuid7
from atende_sandbox.services import SERVICES

UNKNOWN: Final = "notAParameter"


async def _operations(system: System) -> list[tuple[str, str, dict[str, Any]]]:
    found = []
    for unit in SERVICES:
        document = (await system.http.get(f"/api/docs/{unit.name}.json")).json()
        for path, methods in document["paths"].items():
            found += [(method.upper(), path, operation) for method, operation in methods.items()]
    assert len(found) > 100
    return found


async def test_every_route_refuses_a_parameter_that_it_does_not_take(
    system: System, company: Company
) -> None:
    allowed = []
    for method, path, operation in await _operations(system):
        answer = await system.http.request(
            method,
            re.sub(r"{\w+}", lambda _: str(uuid7()), path),
            params={UNKNOWN: "1"},
            headers=company.headers if operation.get("security") else {},
        )
        if not _refuses(answer) and not (
            path.startswith("/api/v1/installation/") and answer.status_code == 403
        ):
            allowed.append((method, path, answer.status_code, answer.text))
    assert not allowed


def _refuses(answer: httpx.Response) -> bool:
    if answer.status_code != 422:
        return False
    body = answer.json()
    return body["code"] == "invalid-input" and [each["field"] for each in body["errors"]] == [UNKNOWN]


async def test_every_form_refuses_a_part_that_it_does_not_take(system: System, company: Company) -> None:
    tried = 0
    for method, path, operation in await _operations(system):
        if "multipart/form-data" not in operation.get("requestBody", {}).get("content", {}):
            continue
        tried += 1
        answer = await system.http.request(
            method,
            re.sub(r"{\w+}", lambda _: str(uuid7()), path),
            files={"file": ("c.csv", b"phone\n")},
            data={UNKNOWN: "1"},
            headers=company.headers,
        )
        assert _refuses(answer), (path, answer.text)
    assert tried >= 3


async def test_the_refusal_names_what_the_route_takes(system: System, company: Company) -> None:
    answer = await system.http.get("/api/v1/mentions?ticket_id=x&unread=true", headers=company.headers)
    assert answer.status_code == 422
    [error] = answer.json()["errors"]
    assert error == {
        "field": "ticket_id",
        "message": "Unknown query parameter. This route takes cursor, limit, unread.",
        "code": "extra_forbidden",
        "params": {"known": ["cursor", "limit", "unread"]},
    }


async def test_query_parameters_are_camel_case(system: System) -> None:
    names = {
        parameter["name"]
        for _, _, operation in await _operations(system)
        for parameter in operation.get("parameters", ())
        if parameter["in"] == "query"
    }
    assert names
    assert not {name for name in names if "_" in name}

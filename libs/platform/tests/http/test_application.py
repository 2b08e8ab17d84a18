"""The HTTP edge: what a caller gets, and what stays up when servers are away."""

from collections.abc import AsyncIterator
from types import SimpleNamespace
from typing import Annotated
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI, UploadFile
from openapi_spec_validator import validate
from pydantic import AfterValidator, ValidationError
from pydantic_core import PydanticCustomError
from starlette.responses import Response

from atende_contracts.ids import uuid7
from atende_contracts.permissions import Role
from atende_platform.http import framing
from atende_platform.http.access import PUBLIC
from atende_platform.http.models import ApiModel
from atende_platform.http.problems import MAX_ERRORS
from atende_platform.process import tracing
from atende_platform.process.settings import ServiceSettings
from atende_platform.service.app import create_app
from atende_platform.service.definition import Service
from atende_platform.testing.plugin import public_jwks, token_for
from atende_platform.testing.spans import Recorded, place_of, recording

PROBLEM = "application/problem+json"
JSON = {"content-type": "application/json"}


class Reading(ApiModel):
    value: float = 0


@pytest.fixture
async def lonely(service: Service[ServiceSettings], nowhere: ServiceSettings) -> AsyncIterator[FastAPI]:
    """The probe with no server to talk to."""
    app = create_app(service, nowhere, frozenset({"api"}))
    app.state.runtime.keys.put(public_jwks())
    yield app
    await app.state.runtime.close()


@pytest.fixture
async def http(lonely: FastAPI, nowhere: ServiceSettings) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app=lonely, raise_app_exceptions=False)
    token = token_for(nowhere, company_id=uuid7(), role=Role.AGENT)
    headers = {"Authorization": f"Bearer {token}"}
    async with httpx.AsyncClient(transport=transport, base_url="http://t", headers=headers) as client:
        yield client


def assert_problem(response: httpx.Response, status: int, code: str) -> None:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == PROBLEM
    body = response.json()
    assert body["status"] == status
    assert body["code"] == code
    assert body["type"] == f"urn:atendechat:problem:{code}"
    assert body["title"]
    assert body["requestId"]


async def test_an_unknown_route_is_a_problem_too(http: httpx.AsyncClient) -> None:
    assert_problem(await http.get("/api/v1/nothing"), 404, "not-found")


async def test_a_wrong_method_says_which_are_right(http: httpx.AsyncClient) -> None:
    response = await http.put("/api/v1/upload")
    assert_problem(response, 405, "method-not-allowed")
    assert response.headers["allow"] == "POST"


async def test_a_bodys_limit_may_be_that_of_any_things_path(http: httpx.AsyncClient) -> None:
    statuses = [
        (await http.post(f"/api/v1/notes/{path}", content=b"x" * 101)).status_code
        for path in ("7/file", "7/8/file")
    ]
    assert statuses == [413, 404]


async def test_a_body_that_is_not_json(http: httpx.AsyncClient) -> None:
    response = await http.post(
        "/api/v1/small", content=b'{"text": ', headers={"content-type": "application/json"}
    )
    assert_problem(response, 422, "invalid-input")
    [error] = response.json()["errors"]
    assert error["field"] == "body"
    assert error["message"].startswith("This is not JSON: ")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "text"),
        ({"text": ""}, "text"),
        ({"text": "x" * 51}, "text"),
        ({"text": "x", "seenBy": [1, "y"]}, "seenBy.1"),
        ({"text": "x", "other": 1}, "other"),
        (None, "body"),
    ],
)
async def test_a_validation_error_names_the_field(http: httpx.AsyncClient, body: object, field: str) -> None:
    response = await http.post("/api/v1/small", json=body)
    assert_problem(response, 422, "invalid-input")
    assert [error["field"] for error in response.json()["errors"]] == [field]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"[" * 100_000, "nested"),
        (b'{"text": ' * 100_000, "nested"),
        (b'{"text": "\xff"}', "UTF-8"),
        (b'{"text": "x", "seenBy": [' + b"9" * 5000 + b"]}", "digits"),
    ],
    ids=["arrays", "objects", "latin-1", "digits"],
)
async def test_a_body_that_no_reader_can_read(http: httpx.AsyncClient, body: bytes, words: str) -> None:
    # Of this service's routes the one whose body may be so large; it is read before anything else is asked.
    response = await http.post("/api/v1/notes", content=body, headers=JSON)
    assert_problem(response, 422, "invalid-input")
    [error] = response.json()["errors"]
    assert error["field"] == "body"
    assert words in error["message"]


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity", "1e999"])
async def test_what_is_no_number_is_none(lonely: FastAPI, http: httpx.AsyncClient, value: str) -> None:
    @lonely.post("/api/v1/readings", dependencies=[PUBLIC])
    async def read(body: Reading) -> float:
        return body.value

    assert (await http.post("/api/v1/readings", json={"value": 1.5})).json() == 1.5
    response = await http.post("/api/v1/readings", content=f'{{"value": {value}}}', headers=JSON)
    assert_problem(response, 422, "invalid-input")
    assert [error["field"] for error in response.json()["errors"]] == ["value"]


async def test_of_a_field_given_twice_the_last_counts(http: httpx.AsyncClient) -> None:
    response = await http.post("/api/v1/small", content=b'{"text": 1, "text": "xy"}', headers=JSON)
    assert (response.status_code, response.json()) == (200, 2)
    response = await http.post("/api/v1/small", content=b'{"text": "xy", "text": 1}', headers=JSON)
    assert_problem(response, 422, "invalid-input")


async def test_not_every_error_of_a_body_is_told(lonely: FastAPI, http: httpx.AsyncClient) -> None:
    @lonely.post("/api/v1/readings", dependencies=[PUBLIC])
    async def read(body: Reading) -> float:
        return body.value

    response = await http.post("/api/v1/readings", json={f"unknown{n}": n for n in range(1000)})
    assert_problem(response, 422, "invalid-input")
    assert len(response.json()["errors"]) == MAX_ERRORS


async def test_an_error_type_that_is_in_no_table_keeps_its_words(
    lonely: FastAPI, http: httpx.AsyncClient
) -> None:
    """The next version of a library may bring one."""

    def refuse(value: int) -> int:
        raise PydanticCustomError("quite_new", "Too new: {how_much}", {"how_much": value})

    class Odd(ApiModel):
        value: Annotated[int, AfterValidator(refuse)]

    @lonely.post("/api/v1/odd", dependencies=[PUBLIC])
    async def take(body: Odd) -> int:
        return body.value

    response = await http.post("/api/v1/odd", json={"value": 7}, headers={"Accept-Language": "pt"})
    assert_problem(response, 422, "invalid-input")
    assert response.json()["errors"] == [
        {"field": "value", "message": "Too new: 7", "code": "quite_new", "params": {"howMuch": 7}}
    ]
    assert response.json()["title"] == "A requisição não é válida"


@pytest.mark.parametrize(
    "kind", [None, "", "text/plain", "text/json", "application/x-www-form-urlencoded", "nonsense"]
)
async def test_a_body_is_json_only_where_it_says_so(http: httpx.AsyncClient, kind: str | None) -> None:
    headers = {} if kind is None else {"content-type": kind}
    response = await http.post("/api/v1/small", content=b'{"text": "x"}', headers=headers)
    assert_problem(response, 415, "unsupported-media-type")
    assert "application/json" in response.json()["detail"]


@pytest.mark.parametrize(
    "kind", ["application/json; charset=utf-8", "APPLICATION/JSON", "application/x+json"]
)
async def test_json_has_several_spellings(http: httpx.AsyncClient, kind: str) -> None:
    response = await http.post("/api/v1/small", content=b'{"text": "x"}', headers={"content-type": kind})
    assert response.status_code == 200


async def test_a_form_is_needed_where_a_file_is(lonely: FastAPI, http: httpx.AsyncClient) -> None:
    @lonely.post("/api/v1/files", dependencies=[PUBLIC])
    async def take(file: UploadFile) -> int:
        return len(await file.read())

    assert (await http.post("/api/v1/files", files={"file": b"abc"})).json() == 3
    response = await http.post("/api/v1/files", json={"file": "abc"})
    assert_problem(response, 422, "invalid-input")
    assert [error["field"] for error in response.json()["errors"]] == ["file"]
    broken = {"content-type": "multipart/form-data; boundary=b"}
    assert_problem(await http.post("/api/v1/files", content=b"--x", headers=broken), 400, "bad-request")


@pytest.mark.parametrize("id_", ["1", "x" * 36, "%00", "0" * 33])
async def test_an_id_that_is_none_is_named(lonely: FastAPI, http: httpx.AsyncClient, id_: str) -> None:
    @lonely.get("/api/v1/things/{thing_id}", dependencies=[PUBLIC])
    async def read(thing_id: UUID) -> UUID:
        return thing_id

    response = await http.get(f"/api/v1/things/{id_}")
    assert_problem(response, 422, "invalid-input")
    assert [error["field"] for error in response.json()["errors"]] == ["thing_id"]


async def test_half_a_character_is_no_text(http: httpx.AsyncClient) -> None:
    body = b'{"text": "\\ud800"}'
    response = await http.post("/api/v1/small", content=body, headers={"content-type": "application/json"})
    assert_problem(response, 422, "invalid-input")
    assert [error["field"] for error in response.json()["errors"]] == ["text"]


async def test_fields_go_by_either_spelling(http: httpx.AsyncClient) -> None:
    assert (await http.post("/api/v1/small", json={"text": "x", "seenBy": [1]})).status_code == 200
    assert (await http.post("/api/v1/small", json={"text": "x", "seen_by": [1]})).status_code == 200


# --- browsers ---------------------------------------------------------------------------------


async def test_an_answer_without_a_body_says_no_type(lonely: FastAPI, http: httpx.AsyncClient) -> None:
    @lonely.delete("/api/v1/thing", status_code=204, dependencies=[PUBLIC])
    async def delete() -> None:
        """Delete it."""

    response = await http.delete("/api/v1/thing")
    assert (response.status_code, response.content) == (204, b"")
    assert "content-type" not in response.headers
    assert response.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("path", "status"), [("/health/live", 200), ("/api/v1/nothing", 404), ("/api/v1/broken", 500)]
)
async def test_every_answer_is_hardened(
    lonely: FastAPI, http: httpx.AsyncClient, path: str, status: int
) -> None:
    @lonely.get("/api/v1/broken", dependencies=[PUBLIC])
    async def broken() -> None:
        raise ZeroDivisionError

    response = await http.get(path)
    assert response.status_code == status
    headers = response.headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert headers["cache-control"] == "no-store"
    assert headers["x-request-id"]
    assert "server" not in headers
    assert "strict-transport-security" not in headers
    assert "access-control-allow-origin" not in headers


async def test_over_https_browsers_are_told_to_stay_there(lonely: FastAPI) -> None:
    transport = httpx.ASGITransport(app=lonely)
    async with httpx.AsyncClient(transport=transport, base_url="https://t") as https:
        response = await https.get("/health/live")
    assert response.headers["strict-transport-security"].startswith("max-age=31536000")


async def test_a_route_may_let_its_answer_be_stored(lonely: FastAPI, http: httpx.AsyncClient) -> None:
    @lonely.get("/api/v1/open", dependencies=[PUBLIC])
    async def stored(response: Response) -> None:
        response.headers["Cache-Control"] = "public, max-age=60"

    response = await http.get("/api/v1/open")
    assert response.headers.get_list("cache-control") == ["public, max-age=60"]


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "https://crm.example.evil.example"])
async def test_pages_of_the_allowed_origins_and_no_others_may_call(
    service: Service[ServiceSettings], nowhere: ServiceSettings, origin: str
) -> None:
    friend = "https://crm.example"
    settings = nowhere.model_copy(update={"cors_origins": f"{friend}, https://other.example"})
    app = create_app(service, settings, frozenset({"api"}))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://t") as http:
        for path in ("/health/live", "/api/v1/nothing"):
            allowed = await http.get(path, headers={"Origin": friend})
            assert allowed.headers["access-control-allow-origin"] == friend
            assert "access-control-allow-credentials" not in allowed.headers
            assert "RateLimit-Remaining" in allowed.headers["access-control-expose-headers"]
            refused = await http.get(path, headers={"Origin": origin})
            assert "access-control-allow-origin" not in refused.headers
        wish = {"Access-Control-Request-Method": "PATCH", "Access-Control-Request-Headers": "authorization"}
        answers = [await http.options("/x", headers={"Origin": who, **wish}) for who in (friend, origin)]
        assert [answer.status_code for answer in answers] == [200, 400]
        assert "access-control-allow-origin" not in answers[1].headers
    await app.state.runtime.close()


def test_not_everybody_can_be_allowed() -> None:
    with pytest.raises(ValidationError, match="cors_origins"):
        ServiceSettings(database_url="", database_worker_url="", cors_origins="*")


# --- size -------------------------------------------------------------------------------------


async def chunks(total: int) -> AsyncIterator[bytes]:
    for _ in range(total // 100):
        yield b"x" * 100


async def test_a_body_of_the_allowed_size_is_taken(http: httpx.AsyncClient) -> None:
    assert (await http.post("/api/v1/upload", content=b"x" * 2000)).json() == {"bytes": 2000}
    assert (await http.post("/api/v1/upload", content=chunks(2000))).json() == {"bytes": 2000}


@pytest.mark.parametrize("path", ["/api/v1/upload", "/api/v1/small"])
async def test_too_large_by_declared_length(http: httpx.AsyncClient, path: str) -> None:
    assert_problem(await http.post(path, content=b"x" * 2001), 413, "too-large")


@pytest.mark.parametrize("path", ["/api/v1/upload", "/api/v1/small"])
async def test_too_large_by_streamed_length(http: httpx.AsyncClient, path: str) -> None:
    """Without a declared length, and also where FastAPI itself reads the body as JSON."""
    response = await http.post(path, content=chunks(2100), headers={"content-type": "application/json"})
    assert_problem(response, 413, "too-large")


@pytest.mark.parametrize("length", ["-1", "+1", "1.0", "0x1", "1, 1", "", "\xb2"])
async def test_a_length_that_is_no_number_is_refused(http: httpx.AsyncClient, length: str) -> None:
    headers = {"content-length": length.encode("latin-1")}
    response = await http.post("/api/v1/upload", content=b"x", headers=headers)
    assert_problem(response, 400, "bad-request")


async def test_a_length_of_thousands_of_digits_is_too_large(http: httpx.AsyncClient) -> None:
    response = await http.post("/api/v1/upload", content=b"x", headers={"content-length": "9" * 5000})
    assert_problem(response, 413, "too-large")


# --- who asks ---------------------------------------------------------------------------------


async def test_without_a_token(http: httpx.AsyncClient) -> None:
    del http.headers["authorization"]
    response = await http.get("/api/v1/notes")
    assert_problem(response, 401, "unauthenticated")
    assert response.headers["www-authenticate"] == "Bearer"


async def test_without_the_permission(http: httpx.AsyncClient, nowhere: ServiceSettings) -> None:
    token = token_for(nowhere, company_id=uuid7(), role=Role.VIEWER)
    response = await http.post(
        "/api/v1/notes", json={"text": "x"}, headers={"Authorization": f"Bearer {token}"}
    )
    assert_problem(response, 403, "forbidden")


@pytest.mark.parametrize(
    ("given", "kept"), [("abcdefgh-1", True), ("short", False), ("x" * 65, False), ("ctrl\x01ctrl", False)]
)
async def test_a_request_id_is_kept_when_it_is_plain(http: httpx.AsyncClient, given: str, kept: bool) -> None:
    response = await http.get("/api/v1/nothing", headers={"x-request-id": given})
    assert (response.headers["x-request-id"] == given) is kept
    assert response.json()["requestId"] == response.headers["x-request-id"]


# --- servers away -----------------------------------------------------------------------------


async def test_database_away_is_unavailable_not_broken(http: httpx.AsyncClient) -> None:
    response = await http.get("/api/v1/notes")
    assert_problem(response, 503, "unavailable")
    assert int(response.headers["retry-after"]) >= 1


async def test_health_tells_what_is_away(http: httpx.AsyncClient) -> None:
    assert (await http.get("/health/live")).json() == {"status": "up"}
    for path, checks in {
        "/health": {"db", "redis", "kafka", "tasks"},
        "/health/db": {"db"},
        "/health/redis": {"redis"},
        "/health/kafka": {"kafka"},
    }.items():
        response = await http.get(path)
        assert response.status_code == 503, path
        body = response.json()
        assert (body["service"], body["status"], body["roles"]) == ("probe", "down", ["api"])
        assert set(body["checks"]) == checks
        down = {name for name, check in body["checks"].items() if check["status"] == "down"}
        assert down == checks - {"tasks"}
    ready = await http.get("/health/ready")
    assert (ready.status_code, ready.json()["checks"]["schema"]) == (503, {"status": "down"})


async def test_requests_are_measured_by_route_and_never_by_path(http: httpx.AsyncClient) -> None:
    await http.get("/api/v1/nothing")
    await http.get(f"/api/v1/notes/{uuid7()}")
    await http.request("BREW", "/api/v1/notes")
    page = (await http.get("/metrics")).text
    name = "http_server_request_duration_seconds_count"
    assert f'{name}{{method="GET",route="/api/v1/notes/{{note_id}}",status="503"}}' in page
    assert f'{name}{{method="other",route="/api/v1/notes",status="405"}}' in page
    assert 'http_server_request_duration_seconds_count{method="GET",route="none",status="404"}' in page


async def test_the_openapi_document_describes_the_routes(http: httpx.AsyncClient) -> None:
    document = (await http.get("/openapi.json")).json()
    assert set(document["paths"]) >= {"/api/v1/notes", "/api/v1/upload"}
    assert not any(path.startswith("/health") for path in document["paths"])


async def test_the_openapi_document_is_valid_and_tells_of_every_problem(http: httpx.AsyncClient) -> None:
    document = (await http.get("/openapi.json")).json()
    validate(document)
    problem = {"schema": {"$ref": "#/components/schemas/Problem"}}
    named = document["components"]["responses"]
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            problems = {
                int(status): named.get(response.get("$ref", "").rpartition("/")[2], response)["content"]
                for status, response in operation["responses"].items()
                if int(status) >= 400
            }
            assert set(problems) >= {422, 429, 503}
            has_body = "requestBody" in operation
            assert (403 in problems) is bool(operation.get("security") or has_body)
            assert (401 in problems) is bool(operation.get("security") or has_body)
            assert (404 in problems) is ("{" in path or has_body)
            assert (409 in problems) is (method != "get")
            assert (413 in problems) is ("requestBody" in operation)
            assert all(content == {"application/problem+json": problem} for content in problems.values())
    assert "HTTPValidationError" not in document["components"]["schemas"]


async def test_a_worker_serves_no_api_document(
    service: Service[ServiceSettings], nowhere: ServiceSettings
) -> None:
    app = create_app(service, nowhere, frozenset({"worker"}))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://t") as client:
        assert (await client.get("/openapi.json")).status_code == 404
        assert (await client.get("/api/v1/notes")).status_code == 404
    await app.state.runtime.close()


async def test_an_unknown_query_parameter_is_refused(http: httpx.AsyncClient) -> None:
    response = await http.get("/api/v1/notes", params={"limit": 1, "page": 2, "LIMIT": 3})
    assert_problem(response, 422, "invalid-input")
    assert [error["field"] for error in response.json()["errors"]] == ["page", "LIMIT"]
    assert response.json()["detail"] == "Unknown query parameter. This route takes cursor, limit."
    bare = await http.post("/api/v1/small?x=1", json={"text": "a"})
    assert bare.json()["detail"] == "Unknown query parameter. This route takes none."


async def test_who_may_not_ask_hears_that_before_what_is_wrong_with_the_question(
    http: httpx.AsyncClient,
) -> None:
    response = await http.get("/api/v1/notes?page=2", headers={"Authorization": "Bearer x"})
    assert_problem(response, 401, "invalid-token")


async def test_a_request_is_a_span_that_says_no_more_than_its_route(
    http: httpx.AsyncClient, spans: Recorded
) -> None:
    await http.get("/health/live")
    await http.get("/metrics")
    await http.get("/api/v1/notes", params={"page": "5511987654321"})
    await http.get("/api/v1/nowhere/5511987654321")
    found, lost = spans.all()
    assert (found.name, lost.name) == ("GET /api/v1/notes", "GET")
    assert found.attributes is not None
    assert found.attributes["http.route"] == "/api/v1/notes"
    assert found.attributes["http.response.status_code"] == 422
    assert "5511987654321" not in "".join(span.to_json() for span in spans.all())


async def test_the_line_of_a_request_has_the_ids_of_its_span(
    http: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines: list[tuple[str, str | None]] = []
    log = SimpleNamespace(info=lambda event, **_: lines.append((event, tracing.current())))
    monkeypatch.setattr(framing, "log", log)
    caller = f"00-{uuid7().hex}-00f067aa0ba902b7-01"
    await http.get("/api/v1/notes?page=2", headers={"traceparent": caller})
    with recording() as spans:
        await http.get("/api/v1/notes?page=2", headers={"traceparent": caller})
    written = tracing.written(place_of(spans.one("GET /api/v1/notes")))
    assert lines == [("request.finished", caller), ("request.finished", written)]
    assert written.startswith(caller[:36])


async def test_probes_may_add_parameters_of_their_own(http: httpx.AsyncClient) -> None:
    assert (await http.get("/health/live?t=1")).status_code == 200

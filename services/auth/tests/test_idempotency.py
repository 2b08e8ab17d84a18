"""Requests that are repeated under an `Idempotency-Key`: done once, and answered the same if that is kept."""

import asyncio
from typing import Any, Final

import pytest
from auth_people import Enter, Rows

HEADERS: Final = {"Idempotency-Key": "k"}
BIA: Final = {"name": "Bia", "email": "bia@padaria.example", "role": "agent"}


async def test_a_user_is_created_once_and_the_answer_is_the_same(enter: Enter, rows: Rows) -> None:
    owner = await enter()
    first = await owner.http.post("/api/v1/users", json=BIA, headers=HEADERS)
    again = await owner.http.post("/api/v1/users", json=BIA, headers=HEADERS)
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json() == first.json()
    assert again.headers["Idempotency-Replayed"] == "true"
    assert len(await rows("SELECT 1 FROM users WHERE email = 'bia@padaria.example'")) == 1
    assert len(await rows("SELECT 1 FROM audit_log WHERE action = 'user.created'")) == 1
    other = await owner.http.post("/api/v1/users", json=BIA | {"name": "Ana"}, headers=HEADERS)
    assert (other.status_code, other.json()["errors"][0]["code"]) == (422, "idempotency-key-reused")


async def test_what_was_refused_is_tried_again(enter: Enter) -> None:
    owner = await enter()
    taken = {**BIA, "email": owner.email}
    refused = [await owner.http.post("/api/v1/users", json=taken, headers=HEADERS) for _ in range(2)]
    assert [answer.json()["code"] for answer in refused] == ["email-taken", "email-taken"]


@pytest.mark.parametrize(
    ("path", "body", "table", "made"),
    [
        ("/api/v1/api-keys", {"name": "Loja", "scopes": ["contacts:read"]}, "api_keys", 1),
        ("/api/v1/auth/companies", {"name": "Filial"}, "companies", 2),
    ],
)
async def test_an_answer_with_a_secret_is_not_kept(
    enter: Enter, rows: Rows, path: str, body: dict[str, Any], table: str, made: int
) -> None:
    owner = await enter()
    first = await owner.http.post(path, json=body, headers=HEADERS)
    again = await owner.http.post(path, json=body, headers=HEADERS)
    assert first.status_code == 201, first.text
    assert (again.status_code, again.json()["code"]) == (409, "idempotency-answer-not-kept")
    assert len(await rows(f"SELECT 1 FROM {table}")) == made  # noqa: S608 (constants)
    [kept] = await rows("SELECT body FROM idempotency_keys")
    assert kept.body is None


async def test_many_at_once_create_one(enter: Enter, rows: Rows) -> None:
    owner = await enter()
    body = {"name": "Loja", "scopes": ["contacts:read"]}
    posts = [owner.http.post("/api/v1/api-keys", json=body, headers=HEADERS) for _ in range(8)]
    answers = await asyncio.gather(*posts)
    assert [answer.status_code for answer in answers].count(201) == 1
    codes = {answer.json()["code"] for answer in answers if answer.status_code != 201}
    assert codes <= {"idempotency-key-in-use", "idempotency-answer-not-kept"}
    assert len(await rows("SELECT 1 FROM api_keys")) == 1

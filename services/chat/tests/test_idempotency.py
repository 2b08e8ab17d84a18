"""Requests that are repeated under an `Idempotency-Key`: done once, answered the same."""

import asyncio
from collections.abc import Callable
from typing import Any, Final

import pytest

from atende_contracts.ids import uuid7
from atende_platform.data import idempotency
from atende_platform.data.db import Database
from atende_platform.testing.plugin import AsUser

Rows = Callable[..., Any]
TAGS: Final = "/api/v1/tags"


async def test_a_repeated_request_is_done_once_and_answered_the_same(as_user: AsUser, rows: Rows) -> None:
    http, headers = as_user("agent", user_id=uuid7()), {"Idempotency-Key": "order 1"}
    body = {"name": "Ana", "phone": "+5511999990001"}
    first = await http.post("/api/v1/contacts", json=body, headers=headers)
    again = await http.post("/api/v1/contacts", json=body, headers=headers)
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.content == first.content
    assert again.headers["ETag"] == first.headers["ETag"]
    replayed = [answer.headers.get("Idempotency-Replayed") for answer in (first, again)]
    assert replayed == [None, "true"]
    assert len(await rows("SELECT id FROM contacts")) == 1


async def test_without_a_key_nothing_is_kept(as_user: AsUser, rows: Rows) -> None:
    http = as_user("agent")
    assert [(await http.post(TAGS, json={"name": "one"})).status_code for _ in range(2)] == [201, 409]
    assert not await rows("SELECT key FROM idempotency_keys")


async def test_another_request_under_the_same_key_is_refused(as_user: AsUser) -> None:
    http, headers = as_user("agent", user_id=uuid7()), {"Idempotency-Key": "k"}
    assert (await http.post(TAGS, json={"name": "one"}, headers=headers)).status_code == 201
    other = await http.post(TAGS, json={"name": "two"}, headers=headers)
    assert (other.status_code, other.json()["errors"][0]["code"]) == (422, "idempotency-key-reused")


async def test_a_key_belongs_to_a_route_and_to_who_uses_it(as_user: AsUser) -> None:
    headers, user = {"Idempotency-Key": "k"}, uuid7()
    bodies = {TAGS: {"name": "one"}, "/api/v1/contacts": {"name": "Ana", "phone": "+5511999990001"}}
    for path, body in bodies.items():
        answer = await as_user("agent", user_id=user).post(path, json=body, headers=headers)
        assert (answer.status_code, "Idempotency-Replayed" in answer.headers) == (201, False)
    colleague = await as_user("agent", user_id=uuid7()).post(TAGS, json={"name": "two"}, headers=headers)
    stranger = await as_user("agent", user_id=user, company_id=uuid7()).post(
        TAGS, json={"name": "one"}, headers=headers
    )
    assert (colleague.status_code, stranger.status_code) == (201, 201)


async def test_what_was_refused_is_tried_again(as_user: AsUser) -> None:
    http, headers = as_user("agent", user_id=uuid7()), {"Idempotency-Key": "k"}
    tag = (await http.post(TAGS, json={"name": "one"})).json()
    assert (await http.post(TAGS, json={"name": "one"}, headers=headers)).status_code == 409
    await http.delete(f"{TAGS}/{tag['id']}")
    assert (await http.post(TAGS, json={"name": "one"}, headers=headers)).status_code == 201


async def test_many_at_once_do_it_once(as_user: AsUser, rows: Rows) -> None:
    http, headers = as_user("agent", user_id=uuid7()), {"Idempotency-Key": "k"}
    posts = [http.post(TAGS, json={"name": "one"}, headers=headers) for _ in range(12)]
    answers = await asyncio.gather(*posts)
    done = [answer for answer in answers if answer.status_code == 201]
    assert len({answer.content for answer in done}) == 1
    assert {answer.json()["code"] for answer in answers if answer.status_code != 201} <= {
        "idempotency-key-in-use"
    }
    assert len(await rows("SELECT id FROM tags")) == 1


async def test_an_answer_with_a_secret_is_not_kept(as_user: AsUser, rows: Rows) -> None:
    http, headers = as_user("admin", user_id=uuid7()), {"Idempotency-Key": "k"}
    body = {"url": "https://erp.example/"}
    first = await http.post("/api/v1/webhooks", json=body, headers=headers)
    again = await http.post("/api/v1/webhooks", json=body, headers=headers)
    assert first.status_code == 201
    assert (again.status_code, again.json()["code"]) == (409, "idempotency-answer-not-kept")
    [kept] = await rows("SELECT body FROM idempotency_keys")
    assert kept.body is None
    assert len(await rows("SELECT id FROM webhooks")) == 1


async def test_keys_count_for_a_day_and_are_then_forgotten(
    as_user: AsUser, rows: Rows, database: Database
) -> None:
    http, headers = as_user("agent", user_id=uuid7()), {"Idempotency-Key": "k"}
    await http.post(TAGS, json={"name": "one"}, headers=headers)
    await rows("UPDATE idempotency_keys SET created_at = now() - interval '25 hours' RETURNING key")
    other = await http.post(TAGS, json={"name": "two"}, headers=headers)
    assert (other.status_code, "Idempotency-Replayed" in other.headers) == (201, False)
    assert len(await rows("SELECT key FROM idempotency_keys")) == 1
    await rows("UPDATE idempotency_keys SET created_at = now() - interval '25 hours' RETURNING key")
    async with database.worker() as session:
        assert await idempotency.purge(session) is False
    assert not await rows("SELECT key FROM idempotency_keys")


@pytest.mark.parametrize("key", ["x" * 256, "tab\there", "é"])
async def test_keys_that_are_refused(as_user: AsUser, key: str) -> None:
    headers = {"Idempotency-Key": key.encode("latin-1")}
    answer = await as_user("agent").post(TAGS, json={"name": "one"}, headers=headers)  # type: ignore[arg-type]
    assert answer.status_code == 422

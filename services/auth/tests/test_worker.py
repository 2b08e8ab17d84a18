"""The worker role, on real Kafka."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

import httpx
from aiokafka import AIOKafkaConsumer

from atende_contracts.channels import CompanyChangedV1
from atende_contracts.ids import uuid7
from atende_contracts.registry import decode
from atende_platform.data.db import Database, execute
from atende_platform.identity.company_limits import CompanyLimits, Limits
from atende_platform.runtime import Runtime
from atende_platform.testing.plugin import AsUser, Eventually, Installation
from auth.service import sessions

Register = Callable[..., Awaitable[dict[str, Any]]]


async def test_registering_and_changing_a_company_reaches_kafka_in_order(
    worker: Runtime[Any],
    installation: Installation,
    client: httpx.AsyncClient,
    register: Register,
    database: Database,
    eventually: Eventually,
) -> None:
    answer = await register()
    await client.patch(
        "/api/v1/companies/current",
        json={"name": "Padaria Nova"},
        headers={"Authorization": f"Bearer {answer['accessToken']}"},
    )

    async def outbox_is_empty() -> None:
        async with database.worker() as session:
            assert (await execute(session, "SELECT count(*) FROM outbox")).scalar_one() == 0

    await eventually(outbox_is_empty)
    consumer = AIOKafkaConsumer(
        installation.settings.kafka_topic_prefix + "company.changed",
        bootstrap_servers=installation.settings.kafka_bootstrap,
        auto_offset_reset="earliest",
    )
    await consumer.start()
    try:
        events: list[CompanyChangedV1] = []
        while len(events) < 2:
            record = await consumer.getone()
            event = decode(dict(record.headers)["type"].decode(), record.value)
            if isinstance(event, CompanyChangedV1) and str(event.company_id) == answer["company"]["id"]:
                events.append(event)
                assert record.key == answer["company"]["id"].encode()
    finally:
        await consumer.stop()
    assert [(event.name, event.revision) for event in events] == [("Padaria", 1), ("Padaria Nova", 2)]
    assert not worker.failing


async def test_what_has_expired_is_deleted_and_nothing_else(
    installation: Installation, client: httpx.AsyncClient, register: Register, database: Database
) -> None:
    names = ("fresh", "lapsed", "ended", "revoked", "used")
    answers = {name: await register(f"{name}@padaria.example") for name in names}
    for name in ("fresh", "used"):
        token = answers[name]["refreshToken"]
        assert (await client.post("/api/v1/auth/refresh", json={"refreshToken": token})).status_code == 200
    of_company = {name: answer["company"]["id"] for name, answer in answers.items()}
    for name, statement in {
        "lapsed": "UPDATE refresh_tokens SET expires_at = now() - interval '1 second'",
        "ended": "UPDATE sessions SET expires_at = now() - interval '31 days'",
        "revoked": "UPDATE sessions SET revoked_at = now() - interval '31 days'",
        "used": "UPDATE refresh_tokens SET used_at = used_at - interval '2 minutes'",
    }.items():
        async with database.worker() as session:
            await execute(
                session, f"{statement} WHERE company_id = CAST(:company AS uuid)", company=of_company[name]
            )

    async with database.worker() as session:
        assert not await sessions.purge(session, installation.settings)

    async with database.worker() as session:
        result = await execute(
            session,
            "SELECT CAST(c.company_id AS text) AS company, count(DISTINCT s.id) AS sessions,"
            " count(t.id) AS tokens, count(t.successor_enc) AS sealed FROM companies c"
            " LEFT JOIN sessions s ON s.company_id = c.company_id"
            " LEFT JOIN refresh_tokens t ON t.company_id = c.company_id GROUP BY 1",
        )
        left = {row.company: (row.sessions, row.tokens, row.sealed) for row in result}
    assert {name: left[company] for name, company in of_company.items()} == {
        "fresh": (1, 2, 1),
        "lapsed": (1, 0, 0),
        "ended": (0, 0, 0),
        "revoked": (0, 0, 0),
        "used": (1, 2, 0),
    }


async def test_the_expiry_job_runs_in_the_worker(
    worker: Runtime[Any], register: Register, database: Database, eventually: Eventually
) -> None:
    await register()
    async with database.worker() as session:
        await execute(session, "UPDATE refresh_tokens SET expires_at = now() - interval '1 second'")

    async def the_token_is_gone() -> None:
        async with database.worker() as session:
            assert (await execute(session, "SELECT count(*) FROM refresh_tokens")).scalar_one() == 0

    await eventually(the_token_is_gone)
    assert not worker.failing


async def test_every_process_learns_of_limits(
    installation: Installation,
    worker: Runtime[Any],
    register: Register,
    as_user: AsUser,
    eventually: Eventually,
) -> None:
    answer = await register()
    company_id = UUID(answer["company"]["id"])
    ordinary = installation.settings.company_limits
    known = CompanyLimits(worker.redis, worker.keys)

    async def knows(limits: Limits) -> None:
        await known.refresh()
        assert known.of(company_id) == limits

    await eventually(lambda: knows(ordinary))
    owner = as_user("owner", company_id=company_id, user_id=UUID(answer["user"]["id"]))
    await owner.put("/api/v1/companies/current/limits", json={"sockets": 7})
    await eventually(lambda: knows(replace(ordinary, sockets=7)))
    assert known.of(uuid7()) == ordinary

    await worker.redis.flushdb()

    known = CompanyLimits(worker.redis, worker.keys)
    await eventually(lambda: knows(replace(ordinary, sockets=7)))

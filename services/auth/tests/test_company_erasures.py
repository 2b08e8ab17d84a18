"""Erasing a company: taken back in time, or gone for good, with a proof."""

import json
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

import pytest
from auth_people import Enter, Rows

from atende_contracts.ids import uuid7
from atende_contracts.privacy import CompanyErasedV1, CompanyErasureRequestedV1
from atende_platform.data.db import Database, now
from atende_platform.errors import Conflict, NotFound
from atende_platform.testing.plugin import Published, handling
from auth.domain import ERASING_SERVICES
from auth.handlers import HANDLERS
from auth.service import company_erasures, installation
from auth.service.installation import Operator

OPERATOR: Final = Operator(None, "root on the server")
NO_TIME: Final = timedelta()
CONFIRMED: Final = json.dumps(dict.fromkeys(sorted(ERASING_SERVICES), "2026-01-01T00:00:00+00:00"))


async def schedule(database: Database, company: dict[str, Any], grace: timedelta = NO_TIME) -> UUID:
    async with database.worker() as session:
        erasure = await company_erasures.schedule(
            session,
            OPERATOR,
            UUID(company["id"]),
            name=company["name"],
            reason="contract ended",
            grace=grace,
            now=now(),
        )
        return erasure.id


async def step(database: Database) -> bool:
    async with database.worker() as session:
        return await company_erasures.step(session, now())


async def test_a_company_that_is_to_be_erased_is_suspended_and_can_be_kept(
    enter: Enter, database: Database, rows: Rows, published: Published
) -> None:
    owner = await enter()
    company = owner.answer["company"]
    with pytest.raises(Conflict):
        await schedule(database, {**company, "name": company["name"].upper() + "!"})
    erasure_id = await schedule(database, company, timedelta(days=30))
    assert await schedule(database, company) == erasure_id, "again changes nothing"
    assert not await step(database), "its time has not come"
    assert await rows("SELECT company_id FROM companies WHERE suspended_at IS NOT NULL")
    company_id = UUID(company["id"])
    async with database.worker() as session:
        with pytest.raises(Conflict):
            await installation.resume(session, OPERATOR, company_id)
    async with database.worker() as session:
        await company_erasures.cancel(session, OPERATOR, company_id, "they stay")
    assert not await rows("SELECT company_id FROM companies WHERE suspended_at IS NOT NULL")
    async with database.worker() as session:
        with pytest.raises(NotFound):
            await company_erasures.cancel(session, OPERATOR, company_id, "again")
    kept = await rows("SELECT DISTINCT action FROM audit_log WHERE action LIKE 'company.erasure%'")
    assert {row.action for row in kept} == {"company.erasure-requested", "company.erasure-cancelled"}
    assert await published(CompanyErasureRequestedV1) == []


async def test_nothing_of_a_company_is_left_when_all_services_have_confirmed(
    enter: Enter, database: Database, rows: Rows, published: Published
) -> None:
    handle = handling(database, HANDLERS)
    owner, other = await enter(), await enter(email="other@company.test")
    company_id = UUID(owner.answer["company"]["id"])
    await owner.http.post("/api/v1/api-keys", json={"name": "k", "scopes": ["company:read"]})
    await owner.http.post("/api/v1/users/invitations", json={"email": "a@b.test", "role": "agent"})
    erasure_id = await schedule(database, owner.answer["company"])
    assert await step(database)
    [asked] = await published(CompanyErasureRequestedV1)
    assert (asked.company_id, asked.erasure_id) == (company_id, erasure_id)
    assert not await step(database)
    async with database.worker() as session:
        with pytest.raises(Conflict):
            await company_erasures.cancel(session, OPERATOR, company_id, "too late")

    told = [
        CompanyErasedV1(
            company_id=company_id, erasure_id=erasure_id, service=service, erased={"things": number}
        )
        for number, service in enumerate(sorted(ERASING_SERVICES), 1)
    ]
    foreign = told[0].model_copy(update={"id": uuid7(), "erasure_id": uuid7()})
    await handle([foreign, *told[:-1], *told[:1]])
    while await step(database):
        pass
    assert len(await rows("SELECT id FROM users")) == 2, "one has not confirmed"
    assert len(await published(CompanyErasureRequestedV1)) == 1, "asked again at once"
    await handle(told[-1:])
    while await step(database):
        pass

    tables = await rows(
        "SELECT table_name FROM information_schema.columns"
        " WHERE table_schema = current_schema() AND column_name = 'company_id'"
    )
    left = {
        table.table_name
        for table in tables
        if await rows(
            f"SELECT company_id FROM {table.table_name} WHERE company_id = :company",  # noqa: S608
            company=company_id,
        )
    }
    assert left <= {"audit_log", "audit_links", "audit_heads", "audit_unsealed", "company_erasures", "outbox"}
    assert len(await rows("SELECT id FROM logins")) == len(await rows("SELECT DISTINCT login_id FROM users"))
    assert (await other.http.get("/api/v1/users")).status_code == 200
    async with database.worker() as session:
        proof = await company_erasures.get(session, company_id)
    assert (proof.status, proof.erased["campaign"]) == ("erased", {"things": 1})
    assert proof.erased["auth"]["users"] == 1
    assert proof.erased["auth"]["logins"] == 1
    stones = await rows("SELECT topic FROM outbox WHERE payload = ''")
    assert {row.topic for row in stones} == {"company.changed", "user.changed"}
    [noted] = await rows("SELECT details FROM audit_log WHERE action = 'company.erased'")
    assert noted.details["rows"] > 10


async def erase(database: Database, rows: Rows, company: dict[str, Any]) -> None:
    await schedule(database, company)
    await rows("UPDATE company_erasures SET confirmations = CAST(:all AS jsonb) RETURNING id", all=CONFIRMED)
    while await step(database):
        pass


async def test_an_erased_company_stays_suspended(enter: Enter, database: Database, rows: Rows) -> None:
    company = (await enter()).answer["company"]
    await erase(database, rows, company)
    assert not await rows("SELECT company_id FROM companies")
    async with database.worker() as session:
        assert await installation.suspended_companies(session) == {UUID(company["id"])}


async def test_no_login_is_left_behind_those_of_users_who_are_in_other_companies_too(
    enter: Enter, database: Database, rows: Rows, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(company_erasures, "_LOGINS", 1)
    owner, other = await enter(), await enter(email="other@company.test")
    await enter(email="only@company.test", role="agent", adds=owner)
    company, kept = owner.answer["company"], UUID(other.answer["company"]["id"])
    await rows(
        "INSERT INTO users (company_id, id, login_id, name, email, state)"
        " SELECT :kept, id, login_id, name, email, state FROM users WHERE id = :owner RETURNING id",
        kept=kept,
        owner=UUID(owner.id),
    )
    await erase(database, rows, company)
    assert not await rows("SELECT id FROM users WHERE company_id = :gone", gone=UUID(company["id"]))
    assert {row.email for row in await rows("SELECT email FROM logins")} == {owner.email, other.email}

"""Bulk actions: what becomes of each thing, who may, and what a crash or a cancellation leaves behind."""

import asyncio
from typing import Any
from uuid import UUID

import httpx
import pytest

from atende_contracts.audit import AuditRecordedV1
from atende_contracts.contacts import ContactChangedV1
from atende_contracts.ids import uuid7
from atende_platform.data.db import Database
from atende_platform.testing.plugin import AsUser, Eventually, Published
from chat.bulk import repository, service
from chat.bulk.worker import BulkWorker
from chat.imports.worker import Importer

from ..factories import Rows, create_contact
from ..imports.sending import counts_of, report_of, submit

PATH = "/api/v1/bulk"
LATER = "WITH over AS (UPDATE bulk_jobs SET leased_until = now() RETURNING 1) SELECT 1 FROM over"


async def ask(http: httpx.AsyncClient, status: int = 202, **body: Any) -> dict[str, Any]:
    response = await http.post(f"{PATH}/contacts", json=body)
    assert response.status_code == status, response.text
    answer: dict[str, Any] = response.json()
    return answer


async def job_of(as_user: AsUser, job: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = (await as_user("viewer").get(f"{PATH}/{job['id']}")).json()
    return found


def counts(job: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(job[name] for name in ("status", "done", "changed", "unchanged", "failed", "missing"))


async def people(as_user: AsUser, count: int, **fields: Any) -> list[str]:
    made = [
        await create_contact(
            as_user("agent"), name=f"P{number}", phone=f"+55119{90000000 + number}", **fields
        )
        for number in range(count)
    ]
    return [contact["id"] for contact in made]


async def many(as_user: AsUser, importer: Importer, count: int) -> None:
    lines = [f"P{number},+55119{90000000 + number}" for number in range(count)]
    await submit(as_user, "\n".join(["name,phone", *lines]).encode())
    await importer.run_due()


async def tags_of(as_user: AsUser) -> dict[str, list[str]]:
    items = (await as_user("viewer").get("/api/v1/contacts", params={"limit": 100})).json()["items"]
    return {item["name"]: item["tags"] for item in items}


async def test_contacts_that_are_named_are_tagged(
    as_user: AsUser, bulk_worker: BulkWorker, published: Published, logged: Any
) -> None:
    ana, bia, caio = await people(as_user, 3)
    await as_user("agent").patch(f"/api/v1/contacts/{bia}", json={"tags": ["vip", "novo"]})
    full = [f"t{number}" for number in range(50)]
    await as_user("agent").patch(f"/api/v1/contacts/{caio}", json={"tags": full})
    before, told = len(await published(ContactChangedV1)), len(await logged())
    job = await ask(
        as_user("agent"), action="tag", tags=["novo", "vip"], ids=[ana, bia, caio, ana, str(uuid7())]
    )
    assert (job["status"], job["total"], job["done"]) == ("queued", 4, 0)
    await bulk_worker.run_due()
    done = await job_of(as_user, job)
    assert counts(done) == ("finished", 4, 1, 1, 1, 1)
    assert await tags_of(as_user) == {"P0": ["novo", "vip"], "P1": ["vip", "novo"], "P2": full}
    [error] = done["errors"]
    assert (error["id"], error["code"], error["params"]) == (caio, "would_have_too_many_tags", {"most": 50})
    changed = (await published(ContactChangedV1))[before:]
    assert [(str(event.contact_id), event.tags) for event in changed] == [(ana, ["novo", "vip"])]
    assert (await logged())[told:] == ["bulk.updated", "contact.updated", "bulk.updated", "bulk.updated"]

    job = await ask(as_user("agent"), action="untag", tags=["vip"], ids=[ana, bia])
    await bulk_worker.run_due()
    assert counts(await job_of(as_user, job)) == ("finished", 2, 2, 0, 0, 0)
    assert await tags_of(as_user) == {"P0": ["novo"], "P1": ["novo"], "P2": full}


async def test_what_a_filter_finds_is_gone_through_once(
    as_user: AsUser, bulk_worker: BulkWorker, importer: Importer, rows: Rows, logged: Any
) -> None:
    await many(as_user, importer, 1100)
    await create_contact(as_user("agent"), name="Zé", phone="+5511988880001", tags=["novo"])
    before = len(await logged())
    job = await ask(as_user("admin"), action="tag", tags=["lote"], filter={"q": "P"})
    assert job["total"] is None
    late = await create_contact(as_user("agent"), name="Pia", phone="+5511988880002")
    await bulk_worker.run_due()
    done = await job_of(as_user, job)
    assert (counts(done), done["total"]) == (("finished", 1100, 1100, 0, 0, 0), 1100)
    assert await rows("SELECT count(*) FROM contacts WHERE tags = '{lote}'") == [(1100,)]
    assert late["tags"] == []
    assert [type_ for type_ in (await logged())[before:] if type_ != "bulk.updated"] == ["contact.updated"]
    # Its own effect does not lead it astray: every tagged contact loses the tag by which it is found.
    job = await ask(as_user("admin"), action="untag", tags=["lote"], filter={"tag": "lote"})
    await bulk_worker.run_due()
    assert counts(await job_of(as_user, job))[:3] == ("finished", 1100, 1100)
    job = await ask(as_user("admin"), action="block", filter={"tag": "novo"})
    await bulk_worker.run_due()
    blocked = (await as_user("viewer").get("/api/v1/contacts", params={"blocked": "true"})).json()["items"]
    assert [item["name"] for item in blocked] == ["Zé"]
    nobody = await ask(as_user("admin"), action="block", filter={"externalId": "A-1", "email": "a@b.co"})
    job = await ask(as_user("admin"), action="unblock", filter={"blocked": True})
    await bulk_worker.run_due()
    assert counts(await job_of(as_user, job))[:3] == ("finished", 1, 1)
    assert counts(await job_of(as_user, nobody))[:3] == ("finished", 0, 0)


async def test_a_request_with_a_client_key_is_done_once(as_user: AsUser, bulk_worker: BulkWorker) -> None:
    [ana] = await people(as_user, 1)
    body = {"action": "tag", "tags": ["vip"], "ids": [ana], "clientKey": "k-1"}
    agent = as_user("agent")
    answers = await asyncio.gather(*(agent.post(f"{PATH}/contacts", json=body) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [200, 200, 200, 202]
    assert len({answer.json()["id"] for answer in answers}) == 1
    await bulk_worker.run_due()
    again = await ask(agent, 200, **body)
    assert again["status"] == "finished"
    refused = await ask(agent, 409, **{**body, "tags": ["novo"]})
    assert (refused["code"], refused["params"]["bulkId"]) == ("client-key-reused", again["id"])
    stranger = as_user("owner", company_id=uuid7())
    assert (await ask(stranger, **body))["id"] != again["id"]


async def test_a_cancelled_action_stops_where_it_is(
    as_user: AsUser, bulk_worker: BulkWorker, importer: Importer, rows: Rows, published: Published
) -> None:
    await many(as_user, importer, 1200)
    job = await ask(as_user("admin"), action="tag", tags=["lote"], filter={})
    assert await bulk_worker.step()
    path = f"{PATH}/{job['id']}/cancel"
    assert (await as_user("owner", company_id=uuid7()).post(path)).status_code == 404
    assert (await as_user("agent").post(path)).status_code == 403, "somebody else's"
    cancelled = (await as_user("admin").post(path)).json()
    assert counts(cancelled) == ("cancelled", 500, 500, 0, 0, 0)
    await bulk_worker.run_due()
    assert (await as_user("admin").post(path)).json() == cancelled == await job_of(as_user, job)
    assert await rows("SELECT count(*) FROM contacts WHERE tags = '{lote}'") == [(500,)]
    actions = [event.action for event in await published(AuditRecordedV1) if event.action.startswith("bulk")]
    assert actions == ["bulk.started", "bulk.cancelled"]


async def test_an_action_goes_on_where_a_crash_left_it(
    as_user: AsUser,
    bulk_worker: BulkWorker,
    database: Database,
    importer: Importer,
    rows: Rows,
    published: Published,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await many(as_user, importer, 1200)
    before = len(await published(ContactChangedV1))
    job = await ask(as_user("admin"), action="tag", tags=["lote"], filter={})
    advance, calls = repository.advance, 0

    async def dies_in_the_second_portion(*args: Any, **kwargs: Any) -> Any:
        nonlocal calls
        calls += 1
        result = await advance(*args, **kwargs)
        if calls == 2:
            raise ConnectionError("the worker was killed before its commit")
        return result

    with monkeypatch.context() as patch:
        patch.setattr(repository, "advance", dies_in_the_second_portion)
        with pytest.raises(ConnectionError):
            await bulk_worker.run_due()
    assert counts(await job_of(as_user, job)) == ("running", 500, 500, 0, 0, 0)
    await rows(LATER)
    await asyncio.gather(*(BulkWorker(database).run_due() for _ in range(3)))
    assert counts(await job_of(as_user, job)) == ("finished", 1200, 1200, 0, 0, 0)
    assert len(await published(ContactChangedV1)) - before == 1200


async def test_an_action_that_keeps_failing_is_given_up(
    as_user: AsUser, bulk_worker: BulkWorker, rows: Rows, monkeypatch: pytest.MonkeyPatch
) -> None:
    [ana] = await people(as_user, 1)
    job = await ask(as_user("agent"), action="block", ids=[ana])
    await rows("WITH tried AS (UPDATE bulk_jobs SET attempts = 5 RETURNING 1) SELECT 1 FROM tried")
    await bulk_worker.run_due()
    assert (await job_of(as_user, job))["status"] == "failed"

    async def broken(*_: Any) -> None:
        raise ZeroDivisionError

    job = await ask(as_user("agent"), action="block", ids=[ana])
    monkeypatch.setattr("chat.bulk.contact_actions.ChangeContacts.apply", broken)
    await bulk_worker.run_due()
    assert (await job_of(as_user, job))["status"] == "failed"


async def test_who_is_disabled_meanwhile_does_nothing_any_more(
    as_user: AsUser, bulk_worker: BulkWorker, rows: Rows
) -> None:
    [ana] = await people(as_user, 1)
    job = await ask(as_user("agent"), action="block", ids=[ana])
    await rows(
        "WITH gone AS (INSERT INTO users_copy (company_id, id, state, revision)"
        " SELECT company_id, created_by, 'disabled', 1 FROM bulk_jobs RETURNING 1) SELECT 1 FROM gone"
    )
    await bulk_worker.run_due()
    assert counts(await job_of(as_user, job)) == ("failed", 0, 0, 0, 0, 0)


async def test_an_export_is_a_file_that_imports_back_unchanged(
    as_user: AsUser, bulk_worker: BulkWorker, importer: Importer, rows: Rows, database: Database
) -> None:
    await many(as_user, importer, 1050)
    await create_contact(as_user("agent"), name="=1+1", phone="+5511988880001", customFields={"obs": "a;=b"})
    await ask(as_user("agent"), 403, action="export", ids=[str(uuid7())])
    job = await ask(as_user("admin"), action="export", filter={}, separator="comma")
    path = f"{PATH}/{job['id']}/file"
    assert (await as_user("admin").get(path)).status_code == 404, "not yet"
    await bulk_worker.run_due()
    done = await job_of(as_user, job)
    assert (counts(done), done["hasFile"]) == (("finished", 1051, 0, 1051, 0, 0), True)
    assert (await as_user("agent").get(path)).status_code == 403
    file = await as_user("admin").get(path)
    assert file.headers["content-disposition"] == 'attachment; filename="contacts.csv"'
    lines = file.content.decode("utf-8-sig").splitlines()
    assert len(lines) == 1052
    assert lines[1].startswith("'=1+1,")
    import_id = await submit(as_user, file.content)
    await importer.run_due()
    assert counts_of(await report_of(as_user, import_id)) == (1051, 0, 0, 1051, 0)

    for _ in range(3):
        await ask(as_user("admin"), action="export", filter={"q": "=1+1"})
    await bulk_worker.run_due()
    assert (await as_user("admin").get(path)).status_code == 404, "three later ones took its place"
    assert await rows("SELECT count(*) FROM bulk_files") == [(3,)]
    await rows(
        "WITH old AS (UPDATE bulk_jobs SET created_at = now() - interval '25 hours' RETURNING 1)"
        " SELECT 1 FROM old"
    )
    async with database.worker() as session:
        assert await service.purge_files(session, 2, hours=24) == 2
        assert await service.purge_files(session, 2, hours=24) == 1
        assert await service.purge(session, 2, days=30) == 0
    assert await rows("SELECT count(*) FROM bulk_files") == [(0,)]
    assert len((await as_user("viewer").get(PATH)).json()["items"]) == 4


@pytest.mark.parametrize(
    "body",
    [
        {"action": "tag", "ids": [str(uuid7())]},
        {"action": "tag", "tags": [], "ids": [str(uuid7())]},
        {"action": "tag", "tags": ["x"]},
        {"action": "tag", "tags": ["x"], "ids": []},
        {"action": "tag", "tags": ["x"], "ids": [str(uuid7())], "filter": {}},
        {"action": "tag", "tags": ["x"], "ids": [str(UUID(int=number)) for number in range(10_001)]},
        {"action": "tag", "tags": ["x"], "filter": {"unknown": 1}},
        {"action": "explode", "ids": [str(uuid7())]},
        {"ids": [str(uuid7())]},
    ],
)
async def test_what_cannot_be_asked_for_is_refused(as_user: AsUser, body: dict[str, Any]) -> None:
    await ask(as_user("admin"), 422, **body)


async def test_what_is_asked_for_has_bounds_and_belongs_to_a_company(
    as_user: AsUser, bulk_worker: BulkWorker, rows: Rows
) -> None:
    [ana] = await people(as_user, 1)
    await ask(as_user("viewer"), 403, action="block", ids=[ana])
    await ask(as_user("agent"), 403, action="block", filter={})
    stranger = as_user("owner", company_id=uuid7())
    for _ in range(20):
        job = await ask(stranger, action="block", ids=[ana])
    assert (await ask(stranger, 409, action="block", ids=[ana]))["code"] == "too-many-bulk-jobs"
    await bulk_worker.run_due()
    assert await rows("SELECT count(*) FROM contacts WHERE blocked_at IS NULL") == [(1,)]
    seen = (await stranger.get(f"{PATH}/{job['id']}")).json()
    assert counts(seen) == ("finished", 1, 0, 0, 0, 1)
    assert (await as_user("viewer").get(f"{PATH}/{job['id']}")).status_code == 404
    first = (await stranger.get(PATH, params={"limit": 15})).json()
    rest = (await stranger.get(PATH, params={"limit": 15, "cursor": first["nextCursor"]})).json()
    ids = [item["id"] for item in (*first["items"], *rest["items"])]
    assert (len(ids), ids) == (20, sorted(ids, reverse=True))


async def test_the_worker_acts_by_itself(
    worker: object,  # noqa: ARG001 (runs the jobs)
    as_user: AsUser,
    eventually: Eventually,
) -> None:
    ids = await people(as_user, 2)
    job = await ask(as_user("agent"), action="tag", tags=["vip"], ids=ids)

    async def finished() -> None:
        assert (await job_of(as_user, job))["status"] == "finished"

    await eventually(finished)
    assert set(map(tuple, (await tags_of(as_user)).values())) == {("vip",)}


async def test_contacts_are_deleted_with_all_of_the_persons(
    as_user: AsUser, bulk_worker: BulkWorker, importer: Importer, rows: Rows
) -> None:
    await many(as_user, importer, 120)
    stays = await create_contact(as_user("agent"), name="Zé", phone="+5511988880001")
    [ana] = await rows("SELECT id FROM contacts WHERE name = 'P0'")
    await ask(as_user("agent"), 403, action="delete", ids=[str(ana.id)])
    first = await ask(as_user("admin"), action="delete", ids=[str(ana.id), str(uuid7())])
    await bulk_worker.run_due()
    assert counts(await job_of(as_user, first)) == ("finished", 2, 1, 0, 0, 1)
    job = await ask(as_user("admin"), action="delete", filter={"q": "P"})
    again = await ask(as_user("admin"), action="delete", ids=[str(ana.id)])
    await bulk_worker.run_due()
    assert counts(await job_of(as_user, job)) == ("finished", 119, 119, 0, 0, 0)
    assert counts(await job_of(as_user, again)) == ("finished", 1, 0, 0, 0, 1)
    items = (await as_user("viewer").get("/api/v1/contacts")).json()["items"]
    assert [item["id"] for item in items] == [stays["id"]]
    erasures = (await as_user("admin").get("/api/v1/contacts/erasures", params={"limit": 100})).json()
    assert len(erasures["items"]) == 100

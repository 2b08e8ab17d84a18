"""The audit log: what is in it, and who reads it."""

from typing import Any

import httpx
import pytest
from auth_people import Enter, Rows

from atende_contracts.audit import AuditRecordedV1
from atende_contracts.ids import uuid7
from atende_platform.runtime import Runtime
from atende_platform.testing.plugin import Eventually, Installation, Publish

AUDIT = "/api/v1/audit"


async def test_what_was_done_is_read_newest_first_in_pages(enter: Enter) -> None:
    owner = await enter()
    bia = await enter("bia@padaria.example", "agent", adds=owner)
    await owner.http.patch(f"/api/v1/users/{bia.id}", json={"role": "viewer"})

    items = (await owner.http.get(AUDIT)).json()["items"]

    assert [item["action"] for item in items] == [
        *("user.changed", "session.started", "user.created", "session.started", "company.registered")
    ]
    assert {item["address"] for item in items} == {"127.0.0.1"}
    assert {**items[0], "id": "", "at": ""} == {
        "id": "",
        "at": "",
        "actorId": owner.id,
        "actorKind": "user",
        "action": "user.changed",
        "objectType": "user",
        "objectId": bia.id,
        "address": "127.0.0.1",
        "details": {"role": "viewer"},
    }
    paged: list[Any] = []
    cursor: dict[str, str] = {}
    while cursor or not paged:
        page = (await owner.http.get(AUDIT, params={"limit": 2, **cursor})).json()
        paged += page["items"]
        cursor = {"cursor": page["nextCursor"]} if page.get("nextCursor") else {}
    assert paged == items


async def test_entries_are_filtered(enter: Enter) -> None:
    owner = await enter()
    bia = await enter("bia@padaria.example", "agent", adds=owner)
    created = (await owner.http.get(AUDIT, params={"action": "user.created"})).json()["items"]

    for parameters, count in (
        ({"actorId": bia.id}, 1),
        ({"actorId": str(uuid7())}, 0),
        ({"objectType": "session"}, 2),
        ({"objectId": bia.id}, 1),
        ({"objectId": bia.id, "action": "user.changed"}, 0),
        ({"objectId": "nobody"}, 0),
        ({"objectType": "session", "actorId": owner.id}, 1),
        ({"from": created[0]["at"]}, 2),
        ({"to": created[0]["at"]}, 2),
        ({"from": created[0]["at"], "to": created[0]["at"]}, 0),
    ):
        items = (await owner.http.get(AUDIT, params=parameters)).json()["items"]
        assert len(items) == count, parameters
    for name, value in (
        ("action", "a b"),
        ("actorId", "x"),
        ("objectId", "a b"),
        ("from", "2026-11-23T10:00:00"),
        ("to", "x"),
    ):
        response = await owner.http.get(AUDIT, params={name: value})
        assert response.status_code == 422
        assert response.json()["errors"][0]["field"] == name


async def test_refused_sign_ins_are_counted_if_there_is_such_an_account(
    client: httpx.AsyncClient,
    enter: Enter,
    installation: Installation,
    worker: Runtime[Any],
    eventually: Eventually,
) -> None:
    owner = await enter()
    bia = await enter("bia@padaria.example", "agent", adds=owner)
    await owner.http.patch(f"/api/v1/users/{bia.id}", json={"status": "disabled"})

    for email in ("bia@padaria.example", "nobody@padaria.example", *[owner.answer["user"]["email"]] * 3):
        answer = await client.post(
            "/api/v1/auth/login", json={"email": email, "password": "not the password"}
        )
        assert answer.status_code == 401
    await installation.runtime.refusals.record(installation.runtime.database)

    async def recorded() -> list[Any]:
        found = (await owner.http.get(AUDIT, params={"action": "user.sign-in-refused"})).json()["items"]
        assert len(found) == 2
        items: list[Any] = found
        return items

    items = await eventually(recorded)
    until = items[0]["details"].pop("until")
    assert items[0]["at"][:16] <= until[:16]
    assert [(item["actorId"], item["objectId"], item["address"], item["details"]) for item in items] == [
        (None, owner.id, "127.0.0.1", {"reason": "wrong password", "count": 3}),
        (None, bia.id, "127.0.0.1", {"reason": "disabled"}),
    ]
    assert not worker.failing


async def test_requests_without_the_permission_are_counted(
    enter: Enter, installation: Installation, worker: Runtime[Any], eventually: Eventually
) -> None:
    owner = await enter()
    bia = await enter("bia@padaria.example", "agent", adds=owner)
    for user_id in (owner.id, bia.id, str(uuid7())):
        refused = await bia.http.patch(f"/api/v1/users/{user_id}", json={"role": "owner"})
        assert (refused.status_code, refused.json()["permission"]) == (403, "users:write")
    await installation.runtime.refusals.record(installation.runtime.database)

    async def recorded() -> list[Any]:
        found = (await owner.http.get(AUDIT, params={"action": "access.refused"})).json()["items"]
        assert len(found) == 1
        items: list[Any] = found
        return items

    [item] = await eventually(recorded)
    assert item["details"].pop("until")
    assert (item["actorId"], item["address"], item["objectId"]) == (bia.id, "127.0.0.1", None)
    assert item["details"] == {
        "code": "forbidden",
        "permission": "users:write",
        "method": "PATCH",
        "path": "/api/v1/users/{user_id}",
        "count": 3,
    }
    assert not worker.failing


@pytest.mark.parametrize(("role", "status"), [("admin", 200), ("agent", 403), ("viewer", 403)])
async def test_who_reads_it(enter: Enter, role: str, status: int) -> None:
    owner = await enter()
    member = await enter("bia@padaria.example", role, adds=owner)

    assert (await member.http.get(AUDIT)).status_code == status


async def test_companies_do_not_read_each_other(enter: Enter) -> None:
    owner = await enter()
    stranger = await enter("eva@oficina.example")

    items = (await stranger.http.get(AUDIT)).json()["items"]
    assert {item["actorId"] for item in items} == {stranger.id}
    assert not (await stranger.http.get(AUDIT, params={"actorId": owner.id})).json()["items"]


async def test_what_other_services_record_is_kept_once(
    worker: Runtime[Any], publish: Publish, enter: Enter, rows: Rows, eventually: Eventually
) -> None:
    owner = await enter()
    company_id = owner.answer["company"]["id"]
    started = AuditRecordedV1(
        company_id=company_id,
        actor_id=owner.id,
        actor_kind="api-key",
        action="campaign.started",
        object_type="campaign",
        object_id="019ab1e0-11d4-70e6-9f3b-4d5c6b7a8940",
        address="203.0.113.7",
        details={"recipients": 1000, "name": "São João"},
    )
    by_itself = AuditRecordedV1(
        company_id=company_id, action="opt-out.recorded", object_type="opt-out", object_id="phone:5511"
    )
    unknown = AuditRecordedV1(company_id=uuid7(), action="campaign.started", object_type="campaign")

    await publish(started, started, unknown, by_itself, started)

    async def both_are_there() -> None:
        entries = await rows("SELECT id FROM audit_log WHERE object_type IN ('campaign', 'opt-out')")
        assert sorted(entry.id for entry in entries) == [started.id, by_itself.id]

    await eventually(both_are_there)
    [item] = (await owner.http.get(AUDIT, params={"objectType": "campaign"})).json()["items"]
    assert item["details"] == {"recipients": 1000, "name": "São João"}
    assert (item["objectId"], item["address"]) == (started.object_id, "203.0.113.7")
    assert (item["actorId"], item["actorKind"]) == (owner.id, "api-key")
    assert not worker.failing

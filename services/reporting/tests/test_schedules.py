"""Scheduled reports, as people make, change, send and leave them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx
import pytest

from atende_contracts.audit import AuditRecordedV1
from atende_contracts.ids import uuid7
from atende_contracts.permissions import Role
from atende_platform.data.db import Database
from atende_platform.testing.plugin import AsUser, Published
from reporting.service.schedules import SENT_BY_HAND_PER_HOUR
from reporting.service.summing import sum_up

from .reports import REPORTS, get, member, weekly

if TYPE_CHECKING:
    from conftest import Company, Tell

SCHEDULES = f"{REPORTS}/schedules"


async def create(http: httpx.AsyncClient, body: dict[str, Any]) -> dict[str, Any]:
    response = await http.post(SCHEDULES, json=body)
    assert response.status_code == 201, response.text
    made: dict[str, Any] = response.json()
    return made


async def test_a_report_is_scheduled_changed_paused_and_deleted(
    as_user: AsUser, tell: Tell, company: Company, published: Published
) -> None:
    bia, caio = member(company.id), member(company.id, "Caio", "viewer")
    await tell(bia, caio)
    await tell(company.settings("America/Manaus"))
    owner = as_user()

    made = await create(owner, weekly(bia.user_id, filters={"channelId": str(company.channel_id)}))

    assert made["timeZone"] == "America/Manaus"
    assert made["nextAt"].endswith("T12:00:00Z"), "eight in Manaus"
    assert made["recipients"] == [{"userId": str(bia.user_id), "name": "Bia", "mayReceive": True}]
    assert made["filters"]["channelId"] == str(company.channel_id)
    assert (made["lastRun"], made["revision"], made["enabled"]) == (None, 1, True)
    assert [one["id"] for one in (await get(as_user(Role.VIEWER), "/schedules"))["items"]] == [made["id"]]

    path = f"{SCHEDULES}/{made['id']}"
    recipients = [str(bia.user_id), str(caio.user_id)]
    changed = await owner.patch(path, json={"hour": 9, "recipientIds": recipients})
    assert changed.status_code == 200, changed.text
    assert changed.headers["etag"] == '"2"'
    assert changed.json()["nextAt"].endswith("T13:00:00Z")
    assert (await owner.patch(path, json={"hour": 9})).json()["revision"] == 2, "nothing changed"
    stale = await owner.patch(path, json={"enabled": False}, headers={"If-Match": '"1"'})
    assert stale.status_code == 412
    paused = (await owner.patch(path, json={"enabled": False})).json()
    assert (paused["nextAt"], paused["enabled"]) == (None, False)

    assert (await owner.delete(path)).status_code == 204
    assert (await owner.get(path)).json()["code"] == "not-found"
    entries = [entry for entry in await published(AuditRecordedV1) if entry.object_id == made["id"]]
    assert [entry.action for entry in entries] == [
        "report-schedule.created",
        "report-schedule.changed",
        "report-schedule.changed",
        "report-schedule.deleted",
    ]
    assert entries[1].details["fields"] == "hour recipient_ids"


async def test_reports_follow_a_company_to_another_time_zone(
    as_user: AsUser, tell: Tell, company: Company, database: Database
) -> None:
    """At once, though figures are summed up by days of the zone before for a while."""
    bia = member(company.id)
    await tell(bia)
    await tell(company.inbound())
    async with database.worker() as session:
        await sum_up(session, company.id)
    made = await create(as_user(), weekly(bia.user_id))
    assert made["nextAt"].endswith("T11:00:00Z")
    await tell(company.settings("Asia/Kolkata", revision=2))
    moved = await get(as_user(), f"/schedules/{made['id']}")
    assert moved["nextAt"].endswith("T02:30:00Z")


@pytest.mark.parametrize(
    ("changes", "field", "reason"),
    [
        ({"weekday": None}, None, "weekday_missing"),
        ({"every": "monthly"}, None, "day_of_month_missing"),
        ({"report": "channels", "filters": {"queueId": str(uuid7())}}, None, "not_of_report"),
        ({"recipientIds": []}, None, "recipient_missing"),
        ({"recipientIds": [str(uuid7())]}, "recipientIds", "recipient_unknown"),
        ({"report": "everything"}, "report", None),
        ({"hour": 24}, "hour", None),
        ({"name": "a\nb"}, "name", None),
        ({"recipientIds": [str(uuid7()) for _ in range(21)]}, "recipientIds", None),
    ],
)
async def test_what_cannot_be_scheduled(
    as_user: AsUser,
    tell: Tell,
    company: Company,
    changes: dict[str, Any],
    field: str | None,
    reason: str | None,
) -> None:
    bia = member(company.id)
    await tell(bia)
    response = await as_user().post(SCHEDULES, json={**weekly(bia.user_id), **changes})
    assert response.status_code == 422, response.text
    [error] = response.json()["errors"]
    assert field is None or error["field"] == field
    assert reason is None or error["code"] == reason


async def test_a_change_leaves_it_in_order_as_a_whole(as_user: AsUser, tell: Tell, company: Company) -> None:
    bia = member(company.id)
    await tell(bia)
    made = await create(as_user(), weekly(bia.user_id, filters={"queueId": str(uuid7())}))
    for change, field in (({"every": "monthly"}, "day"), ({"report": "opt-outs"}, "filters")):
        response = await as_user().patch(f"{SCHEDULES}/{made['id']}", json=change)
        assert response.status_code == 422
        assert response.json()["errors"][0]["field"] == field
    monthly = await as_user().patch(f"{SCHEDULES}/{made['id']}", json={"every": "monthly", "day": 31})
    assert monthly.json()["every"] == "monthly"


async def test_only_who_may_see_all_reports_gets_them(as_user: AsUser, tell: Tell, company: Company) -> None:
    agent, gone = member(company.id, "Davi", "agent"), member(company.id, "Eva", state="disabled")
    other = member(uuid7(), "Fabio")
    await tell(agent, gone, other)
    reasons = []
    for user in (agent, gone, other):
        response = await as_user().post(SCHEDULES, json=weekly(user.user_id))
        reasons.append(response.json()["errors"][0]["code"])
    assert reasons == ["recipient_without_access", "recipient_unknown", "recipient_unknown"]
    for role in (Role.AGENT, Role.VIEWER):
        assert (await as_user(role).post(SCHEDULES, json=weekly(agent.user_id))).status_code == 403


async def test_a_recipient_leaves_and_a_report_that_nobody_gets_is_paused(
    as_user: AsUser, tell: Tell, company: Company
) -> None:
    bia, caio = member(company.id), member(company.id, "Caio", "viewer")
    await tell(bia, caio)
    made = await create(as_user(), weekly(bia.user_id, caio.user_id))
    path = f"{SCHEDULES}/{made['id']}"

    viewer = as_user(Role.VIEWER, user_id=caio.user_id)
    assert (await viewer.delete(f"{path}/recipients/me")).status_code == 204
    left = await get(as_user(), f"/schedules/{made['id']}")
    assert ([one["name"] for one in left["recipients"]], left["enabled"]) == (["Bia"], True)
    again = await viewer.delete(f"{path}/recipients/me")
    assert (again.status_code, again.json()["code"]) == (409, "not-a-recipient")
    # One who became an agent sees what they still get, and nothing else.
    agent = as_user(Role.AGENT, user_id=bia.user_id)
    assert len((await agent.get(SCHEDULES)).json()["items"]) == 1
    assert (await as_user(Role.AGENT).get(path)).status_code == 404
    assert (await agent.delete(f"{path}/recipients/me")).status_code == 204
    empty = await get(as_user(), f"/schedules/{made['id']}")
    assert (empty["recipients"], empty["enabled"], empty["nextAt"]) == ([], False, None)
    refused = await as_user().patch(path, json={"enabled": True})
    assert refused.json()["errors"][0]["code"] == "recipient_missing"
    assert (await as_user().post(f"{path}/send")).status_code == 422


async def test_a_company_has_so_many_and_sends_so_many_by_hand(
    as_user: AsUser, tell: Tell, company: Company, installation: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    bia = member(company.id)
    await tell(bia)
    fewer = installation.runtime.settings.model_copy(update={"report_schedules": 1})
    monkeypatch.setattr(installation.runtime, "settings", fewer)
    made = await create(as_user(), weekly(bia.user_id))
    refused = await as_user().post(SCHEDULES, json=weekly(bia.user_id))
    assert (refused.status_code, refused.json()["code"]) == (409, "too-many-report-schedules")
    path = f"{SCHEDULES}/{made['id']}/send"
    answers = [await as_user().post(path) for _ in range(SENT_BY_HAND_PER_HOUR + 1)]
    assert [answer.status_code for answer in answers] == [202] * SENT_BY_HAND_PER_HOUR + [429]
    first = answers[0].json()
    assert (first["status"], first["mails"][0]["status"], first["mails"][0]["name"]) == (
        "pending",
        "queued",
        "Bia",
    )
    page = await get(as_user(), f"/schedules/{made['id']}/runs", limit=4)
    rest = await get(as_user(), f"/schedules/{made['id']}/runs", limit=50, cursor=page["nextCursor"])
    assert (len(page["items"]), len(rest["items"])) == (4, SENT_BY_HAND_PER_HOUR - 4)


async def test_a_request_that_comes_again_schedules_nothing_twice(
    as_user: AsUser, tell: Tell, company: Company
) -> None:
    bia = member(company.id)
    await tell(bia)
    owner = as_user(user_id=uuid7())
    headers = {"Idempotency-Key": "one"}
    one, other = [await owner.post(SCHEDULES, json=weekly(bia.user_id), headers=headers) for _ in range(2)]
    assert one.json() == other.json()
    assert len((await get(owner, "/schedules"))["items"]) == 1


async def test_another_companys_schedules_do_not_exist(as_user: AsUser, tell: Tell, company: Company) -> None:
    bia = member(company.id)
    await tell(bia)
    made = await create(as_user(), weekly(bia.user_id))
    stranger = as_user(company_id=uuid7())
    path = f"{SCHEDULES}/{made['id']}"
    assert (await stranger.get(SCHEDULES)).json()["items"] == []
    answers = [
        await stranger.get(path),
        await stranger.patch(path, json={"hour": 1}),
        await stranger.delete(path),
        await stranger.post(f"{path}/send"),
        await stranger.get(f"{path}/runs"),
        await stranger.delete(f"{path}/recipients/me"),
    ]
    assert {answer.status_code for answer in answers} == {404}


async def test_what_is_known_of_a_user_is_the_newest(as_user: AsUser, tell: Tell, company: Company) -> None:
    newer = member(company.id, revision=3)
    older = member(company.id, "Beatriz", user_id=newer.user_id, revision=2)
    await tell(newer)
    await tell(older)
    made = await create(as_user(), weekly(newer.user_id))
    assert made["recipients"][0]["name"] == "Bia"
    await tell(member(company.id, user_id=newer.user_id, revision=4, state="disabled"))
    shown = await get(as_user(), f"/schedules/{made['id']}")
    assert shown["recipients"][0]["mayReceive"] is False

"""What a company decides about its inbox, and about single channels of it."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from atende_contracts.audit import AuditRecordedV1
from atende_contracts.ids import uuid7
from atende_platform.testing.plugin import AsUser, Handle, Published

from ..factories import Inbound, Rows, create_channel, create_queue

POLICIES = "/api/v1/policies"


async def test_a_company_has_defaults_until_it_decides(
    as_user: AsUser, published: Published, rows: Rows
) -> None:
    http = as_user("admin")
    before = (await as_user("viewer").get(POLICIES)).json()
    assert before == {
        "visibility": "queues",
        "reopenRule": None,
        "reopenHours": None,
        "assignment": "manual",
        "agentCapacity": None,
        "releaseOfflineMinutes": None,
        "closeAfterHours": None,
        "closeMessage": None,
        "greetingEnabled": True,
        "greeting": None,
        "revision": 0,
    }
    body = {"assignment": "least_busy", "agentCapacity": 5, "visibility": "all", "closeMessage": "Até mais!"}
    after = (await http.patch(POLICIES, json=body)).json()
    assert after == {**before, **body, "revision": 1}
    assert (await http.patch(POLICIES, json=body)).json() == after, "nothing has changed"
    cleared = (await http.patch(POLICIES, json={"agentCapacity": None})).json()
    assert (cleared["agentCapacity"], cleared["revision"]) == (None, 2)
    assert (await http.get(POLICIES)).json() == cleared
    assert (await as_user("admin", company_id=uuid7()).get(POLICIES)).json() == before

    audits = [event for event in await published(AuditRecordedV1) if event.object_type == "policies"]
    assert [str(event.action) for event in audits] == ["policies.changed"] * 2
    assert audits[0].details["agent_capacity"] == "5"
    assert len(await rows("SELECT 1 FROM event_log WHERE type = 'policies.updated'")) == 2


async def test_two_who_decide_at_once_both_do(as_user: AsUser) -> None:
    http = as_user("admin")
    bodies: list[dict[str, Any]] = [{"visibility": "all"}, {"agentCapacity": 3}, {"greetingEnabled": False}]
    await asyncio.gather(*(http.patch(POLICIES, json=body) for body in bodies))
    after = (await http.get(POLICIES)).json()
    assert (after["visibility"], after["agentCapacity"], after["greetingEnabled"]) == ("all", 3, False)
    assert after["revision"] == 3


async def test_a_channel_has_rules_of_its_own(
    as_user: AsUser, handle: Handle, channel_id: UUID, company_id: UUID
) -> None:
    http = as_user("admin")
    path = f"{POLICIES}/channels/{channel_id}"
    assert (await http.get(path)).status_code == 404
    await create_channel(handle, company_id, channel_id)
    empty = (await http.get(path)).json()
    assert (empty["revision"], empty["defaultQueueId"], empty["menu"]) == (0, None, None)
    sales, support = await create_queue(http, name="Vendas"), await create_queue(http, name="Suporte")
    menu = {
        "text": "Com quem quer falar?",
        "style": "list",
        "button": "Escolher",
        "options": [
            {"queueId": sales["id"], "label": "Vendas"},
            {"queueId": support["id"], "label": "Suporte"},
        ],
    }
    body = {"defaultQueueId": sales["id"], "reopenRule": "never", "menu": menu}
    decided = (await http.patch(path, json=body)).json()
    assert {name: decided[name] for name in body} == body
    assert (await http.patch(path, json=body)).json() == decided
    assert (await http.get(f"{POLICIES}/channels")).json()["items"] == [decided]

    foreign = await create_queue(as_user("admin", company_id=uuid7()), name="C")
    for bad, field in (
        ({"defaultQueueId": foreign["id"]}, "defaultQueueId"),
        ({"menu": {**menu, "options": [*menu["options"], {"queueId": foreign["id"], "label": "C"}]}}, "menu"),
    ):
        refused = await http.patch(path, json=bad)
        assert refused.status_code == 422
        assert refused.json()["errors"][0]["code"] == "queue_unknown"
        assert refused.json()["errors"][0]["field"].startswith(field)
    assert (await as_user("admin", company_id=uuid7()).get(path)).status_code == 404
    assert (await as_user("agent").patch(path, json=body)).status_code == 403

    assert (await http.delete(path)).status_code == 204
    assert (await http.delete(path)).status_code == 204
    assert (await http.get(path)).json() == empty


@pytest.mark.parametrize(
    "body",
    [
        {"visibility": "some"},
        {"visibility": None},
        {"assignment": "random"},
        {"agentCapacity": 0},
        {"reopenHours": -1},
        {"reopenRule": "sometimes"},
        {"closeAfterHours": 0},
        {"closeMessage": ""},
        {"unknown": 1},
    ],
)
async def test_what_a_rule_may_be(as_user: AsUser, body: dict[str, Any]) -> None:
    assert (await as_user("admin").patch(POLICIES, json=body)).status_code == 422


@pytest.mark.parametrize(
    ("company", "channel", "same"),
    [
        (None, None, (True, False)),
        ({"reopenRule": "always"}, None, (True, True)),
        ({"reopenRule": "never"}, None, (False, False)),
        ({"reopenHours": 100}, None, (True, True)),
        ({"reopenRule": "always"}, {"reopenRule": "never"}, (False, False)),
        ({"reopenRule": "never"}, {"reopenRule": "hours", "reopenHours": 3}, (True, False)),
        ({"reopenRule": "never"}, {"reopenRule": "always"}, (True, True)),
    ],
)
async def test_who_writes_again_goes_on_in_the_same_ticket_by_the_rule(
    as_user: AsUser,
    handle: Handle,
    inbound: Inbound,
    rows: Rows,
    company_id: UUID,
    channel_id: UUID,
    company: dict[str, Any] | None,
    channel: dict[str, Any] | None,
    same: tuple[bool, bool],
) -> None:
    http = as_user("admin")
    if company is not None:
        assert (await http.patch(POLICIES, json=company)).status_code == 200
    if channel is not None:
        await create_channel(handle, company_id, channel_id)
        answer = await http.patch(f"{POLICIES}/channels/{channel_id}", json=channel)
        assert answer.status_code == 200
    for number, (hours, goes_on) in enumerate(zip((2, 30), same, strict=True)):
        customer = f"551199999000{number}"
        await handle([inbound(wa_id=customer)])
        [[ticket_id]] = await rows(
            "SELECT t.id FROM tickets t JOIN contacts c ON c.id = t.contact_id WHERE c.wa_id = :wa_id",
            wa_id=customer,
        )
        await http.post(f"/api/v1/tickets/{ticket_id}/close")
        later = datetime.now(UTC) + timedelta(hours=hours)
        await handle([inbound("De novo", wa_id=customer, sent_at=later)])
        found = await rows(
            "SELECT t.id FROM tickets t JOIN contacts c ON c.id = t.contact_id WHERE c.wa_id = :wa_id",
            wa_id=customer,
        )
        assert (len(found) == 1) is goes_on, hours

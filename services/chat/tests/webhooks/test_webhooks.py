"""Webhooks as users set them up, and what is posted to them."""

import base64
import hashlib
import hmac
from collections.abc import Callable
from typing import Any

import pytest

from atende_contracts.audit import AuditRecordedV1
from atende_contracts.ids import uuid7
from atende_contracts.permissions import Permission, Role
from atende_platform.errors import Forbidden
from atende_platform.identity.context import TenantContext
from atende_platform.testing.plugin import AsUser, Handle, Published
from chat.webhooks.domain import MAX_WEBHOOKS
from chat.webhooks.service import require_readable

from ..factories import create_contact, create_tag
from .conftest import WEBHOOKS, Delivering, Receiver, create_webhook

Rows = Callable[..., Any]


def verify(secret: str, headers: dict[str, str], body: bytes) -> int:
    """Return how many of the signatures are right, as a receiver finds out."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    right = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    return headers["webhook-signature"].split(" ").count(right)


async def test_an_event_is_posted_signed_and_logged(
    as_user: AsUser, receiver: Receiver, delivering: Delivering, handle: Handle, inbound: Callable[..., Any]
) -> None:
    await handle([inbound("before")])
    made = await create_webhook(as_user, f"{receiver.url}/hook", eventTypes=["message.created"])
    assert made["secret"].startswith("whsec_")
    await handle([inbound("Bom dia")])
    await delivering.all()
    [request] = receiver.requests
    assert verify(made["secret"], request.headers, request.raw) == 1
    body = request.body
    assert set(body) == {"id", "type", "companyId", "sequence", "createdAt", "data"}
    assert (body["type"], body["id"]) == ("message.created", request.headers["webhook-id"])
    assert body["data"]["message"]["text"] == "Bom dia"

    http = as_user("admin")
    [delivery] = (await http.get(f"{WEBHOOKS}/{made['id']}/deliveries")).json()["items"]
    assert {name: delivery[name] for name in ("status", "code", "attempts", "eventId", "sequence")} == {
        "status": "delivered",
        "code": 200,
        "attempts": 1,
        "eventId": body["id"],
        "sequence": body["sequence"],
    }
    assert (await http.get(f"{WEBHOOKS}/{made['id']}/deliveries/{delivery['id']}")).json() == delivery
    shown = (await http.get(f"{WEBHOOKS}/{made['id']}")).json()
    assert (shown["backlog"], shown["failures"], shown["dropped"]) == (0, 0, 0)
    assert shown["lastSuccessAt"]
    # Again nothing.
    await delivering.all()
    assert len(receiver.requests) == 1


async def test_all_types_but_its_own_in_the_order_of_the_log(
    as_user: AsUser, receiver: Receiver, delivering: Delivering, rows: Rows
) -> None:
    made = await create_webhook(as_user, f"{receiver.url}/hook")
    for number in range(120):
        await create_tag(as_user("agent"), name=f"n{number}")
    await as_user("admin").patch(f"{WEBHOOKS}/{made['id']}", json={"description": "changed"})
    await delivering.all()
    found = [request.body["sequence"] for request in receiver.requests]
    assert found == sorted(set(found))
    assert [request.body["type"] for request in receiver.requests] == ["tag.updated"] * 120
    assert {request.body["data"]["tag"]["name"] for request in receiver.requests} == {
        f"n{number}" for number in range(120)
    }
    updates = await rows("SELECT payload FROM event_log WHERE type = 'webhook.updated'")
    assert len(updates) == 2
    assert "http" not in str([row.payload for row in updates]), "agents need not know where it goes"


async def test_a_webhook_is_listed_changed_and_deleted(as_user: AsUser, published: Published) -> None:
    http = as_user("admin")
    made = await create_webhook(as_user, "https://Erp.Example/in?token=1", description="ERP")
    path = f"{WEBHOOKS}/{made['id']}"
    assert made["url"] == "https://erp.example/in?token=1"
    assert [item["id"] for item in (await http.get(WEBHOOKS)).json()["items"]] == [made["id"]]
    assert "secret" not in (await http.get(path)).json()

    off = await http.patch(path, json={"active": False}, headers={"If-Match": '"1"'})
    assert (off.json()["active"], off.json()["disabledReason"], off.headers["ETag"]) == (False, "user", '"2"')
    assert (await http.patch(path, json={"active": True}, headers={"If-Match": '"1"'})).status_code == 412
    assert (await http.patch(path, json={"active": False})).json()["revision"] == 2, "nothing has changed"
    on = await http.patch(path, json={"active": True, "parallel": 4, "eventTypes": ["tag.updated"]})
    assert (on.json()["active"], on.json()["disabledReason"], on.json()["disabledAt"]) == (True, None, None)

    assert (await http.delete(path, headers={"If-Match": '"1"'})).status_code == 412
    assert (await http.delete(path)).status_code == 204
    assert (await http.get(path)).status_code == 404
    assert (await http.delete(path)).status_code == 404
    actions = [event.action for event in await published(AuditRecordedV1)]
    assert actions == ["webhook.created", "webhook.changed", "webhook.changed", "webhook.deleted"]
    details = [event.details for event in await published(AuditRecordedV1)]
    assert "token" not in str(details)


@pytest.mark.parametrize(
    ("url", "code"),
    [
        *[(url, "not_a_webhook_url") for url in ("ftp://a.example/", "//a.example", "https://", "nonsense")],
        *[(url, "not_a_webhook_url") for url in ("https://u:p@a.example/", "https://a.example/#x")],
        *[(url, "not_a_webhook_url") for url in ("https://a.example:99999/", "https://a.example/ä b")],
        *[
            (url, "address_not_public")
            for url in ("https://10.1.2.3/", "https://[::1]/", "https://[fd00::1]")
        ],
        *[
            (url, "address_not_public")
            for url in ("http://169.254.169.254/latest", "https://[::ffff:10.0.0.1]/")
        ],
    ],
)
async def test_addresses_that_are_refused_at_once(as_user: AsUser, url: str, code: str) -> None:
    answer = await as_user("admin").post(WEBHOOKS, json={"url": url})
    assert answer.status_code == 422
    assert [(error["field"], error["code"]) for error in answer.json()["errors"]] == [("url", code)]


async def test_what_is_refused(as_user: AsUser) -> None:
    http = as_user("admin")
    for body in (
        {},
        {"url": "https://a.example", "eventTypes": ["nonsense.happened"]},
        {"url": "https://a.example", "eventTypes": ["webhook.updated"]},
        {"url": "https://a.example", "parallel": 11},
        {"url": "https://a.example/" + "x" * 2000},
        {"url": "https://a.example", "more": 1},
    ):
        assert (await http.post(WEBHOOKS, json=body)).status_code == 422, body
    for role in ("agent", "viewer"):
        assert (await as_user(role).get(WEBHOOKS)).status_code == 403
        assert (await as_user(role).post(WEBHOOKS, json={"url": "https://a.example"})).status_code == 403
    made = await create_webhook(as_user, "https://a.example")
    stranger = as_user("owner", company_id=uuid7())
    path = f"{WEBHOOKS}/{made['id']}"
    for answer in (
        await stranger.get(path),
        await stranger.patch(path, json={"active": False}),
        await stranger.delete(path),
        await stranger.post(f"{path}/test"),
        await stranger.post(f"{path}/rotate-secret", json={}),
        await stranger.get(f"{path}/deliveries"),
        await stranger.post(f"{path}/deliveries/{uuid7()}/redeliver"),
        await http.post(f"{path}/deliveries/{uuid7()}/redeliver"),
    ):
        assert answer.status_code == 404


async def test_a_company_has_so_many(as_user: AsUser, rows: Rows) -> None:
    made = await create_webhook(as_user, "https://a.example")
    await rows(
        "INSERT INTO webhooks (company_id, id, url, description, event_types, parallel, active, secret,"
        " position,"
        " waiting, dropped, failures, leased_until, created_at, created_by, revision)"
        " SELECT company_id, gen_random_uuid(), url, '', '{}', 1, true, secret, 0, 0, 0, 0, now(), now(),"
        " id, 1"
        " FROM webhooks, generate_series(2, :most) WHERE id = :id RETURNING id",
        most=MAX_WEBHOOKS,
        id=made["id"],
    )
    answer = await as_user("admin").post(WEBHOOKS, json={"url": "https://a.example"})
    assert (answer.status_code, answer.json()["code"]) == (409, "too-many-webhooks")
    await create_webhook(as_user, "https://a.example", company_id=uuid7())


@pytest.mark.parametrize("event_types", [["campaign.progress"], ["tag.updated", "campaign.finished"], []])
def test_a_key_gets_no_events_that_it_may_not_read(event_types: list[str]) -> None:
    id_ = uuid7()
    scopes = frozenset({Permission.WEBHOOKS_WRITE, Permission.TICKETS_READ})
    key = TenantContext(id_, id_, Role.VIEWER, id_, kind="api-key", scopes=scopes)
    require_readable(key, ["message.created"])
    with pytest.raises(Forbidden):
        require_readable(key, event_types)


async def test_a_rotated_secret_signs_beside_the_new_one_for_a_while(
    as_user: AsUser, receiver: Receiver, delivering: Delivering, rows: Rows
) -> None:
    made = await create_webhook(as_user, f"{receiver.url}/hook")
    path = f"{WEBHOOKS}/{made['id']}"
    rotated = (await as_user("admin").post(f"{path}/rotate-secret", json={"overlapHours": 2})).json()
    assert rotated["webhook"]["previousSecretUntil"]
    await create_tag(as_user("agent"), name="one")
    await delivering.all()
    [first] = receiver.requests
    assert len(first.headers["webhook-signature"].split(" ")) == 2
    assert [verify(each, first.headers, first.raw) for each in (made["secret"], rotated["secret"])] == [1, 1]

    await rows("UPDATE webhooks SET previous_secret_until = now() RETURNING id")
    await create_tag(as_user("agent"), name="two")
    await delivering.all()
    second = receiver.requests[1]
    assert [verify(each, second.headers, second.raw) for each in (made["secret"], rotated["secret"])] == [
        0,
        1,
    ]

    at_once = (await as_user("admin").post(f"{path}/rotate-secret", json={"overlapHours": 0})).json()
    assert at_once["webhook"]["previousSecretUntil"] is None
    stored = await rows("SELECT secret, previous_secret FROM webhooks")
    assert stored[0].previous_secret is None
    assert at_once["secret"].encode() not in stored[0].secret


async def test_a_test_says_what_came_of_it(as_user: AsUser, receiver: Receiver) -> None:
    made = await create_webhook(as_user, f"{receiver.url}/hook", active=False)
    path = f"{WEBHOOKS}/{made['id']}"
    good = (await as_user("admin").post(f"{path}/test")).json()
    assert (good["status"], good["code"], good["type"]) == ("delivered", 200, "webhook.test")
    [request] = receiver.requests
    assert verify(made["secret"], request.headers, request.raw) == 1
    assert request.body["id"] == good["eventId"]

    receiver.answers["/hook"] = "500 x\r\n\r\nno \x00 such\ttable"
    bad = (await as_user("admin").post(f"{path}/test")).json()
    assert (bad["status"], bad["code"], bad["excerpt"]) == ("failed", 500, "no � such\ttable")
    await as_user("admin").patch(path, json={"url": "http://127.0.0.1:1/"})
    unreachable = (await as_user("admin").post(f"{path}/test")).json()
    assert (unreachable["status"], unreachable["code"], unreachable["error"]) == ("failed", None, "connect")
    listed = (await as_user("admin").get(f"{path}/deliveries", params={"status": "failed"})).json()["items"]
    assert [item["id"] for item in listed] == [unreachable["id"], bad["id"]]
    first = (await as_user("admin").get(f"{path}/deliveries", params={"limit": 2})).json()
    rest = await as_user("admin").get(f"{path}/deliveries", params={"cursor": first["nextCursor"]})
    assert [item["id"] for item in rest.json()["items"]] == [good["id"]]


async def test_contacts_and_messages_of_another_company_go_nowhere(
    as_user: AsUser, receiver: Receiver, delivering: Delivering
) -> None:
    await create_webhook(as_user, f"{receiver.url}/hook")
    await create_contact(as_user("agent", company_id=uuid7()))
    await delivering.all()
    assert not receiver.requests

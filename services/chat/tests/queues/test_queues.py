"""A company's queues: who belongs to them, when they work."""

import asyncio
from collections.abc import Callable
from typing import Any
from uuid import UUID

from atende_contracts.audit import AuditRecordedV1
from atende_contracts.ids import uuid7
from atende_contracts.queues import QueueChangedV1
from atende_contracts.users import UserChangedV1
from atende_platform.testing.plugin import AsUser, Handle, Published
from chat.queues.domain import MAX_MEMBERS, MAX_QUEUES

from ..factories import Rows, create_queue, create_user

QUEUES = "/api/v1/queues"


async def test_queues_are_listed_in_their_order_changed_and_archived(
    as_user: AsUser, published: Published, rows: Rows
) -> None:
    http = as_user("admin")
    late = await create_queue(http, name="Vendas", position=2)
    early = await create_queue(http, name="suporte", color="#ff0000", greeting="Olá! Já vamos.")
    third = await create_queue(http, name="Cobrança", position=2, description="Boletos")
    changed = await http.patch(f"{QUEUES}/{late['id']}", json={"name": "Vendas 2", "position": 3})
    assert {key: changed.json()[key] for key in ("name", "position", "revision", "greeting")} == {
        "name": "Vendas 2",
        "position": 3,
        "revision": 2,
        "greeting": None,
    }
    listed = (await as_user("viewer").get(QUEUES)).json()["items"]
    assert [queue["name"] for queue in listed] == ["suporte", "Cobrança", "Vendas 2"]

    cleared = (await http.patch(f"{QUEUES}/{early['id']}", json={"greeting": None})).json()
    assert (cleared["greeting"], cleared["revision"]) == (None, 2)
    assert (await http.patch(f"{QUEUES}/{early['id']}", json={"greeting": None})).json() == cleared

    target = {"targetQueueId": late["id"]}
    assert (await http.delete(f"{QUEUES}/{early['id']}", params=target)).status_code == 204
    assert (await http.delete(f"{QUEUES}/{early['id']}")).status_code == 404
    assert (await http.patch(f"{QUEUES}/{early['id']}", json={"name": "x"})).status_code == 404
    in_use = (await http.get(QUEUES)).json()["items"]
    [archived] = (await http.get(QUEUES, params={"archived": True})).json()["items"]
    assert [queue["id"] for queue in in_use] == [third["id"], late["id"]]
    assert archived == (await http.get(f"{QUEUES}/{early['id']}")).json()
    assert archived["archivedInto"] == late["id"]

    actions = [str(event.action) for event in await published(AuditRecordedV1)]
    assert actions == [*["queue.created"] * 3, *["queue.changed"] * 2, "queue.archived"]
    [*_, last] = await rows("SELECT payload FROM event_log WHERE type = 'queue.updated' ORDER BY seq")
    assert last.payload["queue"] == archived


async def test_names_are_unique_among_queues_in_use(as_user: AsUser) -> None:
    http = as_user("admin")
    first, other = await create_queue(http, name="Vendas"), await create_queue(http, name="Outra")
    for answer in (
        await http.post(QUEUES, json={"name": " vendas "}),
        await http.patch(f"{QUEUES}/{other['id']}", json={"name": "VENDAS"}),
    ):
        assert (answer.status_code, answer.json()["code"]) == (409, "queue-exists")
    await http.delete(f"{QUEUES}/{first['id']}")
    await create_queue(http, name="vendas")
    await create_queue(as_user("admin", company_id=uuid7()), name="vendas")


async def test_no_queue_is_archived_into_itself_an_archived_one_or_another_company_s(as_user: AsUser) -> None:
    http = as_user("admin")
    one, other = await create_queue(http, name="A"), await create_queue(http, name="B")
    foreign = await create_queue(as_user("admin", company_id=uuid7()), name="C")
    for target in (one["id"], foreign["id"], str(uuid7())):
        refused = await http.delete(f"{QUEUES}/{one['id']}", params={"targetQueueId": target})
        assert (refused.status_code, refused.json()["errors"][0]["code"]) == (422, "queue_unknown"), target
    assert (await http.delete(f"{QUEUES}/{foreign['id']}")).status_code == 404
    # Both at once into each other: one of them wins.
    answers = await asyncio.gather(
        http.delete(f"{QUEUES}/{one['id']}", params={"targetQueueId": other["id"]}),
        http.delete(f"{QUEUES}/{other['id']}", params={"targetQueueId": one["id"]}),
    )
    assert sorted(answer.status_code for answer in answers) == [204, 422]


async def test_a_company_has_so_many_queues_also_if_several_are_created_at_once(
    as_user: AsUser, rows: Rows, company_id: UUID
) -> None:
    http = as_user("admin")
    await create_queue(http, name="first")
    await rows(
        "INSERT INTO queues (company_id, id, name, color, position, created_at, revision)"
        " SELECT :company, gen_random_uuid(), 'n' || i, '#000000', 0, now(), 1"
        " FROM generate_series(3, :most) i RETURNING id",
        company=company_id,
        most=MAX_QUEUES,
    )
    answers = await asyncio.gather(*(http.post(QUEUES, json={"name": f"last {nth}"}) for nth in range(4)))
    assert sorted(answer.status_code for answer in answers) == [201, *[409] * 3]
    assert {answer.json().get("code") for answer in answers} == {None, "too-many-queues"}


async def test_hours_are_shown_as_they_were_given(as_user: AsUser) -> None:
    http = as_user("admin")
    given = {
        "monday": [{"start": "08:00", "end": "12:00"}, {"start": "13:00", "end": "24:00"}],
        "exceptions": [
            {"date": "2026-12-25", "name": "Natal", "intervals": []},
            {"date": "2026-12-24", "name": None, "intervals": [{"start": "08:00", "end": "12:00"}]},
        ],
    }
    queue = await create_queue(http, name="Vendas", openingHours=given, timeZone="America/Manaus")
    shown = queue["openingHours"]
    assert shown["monday"] == given["monday"]
    assert shown["sunday"] == []
    assert shown["exceptions"] == given["exceptions"][::-1]
    assert queue["timeZone"] == "America/Manaus"
    opening = (await http.get(f"{QUEUES}/{queue['id']}/opening")).json()
    assert opening["changesAt"]
    without = (await http.patch(f"{QUEUES}/{queue['id']}", json={"openingHours": None})).json()
    assert without["openingHours"] is None
    assert (await http.get(f"{QUEUES}/{queue['id']}/opening")).json() == {"open": True, "changesAt": None}


async def test_what_a_queue_may_be(as_user: AsUser) -> None:
    http = as_user("admin")
    for body in (
        {"name": ""},
        {"name": "x" * 61},
        {"name": "x", "color": "red"},
        {"name": "x", "unknown": 1},
        {"name": "x", "timeZone": "Mars/Olympus"},
        {"name": "x", "greeting": "y" * 1001},
        {"name": "x", "position": -1},
        *({"name": "x", "openingHours": {"monday": day}} for day in _REFUSED_DAYS),
        {"name": "x", "openingHours": {"exceptions": [{"date": "2026-12-25"}] * 2}},
    ):
        assert (await http.post(QUEUES, json=body)).status_code == 422, body
    assert (await as_user("agent").post(QUEUES, json={"name": "x"})).status_code == 403


_REFUSED_DAYS: list[list[dict[str, str]]] = [
    [{"start": "08:00", "end": "08:00"}],
    [{"start": "12:00", "end": "08:00"}],
    [{"start": "08:00", "end": "25:00"}],
    [{"start": "08:00", "end": "12:00"}, {"start": "12:00", "end": "13:00"}],
    [{"start": "08:00", "end": "12:00"}, {"start": "09:00", "end": "13:00"}],
    [{"start": "24:00", "end": "24:00"}],
    [{"start": f"0{hour}:00", "end": f"0{hour}:30"} for hour in range(7)],
]


async def test_users_join_and_leave(
    as_user: AsUser, handle: Handle, company_id: UUID, published: Published
) -> None:
    http = as_user("admin")
    bia, caio = await create_user(handle, company_id, "Bia"), await create_user(handle, company_id, "Caio")
    queue = await create_queue(http, name="Vendas")
    path = f"{QUEUES}/{queue['id']}/members"
    joined = (await http.put(f"{path}/{caio}")).json()
    assert (joined["memberIds"], joined["revision"]) == ([str(caio)], 2)
    assert (await http.put(f"{path}/{caio}")).json() == joined, "safe to repeat"
    await http.put(f"{path}/{bia}")
    members = (await as_user("viewer").get(path)).json()["items"]
    assert [(one["userId"], one["name"], one["role"], one["status"]) for one in members] == [
        (str(bia), "Bia", "agent", "active"),
        (str(caio), "Caio", "agent", "active"),
    ]
    assert (await http.get(QUEUES)).json()["items"][0]["memberIds"] == sorted([str(bia), str(caio)])

    left = (await http.delete(f"{path}/{caio}")).json()
    assert left["memberIds"] == [str(bia)]
    assert (await http.delete(f"{path}/{caio}")).json() == left, "safe to repeat"
    actions = [str(event.action) for event in await published(AuditRecordedV1)]
    assert actions == ["queue.created", "queue.member-added", "queue.member-added", "queue.member-removed"]

    refused = await http.put(f"{path}/{uuid7()}")
    assert (refused.status_code, refused.json()["code"]) == (404, "not-found")
    await handle([_disabled(company_id, caio)])
    refused = await http.put(f"{path}/{caio}")
    assert (refused.status_code, refused.json()["code"]) == (409, "user-disabled")
    stranger = await create_user(handle, uuid7(), "Zé")
    assert (await http.put(f"{path}/{stranger}")).status_code == 404
    assert (await as_user("agent").put(f"{path}/{bia}")).status_code == 403


def _disabled(company_id: UUID, user_id: UUID) -> UserChangedV1:
    return UserChangedV1(
        company_id=company_id, user_id=user_id, name="Caio", role="agent", state="disabled", revision=9
    )


async def test_a_queue_has_so_many_members(
    as_user: AsUser, handle: Handle, rows: Callable[..., Any], company_id: UUID
) -> None:
    http = as_user("admin")
    queue = await create_queue(http, name="Vendas")
    await rows(
        "INSERT INTO queue_members (company_id, queue_id, user_id, created_at)"
        " SELECT :company, :queue, gen_random_uuid(), now() FROM generate_series(2, :most) RETURNING 1",
        company=company_id,
        queue=UUID(queue["id"]),
        most=MAX_MEMBERS,
    )
    users = [await create_user(handle, company_id, f"U{nth}") for nth in range(3)]
    path = f"{QUEUES}/{queue['id']}/members"
    answers = await asyncio.gather(*(http.put(f"{path}/{user}") for user in users))
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409]
    assert {answer.json().get("code") for answer in answers} == {None, "too-many-queue-members"}


async def test_a_color_is_taken_in_any_case(as_user: AsUser) -> None:
    http = as_user("admin")
    assert (await create_queue(http, name="Vendas", color="#0A7D4F"))["color"] == "#0a7d4f"
    for color in ("verde", "#0a7d4", "#0a7d4f\n"):
        refused = await http.post("/api/v1/queues", json={"name": "x", "color": color})
        assert refused.status_code == 422
    refused = await http.post("/api/v1/queues", json={"name": "x", "color": "verde"})
    assert refused.json()["errors"][0] == {
        "field": "color",
        "code": "not_a_color",
        "message": "Must be a color, such as #0a7d4f.",
        "params": {},
    }


async def test_other_services_hear_what_queues_are_called_and_who_belongs_to_them(
    as_user: AsUser, published: Published, handle: Handle, company_id: UUID
) -> None:
    http, user_id = as_user("admin"), await create_user(handle, company_id)
    queue = await create_queue(http, name="Vendas")
    await http.put(f"{QUEUES}/{queue['id']}/members/{user_id}")
    await http.put(f"{QUEUES}/{queue['id']}/members/{user_id}")
    await http.patch(f"{QUEUES}/{queue['id']}", json={"name": "Comercial"})
    await http.delete(f"{QUEUES}/{queue['id']}/members/{user_id}")
    await http.delete(f"{QUEUES}/{queue['id']}")
    told = await published(QueueChangedV1)
    assert {(event.company_id, str(event.queue_id)) for event in told} == {(company_id, queue["id"])}
    assert [(event.name, event.member_ids, event.deleted, event.revision) for event in told] == [
        ("Vendas", [], False, 1),
        ("Vendas", [user_id], False, 2),
        ("Comercial", [user_id], False, 3),
        ("Comercial", [], False, 4),
        ("Comercial", [], True, 5),
    ]

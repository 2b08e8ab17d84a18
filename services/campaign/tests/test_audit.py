"""What the audit log gets of campaigns and opt-outs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from conftest import World

from atende_contracts.audit import AuditRecordedV1
from atende_contracts.event import Party


def _told(events: list[AuditRecordedV1]) -> list[tuple[str, dict[str, Any]]]:
    assert {event.address for event in events} <= {"127.0.0.1"}
    assert all(event.actor_id and event.actor_kind == "user" for event in events)
    return [(event.action, event.details) for event in events]


async def test_what_staff_does_to_a_campaign_is_recorded_once(world: World) -> None:
    contacts = await world.contacts(2)
    campaign_id = await world.draft(contacts)
    path = f"/api/v1/campaigns/{campaign_id}"
    for _ in range(2):
        await world.http.patch(path, json={"name": "Natal", "message": "Um segredo"})
        await world.http.post(f"{path}/targets", json={"contactIds": [str(contacts[0])]})
    for action in ("start", "pause", "resume", "finish"):
        await world.act(campaign_id, action)
        await world.act(campaign_id, action)
        await world.planner().run()
    assert (await world.http.post(f"{path}/cancel")).status_code == 409

    events = await world.published(AuditRecordedV1)

    acted = {"name": "Natal", "targets": 2}
    assert _told(events) == [
        ("campaign.created", {"name": "Black Friday"}),
        ("campaign.targets-added", {"added": 2}),
        ("campaign.changed", {"fields": "name, content"}),
        ("campaign.started", acted),
        ("campaign.paused", acted),
        ("campaign.resumed", acted),
        ("campaign.finished", acted),
    ]
    assert {(event.company_id, event.object_type, event.object_id) for event in events} == {
        (world.company_id, "campaign", str(campaign_id))
    }


async def test_deleting_and_cancelling_are_recorded(world: World) -> None:
    draft = await world.draft()
    assert (await world.http.delete(f"/api/v1/campaigns/{draft}")).status_code == 204
    running = await world.draft(await world.contacts(1))
    await world.act(running, "start")
    await world.act(running, "cancel")

    told = [(event.action, event.object_id) for event in await world.published(AuditRecordedV1)]
    assert ("campaign.deleted", str(draft)) in told
    assert told[-1] == ("campaign.cancelled", str(running))


async def test_opt_outs_by_staff_are_recorded_once_and_customers_own_are_not(world: World) -> None:
    for _ in range(2):
        answer = await world.http.post("/api/v1/opt-outs", json={"phone": "+5511987654321"})
    path = f"/api/v1/opt-outs/{answer.json()['id']}"
    for _ in range(2):
        assert (await world.http.delete(path)).status_code == 204
    await world.handle([world.message(Party(phone="+5511987650000"), "SAIR")])

    events = await world.published(AuditRecordedV1)

    assert _told(events) == [("opt-out.recorded", {}), ("opt-out.withdrawn", {})]
    assert {event.object_id for event in events} == {answer.json()["id"]}

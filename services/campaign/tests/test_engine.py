"""From an audience to requests to the gateway: complete, never twice, stoppable, resumable."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
import time_machine

from atende_contracts.campaigns import CampaignControlChangedV1, CampaignFinishedV1, CampaignProgressV1
from atende_contracts.event import Party, TemplateContent, TextContent
from atende_contracts.ids import uuid7
from campaign import planner as planner_module
from campaign.repository import audience
from campaign.service.progress import report_next

if TYPE_CHECKING:
    from conftest import World

# --- expanding -------------------------------------------------------------------------------


async def test_an_audience_becomes_recipients_chunk_by_chunk(world: World) -> None:
    campaign_id = await world.draft(await world.contacts(25))
    await world.act(campaign_id, "start")
    await world.planner(campaign_expansion_chunk=10).run()
    assert await world.counts(campaign_id) == {"pending": 25}
    assert await world.state(campaign_id) == "running"


async def test_a_crash_between_chunks_resumes_where_it_was(world: World, monkeypatch: Any) -> None:
    campaign_id = await world.draft(await world.contacts(25))
    await world.act(campaign_id, "start")
    real = audience.set_missing
    calls = 0

    async def dying(*args: Any, **kwargs: Any) -> None:
        nonlocal calls
        calls += 1
        if calls == 2:  # In the middle of the second chunk, after its recipients were written.
            raise asyncio.CancelledError
        await real(*args, **kwargs)

    monkeypatch.setattr(audience, "set_missing", dying)
    with pytest.raises(asyncio.CancelledError):
        await world.planner(campaign_expansion_chunk=10).run()
    assert await world.counts(campaign_id) == {"pending": 10}
    before = {item["sendId"] for item in await world.recipients(campaign_id)}
    monkeypatch.undo()
    await world.planner(campaign_expansion_chunk=10).run()
    assert await world.counts(campaign_id) == {"pending": 25}
    assert before <= {item["sendId"] for item in await world.recipients(campaign_id, limit=100)}


async def test_two_planners_expand_everyone_once(world: World) -> None:
    campaigns = [await world.draft(await world.contacts(40)) for _ in range(2)]
    for campaign_id in campaigns:
        await world.act(campaign_id, "start")
    await asyncio.gather(*(world.planner(campaign_expansion_chunk=5).run() for _ in range(2)))
    await world.planner(campaign_expansion_chunk=5).run()
    for campaign_id in campaigns:
        assert await world.counts(campaign_id) == {"pending": 40}
        assert await world.state(campaign_id) == "running"


async def test_a_contact_that_turns_out_to_be_in_the_audience_already_gets_nothing_more(world: World) -> None:
    by_id = world.contact(Party(bsuid="BR.1"))
    by_phone = world.contact(Party(phone="+5511987650001"))
    await world.handle([by_id, by_phone])
    campaign_id = await world.draft([by_id.contact_id, by_phone.contact_id])
    await world.act(campaign_id, "start")
    planner = world.planner(campaign_expansion_chunk=1)
    await planner.step()
    same = by_phone.party.model_copy(update={"bsuid": "BR.1"})
    await world.handle(
        [
            by_id.model_copy(update={"id": uuid7(), "merged_into": by_phone.contact_id, "revision": 2}),
            by_phone.model_copy(update={"id": uuid7(), "party": same, "revision": 2}),
        ]
    )

    await planner.run()

    assert await world.counts(campaign_id) == {"pending": 1}
    assert await world.state(campaign_id) == "running"


async def test_starting_twice_at_once_starts_once(world: World) -> None:
    campaign_id = await world.draft(await world.contacts(10))
    started = await asyncio.gather(*(world.act(campaign_id, "start") for _ in range(4)))
    assert len({answer["revision"] for answer in started}) == 1
    assert len(await world.published(CampaignControlChangedV1)) == 1
    await asyncio.gather(*(world.planner().run() for _ in range(2)))
    await world.dispatcher().run()
    await world.act(campaign_id, "start")
    await world.planner().run()
    await world.dispatcher().run()
    sent = await world.requests_per_send()
    assert len(sent) == 10
    assert set(sent.values()) == {1}


async def test_one_person_under_two_contacts_gets_one_message(world: World) -> None:
    with_nine = world.contact(Party(phone="+5511987654321"))
    without = world.contact(Party(wa_id="551187654321"))
    await world.handle([with_nine, without])
    campaign_id = await world.running([with_nine.contact_id, without.contact_id])
    assert await world.counts(campaign_id) == {"pending": 1}


async def test_contacts_that_come_late_are_waited_for_and_those_that_never_come_are_named(
    world: World,
) -> None:
    late = world.contact(Party(phone="+5511987654321"))
    never = uuid7()
    campaign_id = await world.draft([*await world.contacts(1), late.contact_id, never])
    await world.act(campaign_id, "start")
    await world.planner().run()
    assert await world.counts(campaign_id) == {"pending": 1}
    await world.handle([late])
    await world.planner().run()
    assert await world.counts(campaign_id) == {"pending": 2}
    await world.planner(campaign_contact_grace_seconds=0).run()
    assert await world.counts(campaign_id) == {"pending": 2, "skipped": 1}
    assert await world.state(campaign_id) == "running"
    [skipped] = await world.recipients(campaign_id, state="skipped")
    assert (skipped["contactId"], skipped["reason"]) == (str(never), "contact_not_found")


async def test_who_is_known_need_not_wait_for_who_is_not(world: World) -> None:
    late = world.contact(Party(phone="+5511987654321"))
    campaign_id = await world.draft([*await world.contacts(1), late.contact_id])
    await world.act(campaign_id, "start")
    await world.planner().run()
    await world.dispatcher().run()
    await world.tell(await world.requests(), "delivered")
    await world.report()
    assert await world.state(campaign_id) == "running"  # It may still get more recipients.
    await world.act(campaign_id, "pause")
    await world.act(campaign_id, "resume")
    await world.planner().run()
    assert await world.state(campaign_id) == "running"
    await world.handle([late])
    await world.planner().run()
    await world.report()
    await world.dispatcher().run()
    await world.tell(await world.requests(), "delivered")
    await world.report()
    assert await world.counts(campaign_id) == {"delivered": 2}
    assert await world.state(campaign_id) == "finished"
    assert set((await world.requests_per_send()).values()) == {1}


async def test_nobody_is_known_and_nobody_comes(world: World) -> None:
    campaign_id = await world.draft([uuid7()])
    await world.act(campaign_id, "start")
    await world.planner().run()
    await world.report()
    assert await world.state(campaign_id) == "running"
    await world.planner(campaign_contact_grace_seconds=0).run()
    await world.report()
    assert await world.state(campaign_id) == "finished"
    assert await world.counts(campaign_id) == {"skipped": 1}


async def test_a_page_of_recipients_is_in_the_order_of_sending_whatever_their_states(world: World) -> None:
    campaign_id = await world.running(await world.contacts(9))
    await world.dispatcher(campaign_claim_limit=5).run()
    await world.tell((await world.requests())[1:3], "delivered")
    everybody = [item["sendId"] for item in await world.recipients(campaign_id)]
    assert everybody == sorted(everybody)
    assert len(everybody) == 9
    paged: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        page = await world.http.get(
            f"/api/v1/campaigns/{campaign_id}/recipients", params={"limit": 4, **cursor}
        )
        paged += [item["sendId"] for item in page.json()["items"]]
        if page.json()["nextCursor"] is None:
            break
        cursor = {"cursor": page.json()["nextCursor"]}
    assert paged == everybody


async def test_merged_deleted_and_nameless_contacts_are_accounted_for(world: World) -> None:
    survivor = world.contact(Party(phone="+5511987654321", name="Ana"))
    middle = world.contact(Party(), deleted=True, merged_into=survivor.contact_id)
    merged = world.contact(Party(), deleted=True, merged_into=middle.contact_id)
    deleted = world.contact(Party(phone="+5511987650000"), deleted=True)
    nameless = world.contact(Party(name="?"))
    orphan = world.contact(Party(), deleted=True, merged_into=uuid7())
    events = [survivor, middle, merged, deleted, nameless, orphan]
    await world.handle(events)
    targets = [merged, deleted, nameless, orphan]
    campaign_id = await world.draft([event.contact_id for event in targets])
    await world.act(campaign_id, "start")
    await world.planner().run()
    waited_for = str(orphan.contact_id)
    assert waited_for not in {item["contactId"] for item in await world.recipients(campaign_id)}
    await world.planner(campaign_contact_grace_seconds=0).run()
    rows = {item["contactId"]: item for item in await world.recipients(campaign_id)}
    assert rows[str(survivor.contact_id)]["state"] == "pending"
    assert rows[str(survivor.contact_id)]["phone"] == "+5511987654321"
    reasons = {UUID(id_): row["reason"] for id_, row in rows.items() if row["state"] == "skipped"}
    assert reasons == {
        deleted.contact_id: "contact_not_found",
        nameless.contact_id: "no_identity",
        orphan.contact_id: "contact_not_found",
    }


async def test_messages_are_rendered_and_frozen_at_expansion(world: World) -> None:
    ana = world.contact(Party(phone="+5511987654321", name="Ana Souza"), custom_fields={"city": "Recife"})
    bob = world.contact(Party(phone="+5511987650000"))
    await world.handle([ana, bob])
    campaign_id = await world.running(
        [ana.contact_id, bob.contact_id], message="Oi {{first_name}}, frete grátis para {{city|você}}!"
    )
    renamed = ana.model_copy(update={"revision": 2, "party": Party(phone="+5511911112222", name="Bia")})
    await world.handle([renamed])
    await world.dispatcher().run()
    [request] = await world.requests()
    assert request.content == TextContent(body="Oi Ana, frete grátis para Recife!")
    assert request.recipient == ana.party
    [skipped] = await world.recipients(campaign_id, state="skipped")
    assert skipped["reason"] == "invalid"
    assert skipped["error"]["title"] == "no value for {{first_name}}"


async def test_templates_are_passed_on_as_they_are(world: World) -> None:
    components = [{"type": "body", "parameters": [{"type": "text", "text": "{{name}}"}]}]
    template = {"name": "promo", "language": "pt_BR", "components": components}
    await world.running(await world.contacts(1), message=None, template=template)
    await world.dispatcher().run()
    [request] = await world.requests()
    expected = [{"type": "body", "parameters": [{"type": "text", "text": "Cliente 10000000"}]}]
    assert request.content == TemplateContent(name="promo", language="pt_BR", components=expected)


async def test_pausing_while_expanding_stops_and_resuming_goes_on(world: World) -> None:
    campaign_id = await world.draft(await world.contacts(3))
    await world.act(campaign_id, "start")
    await world.planner(campaign_expansion_chunk=2).step()
    await world.act(campaign_id, "pause")
    await world.planner().run()
    assert await world.counts(campaign_id) == {"pending": 2}
    assert (await world.act(campaign_id, "resume"))["state"] == "expanding"
    await world.planner().run()
    assert await world.counts(campaign_id) == {"pending": 3}
    assert await world.state(campaign_id) == "running"


async def test_a_campaign_that_cannot_be_expanded_fails_alone(world: World, monkeypatch: Any) -> None:
    [unlucky] = await world.contacts(1)
    bad = await world.draft([unlucky], name="bad")
    good = await world.draft(await world.contacts(1))
    for campaign_id in (bad, good):
        await world.act(campaign_id, "start")
    real = planner_module.plan

    def failing(target_id: UUID, contact: Any, messages: Any, **options: Any) -> Any:
        if contact.contact_id == unlucky:
            raise ZeroDivisionError
        return real(target_id, contact, messages, **options)

    monkeypatch.setattr(planner_module, "plan", failing)
    await world.planner().run()
    assert await world.state(good) == "running"
    failed = (await world.http.get(f"/api/v1/campaigns/{bad}")).json()
    assert (failed["state"], failed["failure"]) == ("failed", "The audience could not be expanded.")
    assert (await world.published(CampaignControlChangedV1))[-2].state in {"cancelled", "running"}


# --- progress and end ------------------------------------------------------------------------


async def test_a_campaign_finishes_once_and_late_statuses_still_count(world: World) -> None:
    campaign_id = await world.running(await world.contacts(4))
    await world.dispatcher().run()
    one, two, three, four = await world.requests()
    await world.tell([one, two], "accepted")
    await world.tell([three], "unconfirmed")
    await world.report()
    assert await world.state(campaign_id) == "running"
    await world.tell([four], "failed")
    await world.report()
    assert await world.state(campaign_id) == "finished"
    await world.tell([one, two], "delivered")
    await world.tell([three], "read")
    await world.report()
    assert await world.counts(campaign_id) == {"delivered": 2, "read": 1, "failed": 1}
    [finished] = await world.published(CampaignFinishedV1)
    assert finished.state == "finished"
    assert finished.counts == {"accepted": 2, "unconfirmed": 1, "failed": 1}
    assert [control.state for control in await world.published(CampaignControlChangedV1)] == [
        "running",
        "running",
        "finished",
    ]
    progress = await world.published(CampaignProgressV1)
    assert progress[-1].counts == {"delivered": 2, "read": 1, "failed": 1}
    assert progress[-1].state == "finished"
    assert all(event.total == sum(event.counts.values()) for event in progress)
    assert [event.revision for event in progress] == sorted({event.revision for event in progress})
    shown = (await world.http.get(f"/api/v1/campaigns/{campaign_id}")).json()
    assert shown["counts"] == progress[-1].counts
    assert shown["finishedAt"] is not None


async def test_a_campaign_whose_targets_are_all_skipped_finishes(world: World) -> None:
    campaign_id = await world.draft([uuid7()])
    await world.act(campaign_id, "start")
    await world.planner(campaign_contact_grace_seconds=0).run()
    await world.report()
    assert await world.state(campaign_id) == "finished"


async def test_progress_is_told_once_per_interval_however_often_it_changes(world: World) -> None:
    await world.running(await world.contacts(10))

    async def report() -> bool:
        async with world.database.worker() as session:
            return await report_next(session, interval_seconds=60, sweep_chunk=100) is not None

    assert await report()
    await world.dispatcher().run()
    assert not await report()
    await world.sql("UPDATE campaigns SET progress_at = now() - interval '61 seconds'")
    assert await report()
    assert not await report()
    assert len(await world.published(CampaignProgressV1)) == 2


async def test_a_worker_whose_clock_is_fast_does_not_keep_others_from_reporting(world: World) -> None:
    await world.running(await world.contacts(1))
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=5), tick=True):
        await world.report()
    assert await world.sql("SELECT id FROM campaigns WHERE progress_at > now()") == []


@pytest.mark.parametrize("action", ["cancel", "finish"])
async def test_ending_cancels_who_is_pending_and_who_comes_back(world: World, action: str) -> None:
    await world.channel(rate=3, revision=2)
    campaign_id = await world.running(await world.contacts(20))
    await world.dispatcher(campaign_window_seconds=1).run()
    one, two, three = await world.requests()
    ended = await world.act(campaign_id, action)
    assert ended["allowed"] == []
    await world.report()  # Seven at a time.
    assert await world.counts(campaign_id) == {"cancelled": 17, "dispatched": 3}
    assert await world.published(CampaignFinishedV1) == []
    await world.tell([one], "accepted")
    await world.tell([two, three], "returned")
    await world.report()
    assert await world.counts(campaign_id) == {"accepted": 1, "cancelled": 19}
    [finished] = await world.published(CampaignFinishedV1)
    assert finished.state == ended["state"]
    await world.dispatcher().run()
    assert len(await world.requests()) == 3


async def test_returned_recipients_of_a_paused_campaign_wait_and_are_asked_for_again(world: World) -> None:
    campaign_id = await world.running(await world.contacts(2))
    await world.dispatcher().run()
    await world.act(campaign_id, "pause")
    await world.tell(await world.requests(), "returned")
    assert await world.counts(campaign_id) == {"pending": 2}
    await world.dispatcher().run()
    assert len(await world.requests()) == 2
    await world.act(campaign_id, "resume")
    await world.dispatcher().run()
    assert set((await world.requests_per_send()).values()) == {2}

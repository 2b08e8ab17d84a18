"""Audiences of everybody, of segments and of files, from the API to the recipients."""

from typing import Any
from uuid import UUID

import pytest
from conftest import World

from atende_contracts.event import Party
from atende_contracts.ids import uuid7
from atende_platform.testing.plugin import AsUser
from campaign.repository.sources import count_audience

from .audiences import FILE, add, expand, imported, problems, upload


async def test_everybody_is_who_is_a_contact_at_the_start(world: World) -> None:
    first = await world.contacts(3)
    campaign_id = await world.draft()
    added = await add(world, campaign_id, all=True)
    assert added.status_code == 200, added.text
    assert added.json() | {"source": None} == {"added": 1, "already": 0, "total": 0, "source": None}
    late = world.contact(Party(phone="+5511977770000"))
    gone = world.contact(Party(phone="+5511977770001"), deleted=True)
    merged = world.contact(Party(phone="+5511977770002"), deleted=True, merged_into=first[0])
    await world.handle([late, gone, merged])

    recipients = await expand(world, campaign_id, campaign_expansion_chunk=2)

    assert {UUID(one["contactId"]) for one in recipients} == {*first, late.contact_id}
    campaign = (await world.http.get(f"/api/v1/campaigns/{campaign_id}")).json()
    assert (campaign["state"], campaign["targets"]) == ("running", 4)
    targets = (await world.http.get(f"/api/v1/campaigns/{campaign_id}/targets")).json()
    assert [(each["kind"], each["found"]) for each in targets["sources"]] == [("all", 4)]


async def test_a_segment_is_whom_its_filter_finds_and_who_opted_out_gets_nothing(world: World) -> None:
    people = [
        world.contact(Party(phone="+5511988880001"), tags=["vip"], custom_fields={"city": "Recife"}),
        world.contact(Party(phone="+5511988880002"), tags=["vip"], custom_fields={"city": "Natal"}),
        world.contact(Party(phone="+5511988880003"), custom_fields={"city": "Recife"}),
        world.contact(Party(phone="+5511988880004"), tags=["vip"]),
    ]
    await world.handle(people)
    await world.handle([world.message(people[3].party, "SAIR")])
    campaign_id = await world.draft()
    segment = {"and": [{"tag": "vip"}, {"not": {"field": "city", "equals": "Natal"}}]}
    assert (await add(world, campaign_id, segment=segment)).json()["source"]["segment"] == segment
    again = (await add(world, campaign_id, segment=segment)).json()
    assert (again["added"], again["already"]) == (0, 1)

    recipients = await expand(world, campaign_id)

    assert {(UUID(one["contactId"]), one["state"]) for one in recipients} == {
        (people[0].contact_id, "pending"),
        (people[3].contact_id, "skipped"),
    }


async def test_who_is_in_several_parts_of_an_audience_gets_one_message(world: World) -> None:
    contacts = await world.contacts(3)
    campaign_id = await world.draft(contacts[:1], message="Olá {{name}} de {{city|longe}}")
    assert (await imported(world, campaign_id, "phone,city\n1120000000,Recife\n"))["file"]["valid"] == 1
    await add(world, campaign_id, all=True)
    await add(world, campaign_id, segment={"not": {"tag": "nobody"}})
    file = await imported(world, campaign_id, "phone,city\n11910000001,Recife\n+5511910000002,Natal\n")
    assert file["file"]["valid"] == 2

    recipients = await expand(world, campaign_id, campaign_expansion_chunk=2)

    known = [one for one in recipients if one["contactId"]]
    assert len(recipients) == 4
    assert sorted(UUID(one["contactId"]) for one in known) == sorted(contacts)


async def test_an_expansion_that_is_killed_goes_on_behind_its_last_chunk(world: World) -> None:
    contacts = await world.contacts(7)
    campaign_id = await world.draft()
    await add(world, campaign_id, all=True)
    await imported(world, campaign_id, "phone\n" + "".join(f"+551197777{n:04}\n" for n in range(5)))
    await world.act(campaign_id, "start")
    while await world.planner(campaign_expansion_chunk=2).step():
        pass  # Each step a new process, as far as it can know.

    recipients = await world.recipients(campaign_id, limit=100)
    assert sorted(UUID(one["contactId"]) for one in recipients if one["contactId"]) == sorted(contacts)
    assert sum(one["contactId"] is None for one in recipients) == 5
    assert (await world.progress(campaign_id))["targets"] == 12


async def test_a_copy_has_the_same_audience_and_looks_it_up_anew(world: World) -> None:
    await world.contacts(2)
    campaign_id = await world.draft(message="Oi {{city|aí}}")
    await add(world, campaign_id, segment={"not": {"tag": "nobody"}})
    file = await imported(world, campaign_id, FILE + "x,,\n")
    await expand(world, campaign_id)

    copy = (await world.http.post(f"/api/v1/campaigns/{campaign_id}/duplicate")).json()
    await world.contacts(1)

    assert copy["targets"] == 2
    copy_id = UUID(copy["id"])
    targets = (await world.http.get(f"/api/v1/campaigns/{copy_id}/targets")).json()
    assert [(each["kind"], each["found"]) for each in targets["sources"]] == [("segment", 0), ("file", 0)]
    assert targets["sources"][1]["file"] == file["file"]
    assert len((await problems(world, copy_id, targets["sources"][1]))["items"]) == 1
    assert len(await expand(world, copy_id)) == 4


async def test_a_part_of_an_audience_can_be_taken_out_of_a_draft_only(world: World) -> None:
    await world.contacts(1)
    campaign_id = await world.draft()
    everybody = (await add(world, campaign_id, all=True)).json()["source"]
    file = await imported(world, campaign_id, FILE)
    base = f"/api/v1/campaigns/{campaign_id}"
    assert (await world.http.get(base)).json()["targets"] == 2

    assert (await world.http.delete(f"{base}/targets/{file['id']}")).status_code == 204
    assert (await world.http.delete(f"{base}/targets/{file['id']}")).status_code == 404
    assert (await world.http.get(base)).json()["targets"] == 0
    assert await world.sql("SELECT FROM audience_rows WHERE company_id = :id", id=world.company_id) == []

    await world.act(campaign_id, "start")
    assert (await world.http.delete(f"{base}/targets/{everybody['id']}")).status_code == 409
    assert (await add(world, campaign_id, all=True)).status_code == 409
    assert (await upload(world, campaign_id, FILE)).status_code == 409


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"all": False},
        {"all": True, "contactIds": [str(uuid7())]},
        {"all": True, "segment": {"tag": "vip"}},
        {"contactIds": []},
        {"segment": {}},
        {"segment": {"tag": "a\0"}},
    ],
)
async def test_targets_that_are_none_are_refused(world: World, body: dict[str, Any]) -> None:
    campaign_id = await world.draft()
    assert (await add(world, campaign_id, **body)).status_code == 422


async def test_an_audience_has_so_many_parts_at_most(world: World) -> None:
    campaign_id = await world.draft()
    for number in range(20):
        assert (await add(world, campaign_id, segment={"tag": f"t{number}"})).status_code == 200
    refused = await add(world, campaign_id, all=True)
    assert (refused.status_code, refused.json()["code"]) == (409, "too-many-sources")


async def test_nothing_of_an_audience_is_another_companys(world: World, as_user: AsUser) -> None:
    campaign_id = await world.draft()
    file = await imported(world, campaign_id, FILE + "x,,\n")
    stranger = as_user("owner", company_id=uuid7())
    base = f"/api/v1/campaigns/{campaign_id}/targets"
    answers = [
        await stranger.get(base),
        await stranger.post(base, json={"all": True}),
        await stranger.post(f"{base}/import", files={"file": ("a.csv", FILE.encode(), "text/csv")}),
        await stranger.get(f"{base}/{file['id']}/problems"),
        await stranger.get(f"{base}/{file['id']}/problems/export"),
        await stranger.delete(f"{base}/{file['id']}"),
    ]
    assert [answer.status_code for answer in answers] == [404] * 6


async def test_an_audience_can_be_counted_before_it_is_looked_up(world: World) -> None:
    first = world.contact(Party(phone="+5511988880001", bsuid="BR.1"), tags=["vip"])
    twin = world.contact(Party(phone="+5511988880009"), deleted=True, merged_into=first.contact_id)
    second = world.contact(Party(phone="+5511988880004"), tags=["vip"])
    await world.handle([first, twin, second, world.contact(Party(phone="+5511988880005"))])
    await world.handle([world.message(Party(bsuid="BR.1"), "SAIR")])
    campaign_id = await world.draft([twin.contact_id, uuid7()])
    await add(world, campaign_id, segment={"tag": "vip"})
    await add(world, campaign_id, segment={"not": {"tag": "nobody"}})
    await imported(world, campaign_id, FILE + "x,,\n")

    async with world.database.worker() as session:
        at = world.noon
        count = await count_audience(
            session, world.company_id, campaign_id, world.channel_id, at=at, starts_at=at
        )
    estimate = (await world.http.get(f"/api/v1/campaigns/{campaign_id}/estimate")).json()
    recipients = await expand(world, campaign_id)

    told = [estimate[name] for name in ("targets", "notFound", "duplicates", "optedOut", "recipients")]
    assert told == [9, 1, 4, 1, 3]
    assert estimate["rendering"]["all"]
    assert count == (5, 8, 4, 1, 3)
    found = [one for one in recipients if one["reason"] != "contact_not_found"]
    assert len(found) == count.people
    assert sum(one["reason"] == "opted_out" for one in found) == count.opted_out

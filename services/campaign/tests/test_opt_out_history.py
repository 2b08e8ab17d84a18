"""What people said is kept: the last word by its time counts, in whatever order the words come."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from atende_contracts.contacts import ContactOptOutChangedV1
from atende_contracts.event import Party
from atende_contracts.ids import uuid7
from atende_platform.testing.plugin import AsUser
from campaign.service.opt_outs import OptOutRequest, apply_requests

if TYPE_CHECKING:
    from conftest import World

PATH = "/api/v1/opt-outs"


async def listed(world: World, **query: Any) -> list[dict[str, Any]]:
    response = await world.http.get(PATH, params=query)
    assert response.status_code == 200, response.text
    items: list[dict[str, Any]] = response.json()["items"]
    return items


async def history(world: World, opt_out_id: str) -> list[tuple[bool, str]]:
    items = (await world.http.get(f"{PATH}/{opt_out_id}/history")).json()["items"]
    return [(item["leave"], item["source"]) for item in items]


async def test_a_history_says_who_said_what_and_when(world: World) -> None:
    sender = Party(wa_id="5511987654321")
    await world.handle([world.message(sender, "sair"), world.message(sender, "voltar a receber", seconds=9)])
    await world.handle([world.message(sender, "stop", seconds=5)])  # It came late.
    answer = await world.http.post(PATH, json={"phone": "+5511987654321"})
    opt_out = answer.json()
    assert opt_out["active"]
    assert opt_out["by"]

    path = f"{PATH}/{opt_out['id']}/history"
    first = (await world.http.get(path, params={"limit": 3})).json()
    rest = (await world.http.get(path, params={"limit": 3, "cursor": first["nextCursor"]})).json()
    items = [*first["items"], *rest["items"]]
    assert [(item["leave"], item["source"]) for item in items] == [
        (True, "agent"),
        (False, "keyword"),
        (True, "keyword"),
        (True, "keyword"),
    ]
    assert [item["by"] for item in items] == [opt_out["by"], None, None, None]
    assert items[2]["at"] == "2026-11-20T12:00:05Z"
    assert all(item["recordedAt"] > item["at"] for item in items[1:])


async def test_the_list_is_asked_for_by_source_channel_phone_and_who_came_back(world: World) -> None:
    here = {"channelId": str(world.channel_id)}
    [ana, bob, eve] = [f"+551198765000{number}" for number in range(3)]
    await world.http.post(PATH, json={"phone": ana, **here})
    await world.http.post(PATH, json={"phone": bob})
    await world.handle([world.message(Party(phone=eve), "parar")])
    back = await listed(world, phone=bob)
    await world.http.delete(f"{PATH}/{back[0]['id']}")

    async def phones(**query: Any) -> list[str]:
        return [item["phone"] for item in await listed(world, **query)]

    assert await phones(source="keyword") == [eve]
    assert await phones(**here) == [ana]
    assert await phones(phone="11 8765-0000") == [ana]
    assert await phones(active=False) == [bob]
    assert await phones(source="agent", active=False) == [bob]
    assert (await world.http.get(PATH, params={"phone": "hello"})).status_code == 422
    assert (await world.http.get(PATH, params={"source": "nobody"})).status_code == 422


async def test_another_companys_history_does_not_exist(world: World, as_user: AsUser) -> None:
    answer = await world.http.post(PATH, json={"phone": "+5511987654321"})
    path = f"{PATH}/{answer.json()['id']}/history"
    stranger = as_user("owner", company_id=uuid7())
    assert (await stranger.get(path)).status_code == 404
    assert (await stranger.get(PATH)).json()["items"] == []


WORDS = st.lists(
    st.tuples(st.integers(0, 3), st.booleans(), st.integers(0, 2), st.integers(1, 3)), min_size=1, max_size=8
)
"""When it was said, whether to leave, by whom, and how often it is delivered."""


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None
)
@given(words=WORDS, size=st.integers(1, 24), chance=st.randoms(use_true_random=False))
@example(words=[(0, True, 0, 1), (0, False, 0, 1)], size=1, chance=Random(0))
@example(words=[(0, False, 0, 1), (0, True, 0, 1)], size=1, chance=Random(0))
@example(words=[(0, True, 0, 1), (0, False, 0, 1)], size=2, chance=Random(0))
@example(words=[(0, False, 0, 1), (0, True, 0, 1)], size=2, chance=Random(0))
async def test_whatever_the_order_and_repetition_the_last_word_by_its_time_counts(
    world: World, words: list[tuple[int, bool, int, int]], size: int, chance: Random
) -> None:
    """Of two words of the same time leaving counts, in one batch (``size``) and across batches."""
    people = [Party(phone=f"+5511{uuid7().int % 10**9:09}") for _ in range(2)]
    # The third is the first one's number at another company.
    whom = [(world.company_id, people[0]), (world.company_id, people[1]), (uuid7(), people[0])]
    deliveries = [
        OptOutRequest(*whom[who], None, leave, "keyword", world.noon + timedelta(seconds=second))
        for second, leave, who, times in words
        for _ in range(times)
    ]
    chance.shuffle(deliveries)
    for start in range(0, len(deliveries), size):
        async with world.database.worker() as session:
            await apply_requests(session, deliveries[start : start + size])

    stored = await world.sql(
        "SELECT company_id, identity, active, extract(epoch FROM at - CAST(:noon AS timestamptz)) AS second,"
        " (SELECT count(*) FROM opt_out_wishes w WHERE w.opt_out_id = o.id) AS words FROM opt_outs o",
        noon=world.noon,
    )
    for number, (company_id, person) in enumerate(whom):
        said = {(second, leave) for second, leave, who, _ in words if who == number}
        of_whom = (company_id, f"phone:{(person.phone or '')[1:]}")
        rows = [row for row in stored if (row.company_id, row.identity) == of_whom]
        assert [(int(row.second), row.active) for row in rows] == ([max(said)] if said else [])
        assert sum(row.words for row in rows) == len(said)


async def test_who_comes_back_before_having_left_has_come_back_and_nobody_is_told(world: World) -> None:
    sender = Party(wa_id="5511987654321")
    await world.handle([world.message(sender, "voltar a receber", seconds=2)])
    await world.handle([world.message(sender, "sair", seconds=1)])
    assert await listed(world) == []
    assert await world.published(ContactOptOutChangedV1) == []

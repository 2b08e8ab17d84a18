"""Campaigns that pause by themselves: too much fails, or their number's quality falls."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atende_contracts.channels import ChannelChangedV1, CompanyChangedV1
from atende_contracts.event import ProviderError
from atende_contracts.ids import uuid7
from atende_contracts.messages import CampaignSendRequestedV1
from campaign.dispatcher import Dispatcher
from campaign.domain.health import WINDOW, Outcomes, quality_fell

if TYPE_CHECKING:
    from conftest import World

BATCHES = st.lists(st.tuples(st.integers(0, 40), st.integers(-40, 40)), max_size=30)


@given(batches=BATCHES)
def test_the_last_outcomes_stay_a_share_of_a_bounded_number(batches: list[tuple[int, int]]) -> None:
    outcomes = Outcomes()
    for heard, failed in batches:
        outcomes = outcomes.plus(heard, failed)
        assert 0 <= outcomes.failed <= outcomes.reported + 1e-9
        assert outcomes.reported <= WINDOW + 1e-9
        assert 0 <= outcomes.rate <= 1 + 1e-9
        assert not outcomes.exceed(rate=0.3, at_least=101)


@given(sizes=st.lists(st.integers(1, 60), min_size=1, max_size=20), share=st.floats(0, 1))
def test_it_pauses_at_its_share_of_failures_and_never_before_enough_were_heard_of(
    sizes: list[int], share: float
) -> None:
    outcomes = Outcomes()
    for size in sizes:
        outcomes = outcomes.plus(size, int(size * share))
        if outcomes.reported < 50 or share < 0.3:
            assert not outcomes.exceed(rate=0.3, at_least=50)
    if share == 1 and sum(sizes) >= 50:
        assert outcomes.exceed(rate=0.3, at_least=50)


def test_what_fails_now_outweighs_what_went_well_long_ago() -> None:
    outcomes = Outcomes().plus(100_000, 0)
    assert not outcomes.exceed(rate=0.3, at_least=50)
    assert outcomes.plus(50, 50).exceed(rate=0.3, at_least=50)


@pytest.mark.parametrize(
    ("before", "after", "fell"),
    [(None, "RED", True), ("GREEN", "FLAGGED", True), ("RED", "RED", False), ("FLAGGED", "RED", False),
     ("GREEN", "YELLOW", False), ("RED", None, False), ("medium", "low", True), ("RED", "low", False),
     ("low", "low", False), ("high", "medium", False)],
)  # fmt: skip
def test_quality_falls_once(before: str | None, after: str | None, fell: bool) -> None:
    assert quality_fell(before, after) is fell


async def _sent(world: World, count: int, **body: Any) -> tuple[UUID, list[CampaignSendRequestedV1]]:
    channel_id = await world.channel(channel_id=uuid7(), rate=1000)
    campaign_id = await world.running(await world.contacts(count), channelId=str(channel_id), **body)
    await world.dispatcher().fill(world.company_id, channel_id)
    return campaign_id, [request for request in await world.requests() if request.campaign_id == campaign_id]


async def _fail(world: World, requests: list[CampaignSendRequestedV1], reason: str | None) -> None:
    error = ProviderError(code=131000, title="Something went wrong", reason=reason)
    events = [world.status(request, "failed").model_copy(update={"error": error}) for request in requests]
    for _ in range(2):  # Told twice, counted once.
        await world.handle(events)


async def _shown(world: World, campaign_id: UUID) -> dict[str, Any]:
    shown: dict[str, Any] = (await world.http.get(f"/api/v1/campaigns/{campaign_id}")).json()
    return shown


async def test_a_campaign_of_which_too_much_fails_pauses_says_why_and_can_be_resumed(world: World) -> None:
    campaign_id, requests = await _sent(world, 80)
    await world.tell(requests[:36], "accepted")
    await _fail(world, requests[36:49], "internal")
    assert (await _shown(world, campaign_id))["state"] == "running"
    await _fail(world, requests[49:52], None)
    shown = await _shown(world, campaign_id)
    assert (shown["state"], shown["failure"]) == ("paused", "31% of the last 52 messages failed.")
    history = (await world.http.get(f"/api/v1/campaigns/{campaign_id}/history")).json()["items"]
    assert history[-1]["reason"] == shown["failure"]
    await world.act(campaign_id, "resume")
    await _fail(world, requests[52:80], "internal")
    shown = await _shown(world, campaign_id)
    assert (shown["state"], shown["failure"]) == ("running", None)


async def test_a_campaign_may_have_a_share_of_failures_of_its_own(world: World) -> None:
    careful, requests = await _sent(world, 60, pauseErrorRate=0.05)
    await world.tell(requests[:57], "accepted")
    await _fail(world, requests[57:], "internal")
    assert (await _shown(world, careful))["state"] == "paused"
    bold, requests = await _sent(world, 60, pauseErrorRate=1)
    await world.tell(requests[:1], "accepted")
    await _fail(world, requests[1:], "internal")
    assert (await _shown(world, bold))["state"] == "running"


async def test_the_share_is_changed_in_a_draft_kept_in_copies_and_bounded(world: World) -> None:
    campaign_id = await world.draft(pauseErrorRate=0.1)
    url = f"/api/v1/campaigns/{campaign_id}"
    assert (await _shown(world, campaign_id))["pauseErrorRate"] == 0.1
    assert (await world.http.patch(url, json={"pauseErrorRate": 0.2})).json()["pauseErrorRate"] == 0.2
    assert (await world.http.patch(url, json={"name": "Outra"})).json()["pauseErrorRate"] == 0.2
    assert (await world.http.post(f"{url}/duplicate")).json()["pauseErrorRate"] == 0.2
    assert (await world.http.patch(url, json={"pauseErrorRate": None})).json()["pauseErrorRate"] is None
    for wrong in (0, -0.1, 1.01, "NaN"):
        refused = await world.http.patch(url, json={"pauseErrorRate": wrong})
        assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "pauseErrorRate")


async def test_what_is_the_recipients_own_pauses_nothing(world: World) -> None:
    campaign_id, requests = await _sent(world, 60)
    await _fail(world, requests, "not_on_whatsapp")
    assert (await _shown(world, campaign_id))["state"] == "running"


async def test_what_is_accepted_first_and_fails_later_counts_too(world: World) -> None:
    campaign_id, requests = await _sent(world, 60)
    await world.tell(requests, "accepted")
    await _fail(world, requests[:20], "provider_refused")
    assert (await _shown(world, campaign_id))["state"] == "paused"


async def test_a_fall_of_quality_pauses_once(world: World) -> None:
    campaign_id, requests = await _sent(world, 1)

    async def quality(word: str, revision: int) -> None:
        event = ChannelChangedV1(
            company_id=world.company_id,
            channel_id=requests[0].channel_id,
            name="Vendas",
            provider="cloud",
            status="active",
            messages_per_second=80,
            revision=revision,
            quality=word,
        )
        await world.handle([event])

    await quality("medium", 2)
    assert (await _shown(world, campaign_id))["state"] == "running"
    await quality("low", 3)
    shown = await _shown(world, campaign_id)
    assert (shown["state"], shown["failure"]) == (
        "paused",
        "WhatsApp rates the quality of the number as low.",
    )
    await world.act(campaign_id, "resume")
    await quality("RED", 4)  # An older gateway's word for the same.
    assert (await _shown(world, campaign_id))["state"] == "running"


async def test_the_campaigns_of_a_suspended_company_pause_and_send_nothing(world: World) -> None:
    targets = await world.contacts(3)
    campaign_id = await world.running(targets)

    def company(revision: int, *, suspended: bool) -> CompanyChangedV1:
        return CompanyChangedV1(
            company_id=world.company_id, name="Acme", suspended=suspended, revision=revision
        )

    # What the process hears of by itself comes first: nothing is claimed, although it runs.
    await Dispatcher(world.database, world.settings, lambda id_: id_ == world.company_id).run()
    assert (await world.progress(campaign_id))["counts"]["pending"] == 3

    await world.handle([company(5, suspended=True)])

    paused = (await world.http.get(f"/api/v1/campaigns/{campaign_id}")).json()
    assert (paused["state"], paused["failure"]) == ("paused", "The company is suspended.")
    await world.act(campaign_id, "resume")
    await world.handle([company(4, suspended=True), company(6, suspended=False)])
    await world.handle([company(5, suspended=True)])
    assert (await world.http.get(f"/api/v1/campaigns/{campaign_id}")).json()["state"] == "running"

"""Sending windows and daily caps, as the dispatcher keeps them and the API shows them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest

from atende_contracts.event import Party
from campaign.domain.windows import next_open
from campaign.repository import campaigns

if TYPE_CHECKING:
    from conftest import World

WORKDAYS = [{"days": [1, 2, 3, 4, 5], "from": "09:00", "to": "20:00"}]
FRIDAY = datetime(2026, 11, 20, 22, 30, tzinfo=UTC)  # 19:30 in São Paulo, 18:30 in Manaus.
LATER = FRIDAY.replace(hour=23, minute=15)  # 20:15 and 19:15.


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Let the dispatcher believe that it is another time."""
    real = campaigns.lock_channel

    def believe(time: datetime) -> None:
        async def lock_channel(*args: Any) -> Any:
            channel = await real(*args)
            return None if channel is None else campaigns.DispatchChannel(*args[1:], 80.0, time)

        monkeypatch.setattr(campaigns, "lock_channel", lock_channel)

    return believe


async def test_outside_of_its_windows_a_campaign_runs_and_sends_nothing(world: World, at: Any) -> None:
    campaign_id = await world.running(await world.contacts(3), windows=WORKDAYS, timeZone="America/Sao_Paulo")
    at(LATER)
    await world.dispatcher().run()
    assert await world.counts(campaign_id) == {"pending": 3}
    assert await world.state(campaign_id) == "running"
    at(FRIDAY)
    await world.dispatcher().run()
    assert await world.counts(campaign_id) == {"dispatched": 3}


async def test_each_recipient_is_sent_to_by_the_clocks_where_they_are(world: World, at: Any) -> None:
    phones = ["+5511987654321", "+5592987654321", "+12135551234", "+351912345678"]
    people = [world.contact(Party(phone=phone)) for phone in phones]
    await world.handle(people)
    campaign_id = await world.running(
        [person.contact_id for person in people],
        windows=WORKDAYS,
        windowZone="recipient",
        timeZone="America/Sao_Paulo",
    )
    at(LATER)
    await world.dispatcher().run()
    dispatched = {item["phone"] for item in await world.recipients(campaign_id, state="dispatched")}
    assert dispatched == {"+5592987654321", "+12135551234"}
    at(FRIDAY)
    await world.dispatcher().run()
    assert await world.counts(campaign_id) == {"dispatched": 4}, "ambiguous ones by the campaign's clocks"


async def test_other_campaigns_of_the_channel_are_not_held_up(world: World, at: Any) -> None:
    contacts = await world.contacts(3)
    held = await world.running(contacts, windows=WORKDAYS, timeZone="America/Sao_Paulo")
    free = await world.running(contacts)
    at(LATER)
    await world.dispatcher().run()
    assert await world.counts(held) == {"pending": 3}
    assert await world.counts(free) == {"dispatched": 3}


async def test_a_quota_is_divided_among_the_open_zones_and_not_exceeded(world: World, at: Any) -> None:
    people = [
        world.contact(Party(phone=f"+55{area}9876543{number:02}"))
        for area in (11, 92)
        for number in range(10)
    ]
    await world.handle(people)
    campaign_id = await world.running(
        [person.contact_id for person in people],
        windows=WORKDAYS,
        windowZone="recipient",
        messagesPerSecond=14,
    )
    at(FRIDAY)
    await world.dispatcher().run()
    assert await world.counts(campaign_id) == {"dispatched": 14, "pending": 6}


async def test_a_daily_cap_is_kept_and_the_next_day_goes_on(world: World, at: Any) -> None:
    campaign_id = await world.running(await world.contacts(10), maxPerDay=4, timeZone="America/Sao_Paulo")
    at(FRIDAY)
    for _ in range(3):
        await world.dispatcher().run()
        await world.tell(await world.requests(), "accepted")
    assert (await world.counts(campaign_id))["pending"] == 6
    at(FRIDAY.replace(day=21, hour=2))  # Still Friday in São Paulo.
    await world.dispatcher().run()
    assert (await world.counts(campaign_id))["pending"] == 6
    at(FRIDAY.replace(day=21, hour=3))
    await world.dispatcher().run()
    assert (await world.counts(campaign_id))["pending"] == 2


async def shown(world: World, campaign_id: UUID) -> dict[str, Any]:
    body: dict[str, Any] = (await world.http.get(f"/api/v1/campaigns/{campaign_id}")).json()
    return body


async def test_the_api_tells_when_it_goes_on(world: World) -> None:
    contacts = await world.contacts(2)
    yesterday = (datetime.now(UTC).isoweekday() + 5) % 7 + 1
    windows = [{"days": [yesterday], "from": "09:00", "to": "20:00"}]
    held = await world.running(contacts, windows=windows, timeZone="UTC")
    body = await shown(world, held)
    assert body["windows"] == windows
    expected = next_open(windows, "UTC", datetime.now(UTC))
    assert datetime.fromisoformat(body["nextWindowAt"]) == expected
    free = await world.running(contacts)
    assert (await shown(world, free))["nextWindowAt"] is None
    capped = await world.running(contacts, maxPerDay=1, timeZone="UTC")
    await world.dispatcher().run()
    opens = datetime.fromisoformat((await shown(world, capped))["nextWindowAt"])
    assert (opens.hour, opens.minute) == (0, 0)
    assert opens > datetime.now(UTC)
    await world.act(held, "pause")
    assert (await shown(world, held))["nextWindowAt"] is None

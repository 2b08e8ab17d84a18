"""The list of a campaign's recipients, who replied, and how far the campaign is."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from itertools import combinations
from random import Random
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from atende_contracts.campaigns import CampaignFinishedV1, CampaignProgressV1
from atende_contracts.event import Party, ProviderError
from atende_contracts.ids import uuid7
from atende_contracts.messages import CampaignSendRequestedV1, DeliveryStatusChangedV1, MessageReceivedV1
from atende_contracts.notices import SKIPPED
from atende_contracts.reasons import REASONS
from atende_platform.testing.answers import FOUND
from atende_platform.testing.plugin import AsUser
from campaign.domain.replies import answers
from campaign.domain.states import SkipReason

if TYPE_CHECKING:
    from conftest import World


async def _sent(world: World, count: int, **body: Any) -> tuple[UUID, list[CampaignSendRequestedV1]]:
    """Run a campaign of so many and dispatch it at the world's noon."""
    channel_id = await world.channel(channel_id=uuid7(), rate=1000)
    campaign_id = await world.running(await world.contacts(count), channelId=str(channel_id), **body)
    await world.dispatcher().fill(world.company_id, channel_id)
    return campaign_id, await _at_noon(world, campaign_id)


async def _at_noon(world: World, campaign_id: UUID, *, seconds: float = 0) -> list[CampaignSendRequestedV1]:
    await world.sql(
        "UPDATE recipients SET dispatched_at = :at WHERE campaign_id = :id AND state = 'dispatched'",
        id=campaign_id,
        at=world.noon + timedelta(seconds=seconds),
    )
    requests = [request for request in await world.requests() if request.campaign_id == campaign_id]
    return sorted(requests, key=lambda request: request.send_id)


def _failed(
    world: World, request: CampaignSendRequestedV1, code: int, reason: str | None
) -> DeliveryStatusChangedV1:
    error = ProviderError(code=code, title="Refused", reason=reason)
    return world.status(request, "failed").model_copy(update={"error": error})


async def _ids(world: World, campaign_id: UUID, *, limit: int = 3, **query: Any) -> list[str]:
    """Return the send ids of all pages."""
    found: list[str] = []
    cursor = None
    while True:
        params = {**query, "limit": limit, **({"cursor": cursor} if cursor else {})}
        response = await world.http.get(f"/api/v1/campaigns/{campaign_id}/recipients", params=params)
        assert response.status_code == 200, response.text
        page = response.json()
        found += [item["sendId"] for item in page["items"]]
        cursor = page["nextCursor"]
        if cursor is None:
            return found


async def test_recipients_are_found_by_state_reason_error_reply_and_phone(world: World) -> None:
    campaign_id, requests = await _sent(world, 20)
    ids = [str(request.send_id) for request in requests]
    await world.handle(
        [
            *[world.status(request, "delivered") for request in requests[:8]],
            *[_failed(world, request, 131026, "not_on_whatsapp") for request in requests[8:13]],
            *[_failed(world, request, 131049, "delivery_capped") for request in requests[13:15]],
            _failed(world, requests[15], 999, None),
        ]
    )
    await world.handle([_reply(world, request, "Oi") for request in requests[:5]])

    assert await _ids(world, campaign_id) == ids
    assert await _ids(world, campaign_id, state="delivered") == ids[:8]
    assert await _ids(world, campaign_id, reason="not_on_whatsapp") == ids[8:13]
    assert await _ids(world, campaign_id, reason="not_on_whatsapp", state="delivered") == []
    assert await _ids(world, campaign_id, errorCode=131049) == ids[13:15]
    assert await _ids(world, campaign_id, errorCode=999, state="failed") == [ids[15]]
    assert await _ids(world, campaign_id, replied=True) == ids[:5]
    assert await _ids(world, campaign_id, replied=False) == ids[5:]
    assert await _ids(world, campaign_id, replied=False, state="delivered") == ids[5:8]
    assert await _ids(world, campaign_id, variant="A") == []
    phones = {str(request.send_id): request.recipient.phone or "" for request in requests}
    by_number = sorted(ids, key=phones.__getitem__)
    assert await _ids(world, campaign_id, phone="+55119") == by_number
    assert await _ids(world, campaign_id, phone="+55 (11) 91000-000") == [
        id_ for id_ in by_number if phones[id_].startswith("+551191000000")
    ]
    assert await _ids(world, campaign_id, phone=phones[ids[4]]) == [ids[4]]
    assert await _ids(world, campaign_id, phone=phones[ids[4]], state="failed") == []
    assert await _ids(world, campaign_id, phone="5521") == []


@pytest.mark.parametrize("few", [0, 5_000])
async def test_things_asked_for_together_are_found_together(
    world: World, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    """Whichever index finds them: each combination gives those whose rows say so, in the order of sending."""
    monkeypatch.setattr("campaign.repository.recipients._FEW", few)
    campaign_id, requests = await _sent(world, 24, message=None, variants=_VARIANTS)
    await world.handle(
        [
            *[world.status(request, "delivered") for request in requests[:9]],
            *[_failed(world, request, 131026, "not_on_whatsapp") for request in requests[9:15]],
            *[_failed(world, request, 131049, "delivery_capped") for request in requests[15:19]],
        ]
    )
    await world.handle([_reply(world, request, "Oi") for request in requests[:6]])
    phone = requests[3].recipient.phone or ""
    conditions = {
        "state": {"delivered": "r.state = 'delivered'", "failed": "r.state = 'failed'"},
        "reason": {"not_on_whatsapp": "r.reason = 'not_on_whatsapp'", "no_answer": "false"},
        "errorCode": {131049: "r.error_code = 131049"},
        "variant": {"A": "r.variant = 'A'", "Z": "false"},
        "replied": {True: "r.replied_at IS NOT NULL", False: "r.replied_at IS NULL"},
        "phone": {"55119": "r.identity LIKE 'phone:55119%'", phone: f"r.party->>'phone' = '{phone}'"},
    }
    choices = [(name, value, sql) for name, values in conditions.items() for value, sql in values.items()]
    for (one, value, is_one), (other, another, is_other) in combinations(choices, 2):
        if one != other:
            rows = await world.sql(
                f"SELECT send_id FROM recipients r WHERE campaign_id = :id AND {is_one} AND {is_other}"  # noqa: S608
                " ORDER BY send_id",
                id=campaign_id,
            )
            found = await _ids(world, campaign_id, **{one: value, other: another})
            assert found == [str(row.send_id) for row in rows], (one, value, other, another)


_VARIANTS = [{"name": name, "weight": 1, "message": f"{name}: olá"} for name in "AB"]


async def test_a_number_is_found_with_and_without_its_ninth_digit(world: World) -> None:
    people = [world.contact(Party(phone=f"+{n}")) for n in ("551187654321", "5491123456789", "525512345678")]
    await world.handle(people)
    campaign_id = await world.running([person.contact_id for person in people])
    spellings = (
        ("+55 11 8765-4321", "5511987654321", "+55119876", "551187", "0055 11 9"),
        ("+54 11 2345-6789", "+5491123456789", "5411", "549"),
        ("+5215512345678", "+52 55 1234 5678", "52155", "5255"),
    )
    for typed in spellings:
        for phone in typed:
            assert len(await _ids(world, campaign_id, phone=phone)) == 1, phone


@pytest.mark.parametrize(
    "query",
    [{"phone": "abc"}, {"phone": "+"}, {"reason": "A B"}, {"errorCode": 2**31}, {"variant": "x" * 201}],
)
async def test_filters_are_bounded(world: World, query: dict[str, Any]) -> None:
    campaign_id = await world.draft()
    response = await world.http.get(f"/api/v1/campaigns/{campaign_id}/recipients", params=query)
    assert response.status_code == 422


async def test_a_recipient_says_why_it_failed_in_both_languages(world: World) -> None:
    campaign_id, [request] = await _sent(world, 1)
    await world.handle([_failed(world, request, 131026, "not_on_whatsapp")])
    [item] = await world.recipients(campaign_id)
    words = REASONS["not_on_whatsapp"]
    assert (item["reason"], item["error"]) == ("not_on_whatsapp", {"code": 131026, "title": "Refused"})
    assert item["reasonWords"] == {
        "code": "not_on_whatsapp",
        "params": {},
        "pt": words.pt,
        "en": words.en,
    }
    await world.tell([request], "delivered")
    [item] = await world.recipients(campaign_id)
    assert (item["reason"], item["reasonWords"], item["error"]) == (None, None, None)


def test_every_reason_to_skip_a_recipient_has_words() -> None:
    assert set(SkipReason) - set(REASONS) == set(SKIPPED)


@pytest.mark.parametrize(
    ("reason", "title", "words"),
    [
        (
            "of_tomorrow",
            "New",
            ("of_tomorrow", "Motivo desconhecido (of_tomorrow).", "Unknown reason (of_tomorrow)."),
        ),
        (None, "Refused", ("other", "Refused", "Refused")),
        ("invalid", None, ("invalid", SKIPPED["invalid"].pt, SKIPPED["invalid"].en)),
    ],
    ids=["of a later version", "from before there were codes", "skipped"],
)
async def test_a_reason_that_is_not_known_is_told_as_far_as_it_is(
    world: World, reason: str | None, title: str | None, words: tuple[str, str, str]
) -> None:
    campaign_id, _ = await _sent(world, 1)
    await world.sql(
        "UPDATE recipients SET state = 'failed', reason = :reason, error_title = :title",
        reason=reason,
        title=title,
    )
    [item] = await world.recipients(campaign_id)
    assert tuple(item["reasonWords"][name] for name in ("code", "pt", "en")) == words
    if reason == "of_tomorrow":  # It is shown, though this version's document cannot list it.
        assert FOUND
        assert all(reason in problem for problem in FOUND)
        FOUND.clear()


# --- replies -------------------------------------------------------------------------------------


def _reply(
    world: World, request: CampaignSendRequestedV1, text: str, *, seconds: float = 60, **changes: Any
) -> MessageReceivedV1:
    message = world.message(request.recipient, text, seconds=seconds, channel_id=request.channel_id)
    return message.model_copy(update=changes)


async def _replied(world: World, campaign_id: UUID) -> list[Any]:
    rows = await world.sql(
        "SELECT replied_at FROM recipients WHERE campaign_id = :id ORDER BY send_id", id=campaign_id
    )
    return [row.replied_at for row in rows]


async def test_the_first_message_afterwards_is_the_reply_and_is_counted_once(world: World) -> None:
    campaign_id, requests = await _sent(world, 3)
    early, late = (_reply(world, requests[0], "Quero!", seconds=seconds) for seconds in (60, 3600))
    for batch in ([late], [early, late], [early]):
        await world.handle(batch)
    assert await _replied(world, campaign_id) == [early.sent_at, None, None]
    [item] = await world.recipients(campaign_id, replied=True)
    assert item["repliedAt"] == "2026-11-20T12:01:00Z"
    assert (await world.progress(campaign_id))["replies"] == 1
    await world.report()
    assert (await world.http.get(f"/api/v1/campaigns/{campaign_id}")).json()["replies"] == 1
    told = [event for event in await world.published(CampaignProgressV1) if event.campaign_id == campaign_id]
    assert told[-1].replies == 1


async def test_it_answers_the_latest_campaign_of_that_channel(world: World) -> None:
    first, requests = await _sent(world, 1)
    channel_id = str(requests[0].channel_id)
    contact_id = requests[0].contact_id
    assert contact_id is not None
    await world.tell(requests, "accepted")
    second = await world.running([contact_id], channelId=channel_id)
    await world.dispatcher().fill(world.company_id, requests[0].channel_id)
    await _at_noon(world, second, seconds=3600)
    elsewhere = await world.running([contact_id])
    await world.dispatcher().run()
    await _at_noon(world, elsewhere, seconds=3600)
    messages = [_reply(world, requests[0], "Oi", seconds=seconds) for seconds in (3700, 1800)]
    await world.handle(messages)
    assert await _replied(world, first) == [messages[1].sent_at]
    assert await _replied(world, second) == [messages[0].sent_at]
    assert await _replied(world, elsewhere) == [None]


@pytest.mark.parametrize("seconds", [-3600, 4 * 24 * 3600])
async def test_what_came_before_or_days_later_is_no_reply(world: World, seconds: float) -> None:
    campaign_id, requests = await _sent(world, 1)
    await world.handle([_reply(world, requests[0], "Oi", seconds=seconds)])
    assert await _replied(world, campaign_id) == [None]


async def test_reactions_edits_groups_and_strangers_are_no_replies(world: World) -> None:
    campaign_id, [request, failed] = await _sent(world, 2)
    await world.tell([failed], "failed")
    messages = [
        _reply(world, request, "👍", kind="reaction", target="wamid.1"),
        _reply(world, request, "Oi, gente", content={"group_id": "g"}),
        _reply(world, request, "Oi", company_id=uuid7()),
        _reply(world, request, "Oi", sender=Party(wa_id="5511900000000")),
        _reply(world, failed, "Oi"),
    ]
    await world.handle(messages)
    assert await _replied(world, campaign_id) == [None, None]
    assert len(answers(messages)) == 3


@given(random=st.randoms(use_true_random=False))
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_replies_in_any_order_batch_and_repetition_end_in_the_same_rows(
    world: World, random: Random
) -> None:
    campaign_id, requests = await _sent(world, 4)
    messages = [
        _reply(world, request, "Oi", seconds=random.randint(1, 500))
        for request in requests
        for _ in range(random.randint(0, 3))
    ]
    first = {request.recipient.phone: None for request in requests} | {
        phone: min(each.sent_at for each in messages if each.sender.phone == phone)
        for phone in {each.sender.phone for each in messages}
    }
    deliveries = messages + random.choices(messages, k=3) if messages else []
    random.shuffle(deliveries)
    while deliveries:
        size = random.randint(1, len(deliveries))
        await world.handle(deliveries[:size])
        deliveries = deliveries[size:]
    assert await _replied(world, campaign_id) == [first[request.recipient.phone] for request in requests]


# --- progress ------------------------------------------------------------------------------------


async def test_a_large_campaign_under_way_shows_what_its_sockets_show(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("campaign.service.recipients.COUNTED_AT_ONCE", 2)
    campaign_id, requests = await _sent(world, 3)
    await world.report()
    await world.tell(requests[:1], "accepted")
    assert await world.counts(campaign_id) == {"dispatched": 3}
    await world.report()
    assert await world.counts(campaign_id) == {"accepted": 1, "dispatched": 2}
    await world.tell(requests, "accepted")
    await world.report()
    progress = await world.progress(campaign_id)
    [finished] = [e for e in await world.published(CampaignFinishedV1) if e.campaign_id == campaign_id]
    assert progress["counts"] == finished.counts == {"accepted": 3}
    assert progress["countedAt"] is not None


async def test_variants_of_a_large_campaign_are_counted_by_the_same_report(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("campaign.service.recipients.COUNTED_AT_ONCE", 2)
    campaign_id, requests = await _sent(world, 12, message=None, variants=_VARIANTS)

    async def by_state() -> Counter[str]:
        variants = (await world.http.get(f"/api/v1/campaigns/{campaign_id}/variants")).json()["items"]
        assert all(each["total"] == sum(each["counts"].values()) for each in variants)
        return sum((Counter(each["counts"]) for each in variants), Counter())

    assert await by_state() == {"dispatched": 12}  # Before the first report they are counted.
    await world.report()
    await world.tell(requests[:5], "accepted")
    assert await by_state() == await world.counts(campaign_id) == {"dispatched": 12}
    await world.report()
    assert await by_state() == await world.counts(campaign_id) == {"accepted": 5, "dispatched": 7}


async def test_another_company_sees_no_recipients(world: World, as_user: AsUser) -> None:
    campaign_id, _ = await _sent(world, 1)
    stranger = as_user("owner", company_id=uuid7())
    for path in ("recipients", "progress"):
        response = await stranger.get(f"/api/v1/campaigns/{campaign_id}/{path}")
        assert response.status_code == 404

"""Figures of templates are what a direct count over the messages says, in whatever order they were heard."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING, Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

if TYPE_CHECKING:
    from conftest import Company, Tell

from atende_contracts.channels import ChannelChangedV1
from atende_contracts.event import TemplateContent, TextContent
from atende_contracts.ids import uuid7
from atende_contracts.messages import DeliveryStatusChangedV1, SentTemplate
from atende_contracts.permissions import Role
from atende_platform.testing.plugin import AsUser

from .reports import REPORTS, UNDELIVERABLE, get, sends

ZONE = "Asia/Kathmandu"
"""Three quarters of an hour off."""
FIRST, LAST = date(2026, 2, 27), date(2026, 4, 3)
PERIOD = {"from": FIRST.isoformat(), "to": LAST.isoformat()}
DAY = {"from": "2026-11-27", "to": "2026-11-27"}
STEPS = ["sent", "delivered", "read"]
OFFER = TemplateContent(name="oferta", language="pt_BR")


@dataclass
class Sent:
    """A message made of a template, by the times that matter."""

    channel: UUID
    template: tuple[str, str]
    reached: dict[str, datetime] = field(default_factory=dict)


def history(
    company: Company, choose: Random, messages: int
) -> tuple[list[DeliveryStatusChangedV1], list[Sent]]:
    """Make messages of templates and others, some refused, some never read."""
    channels = [company.channel_id, uuid7()]
    events: list[DeliveryStatusChangedV1] = []
    made: list[Sent] = []
    for send_id in sends(messages):
        at = datetime(2026, 2, 24, tzinfo=UTC) + timedelta(seconds=choose.randrange(42 * 86_400))
        channel, is_reply = choose.choice(channels), choose.random() < 0.3
        name = choose.choice([("oferta", "pt_BR"), ("oferta", "en"), ("lembrete", "pt_BR"), None])
        steps = choose.choice(
            [
                *(["accepted"], ["accepted", "failed"], ["failed"]),
                *(["accepted", "sent", "delivered"], ["accepted", "delivered", "read"]),
                *(["accepted", "sent", "delivered", "read"], ["accepted", "sent", "failed"]),
            ]
        )
        sent = Sent(channel, name or ("", ""))
        for number, state in enumerate(steps):
            at += timedelta(seconds=choose.randrange(1, 100_000))
            told: dict[str, Any] = {}
            if number == 0 and name is not None:
                content = TemplateContent(name=name[0], language=name[1])
                is_whole = not is_reply and state != "failed"
                told = (
                    {"content": content}
                    if is_whole
                    else {"template": SentTemplate(name=name[0], language=name[1])}
                )
            elif number == 0:
                told = {"content": TextContent(body="Oi")}
            error = UNDELIVERABLE if state == "failed" else None
            events.append(
                company.status(send_id, state, reply=is_reply, error=error, channel_id=channel, at=at, **told)
            )
            for step in ("sent", "delivered", "read"):
                if (
                    state
                    in {"sent": "sent delivered read", "delivered": "delivered read", "read": "read"}[step]
                ):
                    sent.reached.setdefault(step, at)
            if state == "failed":
                sent.reached["failed"] = at
        if name is not None and sent.reached:
            made.append(sent)
    return events, made


def counted(made: list[Sent], channel: UUID | None = None) -> dict[tuple[str, str, str], dict[str, int]]:
    """Count what is of the period, by channel, name and language."""
    found: dict[tuple[str, str, str], Counter[str]] = {}
    for one in made:
        day = min(one.reached.values()).astimezone(ZoneInfo(ZONE)).date()
        if FIRST <= day <= LAST and channel in (None, one.channel):
            known = found.setdefault((str(one.channel), *one.template), Counter())
            known.update(["messages", *one.reached])
    names = ("messages", "sent", "delivered", "read", "failed")
    return {key: {name: count[name] for name in names} for key, count in found.items()}


def shown(report: dict[str, Any]) -> dict[tuple[str, str, str], dict[str, int]]:
    return {
        (one["channelId"], one["name"], one["language"]): {
            name: one[name] for name in ("messages", "sent", "delivered", "read", "failed")
        }
        for one in report["items"]
    }


@pytest.mark.parametrize("seed", range(2))
async def test_templates_are_what_a_direct_count_says(
    as_user: AsUser, tell: Tell, company: Company, seed: int
) -> None:
    choose = Random(seed)
    events, made = history(company, choose, 300)
    heard = [*events, *events]
    choose.shuffle(heard)
    await tell(company.settings(ZONE))
    while heard:
        await tell(*[heard.pop() for _ in range(min(len(heard), choose.randint(1, 200)))])
    http = as_user(Role.VIEWER)
    report = await get(http, "/templates", **PERIOD)
    assert shown(report) == counted(made)
    assert [one["messages"] for one in report["items"]] == sorted(
        (one["messages"] for one in report["items"]), reverse=True
    )
    one_channel = await get(http, "/templates", **PERIOD, channelId=str(company.channel_id))
    assert shown(one_channel) == counted(made, company.channel_id)
    before = {"from": "2026-02-26", "to": "2026-02-27"}
    later = await get(http, "/templates", **{"from": "2026-02-28", "to": "2026-03-01"}, compare="true")
    assert later["previous"] == await get(http, "/templates", **before)


async def test_rates_are_parts_of_the_same_messages_whenever_they_were_read(
    as_user: AsUser, tell: Tell, company: Company
) -> None:
    read, lost = sends(2)
    late = 20 * 86_400
    await tell(
        company.status(read, "sent", content=OFFER), company.status(lost, "failed", template=_named(OFFER))
    )
    await tell(company.status(read, "read", late))
    await tell(
        ChannelChangedV1(
            company_id=company.id,
            channel_id=company.channel_id,
            name="Loja",
            provider="whatsapp_cloud",
            status="active",
            messages_per_second=80,
            revision=1,
        )
    )
    [item] = (await get(as_user(), "/templates", **DAY))["items"]
    assert item == {
        "channelId": str(company.channel_id),
        "channelName": "Loja",
        "name": "oferta",
        "language": "pt_BR",
        "messages": 2,
        "sent": 1,
        "delivered": 1,
        "read": 1,
        "failed": 1,
        "rates": {"delivered": 1.0, "read": 1.0, "failed": 0.5},
    }
    after = {"from": "2026-12-15", "to": "2026-12-31"}
    assert (await get(as_user(), "/templates", **after))["items"] == []
    file = await as_user().get(f"{REPORTS}/templates/export", params=DAY)
    [row] = csv.DictReader(io.StringIO(file.text))
    assert (row["channelName"], row["name"], row["rates.failed"]) == ("Loja", "oferta", "0.5")


async def test_messages_without_a_template_and_another_companys_are_not_there(
    as_user: AsUser, tell: Tell, company: Company, another: Callable[..., Company]
) -> None:
    stranger = another(uuid7())
    longest = TemplateContent(name="\U0001f600" * 600, language="\U0001f600" * 200)
    await tell(stranger.status(uuid7(), "sent", content=longest))
    [item] = (await get(as_user(company_id=stranger.id), "/templates", **DAY))["items"]
    assert (len(item["name"]), len(item["language"])) == (512, 50), "what no index takes is cut"
    await tell(stranger.status(uuid7(), "sent", content=OFFER), company.status(uuid7(), "sent"))
    assert (await get(as_user(), "/templates", **DAY))["items"] == []
    refused = await as_user().get(f"{REPORTS}/templates", params={"queueId": str(uuid7())})
    assert refused.status_code == 422


def _named(content: TemplateContent) -> SentTemplate:
    return SentTemplate(name=content.name, language=content.language)

"""Every figure of messages is what a direct count over the history says, in whatever order it was heard."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING, Any
from uuid import UUID

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

if TYPE_CHECKING:
    from conftest import Tell

from atende_contracts.channels import CompanyChangedV1
from atende_contracts.event import Event
from atende_contracts.permissions import Role
from atende_platform.testing.plugin import AsUser

from .message_history import Counted, History, histories
from .reports import get


async def hear(tell: Tell, history: History, random: Random) -> None:
    """Let the service hear everything twice, in any order and in batches of any size."""
    await tell(
        CompanyChangedV1(company_id=history.company, name="Loja", time_zone=history.zone.key, revision=1)
    )
    heard = [*history.events, *history.events]
    random.shuffle(heard)
    while heard:
        batch = defaultdict[str, list[Event]](list)
        for _ in range(random.randint(1, len(heard))):
            event = heard.pop()
            batch[event.topic].append(event)
        for events in batch.values():
            await tell(*events)


def of_messages(shown: dict[str, Any]) -> dict[str, Any]:
    return {name: shown[name] for name in ("inbound", "replies", "campaigns", "optOuts")}


def ratio(exact: float | None) -> Any:
    return None if exact is None else pytest.approx(exact, abs=0.0001)


def days_between(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=number) for number in range((last - first).days + 1))


class Check:
    """Compares the reports of some days, of one channel or of all, with a direct count."""

    def __init__(self, history: History, channel: UUID | None) -> None:
        self.history, self.channel = history, channel

    def counted(self, days: tuple[date, date]) -> Counted:
        return Counted(self.history, *days, self.channel)

    def summary(self, shown: dict[str, Any], days: tuple[date, date]) -> None:
        counted = self.counted(days)
        assert of_messages(shown["totals"]) == counted.activity()
        assert shown["successRate"] == ratio(counted.success_rate())

    def daily(self, shown: list[dict[str, Any]], days: tuple[date, date]) -> None:
        counted = self.counted(days)
        assert [one["day"] for one in shown] == [day.isoformat() for day in days_between(*days)]
        for one, day in zip(shown, days_between(*days), strict=True):
            assert of_messages(one) == counted.activity(lambda at, day=day: at.date() == day), day

    def hourly(self, shown: list[dict[str, Any]], days: tuple[date, date]) -> None:
        counted = self.counted(days)
        assert [(one["weekday"], one["hour"]) for one in shown] == [
            (weekday, hour) for weekday in range(1, 8) for hour in range(24)
        ]
        busy = [one for one in shown if of_messages(one) != Counted(self.history, *_NEVER).activity()]
        for one in busy:
            clock = one["weekday"], one["hour"]
            expected = counted.activity(lambda at, clock=clock: (at.isoweekday(), at.hour) == clock)
            assert of_messages(one) == expected, clock
        assert sum(one["inbound"] for one in busy) == counted.activity()["inbound"]
        assert sum(one["optOuts"] for one in busy) == counted.activity()["optOuts"]
        for kind, steps in ((kind, counted.activity()[kind]) for kind in ("replies", "campaigns")):
            assert {step: sum(one[kind][step] for one in busy) for step in steps} == steps

    def channels(self, shown: dict[str, Any], days: tuple[date, date]) -> None:
        nothing = Counted(self.history, *_NEVER).activity()
        expected = [
            channel
            for channel in self.history.channels
            if self.channel in (None, channel)
            and (
                Counted(self.history, *days, channel).activity() != nothing
                or (channel in self.history.names and channel not in self.history.deleted)
            )
        ]
        assert {one["channelId"] for one in shown["items"]} == {str(channel) for channel in expected}
        assert len(shown["items"]) == len(expected)
        for one in shown["items"]:
            channel = UUID(one["channelId"])
            counted = Counted(self.history, *days, channel)
            assert one["name"] == self.history.names.get(channel)
            assert of_messages(one) == counted.activity()
            assert one["successRate"] == ratio(counted.success_rate())
            assert one["busiestQuarter"] == counted.busiest_quarter()
            reasons = defaultdict[str | None, int](int)
            for (_, _, reason, _), count in counted.errors().items():
                reasons[reason] += count
            assert {each["reason"] and each["reason"]["code"]: each["count"] for each in one["failures"]} == (
                reasons
            )

    def delivery_errors(self, shown: dict[str, Any], days: tuple[date, date]) -> None:
        errors = self.counted(days).errors()
        assert shown["total"] == sum(errors.values())
        items = [
            (UUID(one["channelId"]), one["kind"], one["reason"] and one["reason"]["code"], one["errorCode"])
            for one in shown["items"]
        ]
        self._most_first(dict(zip(items, shown["items"], strict=True)), errors)

    def opt_outs(self, shown: dict[str, Any], days: tuple[date, date]) -> None:
        sources = self.counted(days).sources()
        assert shown["total"] == sum(sources.values())
        items = [(one["channelId"] and UUID(one["channelId"]), one["source"]) for one in shown["items"]]
        self._most_first(dict(zip(items, shown["items"], strict=True)), sources)

    @staticmethod
    def _most_first(shown: dict[Any, dict[str, Any]], counted: Counter[Any]) -> None:
        counts = {key: item["count"] for key, item in shown.items()}
        assert counts == counted
        assert list(counts.values()) == sorted(counts.values(), reverse=True)


_NEVER = date(2000, 1, 1), date(2000, 1, 1)


async def check(http: httpx.AsyncClient, history: History, channel: UUID | None) -> None:
    """Compare each report, and the period before that stands beside it."""
    check = Check(history, channel)
    now, before = (history.first, history.last), history.previous()
    asked = {"from": now[0].isoformat(), "to": now[1].isoformat(), "compare": "true"}
    if channel:
        asked["channelId"] = str(channel)
    for name, of in (
        ("summary", check.summary),
        ("channels", check.channels),
        ("delivery-errors", check.delivery_errors),
        ("opt-outs", check.opt_outs),
    ):
        shown = await get(http, f"/{name}", **asked)
        of(shown, now)
        of(shown["previous"], before)
    daily, hourly = await get(http, "/daily", **asked), await get(http, "/hourly", **asked)
    check.daily(daily["days"], now)
    check.daily(daily["previous"], before)
    check.hourly(hourly["hours"], now)
    check.hourly(hourly["previous"], before)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(history=histories(), random=st.randoms(use_true_random=False))
async def test_every_figure_of_messages_is_what_a_direct_count_says(
    as_user: AsUser, tell: Tell, history: History, random: Random
) -> None:
    await hear(tell, history, random)
    http = as_user(Role.VIEWER, company_id=history.company)
    for channel in (None, random.choice(history.channels)):
        await check(http, history, channel)

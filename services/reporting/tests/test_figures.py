"""Every figure of tickets is what a direct count over the history says, in whatever order it was heard."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from math import ceil
from random import Random
from typing import TYPE_CHECKING, Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

if TYPE_CHECKING:
    from conftest import Company, Tell

from atende_contracts.contacts import (
    TicketChangedV1,
    TicketClosing,
    TicketRatedV1,
    TicketReply,
    TicketSlaEndedV1,
)
from atende_contracts.event import Event
from atende_contracts.ids import uuid7
from atende_contracts.messages import SentTemplate
from atende_contracts.permissions import Role
from atende_platform.data.db import Database, execute
from atende_platform.testing.plugin import AsUser, Installation
from reporting.commands import rebuild_command
from reporting.domain.measures import RELATIVE_ERROR
from reporting.service.summing import sum_up

from .reports import REPORTS, UNDELIVERABLE, get, recounted

ZONE = "Asia/Kathmandu"
"""Three quarters of an hour off."""
FIRST, LAST = date(2026, 2, 27), date(2026, 4, 3)


@dataclass
class Waited:
    """A duration, and what it belongs to."""

    at: datetime
    channel: UUID
    queue: UUID | None
    agent: UUID | None
    tags: list[UUID]
    seconds: int = 0
    business: int | None = None


@dataclass
class History:
    """What happened, as events and as plain lists."""

    events: list[Event] = field(default_factory=list)
    happened: dict[str, list[Waited]] = field(default_factory=dict)

    def add(self, metric: str, one: Waited) -> None:
        self.happened.setdefault(metric, []).append(one)


class Maker:
    """Makes a random history of one company's tickets."""

    def __init__(self, company: Company, seed: int) -> None:
        self.random = Random(seed)
        self.company = company
        self.channels = [company.channel_id, uuid7()]
        self.queues = [uuid7(), uuid7(), None]
        self.agents = [uuid7(), uuid7(), uuid7()]
        self.tags = [uuid7(), uuid7()]

    def history(self, tickets: int) -> History:
        history = History()
        for _ in range(tickets):
            self._ticket(history)
        return history

    def _ticket(self, history: History) -> None:
        choose = self.random
        at = datetime(2026, 2, 25, tzinfo=UTC) + timedelta(seconds=choose.randrange(40 * 86_400))
        state: dict[str, Any] = {
            "company_id": self.company.id,
            "ticket_id": uuid7(),
            "contact_id": uuid7(),
            "channel_id": choose.choice(self.channels),
            "status": "pending",
            "opened_at": at,
            "queue_id": choose.choice(self.queues),
            "tag_ids": choose.sample(self.tags, choose.randrange(3)),
            "revision": 1,
        }
        opened, told = at, TicketChangedV1(**state, occurred_at=at)
        history.events.append(told)
        first: Waited | None = None
        ending: Waited | None = None
        for _ in range(choose.randrange(9)):
            since = at
            at += timedelta(seconds=choose.randrange(1, choose.choice([60, 3_600, 90_000])))
            more: dict[str, Any] = {}
            business = choose.randrange(int((at - since).total_seconds()) + 1)
            match choose.choice(["reply", "close", "reopen", "move", "sla"]):
                case "reply" if state["status"] != "closed":
                    agent = choose.choice(self.agents)
                    state |= {"status": "open", "assignee_id": state.get("assignee_id") or agent}
                    is_first = "first_reply_at" not in state
                    state.setdefault("first_reply_at", at)
                    more = {
                        "reply": TicketReply(
                            at=at,
                            agent_id=agent,
                            first=is_first,
                            since=opened if is_first else since,
                            business_seconds=business,
                        )
                    }
                    waited = self._waited(state, at, opened if is_first else since, business)
                    waited.agent = agent
                    if is_first:
                        first = waited
                    else:
                        history.add("nextReply", waited)
                case "close" if state["status"] != "closed":
                    by = choose.choice([*self.agents, None])
                    state |= {"status": "closed", "closed_at": at}
                    more = {"closing": TicketClosing(closed_by=by, business_seconds=business)}
                    ending = self._waited(state, at, opened, business)
                case "reopen" if state["status"] == "closed":
                    state |= {"status": "pending", "closed_at": None}
                    more = {"reopened": True}
                    history.add("reopened", self._waited(state, at, at, 0))
                    ending = None
                case "move":
                    state |= {"queue_id": choose.choice(self.queues)}
                case "sla":
                    kept = choose.random() < 0.7
                    history.events.append(self._promise(state, at, kept))
                    history.add("kept" if kept else "broken", self._waited(state, at, at, 0))
                    continue
                case _:
                    continue
            state["revision"] += 1
            history.events.append(TicketChangedV1(**state, **more, occurred_at=at))
        # Where a ticket belongs is where it is in the end.
        self._final(history, state, opened, first, ending)
        if state["status"] == "closed" and choose.random() < 0.5:
            self._rate(history, state, at)

    def _waited(self, state: dict[str, Any], at: datetime, since: datetime, business: int) -> Waited:
        seconds = int((at - since).total_seconds())
        return Waited(
            at,
            state["channel_id"],
            state["queue_id"],
            state.get("assignee_id"),
            state["tag_ids"],
            seconds,
            business,
        )

    def _final(
        self,
        history: History,
        state: dict[str, Any],
        opened: datetime,
        first: Waited | None,
        ending: Waited | None,
    ) -> None:
        history.add("opened", self._waited(state, opened, opened, 0))
        for metric, one in (("firstReply", first), ("resolution", ending)):
            if one is not None:
                one.queue = state["queue_id"]
                if metric == "firstReply":
                    one.at = opened
                else:
                    one.agent = state.get("assignee_id")
                history.add(metric, one)

    def _promise(self, state: dict[str, Any], at: datetime, kept: bool) -> TicketSlaEndedV1:
        names = ("company_id", "ticket_id", "channel_id", "queue_id", "tag_ids")
        return TicketSlaEndedV1(
            **{name: state[name] for name in names},
            agent_id=state.get("assignee_id"),
            target=self.random.choice(["first_reply", "next_reply", "resolution"]),
            started_at=at - timedelta(minutes=5),
            ended_at=at,
            kept=kept,
        )

    def _rate(self, history: History, state: dict[str, Any], at: datetime) -> None:
        score = self.random.randint(1, 5)
        at += timedelta(minutes=2)
        given = {
            "company_id": self.company.id,
            "ticket_id": state["ticket_id"],
            "agent_id": state.get("assignee_id"),
            "queue_id": state["queue_id"],
            "channel_id": state["channel_id"],
            "tag_ids": state["tag_ids"],
            "score": score,
            "asked_at": at,
            "rated_at": at,
        }
        history.events += [TicketRatedV1(**given), TicketRatedV1(**given, commented=True)]
        rated = self._waited(state, at, at, 0)
        rated.seconds = score
        history.add("rating", rated)


def within(shown: dict[str, Any], values: list[int]) -> None:
    """Check a duration against all that it was made of."""
    assert shown["count"] == len(values)
    ordered = sorted(values)
    for name, part in (("medianSeconds", 0.5), ("p90Seconds", 0.9)):
        if not ordered:
            assert shown[name] is None
            continue
        exact = ordered[ceil(part * len(ordered)) - 1]
        assert shown[name] == pytest.approx(exact, rel=RELATIVE_ERROR + 0.001, abs=0.01 if exact < 64 else 1)
    if ordered:
        assert shown["averageSeconds"] == pytest.approx(sum(ordered) / len(ordered), abs=0.06)


def check(
    shown: dict[str, Any], history: History, share: tuple[UUID, list[UUID]] | None = None, **only: Any
) -> None:
    """Check figures against a count of the period; ``share``: of an agent's and some queues' tickets."""
    zone = ZoneInfo(ZONE)

    def counted(metric: str) -> list[Waited]:
        return [
            one
            for one in history.happened.get(metric, ())
            if FIRST <= one.at.astimezone(zone).date() <= LAST
            and all(
                value in one.tags if name == "tag" else getattr(one, name) == value
                for name, value in only.items()
            )
            and (share is None or one.agent == share[0] or one.queue in share[1])
        ]

    for metric in ("opened", "reopened"):
        assert shown[metric] == len(counted(metric)), metric
    assert shown["closed"] == len(counted("resolution"))
    for metric in ("firstReply", "nextReply", "resolution"):
        within(shown[metric]["calendar"], [one.seconds for one in counted(metric)])
        within(
            shown[metric]["business"], [one.business for one in counted(metric) if one.business is not None]
        )
    assert (shown["promises"]["kept"], shown["promises"]["broken"]) == (
        len(counted("kept")),
        len(counted("broken")),
    )
    scores = [one.seconds for one in counted("rating")]
    assert shown["satisfaction"]["scores"] == {str(one): scores.count(one) for one in range(1, 6)}


@pytest.mark.parametrize("seed", range(3))
async def test_figures_are_what_a_direct_count_says(
    as_user: AsUser, tell: Tell, company: Company, database: Database, seed: int
) -> None:
    maker = Maker(company, seed)
    history = maker.history(60)
    heard = [*history.events, *history.events]
    maker.random.shuffle(heard)
    await tell(company.settings("America/Sao_Paulo"))
    while heard:
        batch = [heard.pop() for _ in range(min(len(heard), maker.random.randint(1, 60)))]
        await tell(*batch)
        if maker.random.random() < 0.2:
            async with database.worker() as session:
                await sum_up(session, company.id)
    await tell(company.settings(ZONE, revision=2))
    await recounted(database)
    await agree(as_user, maker, history)
    async with database.worker() as session:
        await sum_up(session, company.id)
        assert (await execute(session, "SELECT count(*) FROM measure_log")).scalar_one() == 0
    await agree(as_user, maker, history)


async def agree(as_user: AsUser, maker: Maker, history: History) -> None:
    """Compare every report with a count of what happened."""
    http = as_user(Role.VIEWER)
    period = {"from": FIRST.isoformat(), "to": LAST.isoformat()}
    summary = await get(http, "/summary", **period)
    check(summary["tickets"], history)
    assert summary["firstReply"]["tickets"] == summary["tickets"]["firstReply"]["calendar"]["count"]
    assert summary["totals"]["ticketsOpened"] == summary["tickets"]["opened"]
    for name, values in (
        ("channel", maker.channels),
        ("queue", maker.queues[:2]),
        ("agent", maker.agents),
        ("tag", maker.tags),
    ):
        for value in values:
            narrowed = await get(http, "/summary", **period, **{f"{name}Id": str(value)})
            check(narrowed["tickets"], history, **{name: value})
    for item in (await get(http, "/agents", **period))["items"]:
        check(item, history, agent=item["agentId"] and UUID(item["agentId"]))
    for item in (await get(http, "/queues", **period))["items"]:
        check(item, history, queue=item["queueId"] and UUID(item["queueId"]))
    by_tag = (await get(http, "/tags", **period))["items"]
    assert {item["tagId"] for item in by_tag} == {*map(str, maker.tags)}
    for item in by_tag:
        check(item, history, tag=UUID(item["tagId"]))
    in_one_queue = {"queueId": str(maker.queues[0]), "tagId": str(maker.tags[1])}
    [item] = (await get(http, "/tags", **period, **in_one_queue))["items"]
    check(item, history, tag=maker.tags[1], queue=maker.queues[0])
    for item in (await get(http, "/tags", **period, queueId=str(maker.queues[0])))["items"]:
        check(item, history, tag=UUID(item["tagId"]), queue=maker.queues[0])
    days = (await get(http, "/daily", **period, queueId=str(maker.queues[0])))["days"]
    in_queue = await get(http, "/summary", **period, queueId=str(maker.queues[0]))
    assert sum(day["ticketsOpened"] for day in days) == in_queue["tickets"]["opened"]
    hours = (await get(http, "/hourly", **period, queueId=str(maker.queues[0])))["hours"]
    assert sum(hour["ticketsClosed"] for hour in hours) == in_queue["tickets"]["closed"]
    assert len(hours) == 168


async def test_an_agent_sees_their_own_figures_and_those_of_their_queues(
    as_user: AsUser, tell: Tell, company: Company, database: Database
) -> None:
    maker = Maker(company, 7)
    history = maker.history(60)
    await tell(company.settings(ZONE))
    half = len(history.events) // 2
    await tell(*history.events[:half])
    async with database.worker() as session:
        await sum_up(session, company.id)
    await tell(*history.events[half:])
    agent, other = maker.agents[:2]
    mine, foreign = [one for one in maker.queues if one is not None]
    await tell(company.queue(mine, "Vendas", [other, agent]), company.queue(foreign, "Suporte", [other]))
    http = as_user(Role.AGENT, user_id=agent)
    period = {"from": FIRST.isoformat(), "to": LAST.isoformat()}
    [item] = (await get(http, "/agents", **period))["items"]
    check(item, history, agent=agent)
    for path in ("/agents", "/queues", "/tags", "/summary", "/daily", "/hourly"):
        refused = await http.get(f"{REPORTS}{path}", params={**period, "agentId": str(other)})
        assert (refused.status_code, refused.json()["code"]) == (403, "forbidden"), path
        refused = await http.get(f"{REPORTS}{path}", params={**period, "queueId": str(foreign)})
        assert (refused.status_code, refused.json()["code"]) == (403, "forbidden"), path
        if path != "/summary":
            file = await http.get(f"{REPORTS}{path}/export", params={**period, "queueId": str(foreign)})
            assert file.status_code == 403, path

    summary = await get(http, "/summary", **period)
    check(summary["tickets"], history, (agent, [mine]))
    everything = await get(as_user(Role.VIEWER), "/summary", **period)
    assert 0 < summary["tickets"]["opened"] < everything["tickets"]["opened"]
    assert summary["totals"]["ticketsOpened"] == summary["tickets"]["opened"]
    assert summary["totals"]["inbound"] == everything["totals"]["inbound"]
    for path, part in (("/daily", "days"), ("/hourly", "hours")):
        shown = (await get(http, path, **period))[part]
        assert sum(one["ticketsOpened"] for one in shown) == summary["tickets"]["opened"], path
    [item] = (await get(http, "/queues", **period))["items"]
    assert (item["queueId"], item["name"]) == (str(mine), "Vendas")
    check(item, history, queue=mine)
    check((await get(http, "/summary", **period, queueId=str(mine)))["tickets"], history, queue=mine)
    for item in (await get(http, "/queues", **period, agentId=str(agent)))["items"]:
        check(item, history, agent=agent, queue=item["queueId"] and UUID(item["queueId"]))
    tagged = (await get(http, "/summary", **period, tagId=str(maker.tags[0])))["tickets"]
    check(tagged, history, (agent, [mine]), tag=maker.tags[0])
    for item in (await get(http, "/tags", **period))["items"]:
        check(item, history, (agent, [mine]), tag=UUID(item["tagId"]))

    await tell(company.queue(mine, "Vendas", [other], revision=2))
    assert (await get(http, "/queues", **period))["items"] == []
    check((await get(http, "/summary", **period))["tickets"], history, agent=agent)


async def test_a_report_beside_the_period_before(as_user: AsUser, tell: Tell, company: Company) -> None:
    maker = Maker(company, 11)
    await tell(company.settings(ZONE))
    await tell(*maker.history(40).events)
    http = as_user(Role.OWNER)
    later = {"from": "2026-03-11", "to": "2026-03-20", "compare": "true"}
    before = {"from": "2026-03-01", "to": "2026-03-10"}
    for path in ("/summary", "/agents", "/queues", "/tags"):
        compared, alone = await get(http, path, **later), await get(http, path, **before)
        assert compared["previous"] == alone, path
        assert compared["previous"] is not None
    assert (await get(http, "/daily", **later))["previous"] == (await get(http, "/daily", **before))["days"]
    assert (await get(http, "/hourly", **later))["previous"] == (await get(http, "/hourly", **before))[
        "hours"
    ]


async def counted(database: Database) -> dict[str, list[Any]]:
    """Return all that is counted, but for what is zero."""
    async with database.worker() as session:
        logged = "SELECT company_id FROM measure_log UNION SELECT company_id FROM rollup_log"
        for company_id in (await execute(session, logged)).scalars():
            await sum_up(session, company_id)
        return {
            "sums": [row for row in await execute(session, _SUMS) if any(row[8:])],
            "rollups": [row for row in await execute(session, _ROLLUPS) if any(row[3:])],
            "days": [row for row in await execute(session, _DAYS) if any(row[3:])],
            "failures": [*(await execute(session, _FAILURES)).all()],
            "templates": [*(await execute(session, _TEMPLATES)).all()],
            "curves": [*(await execute(session, _CURVES)).all()],
            "campaigns": [*(await execute(session, _CAMPAIGNS)).all()],
        }


_SUMS = """
SELECT * FROM measure_sums ORDER BY company_id, view, tag_id, level, start, channel_id, queue_id, agent_id
"""
_ROLLUPS = "SELECT * FROM rollups ORDER BY company_id, slot, channel_id"
_DAYS = "SELECT * FROM rollup_days ORDER BY company_id, start, channel_id"
_FAILURES = """
SELECT * FROM failures WHERE count <> 0 ORDER BY company_id, slot, channel_id, kind, reason, error_code
"""
_TEMPLATES = """
SELECT * FROM template_sends WHERE messages <> 0
ORDER BY company_id, span, start, channel_id, name, language
"""
_CURVES = """
SELECT * FROM campaign_curve WHERE sent + delivered + read + failed <> 0
ORDER BY company_id, campaign_id, minute
"""
_CAMPAIGNS = """
SELECT company_id, campaign_id, state, reason, sends, sent, delivered, read FROM campaign_sends
WHERE sends <> 0 ORDER BY company_id, campaign_id, state, reason
"""


_SABOTAGE = (
    "UPDATE rollups SET replies_sent = replies_sent + 3, tickets_opened = 0",
    "DELETE FROM rollups WHERE inbound = 0 AND opt_outs = 0",
    "UPDATE rollup_days SET inbound_hours = 0, busiest = 7",
    "DELETE FROM failures",
    "UPDATE campaign_curve SET read = read + 1",
    "UPDATE template_sends SET messages = messages + 1, read = 0 WHERE span > 0",
    "DELETE FROM campaign_sends WHERE state = 'delivered'",
    "UPDATE campaign_sends SET sent = sent - 1",
    "DELETE FROM measure_sums WHERE level = 2",
    "UPDATE measure_sums SET first_reply = first_reply + 1",
)


async def test_a_rebuild_counts_the_same(
    tell: Tell, company: Company, installation: Installation, database: Database
) -> None:
    maker = Maker(company, 5)
    heard = maker.history(40).events
    maker.random.shuffle(heard)
    for number in range(0, len(heard), 7):
        await tell(*heard[number : number + 7])
    await tell(company.inbound())
    states = ["accepted", "sent", "delivered", "read", "failed"]
    statuses: list[Event] = []
    for send_id in [uuid7() for _ in range(60)]:
        is_reply = maker.random.random() < 0.3
        for state in maker.random.sample(states, 3):
            error = UNDELIVERABLE if state == "failed" else None
            seconds = maker.random.randrange(10_000)
            made = {"template": SentTemplate(name="oferta", language="pt_BR")} if state == "sent" else {}
            statuses.append(company.status(send_id, state, seconds, error=error, reply=is_reply, **made))
    maker.random.shuffle(statuses)
    for number in range(0, len(statuses), 11):
        await tell(*statuses[number : number + 11])

    before = await counted(database)
    assert all(before.values())
    assert await asyncio.to_thread(rebuild_command, installation.settings, []) == 0
    assert await counted(database) == before
    for statement in _SABOTAGE:
        async with database.worker() as session:
            assert (await execute(session, statement)).rowcount > 0, statement
    assert await counted(database) != before
    assert await asyncio.to_thread(rebuild_command, installation.settings, [str(company.id)]) == 0
    assert await counted(database) == before
    assert rebuild_command(installation.settings, ["everything"]) == 2

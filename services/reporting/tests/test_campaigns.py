"""Reports of campaigns: funnel, opt-outs, variants and their comparison; the list and its files.

Every figure is what a direct count over a random history says, in whatever order and how often it was heard.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import TYPE_CHECKING, Any
from uuid import UUID

import httpx
import pytest

if TYPE_CHECKING:
    from conftest import Company, Tell

from atende_contracts.campaigns import CampaignProgressV1, VariantProgress
from atende_contracts.event import Event, ProviderError
from atende_contracts.ids import uuid7
from atende_contracts.messages import DeliveryState
from atende_contracts.permissions import Role
from atende_platform.data.db import Database, execute
from atende_platform.testing.plugin import AsUser

from .reports import NOON, REPORTS, get, sends

REFUSED = ProviderError(code=131026, title="Undeliverable", reason="not_on_whatsapp")
WAYS: dict[str, tuple[DeliveryState, ...]] = {
    "pending": (),
    "skipped": (),
    "accepted": ("accepted",),
    "sent": ("accepted", "sent"),
    "delivered": ("accepted", "sent", "delivered"),
    "read": ("accepted", "sent", "delivered", "read"),
    "failed": ("accepted", "sent", "failed"),
    "unconfirmed": ("unconfirmed",),
}
"""The statuses of a message that ends in a state. Some of them may be missing."""


@dataclass
class Message:
    """A recipient's message in the end."""

    state: str
    variant: str
    steps: set[str] = field(default_factory=set)
    replied: bool = False
    left: bool = False


def variant(number: int, name: str, counts: dict[str, int], **other: int) -> VariantProgress:
    return VariantProgress(number=number, name=name, total=sum(counts.values()), counts=counts, **other)


class Maker:
    """Makes the random history of a campaign of two variants: as events, and as a plain list."""

    def __init__(self, company: Company, seed: int) -> None:
        self.random = Random(seed)
        self.company = company
        self.messages: list[Message] = []
        self.events: list[Event] = []

    def history(self, recipients: int) -> None:
        for _ in range(recipients):
            self._message()
        final = Counter(message.state for message in self.messages)
        for revision in range(1, 6):
            told = dict(final) if revision == 5 else {"pending": recipients - revision, "sent": revision}
            self.events.append(self._progress(revision, told, is_last=revision == 5))
        self.events.append(
            self.company.finished(dict(final), **self._results(is_last=True), revision=4, name="Acabou")
        )

    def _message(self) -> None:
        choose = self.random
        state = choose.choice([*WAYS, "read", "delivered"])
        message = Message(state, choose.choice("AB"))
        told = [each for each in WAYS[state] if each == state or choose.random() < 0.8]
        send_id, at = uuid7(), 0.0
        for each in told:
            at += choose.randrange(1, 4_000)
            error = REFUSED if each == "failed" else None
            self.events.append(self.company.status(send_id, each, at, error=error))
        message.steps = {each for each in told if each in ("sent", "delivered", "read")}
        # What was read was delivered, and what was delivered was sent.
        if "read" in told:
            message.steps |= {"sent", "delivered"}
        if "delivered" in told:
            message.steps |= {"sent"}
        if state in ("delivered", "read"):
            message.replied, message.left = choose.random() < 0.4, choose.random() < 0.2
        self.messages.append(message)

    def count(self, **wanted: Any) -> int:
        return sum(
            all(getattr(one, name) == value for name, value in wanted.items()) for one in self.messages
        )

    def reached(self, step: str) -> int:
        return sum(step in message.steps for message in self.messages)

    def _results(self, *, is_last: bool) -> dict[str, Any]:
        if not is_last:
            return {"replies": 1, "opt_outs": 2, "variants": []}
        return {
            "replies": self.count(replied=True),
            "opt_outs": self.count(left=True),
            "variants": [
                variant(
                    number,
                    name,
                    dict(Counter(one.state for one in self.messages if one.variant == name)),
                    replies=self.count(variant=name, replied=True),
                    opt_outs=self.count(variant=name, left=True),
                )
                for number, name in enumerate("AB", 1)
            ],
        }

    def _progress(self, revision: int, counts: dict[str, int], *, is_last: bool) -> CampaignProgressV1:
        return self.company.progress(counts, **self._results(is_last=is_last), revision=revision)


@pytest.mark.parametrize("seed", range(4))
async def test_figures_are_what_a_direct_count_says(
    as_user: AsUser,
    tell: Tell,
    company: Company,
    another: Callable[..., Company],
    database: Database,
    seed: int,
) -> None:
    makers = [Maker(company, seed), Maker(another(), seed + 100)]
    for maker, recipients in zip(makers, (80, 30), strict=True):
        maker.history(recipients)
    heard = [event for maker in makers for event in (*maker.events, *maker.events)]
    random = Random(seed)
    random.shuffle(heard)
    while heard:
        batch = [heard.pop() for _ in range(min(len(heard), random.randint(1, 40)))]
        for topic in {event.topic for event in batch}:
            await tell(*(event for event in batch if event.topic == topic))

    http = as_user(Role.VIEWER)
    listed = {item["id"]: item for item in (await get(http, "/campaigns"))["items"]}
    assert len(listed) == 2
    for maker in makers:
        report = await get(http, f"/campaigns/{maker.company.campaign_id}")
        check(report, maker)
        shown = listed[report["id"]]
        assert {**report, **shown, "durationSeconds": 0} == {**report, "durationSeconds": 0}
    async with database.worker() as session:
        rows = await execute(session, "SELECT count(*) FROM campaign_sends WHERE least(sends, sent) < 0")
        assert rows.scalar_one() == 0


def check(report: dict[str, Any], maker: Maker) -> None:
    """Check a report against a count of the messages."""

    def part(some: int, all_: int) -> Any:
        return pytest.approx(some / all_, abs=1e-4) if all_ else None

    sent, delivered, read = (maker.reached(step) for step in ("sent", "delivered", "read"))
    replied, left, failed = maker.count(replied=True), maker.count(left=True), maker.count(state="failed")
    assert report["funnel"] == {
        "recipients": len(maker.messages), "sent": sent, "delivered": delivered, "read": read,
        "replied": replied,
    }  # fmt: skip
    assert (report["optOuts"], report["replied"], report["delivery"]["failed"]) == (left, replied, failed)
    attempted = sum(bool(WAYS[message.state]) for message in maker.messages)
    assert report["delivery"]["attempted"] == attempted
    assert report["rates"] == {
        "delivered": part(delivered, sent), "read": part(read, delivered), "failed": part(failed, attempted),
        "replied": part(replied, delivered), "optOuts": part(left, delivered),
    }  # fmt: skip
    assert sum(each["count"] for each in report["failures"]) == failed
    assert report["consistent"]
    assert [(each["number"], each["name"]) for each in report["variants"]] == [(1, "A"), (2, "B")]
    for each in report["variants"]:
        of = {"variant": each["name"]}
        read = maker.count(**of, state="read")
        delivered = read + maker.count(**of, state="delivered")
        assert each["total"] == sum(each["counts"].values()) == maker.count(**of)
        assert (each["read"], each["delivered"]) == (read, delivered)
        assert each["sent"] == delivered + maker.count(**of, state="sent")
        assert each["replied"] == maker.count(**of, replied=True)
        assert each["optOuts"] == maker.count(**of, left=True)
        assert each["rates"] == {
            "delivered": part(delivered, each["sent"]), "read": part(read, delivered),
            "replied": part(each["replied"], delivered), "optOuts": part(each["optOuts"], delivered),
        }  # fmt: skip
        for figure, rate in each["rates"].items():
            interval = each["intervals"][figure]
            assert interval["low"] <= rate <= interval["high"]
    assert [each["figure"] for each in report["comparisons"]] == ["read", "replied", "optOuts"]


def two(company: Company, first: dict[str, int], second: dict[str, int], **other: Any) -> CampaignProgressV1:
    """Return the report of a campaign of which a thousand messages of each variant were delivered."""
    variants = []
    for number, results in enumerate((first, second), 1):
        read = results.pop("read")
        counts = {"read": read, "delivered": 1_000 - read}
        variants.append(variant(number, f"Oferta {number}", counts, **results))
    return company.progress(
        {"read": sum(each.counts["read"] for each in variants)}, variants=variants, **other
    )


async def test_a_variant_is_better_only_where_chance_does_not_explain_it(
    as_user: AsUser, tell: Tell, company: Company
) -> None:
    await tell(
        two(
            company,
            {"read": 500, "replies": 80, "opt_outs": 30},
            {"read": 600, "replies": 90, "opt_outs": 5},
        )
    )
    report = await get(as_user(), f"/campaigns/{company.campaign_id}")
    read, replied, opt_outs = report["comparisons"]
    assert (read["verdict"], read["best"]) == ("different", 2)
    assert (replied["verdict"], replied["best"]) == ("notProven", None)
    assert (opt_outs["verdict"], opt_outs["best"]) == ("different", 2)
    assert read["pValue"] < opt_outs["pValue"] < 0.05 < replied["pValue"]
    [first, second] = report["variants"]
    assert (first["rates"]["read"], second["rates"]["optOuts"]) == (0.5, 0.005)
    assert first["intervals"]["read"] == {"low": 0.4691, "high": 0.5309}


async def test_of_few_nothing_is_said_and_of_nothing_nothing(
    as_user: AsUser, tell: Tell, company: Company, another: Callable[..., Company]
) -> None:
    few, nobody = company, another()
    variants = [variant(1, "A", {"read": 9, "delivered": 1}, replies=9), variant(2, "B", {"delivered": 10})]
    await tell(few.progress({"read": 9, "delivered": 11}, variants=variants))
    await tell(
        nobody.progress({"skipped": 1}, variants=[variant(1, "A", {}), variant(2, "B", {"skipped": 1})])
    )
    for one in (few, nobody):
        report = await get(as_user(), f"/campaigns/{one.campaign_id}")
        assert [(each["verdict"], each["pValue"], each["best"]) for each in report["comparisons"]] == [
            ("tooFew", None, None)
        ] * 3
    assert set(report["variants"][0]["rates"].values()) == {None}
    assert set(report["variants"][0]["intervals"].values()) == {None}
    assert set(report["rates"].values()) == {None}


async def test_a_campaign_of_one_message_has_no_variants_and_none_of_an_older_service(
    as_user: AsUser, tell: Tell, company: Company
) -> None:
    event = company.progress({"sent": 1})
    await tell(CampaignProgressV1.model_validate(event.model_dump(exclude={"opt_outs", "variants"})))
    report = await get(as_user(), f"/campaigns/{company.campaign_id}")
    assert (report["variants"], report["comparisons"], report["optOuts"]) == ([], [], 0)


async def test_replies_to_messages_whose_delivery_was_not_reported_make_no_rate_above_all(
    as_user: AsUser, tell: Tell, company: Company
) -> None:
    counts = {"delivered": 1, "sent": 4}
    await tell(company.status(sends(1)[0], "delivered"))
    await tell(
        company.progress(
            counts, replies=3, opt_outs=2, variants=[variant(1, "A", counts, replies=3), variant(2, "B", {})]
        )
    )
    report = await get(as_user(), f"/campaigns/{company.campaign_id}")
    assert (report["rates"]["replied"], report["rates"]["optOuts"]) == (1.0, 1.0)
    assert (report["variants"][0]["rates"]["replied"], report["variants"][0]["replied"]) == (1.0, 3)


# --- the list ------------------------------------------------------------------------------------


async def campaigns(tell: Tell, company: Company, another: Callable[..., Company]) -> list[Company]:
    """Report five campaigns that started a day after another, two of them on a channel of their own."""
    made = [company, *(another() for _ in range(4))]
    made[4].channel_id = made[3].channel_id
    for number, one in enumerate(made):
        # At half past midnight in São Paulo, which is the day before in no zone to the east.
        started: datetime = NOON.replace(hour=3, minute=30) + timedelta(days=number)
        state = "running" if number % 2 else "paused"
        await tell(one.progress({"sent": 2}, started_at=started, name=f"=Oferta {number}", state=state))
        await tell(*(one.status(send_id, "delivered") for send_id in sends(2)))
    return made


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, [4, 3, 2, 1, 0]),
        ({"from": "2026-11-28"}, [4, 3, 2, 1]),
        ({"to": "2026-11-28"}, [1, 0]),
        ({"from": "2026-11-28", "to": "2026-11-29"}, [2, 1]),
        ({"from": "2030-01-01"}, []),
        ({"status": "running"}, [3, 1]),
        ({"status": "running", "from": "2026-11-29"}, [3]),
        ({"status": "cancelled"}, []),
        ({"channelId": "3"}, [4, 3]),
        ({"channelId": "3", "status": "paused"}, [4]),
    ],
)
async def test_the_list_is_narrowed_by_start_channel_and_status(
    as_user: AsUser,
    tell: Tell,
    company: Company,
    another: Callable[..., Company],
    query: dict[str, str],
    found: list[int],
) -> None:
    made = await campaigns(tell, company, another)
    never = another()
    await tell(never.progress({}, started_at=None, state="failed"))
    if "channelId" in query:
        query = {**query, "channelId": str(made[int(query["channelId"])].channel_id)}
    http = as_user(Role.VIEWER)
    items: list[dict[str, Any]] = []
    cursor: dict[str, str] = {}
    while True:
        page = await get(http, "/campaigns", **query, limit=2, **cursor)
        items += page["items"]
        if page["nextCursor"] is None:
            break
        cursor = {"cursor": page["nextCursor"]}
    expected = [str(made[number].campaign_id) for number in found]
    assert [item["id"] for item in items] == ([str(never.campaign_id)] if not query else []) + expected
    for item in items[-len(found) :] if found else []:
        assert item["funnel"] == {"recipients": 2, "sent": 2, "delivered": 2, "read": 0, "replied": 0}
        assert (item["rates"]["delivered"], item["optOuts"]) == (1.0, 0)

    rows = list(csv.DictReader(io.StringIO(await file(http, "/campaigns/export", **query))))
    assert [row["id"] for row in rows] == [item["id"] for item in items]


async def file(http: httpx.AsyncClient, path: str, **query: Any) -> str:
    response = await http.get(f"{REPORTS}{path}", params=query)
    assert response.status_code == 200, response.text
    text: str = response.text
    return text


@pytest.mark.parametrize(
    "query",
    [
        {"from": "2026-01-02", "to": "2026-01-01"},
        {"from": "1999-12-31"},
        {"to": "2100-01-01"},
        {"status": "asleep"},
        {"channelId": "none"},
        {"cursor": "x"},
    ],
)
async def test_what_cannot_be_asked_is_refused(as_user: AsUser, query: dict[str, str]) -> None:
    response = await as_user().get(f"{REPORTS}/campaigns", params=query)
    assert response.status_code == 422
    if "cursor" not in query:
        assert (await as_user().get(f"{REPORTS}/campaigns/export", params=query)).status_code == 422


async def test_the_list_is_a_file_of_any_length_and_runs_no_formula(
    as_user: AsUser,
    tell: Tell,
    company: Company,
    another: Callable[..., Company],
    client: httpx.AsyncClient,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("reporting.service.campaign_tables._PAGE", 2)
    await campaigns(tell, company, another)
    http = as_user(Role.AGENT)
    rows = list(csv.DictReader(io.StringIO(await file(http, "/campaigns/export"))))
    assert [row["name"] for row in rows] == [f"'=Oferta {number}" for number in (4, 3, 2, 1, 0)]
    assert "state" not in rows[0]
    assert (rows[0]["funnel.delivered"], rows[0]["rates.read"], rows[0]["optOuts"]) == ("2", "0.0", "0")
    workbook = await http.get(f"{REPORTS}/campaigns/export", params={"format": "xlsx"})
    assert workbook.content.startswith(b"PK")
    link = await http.post(f"{REPORTS}/campaigns/export", params={"status": "running"})
    saved = await client.get(link.json()["url"])
    assert len(saved.text.splitlines()) == 3

    monkeypatch.setattr("reporting.service.campaign_tables.MAX_ROWS", 4)
    refused = await http.get(f"{REPORTS}/campaigns/export", params={"format": "xlsx"})
    assert (refused.status_code, refused.json()["code"]) == (409, "too-many-rows")
    empty = await as_user(company_id=uuid7()).get(f"{REPORTS}/campaigns/export")
    assert len(empty.text.splitlines()) == 1


async def test_variants_are_a_file(as_user: AsUser, tell: Tell, company: Company) -> None:
    told = {"read": 500, "replies": 80, "opt_outs": 30}
    await tell(two(company, {**told}, {**told, "replies": 0}))
    path = f"/campaigns/{company.campaign_id}/variants/export"
    http = as_user(Role.VIEWER)
    rows = list(csv.DictReader(io.StringIO(await file(http, path))))
    assert [(row["name"], row["rates.replied"]) for row in rows] == [
        ("Oferta 1", "0.08"),
        ("Oferta 2", "0.0"),
    ]
    assert (rows[0]["intervals.read.low"], rows[0]["intervals.read.high"]) == ("0.4691", "0.5309")
    workbook = await http.get(f"{REPORTS}{path}", params={"format": "xlsx"})
    assert workbook.content.startswith(b"PK")
    assert (await http.post(f"{REPORTS}{path}")).status_code == 200
    for method in ("get", "post"):
        missing = await getattr(http, method)(f"{REPORTS}/campaigns/{UUID(int=1)}/variants/export")
        assert missing.status_code == 404

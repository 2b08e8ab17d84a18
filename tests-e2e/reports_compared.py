"""Every figure of every report beside what the tables say directly (`reports_direct`): the differences."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from math import floor
from typing import Any, Final
from uuid import UUID

from reports_direct import Direct, Only

from atende_sandbox.demo.api import Api

EVERYTHING: Final = Only()
_TOLERANCE: Final = 0.02
"""Of medians and percentiles, above a minute: docs/reports.md."""
_FEWEST_DELIVERED: Final = 30
"""Of a variant: nothing is said of fewer."""
_STEPS: Final = ("sent", "delivered", "read", "failed")


def activity(counted: Mapping[str, int]) -> dict[str, Any]:
    """Return what a report shows of counts."""
    funnels = {
        shown: {step: counted.get(f"{kind} {step}", 0) for step in _STEPS}
        for shown, kind in (("replies", "replies"), ("campaigns", "campaign"))
    }
    names = ("inbound", "optOuts", "ticketsOpened", "ticketsClosed")
    return funnels | {name: counted.get(name, 0) for name in names}


def success_rate(counted: Mapping[str, int]) -> float | None:
    def of_both(step: str) -> int:
        return sum(counted.get(f"{kind} {step}", 0) for kind in ("replies", "campaign"))

    sent, failed = of_both("sent"), of_both("failed")
    return ratio(sent, sent + failed)


def ratio(part: float, whole: float) -> float | None:
    return round(part / whole, 4) if whole else None


@dataclass
class Comparison:
    """Compares reports of some days, and notes what differs."""

    api: Api
    direct: Direct
    first: date
    last: date
    differences: list[str] = field(default_factory=list)
    compared: int = 0

    @property
    def _days(self) -> tuple[date, date]:
        return self.first, self.last

    async def _ask(self, name: str, only: Only = EVERYTHING) -> Any:
        period = {"from": self.first.isoformat(), "to": self.last.isoformat()}
        return await self.api.get(f"/api/v1/reports/{name}", **period, **only.query())

    def _same(self, what: str, shown: object, counted: object) -> None:
        self.compared += 1
        if shown != counted:
            self.differences.append(f"{what}: the report says {shown!r}, the tables say {counted!r}")

    def _all_same(self, what: str, shown: Mapping[str, Any], counted: Mapping[str, Any]) -> None:
        for name, value in counted.items():
            self._same(f"{what}, {name}", shown[name], value)

    async def messages(self, channel: str | None = None) -> None:
        """Compare the reports of messages, of one channel or of all."""
        only = Only(channel=channel) if channel else EVERYTHING
        parameters = (*self._days, UUID(channel) if channel else None)
        total = (await self.direct.counted("summary", *parameters))[None]
        summary = await self._ask("summary", only)
        self._all_same(f"summary of {only}", summary["totals"], activity(total))
        self._same(f"success rate of {only}", summary["successRate"], success_rate(total))
        await self._days_and_hours(only, parameters)
        await self._channels(only, parameters)
        await self._errors(only, parameters)
        await self._opt_outs(only, parameters)
        await self._templates(only, parameters)

    async def _days_and_hours(self, only: Only, parameters: tuple[Any, ...]) -> None:
        by_day = await self.direct.counted("daily", *parameters)
        days = (await self._ask("daily", only))["days"]
        wanted = [self.first + timedelta(days=number) for number in range((self.last - self.first).days + 1)]
        self._same(f"days of {only}", [one["day"] for one in days], [day.isoformat() for day in wanted])
        for shown, day in zip(days, wanted, strict=True):
            self._all_same(f"{day} of {only}", shown, activity(by_day.get(day, {})))
        by_hour = await self.direct.counted("hourly", *parameters)
        hours = (await self._ask("hourly", only))["hours"]
        self._same(f"hours of {only}", len(hours), 168)
        for shown in hours:
            key = shown["weekday"], shown["hour"]
            self._all_same(f"hour {key} of {only}", shown, activity(by_hour.get(key, {})))

    async def _channels(self, only: Only, parameters: tuple[Any, ...]) -> None:
        counted = await self.direct.counted("channels", *parameters)
        reasons: defaultdict[UUID, Counter[str | None]] = defaultdict(Counter)
        for row in await self.direct.rows("delivery_errors", *parameters):
            reasons[row["channel_id"]][row["reason"]] += row["number"]
        channel = parameters[-1]
        known = {
            row["id"]: row
            for row in await self.direct.rows("known_channels")
            if channel in (None, row["id"]) and (row["status"] != "deleted" or counted.get(row["id"]))
        }
        items = {UUID(one["channelId"]): one for one in (await self._ask("channels", only))["items"]}
        self._same(f"channels of {only}", set(items), {*known, *counted})
        for key, shown in items.items():
            told, found = known.get(key), counted.get(key, Counter[str]())
            what = f"channel {told and told['name']}"
            self._all_same(what, shown, activity(found))
            self._same(f"{what}, success rate", shown["successRate"], success_rate(found))
            self._same(f"{what}, busiest quarter", shown["busiestQuarter"], found["busiestQuarter"])
            failures = {one["reason"] and one["reason"]["code"]: one["count"] for one in shown["failures"]}
            self._same(f"{what}, failures", failures, dict(reasons[key]))
            if told is not None:
                names = {"name": "name", "status": "status", "quality": "quality"}
                for name, column in (names | {"messagingLimit": "messaging_limit"}).items():
                    self._same(f"{what}, {name}", shown[name], told[column])

    async def _errors(self, only: Only, parameters: tuple[Any, ...]) -> None:
        rows = await self.direct.rows("delivery_errors", *parameters)
        report = await self._ask("delivery-errors", only)
        shown = {
            (one["channelId"], one["kind"], one["reason"] and one["reason"]["code"], one["errorCode"]): one[
                "count"
            ]
            for one in report["items"]
        }
        counted = {
            (str(row["channel_id"]), row["kind"], row["reason"], row["code"]): row["number"] for row in rows
        }
        self._same(f"delivery errors of {only}", shown, counted)
        self._same(f"all delivery errors of {only}", report["total"], sum(counted.values()))

    async def _opt_outs(self, only: Only, parameters: tuple[Any, ...]) -> None:
        rows = await self.direct.rows("opt_outs", *parameters)
        report = await self._ask("opt-outs", only)
        shown = {(one["channelId"], one["source"]): one["count"] for one in report["items"]}
        counted = {
            (row["channel_id"] and str(row["channel_id"]), row["source"]): row["number"] for row in rows
        }
        self._same(f"opt-outs of {only}", shown, counted)
        self._same(f"all opt-outs of {only}", report["total"], sum(counted.values()))

    async def _templates(self, only: Only, parameters: tuple[Any, ...]) -> None:
        rows = await self.direct.rows("templates", *parameters)
        names = ("messages", "sent", "delivered", "read", "failed")
        shown = {
            (one["channelId"], one["name"], one["language"]): {name: one[name] for name in (*names, "rates")}
            for one in (await self._ask("templates", only))["items"]
        }
        counted = {
            (str(row["channel_id"]), row["name"], row["language"]): {
                **{name: row[name] for name in names},
                "rates": {
                    "delivered": ratio(row["delivered"], row["sent"]),
                    "read": ratio(row["read"], row["delivered"]),
                    "failed": ratio(row["failed"], row["messages"]),
                },
            }
            for row in rows
        }
        self._same(f"templates of {only}", shown, counted)

    async def tickets(self, only: Only) -> None:
        """Compare the figures of tickets: in total, by day, by agent and by queue."""
        all_of_them = (await self.direct.tickets(self._days, only)).get(None, {})
        summary = await self._ask("summary", only)
        self._figures(f"tickets of {only}", summary["tickets"], all_of_them)
        first = summary["tickets"]["firstReply"]["calendar"]
        short = {
            "tickets": first["count"],
            **{name: first[name] for name in ("medianSeconds", "averageSeconds")},
        }
        self._same(f"first reply of {only}", summary["firstReply"], short)
        by_day = await self.direct.counted("ticket_days", *self._days, *only.parameters())
        for shown in (await self._ask("daily", only))["days"]:
            found = by_day.get(date.fromisoformat(shown["day"]), Counter[str]())
            for name, figure in (("ticketsOpened", "opened"), ("ticketsClosed", "closed")):
                self._same(f"{shown['day']} of {only}, {name}", shown[name], found[figure])
        names = {(row["kind"], row["id"]): row["name"] for row in await self.direct.rows("names")}
        for name in ("agent", "queue", "tag"):
            counted = await self.direct.tickets(self._days, only, name)
            items = {
                one[f"{name}Id"] and UUID(one[f"{name}Id"]): one
                for one in (await self._ask(f"{name}s", only))["items"]
            }
            self._same(f"{name}s of {only}", set(items), set(counted))
            for key in items.keys() & counted.keys():
                self._figures(f"{name} {key} of {only}", items[key], counted[key])
                self._same(f"{name} {key}, name", items[key]["name"], names.get((name, key)))

    def _figures(self, what: str, shown: Mapping[str, Any], counted: Mapping[str, Any]) -> None:
        def number(figure: str) -> int:
            return int(counted[figure]["number"]) if figure in counted else 0

        for name in ("opened", "closed", "closedByRule", "reopened"):
            self._same(f"{what}, {name}", shown[name], number(name))
        for name in ("firstReply", "nextReply", "resolution"):
            self._durations(f"{what}, {name}", shown[name], counted.get(name))
        kept, broken = number("kept"), number("broken")
        promises = {"kept": kept, "broken": broken, "rate": ratio(kept, kept + broken)}
        self._same(f"{what}, promises", shown["promises"], promises)
        scores = {str(score): number(f"rating {score}") for score in range(1, 6)}
        ratings = sum(scores.values())
        satisfaction = {
            "ratings": ratings,
            "average": round(sum(int(score) * count for score, count in scores.items()) / ratings, 2)
            if ratings
            else None,
            "satisfied": ratio(scores["4"] + scores["5"], ratings),
            "scores": scores,
        }
        self._same(f"{what}, satisfaction", shown["satisfaction"], satisfaction)

    def _durations(self, what: str, shown: Mapping[str, Any], row: Any) -> None:
        for name, prefix in (("calendar", ""), ("business", "business_")):
            found = shown[name]
            self._same(f"{what}, {name}, count", found["count"], row[f"{prefix}number"] if row else 0)
            for figure, column in (("medianSeconds", "median"), ("p90Seconds", "p90")):
                self._about(f"{what}, {name}, {figure}", found[figure], row and row[f"{prefix}{column}"])
            average = row and row[f"{prefix}average"]
            exact = None if average is None else floor(float(average) * 10 + 0.5) / 10
            self._about(f"{what}, {name}, average", found["averageSeconds"], exact, tolerance=0.0, least=0.11)

    def _about(
        self,
        what: str,
        shown: float | None,
        exact: float | None,
        *,
        tolerance: float = _TOLERANCE,
        least: float = 0,
    ) -> None:
        """Note a difference unless both are none, or lie as close as the definitions promise."""
        self.compared += 1
        if (shown is None) is (exact is None):
            if shown is None or exact is None:
                return
            near = max(least, tolerance * float(exact) + 0.1 if exact >= 64 else 0)
            if abs(shown - float(exact)) <= near:
                return
        self.differences.append(f"{what}: the report says {shown!r}, the tables say {exact!r}")

    async def campaigns(self) -> None:
        """Compare each campaign's report, the list of them, and their curves."""
        listed = {one["id"]: one for one in await self.api.all("/api/v1/reports/campaigns")}
        rows = await self.direct.campaigns()
        self._same("campaigns", set(listed), {str(row["id"]) for row in rows})
        for row in rows:
            key = str(row["id"])
            shown = await self.api.get(f"/api/v1/reports/campaigns/{key}")
            expected = {name: shown[name] for name in listed[key]}
            self._same(f"campaign {key} in the list", listed[key], expected)
            await self._campaign(f"campaign {row['name']} {key}", shown, row)

    async def _campaign(self, what: str, shown: Mapping[str, Any], row: Any) -> None:
        said = {name: row[name] for name in ("name", "status", "total", "replied")}
        said["optOuts"] = row["opt_outs"]
        funnel = {name: row[name] for name in ("sent", "delivered", "read", "replied")}
        self._same(f"{what}, funnel", shown["funnel"], {"recipients": row["total"], **funnel})
        self._all_same(what, shown, said | {"channelId": str(row["channel_id"]), "consistent": True})
        self._same(f"{what}, counts", {k: v for k, v in shown["counts"].items() if v}, row["counts"])
        names = ("attempted", "sent", "delivered", "read", "failed", "unconfirmed")
        self._all_same(f"{what}, delivery", shown["delivery"], {name: row[name] for name in names})
        rates = {
            "delivered": ratio(row["delivered"], row["sent"]),
            "read": ratio(row["read"], row["delivered"]),
            "failed": ratio(row["failed"], row["attempted"]),
            "replied": ratio(row["replied"], row["delivered"]),
            "optOuts": ratio(row["opt_outs"], row["delivered"]),
        }
        self._all_same(f"{what}, rates", shown["rates"], rates)
        for name, column in (("startedAt", "started_at"), ("finishedAt", "finished_at")):
            self._same(f"{what}, {name}", datetime.fromisoformat(shown[name]), row[column])
        lasted = round((row["finished_at"] - row["started_at"]).total_seconds(), 3)
        self._same(f"{what}, duration", shown["durationSeconds"], lasted)
        span = (row["last_accepted_at"] - row["first_accepted_at"]).total_seconds()
        speed = round((row["attempted"] - 1) / span, 2) if span and row["attempted"] > 1 else None
        self._same(f"{what}, messages per second", shown["messagesPerSecond"], speed)
        failures = {one["reason"] and one["reason"]["code"]: one["count"] for one in shown["failures"]}
        self._same(f"{what}, failures", failures, await self.direct.failures(row["id"]))
        await self._variants(what, shown, row["id"])
        curve = await self.api.get(f"/api/v1/reports/campaigns/{row['id']}/curve")
        points = {
            datetime.fromisoformat(point["at"]): {step: point[step] for step in _STEPS if point[step]}
            for point in curve["points"]
        }
        self._same(f"{what}, curve", points, await self.direct.curve(row["id"]))

    async def _variants(self, what: str, shown: Mapping[str, Any], campaign_id: UUID) -> None:
        rows = await self.direct.rows("campaign_variants", campaign_id)
        counted: dict[str, Any] = {}
        for row in rows:
            names = {name: row[name] for name in ("total", "sent", "delivered", "read", "replied")}
            one = counted.setdefault(row["name"], {**names, "optOuts": row["opt_outs"], "rates": {}})
            one["rates"][row["rate"]] = ratio(row["part"], row["whole"])
        reported = {
            one["name"]: {name: one[name] for name in next(iter(counted.values()), {})}
            for one in shown["variants"]
        }
        self._same(f"{what}, variants", reported, counted)
        intervals = {
            (one["name"], rate): one["intervals"][rate]
            for one in shown["variants"]
            for rate in one["intervals"]
        }
        for row in rows:
            interval = intervals[row["name"], row["rate"]] or {"low": None, "high": None}
            for bound in ("low", "high"):
                exact = None if row[bound] is None else round(row[bound], 4)
                self._same(f"{what}, {row['name']}, {row['rate']}, {bound}", interval[bound], exact)
        if rows and min(one["delivered"] for one in counted.values()) < _FEWEST_DELIVERED:
            verdicts = {one["figure"]: (one["verdict"], one["best"]) for one in shown["comparisons"]}
            few = ("tooFew", None)
            self._same(f"{what}, comparisons", verdicts, {"read": few, "replied": few, "optOuts": few})

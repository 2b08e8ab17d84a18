"""The demo's report: what the reports API says of the last 30 days and of the campaign, for a terminal."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from atende_sandbox.demo.api import Api
from atende_sandbox.demo.story import LOGINS, PASSWORD, Books

_BAR: Final = 30
_SHADES: Final = "·░▒▓█"
_WEEKDAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True)
class Figures:
    """The reports as the API gives them."""

    summary: dict[str, Any]
    campaign: dict[str, Any]
    agents: list[dict[str, Any]]
    hours: list[dict[str, Any]]
    names: dict[str, str]
    """Of the company's users, by their ids."""


async def read_figures(base_url: str, books: Books) -> Figures:
    """Ask for the reports, and for the names of the agents in them."""
    api = Api(base_url)
    try:
        await api.login(LOGINS["owner"], PASSWORD)
        summary, campaign, agents, hours, users = await asyncio.gather(
            api.get("/api/v1/reports/summary"),
            api.get(f"/api/v1/reports/campaigns/{books.campaign_id}"),
            api.get("/api/v1/reports/agents"),
            api.get("/api/v1/reports/hourly"),
            api.all("/api/v1/users"),
        )
    finally:
        await api.close()
    names = {user["id"]: str(user["name"]) for user in users}
    return Figures(summary, campaign, agents["items"], hours["hours"], names)


def show_figures(console: Console, figures: Figures, address: str) -> None:
    """Print the reports; ``address`` is where the console shows them."""
    summary = figures.summary
    console.print(
        f"\n[bold]Reports[/], {summary['firstDay']} to {summary['lastDay']} ({escape(summary['timeZone'])});"
        f" in the console: [bold]{escape(address)}[/]",
        soft_wrap=True,
    )
    console.print(_summary(summary))
    console.print("The campaign, from its recipients to their replies:")
    console.print(_funnel(figures.campaign))
    console.print(_agents(figures))
    console.print("Messages received and sent by weekday and hour:")
    for line in heat_map(figures.hours):
        console.print(line, highlight=False, no_wrap=True)


def _summary(summary: dict[str, Any]) -> Table:
    totals, tickets = summary["totals"], summary["tickets"]
    table = _table("messages", "", "tickets", "")
    sent = totals["replies"]["sent"] + totals["campaigns"]["sent"]
    of_messages = [
        ("received", f"{totals['inbound']:,}"),
        ("sent", f"{sent:,}"),
        ("success rate", _percent(summary["successRate"])),
        ("opt-outs", f"{totals['optOuts']:,}"),
    ]
    of_tickets = [
        ("opened", f"{tickets['opened']:,}"),
        ("closed", f"{tickets['closed']:,}"),
        ("first answer, median", duration(tickets["firstReply"]["calendar"]["medianSeconds"])),
        ("resolution, median", duration(tickets["resolution"]["calendar"]["medianSeconds"])),
    ]
    for (what, count), (of, figure) in zip(of_messages, of_tickets, strict=True):
        table.add_row(what, count, of, figure)
    return table


def _funnel(campaign: dict[str, Any]) -> Table:
    delivery, recipients = campaign["delivery"], campaign["total"]
    steps = {"recipients": recipients, "sent": delivery["sent"], "delivered": delivery["delivered"]}
    steps |= {"read": delivery["read"], "replied": campaign["replied"]}
    table = Table.grid(padding=(0, 2))
    table.add_column()
    table.add_column()
    table.add_column(justify="right")
    table.add_column(justify="right")
    for step, count in steps.items():
        part = count / recipients if recipients else 0.0
        table.add_row(f"  {step}", "█" * round(part * _BAR), f"{count:,}", f"{part:.1%}")
    for failure in campaign["failures"]:
        reason = failure["reason"]["en"] if failure["reason"] else "The provider gave no reason."
        table.add_row("  failed", escape(reason), f"{failure['count']:,}", "")
    return table


def _agents(figures: Figures) -> Table:
    table = _table("agent", "opened", "closed", "first answer, median", "later answers, median", "rating")
    for one in figures.agents:
        name = figures.names.get(one["agentId"], "–") if one["agentId"] else "nobody"
        average = one["satisfaction"]["average"]
        table.add_row(
            escape(name),
            f"{one['opened']:,}",
            f"{one['closed']:,}",
            duration(one["firstReply"]["calendar"]["medianSeconds"]),
            duration(one["nextReply"]["calendar"]["medianSeconds"]),
            "–" if average is None else f"{average:.1f}",
        )
    return table


def _table(*columns: str) -> Table:
    """Return a table in which all columns but those of words are numbers."""
    table = Table()
    for name in columns:
        table.add_column(name, justify="left" if name in {"agent", "messages", "tickets"} else "right")
    return table


def heat_map(hours: Iterable[dict[str, Any]]) -> list[str]:
    """Return the lines of a map of how many messages each hour of the week had.

    Shades are signs and not colours, so that it says the same to everybody and in every terminal.
    """
    counts = {(one["weekday"], one["hour"]): _messages(one) for one in hours}
    most = max(counts.values(), default=0)
    lines = ["       " + "".join(f"{hour:<6}" for hour in range(0, 24, 6)).rstrip()]
    for number, weekday in enumerate(_WEEKDAYS, start=1):
        shades = "".join(_shade(counts.get((number, hour), 0), most) for hour in range(24))
        total = sum(counts.get((number, hour), 0) for hour in range(24))
        lines.append(f"  {weekday}  {shades}  {total:>7,}")
    return [
        *lines,
        f"  · none; {' '.join(_SHADES[1:])} up to a quarter, a half, three quarters, all of {most:,}",
    ]


def _messages(hour: dict[str, Any]) -> int:
    return int(hour["inbound"] + hour["replies"]["sent"] + hour["campaigns"]["sent"])


def _shade(count: int, most: int) -> str:
    return _SHADES[-(-count * (len(_SHADES) - 1) // most)] if count else _SHADES[0]


def duration(seconds: float | None) -> str:
    """Return a duration as people say it: ``48 s``, ``3 min 20 s``, ``2 h 5 min``, ``4 d 3 h``."""
    if seconds is None:
        return "–"
    whole = round(seconds)
    units = (("d", 86_400), ("h", 3_600), ("min", 60), ("s", 1))
    largest = next((number for number, (_, length) in enumerate(units) if whole >= length), len(units) - 1)
    parts = []
    for unit, length in units[largest : largest + 2]:
        parts.append((whole // length, unit))
        whole %= length
    return " ".join(f"{count} {unit}" for count, unit in parts if count) or "0 s"


def _percent(part: float | None) -> str:
    return "–" if part is None else f"{part:.1%}"

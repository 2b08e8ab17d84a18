"""``python -m atende_sandbox.demo``: starts the system, runs the main scenario and reconciles the results."""

import asyncio
import json
import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Table

from atende_sandbox import console as terminal
from atende_sandbox.console_build import renew
from atende_sandbox.demo import inbox, linked, story
from atende_sandbox.demo.api import Api
from atende_sandbox.demo.audit import Audit, audit
from atende_sandbox.demo.figures import Figures, read_figures, show_figures
from atende_sandbox.errors import SandboxError
from atende_sandbox.last_start import check_not_asked_otherwise, settings_of_this_folder
from atende_sandbox.settings import Settings
from atende_sandbox.simulator.client import SimulatorClient
from atende_sandbox.whatsapp_web.client import StubClient
from atende_sandbox.world import World

console = Console()


async def play(settings: Settings) -> tuple[story.Books, Audit]:
    """Play the story on a running system; return what was done and what was found."""
    books = story.Books()
    people = {role: Api(settings.url("gateway")) for role in story.LOGINS}
    bars = Progress(
        SpinnerColumn(),
        TextColumn("{task.description:<34}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
    )
    async with SimulatorClient(settings.url("simulator")) as simulator:
        try:
            with bars:
                await _play(bars, people, simulator, settings, books)
                settle = bars.add_task("Last delivery reports, reconciliation", total=1)
                result = await audit(people["admin"], simulator, books)
                bars.update(settle, completed=1)
        finally:
            for api in people.values():
                await api.close()
    return books, result


async def _play(
    bars: Progress,
    people: dict[str, Api],
    simulator: SimulatorClient,
    settings: Settings,
    books: story.Books,
) -> None:
    def bar(description: str, total: int) -> Any:
        task = bars.add_task(description, total=total)
        return lambda completed=None: (
            bars.advance(task) if completed is None else bars.update(task, completed=completed)
        )

    step = bar("Company, users, WhatsApp channel", 3)
    await story.sign_up(people["owner"])
    step()
    for role, api in people.items():
        if role != "owner":
            await api.login(story.LOGINS[role], story.PASSWORD)
    step()
    await story.connect_channel(people["owner"], simulator, books)
    step()

    await story.customers_write(simulator, books, bar("Customers write in", len(story.CUSTOMERS)))
    await story.agent_answers(people["agent"], books, bar("The agent answers", len(story.CUSTOMERS)))
    await inbox.team_works(people["owner"], people["agent"], books, bar("A team at work", inbox.STEPS))
    if settings.whatsapp_web:
        step = bar("A phone linked to WhatsApp Web", linked.STEPS)
        async with StubClient(settings.url("whatsapp-web")) as phone:
            books.talk = await linked.talk(people["owner"], people["agent"], phone, books.run, step)
    await story.take_back_opt_outs(people["admin"])
    await story.import_contacts(people["admin"], bar("Contacts imported from CSV", story.CONTACTS))
    contacts = await story.prepare_campaign(people["admin"], books)
    step = bar("Recipients opt out", 10)
    await story.opt_out_some(people["admin"], simulator, books, contacts)
    step(10)

    sent = bar("Campaign messages", books.targets)

    def on_progress(event: dict[str, Any]) -> None:
        counts = event["counts"]
        sent(event["total"] - counts.get("pending", 0) - counts.get("dispatched", 0))

    async with asyncio.TaskGroup() as group:
        group.create_task(story.run_campaign(people["admin"], settings.url("gateway"), books, on_progress))
        group.create_task(story.opt_out_one_more(simulator, books, contacts))
    on_progress(await people["admin"].get(f"/api/v1/campaigns/{books.campaign_id}/progress"))


def show(settings: Settings, books: story.Books, result: Audit, figures: Figures) -> None:
    """Print where to look and as whom, then what the demo did, and what the reports say of it."""
    _show_the_way_in(settings)
    report = result.report
    console.print(f"\nCampaign report: [bold]{escape(report.get('name', ''))}[/]")
    table = Table()
    table.add_column("recipients")
    table.add_column("count", justify="right")
    for state, count in sorted(report.get("counts", {}).items(), key=lambda item: -item[1]):
        table.add_row(state, f"{count:,}")
    table.add_section()
    table.add_row("total", f"{report.get('total', 0):,}")
    console.print(table)
    rate = result.campaign["accepted"] / books.campaign_seconds if books.campaign_seconds else 0
    console.print(
        f"{result.campaign['accepted']:,} messages accepted by the provider in {books.campaign_seconds:.1f} s"
        f" ({rate:,.0f}/s; the channel allows {story.RATE:,.0f}/s);"
        f" duplicates {result.duplicates}, lost {result.lost}"
    )
    if books.talk:
        console.print(
            f"WhatsApp Web: {escape(linked.CHANNEL)} was linked by QR code; a customer wrote, and the answer"
            f" reached the phone {books.talk.received:,} × and is {books.talk.status}."
        )
    show_figures(console, figures, _urls(settings)["reports"])
    for line in result.disagreements:
        console.print(f"[bold red]disagreement[/] {line}", highlight=False)
    console.print("The system is still running: `make status` shows it, `make down` stops it.")


def _show_the_way_in(settings: Settings) -> None:
    urls = _urls(settings)
    places = Table.grid(padding=(0, 2))
    if settings.console:
        places.add_row("[bold]Console[/]", f"[bold]{urls['console']}[/]")
    for role in ("owner", "agent", "admin", "viewer"):
        places.add_row(f"  sign in ({role})", f"{story.LOGINS[role]}  {story.PASSWORD}")
    places.add_row("Write in as a customer", f"{urls['simulator']}/")
    if settings.whatsapp_web:
        places.add_row("Link WhatsApp Web, as a phone", f"{urls['phone']}/")
    places.add_row("For developers", urls["about"])
    console.print()
    console.print(places)


def _urls(settings: Settings) -> dict[str, str]:
    return {
        "console": settings.url("gateway") + "/",
        "reports": settings.url("gateway") + "/reports",
        "about": settings.url("gateway") + "/about",
        "gateway": settings.url("gateway"),
        "apiDocs": settings.url("gateway") + "/api/docs",
        "health": settings.url("gateway") + "/health",
        "simulator": settings.url("simulator"),
        "phone": settings.url("whatsapp-web"),
    }


def write_report(path: Path, settings: Settings, books: story.Books, result: Audit, seconds: float) -> None:
    """Write ``demo-report.json``."""
    path.write_text(
        json.dumps(
            {
                "inbound": len(books.inbound),
                "replies": len(books.replies),
                "campaign": {**result.campaign, "seconds": round(books.campaign_seconds, 2)},
                "whatsappWeb": asdict(books.talk) if books.talk else None,
                "duplicates": result.duplicates,
                "lost": result.lost,
                "disagreements": result.disagreements,
                "seconds": round(seconds, 1),
                "urls": _urls(settings),
                "logins": {
                    role: {"email": email, "password": story.PASSWORD} for role, email in story.LOGINS.items()
                },
            },
            indent=2,
            ensure_ascii=False,
        )
        + "\n"
    )


def main() -> int:
    """Run the demo; return 0 only if the simulator's log and the services' numbers agree."""
    try:
        check_not_asked_otherwise()
        settings = settings_of_this_folder()
        if not World(settings).up(terminal.show):
            renew(settings)
            console.print("The system is running already.")
    except SandboxError as error:
        terminal.ERR.print(f"[red]✗[/red] {escape(str(error))}")
        return 1
    started = time.monotonic()
    books, result = asyncio.run(play(settings))
    figures = asyncio.run(read_figures(settings.url("gateway"), books))
    show(settings, books, result, figures)
    write_report(settings.directory / "demo-report.json", settings, books, result, time.monotonic() - started)
    return 1 if result.disagreements else 0


if __name__ == "__main__":
    sys.exit(main())

"""Makes every alert fire once, by a real fault of a running system, and end when the fault does.

``python tests-e2e/alerts/fire.py [ALERT …]`` starts a system of its own, with Prometheus and Alertmanager
beside it. The rules are those of deploy/observability with waits `watch.SCALE` times as short; what is
measured and the thresholds are the same. An alert has fired when Alertmanager has it. Ends with a table, and
with 1 if an alert did not fire or did not end.
"""

import asyncio
import logging
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).parents[1]))

import httpx
from alerts import causes, hosts, sessions
from alerts.stage import Stage
from alerts.watch import Watch, write_alertmanager, write_rules
from conftest import SOONER, UNLIMITED
from ports import free_ports
from rich.console import Console
from rich.table import Table
from system import System

from atende_sandbox.demo.api import ApiError
from atende_sandbox.errors import SandboxError
from atende_sandbox.observability import PORTS, Observability
from atende_sandbox.scratch import scratch_folder
from atende_sandbox.settings import DEFAULT_PORTS, REPOSITORY, Settings
from atende_sandbox.world import World

FIRES_SECONDS: Final = 420.0
ENDS_SECONDS: Final = 240.0
QUIET_SECONDS: Final = 120.0
"""How long an alert may take, and may go on from an earlier cause: one that does not end is not seen to
fire. A session fails ten times in a row within four minutes."""
TRIES: Final = 3
ANSWER_SECONDS: Final = 120.0
"""Patience with a machine that does much else."""
_LOOK_SECONDS: Final = 0.5
console = Console(width=140)


@dataclass(frozen=True)
class Case:
    """Alerts, and the fault that makes them fire."""

    alerts: tuple[str, ...]
    hold: Callable[[Stage], AbstractAsyncContextManager[None]]

    @property
    def cause(self) -> str:
        """The fault in words."""
        return (self.hold.__doc__ or "").strip().rstrip(".")


@dataclass
class Result:
    """One alert: the seconds from the beginning of its cause, and from its end."""

    alert: str
    cause: str
    fired: float | None = None
    ended: float | None = None

    @property
    def said(self) -> str:
        """The result in words."""
        if self.fired is None:
            return "did not fire"
        ends = "does not end" if self.ended is None else f"over {self.ended:.0f} s after its cause"
        return f"fired after {self.fired:.0f} s, {ends}"


SIDE_BY_SIDE: Final[Sequence[Sequence[Case]]] = (
    (
        Case(("CertificateExpiry",), hosts.old_certificate),
        Case(("DiskFull",), hosts.full_disk),
        Case(("BackupOld",), causes.overdue_backup),
    ),
    (
        Case(("SessionsWaiting",), sessions.no_room),
        Case(("SessionLinesFailed",), sessions.unstorable_lines),
        Case(("SessionsOutdated",), sessions.refused_version),
        Case(("SessionsFailing",), sessions.unreachable),
    ),
    (
        Case(("WebhookRefused",), causes.wrong_signatures),
        Case(("SendFailureRate",), causes.failing_sends),
        Case(("UnconfirmedGrowing",), causes.lost_answers),
        Case(("ChannelStopped",), causes.revoked_token),
        Case(("DeadLetters",), causes.illegible_record),
        Case(("DeadLettersWaiting",), causes.forgotten_dead_letter),
        Case(("OutboxParked",), causes.forgotten_event),
        Case(("CompanyWorkFails",), causes.bad_snooze),
        Case(("CompanyDiverted",), causes.bad_data_of_one_company),
        Case(("ConsumerStandsStill",), causes.bad_data_of_everybody),
        Case(("PoolExhausted", "ConsumerLagSeconds", "ConsumerStuck"), causes.held_table),
    ),
)
"""Lists of faults that do not meet; those of a list come one after the other."""
ALONE: Final[Sequence[Case]] = (
    Case(("TargetDown",), causes.stopped_reporting),
    Case(("RestoreFenceClosed",), causes.restored_database),
    Case(("CampaignStuck",), causes.stopped_gateway),
    Case(("WebhookSlow",), causes.slow_kafka),
    Case(("OutboxOld",), causes.stopped_kafka),
    Case(("RevocationsStale",), causes.stopped_valkey),
    Case(("ErrorBudgetBurn",), causes.stopped_postgres),
)
"""Faults of what everybody needs."""


@dataclass
class Run:
    """The alerts as they fire."""

    stage: Stage
    watch: Watch
    wanted: frozenset[str]
    results: list[Result] = field(default_factory=list)

    async def play(self, case: Case) -> None:
        """Cause the alerts of a case, and wait until they have fired and ended."""
        if not self.wanted & set(case.alerts):
            return
        results: list[Result] = []
        for tries_left in reversed(range(TRIES)):
            try:
                results = await self._results_of(case)
                break
            except (httpx.HTTPError, ApiError, SandboxError, AssertionError, OSError) as error:
                # A busy machine: a call of ours took too long. What fires is judged by Prometheus alone.
                console.print(f"{', '.join(case.alerts)}: {tries_left} more tries after {error!r}")
        self.results += results or [Result(alert, case.cause) for alert in case.alerts]
        for each in self.results[-len(case.alerts) :]:
            console.print(f"{each.alert:<20} {each.said}")

    async def _results_of(self, case: Case) -> list[Result]:
        silent = await self._seconds_until(case.alerts, QUIET_SECONDS, fire=False)
        async with case.hold(self.stage):
            fired = await self._seconds_until([*silent], FIRES_SECONDS, fire=True)
        ended = await self._seconds_until([*fired], ENDS_SECONDS, fire=False)
        return [Result(alert, case.cause, fired.get(alert), ended.get(alert)) for alert in case.alerts]

    async def _seconds_until(self, alerts: Sequence[str], most: float, *, fire: bool) -> dict[str, float]:
        """Wait until alerts fire, and Alertmanager has them, or until they do not; return when each did."""
        began = time.monotonic()
        seen: dict[str, float] = {}
        while len(seen) < len(alerts) and time.monotonic() - began < most:
            firing = await self.watch.firing()
            if fire:
                firing &= await self.watch.received()
            for alert in alerts:
                if (alert in firing) is fire:
                    seen.setdefault(alert, time.monotonic() - began)
            await asyncio.sleep(_LOOK_SECONDS)
        return seen


def table(results: Sequence[Result]) -> Table:
    """Return all results as a table."""
    shown = Table(box=None, header_style="bold", pad_edge=False)
    for heading in ("ALERT", "CAUSE", "FIRES AFTER", "ENDS AFTER"):
        shown.add_column(heading, justify="right" if heading.endswith("AFTER") else "left")
    for one in sorted(results, key=lambda each: each.alert):
        times = [
            f"{seconds:.0f} s" if seconds is not None else "[red]never[/red]"
            for seconds in (one.fired, one.ended)
        ]
        shown.add_row(one.alert, one.cause, *times)
    return shown


async def main(wanted: Sequence[str]) -> int:
    """Start everything, play all cases, print the table."""
    cases = [*(case for lane in SIDE_BY_SIDE for case in lane), *ALONE]
    with scratch_folder() as folder:
        names = write_rules(folder / "rules")
        caused = [alert for case in cases for alert in case.alerts]
        if missing := sorted(set(names) ^ set(caused)):
            console.print(f"[red]Rules and causes differ: {', '.join(missing)}[/red]")
            return 1
        if unknown := sorted(set(wanted) - set(names)):
            console.print(f"[red]There is no alert {', '.join(unknown)}.[/red]")
            return 2
        ports = free_ports([*DEFAULT_PORTS, *PORTS, *hosts.PORTS])
        settings = Settings(
            directory=folder / "system",
            cache=REPOSITORY / ".sandbox" / "cache",
            ports={name: ports[name] for name in DEFAULT_PORTS},
            console=False,
            overrides={
                **UNLIMITED,
                **SOONER,
                # Longer than everything takes.
                "ACCESS_TOKEN_SECONDS": "3600",
                # Waits of the system's own, as those of the rules are shorter.
                "CAMPAIGN_STUCK_SECONDS": "10",
                # So that a second linked channel finds no room.
                "WHATSAPP_WEB_SESSIONS_PER_BRIDGE": "1",
            },
        )
        beside = hosts.Hosts.of(folder, ports, settings)
        observability = Observability(
            folder / "observability",
            {name: ports[name] for name in PORTS},
            rules=folder / "rules",
            interval="2s",
            alertmanager=write_alertmanager(folder),
            further_jobs=beside.jobs(),
        )
        with World(settings) as world, observability.running(world), beside.running():
            system = System(world, timeout=ANSWER_SECONDS)
            http = httpx.AsyncClient(base_url=system.url, timeout=ANSWER_SECONDS)
            run = Run(
                Stage(system, await system.new_company(), await system.new_company(), beside, http),
                Watch(observability),
                frozenset(wanted or names),
            )
            console.print(f"Everything runs; Prometheus: {observability.url('prometheus')}/alerts")

            async def lane(some: Sequence[Case]) -> None:
                for case in some:
                    await run.play(case)

            try:
                await asyncio.gather(*map(lane, SIDE_BY_SIDE))
                await lane(ALONE)
            finally:
                await run.watch.close()
                await http.aclose()
                await system.close()
    console.print(table(run.results))
    failed = [one.alert for one in run.results if one.fired is None or one.ended is None]
    console.print(
        f"[red]{len(failed)} of {len(run.results)} did not fire or did not end: {', '.join(failed)}[/red]"
        if failed
        else f"All {len(run.results)} alerts fired, and ended."
    )
    return 1 if failed else 0


if __name__ == "__main__":
    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)  # It complains of each outage.
    sys.exit(asyncio.run(main(sys.argv[1:])))

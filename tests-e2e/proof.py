"""Writes docs/proof.md, and its first table into the README, from what `make simulate` and `make chaos` kept.

python tests-e2e/proof.py [--simulation dist/proof/simulation.json] [--chaos dist/proof/chaos.json …]
"""

import argparse
import json
import os
import platform
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

REPOSITORY: Final = Path(__file__).parent.parent
KEPT: Final = REPOSITORY / "dist" / "proof"
PAGE: Final = REPOSITORY / "docs" / "proof.md"
README: Final = REPOSITORY / "README.md"
BEGIN, END = "<!-- What `make proof` wrote: begin -->", "<!-- end -->"


_SEND_ID: Final = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27} ")
_HEAD: Final = """# Proof

`make proof` writes this page whole, and its first table into the README; do not edit it. It takes half an
hour, and nothing but this folder: a stranger's two commands are `make demo` and `make proof`.
"""
_WHOLE_SYSTEM: Final = """How fast it is, beside other systems on the same machine: [measured](measured.md).

## The whole system

Two companies send campaigns, their customers write and their agents reply, while real PostgreSQL, Kafka,
Valkey and processes fail at instants drawn from a seed ({seeds}). When all is quiet again, what the system
says of every message is held against the provider's log (`tests-e2e/under_load.py`).

- **lost**: taken by us, and not done. **doubled**: sent or kept twice. **leaked**: another company's.
- **unconfirmed**: of how many the system says that it does not know their fate / how many never left and were
  not called back. The two must be the same messages. But a restored system (28) has forgotten what left after
  its backup, and knows nothing of the fate of that, either.
- **broken off**: a run whose messages could not be counted; its zeros say nothing.
- **back**: the longest time from the last fault until a channel had half its rate again; not known where
  nothing was left to send. The limit is for a machine that does nothing else, and no reason to fail.
"""
_AGAIN: Final = """Again: `make chaos seed=SEED k=WORD`. Outages are shortened; `outage=600` is the matrix's.
Restarts of one process after the other have a command of their own: `make rolling-restart`.
"""


@dataclass(frozen=True)
class Row:
    """A row of the fault matrix."""

    number: str
    what: str
    limit: float | None = None
    """Seconds in which a channel has half its rate again. Not a reason to fail: it is the machine's."""
    forgets: bool = False
    """Whether the system has forgotten what it sent: then it does not know the fate of that, either."""


@dataclass(frozen=True)
class Chaos:
    """What `make chaos` kept."""

    runs: Sequence[Mapping[str, Any]]
    not_run: Mapping[str, str]
    """Rows that the machine does not let us run, and why."""
    failed_early: Mapping[str, str]
    """Tests that failed before a run of theirs began, and why."""

    @classmethod
    def read(cls, paths: Sequence[Path]) -> "Chaos":
        """Return what is in one file or several."""
        kept = [json.loads(path.read_text()) for path in paths]
        runs = [run for each in kept for run in each["runs"]]
        not_run, early = (
            {k: v for each in kept for k, v in each[part].items()} for part in ("notRun", "failedEarly")
        )
        return cls(runs, not_run, early)

    def __iter__(self) -> Iterator[Mapping[str, Any]]:
        return iter(self.runs)

    @property
    def failed(self) -> int:
        """How many runs, and tests before a run, failed."""
        return sum(bool(run["failure"]) for run in self.runs) + len(self.failed_early)

    @property
    def unconfirmed(self) -> str:
        """How many the system reports, and in truth, where it has forgotten nothing."""
        told = [run for run in self.runs if not ROWS[run["row"]].forgets]
        return f"{sum(run['declared'] for run in told)} / {sum(run['unknown'] for run in told)}"


ROWS: Final[Mapping[str, Row]] = {
    "1, 21": Row("1, 21", "the gateway is killed while campaigns are paused, resumed and cancelled", 15),
    "2 SIGTERM": Row("2", "the gateway gets SIGTERM and is started again", 15),
    "3": Row("3", "campaign, chat, reporting and auth are killed", 15),
    "4 zombie": Row("4", "workers stand still for 20 s and go on", 15),
    "5": Row("5", "Kafka is killed and away", 30),
    "6 Kafka away": Row("6", "Kafka is away for long", 30),
    "7": Row("7", "PostgreSQL is stopped at once, again and again", 15),
    "8 slow PostgreSQL": Row("8", "PostgreSQL answers 200 ms late"),
    "8 no connections": Row("8", "every connection waits for a lock"),
    "9": Row("9", "Redis is killed, and emptied", 15),
    "10": Row("10", "workers come and go: 4, 2, 4, …; the rate is kept", 15),
    "11, 16": Row("11, 16", "5 % of the answers are lost; webhooks twice and shuffled"),
    "12 late webhooks": Row("12", "20 % of the answers are lost, and no webhook comes for long"),
    "13 lost requests": Row("13", "5 % of the requests never arrive"),
    "14 passing errors": Row("14", "bursts of Meta's errors that pass"),
    "15 Meta hangs": Row("15", "Meta takes connections and answers nothing", 60),
    "17 early webhooks": Row("17", "statuses overtake the answer and each other"),
    "17 contradictions": Row("17", "statuses contradict each other: a failure after and before the delivery"),
    "poison": Row("18, poison", "records that cannot be handled, on every topic at once"),
    "19 newer events": Row("19", "events of a version to come, on every topic"),
    "20 replay": Row("20", "what could not be stored for a while is replayed twice"),
    "22 clock jump": Row("22", "a worker's clock jumps by five minutes, both ways"),
    "23 PostgreSQL full": Row("23", "the disk of PostgreSQL is full", 15),
    "23 Kafka full": Row("23", "the disk of Kafka is full", 30),
    "24 hanging up": Row("24", "30 % of the callers hang up"),
    "25 login storm": Row("25", "200 people sign in at once"),
    "26 parallel refresh": Row("26", "one token is refreshed 2 and 50 times at once, and once too late"),
    "27 namesakes": Row("27", "two companies serve the same people; the gateway is killed"),
    "28 restore": Row(
        "28", "a half-sent campaign goes on from a backup, without Kafka and with", forgets=True
    ),
    "hostile": Row("hostile tenant", "a company floods everything that it may call"),
    "slow consumer": Row("slow consumer", "reporting reads nothing for long"),
    "split roles": Row("split roles", "each role is a process of its own, and each of them is killed", 15),
}
"""By the name that a run has in the table of `make chaos`."""


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table in Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def summary(simulation: Mapping[str, Any], chaos: Chaos) -> str:
    """Return what all of it came to, for the README, too."""
    found = simulation["sabotages"]
    times = [run["recovery"] for run in chaos if run["recovery"] is not None]
    failed = chaos.failed
    rows = {run["row"] for run in chaos}
    recovered = f"; back within {max(times):.0f} s" if times else ""
    return table(
        ["tried", "how often", "lost", "doubled", "unconfirmed: told / in truth", "leaked", "besides"],
        [
            [
                "**the whole system**, real servers and processes",
                f"{len(rows)} kinds of faults, {sum(run['faults'] for run in chaos)} times",
                *(str(sum(run[column] for run in chaos)) for column in ("lost", "doubled")),
                chaos.unconfirmed,
                str(sum(run["leaked"] for run in chaos)),
                (f"{failed} runs failed or were broken off" if failed else "no run failed") + recovered,
            ],
            [
                "**the send path**, in simulated time",
                f"{simulation['seeds']:,} seeds, {sum(simulation['faults'].values()):,} faults,"
                f" {simulation['sends']:,} messages",
                str(simulation["lost"]),
                str(simulation["doubled"]),
                f"{simulation['unconfirmed']:,}, each of them checked",
                "-",
                f"{60 * simulation['seeds'] / simulation['seconds']:,.0f} seeds a minute",
            ],
            [
                "**promises broken on purpose**, in simulated time",
                f"{len(found)} kinds",
                *("-",) * 4,
                f"all found, after {max(one['seeds'] for one in found.values()):,} seeds at most",
            ],
        ],
    )


def machine() -> str:
    """Return when and on what it was, in words."""
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=REPOSITORY, capture_output=True, text=True, check=False
    ).stdout.strip()
    cpuinfo = Path("/proc/cpuinfo")
    found = re.search(r"model name\s*: (.*)", cpuinfo.read_text()) if cpuinfo.exists() else None
    processor = found[1] if found else platform.processor() or platform.machine()
    return (
        f"Commit {commit or 'unknown'}, {datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {os.cpu_count()} processors"
        f" ({processor}), Python {platform.python_version()}, load average {os.getloadavg()[0]:.0f}."
    )


def chaos_rows(chaos: Chaos) -> Iterator[list[str]]:
    """Yield the rows of the matrix that ran."""
    for name, row in ROWS.items():
        runs = [run for run in chaos if run["row"] == name]
        if not runs:
            continue
        times = [run["recovery"] for run in runs if run["recovery"] is not None]
        failures = [run["failure"] for run in runs if run["failure"]]
        yield [
            row.number,
            row.what,
            str(len(runs)),
            *(str(sum(run[column] for run in runs)) for column in ("faults", "lost", "doubled")),
            f"{sum(run['declared'] for run in runs)} / {sum(run['unknown'] for run in runs)}",
            str(sum(run["leaked"] for run in runs)),
            f"{max(times):.1f}" if times else "-",
            f"{row.limit:.0f}" if row.limit is not None else "-",
            "well" if not failures else "failed" if all(run["reconciled"] for run in runs) else "broken off",
        ]


def page(simulation: Mapping[str, Any], chaos: Chaos) -> str:
    """Return the whole page."""
    ran = {run["row"] for run in chaos}
    not_run = "".join(
        f"- {row.number}: {row.what}{f' ({why})' if (why := chaos.not_run.get(name)) else ''}\n"
        for name, row in ROWS.items()
        if name not in ran
    )
    early = "".join(f"- {test}: {why}\n" for test, why in chaos.failed_early.items())
    seeds = ", ".join(sorted({str(run["seed"]) for run in chaos if run["seed"]}))
    head = ["row", "what happens", "runs", "faults", "lost", "doubled", "unconfirmed", "leaked", "back, s"]
    faults = [[name, f"{count:,}"] for name, count in sorted(simulation["faults"].items())]
    broken = [
        [name, f"{one['seeds']:,}", _SEND_ID.sub("a message ", one["told"])]
        for name, one in simulation["sabotages"].items()
    ]
    return "\n".join(
        [
            _HEAD,
            f"{machine()}\n",
            summary(simulation, chaos),
            _WHOLE_SYSTEM.format(seeds=seeds),
            table([*head, "limit, s", "ended"], list(chaos_rows(chaos))),
            _AGAIN,
            *([f"Not run here:\n\n{not_run}"] if not_run else ()),
            *([f"Failed before it began:\n\n{early}"] if early else ()),
            "## The send path in simulated time\n",
            simulated(simulation),
            table(["fault", "times"], faults),
            "Promises broken on purpose:\n",
            table(["promise", "found after seeds", "as"], broken).rstrip("\n"),
            "",
        ]
    )


def simulated(simulation: Mapping[str, Any]) -> str:
    """Return what the seeds came to, in words."""
    cpu = 1000 * simulation["cpu_seconds"] / simulation["seeds"]
    return (
        f"{simulation['seeds']:,} seeds from {simulation['first']} on, in {simulation['seconds']:.0f} s of"
        f" {simulation['jobs']} processes ({cpu:.0f} ms of CPU for each):"
        f" {simulation['simulated_seconds'] / 3600:,.1f} simulated hours, {simulation['accepted']:,} messages"
        f" accepted, {simulation['transactions']:,} transactions. Doubled {simulation['doubled']},"
        f" lost {simulation['lost']}, told wrongly {simulation['wrong']}.\n"
        "What of it is real and what is modelled: [simulation](simulation.md).\n"
    )


def main() -> int:
    """Write the page and the README's table; 1 if something did not end as it must."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--simulation", type=Path, default=KEPT / "simulation.json")
    parser.add_argument("--chaos", type=Path, nargs="+", default=[KEPT / "chaos.json"])
    options = parser.parse_args()
    if lacking := [str(path) for path in (options.simulation, *options.chaos) if not path.exists()]:
        print(f"There is no {', no '.join(lacking)}: `make proof` makes them.")
        return 2
    simulation = json.loads(options.simulation.read_text())
    chaos = Chaos.read(options.chaos)
    PAGE.write_text(page(simulation, chaos))
    readme = README.read_text()
    before, _, rest = readme.partition(BEGIN)
    _, _, after = rest.partition(END)
    README.write_text(f"{before}{BEGIN}\n{summary(simulation, chaos)}{END}{after}")
    print(f"{PAGE.relative_to(REPOSITORY)} is written.")
    wrong = simulation["failed"] or chaos.failed
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

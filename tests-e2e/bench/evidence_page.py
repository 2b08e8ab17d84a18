"""The page that `evidence.py` writes: what was measured, how, and what each column is."""

import asyncio
import json
import os
import platform
import re
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import asyncpg
from bench.figures import spread, spread_of, table
from bench.measured import RATE, Killed, Run
from bench.profiles import GROUPS, Profile
from bench.sending import ANSWER_MS
from bench.webhooks import CONNECTIONS, Taken
from redis.asyncio import Redis

from atende_sandbox.errors import SandboxError
from atende_sandbox.node import find_node
from atende_sandbox.settings import REPOSITORY
from atende_sandbox.world import World

OURS: Final = "Atendechat"
UNCOUNTED: Final = ("provider",)
"""Processes of a run that belong to no engine."""
SHOWN_FUNCTIONS: Final = 6
BUSY_LOAD: Final = 2.0
"""By processor: more than that is not of this measurement."""
_FOLDER: Final = Path(__file__).parent


@dataclass(frozen=True)
class Sent:
    """A campaign without a limit, and one at the channel's rate."""

    unlimited: Run
    paced: Run


@dataclass
class Evidence:
    """All that was measured."""

    rounds: int
    recipients: int
    seconds: float
    machine: str = ""
    hashes: list[float] = field(default_factory=list)
    """Nanoseconds of one hash, by round."""
    campaigns: dict[str, list[Sent]] = field(default_factory=dict)
    kills: dict[str, list[Killed]] = field(default_factory=dict)
    webhooks: list[Taken] = field(default_factory=list)
    profiles: dict[str, Profile] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)


async def machine(world: World) -> str:
    """Return the machine and the versions of what is measured on it, in words."""
    connection = await asyncpg.connect(world.settings.database_admin_url)
    postgres = str(await connection.fetchval("SHOW server_version")).split(" ")[0]
    await connection.close()
    redis = Redis.from_url(world.settings.redis_url)
    valkey = (await redis.info("server"))["valkey_version"]
    await redis.aclose()
    commit = await asyncio.to_thread(_output, "git", "describe", "--always", "--dirty")
    node = await asyncio.to_thread(_node)
    packages = {
        **json.loads((_FOLDER / "bullmq" / "package.json").read_text())["dependencies"],
        **json.loads((_FOLDER / "seed_stack" / "package.json").read_text())["dependencies"],
    }
    return (
        f"Commit {commit or 'unknown'}, {datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {os.cpu_count()} processors"
        f" ({_processor()}), which engines, servers and provider share. Python {platform.python_version()},"
        f" Node {node}, PostgreSQL {postgres}, Valkey {valkey}, BullMQ {packages['bullmq']},"
        f" NestJS {packages['@nestjs/core']}, Prisma {packages['@prisma/client']}."
    )


def _node() -> str:
    try:
        return ".".join(map(str, find_node().version))
    except SandboxError:
        return "absent"


def _output(*command: str) -> str:
    try:
        done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return ""
    return done.stdout.strip()


def _processor() -> str:
    cpus = Path("/proc/cpuinfo")
    found = re.search(r"model name\s*:\s*(.+)", cpus.read_text()) if cpus.exists() else None
    return found[1].strip() if found else platform.machine()


def own_cpu(run: Run) -> float:
    """Return what a message cost, in CPU seconds per 1,000, without the provider."""
    return sum(seconds for name, seconds in run.cpu.items() if name not in UNCOUNTED)


def _memory(run: Run) -> float:
    return sum(held for name, held in run.memory.items() if name not in UNCOUNTED)


def _parts(runs: Sequence[Run]) -> str:
    names = [name for name in runs[0].cpu if name not in UNCOUNTED]
    return ", ".join(f"{name} {spread(run.cpu[name] for run in runs).median:.2f}" for name in names)


def _campaigns(campaigns: Mapping[str, Sequence[Sent]], which: Callable[[Sent], Run]) -> str:
    head = (
        "",
        "messages/s",
        "most in a second",
        "CPU-s per 1,000",
        "of it",
        "start to last, s",
        "peak MB",
        "twice, never",
        "load",
    )
    rows = []
    for name, sent in campaigns.items():
        runs = [which(one) for one in sent]
        rows.append(
            (
                name,
                spread_of(runs, lambda run: run.flowing) if all(run.flowing for run in runs) else "too few",
                f"{max(run.most for run in runs):,}",
                spread_of(runs, own_cpu, 2),
                _parts(runs),
                spread_of(runs, lambda run: run.seconds, 1),
                spread_of(runs, _memory),
                f"{sum(run.doubled for run in runs)}, {sum(run.missing for run in runs)}",
                spread_of(runs, lambda run: run.load, 1),
            )
        )
    return table(head, rows)


def _states(runs: Sequence[Killed]) -> str:
    states = sorted({state for run in runs for state in run.states})
    return ", ".join(
        f"{state} {spread_of([run.states.get(state, 0) for run in runs], float)}" for state in states
    )


def _kills(kills: Mapping[str, Sequence[Killed]]) -> str:
    head = ("", "recipients", "sent twice", "never sent", "reported as", "over after, s")
    return table(
        head,
        [
            (
                name,
                f"{runs[0].count:,}",
                spread_of(runs, lambda run: run.doubled),
                spread_of(runs, lambda run: run.missing),
                _states(runs),
                spread_of(runs, lambda run: run.seconds),
            )
            for name, runs in kills.items()
        ],
    )


def _webhooks(runs: Sequence[Taken]) -> str:
    head = ("webhooks/s", "api CPU-s per 1,000", "p50, ms", "p99, ms", "Kafka CPU-s per 1,000", "peak MB")
    row = (
        spread_of(runs, lambda run: run.webhooks),
        spread_of(runs, lambda run: run.cpu["api"], 3),
        spread_of(runs, lambda run: run.p50, 1),
        spread_of(runs, lambda run: run.p99, 1),
        spread_of(runs, lambda run: run.cpu["kafka"], 3),
        spread_of(runs, lambda run: run.memory),
        f"{sum(run.refused for run in runs)}, {sum(run.surplus for run in runs):+}",
        spread_of(runs, lambda run: run.load, 1),
    )
    return table((*head, "not 200, events too many", "load"), [row])


def _profiles(profiles: Mapping[str, Profile]) -> str:
    shares = [profile.shares() for profile in profiles.values()]
    groups = [group for group in GROUPS if any(group in share for share in shares)]
    rows = [
        (group, *(f"{share[group]:.0f}" if group in share else "" for share in shares)) for group in groups
    ]
    rows.append(("samples", *(f"{profile.samples:,}" for profile in profiles.values())))
    lines = [
        table(("% of the process's Python", *profiles), rows),
        "\nThe dearest functions of the services, with what they call outside of them:\n\n",
    ]
    for name, profile in profiles.items():
        dearest = profile.functions.most_common(SHOWN_FUNCTIONS)
        functions = ", ".join(f"`{one}` {n * 100 / profile.samples:.0f} %" for one, n in dearest)
        lines.append(f"- {name}: {functions}\n")
    return "".join(lines)


_HEAD: Final = """# Measured

`make evidence` writes this page whole; do not edit it. What was measured before, and what was changed because
of it, is in [performance](performance.md).

"""
_ENGINES: Final = """## What stands beside us

- **BullMQ** alone (`tests-e2e/bench/bullmq`): one process of Node, `pg` without an ORM, no API, no companies.
  A message costs one write of its outcome; *together* means that outcomes of 20 ms are one statement.
- **NestJS, Prisma, BullMQ** (`tests-e2e/bench/seed_stack`): the stack of the seed as its users write it, one
  process. A message costs two reads (is it still to be sent, is the campaign still running) and one write,
  through Prisma.
- **Atendechat**: one campaign worker and one gateway worker. Before each POST its intent is in the ledger,
  after it its outcome; row-level security, the outbox and Kafka's records are in the figures.

Each has at most 400 messages under way, looks opt-outs up, and had sent a first campaign before. The engines
on Node have no ledger: what is under way when they die is sent again.

"""
_COLUMNS: Final = """## The columns

- **messages/s**: what the provider got between the first and the last tenth of a campaign.
- **most in a second**: the most that the provider got in any second of any round; a channel at 1,000 a
  second may send 1,000.
- **CPU-s per 1,000**: processor seconds of the engine and of the servers it uses, for 1,000 messages, from
  the start of a campaign until its last outcome is stored; without the provider's. **of it**: the medians by
  process.
- **start to last**: from the start of the campaign, its expansion or enqueuing included, to the last POST.
- **peak MB**: the most that those processes held together; pages that they share count once.
- **twice, never**: messages that the provider got twice or not at all, of all rounds together.
- **reported as**: what the engine's users read of these messages afterwards. *Unconfirmed* is *perhaps sent*:
  a worker died between intent and outcome. What we never sent is among these. The other
  engines report what they sent twice as sent.
- **load**: the machine's load average just before.
"""


def _busy(evidence: Evidence) -> list[str]:
    """Return a warning where other programs ran meanwhile; by itself all of this makes a load of 2 or 3."""
    runs = [run for sent in evidence.campaigns.values() for one in sent for run in (one.unlimited, one.paced)]
    load = spread(run.load for run in runs).median
    if load <= BUSY_LOAD * (os.cpu_count() or 1):
        return []
    return [
        f"**Other programs kept the processors busy (median load {load:.1f}): rates are too low, CPU seconds"
        " too high. Only rows of one table compare.**"
    ]


def page(evidence: Evidence) -> str:
    """Return the whole page."""
    count = f"{evidence.recipients:,}"
    parts = [
        _HEAD,
        f"{evidence.machine}\n\n",
        f"Rounds: {evidence.rounds}. In each, every engine in turn sends {count} messages without a limit and"
        f" {count} at {RATE:,} a second; each round begins with another engine. Figures are medians of the"
        " rounds (least–most). The provider is a process that answers after"
        f" {ANSWER_MS} ms and counts. One SHA-256 of 64 bytes in a loop of Python took"
        f" {spread(evidence.hashes).shown()} ns of processor time: compare only days with a like figure.\n\n",
        *(f"{remark}\n\n" for remark in [*_busy(evidence), *evidence.remarks]),
        "## A campaign without a limit\n\n",
        _campaigns(evidence.campaigns, lambda sent: sent.unlimited),
        f"\n## A campaign at {RATE:,} a second\n\n",
        _campaigns(evidence.campaigns, lambda sent: sent.paced),
        "\n",
    ]
    if evidence.kills:
        parts += ["## Killed half-way and started again\n\n", _kills(evidence.kills), "\n"]
    parts += [
        "## Webhooks\n\n",
        f"One api process, {CONNECTIONS} connections, {evidence.seconds:.0f} s: each sends its next webhook,"
        " of one update, when the one before is answered. 200 means that Kafka has the event.\n\n",
        _webhooks(evidence.webhooks),
        "\n",
    ]
    if evidence.profiles:
        parts += [
            "## Profiles\n\n",
            "Taken apart from the figures, with py-spy, of what holds the interpreter's lock; the standard"
            " library counts for its caller, compiled code for the function that called it.\n\n",
            _profiles(evidence.profiles),
            "\n",
        ]
    return "".join([*parts, _ENGINES, _COLUMNS])

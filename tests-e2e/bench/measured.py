"""What all engines are measured with: the provider's count, and memory."""

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import httpx
import psutil

RATE: Final = 1_000
"""Of a channel, by second: Meta's upper level."""
LOOK_SECONDS: Final = 0.05
MEMORY_SECONDS: Final = 1.0
SERVERS: Final = ("postgres", "kafka", "valkey")


@dataclass
class Run:
    """A campaign that was sent: in the provider's log, and what it cost."""

    count: int
    rate: int
    seconds: float
    """From the start to the provider's last request."""
    flowing: float
    """Messages per second between the first and the last tenth."""
    cpu: Mapping[str, float]
    """CPU seconds per 1,000 messages, by process."""
    memory: Mapping[str, float]
    """The most that each process held, in MB."""
    load: float
    doubled: int
    missing: int
    most: int
    """The most that the provider got in any second."""

    @property
    def overhead(self) -> float:
        """Percent by which the campaign took longer than the channel's rate asks for."""
        return (self.seconds * self.rate / self.count - 1) * 100


@dataclass(frozen=True)
class Killed:
    """What a campaign came to whose processes were killed half-way and started again."""

    count: int
    doubled: int
    missing: int
    seconds: float
    """From the kill to its end."""
    states: Mapping[str, int]
    """What its recipients' messages are reported as."""

    def __str__(self) -> str:
        states = ", ".join(f"{state} {n:,}" for state, n in sorted(self.states.items()))
        return (
            f"{self.doubled} doubled, {self.missing} not sent; over after {self.seconds:.0f} s;"
            f" reported: {states}"
        )


class Provider:
    """The provider's own count."""

    def __init__(self, url: str) -> None:
        self._http = httpx.AsyncClient(base_url=url)

    async def taken(self) -> dict[str, int]:
        """Return how many requests it took, how many different ones, and the most in any second."""
        answer: dict[str, int] = (await self._http.get("/")).json()
        return answer

    async def begin(self) -> dict[str, int]:
        """Return the same, and have it look for the fullest second from now on."""
        answer: dict[str, int] = (await self._http.get("/begin")).json()
        return answer

    async def differences(self, before: Mapping[str, int], count: int) -> tuple[int, int]:
        """Return how many of ``count`` messages since came twice, and how many never."""
        after = await self.taken()
        requests, distinct = (after[what] - before[what] for what in ("requests", "distinct"))
        return requests - distinct, count - distinct

    async def watch(self, before: int, count: int) -> tuple[float, float]:
        """Wait until it took so many more; return when (monotonic), and the rate in between."""
        seen: list[tuple[float, int]] = []
        give_up_at = time.monotonic() + 60 + 4 * count / RATE
        while not seen or seen[-1][1] < count:
            if time.monotonic() > give_up_at:
                raise SystemExit(f"the provider got only {seen[-1][1]:,} of {count:,} messages")
            taken = await self.taken()
            seen.append((time.monotonic(), taken["requests"] - before))
            await asyncio.sleep(LOOK_SECONDS)
        inner = [(at, n) for at, n in seen if count // 10 <= n <= count - count // 10]
        flowing = (inner[-1][1] - inner[0][1]) / (inner[-1][0] - inner[0][0]) if len(inner) > 1 else 0.0
        return seen[-1][0], flowing


class Memory:
    """The most memory that processes held, their children included, looked at now and then."""

    def __init__(self, processes: Mapping[str, int]) -> None:
        self._processes = {name: psutil.Process(pid) for name, pid in processes.items()}
        self.peak: dict[str, float] = {}

    async def look(self) -> None:
        """Look until cancelled."""
        while True:
            for name, process in self._processes.items():
                # Pages that PostgreSQL's processes share count once: as shares.
                tree = [process, *process.children(recursive=True)] if name in SERVERS else [process]
                held = sum(_share(one) for one in tree) / 2**20
                self.peak[name] = max(self.peak.get(name, 0.0), held)
            await asyncio.sleep(MEMORY_SECONDS)


def _share(process: psutil.Process) -> int:
    try:
        return int(process.memory_full_info().pss)
    except psutil.Error:
        return 0  # It has just ended.

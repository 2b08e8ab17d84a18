"""Where a process's Python spends its time: sampled with py-spy, folded by package.

A sample counts for what runs: the innermost function. One of the standard library counts for what called it,
but for the event loop's. Compiled code counts for the function that called it. Only samples that hold the
interpreter's lock count, so that waiting does not. Each sample also counts for the innermost function of a
service in its task, with all that it calls.
"""

import os
import re
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

PER_SECOND: Final = 200
OWN: Final = "own code"
LOOP: Final = "event loop"
OTHER: Final = "other"
_GROUPS: Final[Mapping[str, tuple[str, ...]]] = {
    OWN: ("auth", "campaign", "chat", "gateway", "reporting"),
    "own platform and contracts": ("atende_platform", "atende_contracts"),
    "asyncpg": ("asyncpg",),
    "SQLAlchemy, SQLModel": ("sqlalchemy", "sqlmodel"),
    "aiokafka": ("aiokafka",),
    "FastStream": ("faststream", "fast_depends"),
    "HTTP": ("aiohttp", "h11", "httpcore", "httptools", "httpx", "uvicorn", "starlette", "fastapi"),
    "models and JSON": ("pydantic", "pydantic_core", "msgspec", "orjson", "json"),
    "Redis": ("redis", "hiredis"),
    "logs, metrics, traces": ("structlog", "logging", "prometheus_client", "opentelemetry"),
    LOOP: ("asyncio", "uvloop", "anyio", "sniffio", "greenlet", "selectors"),
}
GROUPS: Final = (*_GROUPS, OTHER)
_GROUP_OF: Final = {package: group for group, packages in _GROUPS.items() for package in packages}
_ROOTS: Final = re.compile(r".*(^|/)(src|site-packages|dist-packages|lib-dynload|python3\.\d+)/")
"""What stands before a package in the name of its file."""
_STANDARD: Final = sys.stdlib_module_names


@dataclass
class Profile:
    """Samples by package of what runs, and by the service's function that it runs for."""

    packages: Counter[str] = field(default_factory=Counter)
    functions: Counter[str] = field(default_factory=Counter)

    @property
    def samples(self) -> int:
        return self.packages.total()

    def shares(self) -> dict[str, float]:
        """Return the percentage of each group, in their order; those without samples are left out."""
        return {name: self.packages[name] * 100 / self.samples for name in GROUPS if self.packages[name]}


def fold(lines: Iterable[str]) -> Profile:
    """Return the profile of what py-spy wrote: a stack and its samples in each line.

    A stack is ``function (file:line);…``, outermost first; files are named from their package on.
    """
    profile = Profile()
    for line in lines:
        stack, _, count = line.rpartition(" ")
        if not stack or not count.strip().isdigit():
            continue  # A sample taken in a moment in which the stack could not be read.
        frames = [_frame(frame) for frame in stack.split(";")]
        package = next((package for package, _ in reversed(frames) if not _is_passed_on(package)), OTHER)
        profile.packages[_GROUP_OF.get(package, OTHER)] += int(count)
        if caller := _service_function(frames):
            profile.functions[caller] += int(count)
    return profile


def _service_function(frames: Sequence[tuple[str, str]]) -> str | None:
    """Return the innermost function of a service in a task; what starts the loop is in none."""
    for package, function in reversed(frames):
        if function.startswith("asyncio.runners."):
            return None
        if _GROUP_OF.get(package) == OWN:
            return function
    return None


def _frame(text: str) -> tuple[str, str]:
    """Return a frame's package and its function with the file's name."""
    function, _, place = text.partition(" (")
    file = place.rpartition(":")[0] or place.rstrip(")")
    path = _ROOTS.sub("", file)
    package = path.partition("/")[0].removesuffix(".py")
    return package, f"{path.removesuffix('.py').replace('/', '.')}.{function}"


def _is_passed_on(package: str) -> bool:
    generated = package.startswith("<")  # As dataclasses' methods are, and frozen modules.
    return generated or (package not in _GROUP_OF and package in _STANDARD)


@contextmanager
def sampled(processes: Mapping[str, int], folder: Path) -> Iterator[dict[str, Profile]]:
    """Sample processes for the time of the context; the profiles are there at its end."""
    profiles: dict[str, Profile] = {}
    running: dict[str, subprocess.Popen[str]] = {}
    for name, pid in processes.items():
        written = str(folder / f"{name}.stacks")
        command = [
            *(
                str(_py_spy()),
                "record",
                "--pid",
                str(pid),
                "--rate",
                str(PER_SECOND),
                "--gil",
                "--nonblocking",
            ),
            *("--format", "raw", "--full-filenames", "--output", written),
        ]
        running[name] = subprocess.Popen(
            command,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "COLUMNS": "80"},
        )
    try:
        yield profiles
    finally:
        for name, process in running.items():
            process.send_signal(signal.SIGINT)
            _, said = process.communicate(timeout=60)
            stacks = folder / f"{name}.stacks"
            if not stacks.exists():
                raise SystemExit(f"py-spy could not sample {name}: {said.strip()[-500:]}")
            profiles[name] = fold(stacks.read_text().splitlines())


def _py_spy() -> Path:
    program = Path(sys.executable).with_name("py-spy")
    if not program.exists():
        raise SystemExit("py-spy is missing: `make evidence` installs it")
    return program

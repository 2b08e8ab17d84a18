"""`dev`: one service in the foreground, started again when its code is saved. `console`: Vite."""

import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Final

from watchfiles import PythonFilter, watch

from atende_sandbox.console import OUT
from atende_sandbox.console_build import CONSOLE
from atende_sandbox.errors import SandboxError
from atende_sandbox.node import find_node
from atende_sandbox.services import ServiceUnit, environment
from atende_sandbox.settings import REPOSITORY
from atende_sandbox.world import World

_LOOK_MILLISECONDS: Final = 300
_STOP_SECONDS: Final = 60.0


def folders_of(unit: ServiceUnit) -> list[Path]:
    """Return where the code of a service is: its own, and the libs that it runs with."""
    libs = (REPOSITORY / "libs" / name / "src" for name in ("contracts", "platform"))
    return [REPOSITORY / "services" / unit.name / "src", *libs]


def develop(world: World, unit: ServiceUnit, further: Sequence[Path] = ()) -> None:
    """Take a service over from the supervisor until Ctrl-C, then hand it back.

    ``further``: folders that are watched, too.
    """
    if world.settings.split:
        raise SandboxError(
            "Services are split here, and are not handed over role by role: `make down up` starts whole ones."
        )
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with _taken_over(world, unit.name):
        _reload(world, unit, [*folders_of(unit), *further])


@contextmanager
def _taken_over(world: World, name: str) -> Iterator[None]:
    world.stop(name)
    try:
        yield
    except KeyboardInterrupt:
        OUT.print(f"Handing {name} back …")
    finally:
        world.start(name)
        OUT.print(f"{name} runs in the background again.")


def _reload(world: World, unit: ServiceUnit, folders: list[Path]) -> None:
    settings = replace(world.settings, overrides={"LOG_FORMAT": "console", **world.settings.overrides})

    def start() -> "subprocess.Popen[bytes]":
        command = (sys.executable, "-m", unit.module, "all")
        return subprocess.Popen(command, env=environment(settings, unit), cwd=REPOSITORY)

    process, has_said = start(), False
    OUT.print(f"{unit.name} runs here, at {settings.url(unit.name)}. Ctrl-C hands it back.")
    try:
        for changes in watch(
            *folders, watch_filter=PythonFilter(), yield_on_timeout=True, rust_timeout=_LOOK_MILLISECONDS
        ):
            if changes:
                names = ", ".join(sorted({Path(path).name for _, path in changes}))
                OUT.print(f"{names} changed: starting {unit.name} again")
                _stop(process)
                process, has_said = start(), False
            elif process.poll() is not None and not has_said:
                OUT.print(
                    f"{unit.name} ended with exit code {process.returncode}. Save a file to start it again."
                )
                has_said = True
    finally:
        _stop(process)


def develop_console(world: World, port: int) -> None:
    """Serve the console's files with Vite until Ctrl-C; all else it asks of the running system's edge."""
    if not world.running():
        raise SandboxError("Nothing is running for the console to speak with: `make up` starts the system.")
    node = find_node()
    vite = CONSOLE / "node_modules" / "vite" / "bin" / "vite.js"
    if not vite.is_file():
        raise SandboxError("The console's tools are not installed: `make console` does it.")
    OUT.print(f"The console's files, beside the system at {world.base_url}/. Ctrl-C ends it.")
    with suppress(KeyboardInterrupt):
        subprocess.run(
            [str(node.program), str(vite), "--port", str(port)],
            cwd=CONSOLE,
            env={**node.environment, "ATENDE_EDGE": world.base_url},
            check=False,
        )


def _stop(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()

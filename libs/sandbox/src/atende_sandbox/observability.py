"""Prometheus and Alertmanager beside the sandbox: what they scrape, with which rules, and how they are run.

``python -m atende_sandbox.observability`` runs both in the foreground, until Ctrl-C. The programs are on
the PATH, or what the Makefile unpacked of Debian's packages; nothing is installed.
"""

import json
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import httpx

from atende_sandbox.console import ERR, OUT
from atende_sandbox.errors import SandboxError
from atende_sandbox.processes import tail
from atende_sandbox.services import SERVICES
from atende_sandbox.settings import HOST, REPOSITORY
from atende_sandbox.state import SandboxState
from atende_sandbox.world import World

RULES: Final = REPOSITORY / "deploy" / "observability" / "rules"
ALERTMANAGER_CONFIG: Final = REPOSITORY / "deploy" / "observability" / "alertmanager.yaml"
PORTS: Final = {"prometheus": 9090, "alertmanager": 9093}
"""What they listen on by themselves, and here too, if nobody else does."""
_UNPACKED: Final = REPOSITORY / ".tools" / "prometheus" / "usr"
APART: Final = ("unshare", "--user", "--map-root-user", "--mount")
"""Runs a command that may mount things, which nobody else sees. It needs no rights."""
_READY_SECONDS: Final = 60.0
_STOP_SECONDS: Final = 15.0
_LOOK_SECONDS: Final = 2.0


def program(name: str) -> str:
    """Return the path of one of Prometheus' programs, as Debian names it."""
    for each in (name, name.removeprefix("prometheus-")):
        if found := shutil.which(each) or shutil.which(each, path=str(_UNPACKED / "bin")):
            return found
    raise SandboxError(
        f"{name} is missing. `make observability` fetches it where there is apt-get; elsewhere install"
        " Prometheus and Alertmanager (https://prometheus.io/download/) and put them on the PATH."
    )


def shown(path: str) -> str:
    """Return a path as one types it here."""
    return path.removeprefix(f"{REPOSITORY}/")


def _command(name: str) -> list[str]:
    """Return what runs one of the two.

    Debian's read their pages and templates from /usr/share: what is only unpacked is shown them there, in a
    mount namespace of its own.
    """
    found = program(name)
    if not found.startswith(str(_UNPACKED)):
        return [found]
    show = f"mount -t tmpfs none /usr/share && cp -r '{_UNPACKED / 'share' / 'prometheus'}' /usr/share/"
    return [*APART, "sh", "-c", f'{show} && exec "$0" "$@"', found]


def targets(state: SandboxState | None) -> list[dict[str, Any]]:
    """Return what of a running sandbox has metrics, as Prometheus' file discovery takes it."""
    names = tuple({name for unit in SERVICES for name in (unit.name, unit.module)})
    return [
        {"targets": [f"{HOST}:{child.port}"], "labels": {"job": job_of(child.name)}}
        for child in (state.children if state else [])
        if child.port and child.name.startswith(names)
    ]


def job_of(process: str) -> str:
    """Return what the process is called in compose and in the chart: gateway-worker, whichever replica."""
    return re.sub(r"-\d+$", "", process.removeprefix("provider-"))


@dataclass(frozen=True)
class Observability:
    """Prometheus and Alertmanager of one folder."""

    folder: Path
    ports: Mapping[str, int]
    rules: Path = RULES
    interval: str = "5s"
    """How often is scraped, and rules are evaluated."""
    alertmanager: Path = ALERTMANAGER_CONFIG
    further_jobs: Sequence[Mapping[str, Any]] = ()

    def url(self, name: str) -> str:
        """Return the address of one of the two."""
        return f"http://{HOST}:{self.ports[name]}"

    def follow(self, world: World) -> None:
        """Tell Prometheus what runs in the sandbox now; it reads that within seconds."""
        path = self.folder / "targets.json"
        scratch = path.with_suffix(".tmp")
        scratch.write_text(json.dumps(targets(world.state())))
        scratch.replace(path)

    def write(self) -> None:
        """Write Prometheus' configuration."""
        self.folder.mkdir(parents=True, exist_ok=True)
        config = {
            "global": {"scrape_interval": self.interval, "evaluation_interval": self.interval},
            "rule_files": [str(self.rules / "*.yaml")],
            "alerting": {
                "alertmanagers": [{"static_configs": [{"targets": [f"{HOST}:{self.ports['alertmanager']}"]}]}]
            },
            "scrape_configs": [
                {
                    "job_name": "atendechat",
                    "file_sd_configs": [
                        {"files": [str(self.folder / "targets.json")], "refresh_interval": "2s"}
                    ],
                },
                *map(dict, self.further_jobs),
            ],
        }
        # JSON is YAML.
        (self.folder / "prometheus.yaml").write_text(json.dumps(config, indent=1))

    @contextmanager
    def running(self, world: World) -> Iterator[None]:
        """Run both for the time of the context, once they are ready."""
        self.write()
        self.follow(world)
        with ExitStack() as stack:
            stack.enter_context(
                running(
                    [
                        *_command("prometheus-alertmanager"),
                        f"--config.file={self.alertmanager}",
                        f"--storage.path={self.folder / 'alertmanager'}",
                        f"--web.listen-address={HOST}:{self.ports['alertmanager']}",
                        "--cluster.listen-address=",
                    ],
                    self.folder / "alertmanager.log",
                    f"{self.url('alertmanager')}/-/ready",
                )
            )
            stack.enter_context(
                running(
                    [
                        *_command("prometheus"),
                        f"--config.file={self.folder / 'prometheus.yaml'}",
                        f"--storage.tsdb.path={self.folder / 'prometheus'}",
                        "--storage.tsdb.retention.time=1d",
                        f"--web.listen-address={HOST}:{self.ports['prometheus']}",
                    ],
                    self.folder / "prometheus.log",
                    f"{self.url('prometheus')}/-/ready",
                )
            )
            yield


@contextmanager
def running(command: Sequence[str], log: Path, ready: str) -> Iterator["subprocess.Popen[bytes]"]:
    """Run a program for the time of the context, once an address of it answers."""
    with log.open("ab") as output:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output)
    try:
        _await_ready(process, log, ready)
        yield process
    finally:
        process.terminate()
        try:
            process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _await_ready(process: "subprocess.Popen[bytes]", log: Path, url: str) -> None:
    give_up_at = time.monotonic() + _READY_SECONDS
    while True:
        try:
            if httpx.get(url, timeout=2).is_success:
                return
        except httpx.HTTPError:
            pass  # Not yet.
        if process.poll() is not None or time.monotonic() > give_up_at:
            with log.open("rb") as file:
                raise SandboxError(f"{log.stem} does not run. The end of its log:\n{tail(file, 5)}")
        time.sleep(0.1)


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def main() -> int:
    """Run both beside the sandbox of this folder until Ctrl-C."""
    world = World()
    try:
        if not world.running():
            raise SandboxError("The system does not run here. Start it first: `make up`.")
        if taken := [f"{name}: {port}" for name, port in PORTS.items() if not _is_free(port)]:
            raise SandboxError(f"Ports are taken ({', '.join(taken)}).")
        observability = Observability(world.settings.directory / "observability", PORTS)
        with observability.running(world):
            OUT.print(f"Prometheus    {observability.url('prometheus')}")
            # Debian's package has no pages of it.
            OUT.print(
                f"Alertmanager  {observability.url('alertmanager')}"
                f"  ({shown(program('amtool'))} alert --alertmanager.url={observability.url('alertmanager')})"
            )
            OUT.print("Ctrl-C ends both. Dashboards for a Grafana of yours: deploy/observability/dashboards")
            while world.running():
                observability.follow(world)
                time.sleep(_LOOK_SECONDS)
            OUT.print("The system was stopped.")
    except KeyboardInterrupt:
        return 0
    except SandboxError as error:
        ERR.print(f"[red]✗[/red] {error}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""``python -m atende_sandbox``: up, down, reset, status, restart, kill, stop, start, logs …"""

import sys
import time
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Annotated, Any, ParamSpec

import typer
from rich.markup import escape
from rich.table import Table

from atende_sandbox.console import ERR, OUT, show
from atende_sandbox.console_build import renew
from atende_sandbox.develop import develop, develop_console
from atende_sandbox.errors import SandboxError
from atende_sandbox.kept import stop_kept_servers
from atende_sandbox.last_start import check_not_asked_otherwise, settings_of_this_folder
from atende_sandbox.processes import tail
from atende_sandbox.services import environment, service_named
from atende_sandbox.settings import REPOSITORY
from atende_sandbox.supervisor import Supervisor, print_event
from atende_sandbox.world import World

P = ParamSpec("P")

app = typer.Typer(
    help="Atendechat on this machine.", no_args_is_help=True, add_completion=False, rich_markup_mode=None
)

Name = Annotated[str, typer.Argument(help="A process, as `status` names it.")]
Service = Annotated[str, typer.Argument(help="A service.")]


def _command(function: Callable[P, None]) -> Callable[P, None]:
    """Make a command whose foreseeable errors are one message and exit status 1."""

    @app.command(function.__name__)
    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            function(*args, **kwargs)
        except SandboxError as error:
            ERR.print(f"[red]✗[/red] {escape(str(error))}")
            raise typer.Exit(1) from error
        except KeyboardInterrupt:
            raise typer.Exit(130) from None

    return run


def _addresses(world: World) -> None:
    if world.infra_only:
        servers = world.infrastructure
        OUT.print(f"PostgreSQL {world.settings.database_host}")
        OUT.print(f"Kafka      {servers.kafka_bootstrap}\nValkey     {servers.redis_url}")
        return
    OUT.print(f"Atendechat {world.base_url}/")
    OUT.print(f"About      {world.base_url}/about\nAPI docs   {world.base_url}/api/docs")
    OUT.print(f"Simulator  {world.settings.url('simulator')}/")
    if world.settings.whatsapp_web:
        OUT.print(f"Phone      {world.settings.url('whatsapp-web')}/  (links WhatsApp Web channels)")
    if world.settings.traces:
        OUT.print(f"Traces     {world.settings.url('zipkin')}/zipkin/")


@_command
def up(
    infra_only: Annotated[bool, typer.Option(help="Only PostgreSQL, Kafka and Valkey.")] = False,
    foreground: Annotated[bool, typer.Option(help="Stay, and stop everything on Ctrl-C.")] = False,
) -> None:
    """Start the whole system and wait until it is ready."""
    check_not_asked_otherwise()
    world = World(infra_only=infra_only)
    if foreground:
        raise typer.Exit(_in_foreground(world))
    if not world.up(show):
        if not infra_only:
            renew(world.settings)
        OUT.print("Already running, and everything is ready.")
    _addresses(world)


def _in_foreground(world: World) -> int:
    def tell(event: dict[str, Any]) -> None:
        if event["event"] == "busy":
            ERR.print("[red]✗[/red] Already running in the background: `make status`, `make down`.")
        else:
            show(event) if sys.stdout.isatty() else print_event(event)
        if event["event"] == "running":
            _addresses(world)

    return Supervisor(world.settings, infra_only=world.infra_only, tell=tell).run()


@_command
def down() -> None:
    """Stop everything, kept test servers, too; data stays."""
    stopped = World().down(), stop_kept_servers()
    OUT.print("Everything is stopped." if any(stopped) else "Nothing was running.")


@_command
def reset() -> None:
    """Stop everything and wipe its data."""
    world = World()
    world.reset()
    OUT.print(f"The data in {world.settings.directory} is gone; what was fetched stays.")


@_command
def status() -> None:
    """Show what runs, where, and with how much memory."""
    world = World()
    processes = world.status()
    if not processes:
        state = world.state()
        OUT.print("Nothing is running.")
        if state and state.reason:
            OUT.print(f"The last run ended: {escape(state.reason)}")
        raise typer.Exit(3)
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading, justify in (("NAME", "left"), ("PID", "right"), ("PORT", "right"), ("STATE", "left")):
        table.add_column(heading, justify=justify)  # type: ignore[arg-type]
    table.add_column("MEMORY", justify="right")
    table.add_column("RESTARTS", justify="right")
    for one in processes:
        memory = f"{one.memory / 2**20:.0f} MB"
        table.add_row(one.name, str(one.pid), str(one.port or ""), one.state, memory, str(one.restarts))
    total = sum(one.memory for one in processes)
    table.add_row("total", "", "", "", f"{total / 2**20:.0f} MB", "")
    OUT.print(table)


@_command
def restart(name: Name) -> None:
    """Stop a process properly and start it again."""
    World().restart(name)
    OUT.print(f"{name} is ready again.")


@_command
def kill(name: Name) -> None:
    """Kill a process with SIGKILL; the supervisor brings it back."""
    pid = World().kill(name)
    OUT.print(f"{name} (pid {pid}) is killed.")


@_command
def stop(name: Name) -> None:
    """Stop a process and leave it stopped, as an outage."""
    World().stop(name)
    OUT.print(f"{name} is stopped. End the outage with: start {name}")


@_command
def start(name: Name) -> None:
    """Start a process that was stopped with `stop`."""
    World().start(name)
    OUT.print(f"{name} is ready.")


@_command
def logs(
    name: Annotated[str, typer.Argument(help="A process, as `status` names it.")] = "supervisor",
    follow: Annotated[bool, typer.Option("--follow", "-f", help="Go on as it grows.")] = False,
    lines: Annotated[int, typer.Option("--lines", "-n")] = 100,
) -> None:
    """Print the end of a process's log."""
    path = World().log(name)
    if not path.exists():
        known = ", ".join(sorted(log.stem for log in path.parent.glob("*.log")))
        raise SandboxError(f"There is no log of {name}. There are: {known or 'none'}.")
    with path.open("rb") as file:
        sys.stdout.write(tail(file, lines) + "\n")
        while follow:
            sys.stdout.write(file.read().decode(errors="replace"))
            sys.stdout.flush()
            time.sleep(0.2)


@_command
def env(name: Service) -> None:
    """Print the environment a service gets, for use in a shell."""
    check_not_asked_otherwise()
    for key, value in sorted(environment(settings_of_this_folder(), service_named(name)).items()):
        quoted = value.replace("'", "'\\''")
        sys.stdout.write(f"export {key}='{quoted}'\n")


@_command
def dev(
    name: Service,
    watch: Annotated[list[Path] | None, typer.Option(help="A further folder to watch.")] = None,
) -> None:
    """Run a service in the foreground, start it again when its code is saved; hand it back on Ctrl-C."""
    develop(World(), service_named(name), watch or [])


@_command
def console(port: Annotated[int, typer.Option(help="Where it listens.")] = 5173) -> None:
    """Serve the console as its files are, beside the running system; the browser follows what is saved."""
    develop_console(World(), port)


@_command
def shell(name: Service) -> None:
    """Open a Python prompt with a service's database, its functions and the newest company."""
    # Imported late: it brings all that a service has.
    from atende_sandbox.shell import shell as open_shell  # noqa: PLC0415

    open_shell(settings_of_this_folder(), service_named(name))


@_command
def migration(name: Service, message: Annotated[str, typer.Argument(help="What changes, in words.")]) -> None:
    """Write a service's next migration, from the difference between its models and its migrations."""
    from atende_sandbox.migration import write_migration  # noqa: PLC0415

    path = write_migration(service_named(name), message)
    OUT.print(f"{path.relative_to(REPOSITORY)} is a draft: read it, and set the lengths it proposes.")

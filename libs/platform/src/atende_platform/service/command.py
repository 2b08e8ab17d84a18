"""The command line of every service: ``python -m <service> <role>|all|migrate|revision …``."""

import asyncio
import gc
import sys
from collections.abc import Sequence
from typing import Final

import structlog

from atende_platform.data.db import PostgresTooOld
from atende_platform.process import telemetry
from atende_platform.process.configuration import read
from atende_platform.process.settings import ServiceSettings
from atende_platform.runtime import S
from atende_platform.service.app import create_app
from atende_platform.service.definition import Service, migrations_dir
from atende_platform.service.servers import Found, come, look, report, servers_of
from atende_platform.service.serving import serve
from atende_platform.version import REVISION, VERSION, described

log = structlog.get_logger(__name__)

WRONG: Final = 2
"""The exit status where something has to be set right first; to start again would change nothing."""
_SERVERS_SECONDS: Final = 60.0
"""How long a step of a rollout waits for its server; then the rollout may start it again."""


def run(service: Service[S], arguments: Sequence[str] | None = None) -> int:
    """Be the command line of a service; return the exit status, which is `WRONG` if it cannot work so."""
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    command = arguments[0] if arguments else "all"
    if command == "--version":
        sys.stdout.write(f"{service.package} {described()}\n")
        return 0
    choices = ["all", *service.roles, "migrate", "revision", *service.commands, *service.bare_commands]
    if command not in choices:
        sys.stderr.write(f"usage: python -m {service.package} [{'|'.join(choices)}|--version]\n")
        return 2
    if command in service.bare_commands:
        return service.bare_commands[command](arguments[1:])
    configuration = read(service.settings, service.name)
    serves = command in ("all", *service.roles)
    migrates = command == "migrate"
    found = _ask_servers(configuration.readable, owner=migrates) if serves or migrates else []
    problems = [*configuration.problems, *(str(each) for each in found if each.state == "refuses")]
    if migrates and not (configuration.readable and configuration.readable.database_owner_url):
        problems.append("DATABASE_OWNER_URL: is missing; it is what migrates")
    settings = configuration.settings
    if problems or settings is None:
        sys.stderr.write("".join(f"{problem}\n" for problem in problems))
        return WRONG
    telemetry.configure(service.name, settings)
    if not serves:
        gc.enable()  # A process that serves has it looked through once, before it begins.
    if migrates and not _servers_come(found):
        return 1
    if command in ("migrate", "revision"):
        return _migrate(service, settings, command, arguments[1:])
    if command in service.commands:
        return service.commands[command](settings, arguments[1:])
    roles = frozenset(service.roles) if command == "all" else frozenset({command})
    log.info("process.starting", version=VERSION, revision=REVISION, roles=sorted(roles))
    for each in found:
        report(each)
    app = create_app(service, settings, roles, [each.server for each in found if each.state == "away"])
    # What is here now stays: looking through it again and again for garbage took a tenth of a busy worker.
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)
    gc.enable()
    return serve(app, app.state.runtime)


def _ask_servers(settings: ServiceSettings | None, *, owner: bool) -> list[Found]:
    """Ask the servers whether they let us in, as far as the settings name them."""
    return [] if settings is None else asyncio.run(look(list(servers_of(settings, owner=owner))))


def _servers_come(found: Sequence[Found]) -> bool:
    """Wait for servers that are away, for a while; say which, and whether they came."""
    away = [each.server for each in found if each.state == "away"]
    if left := asyncio.run(come(away, _SERVERS_SECONDS)) if away else []:
        sys.stderr.write("".join(f"{each}\n" for each in left))
    return not left


def _migrate(service: Service[S], settings: S, command: str, arguments: Sequence[str]) -> int:
    from atende_platform.data import migrations  # noqa: PLC0415 (with Alembic, which no other process needs)

    if command == "revision":
        message = " ".join(arguments)
        migrations.revision(migrations_dir(service), service.name, settings.database_owner_url, message)
        return 0
    try:
        migrations.upgrade(migrations_dir(service), settings.database_owner_url)
    except (PostgresTooOld, migrations.NewerSchema) as error:
        sys.stderr.write(f"{service.name}: {error}\n")
        return 2
    return 0

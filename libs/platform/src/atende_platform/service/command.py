"""The command line of every service: ``python -m <service> <role>|all|migrate|revision …``."""

import gc
import sys
from collections.abc import Sequence

import structlog
import uvicorn
from pydantic import ValidationError

from atende_platform.data.db import PostgresTooOld
from atende_platform.http.server import KEEP_ALIVE_SECONDS, BoundedHttp
from atende_platform.http.sockets import BoundedWebSocket
from atende_platform.process import telemetry
from atende_platform.runtime import S
from atende_platform.service.app import create_app
from atende_platform.service.definition import Service, migrations_dir
from atende_platform.version import REVISION, VERSION, described

log = structlog.get_logger(__name__)

_MAX_SOCKET_MESSAGE_BYTES = 128 * 1024
"""Twice what chat takes: it refuses by itself what is a little too large, but it is not handed 16 MiB."""


def run(service: Service[S], arguments: Sequence[str] | None = None) -> int:
    """Be the command line of a service; return the exit status (2: it was not told what it needs)."""
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    command = arguments[0] if arguments else "all"
    if command == "--version":
        sys.stdout.write(f"{service.package} {described()}\n")
        return 0
    choices = ["all", *service.roles, "migrate", "revision", *service.commands]
    if command not in choices:
        sys.stderr.write(f"usage: python -m {service.package} [{'|'.join(choices)}|--version]\n")
        return 2
    try:
        settings = service.settings()
    except ValidationError as error:
        for problem in error.errors():
            name = "_".join(str(part) for part in problem["loc"]).upper()
            sys.stderr.write(f"{name or service.name}: {problem['msg']}\n")
        return 2
    telemetry.configure(service.name, settings)
    if command not in ("all", *service.roles):
        gc.enable()  # A process that serves has it looked through once, before it begins.
    if command in ("migrate", "revision"):
        return _migrate(service, settings, command, arguments[1:])
    if command in service.commands:
        return service.commands[command](settings, arguments[1:])
    roles = frozenset(service.roles) if command == "all" else frozenset({command})
    log.info("process.starting", version=VERSION, revision=REVISION, roles=sorted(roles))
    app = create_app(service, settings, roles)
    # What is here now stays: looking through it again and again for garbage took a tenth of a busy worker.
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)
    gc.enable()
    uvicorn.run(
        app,
        host=settings.http_host,
        port=settings.http_port,
        http=BoundedHttp,
        ws=BoundedWebSocket,
        ws_max_size=_MAX_SOCKET_MESSAGE_BYTES,
        log_config=None,
        access_log=False,
        server_header=False,
        forwarded_allow_ips=settings.trusted_proxy_list,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=20,
    )
    return 0


def _migrate(service: Service[S], settings: S, command: str, arguments: Sequence[str]) -> int:
    from atende_platform.data import migrations  # noqa: PLC0415 (with Alembic, which no other process needs)

    if command == "revision":
        message = " ".join(arguments)
        migrations.revision(migrations_dir(service), service.name, settings.database_owner_url, message)
        return 0
    try:
        migrations.upgrade(migrations_dir(service), settings.database_owner_url)
    except PostgresTooOld as error:
        sys.stderr.write(f"{service.name}: {error}\n")
        return 2
    return 0

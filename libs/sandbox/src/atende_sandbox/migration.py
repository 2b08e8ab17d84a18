"""`migration`: writes a service's next migration, on a database of its own."""

import asyncio
import importlib
import secrets
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

from atende_platform.data import migrations
from atende_platform.data.provision import provision_service
from atende_platform.service.definition import Service, migrations_dir
from atende_sandbox.errors import SandboxError
from atende_sandbox.kept import kept_servers
from atende_sandbox.services import ServiceUnit


def write_migration(unit: ServiceUnit, message: str) -> Path:
    """Write the migration that leads from those there are to the models; return its path.

    PostgreSQL is that of the tests (`kept_servers`), which starts if need be.
    """
    with kept_servers() as servers:
        if servers is None:
            raise SandboxError("A test run has the servers at the moment. Try again when it has ended.")
        service: Service = importlib.import_module(f"{unit.module}.main").SERVICE
        return draft(service, migrations_dir(service), servers.database_admin_url, message)


def draft(service: Service, directory: Path, admin_url: str, message: str) -> Path:
    """Write the next migration into a folder of migrations; return its path."""
    address = urlsplit(admin_url).netloc.rpartition("@")[2]
    database = f"migration_{service.name}_{secrets.token_hex(4)}"
    # Roles are global to the server: the same passwords as in tests.
    owner, app, worker = (
        f"postgresql://{service.name}_{kind}:test@{address}/{database}" for kind in ("owner", "app", "worker")
    )
    asyncio.run(provision_service(admin_url, service.name, owner_url=owner, app_url=app, worker_url=worker))
    migrations.upgrade(directory, owner)
    path = migrations.revision(directory, service.name, owner, message)
    subprocess.run([sys.executable, "-m", "ruff", "format", "--quiet", path], check=True)
    return path

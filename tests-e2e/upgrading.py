"""An upgrade from an older version with data, while it sends: `make upgrade-check FROM=REF`.

The version of FROM is installed in a folder of its own and runs a campaign. Its databases are migrated by
the code here while it goes on, as a rollout does: what is migrated must suit both. Then it stops, the
version here takes over the same data, and the campaign ends without a message lost or sent twice. Not
part of `make test`: it fetches and starts another version.
"""

import asyncio
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from conftest import SOONER, UNLIMITED
from ports import free_ports
from restoring import Outcome, accepted, customers_messages, running, signed_in_again, wait_for
from system import System, eventually

from atende_sandbox.errors import SandboxError
from atende_sandbox.scratch import scratch_folder
from atende_sandbox.services import provisioning_environment
from atende_sandbox.settings import DEFAULT_PORTS, REPOSITORY, Settings, port_variable
from atende_sandbox.world import World

RATE = 20.0
RECIPIENTS = 700
STEP = 60
"""How many messages leave in each stage, at least."""
TEXT = "Novidades da loja"
_KEPT = REPOSITORY / ".tools" / "upgrade"


@dataclass(frozen=True)
class OldVersion:
    """An older version's code, installed in a folder of its own."""

    folder: Path

    def run(self, *arguments: str, environment: Mapping[str, str]) -> None:
        _run([str(self.folder / ".venv/bin/python"), "-m", *arguments], self.folder, environment)


def _run(command: list[str], folder: Path, environment: Mapping[str, str]) -> str:
    ended = subprocess.run(
        command, cwd=folder, env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )
    if ended.returncode:
        pytest.fail(f"{' '.join(command[-3:])} failed: {(ended.stderr or ended.stdout)[-2000:]}")
    return ended.stdout


def _revision() -> str:
    """Return the commit to upgrade from: of FROM, else of the last tag."""
    wanted = os.environ.get("FROM", "")
    if not wanted:
        tags = _run(["git", "tag", "--list", "v*", "--merged", "HEAD", "--sort=-v:refname"], REPOSITORY, {})
        tags = re.sub(r"^.*-rc\..*$", "", tags, flags=re.MULTILINE)
        if not tags.split():
            pytest.fail(
                "No version is tagged yet: say which commit to upgrade from, make upgrade-check FROM=REF"
            )
        wanted = tags.split()[0]
    return _run(["git", "rev-parse", "--verify", f"{wanted}^{{commit}}"], REPOSITORY, {}).strip()


@pytest.fixture(scope="session")
def old() -> OldVersion:
    """The older version, installed once for each commit."""
    revision = _revision()
    folder = _KEPT / revision[:12]
    if not (folder / ".venv/.installed").exists():
        folder.mkdir(parents=True, exist_ok=True)
        archive = subprocess.run(
            ["git", "archive", revision], cwd=REPOSITORY, capture_output=True, check=True
        )
        subprocess.run(["tar", "-x", "-C", str(folder)], input=archive.stdout, check=True)
        # A uv that was fetched for this folder serves that one, too.
        path = f"{REPOSITORY / '.tools/uv/bin'}:{os.environ['PATH']}"
        _run(["make", "install"], folder, {"PATH": path})
    return OldVersion(folder)


@pytest.fixture
def settings() -> Iterator[Settings]:
    with scratch_folder() as folder:
        yield Settings(
            directory=folder / "system",
            cache=REPOSITORY / ".sandbox" / "cache",
            ports=free_ports(DEFAULT_PORTS),
            console=False,
            whatsapp_web=False,
            overrides={**UNLIMITED, **SOONER},
        )


def environment_of(settings: Settings) -> dict[str, str]:
    """Return what has an older version run this system: the folder, the ports."""
    ports = {port_variable(name): str(port) for name, port in settings.ports.items()}
    return {
        "ATENDE_SANDBOX_DIR": str(settings.directory),
        "ATENDE_CACHE_DIR": str(settings.cache),
        "ATENDE_CONSOLE": "off",
        "ATENDE_WHATSAPP_WEB": "off",
        **ports,
    }


@asynccontextmanager
async def running_old(old: OldVersion, settings: Settings) -> AsyncIterator[System]:
    """The older version for the time of the context."""
    given = environment_of(settings)
    await asyncio.to_thread(old.run, "atende_sandbox", "up", environment=given)
    system = System(World(settings))
    try:
        yield system
    finally:
        await system.close()
        await asyncio.to_thread(old.run, "atende_sandbox", "down", environment=given)


def migrate(settings: Settings) -> None:
    """Do the steps of a rollout that come first: provision, and the migrations of the version here."""
    given = provisioning_environment(settings)
    ended = subprocess.run(
        [sys.executable, "-m", "atende_sandbox.provision"],
        cwd=REPOSITORY,
        env=given,
        capture_output=True,
        text=True,
        check=False,
    )
    if ended.returncode:
        raise SandboxError(f"The older version's databases cannot be migrated: {ended.stderr[-2000:]}")


async def test_an_older_version_is_upgraded_while_it_sends(old: OldVersion, settings: Settings) -> None:
    async with running_old(old, settings) as system:
        api, registered = await system.register()
        company = await system.connect_channel(api, "Principal", rate=RATE)
        phones = [system.new_phone() for _ in range(RECIPIENTS)]
        await company.import_contacts(phones)
        wrote = [await company.customer_writes(system.new_phone(), "Vocês abrem hoje?")]
        campaign = await company.start_campaign(phones, TEXT)
        await wait_for(system, company, STEP)
        await asyncio.to_thread(migrate, settings)
        # The older version goes on with the newer tables.
        await wait_for(system, company, await accepted(system, company) + STEP)
        wrote.append(await company.customer_writes(system.new_phone(), "E amanhã?"))

    async with running(settings) as system:
        company = await signed_in_again(system, company, registered["user"]["email"])

        async def over() -> None:
            progress = await company.api.get(f"/api/v1/campaigns/{campaign['id']}/progress")
            assert progress["status"] == "finished", progress

        await eventually(over, timeout=240, every=0.5)
        wrote.append(await company.customer_writes(system.new_phone(), "E depois?"))

        async def there() -> None:
            assert set(wrote) <= set(await customers_messages(company))

        await eventually(there)
        recipients = await company.api.all(f"/api/v1/campaigns/{campaign['id']}/recipients")
        log = [record async for record in system.simulator.full_log()]
        sent = Counter(one["to"].lstrip("+") for one in log if one["text"] == TEXT)
        outcome = Outcome(sent, {each["phone"]: each["status"] for each in recipients})
        outcome.enter()
        assert not outcome.doubled
        assert not outcome.lost
        assert outcome.unconfirmed == 0, "processes were stopped properly"
        assert len(sent) == RECIPIENTS

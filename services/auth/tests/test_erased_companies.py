"""``atende companies erase``: asked for by name, taken back, proved, and its audit log deleted in the end."""

import zipfile
from pathlib import Path
from typing import Final
from uuid import UUID

import asyncpg
import pytest
from auth_people import Enter, Rows
from pydantic import SecretStr

from atende_contracts.privacy import CompanyErasedV1
from atende_ops.testing import Atende, Ended
from atende_platform.data.db import Database, asyncpg_url, execute, now
from atende_platform.testing.plugin import Installation, handling
from auth.domain import ERASING_SERVICES
from auth.handlers import HANDLERS
from auth.repository import erased_audit_logs
from auth.service import audit_chain, company_erasures

WHY: Final = ("--reason", "contract ended", "--yes")


@pytest.fixture
def command(installation: Installation, monkeypatch: pytest.MonkeyPatch, atende: Atende) -> Atende:
    """Runs ``atende companies …`` as in auth's container."""
    settings = installation.settings
    monkeypatch.setenv("ATENDE_SERVICE", "auth")
    for name in settings.model_fields_set:
        value = getattr(settings, name)
        written = value.get_secret_value() if isinstance(value, SecretStr) else str(value)
        monkeypatch.setenv(name.upper(), written)

    async def run(*arguments: str) -> Ended:
        return await atende("companies", *arguments)

    return run


async def test_from_the_command_to_the_end_of_the_audit_log(
    enter: Enter,
    database: Database,
    rows: Rows,
    command: Atende,
    tmp_path: Path,
    installation: Installation,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    company = (await enter()).answer["company"]
    await enter(email="other@company.test")
    id_ = company["id"]
    said = await command("erase", id_, "--name", "Somebody else's", *WHY)
    assert (said.status, "type its name" in said.err) == (2, True), said
    asked = ("erase", id_, "--name", company["name"], "--grace-days", "0")
    assert (await command(*asked, "--yes")).status == 2, "a reason is needed"
    said = await command(*asked)
    assert (said.status, "Dry run" in said.out) == (0, True), said
    assert await rows("SELECT id FROM company_erasures") == []

    file = tmp_path / "company.zip"
    said = await command("export", id_, "--out", str(file), "--reason", "they asked")
    assert said.status == 0, said
    with zipfile.ZipFile(file) as archive:
        users = archive.read("auth/users.jsonl").decode()
        assert company["name"] in archive.read("auth/companies.jsonl").decode()
        assert "other@company.test" not in "".join(archive.read(name).decode() for name in archive.namelist())
        assert "manifest.json" in archive.namelist()
    assert len(users.splitlines()) == 1
    assert file.stat().st_mode & 0o077 == 0

    assert (await command(*asked, *WHY)).status == 0
    assert (await command("cancel-erasure", id_, *WHY)).status == 0
    assert await rows("SELECT id FROM company_erasures") == []
    assert (await command(*asked, *WHY)).status == 0
    assert (await command("erasure-proof", id_)).status == 1
    assert (await command("purge-audit", id_, *WHY)).status == 2, "it is not erased yet"
    async with database.worker() as session:
        await company_erasures.step(session, now())
        erasure = await company_erasures.get(session, UUID(id_))
    await handling(database, HANDLERS)(
        [
            CompanyErasedV1(company_id=UUID(id_), erasure_id=erasure.id, service=service, erased={"rows": 1})
            for service in sorted(ERASING_SERVICES)
        ]
    )
    for _ in range(5):
        async with database.worker() as session:
            await company_erasures.step(session, now())
            while await audit_chain.seal(session):
                pass
    said = await command("erasure-proof", id_)
    assert (said.status, "memberships" in said.out) == (0, True), said
    assert "erased" in (await command("erasures")).out

    said = await command("purge-audit", id_, *WHY)
    assert (said.status, "months ago" in said.err) == (2, True), said
    assert await rows("SELECT id FROM audit_log WHERE company_id = :id", id=UUID(id_))
    entries = await rows("SELECT id FROM audit_log WHERE company_id = :id", id=UUID(id_))
    monkeypatch.setattr(erased_audit_logs, "_BATCH", 2)
    monkeypatch.setattr(erased_audit_logs, "_PAUSE_SECONDS", 0.0)
    monkeypatch.setattr(erased_audit_logs, "_LIFT", erased_audit_logs._LIFT.replace("'2s'", "'20ms'"))
    async with database.worker() as session:
        await execute(session, "LOCK TABLE audit_log IN ROW EXCLUSIVE MODE")
        said = await command("purge-audit", id_, "--months", "0", "--json")
        assert (said.status, said.json["entries"]) == (0, len(entries)), "it only counts, and locks nothing"
        with pytest.raises(asyncpg.LockNotAvailableError):
            await erased_audit_logs.erase(installation.settings.database_owner_url, UUID(id_))

    connection = await asyncpg.connect(asyncpg_url(installation.settings.database_owner_url))
    assert await erased_audit_logs._batch(connection, UUID(id_)) == 2
    await connection.close()
    assert (
        len(await rows("SELECT id FROM audit_log WHERE company_id = :id", id=UUID(id_))) == len(entries) - 2
    )
    async with database.worker() as session:
        assert (await audit_chain.verify(session)).findings == [], "what is left is whole"
    said = await command("purge-audit", id_, "--months", "0", "--json", *WHY)
    assert (said.status, said.json["entries"]) == (0, len(entries) - 2), said
    assert not await rows("SELECT id FROM audit_log WHERE company_id = :id", id=UUID(id_))
    async with database.worker() as session:
        assert (await audit_chain.verify(session)).findings == []
    forced = await rows("SELECT relname FROM pg_class WHERE relname = 'audit_log' AND relforcerowsecurity")
    assert len(forced) == 1

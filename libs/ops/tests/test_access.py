"""How the environment names services, and who is said to have acted."""

from pathlib import Path

import pytest

from atende_ops.access import chosen, common_settings, environment_of, reachable
from atende_ops.changes import Change
from atende_ops.errors import Misuse

URLS = {
    "DATABASE_URL": "postgresql://chat_app:secret@127.0.0.1:9/atende",
    "DATABASE_WORKER_URL": "postgresql://chat_worker:secret@127.0.0.1:9/atende",
}


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ATENDE_SERVICE", "ATENDE_OPERATOR", *URLS):
        for each in (name, f"{name}_FILE", f"CHAT_{name}", f"CHAT_{name}_FILE"):
            monkeypatch.delenv(each, raising=False)
    monkeypatch.setenv("ENVIRONMENT", "test")


def test_a_service_s_own_values_take_the_place_of_everybody_s() -> None:
    given = {
        "LOG_LEVEL": "INFO",
        "CHAT_LOG_LEVEL": "DEBUG",
        "REDIS_URL_FILE": "/a",
        "CHAT_REDIS_URL": "redis://b",
    }
    found = environment_of("chat", given)
    assert found["LOG_LEVEL"] == "DEBUG"
    assert found["REDIS_URL"] == "redis://b"
    assert "REDIS_URL_FILE" not in found
    assert environment_of("auth", given)["LOG_LEVEL"] == "INFO"


def test_services_are_named_by_their_urls_or_by_files(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert reachable() == ()
    with pytest.raises(Misuse, match="DATABASE_WORKER_URL"):
        chosen(None)
    for name, url in URLS.items():
        file = tmp_path / name
        file.write_text(f"{url}\n")
        monkeypatch.setenv(f"CHAT_{name}_FILE", str(file))
    assert chosen(None) == ("chat",)
    assert common_settings("chat").database_url == URLS["DATABASE_URL"]
    with pytest.raises(Misuse, match="auth"):
        chosen("auth")


def test_a_container_s_environment_is_that_of_its_service(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, url in URLS.items():
        monkeypatch.setenv(name, url)
    assert reachable() == (), "all services are installed here: which one is meant?"
    monkeypatch.setenv("ATENDE_SERVICE", "provider-gateway")
    assert reachable() == ("gateway",)


def test_all_that_is_wrong_is_said_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHAT_DATABASE_WORKER_URL", URLS["DATABASE_WORKER_URL"])
    monkeypatch.setenv("CHAT_LOG_LEVEL", "LOUD")
    with pytest.raises(Misuse) as raised:
        common_settings("chat")
    assert "DATABASE_URL" in str(raised.value)
    assert "LOG_LEVEL" in str(raised.value)


def test_a_change_needs_a_reason_and_says_who_made_it(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Misuse, match="--reason"):
        Change.asked(True, "  ")
    with pytest.raises(Misuse, match="200"):
        Change.asked(True, "x" * 201)
    assert Change.asked(False, "").notes
    assert not Change.asked(True, "mended").notes
    monkeypatch.setenv("ATENDE_OPERATOR", "ana")
    assert Change.asked(True, "mended").by.startswith("ana on ")

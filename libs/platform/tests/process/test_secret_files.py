"""Settings may stand in files, so that no secret is in a process's environment."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from atende_platform import __main__ as command
from atende_platform.process.secret_files import with_files
from atende_platform.process.settings import ServiceSettings


class Settings(ServiceSettings):
    keys_file: str = ""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the URLs of both roles, which the environment names."""
    monkeypatch.setenv("ENVIRONMENT", "test")
    for name in ("database_url", "database_worker_url"):
        (tmp_path / name).write_text(f"postgresql://{name}:test@db/x\n")
        monkeypatch.setenv(f"{name.upper()}_FILE", str(tmp_path / name))
    return tmp_path


def refusal() -> dict[str, str]:
    with pytest.raises(ValidationError) as caught:
        Settings()
    return {str(error["loc"][0]): error["msg"] for error in caught.value.errors()}


def test_a_setting_is_what_its_file_says(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "pool").write_text("3")
    monkeypatch.setenv("DATABASE_POOL_SIZE_FILE", str(folder / "pool"))
    settings = Settings()
    assert settings.database_url == "postgresql://database_url:test@db/x"
    assert "test" not in repr(settings.database_url)
    assert settings.database_pool_size == 3


def test_a_setting_that_is_the_name_of_a_file_stays_one(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KEYS_FILE", str(folder / "database_url"))
    assert Settings().keys_file == str(folder / "database_url")


def test_every_file_that_cannot_be_had_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "database_url").unlink()
    (folder / "database_worker_url").write_text("\n")
    (folder / "log_level").write_bytes(b"\xff")
    monkeypatch.setenv("LOG_LEVEL_FILE", str(folder / "log_level"))
    monkeypatch.setenv("REDIS_URL", "redis://redis/0")
    monkeypatch.setenv("REDIS_URL_FILE", str(folder / "redis_url"))
    assert refusal() == {
        "database_url": "DATABASE_URL_FILE cannot be read: No such file or directory",
        "database_worker_url": "DATABASE_WORKER_URL_FILE is empty",
        "log_level": "LOG_LEVEL_FILE cannot be read: it is no text",
        "redis_url": "REDIS_URL and REDIS_URL_FILE are both set: which one?",
    }


def test_what_code_says_comes_first(folder: Path) -> None:
    (folder / "database_url").unlink()
    assert Settings(database_url="postgresql://code:test@db/x").database_url.startswith("postgresql://code")


def test_steps_of_a_rollout_read_files_too(folder: Path) -> None:
    given = {"KAFKA_CA_FILE": "/ca.pem", "KAFKA_PASSWORD_FILE": str(folder / "database_url")}
    assert with_files(given) == {**given, "KAFKA_PASSWORD": "postgresql://database_url:test@db/x"}
    with pytest.raises(ValueError, match="both set"):
        with_files({**given, "KAFKA_PASSWORD": "x"})


def test_a_step_says_which_file_it_cannot_read(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["atende_platform", "provision"])
    monkeypatch.setenv("DATABASE_ADMIN_URL_FILE", "/no/such/file")
    assert command.main() == 2
    said = capsys.readouterr().err
    assert said == "DATABASE_ADMIN_URL_FILE cannot be read: No such file or directory\n"

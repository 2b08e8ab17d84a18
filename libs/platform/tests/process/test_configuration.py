"""All that is wrong with the settings of a process is said at once, in words, and without the values."""

from collections.abc import Mapping
from typing import Any, Final, Self

import pytest
from pydantic import Field, SecretStr, ValidationError, model_validator
from pydantic.fields import FieldInfo
from pydantic_core import InitErrorDetails, PydanticCustomError
from pydantic_settings import PydanticBaseSettingsSource

from atende_platform.process import configuration
from atende_platform.process.settings import ServiceSettings

RIGHT: Final = {
    "ENVIRONMENT": "production",
    "DATABASE_URL": "postgresql://probe_app:Vw8-1x0RkHq2sZ7uJ5tN@db/x",
    "DATABASE_WORKER_URL": "postgresql://probe_worker:kD3_9yPbLmX6eC4wQ0aG@db/x",
    "REDIS_URL": "redis://redis:6379/0",
    "VERIFY_TOKEN": "Jr5-Tq8nWz2_cF7hYx1K",
}


class Settings(ServiceSettings):
    """With one setting that has no default, and a rule for two of them."""

    verify_token: SecretStr
    lease_seconds: float = Field(default=20, gt=0)
    total_seconds: float = Field(default=10, gt=0)

    @model_validator(mode="after")
    def _check_lease(self) -> Self:
        if self.lease_seconds <= self.total_seconds:
            raise ValueError("lease_seconds must exceed total_seconds")
        return self


def read(monkeypatch: pytest.MonkeyPatch, **environment: str) -> configuration.Configuration[Settings]:
    wanted: Mapping[str, str] = {**RIGHT, **environment}
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    for name, value in wanted.items():
        if value:
            monkeypatch.setenv(name, value)
    return configuration.read(Settings, "probe")


def test_right_settings_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    found = read(monkeypatch, LOG_LEVEL="warning")
    assert found.problems == ()
    assert found.settings is not None
    assert found.settings.log_level == "WARNING"


def test_a_stop_that_would_leave_no_time_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    found = read(monkeypatch, SHUTDOWN_SECONDS="4")
    assert found.problems == ("SHUTDOWN_SECONDS: should be greater than or equal to 5",)
    assert read(monkeypatch, SHUTDOWN_SECONDS="5").problems == ()


def test_wrong_values_missing_ones_and_contradictions_are_said_together(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = read(
        monkeypatch,
        LOG_LEVEL="loud",
        HTTP_PORT="99999",
        VERIFY_TOKEN="",
        DATABASE_WORKER_URL="postgresql://probe_worker:change-me@db/x",
        LEASE_SECONDS="5",
        KAFKA_SECURITY_PROTOCOL="SASL_SSL",
    )
    assert found.settings is None
    assert set(found.problems) == {
        "LOG_LEVEL: should be 'DEBUG', 'INFO', 'WARNING', 'ERROR' or 'CRITICAL'",
        "HTTP_PORT: should be less than or equal to 65535",
        "VERIFY_TOKEN: is missing",
        "probe: KAFKA_USERNAME and KAFKA_PASSWORD go with SASL_PLAINTEXT and SASL_SSL, and only there",
        "probe: weak secrets: DATABASE_WORKER_URL is a placeholder. `make secrets` makes new ones",
        "probe: LEASE_SECONDS must exceed TOTAL_SECONDS",
    }
    assert not any("change-me" in problem or "loud" in problem for problem in found.problems)
    assert found.readable is not None
    assert (found.readable.http_port, found.readable.lease_seconds) == (8000, 5.0)  # type: ignore[attr-defined]


def test_one_mistake_is_said_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A rule is not broken by what stands in for a value that is wrong itself."""
    assert read(monkeypatch, TOTAL_SECONDS="minus one", LEASE_SECONDS="1").problems == (
        "TOTAL_SECONDS: should be a valid number, unable to parse string as a number",
    )


class Unreadable(PydanticBaseSettingsSource):
    """A source that cannot be read, which is found before any value is looked at."""

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        return None, field_name, False

    def __call__(self) -> dict[str, Any]:
        if "database_url" in self.current_state:
            return {}
        error = InitErrorDetails(
            type=PydanticCustomError("unreadable", "cannot be read"), loc=("database_url",), input=None
        )
        raise ValidationError.from_exception_data("Settings", [error], hide_input=True)


def test_values_are_looked_at_also_where_a_source_cannot_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    def sources(_: Any, kind: Any, init_settings: Any, env_settings: Any, **__: Any) -> tuple[Any, ...]:
        return init_settings, Unreadable(kind), env_settings

    monkeypatch.setattr(Settings, "settings_customise_sources", classmethod(sources))
    assert set(read(monkeypatch, LOG_LEVEL="loud", LEASE_SECONDS="5").problems) == {
        "DATABASE_URL: cannot be read",
        "LOG_LEVEL: should be 'DEBUG', 'INFO', 'WARNING', 'ERROR' or 'CRITICAL'",
        "probe: LEASE_SECONDS must exceed TOTAL_SECONDS",
    }


@pytest.mark.parametrize("environment", ["development", "test"])
def test_examples_are_for_sandboxes(monkeypatch: pytest.MonkeyPatch, environment: str) -> None:
    example = {"DATABASE_URL": "postgresql://probe_app:change-me@db/x"}
    assert read(monkeypatch, ENVIRONMENT=environment, **example).settings is not None
    assert read(monkeypatch, **example).settings is None

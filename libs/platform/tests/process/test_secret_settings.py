"""Weak secrets keep a process from starting outside a sandbox, and no secret is ever shown."""

import base64
import logging
import os
from collections.abc import Iterator

import pytest
import structlog
from pydantic import SecretStr, ValidationError

from atende_platform.process import telemetry
from atende_platform.process.secret_settings import (
    key_weakness,
    password_of,
    password_weakness,
    secret_url,
    weak_secrets,
    without_password,
)
from atende_platform.process.settings import ServiceSettings

PASSWORDS = [base64.urlsafe_b64encode(os.urandom(32)).decode().rstrip("=") for _ in range(3)]


class Settings(ServiceSettings):
    sealing_key: SecretStr = SecretStr("")
    sealing_previous_keys: SecretStr = SecretStr("")
    verify_token: SecretStr = SecretStr("")


def strong(**changed: str) -> dict[str, str]:
    return {
        "database_url": f"postgresql://probe_app:{PASSWORDS[0]}@db/x",
        "database_worker_url": f"postgresql://probe_worker:{PASSWORDS[1]}@db/x",
        "sealing_key": base64.b64encode(os.urandom(32)).decode(),
        "verify_token": PASSWORDS[2],
        **changed,
    }


WEAK = {
    "database_url": "postgresql://probe_app:change-me-auth-app@db/x",
    "database_worker_url": "postgresql://probe_worker:postgres@db/x",
    "redis_url": "redis://probe:aaaaaaaaaaaaaaaaaaaa@redis:6379/0",
    "sealing_key": base64.b64encode(bytes(32)).decode(),
    "verify_token": "verify-token",
}


def test_every_weak_secret_is_named_in_one_message_without_its_value() -> None:
    with pytest.raises(ValidationError) as caught:
        Settings(**strong(**WEAK))  # type: ignore[arg-type]
    (problem,) = caught.value.errors()
    for name in WEAK:
        assert name.upper() in problem["msg"]
    for value in WEAK.values():
        assert value not in str(caught.value)
        assert password_of(value) not in str(caught.value) or not password_of(value)


@pytest.mark.parametrize("environment", ["development", "test"])
def test_a_sandbox_takes_weak_secrets(environment: str) -> None:
    assert Settings(environment=environment, **strong(**WEAK))  # type: ignore[arg-type]


def test_strong_secrets_are_taken() -> None:
    assert Settings(**strong())  # type: ignore[arg-type]


def test_what_only_opens_older_values_may_be_weak() -> None:
    Settings(**strong(sealing_previous_keys=WEAK["sealing_key"]))  # type: ignore[arg-type]


def test_two_roles_do_not_share_a_password() -> None:
    with pytest.raises(ValidationError, match="DATABASE_WORKER_URL is the same as that of DATABASE_URL"):
        Settings(**strong(database_worker_url=f"postgresql://probe_worker:{PASSWORDS[0]}@db/x"))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("key", "reason"),
    [
        (bytes(32), "is all zeros"),
        (bytes(range(32)), "is a pattern, not random"),
        (b"\x01\x02" * 16, "is a pattern, not random"),
        (b"my very secret key of 32 letters", "is text, not random bytes"),
    ],
)
def test_keys_that_were_not_drawn_are_refused(key: bytes, reason: str) -> None:
    assert key_weakness(base64.b64encode(key).decode()) == reason


@pytest.mark.parametrize("drawn", [os.urandom(32) for _ in range(50)], ids=lambda _: "drawn")
def test_no_drawn_secret_is_refused(drawn: bytes) -> None:
    assert key_weakness(base64.b64encode(drawn).decode()) is None
    assert password_weakness(base64.urlsafe_b64encode(drawn).decode()) is None
    assert password_weakness(drawn.hex()) is None


def test_what_others_choose_for_us_may_be_short() -> None:
    assert weak_secrets({"smtp_url": secret_url("smtps://me:short@mail.test")}) == []
    assert weak_secrets({"smtp_url": secret_url("smtps://me:changeme@mail.test")}) == [
        "SMTP_URL is a placeholder"
    ]


# --- never shown ------------------------------------------------------------------------------


@pytest.fixture
def own_logging() -> Iterator[None]:
    """Logging as a process of ours has it."""
    before, root = structlog.get_config(), logging.getLogger()
    handlers, level = root.handlers[:], root.level
    telemetry.configure("probe", Settings(**strong()))  # type: ignore[arg-type]
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.configure(**before)
    structlog.contextvars.clear_contextvars()


@pytest.mark.usefixtures("own_logging")
def test_no_log_line_or_traceback_shows_a_secret(capsys: pytest.CaptureFixture[str]) -> None:
    settings = Settings(**strong())  # type: ignore[arg-type]
    structlog.get_logger("a").warning("cannot connect", url=settings.database_url, settings=repr(settings))
    logging.getLogger("b").error("cannot connect to %s as %r", settings.database_url, settings)
    try:
        raise ConnectionError(f"refused: {settings.database_worker_url}")
    except ConnectionError:
        logging.getLogger("c").exception("failed")
    text = capsys.readouterr().out
    assert text.count("cannot connect") == 2
    assert "probe_worker:***@db" in text
    for secret in (*PASSWORDS, settings.sealing_key.get_secret_value()):
        assert secret not in text


def test_a_url_is_shown_without_its_password() -> None:
    assert repr(secret_url("postgresql://me:sekrit@db/x")) == "SecretUrl('postgresql://me:***@db/x')"
    assert without_password("amqp://a:b@c and redis://:d@e") == "amqp://a:***@c and redis://:***@e"

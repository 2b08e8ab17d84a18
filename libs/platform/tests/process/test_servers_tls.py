"""With ``TLS_REQUIRED`` no process starts that would speak to a server in the clear; all is said at once."""

import pytest
from pydantic import ValidationError

from atende_platform.process.settings import ServiceSettings
from atende_platform.runtime import make_redis
from atende_platform.testing.plugin import Infrastructure

TLS = {
    "environment": "test",
    "tls_required": True,
    "database_url": "postgresql://app:test@db/x?sslmode=verify-full&sslrootcert=/ca.pem",
    "database_worker_url": "postgresql://worker:test@db/x?ssl=require",
    "redis_url": "rediss://redis:6379/0",
    "kafka_security_protocol": "SSL",
}


def settings(**changed: object) -> ServiceSettings:
    return ServiceSettings(**{**TLS, **changed})  # type: ignore[arg-type]


def refusal(**changed: object) -> str:
    with pytest.raises(ValidationError) as caught:
        settings(**changed)
    (problem,) = caught.value.errors()
    return str(problem["msg"])


def test_what_is_encrypted_is_taken() -> None:
    assert settings().tls_required
    assert settings(database_owner_url="postgresql://owner:test@db/x?sslmode=verify-ca").tls_required


def test_every_server_in_the_clear_is_named_in_one_message_without_its_password() -> None:
    said = refusal(
        database_url="postgresql://app:secret@db/x",
        database_worker_url="postgresql://worker:secret@db/x?sslmode=prefer",
        database_owner_url="postgresql://owner:secret@db/x?ssl=allow",
        redis_url="redis://chat:secret@redis:6379/0",
        kafka_security_protocol="PLAINTEXT",
    )
    for name in (
        "DATABASE_URL",
        "DATABASE_WORKER_URL",
        "DATABASE_OWNER_URL",
        "REDIS_URL",
        "KAFKA_SECURITY_PROTOCOL",
    ):
        assert f"{name} does not enforce TLS" in said
    assert "secret@" not in said


def test_half_a_certificate_is_refused() -> None:
    assert "KAFKA_CERTIFICATE_FILE and KAFKA_KEY_FILE go together" in refusal(kafka_key_file="/client.key")


async def test_an_authority_says_nothing_to_a_redis_in_the_clear(infrastructure: Infrastructure) -> None:
    """Where one authority is given for all servers, not all of them need have TLS."""
    plain = infrastructure.redis_url
    redis = make_redis(settings(tls_required=False, redis_url=plain, redis_ca_file="/no/such/file.pem"))
    try:
        assert await redis.ping()
    finally:
        await redis.aclose()

"""Whether what leads to PostgreSQL, Redis and Kafka is encrypted: for ``TLS_REQUIRED`` and clear refusals."""

from collections.abc import Iterator, Mapping
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from atende_platform.process.kafka_access import KafkaAccess

ENFORCED: Final = frozenset({"require", "verify-ca", "verify-full"})
"""Values of ``sslmode`` with which a connection is encrypted or does not come to be."""


def sslmode(database_url: str) -> str:
    """Return what a database URL says of TLS, spelled ``sslmode=`` or ``ssl=``; "" if nothing."""
    query = dict(parse_qsl(urlsplit(database_url).query))
    return query.get("sslmode") or query.get("ssl") or ""


def unencrypted_urls(urls: Mapping[str, str]) -> Iterator[str]:
    """Yield what is wrong with database and Redis URLs, by their names; empty ones are not used."""
    for name, url in urls.items():
        if url.startswith("postgres") and sslmode(url) not in ENFORCED:
            yield f"{name} does not enforce TLS: add ?sslmode=verify-full&sslrootcert=FILE"
        if url.startswith("redis://"):
            yield f"{name} does not enforce TLS: begin it with rediss://"


def unencrypted(urls: Mapping[str, str], kafka: KafkaAccess) -> list[str]:
    """Return every server that would be reached without TLS, each as what is to be set."""
    found = [*unencrypted_urls(urls)]
    if not kafka.encrypted:
        found.append("KAFKA_SECURITY_PROTOCOL does not enforce TLS: set SASL_SSL or SSL")
    return found

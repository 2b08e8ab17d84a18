"""How Kafka is reached: by whom, and with which protection on the way. And what each service may do there.

The rights follow from the registry of topics: who produces to a topic writes it, who consumes it reads it
in a group of its own, and writes what it could not handle to that group's dead letters, which it also reads
and removes.
"""

import ssl
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any, Final, NamedTuple

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import for_code
from aiokafka.protocol.admin import CreateAclsRequest, DeleteAclsRequest, DescribeAclsRequest
from faststream.security import BaseSecurity, SASLPlaintext, SASLScram256, SASLScram512

from atende_contracts.topics import TOPICS, ServiceName, consumer_name, group_of

PROTOCOLS: Final = ("PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL")


@dataclass(frozen=True)
class KafkaAccess:
    """A cluster, and who we are there."""

    bootstrap: str
    protocol: str = "PLAINTEXT"
    mechanism: str = "PLAIN"
    username: str = ""
    password: str = field(default="", repr=False)
    ca_file: str = ""
    certificate_file: str = ""
    key_file: str = ""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "KafkaAccess":
        """Read ``KAFKA_BOOTSTRAP``, ``KAFKA_SECURITY_PROTOCOL`` and so on; ``KeyError`` if there is none."""
        return cls(
            environment["KAFKA_BOOTSTRAP"],
            environment.get("KAFKA_SECURITY_PROTOCOL") or "PLAINTEXT",
            environment.get("KAFKA_SASL_MECHANISM") or "PLAIN",
            environment.get("KAFKA_USERNAME", ""),
            environment.get("KAFKA_PASSWORD", ""),
            environment.get("KAFKA_CA_FILE", ""),
            environment.get("KAFKA_CERTIFICATE_FILE", ""),
            environment.get("KAFKA_KEY_FILE", ""),
        )

    def __post_init__(self) -> None:
        if self.protocol not in PROTOCOLS:
            raise ValueError(f"KAFKA_SECURITY_PROTOCOL is one of {', '.join(PROTOCOLS)}")
        if self.signs_in != bool(self.username and self.password):
            raise ValueError(
                "KAFKA_USERNAME and KAFKA_PASSWORD go with SASL_PLAINTEXT and SASL_SSL, and only there"
            )
        if bool(self.certificate_file) != bool(self.key_file):
            raise ValueError("KAFKA_CERTIFICATE_FILE and KAFKA_KEY_FILE go together")

    @property
    def signs_in(self) -> bool:
        return self.protocol.startswith("SASL")

    @property
    def encrypted(self) -> bool:
        return self.protocol.endswith("SSL")

    def options(self) -> dict[str, Any]:
        """Return the access as the clients of aiokafka take it."""
        options: dict[str, Any] = {"bootstrap_servers": self.bootstrap, "security_protocol": self.protocol}
        if self.encrypted:
            options["ssl_context"] = self._ssl_context()
        if self.signs_in:
            options |= {
                "sasl_mechanism": self.mechanism,
                "sasl_plain_username": self.username,
                "sasl_plain_password": self.password,
            }
        return options

    def security(self) -> BaseSecurity | None:
        """Return the access as FastStream takes it."""
        if self.protocol == "PLAINTEXT":
            return None
        context = self._ssl_context() if self.encrypted else None
        if not self.signs_in:
            return BaseSecurity(context, self.encrypted)
        kinds = {"PLAIN": SASLPlaintext, "SCRAM-SHA-256": SASLScram256, "SCRAM-SHA-512": SASLScram512}
        return kinds[self.mechanism](self.username, self.password, context, self.encrypted)

    def _ssl_context(self) -> ssl.SSLContext:
        context = ssl.create_default_context(cafile=self.ca_file or None)
        if self.certificate_file:
            context.load_cert_chain(self.certificate_file, self.key_file)
        return context


# --- what each service may ---------------------------------------------------------------------


class Resource(IntEnum):
    TOPIC = 2
    GROUP = 3


class Operation(IntEnum):
    READ = 3
    WRITE = 4
    DELETE = 6
    DESCRIBE = 8


class Acl(NamedTuple):
    """One right, on the resource of exactly that name."""

    principal: str
    resource: Resource
    name: str
    operation: Operation


_ALLOW: Final = 3
_LITERAL: Final = 3
_ANY: Final = 1


def acls_of(service: ServiceName, username: str, prefix: str = "") -> Iterator[Acl]:
    """Yield the rights of a service, whose user has the name, on topics and groups with the prefix.

    To read or write includes to describe.
    """
    principal = f"User:{username}"
    for topic in TOPICS:
        if service in topic.producers:
            yield Acl(principal, Resource.TOPIC, prefix + topic.name, Operation.WRITE)
        if service in topic.consumers:
            name = prefix + consumer_name(service, topic)
            yield Acl(principal, Resource.TOPIC, prefix + topic.name, Operation.READ)
            yield Acl(principal, Resource.GROUP, prefix + group_of(service, topic), Operation.READ)
            # Operators look at dead letters, and remove those that need nobody any more, as the service.
            for operation in (Operation.WRITE, Operation.READ, Operation.DELETE):
                yield Acl(principal, Resource.TOPIC, f"{name}.dlq", operation)


async def apply_acls(admin: AIOKafkaAdminClient, principal: str, wanted: set[Acl]) -> None:
    """Give a principal the rights it is to have, and take from it those that it is not to have any more."""
    held = await _held(admin, principal)
    for acl in sorted(wanted - held):
        created = await admin._send_request(CreateAclsRequest(*_fields(acl)))
        for code, text in created.creation_responses:
            if code:
                raise for_code(code)(f"rights of {principal}: {text}")
    for acl in sorted(held - wanted):
        await admin._send_request(DeleteAclsRequest(*_fields(acl)))


def _fields(acl: Acl) -> tuple[int, str, int, str, str, int, int]:
    return acl.resource, acl.name, _LITERAL, acl.principal, "*", acl.operation, _ALLOW


async def _held(admin: AIOKafkaAdminClient, principal: str) -> set[Acl]:
    answer = await admin._send_request(DescribeAclsRequest(_ANY, None, _ANY, principal, None, _ANY, _ANY))
    if answer.error_code:
        raise for_code(answer.error_code)(answer.error_message)
    return {
        Acl(principal, Resource(kind), name, Operation(operation))
        for kind, name, _, acls in answer.resources
        for _, _, operation, _ in acls
        if kind in tuple(Resource) and operation in tuple(Operation)
    }

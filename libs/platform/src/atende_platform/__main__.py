"""Steps of a rollout that belong to no service.

``python -m atende_platform provision`` creates roles and schemas from ``DATABASE_ADMIN_URL`` and
``<SERVICE>_DATABASE_{OWNER_URL,URL,WORKER_URL}``; ``… topics`` creates the topics on ``KAFKA_BOOTSTRAP``,
with ``KAFKA_PARTITIONS`` and ``KAFKA_REPLICATION_FACTOR``; ``… kafka-rights`` gives each service's user of
Kafka its rights there (``<SERVICE>_KAFKA_USERNAME``, by default the service's name);
``… redis-users`` prints the ACL file of Redis with the passwords from ``REDIS_PASSWORD`` and
``<SERVICE>_REDIS_PASSWORD``. Each URL and password may stand in a file: ``DATABASE_ADMIN_URL_FILE``.
"""

import asyncio
import os
import sys
from collections.abc import Mapping
from typing import Final

from atende_contracts.topics import BUSY_PARTITIONS, SERVICES
from atende_platform.data import redis_acl
from atende_platform.data.provision import (
    Unencrypted,
    WeakSecrets,
    create_topics,
    grant_kafka_rights,
    provision_services,
    tls_required,
)
from atende_platform.process.kafka_access import KafkaAccess
from atende_platform.process.secret_files import with_files
from atende_platform.process.secret_settings import SANDBOXES, password_weakness
from atende_platform.process.servers_tls import unencrypted

Environment = Mapping[str, str]


class _WrongSetting(Exception):
    """A setting is not what it must be, or contradicts another."""


async def _provision(environment: Environment) -> None:
    await provision_services(environment)


def _kafka(environment: Environment) -> KafkaAccess:
    try:
        access = KafkaAccess.from_environment(environment)
    except ValueError as error:
        raise _WrongSetting(str(error)) from error
    weakness = password_weakness(access.password) if access.signs_in else None
    if weakness and environment.get("ENVIRONMENT", "production") not in SANDBOXES:
        raise WeakSecrets(f"KAFKA_PASSWORD {weakness}")
    if tls_required(environment) and (found := unencrypted({}, access)):
        raise Unencrypted("; ".join(found))
    return access


async def _kafka_rights(environment: Environment) -> None:
    users = {name: environment.get(f"{name.upper()}_KAFKA_USERNAME") or name for name in SERVICES}
    prefix = environment.get("KAFKA_TOPIC_PREFIX", "")
    await grant_kafka_rights(_kafka(environment), users, prefix=prefix)


async def _redis_users(environment: Environment) -> None:
    def password(user: str) -> str:
        return environment["REDIS_PASSWORD" if user == "default" else f"{user.upper()}_REDIS_PASSWORD"]

    sys.stdout.write(redis_acl.users(password))


async def _topics(environment: Environment) -> None:
    differ = await create_topics(
        _kafka(environment),
        prefix=environment.get("KAFKA_TOPIC_PREFIX", ""),
        replication_factor=_number(environment, "KAFKA_REPLICATION_FACTOR", 1),
        partitions=_number(environment, "KAFKA_PARTITIONS", BUSY_PARTITIONS),
    )
    if differ:
        sys.stderr.write(
            "".join(f"{line}\n" for line in differ)
            + "These topics are left as they are: docs/sizing.md says how their partitions are raised.\n"
        )


def _number(environment: Environment, name: str, default: int) -> int:
    value = environment.get(name) or str(default)
    if not value.isdecimal() or int(value) < 1:
        raise _WrongSetting(f"{name} is a number from 1")
    return int(value)


_STEPS: Final = {
    "provision": _provision,
    "topics": _topics,
    "kafka-rights": _kafka_rights,
    "redis-users": _redis_users,
}


def main() -> int:
    """Run the steps named on the command line, in order; return the exit status."""
    names = sys.argv[1:]
    if not names or any(name not in _STEPS for name in names):
        sys.stderr.write(f"usage: python -m atende_platform {'|'.join(_STEPS)} …\n")
        return 2
    try:
        try:
            environment = with_files(os.environ)
        except ValueError as error:
            raise _WrongSetting(str(error)) from error
        for name in names:
            asyncio.run(_STEPS[name](environment))
    except KeyError as error:
        sys.stderr.write(f"{error.args[0]} is not set\n")
    except WeakSecrets as error:
        sys.stderr.write(f"weak secrets: {error}. `make secrets` makes new ones\n")
    except Unencrypted as error:
        sys.stderr.write(f"TLS_REQUIRED: {error}\n")
    except _WrongSetting as error:
        sys.stderr.write(f"{error}\n")
    else:
        return 0
    return 2


if __name__ == "__main__":
    sys.exit(main())

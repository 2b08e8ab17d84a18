"""Steps of a rollout that belong to no service.

``python -m atende_platform provision`` creates roles and schemas from ``DATABASE_ADMIN_URL`` and
``<SERVICE>_DATABASE_{OWNER_URL,URL,WORKER_URL}``; ``… topics`` creates the topics on ``KAFKA_BOOTSTRAP``,
with ``KAFKA_PARTITIONS`` and ``KAFKA_REPLICATION_FACTOR``; ``… kafka-rights`` gives each service's user of
Kafka its rights there (``<SERVICE>_KAFKA_USERNAME``, by default the service's name);
``… redis-users`` prints the ACL file of Redis with the passwords from ``REDIS_PASSWORD`` and
``<SERVICE>_REDIS_PASSWORD``.
"""

import asyncio
import os
import sys

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
from atende_platform.process.secret_settings import SANDBOXES, password_weakness
from atende_platform.process.servers_tls import unencrypted


class _NotANumber(Exception):
    """A setting that counts something is something else."""


async def _provision() -> None:
    await provision_services(os.environ)


def _kafka() -> KafkaAccess:
    access = KafkaAccess.from_environment(os.environ)
    weakness = password_weakness(access.password) if access.signs_in else None
    if weakness and os.environ.get("ENVIRONMENT", "production") not in SANDBOXES:
        raise WeakSecrets(f"KAFKA_PASSWORD {weakness}")
    if tls_required(os.environ) and (found := unencrypted({}, access)):
        raise Unencrypted("; ".join(found))
    return access


async def _kafka_rights() -> None:
    users = {name: os.environ.get(f"{name.upper()}_KAFKA_USERNAME") or name for name in SERVICES}
    await grant_kafka_rights(_kafka(), users, prefix=os.environ.get("KAFKA_TOPIC_PREFIX", ""))


async def _redis_users() -> None:
    def password(user: str) -> str:
        return os.environ["REDIS_PASSWORD" if user == "default" else f"{user.upper()}_REDIS_PASSWORD"]

    sys.stdout.write(redis_acl.users(password))


async def _topics() -> None:
    differ = await create_topics(
        _kafka(),
        prefix=os.environ.get("KAFKA_TOPIC_PREFIX", ""),
        replication_factor=_number("KAFKA_REPLICATION_FACTOR", 1),
        partitions=_number("KAFKA_PARTITIONS", BUSY_PARTITIONS),
    )
    if differ:
        sys.stderr.write(
            "".join(f"{line}\n" for line in differ)
            + "These topics are left as they are: docs/sizing.md says how their partitions are raised.\n"
        )


def _number(name: str, default: int) -> int:
    value = os.environ.get(name) or str(default)
    if not value.isdecimal() or int(value) < 1:
        raise _NotANumber(f"{name} is a number from 1")
    return int(value)


def main() -> int:
    """Run the steps named on the command line, in order; return the exit status."""
    steps = {
        "provision": _provision,
        "topics": _topics,
        "kafka-rights": _kafka_rights,
        "redis-users": _redis_users,
    }
    names = sys.argv[1:]
    if not names or any(name not in steps for name in names):
        sys.stderr.write(f"usage: python -m atende_platform {'|'.join(steps)} …\n")
        return 2
    for name in names:
        try:
            asyncio.run(steps[name]())
        except KeyError as error:
            sys.stderr.write(f"{error.args[0]} is not set\n")
            return 2
        except WeakSecrets as error:
            sys.stderr.write(f"weak secrets: {error}. `make secrets` makes new ones\n")
            return 2
        except Unencrypted as error:
            sys.stderr.write(f"TLS_REQUIRED: {error}\n")
            return 2
        except _NotANumber as error:
            sys.stderr.write(f"{error}\n")
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())

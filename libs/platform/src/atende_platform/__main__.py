"""Steps of a rollout that belong to no service.

``python -m atende_platform provision`` creates roles and schemas from ``DATABASE_ADMIN_URL`` and
``<SERVICE>_DATABASE_{OWNER_URL,URL,WORKER_URL}``; ``… topics`` creates the topics on
``KAFKA_BOOTSTRAP``.
"""

import asyncio
import os
import sys

from atende_platform.provision import WeakSecrets, create_topics, provision_services


async def _provision() -> None:
    await provision_services(os.environ)


async def _topics() -> None:
    await create_topics(
        os.environ["KAFKA_BOOTSTRAP"],
        prefix=os.environ.get("KAFKA_TOPIC_PREFIX", ""),
        replication_factor=int(os.environ.get("KAFKA_REPLICATION_FACTOR", "1")),
    )


def main() -> int:
    """Run the steps named on the command line, in order; return the exit status."""
    steps = {"provision": _provision, "topics": _topics}
    names = sys.argv[1:]
    if not names or any(name not in steps for name in names):
        sys.stderr.write("usage: python -m atende_platform provision|topics …\n")
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
    return 0


if __name__ == "__main__":
    sys.exit(main())

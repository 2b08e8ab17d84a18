"""``atende`` for the running sandbox: ``python -m atende_sandbox.operate dlq list``, or ``make atende``.

It has the environment of all services, each under its name, and is Kafka's administrator.
"""

import os
import sys
from collections.abc import Mapping

from atende_ops.app import main as atende
from atende_sandbox.errors import SandboxError
from atende_sandbox.last_start import check_not_asked_otherwise, settings_of_this_folder
from atende_sandbox.services import SERVICES, environment
from atende_sandbox.settings import Settings

_SHARED = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "PYTHONUNBUFFERED")


def environment_of_operators(settings: Settings) -> dict[str, str]:
    """Return the environment in which one command line looks after all services."""
    result = {name: os.environ[name] for name in _SHARED if name in os.environ}
    result |= settings.kafka_environment("admin")
    result["ENVIRONMENT"] = "development"
    for unit in SERVICES:
        own: Mapping[str, str] = environment(settings, unit)
        result |= {
            f"{unit.module.upper()}_{name}": value for name, value in own.items() if name not in _SHARED
        }
    return result


def main() -> int:
    """Run a command for the sandbox of this folder; return the exit status."""
    try:
        check_not_asked_otherwise()
        given = environment_of_operators(settings_of_this_folder())
    except SandboxError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    os.environ.clear()
    os.environ.update(given)
    return atende()


if __name__ == "__main__":
    sys.exit(main())

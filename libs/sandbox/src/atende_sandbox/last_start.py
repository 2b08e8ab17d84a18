"""The system of this folder, as it was started: what another terminal reads rather than assumes.

Ports and servers that the environment does not name are those of the last start, until `make reset`.
Otherwise a terminal without the variables of the first would speak of whatever answers at the default ports.
"""

import os
from collections.abc import Mapping
from pathlib import Path

from atende_sandbox.errors import SandboxError
from atende_sandbox.settings import Settings, port_variable
from atende_sandbox.state import alive, read_state


def _path(directory: Path) -> Path:
    return directory / "last-start.json"


def keep(settings: Settings) -> None:
    """Keep what the system was started with. Only its owner may read it: URLs may hold passwords."""
    path = _path(settings.directory)
    scratch = path.with_suffix(".tmp")
    scratch.touch(mode=0o600)
    scratch.write_text(settings.to_json())
    scratch.replace(path)


def forget(settings: Settings) -> None:
    """Let the next start have the default ports again."""
    _path(settings.directory).unlink(missing_ok=True)


def _last(directory: Path) -> Settings | None:
    try:
        return Settings.from_json(_path(directory).read_text())
    except (FileNotFoundError, ValueError, TypeError, KeyError):
        return None


def running_settings(settings: Settings) -> Settings | None:
    """Return what the system that runs in the same folder was started with, or None if none does."""
    state = read_state(settings)
    if state is None or not state.settings or not alive(state.pid, state.born):
        return None
    return Settings.from_json(state.settings)


def settings_of_this_folder(environment: Mapping[str, str] | None = None) -> Settings:
    """Return the settings of the system that runs in this folder, else those that it would start with."""
    env = os.environ if environment is None else environment
    asked = Settings.from_environment(env)
    return running_settings(asked) or Settings.from_environment(env, otherwise=_last(asked.directory))


def check_not_asked_otherwise(environment: Mapping[str, str] | None = None) -> None:
    """Raise `SandboxError` if the environment names other ports or servers than those that are in use."""
    env = os.environ if environment is None else environment
    running = running_settings(Settings.from_environment(env))
    if running is None:
        return
    asked = Settings.from_environment(env, otherwise=running)
    differences = [
        f"{port_variable(name)} is {running.ports[name]}, not {port}"
        for name, port in asked.ports.items()
        if port != running.ports.get(name, port)
    ]
    servers = ("external_database_admin_url", "external_kafka_bootstrap", "external_redis_url")
    differences += [
        f"{name.removeprefix('external_').upper()} is another one"
        for name in servers
        if getattr(asked, name) != getattr(running, name)
    ]
    if env.get("ATENDE_SPLIT") and asked.split != running.split:
        differences.append(f"ATENDE_SPLIT is {running.split}, not {asked.split}")
    if differences:
        raise SandboxError(
            f"The system of this folder runs already, and differently: {'; '.join(differences)}."
            " Stop it first (`make down`), or unset those variables."
        )

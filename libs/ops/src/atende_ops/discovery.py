"""Finds the commands of whatever is installed: entry points of the group ``atende.commands``.

Each names a `typer.Typer`, which is a group of commands, or a function, which is a command. What several
packages bring under one name is one group: the commands on companies are auth's, but their deletion is not.
One package that brings several parts of a group names them ``companies`` and ``companies.erasure``.
Only what is asked for is imported, since a service takes a second.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from importlib.metadata import EntryPoint, entry_points
from typing import Any, Final

import typer

COMMANDS: Final = "atende.commands"
SERVICES: Final = "atende.services"
"""The settings class of each service that is installed, by the service's name."""


def commands(asked: str | None = None) -> dict[str, list[EntryPoint]]:
    """Return where each command or group is, by its name; with ``asked`` only that one, if there is one."""
    found: defaultdict[str, list[EntryPoint]] = defaultdict(list)
    for each in entry_points(group=COMMANDS):
        found[each.name.partition(".")[0]].append(each)
    if asked is not None and asked in found:
        return {asked: found[asked]}
    return dict(sorted(found.items()))


def named(arguments: Sequence[str]) -> str | None:
    """Return the first argument that is no option."""
    return next((each for each in arguments if not each.startswith("-")), None)


def add_to(app: typer.Typer, found: dict[str, list[EntryPoint]]) -> None:
    """Add commands and groups to the command line."""
    for name, places in found.items():
        brought = [place.load() for place in sorted(places, key=lambda place: place.value)]
        groups = [each for each in brought if isinstance(each, typer.Typer)]
        if groups:
            app.add_typer(_merged(name, groups), name=name)
        for each in brought:
            if not isinstance(each, typer.Typer):
                app.command(name)(each)


def _merged(name: str, groups: Sequence[typer.Typer]) -> typer.Typer:
    merged = typer.Typer(help=_help(name, groups), no_args_is_help=True)
    for group in groups:
        merged.registered_commands.extend(group.registered_commands)
    _require_distinct(name, (each.name or _plain(each.callback) for each in merged.registered_commands))
    merged.registered_commands.sort(key=lambda each: each.name or _plain(each.callback))
    return merged


def _help(name: str, groups: Sequence[typer.Typer]) -> str:
    for group in groups:
        if isinstance(group.info.help, str):
            return group.info.help
    return name.capitalize()


def _plain(callback: Callable[..., Any] | None) -> str:
    return getattr(callback, "__name__", "").replace("_", "-")


def _require_distinct(group: str, names: Iterable[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise RuntimeError(f"two packages bring `atende {group} {name}`")
        seen.add(name)

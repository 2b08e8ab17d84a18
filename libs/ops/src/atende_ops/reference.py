"""The page of all commands: ``python -m atende_ops.reference docs/atende-reference.md``.

``--check FILE`` fails when the page is out of date. The commands are those that are installed: run it where
all services are.
"""

import inspect
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import typer

from atende_contracts import page
from atende_ops.app import command_line


def commands(app: typer.Typer | None = None, path: str = "") -> Iterator[tuple[str, Callable[..., Any]]]:
    """Yield every command as one types it, with the function that it is."""
    line = command_line() if app is None else app
    for command in line.registered_commands:
        assert command.callback is not None  # noqa: S101 (Typer registers functions only)
        name = command.name or command.callback.__name__.replace("_", "-")
        yield f"{path}{name}", command.callback
    for group in line.registered_groups:
        if group.typer_instance is not None:
            yield from commands(group.typer_instance, f"{path}{group.name} ")


def render() -> str:
    """Return the page."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# The commands of `atende`"
    yield ""
    yield "What each does, as `atende COMMAND --help` says it. Written by `make docs`; do not edit it"
    yield "by hand."
    yield "[atende.md](atende.md) says where to run it and what to do when."
    yield ""
    yield "Every command has `--json`. Those with `--yes` change something: without it they say what they"
    yield "would do, and with it they take `--reason`. Exit status: 0 done, 1 something is wrong, 2 asked"
    yield "wrongly."
    for name, function in sorted(commands()):
        yield ""
        yield f"## `atende {name}`"
        yield ""
        yield from (inspect.getdoc(function) or "").splitlines()
        if rows := list(_parameters(function)):
            yield ""
            yield "| | |"
            yield "|---|---|"
            yield from rows


def _parameters(function: Callable[..., Any]) -> Iterator[str]:
    single = typer.Typer(add_completion=False)
    single.command()(function)
    for each in typer.main.get_command(single).params:
        if each.name in ("as_json", "help"):
            continue
        names = [*each.opts, *each.secondary_opts] if each.param_type_name == "option" else [_place(each)]
        said = (getattr(each, "help", None) or "").replace("|", "\\|")
        yield f"| {' '.join(f'`{name}`' for name in names)} | {said} |"


def _place(parameter: Any) -> str:
    return str(parameter.metavar or parameter.name.upper())


def main(arguments: Sequence[str]) -> int:
    """Write or check the page; return the exit status."""
    return page.write_or_check(arguments, render, "atende_ops.reference")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Writes docs/settings.md: every environment variable of every service, from the settings classes.

``python .ci/settings_reference.py FILE`` writes it, ``--check FILE`` fails when it is out of date.
What a variable means is the docstring under its field.
"""

import ast
import importlib
import inspect
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import SecretStr
from pydantic.fields import FieldInfo

from atende_platform.process.settings import ServiceSettings

MODULES = ("auth", "chat", "campaign", "gateway", "reporting")


def meanings(settings: type[ServiceSettings]) -> dict[str, str]:
    """Return the docstring under each field of a class and of those it is made of, on one line."""
    found: dict[str, str] = {}
    for each in reversed(settings.__mro__):
        if issubclass(each, ServiceSettings):
            found |= _own_meanings(each)
    return found


def _own_meanings(settings: type[ServiceSettings]) -> dict[str, str]:
    body = ast.parse(inspect.getsource(settings)).body[0]
    assert isinstance(body, ast.ClassDef)  # noqa: S101 (getsource of a class)
    found: dict[str, str] = {}
    for field, after in zip(body.body, body.body[1:], strict=False):
        if (
            isinstance(field, ast.AnnAssign)
            and isinstance(field.target, ast.Name)
            and isinstance(after, ast.Expr)
            and isinstance(after.value, ast.Constant)
        ):
            found[field.target.id] = " ".join(str(after.value.value).split())
    return found


def default(info: FieldInfo) -> str:
    """Return a field's default as one would write it in the environment."""
    if info.is_required():
        return "**required**"
    value: Any = info.default
    if isinstance(value, SecretStr):
        value = value.get_secret_value()
    return f"`{value}`" if str(value) else "empty"


def rows(settings: type[ServiceSettings], inherited: frozenset[str]) -> Iterator[str]:
    """Yield a table row for each field that is not inherited."""
    known = meanings(settings)
    for name, info in settings.model_fields.items():
        if name not in inherited:
            yield f"| `{name.upper()}` | {default(info)} | {known.get(name, '')} |"


def render() -> str:
    """Return the whole page."""
    lines = [
        "# Settings",
        "",
        "Every process reads its settings from the environment. This page is written from the code",
        "(`make docs`); a variable that no setting reads is ignored. Each can stand in a file instead, which",
        "the variable with `_FILE` at its end names: `DATABASE_URL_FILE=/run/secrets/database_url`.",
        "",
        "## All services",
        "",
        "| variable | default | meaning |",
        "|---|---|---|",
        *rows(ServiceSettings, frozenset()),
    ]
    shared = frozenset(ServiceSettings.model_fields)
    for module in MODULES:
        settings = importlib.import_module(f"{module}.settings").Settings
        lines += ["", f"## {module}", "", "| variable | default | meaning |", "|---|---|---|"]
        lines += rows(settings, shared)
    return "\n".join(lines) + "\n"


def main(arguments: list[str]) -> int:
    """Write or check the page; return the exit status."""
    path = Path(arguments[-1])
    if arguments[0] != "--check":
        path.write_text(render())
        return 0
    if path.read_text() == render():
        return 0
    sys.stderr.write(f"{path} is out of date; run `make docs`\n")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

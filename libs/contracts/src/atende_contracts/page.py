"""Pages of documentation that are written from the code, and checked against it."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path


def write_or_check(
    arguments: Sequence[str], render: Callable[[], str], module: str, *, target: str = "docs"
) -> int:
    """Be the command line ``python -m <module> [--check] FILE``; return the exit status.

    ``target`` of the Makefile writes all such pages.
    """
    match list(arguments):
        case ["--check", file]:
            if not Path(file).exists() or Path(file).read_text(encoding="utf-8") != render():
                sys.stderr.write(f"{file} is out of date; run `make {target}`\n")
                return 1
        case [file] if not file.startswith("-"):
            Path(file).parent.mkdir(parents=True, exist_ok=True)
            Path(file).write_text(render(), encoding="utf-8")
        case _:
            sys.stderr.write(f"usage: python -m {module} [--check] FILE\n")
            return 2
    return 0

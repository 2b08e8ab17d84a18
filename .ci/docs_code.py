"""Checks that pages for developers show code that is there.

A fenced block whose info string names a file (``python services/…/api.py``) must stand in that
file: each line, whatever its indentation and last comma. A line ``...`` leaves out some. In the pages of
``STRICT`` paths and names in backticks must exist as well.
"""

import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parent.parent
STRICT: Final = ("CONTRIBUTING.md", "docs/tutorials/a-feature.md")
_BLOCK: Final = re.compile(r"^```(\w+) (\S+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_FENCED: Final = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
_NAMED: Final = re.compile(r"`([^`\s]+)`")
_PATH: Final = re.compile(r"[\w./<>-]+\.(py|md|toml|yml|conf|mako)|[\w.-]+(/[\w.-]+)*/")
_NAME: Final = re.compile(r"(?:\w+\.)*(?P<last>[A-Za-z]\w*(?:_\w+)+|[A-Z][a-z]+(?:[A-Z][a-z]+)+)(?:\(\))?")


def _lines(text: str) -> list[str]:
    return [line.strip().rstrip(",") for line in text.splitlines() if line.strip()]


def excerpts(block: str) -> Iterator[list[str]]:
    """Yield the parts of a block between its ``...``."""
    part: list[str] = []
    for line in _lines(block):
        if line == "...":
            yield part
            part = []
        else:
            part.append(line)
    yield part


def stands_in(part: list[str], lines: list[str]) -> bool:
    """Return whether these lines follow each other."""
    return any(lines[start : start + len(part)] == part for start in range(len(lines)))


@cache
def _words() -> frozenset[str]:
    patterns = ("services/**/*.py", "libs/**/*.py", "tests-e2e/**/*.py", ".ci/*.py", "Makefile", "*.toml")
    files = (file for pattern in patterns for file in ROOT.glob(pattern))
    return frozenset(word for file in files for word in re.findall(r"\w+", file.read_text(encoding="utf-8")))


@cache
def _files() -> tuple[str, ...]:
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return tuple(f"/{name}" for name in listed.splitlines())


def _exists(path: str) -> bool:
    """Return whether a file or a folder is called so, by the end of its path."""
    return any(f"/{path}" in name if path.endswith("/") else name.endswith(f"/{path}") for name in _files())


def violations(page: Path) -> Iterator[str]:
    """Yield what a page shows and the code does not have."""
    text = page.read_text(encoding="utf-8")
    name = page.relative_to(ROOT).as_posix()
    for block in _BLOCK.finditer(text):
        file = ROOT / block[2]
        if not file.is_file():
            yield f"{name}: there is no {block[2]}"
            continue
        lines = _lines(file.read_text(encoding="utf-8"))
        for part in excerpts(block[3]):
            if part and not stands_in(part, lines):
                shown = next((line for line in part if line not in lines), part[0])
                yield f"{name}: {block[2]} has no longer these lines: {shown}"
    if name in STRICT:
        for named in dict.fromkeys(_NAMED.findall(_FENCED.sub("", text))):
            if _PATH.fullmatch(named):
                if "<" not in named and not _exists(named):
                    yield f"{name}: there is no {named}"
            elif (match := _NAME.fullmatch(named)) and match["last"] not in _words():
                yield f"{name}: {named} is nowhere in the code"


def main() -> int:
    """Check all pages; return the exit status."""
    pages = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
    found = [violation for page in sorted(pages) for violation in violations(page)]
    sys.stderr.writelines(f"{line}\n" for line in found)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

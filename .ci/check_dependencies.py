"""Holds what each package imports against what it depends on: ``python .ci/check_dependencies.py``.

The environment of a developer has the packages of all members and of the tests, an image only what one member
depends on: an import that is declared nowhere is found there first, as a process that does not start. So each
service is imported once more without the packages that do not come with it: libraries import some, too.
"""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).parent.parent
_OF_TESTS: Final = {"containers.py", "fixtures.py"}
"""Of the sandbox, what only tests import: they have what they need, as plugins of pytest and `testing` do."""


def dependencies(lock: dict[str, Any]) -> dict[str, set[str]]:
    """Return for each package of uv.lock all that comes with it, without its groups for developers."""
    packages = {package["name"]: package for package in lock["package"]}

    def wanted(name: str, extras: tuple[str, ...]) -> list[dict[str, Any]]:
        package = packages[name]
        optional = package.get("optional-dependencies", {})
        chosen = [one for extra in extras for one in optional.get(extra, [])]
        return [*package.get("dependencies", []), *chosen]

    found: dict[str, set[str]] = {}
    for member in (name for name, package in packages.items() if "editable" in package["source"]):
        seen: set[tuple[str, tuple[str, ...]]] = set()
        left: list[tuple[str, tuple[str, ...]]] = [(member, ())]
        while left:
            name, extras = left.pop()
            if (name, extras) not in seen:
                seen.add((name, extras))
                left += [(one["name"], tuple(one.get("extra", ()))) for one in wanted(name, extras)]
        found[member] = {name for name, _ in seen}
    return found


def imports(file: Path) -> Iterator[tuple[str, int]]:
    """Yield the first part of what a file imports, and the line."""
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            yield from ((alias.name.partition(".")[0], node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0], node.lineno


def _canonical(name: str) -> str:
    return name.lower().replace("_", "-").replace(".", "-")


def problems() -> Iterator[str]:
    """Yield every import of a package that does not come with the member."""
    known = dependencies(tomllib.loads((ROOT / "uv.lock").read_text()))
    distributions = {**packages_distributions()}
    files = [*sorted(ROOT.glob("libs/*/pyproject.toml")), *sorted(ROOT.glob("services/*/pyproject.toml"))]
    members = {file: _canonical(tomllib.loads(file.read_text())["project"]["name"]) for file in files}
    for file, member in members.items():
        distributions |= {folder.name: [member] for folder in (file.parent / "src").iterdir()}
    for file, member in members.items():
        for source in sorted((file.parent / "src").rglob("*.py")):
            if "testing" in (source.parts[-2], source.stem) or source.name.startswith("pytest_"):
                continue
            if source.name in _OF_TESTS:
                continue
            for name, line in imports(source):
                owners = {_canonical(owner) for owner in distributions.get(name, ())}
                if name not in sys.stdlib_module_names and not owners & known[member]:
                    owner = ", ".join(sorted(owners)) or "nobody"
                    where = f"{source.relative_to(ROOT)}:{line}"
                    yield f"{where}: {name} (of {owner}) does not come with {member}"


_AS_IN_ITS_IMAGE: Final = """
import importlib, sys
package, *missing = sys.argv[1:]
class Missing:
    def find_spec(self, name, path=None, target=None):
        if name in missing or name.partition(".")[0] in missing:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
sys.meta_path.insert(0, Missing())
importlib.import_module(f"{package}.main")
"""


def slimmed() -> list[str]:
    """Return the modules that deploy/docker/slim.sh takes out of images."""
    script = (ROOT / "deploy/docker/slim.sh").read_text()
    [names] = re.findall(r"^for unused in (.*); do$", script, flags=re.MULTILINE)
    return [f"phonenumbers.{name}" for name in names.split()]


def start(lock: dict[str, Any]) -> Iterator[str]:
    """Yield each service that cannot be imported with nothing but what its image has."""
    known, owners = dependencies(lock), packages_distributions()
    running: dict[str, subprocess.Popen[str]] = {}
    for file in sorted(ROOT.glob("services/*/src/*/main.py")):
        project = tomllib.loads((file.parents[2] / "pyproject.toml").read_text())["project"]
        mine = known[_canonical(project["name"])]
        missing = [name for name, of in owners.items() if not {_canonical(one) for one in of} & mine]
        missing += slimmed()
        command = [sys.executable, "-c", _AS_IN_ITS_IMAGE, file.parent.name, *missing]
        running[project["name"]] = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        )
    for name, process in running.items():
        _, told = process.communicate()
        if process.returncode:
            yield f"{name} does not start with what its image has: {told.strip().splitlines()[-1]}"


def main() -> int:
    """Print the problems; return the exit status."""
    found = [*problems(), *start(tomllib.loads((ROOT / "uv.lock").read_text()))]
    sys.stderr.writelines(f"{problem}\n" for problem in found)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

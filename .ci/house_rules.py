"""House rules that no linter knows. Each stands here because breaking it once cost data or days.

- ``.commit(``: the edge owns the transaction (`atende_platform.db`); a commit below it splits one.
- ``select(`` or SQL execution outside ``repository``: a query written elsewhere forgets the tenant.
- ``publish_batch(``: puts all keys of a batch on one random partition, so order per key is lost.
- An import-time ``create_task``: nobody waits for it; use a `Task` of the runtime.
- A subject's ``repository``, ``api`` or ``worker`` in another subject: its rules would be gone around.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent


def calls(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Yield the name and the line of every call."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Attribute):
                yield node.func.attr, node.lineno
            elif isinstance(node.func, ast.Name):
                yield node.func.id, node.lineno


def imports(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Yield the full name and the line of everything that is imported."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((name.name, node.lineno) for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((f"{node.module}.{name.name}", node.lineno) for name in node.names)


_SUBJECT = re.compile(r"services/[\w-]+/src/(\w+)/(\w+)/")


def trespasses(path: str, tree: ast.AST) -> Iterator[str]:
    """Yield what one subject of a service takes of another's inside."""
    if not (place := _SUBJECT.match(path)):
        return
    service, subject = place.groups()
    inside = re.compile(rf"{service}\.(?!{subject}\b)\w+\.(api|worker|repository)\b")
    for name, line in imports(tree):
        if inside.match(name):
            yield f"{path}:{line}: {name} belongs to its subject; use its services, schemas and domain"


def violations(path: Path) -> Iterator[str]:
    """Yield what a file does against the rules."""
    relative = path.relative_to(ROOT).as_posix()
    in_service = relative.startswith("services/") and "/migrations/" not in relative
    in_repository = "/repository" in relative or relative.endswith("/rows.py")
    tree = ast.parse(path.read_text())
    yield from trespasses(relative, tree)
    for name, line in calls(tree):
        if name == "publish_batch":
            yield f"{relative}:{line}: publish_batch ignores keys; publish each event with its key"
        if in_service and name == "commit":
            yield f"{relative}:{line}: the edge commits, nothing below it"
        if in_service and not in_repository and name in {"select", "execute", "exec"}:
            yield f"{relative}:{line}: SQL belongs in repository"


def main() -> int:
    """Check all sources; return the exit status."""
    found = [
        violation
        for folder in ("services", "libs")
        for path in sorted((ROOT / folder).glob("*/src/**/*.py"))
        for violation in violations(path)
    ]
    sys.stderr.writelines(f"{line}\n" for line in found)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

"""House rules that no linter knows. Each stands here because breaking it once cost data or days.

- ``.commit(``: the edge owns the transaction (`atende_platform.db`); a commit below it splits one.
- ``select(`` or SQL execution outside ``repository``: a query written elsewhere forgets the tenant.
- ``publish_batch(``: puts all keys of a batch on one random partition, so order per key is lost.
- An import-time ``create_task``: nobody waits for it; use a `Task` of the runtime.
"""

import ast
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


def violations(path: Path) -> Iterator[str]:
    """Yield what a file does against the rules."""
    relative = path.relative_to(ROOT).as_posix()
    in_service = relative.startswith("services/") and "/migrations/" not in relative
    in_repository = "/repository" in relative
    for name, line in calls(ast.parse(path.read_text())):
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

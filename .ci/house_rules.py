"""House rules that no linter knows. Each stands here because breaking it once cost data or days.

- ``.commit(``: the edge owns the transaction (`atende_platform.data.db`); a commit below it splits one.
- ``select(`` or SQL execution outside ``repository``: a query written elsewhere forgets the tenant.
- SQL text written where it is executed: what stands in a named constant is seen, and prepared by a test.
- ``publish_batch(``: puts all keys of a batch on one random partition, so order per key is lost.
- An import-time ``create_task``: nobody waits for it; use a `Task` of the runtime.
- A subject's ``repository``, ``api`` or ``worker`` in another subject: its rules would be gone around.
- ``now()`` below the edge of a service that is given the time: tests could not say what time it is.
- What commits inside a migration stands before all else in it: what came before would be committed without
  the migration's version, so that the next attempt does it again, and fails for good.
- Meta's error numbers and names of fields outside the Cloud API's package: a second provider has others.
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


CLOUD_API = "services/provider-gateway/src/gateway/providers/cloud/"
MAY_KNOW_META = (CLOUD_API, "libs/sandbox/")
_GRAPH_NAMES = re.compile(
    r"\b(message_template\w*_update|template_category_update|phone_number_(quality|name)_update"
    r"|business_capability_update|account_(review_)?update|waba_ban_state|ban_info|messaging_product"
    r"|biz_opaque_callback_data|hsm_id|error_subcode|subscribed_apps|message_templates|user_preferences"
    r"|smb_message_echoes|smb_app_state_sync|quality_rating|whatsapp_business_manager_messaging_limit)\b"
)


def error_numbers() -> set[int]:
    """Return Meta's error numbers, without the small ones, which may mean anything."""
    tree = ast.parse((ROOT / CLOUD_API / "errors.py").read_text())
    found = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    return {value for value in found if isinstance(value, int) and value >= 10_000}


ERROR_NUMBERS = error_numbers()


def knowledge_of_meta(path: str, tree: ast.AST) -> Iterator[str]:
    """Yield what a file knows of the Graph API that only its package may know; docstrings may name it."""
    if path.startswith(MAY_KNOW_META) or "/migrations/" in path:
        return
    documents = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or id(node) in documents:
            continue
        if type(node.value) is int and node.value in ERROR_NUMBERS:
            yield f"{path}:{node.lineno}: {node.value} is Meta's; others decide by `ProviderError.reason`"
        if isinstance(node.value, str) and (found := _GRAPH_NAMES.search(node.value)):
            yield f"{path}:{node.lineno}: {found[0]} is the Graph API's; ask the provider (`providers.port`)"


GIVEN_THE_TIME = re.compile(
    r"services/(chat/src/chat/\w+/(?!api|hub|sockets|worker)"
    r"|provider-gateway/src/gateway/(domain|repository|service)/)"
)


def clocks(path: str, tree: ast.AST) -> Iterator[str]:
    """Yield where a use case looks at the clock itself. The database's `func.now()` is another."""
    if not GIVEN_THE_TIME.match(path):
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in (
            "now",
            "datetime.now",
            "datetime.utcnow",
        ):
            yield f"{path}:{node.lineno}: the time is given by the edge; take it as a parameter"


_SQL = re.compile(r"\s*(SELECT|INSERT INTO|UPDATE|DELETE FROM|WITH)\s")


def statements_in_place(path: str, tree: ast.AST) -> Iterator[str]:
    """Yield where a repository writes SQL as an argument. What is put together from variables may be."""
    if "/repository" not in path:
        return
    functions = [each for each in ast.walk(tree) if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)]
    for node in (inner for function in functions for inner in ast.walk(function)):
        for argument in node.args if isinstance(node, ast.Call) else ():
            names = [each.id for each in ast.walk(argument) if isinstance(each, ast.Name)]
            if isinstance(argument, ast.Constant):
                text = argument.value
            elif isinstance(argument, ast.JoinedStr) and all(name.isupper() for name in names):
                text = "".join(str(part.value) for part in argument.values if isinstance(part, ast.Constant))
            else:
                continue
            if isinstance(text, str) and _SQL.match(text):
                yield f"{path}:{argument.lineno}: SQL belongs in a named constant above its function"


_COMMITTING = {"autocommit_block", "backfill_while_serving"}
_LOCK_TIMEOUT = re.compile(r"op\.execute\(.SET LOCAL lock_timeout")
_DROP_FIRST = "DROP INDEX CONCURRENTLY IF EXISTS"


def migration_order(path: str, tree: ast.Module) -> Iterator[str]:
    """Yield what a migration does before it commits, and what waits for locks without a limit after it."""
    if "/migrations/versions/" not in path:
        return
    functions = {each.name: each for each in tree.body if isinstance(each, ast.FunctionDef)}
    committing = {
        name for name, each in functions.items() if _COMMITTING & {called for called, _ in calls(each)}
    }
    for name in ("upgrade", "downgrade"):
        before: ast.stmt | None = None
        unlimited = False
        for statement in functions[name].body:
            if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
                continue
            if (_COMMITTING | committing) & {called for called, _ in calls(statement)}:
                if before is not None:
                    yield f"{path}:{before.lineno}: it is committed without the version; move it behind"
                unlimited = True
                continue
            if unlimited and not _LOCK_TIMEOUT.match(ast.unparse(statement)):
                yield f"{path}:{statement.lineno}: what committed before it has lost lock_timeout; set it"
            before, unlimited = statement, False


def migration_repeats(path: str, tree: ast.Module) -> Iterator[str]:
    """Yield what a migration cannot do a second time and commits by itself."""
    if "/migrations/versions/" not in path:
        return
    for block in ast.walk(tree):
        if not isinstance(block, ast.With) or not _COMMITTING & {name for name, _ in calls(block)}:
            continue
        written = [each.value for each in ast.walk(block) if isinstance(each, ast.Constant)]
        for node in ast.walk(block):
            if not isinstance(node, ast.Call) or not re.fullmatch(r"op\.\w+", ast.unparse(node.func)):
                continue
            function = ast.unparse(node.func)
            if function == "op.create_index":
                if f"{_DROP_FIRST} {ast.literal_eval(node.args[0])}" not in written:
                    yield f"{path}:{node.lineno}: an interrupted attempt has left it; {_DROP_FIRST} first"
            elif function not in ("op.execute", "op.get_context"):
                yield f"{path}:{node.lineno}: {function} fails the second time; not where it is committed"


def violations(path: Path) -> Iterator[str]:
    """Yield what a file does against the rules."""
    relative = path.relative_to(ROOT).as_posix()
    in_service = relative.startswith("services/") and "/migrations/" not in relative
    in_repository = "/repository" in relative or relative.endswith("/rows.py")
    tree = ast.parse(path.read_text())
    yield from trespasses(relative, tree)
    yield from knowledge_of_meta(relative, tree)
    yield from clocks(relative, tree)
    yield from statements_in_place(relative, tree)
    yield from migration_order(relative, tree)
    yield from migration_repeats(relative, tree)
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

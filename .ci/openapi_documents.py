"""Writes the API documents of all services, from which clients are generated: docs/openapi/<service>.json.

``python .ci/openapi_documents.py FOLDER`` writes them, ``--check FOLDER`` fails when they are out of date.
Generated clients call operations by their ids, so an id that is committed stays, with its method and path:
one that goes is ``deprecated`` in a released version first. Without that it is refused.
"""

import json
import re
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from atende_platform.service.app import api_document

MODULES: Final = {
    "auth": "auth",
    "chat": "chat",
    "campaign": "campaign",
    "provider-gateway": "gateway",
    "reporting": "reporting",
}
Document = dict[str, Any]


def documents() -> dict[str, Document]:
    """Return the document of every service, as the service serves it."""
    return {
        name: api_document(import_module(f"{module}.main").SERVICE, import_module(f"{module}.api").router)
        for name, module in MODULES.items()
    }


def operations(document: Document) -> Iterator[tuple[str, str, bool]]:
    """Yield the id of each operation, its method with its path, and whether it is deprecated."""
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            route = f"{method.upper()} {re.sub(r'{[^}]+}', '{}', path)}"
            yield operation["operationId"], route, operation.get("deprecated", False)


def refusals(committed: Document, new: Document) -> list[str]:
    """Return which operations clients would miss."""
    now = {id_: route for id_, route, _ in operations(new)}
    return [
        f"{id_} was {route} and is {now.get(id_, 'gone')}"
        for id_, route, deprecated in operations(committed)
        if not deprecated and now.get(id_) != route
    ]


def main(arguments: list[str]) -> int:
    """Run the command line described in the module's docstring; return the exit status."""
    checking = arguments[:1] == ["--check"]
    folder = Path(arguments[-1])
    problems: list[str] = []
    for name, document in documents().items():
        path, text = folder / f"{name}.json", json.dumps(document, indent=1, ensure_ascii=False) + "\n"
        committed = path.read_text(encoding="utf-8") if path.exists() else ""
        refused = refusals(json.loads(committed), document) if committed else []
        problems += [
            f"{path}: {one}; an operation is deprecated for one version before it goes" for one in refused
        ]
        if checking and text != committed:
            problems.append(f"{path} is out of date; run `make docs client`")
        elif not checking and not refused:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    sys.stderr.writelines(f"{problem}\n" for problem in problems)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

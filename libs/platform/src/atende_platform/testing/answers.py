"""Checks every answer that a test gets against the API documents: status, content type, body and spelling.

`Answers` is a response hook of httpx clients. It raises nothing, because a test may wait for another answer
meanwhile or catch what a call raises: what it finds goes into `FOUND`, and the fixture ``documented_answers``
of `atende_platform.testing.plugin` fails the test that saw it.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import httpx
from jsonschema_rs import Draft202012Validator

from atende_platform.http.openapi import PROBLEM_TYPE

Document = dict[str, Any]

OF_ANY_ROUTE: Final = frozenset({400, 405, 408, 413, 414, 431, 501, 502, 504})
"""What the edge and the HTTP server answer by themselves, whatever was asked: as problems."""
NOT_OURS: Final = {
    "components": "a template, as Meta defines it",
    "value": "a webhook's value, as Meta sent it",
    "data": "what a company gives to a flow",
    "responseJson": "what a customer filled into a flow",
    "customFields": "named by the company",
    "variables": "named by the company",
    "fields": "named by the company",
    "counts": "by the name of a state",
    "details": "of an audit entry, by the name of a field",
}
"""Members whose own members are named by others, and so may be spelt in any way; and whose names they are."""
FOUND: Final[list[str]] = []
"""What did not fit since the last test."""
_OTHER_CASE: Final = re.compile(
    r"[a-z][a-zA-Z0-9]*(_[a-zA-Z0-9]+)+|[a-z]+(-[a-z]+)+|[A-Z][a-z]{2,}[a-zA-Z0-9]*"
)
"""Names in snake_case, kebab-case and PascalCase. What is no name at all comes from outside."""


def misspelt(value: Any, path: str = "") -> Iterator[str]:
    """Yield the path of each member of a JSON value whose name is not in camelCase."""
    if isinstance(value, Mapping):
        for name, each in value.items():
            inner = f"{path}.{name}".lstrip(".")
            if _OTHER_CASE.fullmatch(name):
                yield inner
            if name not in NOT_OURS:
                yield from misspelt(each, inner)
    elif isinstance(value, list):
        for each in value:
            yield from misspelt(each, f"{path}[]")


@dataclass
class _Operations:
    """The operations of one path."""

    pattern: re.Pattern[str]
    template: str
    by_method: dict[str, Document]
    document: Document
    validators: dict[str, Draft202012Validator]
    """Of all paths of the document, by the schema: refusals share one, and to compile it takes 4 ms."""

    def response(self, method: str, status: str) -> Document | None:
        found: Document | None = self.by_method.get(method, {}).get("responses", {}).get(status)
        if found is not None and "$ref" in found:
            found = self.document["components"]["responses"][found["$ref"].rpartition("/")[2]]
        return found

    def validator(self, schema: Document) -> Draft202012Validator:
        key = json.dumps(schema)
        if key not in self.validators:
            # References point from the root of the document.
            whole = {**schema, "components": self.document.get("components", {})}
            self.validators[key] = Draft202012Validator(whole, validate_formats=True)
        return self.validators[key]


class Answers:
    """Puts into `FOUND` what of the answers does not fit some API documents."""

    def __init__(self, *documents: Document) -> None:
        self.checked = 0
        self._paths: list[_Operations] = []
        for document in documents:
            self.add(document)

    def add(self, document: Document) -> None:
        """Check answers of this document's routes, too."""
        validators = dict[str, Draft202012Validator]()
        for template, by_method in document["paths"].items():
            pattern = re.compile(re.sub(r"{\w+}", "[^/]+", template))
            self._paths.append(_Operations(pattern, template, by_method, document, validators))
        # As the services do it: a path that is written out goes before one with a parameter.
        self._paths.sort(key=lambda path: path.template.count("{"))

    async def __call__(self, response: httpx.Response) -> None:
        path = next((p for p in self._paths if p.pattern.fullmatch(response.request.url.path)), None)
        if path is None:
            return
        await response.aread()
        self.checked += 1
        name = f"{response.request.method} {path.template}: {response.status_code}"
        FOUND.extend(f"{name}: {problem}" for problem in _problems(path, response))


def _problems(path: _Operations, response: httpx.Response) -> Iterator[str]:
    method, status = response.request.method.lower(), str(response.status_code)
    kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    documented = path.response(method, status)
    if documented is None:
        if response.status_code not in OF_ANY_ROUTE:
            yield f"the document does not name this status: {response.text[:300]}"
            return
        problem = {"schema": {"$ref": "#/components/schemas/Problem"}}
        documented = {"content": {PROBLEM_TYPE: problem}}
    content = documented.get("content", {})
    if "*/*" in content:
        return
    if kind not in content:
        if content or response.content:
            yield f"the content type is {kind or 'absent'}, and not one of {sorted(content)}"
        return
    if kind.endswith("json"):
        yield from _differences(path, content[kind].get("schema", {}), response)


def _differences(path: _Operations, schema: Document, response: httpx.Response) -> Iterator[str]:
    try:
        body = json.loads(response.content)
    except ValueError:
        yield f"the body is not JSON: {response.text[:300]}"
        return
    for error in path.validator(schema).iter_errors(body):
        yield f"{'.'.join(map(str, error.instance_path)) or 'body'}: {error.message[:300]}"
    for name in misspelt(body):
        yield f"{name} is not in camelCase"

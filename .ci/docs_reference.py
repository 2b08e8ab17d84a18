"""Writes the reference of the API for the site: Markdown pages from the OpenAPI and AsyncAPI documents.

A page for each tag of a service, with its operations and the types that only they use; types of several tags
stand on a page of the service. Labels (``api-chat-Ticket``) are links' targets, which Sphinx checks.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

Json = dict[str, Any]

DOCUMENTS: Final = "docs/openapi"
UPDATES: Final = "docs/asyncapi.json"
_METHODS: Final = ("get", "post", "put", "patch", "delete")
_PREFIX: Final = "#/components/schemas/"
_SHARED: Final = "types"
_CODE: Final = re.compile(r"(`+[^`]*`+)")


def documents(root: Path) -> dict[str, Json]:
    """Return the OpenAPI documents by service."""
    return {path.stem: json.loads(path.read_text()) for path in sorted((root / DOCUMENTS).glob("*.json"))}


def api_pages(root: Path) -> dict[str, str]:
    """Return the pages of the API's reference, by their paths: ``openapi/index.md`` lists them."""
    pages: dict[str, str] = {}
    rows = []
    for service, document in documents(root).items():
        for name, text in _Service(service, document).pages().items():
            pages[f"openapi/{service}/{name}.md"] = text
        about = document["info"]["title"].partition(": ")[2]
        rows.append((f"[{service}]({service}/index.md)", about, str(sum(1 for _ in _operations(document)))))
    parts = [
        "# Reference of the API",
        "Made from the OpenAPI documents of the services, which clients are generated from. What all routes "
        "have in common: [The HTTP API](../api.md); error codes: [Error codes](../errors.md).",
        _table(("service", "what it is about", "operations"), rows),
        _toctree(f"{service}/index" for service in documents(root)),
    ]
    pages["openapi/index.md"] = "\n\n".join(parts)
    return pages


def updates_page(root: Path) -> str:
    """Return the page of what sockets and outgoing webhooks carry."""
    document: Json = json.loads((root / UPDATES).read_text())
    types = _Types("updates", document["components"]["schemas"])
    parts = [
        "# Reference of updates",
        "What comes over sockets, and as `data` in outgoing webhooks, made from the AsyncAPI document. How "
        "to connect and catch up: [Updates over sockets](realtime.md); how events are posted: "
        "[Outgoing webhooks](webhooks.md). Those that are *logged* are kept, and have an `id`; webhooks "
        "carry these.",
    ]
    messages = document["components"]["messages"]
    for name, channel in document["channels"].items():
        parts.append(f"## The namespace `{channel['address']}`\n\n{_prose(channel['description'])}")
        sent = {
            _last(message["$ref"])
            for operation in document["operations"].values()
            if operation["action"] == "receive" and _last(operation["channel"]["$ref"]) == name
            for message in operation["messages"]
        }
        for heading, from_client in (("What the server sends", False), ("What clients send", True)):
            chosen = [key for key in channel["messages"] if (key in sent) == from_client]
            if not chosen:
                continue
            parts.append(f"### {heading}")
            rows = []
            for key in chosen:
                message = messages[_last(channel["messages"][key]["$ref"])]
                logged = any(tag["name"] == "logged" for tag in message.get("tags", []))
                about = _sentences(message.get("summary", ""), "*Logged*" if logged else "")
                rows.append((f"`{key}`", about, types.name(message["payload"])))
            parts.append(_table(("message", "meaning", "data"), rows))
    parts += ["## Types", *types.written(types.schemas)]
    return "\n\n".join(parts) + "\n"


class _Types:
    """The schemas of a document, as text."""

    def __init__(self, document: str, schemas: Mapping[str, Json]) -> None:
        self._document = document
        self.schemas = schemas

    def label(self, name: str) -> str:
        """Return the label of a schema."""
        return f"api-{self._document}-{name}"

    def name(self, schema: Json) -> str:
        """Return what a value is, in a few words, with links to types."""
        if reference := schema.get("$ref"):
            name = _last(reference)
            return f"[{name}](#{self.label(name)})"
        if "const" in schema:
            return f"`{json.dumps(schema['const'], ensure_ascii=False)}`"
        if "enum" in schema:
            return " · ".join(f"`{json.dumps(value, ensure_ascii=False)}`" for value in schema["enum"])
        if several := schema.get("anyOf") or schema.get("oneOf"):
            return " or ".join(dict.fromkeys(self.name(one) for one in several))
        return self._plain(schema)

    def _plain(self, schema: Json) -> str:
        kind = schema.get("type")
        match kind:
            case "array":
                return f"array of {self.name(schema.get('items', {}))}"
            case "object":
                values = schema.get("additionalProperties")
                return f"object of {self.name(values)}" if isinstance(values, dict) and values else "object"
            case "string":
                return (
                    schema.get("format", "string") if schema.get("format") != "password" else "secret string"
                )
            case None:
                return "any value"
            case _:
                return str(kind)

    def used_by(self, value: Any) -> set[str]:
        """Return all schemas that a part of the document leads to."""
        found: set[str] = set()
        left = [value]
        while left:
            match left.pop():
                case dict() as some:
                    name = _last(some.get("$ref", ""))
                    if some.get("$ref", "").startswith(_PREFIX) and name not in found:
                        found.add(name)
                        left.append(self.schemas[name])
                    left += some.values()
                case list() as some:
                    left += some
        return found

    def fields(self, schema: Json) -> str:
        """Return the table of an object's fields."""
        required = set(schema.get("required", ()))
        rows = []
        for name, part in schema.get("properties", {}).items():
            about = _sentences("Deprecated" if part.get("deprecated") else "", part.get("description", ""))
            mark = "" if name in required else " (optional)"
            rows.append((f"`{name}`{mark}", self.name(part), _sentences(about, _bounds(part))))
        return _table(("field", "type", "meaning"), rows) if rows else "It has no fields."

    def written(self, names: Iterable[str]) -> Iterator[str]:
        """Yield the text of each type."""
        for name in sorted(names):
            schema = self.schemas[name]
            parts = [
                f"({self.label(name)})=\n### {name}",
                _prose(schema.get("description", "")),
                self.shape(schema),
            ]
            yield "\n\n".join(part for part in parts if part)

    def shape(self, schema: Json) -> str:
        """Return what a type is made of."""
        is_object = "properties" in schema or schema.get("type") == "object"
        if is_object and not schema.get("additionalProperties"):
            return self.fields(schema)
        return _sentences(f"It is: {self.name(schema)}", _bounds(schema))


class _Service:
    """The pages of one OpenAPI document."""

    def __init__(self, name: str, document: Json) -> None:
        self._name = name
        self._document = document
        self._types = _Types(name, document["components"]["schemas"])

    def pages(self) -> dict[str, str]:
        """Return the pages by name: one for each tag, and those of the whole service."""
        by_tag: dict[str, list[tuple[str, str, Json]]] = defaultdict(list)
        for path, method, operation in _operations(self._document):
            by_tag[operation["tags"][0]].append((path, method, operation))
        using: dict[str, set[str]] = defaultdict(set)
        for tag, operations in by_tag.items():
            for name in self._types.used_by([self._resolved(operation) for _, _, operation in operations]):
                using[name].add(tag)
        pages = {}
        for tag in self._document["tags"]:
            name = tag["name"]
            own = [type_name for type_name, tags in using.items() if tags == {name}]
            pages[name] = self._tag(name, tag.get("description", ""), by_tag[name], own)
        if shared := [type_name for type_name, tags in using.items() if len(tags) > 1]:
            text = [f"# Types of {self._name}", "What several parts take and answer.", "## Types"]
            pages[_SHARED] = "\n\n".join([*text, *self._types.written(shared)]) + "\n"
        pages["index"] = self._index(by_tag, list(pages))
        return pages

    def _resolved(self, operation: Json) -> Json:
        answers = {
            status: self._answer(answer)
            for status, answer in operation["responses"].items()
            if status[0] == "2"
        }
        return {**operation, "responses": answers}

    def _answer(self, answer: Json) -> Json:
        if reference := answer.get("$ref"):
            found: Json = self._document["components"]["responses"][_last(reference)]
            return found
        return answer

    def _index(self, by_tag: Mapping[str, list[tuple[str, str, Json]]], pages: list[str]) -> str:
        info, rows = self._document["info"], []
        for tag in self._document["tags"]:
            name = tag["name"]
            rows.append((f"[{name}]({name}.md)", tag.get("description", ""), str(len(by_tag[name]))))
        ways = [
            (f"`{scheme['scheme']}`", _prose(scheme.get("description", "")))
            for scheme in self._document["components"]["securitySchemes"].values()
        ]
        parts = [
            f"# {info['title'].removeprefix('Atendechat ')}",
            _table(("part", "what it is about", "operations"), rows),
            "## Authorization\n\n" + _table(("`Authorization`", "what it takes"), ways),
            f"({self._errors()})=\n## Errors",
            "Errors are problem documents (RFC 9457); [Error codes](../../errors.md) lists their `code`s. "
            "Where an operation says nothing else, a status means:",
            _table(("status", "meaning"), sorted(self._usual_errors().items())),
            _toctree(pages),
        ]
        return "\n\n".join(parts) + "\n"

    def _errors(self) -> str:
        return f"api-{self._name}-errors"

    def _usual_errors(self) -> dict[str, str]:
        """Return what each status means that operations answer by a shared description."""
        meanings: dict[str, list[str]] = defaultdict(list)
        for _, _, operation in _operations(self._document):
            for status, answer in operation["responses"].items():
                if "$ref" in answer:
                    meanings[status].append(_prose(self._answer(answer)["description"]))
        return {status: "; or: ".join(dict.fromkeys(texts)) for status, texts in meanings.items()}

    def _tag(self, name: str, about: str, operations: list[tuple[str, str, Json]], types: list[str]) -> str:
        parts = [f"# {name}", _prose(about)]
        bodies = [body for _, _, operation in operations for body in _bodies(operation)]
        inside = {body for body in bodies if body in types and bodies.count(body) == 1}
        for path, method, operation in operations:
            parts += self._operation(path, method, operation, inside)
        if rest := set(types) - inside:
            parts += ["## Types", *self._types.written(rest)]
        return "\n\n".join(part for part in parts if part) + "\n"

    def _operation(self, path: str, method: str, operation: Json, inside: set[str]) -> Iterator[str]:
        yield f"(op-{self._name}-{operation['operationId']})=\n## {operation['summary']}"
        yield f"```http\n{method.upper()} {path}\n```"
        yield _prose(operation["description"])
        public = "" if operation.get("security") else " It takes no token."
        yield f"Operation `{operation['operationId']}`.{public}"
        rows = [
            (
                f"`{part['name']}`" + ("" if part.get("required") else " (optional)"),
                part["in"],
                self._types.name(part["schema"]),
                _sentences(part.get("description", ""), _bounds(part["schema"])),
            )
            for part in operation.get("parameters", [])
        ]
        if rows:
            yield _table(("parameter", "in", "type", "meaning"), rows)
        yield from self._body(operation.get("requestBody", {}).get("content", {}), inside)
        yield self._answers(operation["responses"])

    def _body(self, content: Json, inside: set[str]) -> Iterator[str]:
        for media, body in content.items():
            schema = body.get("schema", {})
            name = _last(schema.get("$ref", ""))
            shape = self._types.schemas.get(name, {})
            if name in inside:
                yield f"({self._types.label(name)})=\n**Body** (`{media}`)"
                if shape.get("description"):
                    yield _prose(shape["description"])
                yield self._types.shape(shape)
            else:
                yield f"**Body** (`{media}`): {self._types.name(schema)}"
            if shape.get("examples"):
                example = json.dumps(shape["examples"][0], ensure_ascii=False, indent=2)
                yield f"```json\n{example}\n```"

    def _answers(self, responses: Json) -> str:
        rows, errors = [], []
        for status, written in responses.items():
            answer = self._answer(written)
            if "$ref" in written and status[0] != "2":
                errors.append(f"`{status}`")
                continue
            kinds = [
                self._types.name(body["schema"]) if "json" in media and body.get("schema") else f"`{media}`"
                for media, body in answer.get("content", {}).items()
                if media != "application/problem+json"
            ]
            about = "" if answer["description"] == "Successful Response" else answer["description"]
            rows.append((status, " or ".join(kinds), _sentences(about)))
        usual = f"\n\n[Errors](#{self._errors()}): {', '.join(errors)}" if errors else ""
        return _table(("answer", "type", "meaning"), rows) + usual


def _operations(document: Json) -> Iterator[tuple[str, str, Json]]:
    for path, item in document["paths"].items():
        yield from ((path, method, item[method]) for method in _METHODS if method in item)


def _bodies(operation: Json) -> list[str]:
    content = operation.get("requestBody", {}).get("content", {})
    return [_last(body.get("schema", {}).get("$ref", "")) for body in content.values()]


def _last(reference: str) -> str:
    return reference.rpartition("/")[2]


def _bounds(schema: Json) -> str:
    """Return what a value has to keep to, in words."""
    several = [one for one in schema.get("anyOf", ()) if one.get("type") != "null"]
    shape = several[0] if len(several) == 1 else schema
    said = []
    for kind, least, most in (
        ("characters", "minLength", "maxLength"),
        ("items", "minItems", "maxItems"),
        ("", "minimum", "maximum"),
        ("", "exclusiveMinimum", "exclusiveMaximum"),
    ):
        if span := _span(shape.get(least), shape.get(most), exclusive=least.startswith("exclusive")):
            said.append(f"{span} {kind}".strip())
    if "pattern" in shape:
        said.append(f"matches `{shape['pattern']}`")
    if schema.get("default") is not None:
        said.append(f"default `{json.dumps(schema['default'], ensure_ascii=False)}`")
    return "; ".join(said)


def _span(least: float | None, most: float | None, *, exclusive: bool) -> str:
    low, high = (None if value is None else f"{value:,.10g}" for value in (least, most))
    if exclusive:
        return " and ".join(
            text for text in (low and f"more than {low}", high and f"less than {high}") if text
        )
    if low and high:
        return f"{low} to {high}"
    return f"at least {low}" if low else f"at most {high}" if high else ""


def _prose(text: str) -> str:
    """Return a description as Markdown that cannot be read as HTML."""
    parts = _CODE.split(text.strip())
    return "".join(part if part.startswith("`") else part.replace("<", r"\<") for part in parts)


def _sentences(*texts: str) -> str:
    """Return texts one after the other, each ended and begun as a sentence is."""
    said = [_prose(text) for text in texts if text.strip()]
    ended = (text if text.endswith((".", "!", "?", ":")) else f"{text}." for text in said)
    return " ".join(f"{text[0].upper()}{text[1:]}" for text in ended)


def _cell(text: str) -> str:
    return " ".join(text.replace("|", r"\|").split())


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join(f"| {' | '.join(_cell(cell) for cell in line)} |" for line in lines)


def _toctree(names: Iterable[str]) -> str:
    return "```{toctree}\n:hidden:\n\n" + "\n".join(names) + "\n```\n"

"""What FastAPI cannot know about the API document.

Every error is a problem document (RFC 9457), made by the edge and not by a route, so that it is
described here once for every operation instead of beside each. An operation's id (`tickets.reply`) is what
generated clients call it by: it stays, whatever happens to the path and to the function. Its first part is
the operation's tag.
"""

import re
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field

PROBLEM_TYPE: Final = "application/problem+json"
_PROBLEM: Final = "#/components/schemas/Problem"


class FieldProblem(BaseModel):
    """What is wrong with one field of the request."""

    model_config = ConfigDict(use_attribute_docstrings=True)

    field: str
    """Its path in the body, as ``a.b.0``, or the name of the parameter."""
    message: str
    code: str | None = None


class Problem(BaseModel):
    """An error by RFC 9457. Some errors carry further members, which depend on their ``code``."""

    model_config = ConfigDict(use_attribute_docstrings=True, extra="allow")

    type: str
    """``urn:atendechat:problem:`` and the code."""
    title: str
    status: int
    code: str
    """Stable and meant for programs."""
    detail: str | None = None
    """Meant for people."""
    request_id: str | None = Field(default=None, alias="requestId")
    """Names the request in our logs; also in the header ``X-Request-Id``."""
    errors: list[FieldProblem] | None = None


_ALWAYS: Final = {
    "422": "The request is not valid; `errors` names the fields",
    "429": "Too many requests: wait for as long as `Retry-After` says",
    "503": "A server that this depends on is away: try again after `Retry-After`",
}
_AUTHENTICATED: Final = {"401": "No valid access token", "403": "The role lacks the permission"}
_NAMING: Final = {"404": "There is no such thing in your company"}
_PRESENTED: Final = {
    "401": "The password, code or token in the body is refused",
    "403": "It is right, and this is not allowed",
}
_CHANGING: Final = {"409": "It contradicts the current state"}
_CONDITIONAL: Final = {"412": "It is at another revision than `If-Match` says"}
_WITH_BODY: Final = {
    "400": "The body cannot be read",
    "413": "The body is too large",
    "415": "The body is not of this type",
}


def problem_response(description: str) -> dict[str, Any]:
    """Return what ``responses`` of a route says of a problem that no other route answers with."""
    return {"description": description, "content": {PROBLEM_TYPE: {"schema": {"$ref": _PROBLEM}}}}


def complete(document: dict[str, Any]) -> None:
    """Add to each operation its tag, that it is public if it is, and the problems that it may answer with."""
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    for name in ("HTTPValidationError", "ValidationError"):  # FastAPI's own, which nobody gets to see.
        schemas.pop(name, None)
    schemas["Problem"] = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas.update(schemas["Problem"].pop("$defs"))
    content = {PROBLEM_TYPE: {"schema": {"$ref": _PROBLEM}}}
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            operation["tags"] = [operation["operationId"].partition(".")[0]]
            operation.setdefault("security", [])
            responses = operation["responses"]
            responses.pop("422", None)
            for status, description in _problems_of(path, method, operation).items():
                responses.setdefault(status, {"description": description, "content": content})
    for schema in schemas.values():
        _drop_stand_ins(schema)


def _problems_of(path: str, method: str, operation: dict[str, Any]) -> dict[str, str]:
    problems = dict(_ALWAYS)
    if operation.get("security"):
        problems |= _AUTHENTICATED
    if "{" in path:
        problems |= _NAMING
    if method != "get":
        problems |= _CHANGING
    if any(each["name"] == "if-match" for each in operation.get("parameters", ())):
        problems |= _CONDITIONAL
    if "requestBody" in operation:
        problems |= _WITH_BODY | _NAMING  # What a body names may not be there either.
        if not operation.get("security"):
            problems |= _PRESENTED
    return dict(sorted(problems.items()))


def _drop_stand_ins(schema: dict[str, Any]) -> None:
    """Drop defaults that the field itself refuses: they only stand for "not given" in a partial change."""
    for each in schema.get("properties", {}).values():
        refused = each.get("minLength", 0) > 0 or not re.search(each.get("pattern", ""), "")
        if refused and each.get("default") == "":
            del each["default"]

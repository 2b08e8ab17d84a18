"""What FastAPI cannot know about the API document.

Every error is a problem document (RFC 9457), made by the edge and not by a route, so that it is
described here once for every operation instead of beside each. An operation's id (`tickets.reply`) is what
generated clients call it by: it stays, whatever happens to the path and to the function. Its first part is
the operation's tag.
"""

from typing import Annotated, Any, Final

from pydantic import ConfigDict, Field

from atende_contracts.described import Described
from atende_contracts.field_errors import FIELD_ERRORS
from atende_contracts.problems import PROBLEMS
from atende_contracts.problems.edge import EDGE
from atende_contracts.type_errors import TYPE_ERRORS
from atende_platform.http.fields import one_of

PROBLEM_TYPE: Final = "application/problem+json"
_PROBLEM: Final = "#/components/schemas/Problem"


_OF_A_FIELD: Final = [key for key, problem in PROBLEMS.items() if problem.status == 422]


class FieldProblem(Described):
    """What is wrong with one field of the request."""

    field: str
    """Its path in the body, as ``a.b.0``, or the name of the parameter."""
    message: str
    """For people, in the language of the answer."""
    code: Annotated[str, one_of([*FIELD_ERRORS, *TYPE_ERRORS, *_OF_A_FIELD])]
    """Stable and meant for programs: see ``docs/errors.md``."""
    params: dict[str, Any] = Field(default_factory=dict)
    """The values in ``message``, by name."""


class Problem(Described):
    """An error by RFC 9457. Some errors carry further members, which depend on their ``code``."""

    model_config = ConfigDict(extra="allow")

    type: str
    """``urn:atendechat:problem:`` and the code."""
    title: str
    status: int
    code: Annotated[str, one_of({problem.code for problem in (*PROBLEMS.values(), *EDGE.values())})]
    """Stable and meant for programs: see ``docs/errors.md``."""
    reason: Annotated[str, one_of(key for key, problem in PROBLEMS.items() if key != problem.code)] | None = (
        None
    )
    """Which of the errors it is that share this ``code``."""
    params: dict[str, Any] = Field(default_factory=dict)
    """The values in ``detail``, by name."""
    detail: str | None = None
    """For people, in Portuguese or English by ``Accept-Language``."""
    request_id: str | None = Field(default=None, alias="requestId")
    """Names the request in our logs; also in the header ``X-Request-Id``."""
    errors: list[FieldProblem] | None = None


_MEANINGS: Final = {
    "Unreadable": "The body cannot be read",
    "Unauthenticated": "No valid access token",
    "CredentialRefused": "The password, code or token in the body is refused",
    "Forbidden": "The role lacks the permission",
    "NotAllowed": "What the body proves is right, and this is not allowed",
    "NotFound": "There is no such thing in your company",
    "Conflict": "It contradicts the current state",
    "RevisionChanged": "It is at another revision than `If-Match` says",
    "TooLarge": "The body is too large",
    "UnsupportedType": "The body is not of this type",
    "InvalidInput": "The request is not valid; `errors` names the fields",
    "TooManyRequests": "Too many requests: wait for as long as `Retry-After` says",
    "Unavailable": "A server that this depends on is away: try again after `Retry-After`",
}
"""The problems that many operations answer with, by their names in the document."""
_ALWAYS: Final = {"422": "InvalidInput", "429": "TooManyRequests", "503": "Unavailable"}
_AUTHENTICATED: Final = {"401": "Unauthenticated", "403": "Forbidden"}
_NAMING: Final = {"404": "NotFound"}
_PRESENTED: Final = {"401": "CredentialRefused", "403": "NotAllowed"}
_CHANGING: Final = {"409": "Conflict"}
_CONDITIONAL: Final = {"412": "RevisionChanged"}
_WITH_BODY: Final = {"400": "Unreadable", "413": "TooLarge", "415": "UnsupportedType"}


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
    named = document["components"].setdefault("responses", {})
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            operation["tags"] = [operation["operationId"].partition(".")[0]]
            operation.setdefault("security", [])
            responses = operation["responses"]
            responses.pop("422", None)
            for status, name in _problems_of(path, method, operation).items():
                named.setdefault(name, problem_response(_MEANINGS[name]))
                responses.setdefault(status, {"$ref": f"#/components/responses/{name}"})
            if method == "patch":
                _drop_defaults(operation["requestBody"], schemas)
            _name_form(operation, schemas)


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


def _drop_defaults(body: dict[str, Any], schemas: dict[str, Any]) -> None:
    """Drop all defaults of a partial change: what is absent stays as it is."""
    name = body["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
    for each in schemas[name]["properties"].values():
        each.pop("default", None)


def _name_form(operation: dict[str, Any], schemas: dict[str, Any]) -> None:
    """Name the form of an operation after the operation; FastAPI names it after the function."""
    form = operation.get("requestBody", {}).get("content", {}).get("multipart/form-data")
    if form is None:
        return
    parts = operation["operationId"].split(".")
    name = "".join(part[0].upper() + part[1:] for part in parts) + "Form"
    schemas[name] = {**schemas.pop(form["schema"]["$ref"].rpartition("/")[2]), "title": name}
    form["schema"]["$ref"] = f"#/components/schemas/{name}"

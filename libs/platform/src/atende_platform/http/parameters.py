"""Refuses query parameters and parts of forms that a route does not take, as bodies refuse unknown fields.

FastAPI ignores them, so that a misspelt filter gives the list without it. Here each documented route of an
application gets one further dependency, right behind the one that admits the caller: refusals of the caller
come first, and nothing is opened for a request that is refused. What is not documented (health, metrics) is
called by machines that may add parameters of their own, and stays lenient.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from fastapi import FastAPI, Request
from fastapi.dependencies.models import Dependant
from fastapi.params import Form

from atende_contracts.field_errors import FieldError
from atende_platform.errors import InvalidFields
from atende_platform.http.access import is_declared, routes_of

_MOST_CHARS: Final = 100
"""Of the name of a parameter that is quoted in the refusal."""


def refuse_unknown_parameters(app: FastAPI) -> None:
    """Let each documented route answer 422 to query parameters and parts of forms that it does not name."""
    for route in routes_of(app.routes):
        dependant: Dependant | None = getattr(route, "dependant", None)
        if dependant is not None and route.include_in_schema:
            check = _KnownParameters(_query_of(dependant), _form_of(dependant))
            admitting = next(i for i, each in enumerate(dependant.dependencies) if is_declared(each))
            dependant.dependencies.insert(
                admitting + 1, Dependant(call=check, path=route.path, request_param_name="request")
            )


def _query_of(dependant: Dependant) -> Iterator[str]:
    for parameter in dependant.query_params:
        yield parameter.alias
    for inner in dependant.dependencies:
        yield from _query_of(inner)


def _form_of(dependant: Dependant) -> Iterator[str]:
    for part in dependant.body_params:
        if isinstance(part.field_info, Form):
            yield part.alias
    for inner in dependant.dependencies:
        yield from _form_of(inner)


class _KnownParameters:
    """A dependency that raises `InvalidFields` for each parameter and part that is not of these."""

    def __init__(self, query: Iterable[str], form: Iterable[str]) -> None:
        self._query = frozenset(query)
        self._form = frozenset(form)

    async def __call__(self, request: Request) -> None:
        errors: list[FieldError] = []
        if request.scope["query_string"]:
            errors += _refusals("parameter", request.query_params, self._query)
        if self._form:
            errors += _refusals("part", await request.form(), self._form)
        if errors:
            raise InvalidFields(errors)


def _refusals(kind: str, given: Iterable[str], known: frozenset[str]) -> Iterator[FieldError]:
    key = f"unknown_{kind}" if known else f"unknown_{kind}_of_none"
    for name in given:
        if name not in known:
            error = FieldError.of(name[:_MOST_CHARS], key, known=sorted(known))
            yield replace(error, code="extra_forbidden")  # As of a body's fields.

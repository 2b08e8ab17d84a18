"""Refuses query parameters that a route does not take, as bodies refuse unknown fields.

FastAPI ignores them, so that a misspelt filter gives the list without it. Here each documented route of an
application gets one further dependency, right behind the one that admits the caller: refusals of the caller
come first, and nothing is opened for a request that is refused. What is not documented (health, metrics) is
called by machines that may add parameters of their own, and stays lenient.
"""

from collections.abc import Iterator
from typing import Final

from fastapi import FastAPI, Request
from fastapi.dependencies.models import Dependant
from fastapi.exceptions import RequestValidationError

from atende_platform.access import is_declared, routes_of

_MOST_CHARS: Final = 100
"""Of the name of a parameter that is quoted in the refusal."""


def refuse_unknown_parameters(app: FastAPI) -> None:
    """Let each documented route answer 422 to query parameters that it does not name."""
    for route in routes_of(app.routes):
        dependant: Dependant | None = getattr(route, "dependant", None)
        if dependant is not None and route.include_in_schema:
            check = _KnownParameters(frozenset(_names_of(dependant)))
            admitting = next(i for i, each in enumerate(dependant.dependencies) if is_declared(each))
            dependant.dependencies.insert(
                admitting + 1, Dependant(call=check, path=route.path, request_param_name="request")
            )


def _names_of(dependant: Dependant) -> Iterator[str]:
    for parameter in dependant.query_params:
        yield parameter.alias
    for inner in dependant.dependencies:
        yield from _names_of(inner)


class _KnownParameters:
    """A dependency that raises `RequestValidationError` for each parameter that is not of these."""

    def __init__(self, names: frozenset[str]) -> None:
        self._names = names
        self._told = f"This route takes {', '.join(sorted(names))}." if names else "This route takes none."

    async def __call__(self, request: Request) -> None:
        if not request.scope["query_string"]:
            return
        unknown = [name for name in request.query_params if name not in self._names]
        if unknown:
            raise RequestValidationError(
                [
                    {
                        "type": "extra_forbidden",
                        "loc": ("query", name[:_MOST_CHARS]),
                        "msg": f"Unknown query parameter. {self._told}",
                    }
                    for name in unknown
                ]
            )

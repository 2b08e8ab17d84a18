"""`If-Match` and `ETag` by the ``revision`` of a resource: a change may name the state that it is meant for.

The header is optional: without it a change applies to the current state, and touches only what the body
names. An entity tag names the revision and not the bytes. So weak tags match as well: a proxy that
compresses an answer makes its tag weak.
"""

import re
from typing import Annotated, Final, Protocol, TypeVar

from fastapi import Depends, Header, Response

from atende_platform.errors import InvalidInput, PreconditionFailed

_TAG: Final = re.compile(r'\s*(?:W/)?"([\x21\x23-\x7e\x80-\xff]*)"\s*')
_MOST_CHARS: Final = 200


class Expected:
    """The revisions that a request is meant for; ``None``: any."""

    def __init__(self, tags: frozenset[str] | None) -> None:
        self._tags = tags

    def require(self, revision: int) -> None:
        """Raise `PreconditionFailed` if what is there is of another revision. Ask it under the row's lock."""
        if self._tags is not None and str(revision) not in self._tags:
            raise PreconditionFailed(revision=revision)


ANY: Final = Expected(None)


def _expected(
    if_match: Annotated[
        str | None,
        Header(
            max_length=_MOST_CHARS,
            description="The `ETag` that you read, which is the `revision` in quotes; 412 if it has changed",
            examples=['"3"'],
        ),
    ] = None,
) -> Expected:
    if if_match is None or if_match.strip() == "*":
        return ANY
    matches = [_TAG.fullmatch(part) for part in if_match.split(",")]
    if not all(matches):
        raise InvalidInput("revision_unquoted", field="If-Match")
    return Expected(frozenset(match[1] for match in matches if match))


IfMatch = Annotated[Expected, Depends(_expected)]


def tag(response: Response, revision: int) -> None:
    """Set the `ETag` of an answer."""
    response.headers["ETag"] = f'"{revision}"'


class _Revised(Protocol):
    revision: int


R = TypeVar("R", bound=_Revised)


class Tagging:
    """Returns what it is given, as the answer, whose `ETag` then is its revision."""

    def __init__(self, response: Response) -> None:
        self._response = response

    def __call__(self, shown: R) -> R:
        tag(self._response, shown.revision)
        return shown


def _tagging(response: Response) -> Tagging:
    return Tagging(response)


Tagged = Annotated[Tagging, Depends(_tagging)]

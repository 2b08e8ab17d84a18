"""Files that a browser saves: beside the route of a file one that makes a link to it.

    @router.get("/export", operation_id="contacts.export", …)
    async def export_contacts(request: Request, actor: Importing, …) -> StreamingResponse: ...

    add_link(router, "/export", export_contacts, operation_id="contacts.linkExport")

``POST`` to the address of a file, with the same query, returns a link that is good for one ``GET`` within a
minute (`atende_platform.identity.downloads`). Both take the same permission and the same parameters.
"""

import inspect
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Request
from pydantic import AwareDatetime

from atende_platform.http.access import runtime_of
from atende_platform.http.models import ApiModel
from atende_platform.identity.context import TenantContext
from atende_platform.identity.downloads import LINK_SECONDS

_DESCRIPTION: Final = (
    "Make a link under which a browser may save this file, without a token: once, within a minute. It stands"
    " for a `GET` with the same query, by you: what you may no longer get then is refused."
)


class DownloadLink(ApiModel):
    url: str
    """Where it is, without the host: for `<a href>`. It is good for one request."""
    expires_at: AwareDatetime


def _asked(request: Request) -> Request:
    return request


def add_link(
    router: APIRouter,
    path: str,
    endpoint: Callable[..., Awaitable[Any]],
    *,
    operation_id: str,
    exists: Callable[..., Awaitable[Any]] | None = None,
) -> None:
    """Add the route that makes links to the file of another one, which takes ``actor``.

    ``exists`` is a dependency that raises `NotFound` for a file that is not there.
    """
    signature = inspect.signature(endpoint)
    if "actor" not in signature.parameters:
        raise TypeError(f"{endpoint.__name__} has no actor")

    async def link(*, link_asked: Request, actor: TenantContext, **_: Any) -> DownloadLink:
        url = await runtime_of(link_asked).downloads.make(
            actor, link_asked.url.path, link_asked.scope["query_string"].decode("latin-1")
        )
        return DownloadLink(url=url, expires_at=datetime.now(UTC) + timedelta(seconds=LINK_SECONDS))

    further = inspect.Parameter(
        "link_asked", inspect.Parameter.KEYWORD_ONLY, annotation=Annotated[Request, Depends(_asked)]
    )
    existing = inspect.Parameter(
        "link_exists",
        inspect.Parameter.KEYWORD_ONLY,
        annotation=Annotated[None, Depends(exists, scope="function")],
    )
    # Last: what a request may not have is refused before what it names is looked for.
    last = [further] if exists is None else [further, existing]
    parameters = [each.replace(kind=inspect.Parameter.KEYWORD_ONLY) for each in signature.parameters.values()]
    link.__signature__ = signature.replace(  # type: ignore[attr-defined]
        parameters=[*parameters, *last], return_annotation=DownloadLink
    )
    router.add_api_route(
        path,
        link,
        methods=["POST"],
        operation_id=operation_id,
        name=operation_id,
        description=_DESCRIPTION,
        response_model=DownloadLink,
    )

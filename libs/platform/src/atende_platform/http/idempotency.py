"""`Idempotency-Key`: a request that creates something may be repeated, and what it creates is there once.

    @router.post("", status_code=201, operation_id="tags.create")
    @idempotent()
    async def create_tag(actor: Agent, session: TenantSession, body: TagCreate) -> TagRead: ...

The route needs ``actor`` and ``session``, in whose transaction the answer is kept for a day: by company, user
or API key, route and key, with a digest of the request. The same request then gets the same answer; another
one under the same key is refused (422), and one that comes while the first goes on is to come again (409).
What was refused or has failed did nothing, and is not kept. The header is optional.

A route that opens its transactions itself takes `Repeatable` instead:

    async with runtime.database.tenant(actor.company_id) as session:
        if (again := await repeatable.answered(session, actor)) is not None:
            return again
        ...
        await repeatable.keep(session, actor, answer)
"""

import hashlib
import inspect
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import wraps
from typing import Annotated, Any, Final, TypeVar
from uuid import UUID

from fastapi import Depends, Header, Request, Response
from pydantic import BaseModel, TypeAdapter
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data import idempotency
from atende_platform.data.idempotency import MAX_KEY, MAX_ROUTE, Kept, Place
from atende_platform.errors import Conflict, InvalidInput
from atende_platform.identity.context import TenantContext

E = TypeVar("E", bound=Callable[..., Awaitable[Any]])
_REPLAYED: Final = "Idempotency-Replayed"


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that may be repeated."""

    request: Request
    response: Response
    key: str | None

    def place(self, company_id: UUID, actor_id: UUID) -> Place:
        route = f"{self.request.method} {self.request.url.path}"[:MAX_ROUTE]
        return Place(company_id, actor_id, route, self.key or "")

    async def digest(self) -> bytes:
        """Return what tells this request from another one under the same key."""
        query = self.request.url.query.encode()
        body = await self.request.body()
        return hashlib.sha256(len(query).to_bytes(8, "big") + query + body).digest()

    async def answered(self, session: AsyncSession, actor: TenantContext) -> Response | None:
        """Return what the same request was answered with; raise `AppError` for one that is not to be done.

        Until the session's transaction ends, no other request under the key begins.
        """
        if self.key is None:
            return None
        place = self.place(actor.company_id, actor.user_id)
        if not await idempotency.begin(session, place):
            raise Conflict("idempotency-key-in-use")
        kept = await idempotency.find(session, place)
        return None if kept is None else _again(kept, await self.digest())

    async def keep(
        self, session: AsyncSession, actor: TenantContext, answer: BaseModel | None, *, status: int = 201
    ) -> None:
        """Keep an answer in the transaction of what was done; without one: that it was done."""
        if self.key is not None:
            body = None if answer is None else answer.model_dump_json(by_alias=True)
            etag = self.response.headers.get("etag")
            place = self.place(actor.company_id, actor.user_id)
            await idempotency.keep(session, place, Kept(await self.digest(), status, body, etag))


def _asked(
    request: Request,
    response: Response,
    idempotency_key: Annotated[
        str | None,
        Header(
            max_length=MAX_KEY,
            description="Of your own making, such as a UUID: for a day the same request under the same key is"
            " done once, and answered the same each time (`Idempotency-Replayed: true`)",
        ),
    ] = None,
) -> Asked:
    if idempotency_key is not None and not (idempotency_key.isascii() and idempotency_key.isprintable()):
        raise InvalidInput("control_characters", field="Idempotency-Key")
    return Asked(request, response, idempotency_key or None)


Repeatable = Annotated[Asked, Depends(_asked)]
"""A request that creates something in a transaction that its route opens."""


def idempotent(*, status: int = 201, keep: bool = True) -> Callable[[E], E]:
    """Return a decorator for the endpoint of a POST, between the router's and the function.

    ``status`` is what the route answers with. Without ``keep`` the answer holds a secret: a repetition learns
    that it was done (409), and not what the answer was.
    """

    def decorate(endpoint: E) -> E:
        signature = inspect.signature(endpoint)
        if not {"actor", "session"} <= signature.parameters.keys():
            raise TypeError(f"{endpoint.__name__} has no actor and session")
        answer: TypeAdapter[Any] = TypeAdapter(signature.return_annotation)

        @wraps(endpoint)
        async def repeatable(*, idempotency_asked: Asked, **values: Any) -> Any:
            if idempotency_asked.key is None:
                return await endpoint(**values)
            return await _once(idempotency_asked, endpoint, values, answer, status, keep)

        further = inspect.Parameter(
            "idempotency_asked", inspect.Parameter.KEYWORD_ONLY, annotation=Repeatable
        )
        parameters = [
            each.replace(kind=inspect.Parameter.KEYWORD_ONLY) for each in signature.parameters.values()
        ]
        repeatable.__signature__ = signature.replace(parameters=[*parameters, further])  # type: ignore[attr-defined]
        return repeatable  # type: ignore[return-value]  # It takes what FastAPI gives.

    return decorate


async def _once(
    asked: Asked, endpoint: Any, values: dict[str, Any], answer: TypeAdapter[Any], status: int, keep: bool
) -> Response:
    session, actor = values["session"], values["actor"]
    again = await asked.answered(session, actor)
    if again is not None:
        return again
    result = await endpoint(**values)
    body = answer.dump_json(result, by_alias=True)
    code, etag = asked.response.status_code or status, asked.response.headers.get("etag")
    place = asked.place(actor.company_id, actor.user_id)
    kept = Kept(await asked.digest(), code, body.decode() if keep else None, etag)
    await idempotency.keep(session, place, kept)
    response = Response(body, code, media_type="application/json")
    response.raw_headers += [each for each in asked.response.raw_headers if each[0] != b"content-length"]
    return response


def _again(kept: Kept, digest: bytes) -> Response:
    if kept.digest != digest:
        raise InvalidInput("idempotency-key-reused", field="Idempotency-Key")
    if kept.body is None:
        raise Conflict("idempotency-answer-not-kept")
    headers = {_REPLAYED: "true"} | ({"ETag": kept.etag} if kept.etag else {})
    return Response(kept.body, kept.status, headers, media_type="application/json")

"""What clients ask for over their sockets: checked, bounded, and answered by acknowledgement."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from math import isinf
from time import monotonic
from typing import Any, Final, TypeVar

import structlog
from prometheus_client import Counter
from pydantic import ValidationError

from atende_platform.errors import AppError
from chat.realtime.attendance import Attendances
from chat.realtime.domain import EVENTS
from chat.realtime.schemas import (
    REQUESTS,
    Answer,
    Refusal,
    Renew,
    Renewed,
    Request,
    Typing,
    Unwatch,
    View,
    Watch,
)
from chat.realtime.sockets import NAMESPACES_BY_PATH, Refused, Socket, Sockets, Watched
from chat.realtime.watching import Watching

log = structlog.get_logger(__name__)

_BY_TYPE: Final = {
    (namespace, request.TYPE): request for request in REQUESTS for namespace in request.NAMESPACES
}
_asked = Counter("realtime_requests_total", "Requests of clients over their sockets", ["type", "outcome"])
R = TypeVar("R", bound=Request)
Use = Callable[[Socket, R], Awaitable[Answer]]


class Requests:
    """Answers what clients ask for. Nothing that they send can make it fail or keep others waiting."""

    def __init__(
        self,
        sockets: Sockets,
        attendances: Attendances,
        watching: Watching,
        renewed: Callable[[Socket], Awaitable[None]],
    ) -> None:
        """``renewed`` is called for a socket that goes on with other rights."""
        self._sockets = sockets
        self._renewed = renewed
        self._attendances = attendances
        self._watching = watching
        self._uses: dict[type[Request], Use[Any]] = {
            Renew: self._renew,
            View: self._view,
            Typing: self._type,
            Watch: self._watch,
            Unwatch: self._unwatch,
        }

    async def answer(self, socket: Socket, event: object, given: tuple[object, ...]) -> dict[str, Any] | None:
        """Do what a client asks for, and return its acknowledgement; None when it is hung up on."""
        if not socket.allowances.take("", EVENTS, monotonic()):
            self._sockets.hang_up_on(socket, "flood")
            return None
        request = _BY_TYPE.get((NAMESPACES_BY_PATH[socket.namespace], str(event)))
        if request is None:
            return Refusal(code="not-found", detail="There is no such request.").model_dump(mode="json")
        try:
            answer: Answer | Refusal = await self._do(socket, request, given)
            outcome = "done"
        except Refused as refused:
            answer, outcome = Refusal(code=refused.code, detail=refused.detail), refused.code
        except AppError as error:
            answer, outcome = Refusal(code=error.code, detail=error.detail), error.code
        except Exception as error:
            log.warning("request.failed", type=request.TYPE, error=repr(error))
            answer = Refusal(code="unavailable", detail="Try again shortly.")
            outcome = "unavailable"
        _asked.labels(request.TYPE, outcome).inc()
        return answer.model_dump(mode="json")

    async def _do(self, socket: Socket, request: type[Request], given: tuple[object, ...]) -> Answer:
        if not socket.allowances.take(request.TYPE, request.RATE, monotonic()):
            raise Refused("too-many-requests", "Too many requests. Try again shortly.")
        if len(given) != 1:
            raise Refused("invalid-input", "Send one object.")
        try:
            asked = request.model_validate(given[0])
        except ValidationError as error:
            raise Refused("invalid-input", _first_problem(error)) from None
        async with socket.turn:
            return await self._uses[request](socket, asked)

    async def _renew(self, socket: Socket, asked: Renew) -> Answer:
        before = socket.context.role
        expires_at = await self._sockets.renew(socket, asked.token)
        if socket.context.role != before:
            await self._renewed(socket)
        never = isinf(expires_at)
        return Renewed(expires_at=None if never else datetime.fromtimestamp(expires_at, UTC))

    async def _view(self, socket: Socket, asked: View) -> Answer:
        await self._attendances.view(socket, asked.ticket_id)
        return Answer()

    async def _type(self, socket: Socket, asked: Typing) -> Answer:
        self._attendances.type(socket, asked.ticket_id, is_typing=asked.is_typing)
        return Answer()

    async def _watch(self, socket: Socket, asked: Watch) -> Answer:
        self._watching.watch(socket, Watched(asked.channel_id, asked.queue_id))
        return Answer()

    async def _unwatch(self, socket: Socket, _: Unwatch) -> Answer:
        self._watching.leave(socket)
        return Answer()


def _first_problem(error: ValidationError) -> str:
    """Return what is wrong with a request, without what it says: a token is nobody else's."""
    first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    return f"{'.'.join(map(str, first['loc'])) or 'request'}: {first['msg']}"[:200]

"""Live counts of lists: how many tickets each user sees in them, sent when they have changed.

Whatever happens in a company, its tickets are counted at most once a second, by one statement for all its
sockets here; each user's counts are then summed up from that, and sent if they are others than before.
"""

import asyncio
from dataclasses import dataclass, field
from time import monotonic
from typing import Final
from uuid import UUID

import socketio
import structlog

from atende_platform.process.tasks import within
from atende_platform.runtime import Runtime
from chat.policies.scope import Scope
from chat.realtime.sockets import Socket, Sockets
from chat.settings import Settings
from chat.tickets import counts
from chat.tickets.events import CountsChanged
from chat.updates.domain import CHAT

log = structlog.get_logger(__name__)

STEP_SECONDS: Final = 0.25
SECONDS: Final = 1.0
"""Between two counts of a company."""
_SHARE: Final = 20
"""So many times as long as a count took there is no other: those of large companies come less often."""
_AT_A_TIME: Final = 2
"""Companies, each of which takes a connection of the database."""
_COUNT_SECONDS: Final = 5.0
_PATH: Final = f"/{CHAT}"


@dataclass(slots=True)
class _Company:
    has_changed: bool = True
    next_at: float = 0.0
    """By our own clock (`monotonic`)."""
    sent: dict[str, CountsChanged] = field(default_factory=dict)
    """By socket, what it last got."""


class Counting:
    """Counts the tickets of those companies that have sockets here, and sends what has changed."""

    def __init__(self, runtime: Runtime[Settings], server: socketio.AsyncServer, sockets: Sockets) -> None:
        self._database = runtime.database
        self._server = server
        self._sockets = sockets
        self._companies: dict[UUID, _Company] = {}
        self._turns = asyncio.Semaphore(_AT_A_TIME)

    def changed(self, company_id: UUID) -> None:
        """A ticket of a company has changed, or what somebody sees of them, or a socket has come."""
        self._companies.setdefault(company_id, _Company()).has_changed = True

    async def step(self) -> None:
        """Count where something has changed, unless that was done a moment ago."""
        here, now = self._sockets.companies(), monotonic()
        for gone in self._companies.keys() - here:
            del self._companies[gone]
        due = [id_ for id_, each in self._companies.items() if each.has_changed and each.next_at <= now]
        await asyncio.gather(*(self._count(company_id, self._companies[company_id]) for company_id in due))

    async def _count(self, company_id: UUID, company: _Company) -> None:
        async with self._turns:
            begun = monotonic()
            company.has_changed = False
            try:
                async with (
                    within(_COUNT_SECONDS, "count of tickets"),
                    self._database.tenant(company_id) as session,
                ):
                    found = await counts.count(session, company_id)
            except Exception as error:  # Others are counted all the same, and this one again.
                log.warning("tickets.not_counted", error=repr(error))
                company.has_changed = True
                company.next_at = monotonic() + max(_COUNT_SECONDS, _SHARE * (monotonic() - begun))
                return
        own = [socket for socket in self._sockets.of(company_id) if socket.namespace == _PATH]
        company.sent = {sid: company.sent[sid] for sid in company.sent.keys() & {each.sid for each in own}}
        await self._send(company, found, own)
        company.next_at = monotonic() + max(SECONDS, _SHARE * (monotonic() - begun))

    async def _send(self, company: _Company, found: counts.Counts, own: list[Socket]) -> None:
        of_scopes: dict[Scope, CountsChanged] = {}
        for socket in own:
            if (scope := socket.scope) is None:
                continue
            if scope not in of_scopes:
                of_scopes[scope] = found.of(scope)
                await asyncio.sleep(0)  # Others have their turn in between.
            shown = of_scopes[scope]
            if company.sent.get(socket.sid) != shown:
                company.sent[socket.sid] = shown
                payload = shown.model_dump(mode="json")
                await self._server.emit(CountsChanged.TYPE, payload, to=socket.sid, namespace=_PATH)

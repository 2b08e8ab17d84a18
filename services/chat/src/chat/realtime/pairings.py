"""Brings the codes that link a device from the gateway to the sockets of those who manage channels.

They open an account, so that they go over Redis and nothing else, and are kept nowhere: not in the event
log, and not for a socket that comes later. A client reads the one in force by REST when it begins, and when
it was away.
"""

import asyncio
from typing import Final

import socketio
import structlog
from pydantic import ValidationError
from redis.asyncio import Redis
from redis.asyncio.client import PubSub
from redis.exceptions import RedisError

from atende_contracts.pairing import NEWS, PairingNews
from atende_contracts.permissions import Permission
from atende_platform.process.progress import Progress
from atende_platform.process.tasks import Task
from chat.directory.events import PairingChanged, pairing_changed
from chat.realtime.sockets import Sockets
from chat.updates.domain import CHANNELS

log = structlog.get_logger(__name__)

_PATH: Final = f"/{CHANNELS}"
_WAIT_SECONDS: Final = 1.0
"""How long one look for news takes when there are none."""
_PAUSE_SECONDS: Final = 1.0
"""After Redis did not answer."""
_LIMIT_SECONDS: Final = 30.0


class Pairings:
    """Hears what the gateway says of pairings, and tells the sockets of this replica."""

    def __init__(self, redis: Redis, server: socketio.AsyncServer, sockets: Sockets) -> None:
        self._redis = redis
        self._server = server
        self._sockets = sockets

    def task(self) -> Task:
        """Return what listens. Without Redis it goes on trying: all else that sockets get needs none."""
        progress = Progress("pairings", limit=_LIMIT_SECONDS, step=_LIMIT_SECONDS)

        async def listen() -> None:
            progress.due()
            while True:
                try:
                    await self._listen(progress)
                except (RedisError, OSError) as error:
                    log.warning("pairings.not_heard", error=type(error).__name__)
                progress.done()
                progress.due()
                await asyncio.sleep(_PAUSE_SECONDS)

        return Task("pairings", listen, (progress,))

    async def _listen(self, progress: Progress) -> None:
        pubsub: PubSub = self._redis.pubsub(ignore_subscribe_messages=True)
        try:
            await pubsub.subscribe(NEWS)
            while True:
                heard = await pubsub.get_message(timeout=_WAIT_SECONDS)
                if heard is not None:
                    await self._tell(heard["data"])
                progress.done()
                progress.due()
        finally:
            await pubsub.aclose()  # type: ignore[no-untyped-call]  # of redis

    async def _tell(self, said: bytes) -> None:
        try:
            news = PairingNews.model_validate_json(said)
        except ValidationError as error:
            log.warning("pairing.unreadable", problems=error.error_count())  # Never what it says.
            return
        payload = pairing_changed(news).model_dump(mode="json")
        for socket in self._sockets.of(news.company_id):
            if socket.namespace == _PATH and socket.context.may(Permission.CHANNELS_WRITE):
                await self._server.emit(PairingChanged.TYPE, payload, to=socket.sid, namespace=_PATH)

"""Shows customers that they were read and that an answer is written, on the sessions that this process holds.

Other processes ask for it over Redis (`gateway.providers.web.receipts`). Best effort: nothing is tried again.
"""

import asyncio
from collections.abc import Callable, Mapping
from typing import Final
from uuid import UUID

import structlog
from pydantic import ValidationError
from redis.asyncio import Redis
from redis.asyncio.client import PubSub
from redis.exceptions import RedisError

from atende_contracts.identity import aliases
from atende_platform.data.db import Database
from atende_platform.process.progress import Progress
from atende_platform.process.tasks import Task
from gateway.bridge.line import LineClosed, LineTooLong
from gateway.bridge.protocol import MessageKey
from gateway.providers.web.jids import Jid, digits_of
from gateway.providers.web.receipts import Signal, signals_of
from gateway.repository import session_sends
from gateway.sessions.held import Held
from gateway.sessions.wire import Wire

log = structlog.get_logger(__name__)

_WAIT_SECONDS: Final = 1.0
"""How long one look takes when nothing is asked for; then it is looked which sessions are held now."""
_PAUSE_SECONDS: Final = 1.0
_LIMIT_SECONDS: Final = 30.0


class Signals:
    """Listens for the sessions that are held."""

    def __init__(self, redis: Redis, database: Database, held: Callable[[], Mapping[UUID, Held]]) -> None:
        self._redis = redis
        self._database = database
        self._held = held

    def task(self) -> Task:
        """Return what listens. Without Redis it goes on trying: messages need none of this."""
        progress = Progress("signals", limit=_LIMIT_SECONDS, step=_LIMIT_SECONDS)

        async def listen() -> None:
            progress.due()
            while True:
                try:
                    await self._listen(progress)
                except (RedisError, OSError) as error:
                    log.warning("signals.not_heard", error=type(error).__name__)
                progress.done()
                progress.due()
                await asyncio.sleep(_PAUSE_SECONDS)

        return Task("signals", listen, (progress,))

    async def _listen(self, progress: Progress) -> None:
        pubsub: PubSub = self._redis.pubsub(ignore_subscribe_messages=True)
        names: dict[str, UUID] = {}
        try:
            while True:
                names = await self._subscribe(pubsub, names)
                if names:
                    heard = await pubsub.get_message(timeout=_WAIT_SECONDS)
                    if heard is not None:
                        await self._show(names.get(_text(heard["channel"])), heard["data"])
                else:
                    await asyncio.sleep(_WAIT_SECONDS)
                progress.done()
                progress.due()
        finally:
            await pubsub.aclose()  # type: ignore[no-untyped-call]  # of redis

    async def _subscribe(self, pubsub: PubSub, names: dict[str, UUID]) -> dict[str, UUID]:
        """Listen for the sessions that are held now, and for no others."""
        wanted = {signals_of(channel_id): channel_id for channel_id in self._held()}
        if new := wanted.keys() - names.keys():
            await pubsub.subscribe(*new)
        if old := names.keys() - wanted.keys():
            await pubsub.unsubscribe(*old)
        return wanted

    async def _show(self, channel_id: UUID | None, said: bytes) -> None:
        held = None if channel_id is None else self._held().get(channel_id)
        if held is None or not held.may_write:
            return
        try:
            signal = Signal.model_validate_json(said)
            chat = await self._chat_of(held, signal)
            if chat is None:
                return
            wire = Wire(held)
            await wire.read([MessageKey(remote_jid=chat, id=signal.message_id)])
            if signal.typing:
                await wire.show(chat, "composing")
        except (ValidationError, LineClosed, LineTooLong) as error:
            log.warning("signal.not_shown", channel=str(channel_id), error=type(error).__name__)
        except Exception as error:
            # Of the database: a receipt is not worth a session.
            log.warning("signal.not_shown", channel=str(channel_id), error=repr(error))

    async def _chat_of(self, held: Held, signal: Signal) -> str | None:
        """Return the address that the writer used last, or the one that their names make."""
        names = aliases(signal.sender)
        async with self._database.worker_statement() as session:
            chats = await session_sends.chats(session, held.company_id, held.channel_id, names)
        if (used := next((chats[name] for name in names if name in chats), None)) is not None:
            return used
        if (lid := digits_of(signal.sender.lid)) is not None:
            return str(Jid(lid, "lid"))
        number = digits_of(signal.sender.wa_id) or digits_of(signal.sender.phone)
        return None if number is None else str(Jid(number, "phone"))


def _text(name: bytes | str) -> str:
    return name.decode() if isinstance(name, bytes) else name

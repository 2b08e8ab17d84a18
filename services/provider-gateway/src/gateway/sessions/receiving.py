"""What a session brings: read by `gateway.providers.web`, and kept before the bridge hears that it is.

First the files, then events and customers' addresses in one transaction. A line that comes again gives the
same events.
"""

import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any, Final, TypeGuard

import structlog
from pydantic import ValidationError
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.event import Event
from atende_platform.data.db import Database, now, savepoint
from atende_platform.messaging import outbox
from atende_platform.transient import is_transient
from gateway.bridge.line import LineClosed, LineTooLong, NoAnswer
from gateway.bridge.protocol import Answer, GetGroup, Group, History, Lids, Messages, Statuses, Written
from gateway.providers.port import TextFile
from gateway.providers.web.account import LinkedAccount
from gateway.providers.web.inbound import WebInbound
from gateway.repository import session_chats
from gateway.sessions import metrics
from gateway.sessions.held import Held, NotOpen, passes
from gateway.storage import MediaStorage

log = structlog.get_logger(__name__)

Received = Messages | History | Statuses | Lids

_GROUP_SECONDS: Final = 5.0
_MOST_NAMES: Final = 3
"""Of groups, that are asked for while one line waits: those of others come with later lines."""
_NAME_AGAIN_SECONDS: Final = 600.0
"""How long a group's name is not asked for again that was not given."""
_MOST_PEOPLE: Final = 10_000
"""Of a history, that are remembered until the session is opened again: their messages come after them."""
_MOST_GROUPS: Final = 1000
"""Names of groups that are remembered for a session."""


class Receiver:
    """Keeps what sessions bring."""

    def __init__(
        self, database: Database, inbound: WebInbound, storage: MediaStorage, *, history_messages: int
    ) -> None:
        self._database = database
        self._history_messages = history_messages
        self._inbound = inbound
        self._storage = storage

    async def receive(self, held: Held, line: Received) -> None:
        """Keep what a line says. It may be called again with the same one.

        A part of it that cannot be kept goes into the channel's journal, and takes no other with it.
        """
        try:
            await self._keep(held, line)
        except Exception as error:
            if passes(error):
                raise
            log.error("session.line_in_parts", channel=str(held.channel_id), op=line.op, exc_info=error)
            for part in _parts_of(line):
                await self._keep_part(held, part)

    async def _keep_part(self, held: Held, part: Received) -> None:
        try:
            await self._keep(held, part)
        except Exception as error:
            if passes(error):
                raise
            metrics.failed_lines.labels(part.op).inc()
            log.error("session.part_failed", channel=str(held.channel_id), op=part.op, exc_info=error)
            account = LinkedAccount(held.company_id, held.channel_id)
            value = part.model_dump(by_alias=True, mode="json")
            reading = self._inbound.unread(account, part.op, value, now())
            async with self._database.worker() as session:
                await self._publish(session, held, reading.events)

    async def _keep(self, held: Held, line: Received) -> None:
        account = LinkedAccount(
            held.company_id,
            held.channel_id,
            phone=held.row.me_phone,
            lid=held.row.me_lid,
            groups=held.row.groups,
            people=held.people,
            history_left=self._history_left(held),
        )
        value = line.model_dump(by_alias=True, mode="json")
        unnamed = self._inbound.groups_in(replace(account, group_names=held.group_names), line.op, value)
        at = time.monotonic()
        for group in [one for one in unnamed if held.unnamed_groups.get(one, 0.0) <= at][:_MOST_NAMES]:
            await self._name(held, group)
        account = replace(account, group_names=held.group_names)
        reading = self._inbound.read(account, line.op, value, now())
        for file in reading.files:
            await self._storage.put(file.company_id, file.id, _chunks(file))
        async with self._database.worker() as session:
            await self._publish(session, held, reading.events)
            await session_chats.keep(session, held.company_id, held.channel_id, reading.chats)
        held.history_taken += reading.history
        room = _MOST_PEOPLE - len(held.people)
        held.people.update(islice(reading.people.items(), max(0, room)))

    def _history_left(self, held: Held) -> int:
        return max(0, self._history_messages - held.history_taken) if held.row.history else 0

    async def _publish(self, session: AsyncSession, held: Held, events: Sequence[Event]) -> None:
        try:
            async with savepoint(session):
                await outbox.add(session, events)
        except Exception as error:
            if is_transient(error):
                raise
            await self._publish_each(session, held, events)

    async def _publish_each(self, session: AsyncSession, held: Held, events: Sequence[Event]) -> None:
        """Publish what can be: one event that cannot must not take its neighbours with it."""
        for event in events:
            try:
                async with savepoint(session):
                    await outbox.add(session, [event])
            except Exception as error:
                if is_transient(error):
                    raise
                metrics.failed_lines.labels(event.type).inc()
                log.error(
                    "session.event_not_published",
                    channel=str(held.channel_id),
                    type=event.type,
                    error=type(error).__name__,
                )

    async def _name(self, held: Held, group: str) -> None:
        """Learn what a group is called. Without its name its messages come all the same."""
        try:
            answer = await held.ask(
                lambda number: GetGroup(
                    session=held.channel_id, generation=held.generation, id=number, jid=group
                ),
                seconds=_GROUP_SECONDS,
            )
            name = Group.model_validate(answer.value).subject if _is_answer(answer) else None
        except (NotOpen, NoAnswer, LineClosed, LineTooLong, ValidationError):
            name = None
        kept: dict[str, Any] = held.unnamed_groups if name is None else held.group_names
        if len(kept) >= _MOST_GROUPS:
            kept.clear()
        kept[group] = time.monotonic() + _NAME_AGAIN_SECONDS if name is None else name


def _parts_of(line: Received) -> list[Received]:
    """Return a line as several ones, each with one item of it; a history's people come first."""
    if isinstance(line, Lids):
        return [line.model_copy(update={"pairs": (one,)}) for one in line.pairs]
    items: list[Received] = [line.model_copy(update={"items": (one,)}) for one in line.items]
    if isinstance(line, History):
        people = line.model_copy(update={"items": ()})
        return [people, *(one.model_copy(update={"contacts": ()}) for one in items)]
    return items


def _is_answer(answer: Answer | Written) -> TypeGuard[Answer]:
    return isinstance(answer, Answer) and answer.error is None


async def _chunks(file: TextFile) -> AsyncIterator[bytes]:
    yield file.data

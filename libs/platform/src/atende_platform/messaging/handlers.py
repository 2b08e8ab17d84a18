"""What a service does with events: a table from topics to use cases, each of which gets a transaction.

``HANDLERS`` of a service names, for each topic, the use cases and the types of events that each of them
takes. Events of other types are passed over. The use cases of a topic run one after another, each in a
transaction of its own over the whole batch or portions of it; the same batch may come again at any time.
"""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.event import Event
from atende_contracts.topics import ServiceName, Topic, group_of
from atende_platform.data.db import Database, now
from atende_platform.messaging.consumer import Handler
from atende_platform.messaging.kafka import Broker, consume
from atende_platform.messaging.pace import AT_ONCE, Pace
from atende_platform.process.settings import ServiceSettings

UseCase: TypeAlias = Callable[[AsyncSession, Any], Awaitable[object]]
"""Takes a session, whose transaction is the platform's, and events, which are at least one."""
TimedUseCase: TypeAlias = Callable[[AsyncSession, Any, datetime], Awaitable[object]]
"""The same, and what time it is."""
Portions: TypeAlias = Callable[[Sequence[Any]], Iterable[Sequence[Any]]]
"""Divides the events of a batch into those that are handled in one transaction."""


def all_at_once(events: Sequence[Any]) -> Iterable[Sequence[Any]]:
    """Handle a batch in one transaction."""
    return [events] if events else []


def one_by_one(events: Sequence[Any]) -> Iterable[Sequence[Any]]:
    """Handle each event in a transaction of its own."""
    return ([event] for event in events)


@dataclass(frozen=True, slots=True)
class Step:
    """A use case of a topic; `on` makes it."""

    kinds: tuple[type[Event], ...]
    portions: Portions
    do: UseCase | None = None
    do_now: TimedUseCase | None = None

    async def handle(self, database: Database, events: Sequence[Event]) -> None:
        """Handle those of the events that are of these types."""
        for portion in self.portions([event for event in events if isinstance(event, self.kinds)]):
            async with database.worker() as session:
                if self.do is not None:
                    await self.do(session, portion)
                if self.do_now is not None:
                    await self.do_now(session, portion, now())


def on(
    *kinds: type[Event],
    do: UseCase | None = None,
    do_now: TimedUseCase | None = None,
    portions: Portions = all_at_once,
) -> Step:
    """Say which use case takes events of some types: ``do``, or ``do_now`` if it has to know the time."""
    if (do is None) == (do_now is None):
        raise ValueError("give either do or do_now")
    return Step(kinds, portions, do, do_now)


Handlers: TypeAlias = Mapping[Topic, Sequence[Step]]


def handler_of(database: Database, steps: Sequence[Step]) -> Handler:
    """Return what a consumer calls with each batch of a topic."""

    async def handle(events: list[Any]) -> None:
        for step in steps:
            await step.handle(database, events)

    return handle


def consume_all(
    broker: Broker,
    settings: ServiceSettings,
    database: Database,
    service: ServiceName,
    handlers: Handlers,
    *,
    max_records: Mapping[Topic, int] | None = None,
    paces: Mapping[Topic, Pace] | None = None,
) -> None:
    """Subscribe to all topics of a table, together or apart as `group_of` says.

    Of some topics it may get fewer records at once than `consume` gives, or take them at another pace. Topics
    that are read together have one pace; raises ``ValueError`` if they are given several.
    """
    limits, paces = max_records or {}, paces or {}
    groups: defaultdict[str, dict[Topic, Handler]] = defaultdict(dict)
    for topic, steps in handlers.items():
        groups[group_of(service, topic)][topic] = handler_of(database, steps)
    for name, group in groups.items():
        its_paces = {paces.get(topic, AT_ONCE) for topic in group}
        if len(its_paces) > 1:
            raise ValueError(f"{name}: one consumer has one pace")
        consume(
            broker,
            settings,
            service,
            group,
            max_records=min((limits[topic] for topic in group if topic in limits), default=None),
            pace=its_paces.pop(),
        )

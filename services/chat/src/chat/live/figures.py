"""What stands now, summed up for any of a company's users from groups that were counted once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import reduce
from operator import add
from typing import Any
from uuid import UUID

from chat.live.domain import Volume
from chat.live.schemas import LiveAgent, LiveQueue, LiveRead, LiveToday
from chat.policies.scope import EVERYTHING, Scope
from chat.presence.domain import Status


@dataclass(frozen=True, slots=True)
class View:
    """What somebody is shown."""

    scope: Scope = EVERYTHING
    agent_id: UUID | None = None
    """The only agent whose line is shown; None: all are."""
    channel_id: UUID | None = None
    queue_id: UUID | None = None

    def has(self, place: "Place") -> bool:
        """Tell whether what is at a place is asked for."""
        channel_id, queue_id = place
        return self.channel_id in (None, channel_id) and self.queue_id in (None, queue_id)


Place = tuple[UUID, UUID | None]
"""A channel, and a queue or none."""


@dataclass(slots=True)
class _Sum:
    """How many tickets some groups have."""

    open: int = 0
    pending: int = 0
    snoozed: int = 0
    waiting: int = 0
    waiting_since: datetime | None = None
    opened: int = 0
    closed: int = 0

    def add(self, group: Any) -> None:
        """Count a group, or another sum, too."""
        self.open += group.open
        self.pending += group.pending
        self.snoozed += group.snoozed
        self.waiting += group.waiting
        self.opened += group.opened
        self.closed += group.closed
        if group.waiting_since is not None:
            self.waiting_since = min(self.waiting_since or group.waiting_since, group.waiting_since)

    @property
    def not_closed(self) -> int:
        return self.open + self.pending + self.snoozed


@dataclass(slots=True)
class _Own:
    """The groups of tickets that a user has, and those that they follow."""

    assigned: list[Any] = field(default_factory=list)
    followed: list[Any] = field(default_factory=list)


class Figures:
    """What stands in a company at one time."""

    def __init__(
        self, at: datetime, groups: Iterable[Any], queues: Sequence[Any], volumes: Mapping[UUID, Volume]
    ) -> None:
        """Take what `chat.live.repository` returns."""
        self._at = at
        self._volumes = volumes
        self._members = {queue.id: frozenset(queue.member_ids) for queue in queues}
        self._places: dict[Place, _Sum] = {}
        self._own: dict[UUID, _Own] = {}
        for group in groups:
            if group.participant_id is not None:
                self._own.setdefault(group.participant_id, _Own()).followed.append(group)
                continue
            self._places.setdefault((group.channel_id, group.queue_id), _Sum()).add(group)
            if group.assignee_id is not None:
                self._own.setdefault(group.assignee_id, _Own()).assigned.append(group)

    def of(self, view: View, statuses: Mapping[UUID, Status]) -> LiveRead:
        """Return what a user is shown. ``statuses``: of everybody who is not offline."""
        queues = self._queues(view)
        total = _Sum()
        for each in queues.values():
            total.add(each)
        online = {user for user, status in statuses.items() if status is Status.ONLINE}
        volumes = (volume for channel, volume in self._volumes.items() if view.channel_id in (None, channel))
        volume = reduce(add, volumes, Volume())
        return LiveRead(
            at=self._at,
            channel_id=view.channel_id,
            queue_id=view.queue_id,
            open=total.open,
            pending=total.pending,
            snoozed=total.snoozed,
            waiting=total.waiting,
            longest_wait_since=total.waiting_since,
            messages_per_minute=volume.per_minute,
            agents_online=self._online(view.queue_id, online),
            agents=self._agents(view, statuses),
            queues=[
                LiveQueue(
                    queue_id=queue_id,
                    open=each.open,
                    pending=each.pending,
                    waiting=each.waiting,
                    longest_wait_since=each.waiting_since,
                    agents_online=self._online(queue_id, online),
                )
                for queue_id, each in queues.items()
                if queue_id in self._members or each.not_closed
            ],
            today=LiveToday(
                opened=total.opened, closed=total.closed, received=volume.received, sent=volume.sent
            ),
        )

    def _queues(self, view: View) -> dict[UUID | None, _Sum]:
        """Return what of each queue a user sees: the company's, or their own, then others with tickets."""
        scope = view.scope
        queues: dict[UUID | None, _Sum] = {
            queue_id: _Sum()
            for queue_id in self._members
            if view.queue_id in (None, queue_id) and scope.sees(queue_id, None)
        }
        seen: set[Place] = set()
        for place, each in self._places.items():
            if view.has(place) and scope.sees(place[1], None):
                seen.add(place)
                queues.setdefault(place[1], _Sum()).add(each)
        if scope.everything:
            return queues
        own = self._own.get(scope.user_id, _Own())
        for group in (*own.assigned, *(one for one in own.followed if one.assignee_id != scope.user_id)):
            place = group.channel_id, group.queue_id
            if view.has(place) and place not in seen:
                queues.setdefault(group.queue_id, _Sum()).add(group)
        return queues

    def _agents(self, view: View, statuses: Mapping[UUID, Status]) -> list[LiveAgent]:
        """Return who is here, or has tickets; of a queue: its members who are here."""
        if view.agent_id is not None:
            return [self._agent(view.agent_id, self._of(view.agent_id, view), statuses)]
        held = {user: self._of(user, view) for user in self._own}
        here = statuses.keys() if view.queue_id is None else self._members.get(view.queue_id, frozenset())
        shown = {user for user, each in held.items() if each.not_closed} | (here & statuses.keys())
        return [self._agent(user, held.get(user, _Sum()), statuses) for user in sorted(shown)]

    def _of(self, user: UUID, view: View) -> _Sum:
        """Return what a user has of what is asked for."""
        total = _Sum()
        for group in self._own[user].assigned if user in self._own else ():
            if view.has((group.channel_id, group.queue_id)):
                total.add(group)
        return total

    def _agent(self, user: UUID, held: _Sum, statuses: Mapping[UUID, Status]) -> LiveAgent:
        return LiveAgent(
            user_id=user,
            status=statuses.get(user, Status.OFFLINE),
            open=held.open,
            waiting=held.waiting,
        )

    def _online(self, queue_id: UUID | None, online: set[UUID]) -> int:
        """Return how many are online, of a queue's members or of all."""
        return len(online if queue_id is None else online & self._members.get(queue_id, frozenset()))

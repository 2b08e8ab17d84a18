"""The restore fence from the operators' side: dealing with what a restored database does not remember.

Services bring their part by entry points of the group ``atende.restore``: a function that marks what may
have been done since the backup, and can be run again.
"""

from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import entry_points
from typing import Final, Literal, Protocol

from atende_contracts.audit_actions import Action
from atende_contracts.topics import ServiceName
from atende_ops import rewinds
from atende_ops.access import common_settings
from atende_ops.changes import Change
from atende_ops.databases import database_with
from atende_ops.errors import Misuse, Wrong
from atende_platform.data import fence
from atende_platform.data.db import Database, execute
from atende_platform.data.fence import Look, NotProvisioned

GROUP: Final = "atende.restore"
State = Literal["open", "closed", "new", "not provisioned"]

_CLOCK: Final = "SELECT clock_timestamp() AS at"


class Step(Protocol):
    """What a service does behind the fence: returns what it marked, in numbers."""

    async def __call__(
        self, database: Database, *, since: datetime, until: datetime, at: datetime, orders_are_known: bool
    ) -> dict[str, int]: ...


@dataclass(frozen=True, slots=True)
class FenceState:
    """How a service's fence stands. ``new``: no worker was ever at work in the database."""

    service: ServiceName
    state: State
    worked_at: datetime | None = None
    """When a worker was last at work in it; of a restored database: just before the backup."""
    cut_at: datetime | None = None
    """What was ordered before this counts as done if the database does not know it."""


async def state_of(service: ServiceName) -> FenceState:
    """Look at a service's fence. Raises what the driver raises when the database is away."""
    async with database_with(common_settings(service)) as database:
        try:
            seen, _ = await _look(database, service)
        except NotProvisioned:
            return FenceState(service, "not provisioned")
    if seen.kept is None:
        return FenceState(service, "new")
    state: State = "closed" if seen.is_restored else "open"
    return FenceState(service, state, seen.kept.seen_at, seen.kept.cut_at)


@dataclass(frozen=True, slots=True)
class Fenced:
    """What was done, or would be, for one service; `since` and `until` are None if there was nothing to
    do."""

    service: ServiceName
    since: datetime | None = None
    until: datetime | None = None
    read_again: int = 0
    orders_are_known: bool = False
    marked: dict[str, int] | None = None


async def open_fence(
    service: ServiceName,
    change: Change,
    *,
    until: datetime | None,
    moved: bool,
    taken_at: datetime | None = None,
) -> Fenced:
    """Deal with what a restored database does not remember, then let its workers in.

    ``until``: when the system stopped that worked with the lost database; None: only now. ``moved``: it had
    stopped before the backup was taken, so that nothing is missing. ``taken_at``: when the backup was taken,
    for one that does not say it itself: it is from before there was a fence, or no worker was ever at work.
    All of it can be done again if it breaks off. Raises `Misuse` for a time that cannot be, or is missing,
    `Wrong` when a server is away or workers still read from Kafka.
    """
    settings = common_settings(service)
    async with database_with(settings) as database:
        try:
            seen, now = await _look(database, service)
        except NotProvisioned as error:
            raise Wrong(f"{service}: {error}") from error
        if seen.kept is not None and not seen.is_restored:
            return Fenced(service)
        since = now if seen.kept is None and moved else _since(service, seen, taken_at, now)
        stopped = since if moved else until or now
        if stopped > now:
            raise Misuse("--until is in the future: give when the system of before stopped.")
        if stopped < since:
            raise Misuse(
                f"--until is before the backup: {service} was at work in it at {since:%Y-%m-%dT%H:%M:%S%z}."
            )
        if moved:
            done = Fenced(service, since, since)
        else:
            done = await _catch_up(service, change, database, since, stopped, now)
        if change.do:
            async with database.worker() as session:
                cut_at = None if moved else stopped
                await fence.open_fence(session, service, cut_at=cut_at, by=change.by, reason=change.reason)
                details: dict[str, str | float | bool | None] = {"backup": f"{since:%Y-%m-%dT%H:%M:%SZ}"}
                details |= done.marked or {}
                await change.record(session, Action.DATABASE_RESTORED, service, details)
        return done


def _since(service: ServiceName, seen: Look, taken_at: datetime | None, now: datetime) -> datetime:
    if seen.kept is not None:
        return seen.kept.seen_at
    if taken_at is None:
        raise Misuse(
            f"{service}: nothing in the database says when it was worked with: the backup is from before"
            " there was a fence, or the database is new. Give --since, when the backup was taken, or --moved"
            " if nothing was done after that. A new one needs no `restore fence`."
        )
    if taken_at > now:
        raise Misuse("--since is in the future: give when the backup was taken.")
    return taken_at


async def _catch_up(
    service: ServiceName, change: Change, database: Database, since: datetime, until: datetime, now: datetime
) -> Fenced:
    settings = common_settings(service)
    rewind = await rewinds.plan(service, settings, since)
    orders_are_known = rewind.is_kept and now - since < rewinds.ORDERS_KEPT
    marked: dict[str, int] | None = None
    if change.do:
        await rewinds.apply(settings, rewind)
        if step := _step_of(service):
            marked = await step(database, since=since, until=until, at=now, orders_are_known=orders_are_known)
    return Fenced(service, since, until, rewind.records, orders_are_known, marked)


def _step_of(service: ServiceName) -> Step | None:
    """Return the service's part. Raises `Wrong` where its code is not here, since nobody would do it."""
    found = [each for each in entry_points(group=GROUP) if each.name == service]
    if found:
        step: Step = found[0].load()
        return step
    if service in NEEDS_STEP:
        raise Wrong(f"{service}'s code is not here: run the command in its image.")
    return None


NEEDS_STEP: Final[frozenset[ServiceName]] = frozenset({"chat", "campaign", "gateway"})
"""Services that send. The others do nothing that could be done twice."""


async def _look(database: Database, service: ServiceName) -> tuple[Look, datetime]:
    async with database.worker() as session:
        seen = await fence.look(session, service)
        now: datetime = (await execute(session, _CLOCK)).scalar_one()
    return seen, now

"""The gateway's tables, and what its repositories' statements do with them.

Each function stands for the one of its name in `gateway.repository`; the gateway's test_simulated_ledger.py
holds the two against each other.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, cast
from uuid import UUID

from atende_contracts.event import Party, ProviderError
from atende_contracts.identity import canonical_alias
from atende_contracts.messages import DeliveryState
from gateway.domain.channels import EVERY_CHANNEL
from gateway.domain.sends import MAX_AGE_SECONDS, Order, Settlement
from gateway.repository.blocks import Answer, Portion, Step
from gateway.repository.ledger import Intent, SendStatus, Verdict
from gateway.repository.statuses import LedgerRow, Move, Report
from simulation.clock import Clock
from simulation.servers import Session

Key = tuple[UUID, UUID]


@dataclass(slots=True)
class Send:
    """A row of ``sends``; its times are seconds of the database's clock."""

    order: Order
    state: str
    created_at: float
    updated_at: float
    fence: int = 1
    attempts: int = 0
    has_request: bool = True
    lease_until: float | None = None
    next_attempt_at: float | None = None
    error: ProviderError | None = None
    provider_message_id: str | None = None
    block_id: UUID | None = None
    place: int | None = None


@dataclass(slots=True)
class BlockRow:
    """A row of ``send_blocks``."""

    lease_until: float
    posted: int = 0
    closed: bool = False


@dataclass(slots=True)
class Control:
    """A row of ``campaign_control``."""

    state: str
    revision: int


@dataclass
class Tables:
    """The gateway's schema, as far as the send path goes."""

    clock: Clock
    active: set[tuple[UUID, UUID]] = field(default_factory=set)
    """Channels that work."""
    sends: dict[Key, Send] = field(default_factory=dict)
    blocks: dict[tuple[UUID, UUID], BlockRow] = field(default_factory=dict)
    controls: dict[tuple[UUID, UUID], Control] = field(default_factory=dict)
    suppressions: dict[tuple[UUID, str, UUID], tuple[Any, bool]] = field(default_factory=dict)
    unmatched: dict[tuple[UUID, UUID, str, str], Report] = field(default_factory=dict)

    @property
    def now(self) -> float:
        return self.clock.seconds

    def is_stopped(self, order: Order) -> bool:
        """Tell whether an order's campaign does not run."""
        if order.campaign_id is None:
            return False
        control = self.controls.get((order.company_id, order.campaign_id))
        return control is not None and control.state != "running"

    def opted_out(self, company_id: UUID, channel_id: UUID, names: Collection[str]) -> Iterator[str]:
        for name in names:
            for channel in (channel_id, EVERY_CHANNEL):
                if self.suppressions.get((company_id, name, channel), (None, False))[1]:
                    yield name

    def is_suppressed(self, order: Order) -> bool:
        """Tell whether a campaign may not write to an order's recipient."""
        return order.origin == "campaign" and any(
            self.opted_out(order.company_id, order.channel_id, order.recipient_keys)
        )

    def find(self, channel_id: UUID, message_id: str) -> Send | None:
        """Return the send that the provider calls so."""
        for send in self.sends.values():
            if send.provider_message_id == message_id and send.order.channel_id == channel_id:
                return send
        return None

    def has_any(self, *states: str) -> bool:
        """Tell whether a sweep over sends of these states would find any."""
        return any(send.state in states for send in self.sends.values())

    def status(self, send: Send, state: str, *, with_request: bool = False) -> SendStatus:
        order = send.order
        shown = with_request and send.has_request and order.message_id is None
        return SendStatus(
            company_id=order.company_id,
            send_id=order.send_id,
            channel_id=order.channel_id,
            campaign_id=order.campaign_id,
            message_id=order.message_id,
            state=cast("DeliveryState", state),
            provider_message_id=send.provider_message_id,
            error=send.error,
            at=self.clock.now,
            request={"order": order} if shown else None,
        )

    def order_of(self, send: Send) -> Order:
        return replace(
            send.order,
            fence=send.fence,
            attempts=send.attempts,
            age_seconds=self.now - send.created_at,
        )


def _tables(session: Any) -> Tables:
    return cast("Tables", cast("Session", session).tables)


# --- gateway.repository.ledger ---------------------------------------------------------------


async def claim(session: Any, intents: Sequence[Intent], *, lease: float) -> dict[Key, Verdict]:
    tables = _tables(session)
    verdicts: dict[Key, Verdict] = {}
    for intent in sorted(intents, key=lambda each: each.order.key):
        order, now = intent.order, tables.now
        if order.key in tables.sends:
            verdicts[order.key] = "known"
        elif tables.is_stopped(order):
            verdicts[order.key] = "returned"
        elif tables.is_suppressed(order):
            verdicts[order.key] = "suppressed"
        else:
            verdicts[order.key] = "claimed"
            send = Send(order, intent.state, now, now, has_request=intent.state != "failed")
            send.error, send.block_id, send.place = intent.error, intent.block_id, intent.place
            if intent.state == "sending":
                send.attempts, send.lease_until = 1, now + lease
            elif intent.state == "retryable":
                send.next_attempt_at = now + (intent.retry_after or 0.0)
            tables.sends[order.key] = send
            if intent.block_id is not None:
                tables.blocks.setdefault((order.company_id, intent.block_id), BlockRow(now + lease))
    return verdicts


async def find_statuses(session: Any, keys: Sequence[Key]) -> list[SendStatus]:
    tables = _tables(session)
    found = [tables.sends[key] for key in keys if key in tables.sends]
    return [
        tables.status(send, "unconfirmed" if send.state == "unknown" else send.state)
        for send in found
        if send.state not in ("sending", "retryable")
    ]


async def due(session: Any, *, per_channel: int, limit: int, held: Collection[str] = ()) -> list[Order]:
    tables = _tables(session)
    waiting = sorted(
        (
            (send.next_attempt_at, send.created_at, send.order.send_id, send)
            for send in tables.sends.values()
            if send.state == "retryable"
            and send.next_attempt_at is not None
            and send.next_attempt_at <= tables.now
            and send.order.channel_key in tables.active
        ),
        key=lambda each: each[:3],
    )
    places: dict[Any, int] = {}
    placed = []
    for next_at, _, send_id, send in waiting:
        of = (*send.order.channel_key, send.order.origin)
        places[of] = places.get(of, 0) + 1
        if places[of] <= per_channel:
            placed.append((places[of], next_at, send_id, send))
    placed.sort(key=lambda each: each[:3])
    return [tables.order_of(send) for *_, send in placed[:limit]]


async def reclaim(session: Any, orders: Sequence[Order], *, lease: float) -> list[Order]:
    tables = _tables(session)
    taken = []
    for order in orders:
        send = tables.sends.get(order.key)
        if send is None or send.state != "retryable":
            continue
        if send.next_attempt_at is None or send.next_attempt_at > tables.now:
            continue
        if tables.is_stopped(send.order) or tables.is_suppressed(send.order):
            continue
        send.state, send.fence, send.attempts = "sending", send.fence + 1, send.attempts + 1
        send.lease_until, send.next_attempt_at, send.updated_at = tables.now + lease, None, tables.now
        taken.append(tables.order_of(send))
    return taken


async def record(session: Any, settlements: Sequence[Settlement]) -> set[Key]:
    tables = _tables(session)
    recorded = set()
    for settlement in settlements:
        key = settlement.order.key
        send = tables.sends.get(key)
        if send is None or send.fence != settlement.order.fence or send.state not in ("sending", "unknown"):
            continue
        send.state, send.error = settlement.state, settlement.error
        send.provider_message_id = settlement.provider_message_id
        send.lease_until = send.next_attempt_at = None
        if settlement.state == "retryable":
            send.next_attempt_at = tables.now + (settlement.retry_after or 0.0)
        if settlement.state not in ("retryable", "unknown"):
            send.has_request = False
        send.updated_at = tables.now
        recorded.add(key)
    return recorded


async def end_leases(session: Any, *, limit: int) -> list[SendStatus]:
    tables = _tables(session)
    ended = []
    for _, send in sorted(tables.sends.items()):
        if send.state != "sending" or send.lease_until is None or send.lease_until >= tables.now:
            continue
        block = tables.blocks.get((send.order.company_id, send.block_id)) if send.block_id else None
        if block is not None and not block.closed:
            continue
        waits = block is not None and send.fence == 1 and (send.place or 0) > block.posted
        send.state, send.lease_until = "retryable" if waits else "unknown", None
        send.next_attempt_at = tables.now if waits else None
        send.updated_at = tables.now
        if not waits:
            ended.append(tables.status(send, "unconfirmed", with_request=True))
        if len(ended) == limit:
            break
    return [replace(status, error=None) for status in ended]


async def fail_outdated(session: Any, *, limit: int) -> list[SendStatus]:
    tables = _tables(session)
    ended = []
    for _, send in sorted(tables.sends.items()):
        age = tables.now - send.created_at
        if send.state == "retryable" and age > MAX_AGE_SECONDS[send.order.origin]:
            send.state, send.next_attempt_at, send.has_request = "failed", None, False
            ended.append(tables.status(send, "failed"))
    return ended[:limit]


async def release_stopped(session: Any, *, limit: int) -> list[SendStatus]:
    tables = _tables(session)
    ended = []
    for key, send in sorted(tables.sends.items()):
        if send.state != "retryable" or send.next_attempt_at is None:
            continue
        stopped = tables.is_stopped(send.order)
        if stopped or tables.is_suppressed(send.order):
            status = tables.status(send, "returned" if stopped else "suppressed")
            ended.append(status if stopped else replace(status, error=None))
            del tables.sends[key]
    return ended[:limit]


def read_request(request: Mapping[str, Any]) -> tuple[Party, Any, str | None]:
    order: Order = request["order"]
    return order.recipient, order.content, order.reply_to


# --- gateway.repository.blocks ---------------------------------------------------------------


async def advance(session: Any, portion: Portion, step: Step) -> Answer:
    tables = _tables(session)
    key = portion.company_id, portion.block_id
    block = tables.blocks.get(key)
    is_open = step == "none" or (block is not None and not block.closed)
    if block is not None and is_open:
        if step == "next":
            block.posted = portion.posted
        elif step == "last":
            del tables.blocks[key]
    controls = {id_: tables.controls.get((portion.company_id, id_)) for id_ in portion.campaign_ids}
    stopped = {id_ for id_, control in controls.items() if control and control.state != "running"}
    left = tables.opted_out(portion.company_id, portion.channel_id, portion.identities)
    return Answer(is_open, frozenset(stopped), frozenset(left))


async def close_expired(session: Any) -> None:
    tables = _tables(session)
    for block in tables.blocks.values():
        if block.lease_until < tables.now:
            block.closed = True


# --- gateway.repository.projections ----------------------------------------------------------


async def apply_campaign_states(session: Any, events: Sequence[Any]) -> None:
    tables = _tables(session)
    for event in events:
        key = event.company_id, event.campaign_id
        known = tables.controls.get(key)
        if known is None or known.revision < event.revision:
            tables.controls[key] = Control(event.state, event.revision)


async def apply_opt_outs(session: Any, events: Sequence[Any]) -> None:
    tables = _tables(session)
    for event in events:
        key = event.company_id, canonical_alias(event.identity), event.channel_id or EVERY_CHANNEL
        said = event.at, event.opted_out
        if key not in tables.suppressions or tables.suppressions[key] < said:
            tables.suppressions[key] = said


async def hold_campaigns(session: Any, campaigns: Collection[tuple[UUID, UUID, UUID]]) -> None:
    tables = _tables(session)
    for company_id, campaign_id, _ in campaigns:
        control = tables.controls.setdefault((company_id, campaign_id), Control("paused", 0))
        if control.state == "running":
            control.state = "paused"


async def suppress_recipients(session: Any, sends: Collection[Key]) -> None:
    tables = _tables(session)
    for company_id, send_id in sends:
        order = tables.sends[company_id, send_id].order
        for name in order.recipient_keys:
            tables.suppressions[company_id, name, order.channel_id] = tables.clock.now, True


# --- gateway.repository.statuses -------------------------------------------------------------


async def lock_sends(session: Any, reports: Sequence[Report]) -> list[LedgerRow | None]:
    tables = _tables(session)
    rows: list[LedgerRow | None] = []
    for report in reports:
        send = tables.sends.get((report.company_id, report.send_id)) if report.send_id else None
        if send is None or send.order.channel_id != report.channel_id:
            send = tables.find(report.channel_id, report.provider_message_id)
        rows.append(None if send is None else _ledger_row(send))
    return rows


def _ledger_row(send: Send) -> LedgerRow:
    order = send.order
    shown = send.has_request and order.message_id is None
    return LedgerRow(
        company_id=order.company_id,
        send_id=order.send_id,
        channel_id=order.channel_id,
        campaign_id=order.campaign_id,
        message_id=order.message_id,
        state=send.state,
        provider_message_id=send.provider_message_id,
        request={"order": order} if shown else None,
        recipient_keys=order.recipient_keys,
    )


async def move(session: Any, moves: Sequence[Move]) -> None:
    tables = _tables(session)
    for one in moves:
        send = tables.sends[one.row.company_id, one.row.send_id]
        send.state, send.error = one.report.state, one.report.error
        send.provider_message_id = send.provider_message_id or one.report.provider_message_id
        send.has_request, send.lease_until, send.next_attempt_at = False, None, None
        send.updated_at = tables.now


async def add_unmatched(session: Any, reports: Sequence[Report]) -> None:
    tables = _tables(session)
    for report in reports:
        key = report.company_id, report.channel_id, report.provider_message_id, report.state
        tables.unmatched.setdefault(key, replace(report, recipient=None))


async def pop_unmatched_of(session: Any, messages: Sequence[tuple[UUID, UUID, str]]) -> list[Report]:
    tables = _tables(session)
    wanted = set(messages)
    found = [key for key in tables.unmatched if key[:3] in wanted]
    return [tables.unmatched.pop(key) for key in found]


async def pop_matching(session: Any, *, limit: int) -> list[Report]:
    tables = _tables(session)
    if not tables.unmatched:
        return []
    rows = await lock_sends(session, list(tables.unmatched.values()))
    found = [key for key, row in zip(tables.unmatched, rows, strict=True) if row is not None]
    return [tables.unmatched.pop(key) for key in found[:limit]]


async def purge_unmatched(session: Any, limit: int, *, older_than_seconds: float) -> int:
    return 0


FUNCTIONS: Final[dict[str, Sequence[Any]]] = {
    "ledger": (
        claim, find_statuses, due, reclaim, record, end_leases, fail_outdated, release_stopped, read_request,
    ),
    "blocks": (advance, close_expired),
    "projections": (apply_campaign_states, apply_opt_outs, hold_campaigns, suppress_recipients),
    "statuses": (lock_sends, move, add_unmatched, pop_unmatched_of, pop_matching, purge_unmatched),
}  # fmt: skip
"""What stands for what, by the module of `gateway.repository`."""

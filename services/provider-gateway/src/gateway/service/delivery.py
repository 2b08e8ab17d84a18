"""Every change of a send goes through here, together with the event that reports it.

A change that is not real (late, repeated, already known) writes no event; an order for a send that
the ledger knows is answered with where that send stands.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, TypeAlias, get_args
from uuid import UUID

import structlog
from prometheus_client import Counter, Gauge
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.bounds import MAX_TEMPLATE_NAME, MAX_WORD
from atende_contracts.event import Party, ProviderError, TemplateContent
from atende_contracts.many import grouped
from atende_contracts.messages import (
    DeliveryState,
    DeliveryStatusChangedV1,
    DeliveryStatusesChangedV2,
    ProviderStatusReportedV1,
    SentTemplate,
)
from atende_contracts.reasons import PAUSING
from atende_contracts.template_texts import text_of
from atende_contracts.topics import BUSY_PARTITIONS, DELIVERY_STATUS
from atende_platform.data.db import PARTITIONS
from atende_platform.messaging import outbox
from atende_platform.process import tracing
from atende_platform.process.metrics import begin_at_zero
from gateway.domain.sends import Order, Origin, Settlement, advance
from gateway.repository import blocks, ledger, projections, restores, statuses, templates
from gateway.repository.ledger import MOST_UNCONFIRMED, Intent, SendStatus
from gateway.repository.statuses import LedgerRow, Move, Report

log = structlog.get_logger(__name__)

UNMATCHED_SECONDS: Final = 48 * 3600.0
"""How long a status waits for its message. Meta repeats what we did not take, so nothing later is lost."""
SWEEP_LIMIT: Final = 500
PURGE_LIMIT: Final = 5000

_EVENT_STATES: Final[dict[str, DeliveryState]] = {
    "accepted": "accepted",
    "failed": "failed",
    "unknown": "unconfirmed",
}
Traces: TypeAlias = Mapping[UUID, tracing.Traceparent]
"""By the sends' ids."""

_outcomes = Counter(
    "gateway_sends_total",
    "Sends by outcome, of the attempt and of what the provider reports later",
    ["origin", "outcome"],
)
begin_at_zero(
    _outcomes,
    get_args(Origin),
    ("accepted", "delivered", "read", "failed", "undelivered", "unknown", "returned", "suppressed"),
)
_OUTCOMES: Final[dict[DeliveryState, str]] = {
    "unconfirmed": "unknown",
    "delivered": "delivered",
    "read": "read",
    "failed": "undelivered",
    "returned": "returned",
}
"""What is counted of a send after its attempt: a failure then is one of a message that the provider took."""
_unconfirmed = Gauge(
    "gateway_sends_unconfirmed", f"Sends whose fate is not known now, counted up to {MOST_UNCONFIRMED}"
)
_statuses = Counter("gateway_statuses_total", "Status reports by what they did", ["effect"])


async def claim(
    session: AsyncSession, intents: Sequence[Intent], now: datetime, *, lease: float
) -> list[Order]:
    """Write the intents into the ledger; return the orders that are now to be sent by the caller.

    What may not be sent is published: to the campaign that it was returned or suppressed, to all that it
    failed. What the ledger knows already is reported again: its sender may have missed the event.
    """
    verdicts = await ledger.claim(session, intents, lease=lease)
    events: list[DeliveryStatusChangedV1] = []
    claimed: list[Order] = []
    known = [key for key, verdict in verdicts.items() if verdict == "known"]
    if known:
        events += map(_event_of_status, await ledger.find_statuses(session, known))
    for intent in intents:
        order, verdict = intent.order, verdicts[intent.order.key]
        if verdict in {"returned", "suppressed"}:
            events.append(_event_of(order, "returned" if verdict == "returned" else "suppressed", now))
        elif verdict == "claimed" and intent.state == "sending":
            claimed.append(order)
        elif verdict == "claimed" and intent.state == "failed":
            events.append(_event_of(order, "failed", now, error=intent.error))
        elif verdict == "claimed" and intent.state == "unknown":
            events.append(_event_of(order, "unconfirmed", now, **_written(order)))
        _outcomes.labels(order.origin, intent.state if verdict == "claimed" else verdict).inc()
    await _add(session, await _with_texts(session, events), _traces(intent.order for intent in intents))
    return claimed


async def record_doubtful(session: AsyncSession, orders: Sequence[Order], now: datetime) -> None:
    """Take orders from before a restore. Those that the ledger does not know may have been carried out.

    They are recorded as unknown and published as unconfirmed. The provider's reports still move them forward.
    """
    await claim(session, [Intent(order, "unknown") for order in orders], now, lease=0.0)
    log.warning("send.ordered_before_restore", count=len(orders))


async def doubt_pending(session: AsyncSession, *, until: datetime) -> int:
    """Give up sends that may have been posted until then, with what this database does not know any more.

    Return how many; call it again until there are none.
    """
    ended = await restores.doubt_pending(session, until=until, limit=SWEEP_LIMIT)
    await _publish_ended(session, ended)
    return len(ended)


async def record(session: AsyncSession, settlements: Sequence[Settlement], now: datetime) -> None:
    """Write the outcomes of attempts, and apply statuses that came before their message was known.

    A refusal that concerns a whole campaign stops it here and now: what waits is returned to it.
    """
    taken = await ledger.record(session, settlements)
    events: list[DeliveryStatusChangedV1] = []
    accepted: list[tuple[UUID, UUID, str]] = []
    held: set[tuple[UUID, UUID, UUID]] = set()
    for settlement in settlements:
        order = settlement.order
        if order.key not in taken:  # A status resolved it first.
            continue
        _outcomes.labels(order.origin, settlement.state).inc()
        if settlement.error and settlement.error.reason in PAUSING and order.campaign_id is not None:
            held.add((order.company_id, order.campaign_id, order.channel_id))
        state = _EVENT_STATES.get(settlement.state)
        if state is not None:
            message_id = settlement.provider_message_id
            written = {} if state == "failed" else _written(order)
            error = settlement.error
            events.append(
                _event_of(order, state, now, error=error, provider_message_id=message_id, **written)
            )
            if message_id is not None:
                accepted.append((order.company_id, order.channel_id, message_id))
    await _publish(session, events, _traces(settlement.order for settlement in settlements))
    if held:
        await projections.hold_campaigns(session, held)
    if accepted:
        await _apply(session, await statuses.pop_unmatched_of(session, accepted))


async def hold_campaigns(session: AsyncSession, orders: Sequence[Order]) -> None:
    """Stop the campaigns of orders; what of them waits in the ledger is returned with its error."""
    held = {
        (order.company_id, order.campaign_id, order.channel_id)
        for order in orders
        if order.campaign_id is not None
    }
    await projections.hold_campaigns(session, held)


async def refuse(session: AsyncSession, order: Order, error: ProviderError, now: datetime) -> None:
    """Publish that an order failed which the ledger cannot hold; nothing was sent."""
    _outcomes.labels(order.origin, "failed").inc()
    await _add(session, [_event_of(order, "failed", now, error=error)], _traces([order]))


async def apply_statuses(session: AsyncSession, events: Sequence[ProviderStatusReportedV1]) -> None:
    """Move sends forward by the provider's statuses, in any order; keep those that match nothing yet."""
    await _apply(
        session,
        [
            Report(
                company_id=event.company_id,
                channel_id=event.channel_id,
                provider_message_id=event.provider_message_id,
                send_id=event.send_id,
                state=event.state,
                error=event.errors[0] if event.errors else None,
                at=event.at,
                recipient=event.recipient,
            )
            for event in events
        ],
    )


async def apply_unmatched(session: AsyncSession) -> int:
    """Apply statuses whose message became known meanwhile, delete old ones; return how many matched."""
    reports = await statuses.pop_matching(session, limit=SWEEP_LIMIT)
    await _apply(session, reports)
    await statuses.purge_unmatched(session, PURGE_LIMIT, older_than_seconds=UNMATCHED_SECONDS)
    return len(reports)


async def sweep(session: AsyncSession) -> int:
    """Give up sends without an outcome in time and sends that cannot leave any more; return how many."""
    await blocks.close_expired(session)
    ended = [
        *await ledger.end_leases(session, limit=SWEEP_LIMIT),
        *await ledger.fail_outdated(session, limit=SWEEP_LIMIT),
    ]
    await _publish_ended(session, ended)
    return len(ended)


async def count_unconfirmed(session: AsyncSession) -> None:
    """Show how many sends wait for a status to tell their fate."""
    _unconfirmed.set(await ledger.count_unconfirmed(session))


async def purge_old(session: AsyncSession, limit: int, *, days: int) -> int:
    """Delete some of the sends that ended so many days ago; return how many."""
    return await ledger.purge(session, days=days, limit=limit)


async def purge_blocks(session: AsyncSession, limit: int) -> int:
    """Delete some blocks that were not posted to their end, long after; return how many."""
    return await blocks.purge(session, limit)


async def release_stopped(session: AsyncSession) -> int:
    """Give waiting sends of stopped campaigns back to them; return how many."""
    ended = await ledger.release_stopped(session, limit=SWEEP_LIMIT)
    await _publish_ended(session, ended)
    return len(ended)


async def _apply(session: AsyncSession, reports: Sequence[Report]) -> None:
    if not reports:
        return
    rows = await statuses.lock_sends(session, reports)
    by_send: dict[tuple[UUID, UUID], list[Report]] = defaultdict(list)
    found: dict[tuple[UUID, UUID], LedgerRow] = {}
    unmatched: list[Report] = []
    for row, one in zip(rows, reports, strict=True):
        if row is None:
            unmatched.append(one)
        else:
            found[row.company_id, row.send_id] = row
            by_send[row.company_id, row.send_id].append(one)
    moves: list[Move] = []
    traces: dict[UUID, tracing.Traceparent] = {}
    events: list[DeliveryStatusChangedV1] = []
    for key, row in found.items():
        by_state: dict[DeliveryState, Report] = {}
        for one in by_send[key]:
            by_state.setdefault(one.state, one)
        steps = [by_state[state] for state in advance(row.state, list(by_state))]
        if steps:
            moves.append(Move(row, steps[-1]))
            if row.traceparent is not None:
                states = ", ".join(step.state for step in steps)
                traces[row.send_id] = tracing.mark("reported", row.traceparent, {"atende.states": states})
            first, *later = [_event_of_row(row, step) for step in steps]
            events += [first.model_copy(update=_requested(row.request)), *later]
    for event in events:
        _count(event.campaign_id, event.state)
    if moves:
        await statuses.move(session, moves)
        await _publish(session, events, traces)
    if unmatched:
        await statuses.add_unmatched(session, unmatched)
    _statuses.labels("moved").inc(len(events))
    _statuses.labels("parked").inc(len(unmatched))
    _statuses.labels("known").inc(len(reports) - len(unmatched) - len(events))


async def _publish(session: AsyncSession, events: Sequence[DeliveryStatusChangedV1], traces: Traces) -> None:
    """Publish failures and successes; a person who opted out at the provider gets no more campaigns."""
    await _add(session, await _with_texts(session, events), traces)
    opted_out = {(e.company_id, e.send_id) for e in events if e.error and e.error.reason == "opted_out"}
    if opted_out:
        await projections.suppress_recipients(session, opted_out)


async def _publish_ended(session: AsyncSession, ended: Sequence[SendStatus]) -> None:
    events = await _with_texts(session, [_event_of_status(one) for one in ended])
    await _add(session, events, _traces(ended))
    for one in ended:
        _count(one.campaign_id, one.state, ended=True)
        log.info("send.without_answer", send=str(one.send_id), state=one.state)


def _count(campaign_id: UUID | None, state: DeliveryState, *, ended: bool = False) -> None:
    """Count the outcome of a send after its attempt, or without one (``ended``)."""
    outcome = "failed" if ended and state == "failed" else _OUTCOMES.get(state)
    if outcome is not None:
        _outcomes.labels("reply" if campaign_id is None else "campaign", outcome).inc()


async def _add(session: AsyncSession, events: Sequence[DeliveryStatusChangedV1], traces: Traces) -> None:
    """Publish statuses, many in one event; those of a send whose trace is recorded in events of their own."""
    unrecorded = [event for event in events if event.send_id not in traces] if traces else events
    partitions = DELIVERY_STATUS.partitions_at(session.info.get(PARTITIONS, BUSY_PARTITIONS))
    await outbox.add(session, DeliveryStatusesChangedV2.gather(unrecorded, partitions))
    if not traces:
        return
    recorded = grouped((event for event in events if event.send_id in traces), lambda each: each.send_id)
    gathered = [each for one in recorded for each in DeliveryStatusesChangedV2.gather(one, partitions)]
    places = {each.id: traces[each.items[0].send_id] for each in gathered}
    await outbox.add(session, gathered, traces=places)


def _traces(ordered: Iterable[Order | SendStatus]) -> Traces:
    """Return where the traces of those sends go on whose traces are recorded."""
    return {one.send_id: one.traceparent for one in ordered if one.traceparent is not None}


async def _with_texts(
    session: AsyncSession, events: Sequence[DeliveryStatusChangedV1]
) -> list[DeliveryStatusChangedV1]:
    """Say of messages made of templates what they say: who shows them does not know the templates."""
    made = {
        event.id: (event.company_id, event.channel_id, event.content.name, event.content.language)
        for event in events
        if isinstance(event.content, TemplateContent)
    }
    if not made:
        return list(events)
    known = await templates.components_of(session, set(made.values()))
    return [
        event.model_copy(update={"text": text_of(known[made[event.id]], event.content.components)})
        if isinstance(event.content, TemplateContent) and made[event.id] in known
        else event
        for event in events
    ]


def _written(order: Order) -> dict[str, Any]:
    """Return what an event says of a message that no agent wrote: this event is the only source for chat."""
    if order.message_id is not None:
        return {}
    return {"recipient": order.recipient, "content": order.content}


def _requested(request: dict[str, Any] | None) -> dict[str, Any]:
    """Return the same as the ledger has it."""
    if request is None:
        return {}
    recipient, content, _ = ledger.read_request(request)
    return {"recipient": recipient, "content": content}


def _event_of_status(one: SendStatus) -> DeliveryStatusChangedV1:
    event = DeliveryStatusChangedV1(
        company_id=one.company_id,
        send_id=one.send_id,
        channel_id=one.channel_id,
        campaign_id=one.campaign_id,
        message_id=one.message_id,
        state=one.state,
        provider_message_id=one.provider_message_id,
        error=one.error,
        at=one.at,
    )
    return event.model_copy(update=_requested(one.request))


def _event_of(
    order: Order,
    state: DeliveryState,
    now: datetime,
    *,
    error: ProviderError | None = None,
    provider_message_id: str | None = None,
    **written: Any,
) -> DeliveryStatusChangedV1:
    return DeliveryStatusChangedV1(
        **written,
        template=None if "content" in written else _template_of(order),
        company_id=order.company_id,
        send_id=order.send_id,
        channel_id=order.channel_id,
        campaign_id=order.campaign_id,
        message_id=order.message_id,
        state=state,
        provider_message_id=provider_message_id,
        error=error,
        at=now,
    )


def _template_of(order: Order) -> SentTemplate | None:
    if not isinstance(order.content, TemplateContent):
        return None
    return SentTemplate(
        name=order.content.name[:MAX_TEMPLATE_NAME], language=order.content.language[:MAX_WORD]
    )


def _reported_as(row: LedgerRow, recipient: Party | None) -> Party | None:
    """Return the recipient by number and user id; a number that the provider hides is the one we sent to."""
    if recipient is None or recipient.bsuid is None or recipient.wa_id is not None:
        return recipient if recipient is not None and recipient.bsuid else None
    numbers = (key.partition(":")[2] for key in row.recipient_keys if key.startswith("phone:"))
    number = next(numbers, None)
    return recipient.model_copy(update={"phone": f"+{number}"}) if number else None


def _event_of_row(row: LedgerRow, step: Report) -> DeliveryStatusChangedV1:
    return DeliveryStatusChangedV1(
        company_id=row.company_id,
        send_id=row.send_id,
        channel_id=row.channel_id,
        campaign_id=row.campaign_id,
        message_id=row.message_id,
        state=step.state,
        provider_message_id=row.provider_message_id or step.provider_message_id,
        error=step.error,
        at=step.at,
        reported_as=_reported_as(row, step.recipient),
    )

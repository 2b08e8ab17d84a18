"""Statuses meet the ledger: locking the sends they name, moving these, keeping what names none yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.event import Party, ProviderError
from atende_contracts.messages import DeliveryState
from atende_platform.data import batch
from atende_platform.data.db import execute
from atende_platform.data.purges import deleting
from gateway.models import Send, UnmatchedStatus


@dataclass(frozen=True, slots=True)
class Report:
    """A status of a message at a provider."""

    company_id: UUID
    channel_id: UUID
    provider_message_id: str
    send_id: UUID | None
    state: DeliveryState
    error: ProviderError | None
    at: datetime
    recipient: Party | None = None
    """By the names that the provider gave; not kept while the report waits for its message."""


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """What a status needs to know of the send it belongs to."""

    company_id: UUID
    send_id: UUID
    channel_id: UUID
    campaign_id: UUID | None
    message_id: UUID | None
    state: str
    provider_message_id: str | None
    request: dict[str, Any] | None = None
    """What was ordered, as long as no outcome is recorded; only of what no agent wrote."""
    recipient_keys: Sequence[str] = ()
    """The aliases of whom it was sent to."""
    traceparent: str | None = None


@dataclass(frozen=True, slots=True)
class Move:
    """A send's new state, by a report."""

    row: LedgerRow
    report: Report


_FIND: Final = """
WITH input AS (
    SELECT * FROM unnest(
        CAST(:company_ids AS uuid[]), CAST(:channel_ids AS uuid[]), CAST(:send_ids AS uuid[]),
        CAST(:provider_message_ids AS text[])
    ) WITH ORDINALITY AS i (company_id, channel_id, send_id, provider_message_id, place)
),
found AS (
    SELECT i.place, s.company_id, s.send_id FROM input i
    JOIN sends s ON s.company_id = i.company_id AND s.send_id = i.send_id AND s.channel_id = i.channel_id
    UNION
    SELECT i.place, s.company_id, s.send_id FROM input i
    JOIN sends s ON s.company_id = i.company_id AND s.channel_id = i.channel_id
                AND s.provider_message_id = i.provider_message_id
)
SELECT f.place, s.company_id, s.send_id, s.channel_id, s.campaign_id, s.message_id, s.state,
       s.provider_message_id, CASE WHEN s.message_id IS NULL THEN s.request END AS request, s.recipient_keys,
       s.traceparent
FROM found f JOIN sends s ON s.company_id = f.company_id AND s.send_id = f.send_id
ORDER BY s.company_id, s.send_id
FOR UPDATE OF s
"""


async def lock_sends(session: AsyncSession, reports: Sequence[Report]) -> list[LedgerRow | None]:
    """Return, for each report, the send it is about, locked; None where the ledger knows none.

    Our own id, echoed by the provider, is stronger evidence than the provider's id.
    """
    result = await execute(
        session,
        _FIND,
        company_ids=[report.company_id for report in reports],
        channel_ids=[report.channel_id for report in reports],
        send_ids=[report.send_id for report in reports],
        provider_message_ids=[report.provider_message_id for report in reports],
    )
    rows: list[LedgerRow | None] = [None] * len(reports)
    for row in result:
        place = row.place - 1
        if rows[place] is None or row.send_id == reports[place].send_id:
            rows[place] = LedgerRow(
                company_id=row.company_id,
                send_id=row.send_id,
                channel_id=row.channel_id,
                campaign_id=row.campaign_id,
                message_id=row.message_id,
                state=row.state,
                provider_message_id=row.provider_message_id,
                request=row.request,
                recipient_keys=row.recipient_keys,
                traceparent=row.traceparent,
            )
    return rows


_MOVE: Final = batch.update(
    Send,
    "state, error",
    provider_message_id="coalesce(stored.provider_message_id, given.provider_message_id)",
    request="NULL",
    lease_until="NULL",
    next_attempt_at="NULL",
    updated_at="now()",
)


async def move(session: AsyncSession, moves: Sequence[Move]) -> None:
    """Write new states of sends that this transaction has locked, one move per send."""
    rows: list[Any] = [
        {
            "company_id": move.row.company_id,
            "send_id": move.row.send_id,
            "state": move.report.state,
            "error": _json(move.report.error),
            "provider_message_id": move.report.provider_message_id,
        }
        for move in moves
    ]
    await _MOVE.run(session, rows)


_ADD_UNMATCHED: Final = batch.insert(UnmatchedStatus, dict, or_nothing=True, received_at="now()")


async def add_unmatched(session: AsyncSession, reports: Sequence[Report]) -> None:
    """Keep reports that match nothing yet."""
    rows = [
        {
            "company_id": report.company_id,
            "channel_id": report.channel_id,
            "provider_message_id": report.provider_message_id,
            "state": report.state,
            "send_id": report.send_id,
            "error": _json(report.error),
            "at": report.at,
        }
        for report in reports
    ]
    await _ADD_UNMATCHED.run(session, rows)


_POP_UNMATCHED_OF: Final = """
DELETE FROM unmatched_statuses u
USING unnest(CAST(:company_ids AS uuid[]), CAST(:channel_ids AS uuid[]), CAST(:message_ids AS text[]))
    AS given (company_id, channel_id, provider_message_id)
WHERE u.company_id = given.company_id AND u.channel_id = given.channel_id
  AND u.provider_message_id = given.provider_message_id
RETURNING u.*
"""


async def pop_unmatched_of(session: AsyncSession, messages: Sequence[tuple[UUID, UUID, str]]) -> list[Report]:
    """Delete and return the unmatched reports of (company, channel, provider message) triples."""
    return await _pop(
        session,
        _POP_UNMATCHED_OF,
        company_ids=[company_id for company_id, _, _ in messages],
        channel_ids=[channel_id for _, channel_id, _ in messages],
        message_ids=[message_id for _, _, message_id in messages],
    )


_POP_MATCHING: Final = """
DELETE FROM unmatched_statuses u WHERE (company_id, channel_id, provider_message_id, state) IN (
    SELECT p.company_id, p.channel_id, p.provider_message_id, p.state FROM unmatched_statuses p
    WHERE EXISTS (SELECT 1 FROM sends s WHERE s.company_id = p.company_id
                  AND s.channel_id = p.channel_id AND s.provider_message_id = p.provider_message_id)
       OR EXISTS (SELECT 1 FROM sends s WHERE s.company_id = p.company_id
                  AND s.channel_id = p.channel_id AND s.send_id = p.send_id)
    LIMIT :limit FOR UPDATE SKIP LOCKED
)
RETURNING u.*
"""


async def pop_matching(session: AsyncSession, *, limit: int) -> list[Report]:
    """Delete and return unmatched reports whose message the ledger knows by now."""
    return await _pop(session, _POP_MATCHING, limit=limit)


_PURGE_UNMATCHED: Final = deleting(
    "unmatched_statuses", "received_at < now() - make_interval(secs => :age)", "received_at"
)


async def purge_unmatched(session: AsyncSession, limit: int, *, older_than_seconds: float) -> int:
    """Delete some reports that have matched nothing for so long; return how many."""
    result = await execute(session, _PURGE_UNMATCHED, age=older_than_seconds, limit=limit)
    return result.rowcount


async def _pop(session: AsyncSession, statement: str, **parameters: Any) -> list[Report]:
    result = await execute(session, statement, **parameters)
    return [
        Report(
            company_id=row.company_id,
            channel_id=row.channel_id,
            provider_message_id=row.provider_message_id,
            send_id=row.send_id,
            state=row.state,
            error=ProviderError.model_validate(row.error) if row.error else None,
            at=row.at,
        )
        for row in result
    ]


def _json(error: ProviderError | None) -> dict[str, Any] | None:
    return error.model_dump(mode="json") if error is not None else None

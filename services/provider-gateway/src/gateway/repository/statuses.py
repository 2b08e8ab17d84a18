"""Statuses meet the ledger: locking what they name, moving it, parking what names nothing yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.event import Party, ProviderError
from atende_contracts.messages import DeliveryState
from atende_platform import batch
from atende_platform.db import execute
from gateway.models import UnmatchedStatus


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
    """By the names that the provider told; not kept while the report waits for its message."""


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
       s.provider_message_id, CASE WHEN s.message_id IS NULL THEN s.request END AS request, s.recipient_keys
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
            )
    return rows


async def move(session: AsyncSession, moves: Sequence[Move]) -> None:
    """Write new states of sends that this transaction has locked, one move per send."""
    await execute(
        session,
        """
        UPDATE sends s SET
            state = i.state, error = CAST(i.error AS jsonb),
            provider_message_id = coalesce(s.provider_message_id, i.provider_message_id),
            request = NULL, lease_until = NULL, next_attempt_at = NULL, updated_at = now()
        FROM unnest(
            CAST(:company_ids AS uuid[]), CAST(:send_ids AS uuid[]), CAST(:states AS text[]),
            CAST(:errors AS text[]), CAST(:provider_message_ids AS text[])
        ) AS i (company_id, send_id, state, error, provider_message_id)
        WHERE s.company_id = i.company_id AND s.send_id = i.send_id
        """,
        company_ids=[m.row.company_id for m in moves],
        send_ids=[m.row.send_id for m in moves],
        states=[m.report.state for m in moves],
        errors=[m.report.error.model_dump_json() if m.report.error else None for m in moves],
        provider_message_ids=[m.report.provider_message_id for m in moves],
    )


_PARK: Final = batch.insert(UnmatchedStatus, or_nothing=True)


async def park(session: AsyncSession, reports: Sequence[Report]) -> None:
    """Keep reports that match nothing yet."""
    rows = [
        UnmatchedStatus(
            company_id=report.company_id,
            channel_id=report.channel_id,
            provider_message_id=report.provider_message_id,
            state=report.state,
            send_id=report.send_id,
            error=report.error.model_dump(mode="json") if report.error else None,
            at=report.at,
        )
        for report in reports
    ]
    await _PARK.run(session, rows)


async def take_parked_of(session: AsyncSession, messages: Sequence[tuple[UUID, UUID, str]]) -> list[Report]:
    """Take out the parked reports of (company, channel, provider message) triples."""
    return await _take(
        session,
        "DELETE FROM unmatched_statuses u"
        " USING unnest(CAST(:company_ids AS uuid[]), CAST(:channel_ids AS uuid[]),"
        " CAST(:provider_message_ids AS text[])) AS i (company_id, channel_id, provider_message_id)"
        " WHERE u.company_id = i.company_id AND u.channel_id = i.channel_id"
        " AND u.provider_message_id = i.provider_message_id RETURNING u.*",
        company_ids=[company_id for company_id, _, _ in messages],
        channel_ids=[channel_id for _, channel_id, _ in messages],
        provider_message_ids=[message_id for _, _, message_id in messages],
    )


async def take_matching_parked(session: AsyncSession, *, limit: int) -> list[Report]:
    """Take out parked reports whose message the ledger knows by now."""
    return await _take(
        session,
        "DELETE FROM unmatched_statuses u WHERE (company_id, channel_id, provider_message_id, state) IN ("
        "  SELECT p.company_id, p.channel_id, p.provider_message_id, p.state FROM unmatched_statuses p"
        "  WHERE EXISTS (SELECT 1 FROM sends s WHERE s.company_id = p.company_id"
        "      AND s.channel_id = p.channel_id AND s.provider_message_id = p.provider_message_id)"
        "  OR EXISTS (SELECT 1 FROM sends s WHERE s.company_id = p.company_id"
        "      AND s.channel_id = p.channel_id AND s.send_id = p.send_id)"
        "  LIMIT :limit FOR UPDATE SKIP LOCKED"
        " ) RETURNING u.*",
        limit=limit,
    )


async def drop_parked(session: AsyncSession, *, older_than_seconds: float) -> int:
    """Forget reports that have matched nothing for so long; return how many."""
    result = await execute(
        session,
        "DELETE FROM unmatched_statuses WHERE received_at < now() - make_interval(secs => :age)",
        age=older_than_seconds,
    )
    return result.rowcount


async def _take(session: AsyncSession, statement: str, **parameters: Any) -> list[Report]:
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

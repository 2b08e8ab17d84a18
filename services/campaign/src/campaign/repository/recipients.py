"""Recipients: listed, counted, moved by what became of them. One statement per batch throughout."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.delivery import forward_rank_sql
from atende_contracts.event import Party
from atende_platform.db import execute
from campaign.domain.delivery import TIMES, Outcome
from campaign.domain.states import ENDED, RecipientState
from campaign.models import Recipient
from campaign.repository.rows import as_rows, plain

RecipientRow = Recipient
"""A recipient as the layers above hold it."""


async def list_recipients(
    session: AsyncSession,
    company_id: UUID,
    campaign_id: UUID,
    *,
    state: RecipientState | None,
    after: UUID | None,
    limit: int,
) -> Sequence[Recipient]:
    """Return a campaign's recipients in the order they are sent to, after a send id."""
    # A page of each state, merged: the index by state then gives a page of a campaign of any size
    # at once, where an index without the state would cost every status a write.
    page = text(_PAGE_OF_RECIPIENTS).bindparams(
        company_id=company_id,
        campaign_id=campaign_id,
        states=[str(each) for each in (RecipientState if state is None else [state])],
        after=after,
        limit=limit,
    )
    return (await session.exec(select(Recipient).from_statement(page))).scalars().all()  # type: ignore[call-overload,no-any-return]


_PAGE_OF_RECIPIENTS: Final = """
SELECT page.* FROM unnest(CAST(:states AS text[])) AS of (state)
CROSS JOIN LATERAL (
    SELECT r.* FROM recipients r
    WHERE r.company_id = :company_id AND r.campaign_id = :campaign_id AND r.state = of.state
      AND (CAST(:after AS uuid) IS NULL OR r.send_id > :after)
    ORDER BY r.send_id LIMIT :limit
) AS page
ORDER BY page.send_id LIMIT :limit
"""


async def count_by_state(session: AsyncSession, company_id: UUID, campaign_id: UUID) -> dict[str, int]:
    """Return how many recipients are in each state that has any."""
    result = await execute(
        session,
        "SELECT state, count(*) AS recipients FROM recipients"
        " WHERE company_id = :company_id AND campaign_id = :campaign_id GROUP BY state ORDER BY state",
        company_id=company_id,
        campaign_id=campaign_id,
    )
    return {row.state: row.recipients for row in result}


# --- what became of them ---------------------------------------------------------------------

_RANK: Final = forward_rank_sql("r.state")
_NEWER: Final = f"t.state <> 'returned' AND (t.rank > {_RANK} OR (t.rank = {_RANK} AND t.at < r.state_at))"
_APPLY: Final = f"""
WITH told AS (
    SELECT * FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS t (
        company_id uuid, send_id uuid, state text, rank integer, at timestamptz,
        error_code integer, error_title text,
        {", ".join(f"{time} timestamptz" for time in TIMES)}
    )
), locked AS MATERIALIZED (
    -- An UPDATE takes its rows in any order, and two batches would wait for each other.
    SELECT r.company_id, r.send_id FROM recipients r JOIN told USING (company_id, send_id)
    ORDER BY r.company_id, r.send_id FOR NO KEY UPDATE OF r
), changed AS (
    UPDATE recipients r SET
        state = CASE
            WHEN t.state = 'returned' AND c.state = ANY(CAST(:ended AS text[])) THEN 'cancelled'
            WHEN t.state = 'returned' THEN 'pending'
            WHEN {_NEWER} THEN t.state ELSE r.state END,
        dispatched_at = CASE WHEN t.state = 'returned' THEN NULL ELSE r.dispatched_at END,
        state_at = CASE WHEN {_NEWER} THEN t.at ELSE r.state_at END,
        reason = CASE WHEN {_NEWER} THEN NULL ELSE r.reason END,
        error_code = CASE WHEN {_NEWER} THEN t.error_code ELSE r.error_code END,
        error_title = CASE WHEN {_NEWER} THEN t.error_title ELSE r.error_title END,
        {", ".join(f"{time} = LEAST(r.{time}, t.{time})" for time in TIMES)},
        updated_at = now()
    FROM locked JOIN told t USING (company_id, send_id), campaigns c
    WHERE r.company_id = t.company_id AND r.send_id = t.send_id
      AND c.company_id = r.company_id AND c.id = r.campaign_id
      AND CASE WHEN t.state = 'returned' THEN r.state = 'dispatched' ELSE {_NEWER}
        {" ".join(f"OR t.{time} < COALESCE(r.{time}, 'infinity')" for time in TIMES)} END
    RETURNING r.company_id, r.campaign_id
)
INSERT INTO progress_marks (company_id, campaign_id) SELECT DISTINCT company_id, campaign_id FROM changed
"""  # noqa: S608 (built from constants only)


async def apply_outcomes(session: AsyncSession, outcomes: Sequence[Outcome]) -> None:
    """Move recipients forward. What is not news changes nothing; a returned one waits to be sent again.

    A recipient returned after its campaign has ended is cancelled.
    """
    rows = [{**asdict(outcome), **outcome.times, "rank": outcome.rank} for outcome in outcomes]
    await execute(
        session, _APPLY, rows=json.dumps(rows, default=plain), ended=sorted(str(state) for state in ENDED)
    )


async def parties_of(
    session: AsyncSession, sends: Sequence[tuple[UUID, UUID]]
) -> dict[tuple[UUID, UUID], Party]:
    """Return to whom sends, given as (company, send id), went."""
    result = await execute(
        session,
        "SELECT r.company_id, r.send_id, CAST(r.party AS text) AS party FROM recipients r"
        " JOIN unnest(CAST(:company_ids AS uuid[]), CAST(:send_ids AS uuid[])) AS w (company_id, send_id)"
        " USING (company_id, send_id)",
        company_ids=[company_id for company_id, _ in sends],
        send_ids=[send_id for _, send_id in sends],
    )
    return {(row.company_id, row.send_id): Party.model_validate_json(row.party) for row in result}


@dataclass(frozen=True, slots=True)
class Silenced:
    """A person who is to get no more broadcasts of a channel, or (None) of any."""

    company_id: UUID
    identity: str
    channel_id: UUID | None


async def skip_opted_out(session: AsyncSession, silenced: Sequence[Silenced]) -> None:
    """Skip the pending recipients of people who have just left."""
    await execute(
        session,
        """
        WITH concerned AS MATERIALIZED (
            SELECT r.company_id, r.send_id
            FROM jsonb_to_recordset(CAST(:rows AS jsonb))
                AS o (company_id uuid, identity text, channel_id uuid)
            JOIN recipients r
                ON r.company_id = o.company_id AND r.identity = o.identity AND r.state = 'pending'
            JOIN campaigns c
                ON c.company_id = r.company_id AND c.id = r.campaign_id
                AND (o.channel_id IS NULL OR o.channel_id = c.channel_id)
            ORDER BY r.company_id, r.send_id FOR NO KEY UPDATE OF r
        ), skipped AS (
            UPDATE recipients r SET state = 'skipped', reason = 'opted_out', updated_at = now()
            FROM concerned
            WHERE r.company_id = concerned.company_id AND r.send_id = concerned.send_id
              AND r.state = 'pending'
            RETURNING r.company_id, r.campaign_id
        )
        INSERT INTO progress_marks (company_id, campaign_id)
        SELECT DISTINCT company_id, campaign_id FROM skipped
        """,
        rows=as_rows(silenced),
    )


async def cancel_pending(session: AsyncSession, company_id: UUID, campaign_id: UUID, *, limit: int) -> int:
    """Cancel up to so many pending recipients of a campaign that has ended; return how many."""
    result = await execute(
        session,
        """
        UPDATE recipients r SET state = 'cancelled', updated_at = now()
        FROM (
            SELECT company_id, send_id FROM recipients
            WHERE company_id = :company_id AND campaign_id = :campaign_id AND state = 'pending'
            ORDER BY send_id LIMIT :limit
            FOR UPDATE SKIP LOCKED
        ) AS p
        WHERE r.company_id = p.company_id AND r.send_id = p.send_id
        """,
        company_id=company_id,
        campaign_id=campaign_id,
        limit=limit,
    )
    return result.rowcount

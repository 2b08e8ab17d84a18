"""Recipients: planned, claimed, moved by statuses, counted. One statement per batch throughout."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import text
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.delivery import forward_rank_sql
from atende_contracts.event import OutboundContent, Party
from atende_platform.db import execute
from campaign.domain.audience import Contact, Planned
from campaign.domain.delivery import TIMES, Outcome
from campaign.domain.pacing import Demand
from campaign.domain.states import ENDED, RecipientState
from campaign.models import Recipient

RecipientRow = Recipient
"""A recipient as the layers above hold it."""

_CONTENT: Final[TypeAdapter[OutboundContent]] = TypeAdapter(OutboundContent)


def _rows(items: Iterable[Any]) -> str:
    """Return dataclasses as the JSON that ``jsonb_to_recordset`` turns into rows."""
    return json.dumps([asdict(item) for item in items], default=_plain)


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


# --- reading ---------------------------------------------------------------------------------


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


# --- expanding -------------------------------------------------------------------------------

_TARGETS: Final = """
WITH RECURSIVE chunk AS (
    {chunk}
), found AS (
    SELECT t.contact_id AS target_id, k.*, 0 AS depth
    FROM chunk t JOIN contact_copy k ON k.company_id = :company_id AND k.contact_id = t.contact_id
    UNION ALL
    SELECT f.target_id, k.*, f.depth + 1
    FROM found f JOIN contact_copy k ON k.company_id = :company_id AND k.contact_id = f.merged_into
    WHERE f.depth < 8
)
SELECT DISTINCT ON (t.contact_id) t.contact_id AS target_id, f.contact_id,
    CAST(f.party AS text) AS party, f.aliases, CAST(f.custom_fields AS text) AS custom_fields,
    f.deleted, f.merged_into
FROM chunk t LEFT JOIN found f ON f.target_id = t.contact_id
ORDER BY t.contact_id, f.depth DESC
"""

_NEXT_TARGETS: Final = _TARGETS.format(
    chunk="""
    SELECT contact_id FROM campaign_targets
    WHERE company_id = :company_id AND campaign_id = :campaign_id
      AND (CAST(:after AS uuid) IS NULL OR contact_id > :after)
    ORDER BY contact_id LIMIT :limit
    """
)

_MISSING_TARGETS: Final = _TARGETS.format(
    chunk="""
    SELECT contact_id FROM campaign_targets t
    WHERE company_id = :company_id AND campaign_id = :campaign_id AND missing
      AND (:also_unknown OR EXISTS (
        SELECT FROM contact_copy k WHERE k.company_id = t.company_id AND k.contact_id = t.contact_id
      ))
    ORDER BY contact_id LIMIT :limit
    """
)

Target = tuple[UUID, Contact | None]
"""A contact id of the audience, and the contact that it leads to, if it is known."""


async def next_targets(
    session: AsyncSession, company_id: UUID, campaign_id: UUID, *, after: UUID | None, limit: int
) -> list[Target]:
    """Return the next chunk of the audience, in the order of contact ids."""
    result = await execute(
        session, _NEXT_TARGETS, company_id=company_id, campaign_id=campaign_id, after=after, limit=limit
    )
    return [_target(row) for row in result]


async def missing_targets(
    session: AsyncSession, company_id: UUID, campaign_id: UUID, *, also_unknown: bool, limit: int
) -> list[Target]:
    """Return targets that were missing: those now known, or ``also_unknown`` ones."""
    result = await execute(
        session,
        _MISSING_TARGETS,
        company_id=company_id,
        campaign_id=campaign_id,
        also_unknown=also_unknown,
        limit=limit,
    )
    return [_target(row) for row in result]


def _target(row: Any) -> Target:
    if row.contact_id is None:
        return row.target_id, None
    contact = Contact(
        row.contact_id,
        Party.model_validate_json(row.party),
        row.aliases,
        json.loads(row.custom_fields),
        row.deleted,
        row.merged_into,
    )
    return row.target_id, contact


async def set_missing(
    session: AsyncSession, company_id: UUID, campaign_id: UUID, contact_ids: Sequence[UUID], *, missing: bool
) -> None:
    """Remember which targets are to be looked for again, or no more."""
    if not contact_ids:
        return
    await execute(
        session,
        "UPDATE campaign_targets SET missing = :missing WHERE company_id = :company_id"
        " AND campaign_id = :campaign_id AND contact_id = ANY(CAST(:contact_ids AS uuid[]))"
        " AND missing IS DISTINCT FROM :missing",
        company_id=company_id,
        campaign_id=campaign_id,
        contact_ids=list(contact_ids),
        missing=missing,
    )


async def has_missing_targets(session: AsyncSession, company_id: UUID, campaign_id: UUID) -> bool:
    """Tell whether the campaign still waits for contacts."""
    result = await execute(
        session,
        "SELECT EXISTS (SELECT FROM campaign_targets"
        " WHERE company_id = :company_id AND campaign_id = :campaign_id AND missing)",
        company_id=company_id,
        campaign_id=campaign_id,
    )
    return bool(result.scalar_one())


_ADD_PLANNED: Final = """
INSERT INTO recipients (
    company_id, campaign_id, send_id, contact_id, identity, aliases, party, content,
    state, reason, error_title
)
SELECT :company_id, :campaign_id, p.send_id, p.contact_id, p.identity, p.aliases, p.party, p.content,
    CASE WHEN out.hit THEN 'skipped' ELSE p.state END,
    CASE WHEN out.hit THEN 'opted_out' ELSE p.reason END,
    p.error_title
FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS p (
    send_id uuid, contact_id uuid, identity text, aliases text[], party jsonb, content jsonb,
    state text, reason text, error_title text
)
CROSS JOIN LATERAL (
    SELECT p.state = 'pending' AND EXISTS (
        SELECT FROM opt_outs o
        WHERE o.company_id = :company_id AND o.active AND o.identity = ANY(p.aliases)
          AND (o.channel_id IS NULL OR o.channel_id = :channel_id)
    ) AS hit
) AS out
ORDER BY p.send_id
ON CONFLICT (company_id, campaign_id, identity) DO NOTHING
"""


async def add_planned(
    session: AsyncSession, company_id: UUID, campaign_id: UUID, channel_id: UUID, planned: Sequence[Planned]
) -> None:
    """Store recipients; whoever is in the campaign already stays as they are, who opted out is skipped."""
    if planned:
        await execute(
            session,
            _ADD_PLANNED,
            company_id=company_id,
            campaign_id=campaign_id,
            channel_id=channel_id,
            rows=_rows(planned),
        )


# --- dispatching -----------------------------------------------------------------------------


async def demands(
    session: AsyncSession, company_id: UUID, channel_id: UUID, *, at_most: int
) -> dict[UUID, Demand]:
    """Return, for each campaign under way on a channel, what is in flight and what is ready to go.

    Ready ones are counted up to ``at_most`` only, and in-flight ones also of campaigns that were
    paused or ended: their sends still occupy the channel.
    """
    result = await execute(
        session,
        """
        SELECT c.id,
            (SELECT count(*) FROM recipients r
             WHERE r.company_id = c.company_id AND r.campaign_id = c.id AND r.state = 'dispatched'
            ) AS in_flight,
            (SELECT count(*) FROM (
                SELECT FROM recipients r
                WHERE r.company_id = c.company_id AND r.campaign_id = c.id AND r.state = 'pending'
                LIMIT :at_most
            ) AS pending) AS ready
        FROM campaigns c
        WHERE c.company_id = :company_id AND c.channel_id = :channel_id
          AND c.closed_at IS NULL AND c.state <> 'draft'
        """,
        company_id=company_id,
        channel_id=channel_id,
        at_most=at_most,
    )
    return {row.id: Demand(row.in_flight, row.ready) for row in result}


@dataclass(frozen=True, slots=True)
class Claimed:
    """A recipient that is now dispatched. ``content`` is absent when it is the campaign's."""

    company_id: UUID
    campaign_id: UUID
    channel_id: UUID
    send_id: UUID
    contact_id: UUID
    party: Party
    content: OutboundContent | None


_CLAIM: Final = """
WITH picked AS (
    SELECT r.*
    FROM unnest(CAST(:campaign_ids AS uuid[]), CAST(:limits AS integer[])) AS quota (campaign_id, n)
    CROSS JOIN LATERAL (
        SELECT send_id, aliases FROM recipients
        WHERE company_id = :company_id AND campaign_id = quota.campaign_id AND state = 'pending'
        ORDER BY send_id LIMIT quota.n
        FOR UPDATE SKIP LOCKED
    ) AS r
), checked AS (
    SELECT send_id, EXISTS (
        SELECT FROM opt_outs o
        WHERE o.company_id = :company_id AND o.active AND o.identity = ANY(picked.aliases)
          AND (o.channel_id IS NULL OR o.channel_id = :channel_id)
    ) AS opted_out FROM picked
)
UPDATE recipients r SET
    state = CASE WHEN c.opted_out THEN 'skipped' ELSE 'dispatched' END,
    reason = CASE WHEN c.opted_out THEN 'opted_out' END,
    dispatched_at = CASE WHEN c.opted_out THEN NULL ELSE clock_timestamp() END,
    updated_at = now()
FROM checked c
WHERE r.company_id = :company_id AND r.send_id = c.send_id
RETURNING r.company_id, r.campaign_id, CAST(:channel_id AS uuid) AS channel_id, r.send_id, r.contact_id,
    CAST(r.party AS text) AS party, CAST(r.content AS text) AS content, r.state
"""


async def claim(
    session: AsyncSession, company_id: UUID, channel_id: UUID, quotas: Mapping[UUID, int]
) -> list[Claimed]:
    """Dispatch up to so many pending recipients of each campaign; return them, oldest first.

    Who has opted out since the campaign was expanded is skipped instead. A recipient that someone
    else is claiming is passed over.
    """
    result = await execute(
        session,
        _CLAIM,
        company_id=company_id,
        channel_id=channel_id,
        campaign_ids=list(quotas),
        limits=list(quotas.values()),
    )
    claimed = [_claimed(row) for row in result if row.state == RecipientState.DISPATCHED]
    return sorted(claimed, key=lambda each: each.send_id)


async def claim_silent(session: AsyncSession, *, after_seconds: float, limit: int) -> list[Claimed]:
    """Take dispatched recipients of which nothing was heard for so long; their time starts anew."""
    result = await execute(
        session,
        """
        WITH silent AS (
            SELECT r.company_id, r.send_id, c.channel_id
            FROM campaigns c JOIN recipients r ON r.company_id = c.company_id AND r.campaign_id = c.id
            WHERE c.closed_at IS NULL AND c.state <> 'draft'
              AND r.state = 'dispatched' AND r.dispatched_at < now() - make_interval(secs => :after)
            ORDER BY r.send_id LIMIT :limit
            FOR UPDATE OF r SKIP LOCKED
        )
        UPDATE recipients r SET dispatched_at = now(), updated_at = now()
        FROM silent s WHERE r.company_id = s.company_id AND r.send_id = s.send_id
        RETURNING r.company_id, r.campaign_id, s.channel_id, r.send_id, r.contact_id,
            CAST(r.party AS text) AS party, CAST(r.content AS text) AS content
        """,
        after=after_seconds,
        limit=limit,
    )
    return sorted((_claimed(row) for row in result), key=lambda each: each.send_id)


def _claimed(row: Any) -> Claimed:
    return Claimed(
        row.company_id,
        row.campaign_id,
        row.channel_id,
        row.send_id,
        row.contact_id,
        Party.model_validate_json(row.party),
        None if row.content is None else _CONTENT.validate_json(row.content),
    )


async def contents_of(
    session: AsyncSession, campaigns: Iterable[tuple[UUID, UUID]]
) -> dict[UUID, OutboundContent]:
    """Return the content of campaigns, given as (company, id)."""
    pairs = sorted(set(campaigns))
    result = await execute(
        session,
        "SELECT c.id, CAST(c.content AS text) AS content FROM campaigns c"
        " JOIN unnest(CAST(:company_ids AS uuid[]), CAST(:ids AS uuid[])) AS w (company_id, id)"
        " USING (company_id, id)",
        company_ids=[company_id for company_id, _ in pairs],
        ids=[id_ for _, id_ in pairs],
    )
    return {row.id: _CONTENT.validate_json(row.content) for row in result}


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
        session, _APPLY, rows=json.dumps(rows, default=_plain), ended=sorted(str(state) for state in ENDED)
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
        rows=_rows(silenced),
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

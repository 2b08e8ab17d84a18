"""Recipients: listed, counted, moved by their outcomes. One statement per batch throughout."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ARRAY, Text, text
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.delivery import forward_rank_sql
from atende_contracts.event import Party
from atende_platform.data import batch
from atende_platform.data.db import execute
from campaign.domain.delivery import TIMES, Outcome
from campaign.domain.health import RECIPIENTS_OWN
from campaign.domain.replies import Answer
from campaign.domain.states import ENDED, RecipientStatus
from campaign.models import LastInbound, OptOut, Recipient
from campaign.repository.lookups import CLOCK_SKEW, LATEST_MESSAGE, UNSENT, search_by_name

RecipientRow = Recipient
"""A recipient as the layers above hold it."""


_EXACT: Final = ("reason", "error_code", "variant")


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipientFilter:
    """Which of a campaign's recipients are asked for; None: it does not matter."""

    state: RecipientStatus | None = None
    reason: str | None = None
    error_code: int | None = None
    variant: str | None = None
    replied: bool | None = None
    phones: tuple[str, ...] = ()
    """Digits that the canonical number begins with, these or those."""

    def conditions(self, table: str = "r", *, of_few: bool = False) -> list[str]:
        """Return all but the state as conditions, or those (``of_few``) that have an index of their own."""
        parts = [f"{table}.{name} = :{name}" for name in _EXACT if getattr(self, name) is not None]
        if self.replied:
            parts.append(f"{table}.replied_at IS NOT NULL")
        elif self.replied is not None and not of_few:
            parts.append(f"{table}.replied_at IS NULL")
        return parts

    def values(self) -> dict[str, Any]:
        """Return the values that `conditions` speak of."""
        values = {name: getattr(self, name) for name in _EXACT if getattr(self, name) is not None}
        if self.phones:
            # Not LIKE, which an index serves only if its texts are compared byte by byte; digits alike
            # in front sort together in every language. No number is longer than 15 digits.
            values["lowest"] = [f"phone:{digits}" for digits in self.phones]
            values["highest"] = [f"phone:{digits.ljust(16, '9')}" for digits in self.phones]
        return values

    @property
    def is_of_phones_only(self) -> bool:
        """Tell whether nothing but the phone is asked for."""
        return self == RecipientFilter(phones=self.phones)


_FEW: Final = 5_000
"""How many recipients are looked at, one by one, in some milliseconds."""


async def list_recipients(
    session: AsyncSession,
    company_id: UUID,
    campaign_id: UUID,
    wanted: RecipientFilter,
    *,
    after: UUID | None,
    limit: int,
) -> Sequence[Recipient]:
    """Return a campaign's recipients after one given by its send id.

    They come in the order they are sent to; those found by phone alone in the order of their numbers.
    """
    query = _BY_STATES
    if wanted.phones and wanted.is_of_phones_only:
        query = _BY_PHONE
    elif wanted.phones:
        of_phones = RecipientFilter(phones=wanted.phones)
        # Of many with such a phone a page is soon found among those that the rest asks for.
        many = await exceeds(session, company_id, campaign_id, of_phones, _FEW)
        query = _BY_STATES if many else _OF_FEW
    return await _page(session, company_id, campaign_id, wanted, query, after, limit)


async def export_page(
    session: AsyncSession,
    company_id: UUID,
    campaign_id: UUID,
    wanted: RecipientFilter,
    *,
    after: UUID | None,
    limit: int,
) -> Sequence[Recipient]:
    """Return recipients as `list_recipients` does, always in the order of their identities.

    Those never change, so a recipient that moves on meanwhile is neither left out nor given twice.
    """
    query = _BY_PHONE if wanted.phones else _BY_IDENTITY
    return await _page(session, company_id, campaign_id, wanted, query, after, limit)


async def exceeds(
    session: AsyncSession, company_id: UUID, campaign_id: UUID, wanted: RecipientFilter, count: int
) -> bool:
    """Tell whether more than so many recipients are asked for."""
    where, values = _asked_for(company_id, campaign_id, wanted)
    found = f"SELECT FROM recipients r WHERE {where}"
    if wanted.phones:
        found = f"SELECT FROM {_SPELLINGS} JOIN recipients r ON {_SPELT} WHERE {where}"
    result = await execute(session, f"SELECT EXISTS ({found} OFFSET :many LIMIT 1)", **values, many=count)
    return bool(result.scalar_one())


@dataclass(frozen=True, slots=True)
class _Query:
    sql: str
    after: str


_BY_IDENTITY: Final = _Query(
    "SELECT r.* FROM recipients r WHERE {where} ORDER BY r.identity LIMIT :limit",
    "r.identity > (SELECT identity FROM recipients WHERE company_id = :company_id AND send_id = :after)",
)
_SPELLINGS: Final = "unnest(CAST(:lowest AS text[]), CAST(:highest AS text[])) AS s (lowest, highest)"
_SPELT: Final = "r.identity BETWEEN s.lowest AND s.highest"
_BY_PHONE: Final = _Query(
    f"SELECT page.* FROM {_SPELLINGS}"  # noqa: S608 (built from constants only)
    f" CROSS JOIN LATERAL (SELECT r.* FROM recipients r WHERE {_SPELT} AND {{where}}"
    " ORDER BY r.identity LIMIT :limit) AS page ORDER BY page.identity LIMIT :limit",
    _BY_IDENTITY.after,
)
_OF_FEW: Final = _Query(
    f"WITH few AS MATERIALIZED (SELECT r.* FROM {_SPELLINGS} JOIN recipients r ON {_SPELT}"  # noqa: S608
    " WHERE r.company_id = :company_id AND r.campaign_id = :campaign_id)"
    " SELECT r.* FROM few r WHERE {where} ORDER BY r.send_id LIMIT :limit",
    "r.send_id > :after",
)
# A page of each state, merged: the indexes by state, and by what else is asked for, then give a page of a
# campaign of any size at once, where an index without the state would cost every status a write.
_BY_STATES: Final = _Query(
    "SELECT page.* FROM unnest(CAST(:states AS text[])) AS of (state) CROSS JOIN LATERAL ("
    "SELECT r.* FROM recipients r WHERE r.state = of.state AND {where} ORDER BY r.send_id LIMIT :limit"
    ") AS page ORDER BY page.send_id LIMIT :limit",
    "r.send_id > :after",
)
# Of two things of which a state has many of one and none of the other, an index gives the many: asked
# first is whether it has any of each. As a value, since EXISTS may become a join that reads them all.
_HAS_ANY: Final = (
    "(SELECT true FROM recipients a WHERE a.company_id = :company_id AND a.campaign_id = :campaign_id"
    " AND a.state = of.state AND {condition} LIMIT 1)"
)


async def _page(
    session: AsyncSession,
    company_id: UUID,
    campaign_id: UUID,
    wanted: RecipientFilter,
    query: _Query,
    after: UUID | None,
    limit: int,
) -> Sequence[Recipient]:
    by_states = query is _BY_STATES
    where, values = _asked_for(company_id, campaign_id, wanted, of_any_state=by_states)
    values["limit"] = limit
    if by_states:
        values["states"] = [str(each) for each in RecipientStatus if wanted.state in (None, each)]
        if wanted.phones:
            where += f" AND EXISTS (SELECT FROM {_SPELLINGS} WHERE {_SPELT})"
        if len(rare := wanted.conditions("a", of_few=True)) > 1:
            where = " AND ".join([where, *(_HAS_ANY.format(condition=each) for each in rare)])
    if after is not None:
        where += f" AND {query.after}"
        values["after"] = after
    page = text(query.sql.format(where=where)).bindparams(**values)
    return (await session.exec(select(Recipient).from_statement(page))).scalars().all()  # type: ignore[call-overload,no-any-return]


def _asked_for(
    company_id: UUID, campaign_id: UUID, wanted: RecipientFilter, *, of_any_state: bool = False
) -> tuple[str, dict[str, Any]]:
    """Return the conditions on ``r`` but those on the phone, and the values of all."""
    where = ["r.company_id = :company_id", "r.campaign_id = :campaign_id", *wanted.conditions()]
    values: dict[str, Any] = {"company_id": company_id, "campaign_id": campaign_id, **wanted.values()}
    if wanted.state is not None and not of_any_state:
        where.append("r.state = :state")
        values["state"] = str(wanted.state)
    return " AND ".join(where), values


_COUNT_BY_STATE: Final = """
SELECT state, count(*) AS recipients FROM recipients
WHERE company_id = :company_id AND campaign_id = :campaign_id GROUP BY state ORDER BY state
"""


async def count_by_state(session: AsyncSession, company_id: UUID, campaign_id: UUID) -> dict[str, int]:
    """Return how many recipients are in each state that has any."""
    result = await execute(
        session,
        _COUNT_BY_STATE,
        company_id=company_id,
        campaign_id=campaign_id,
    )
    return {row.state: row.recipients for row in result}


# Of an index that has who replied, and no row of the table.
_COUNT_REPLIES: Final = """
SELECT variant, count(*) AS replies FROM recipients
WHERE company_id = :company_id AND campaign_id = :campaign_id AND replied_at IS NOT NULL GROUP BY variant
"""


async def count_replies(session: AsyncSession, company_id: UUID, campaign_id: UUID) -> Counter[str | None]:
    """Return how many recipients replied, by the variant that they got; None: there is only one message."""
    result = await execute(
        session,
        _COUNT_REPLIES,
        company_id=company_id,
        campaign_id=campaign_id,
    )
    return Counter({row.variant: row.replies for row in result})


# --- outcomes --------------------------------------------------------------------------------

_OUTCOMES: Final = batch.Recordset(Recipient, [each.name for each in fields(Outcome)])
_RANK: Final = forward_rank_sql("r.state")
# Of two that failed in the same second the lower code, or the order would decide.
_EARLIER: Final = "(t.state_at, COALESCE(t.error_code, 0)) < (r.state_at, COALESCE(r.error_code, 0))"
_NEWER: Final = f"t.state <> 'returned' AND (t.rank > {_RANK} OR (t.rank = {_RANK} AND {_EARLIER}))"
_APPLY: Final = f"""
WITH reported AS MATERIALIZED (
    SELECT given.*, {forward_rank_sql("given.state")} AS rank FROM {_OUTCOMES} AS given
), locked AS MATERIALIZED (
    -- An UPDATE takes its rows in any order, and two batches would wait for each other.
    SELECT r.company_id, r.send_id, r.state AS was FROM recipients r JOIN reported USING (company_id, send_id)
    ORDER BY r.company_id, r.send_id FOR NO KEY UPDATE OF r
), changed AS (
    UPDATE recipients r SET
        state = CASE
            WHEN t.state = 'returned' AND c.state = ANY(CAST(:ended AS text[])) THEN 'cancelled'
            WHEN t.state = 'returned' THEN 'pending'
            WHEN {_NEWER} THEN t.state ELSE r.state END,
        dispatched_at = CASE WHEN t.state = 'returned' THEN NULL ELSE r.dispatched_at END,
        state_at = CASE WHEN {_NEWER} THEN t.state_at ELSE r.state_at END,
        reason = CASE WHEN {_NEWER} THEN t.reason ELSE r.reason END,
        error_code = CASE WHEN {_NEWER} THEN t.error_code ELSE r.error_code END,
        error_title = CASE WHEN {_NEWER} THEN t.error_title ELSE r.error_title END,
        {", ".join(f"{time} = LEAST(r.{time}, t.{time})" for time in TIMES)},
        updated_at = now()
    FROM locked JOIN reported t USING (company_id, send_id), campaigns c
    WHERE r.company_id = t.company_id AND r.send_id = t.send_id
      AND c.company_id = r.company_id AND c.id = r.campaign_id
      AND CASE WHEN t.state = 'returned' THEN r.state = 'dispatched' ELSE {_NEWER}
        {" ".join(f"OR t.{time} < COALESCE(r.{time}, 'infinity')" for time in TIMES)} END
    RETURNING r.company_id, r.campaign_id, locked.was, r.state, r.reason
), marked AS (
    INSERT INTO progress_marks (company_id, campaign_id) SELECT DISTINCT company_id, campaign_id FROM changed
)
SELECT company_id, campaign_id,
    count(*) FILTER (
        WHERE state = ANY(CAST(:reported_states AS text[])) AND was <> ALL(CAST(:reported_states AS text[]))
    ) AS reported,
    count(*) FILTER (
        WHERE state = 'failed' AND was <> 'failed'
          AND COALESCE(reason, '') <> ALL(CAST(:recipients_own AS text[]))
    ) AS failed,
    count(*) FILTER (WHERE was = 'failed' AND state <> 'failed') AS arrived
FROM changed GROUP BY company_id, campaign_id ORDER BY company_id, campaign_id
"""  # noqa: S608 (built from constants only)
_REPORTED: Final = ("accepted", "sent", "delivered", "read", "failed")


@dataclass(frozen=True, slots=True)
class Tally:
    """How many recipients of a campaign a batch was the first to report, and how many of all failed."""

    company_id: UUID
    campaign_id: UUID
    reported: int
    failed: int


async def apply_outcomes(session: AsyncSession, outcomes: Sequence[Outcome]) -> list[Tally]:
    """Move recipients forward, as far as the outcomes are newer. Return what changed, by campaign.

    A returned one waits to be sent again; after its campaign has ended it is cancelled.
    """
    result = await execute(
        session,
        _APPLY,
        **_OUTCOMES.arrays(outcomes),
        ended=sorted(str(state) for state in ENDED),
        reported_states=list(_REPORTED),
        recipients_own=list(RECIPIENTS_OWN),
    )
    return [Tally(row.company_id, row.campaign_id, row.reported, row.failed - row.arrived) for row in result]


_ANSWERS: Final = batch.Recordset(LastInbound, "company_id, channel_id, at", identities=ARRAY(Text))
_REPLIED: Final = f"""
WITH answered AS MATERIALIZED (
    SELECT latest.company_id, latest.send_id, min(said.at) AS at
    FROM {_ANSWERS} AS said
    CROSS JOIN LATERAL ({LATEST_MESSAGE.format(channel="c.channel_id = said.channel_id")}) AS latest
    GROUP BY latest.company_id, latest.send_id
), locked AS MATERIALIZED (
    SELECT r.company_id, r.send_id, answered.at FROM recipients r JOIN answered USING (company_id, send_id)
    WHERE answered.at < COALESCE(r.replied_at, 'infinity')
    ORDER BY r.company_id, r.send_id FOR NO KEY UPDATE OF r
), changed AS (
    UPDATE recipients r SET replied_at = LEAST(r.replied_at, locked.at), updated_at = now()
    FROM locked WHERE r.company_id = locked.company_id AND r.send_id = locked.send_id
    RETURNING r.company_id, r.campaign_id
)
INSERT INTO progress_marks (company_id, campaign_id) SELECT DISTINCT company_id, campaign_id FROM changed
"""  # noqa: S608 (built from constants only)


async def apply_answers(session: AsyncSession, answers: Sequence[Answer], *, within: timedelta) -> None:
    """Count messages as replies to the latest campaign that reached their sender on the channel before.

    Of several replies the earliest counts, so any order and repetition ends in the same.
    """
    await search_by_name(session)
    await execute(
        session,
        _REPLIED,
        **_ANSWERS.arrays(answers),
        within=within.total_seconds(),
        skew=CLOCK_SKEW.total_seconds(),
        unsent=list(UNSENT),
    )


_PARTIES_OF: Final = """
SELECT r.company_id, r.send_id, CAST(r.party AS text) AS party FROM recipients r
JOIN unnest(CAST(:company_ids AS uuid[]), CAST(:send_ids AS uuid[])) AS w (company_id, send_id)
USING (company_id, send_id)
"""


async def parties_of(
    session: AsyncSession, sends: Sequence[tuple[UUID, UUID]]
) -> dict[tuple[UUID, UUID], Party]:
    """Return to whom sends, given as (company, send id), went."""
    result = await execute(
        session,
        _PARTIES_OF,
        company_ids=[company_id for company_id, _ in sends],
        send_ids=[send_id for _, send_id in sends],
    )
    return {(row.company_id, row.send_id): Party.model_validate_json(row.party) for row in result}


_LEFT: Final = batch.Recordset(OptOut, "company_id, identity, channel_id")
_SKIP_OPTED_OUT: Final = f"""
WITH concerned AS MATERIALIZED (
    SELECT r.company_id, r.send_id
    FROM {_LEFT} AS o
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
"""  # noqa: S608 (made of the model)


async def skip_opted_out(session: AsyncSession, opt_outs: Sequence[OptOut]) -> None:
    """Skip the pending recipients of people who have just left."""
    await execute(session, _SKIP_OPTED_OUT, **_LEFT.arrays(opt_outs))


_CANCEL_PENDING: Final = """
UPDATE recipients r SET state = 'cancelled', updated_at = now()
FROM (
    SELECT company_id, send_id FROM recipients
    WHERE company_id = :company_id AND campaign_id = :campaign_id AND state = 'pending'
    ORDER BY send_id LIMIT :limit
    FOR UPDATE SKIP LOCKED
) AS p
WHERE r.company_id = p.company_id AND r.send_id = p.send_id
"""


async def cancel_pending(session: AsyncSession, company_id: UUID, campaign_id: UUID, *, limit: int) -> int:
    """Cancel up to so many pending recipients of a campaign that has ended; return how many."""
    result = await execute(
        session,
        _CANCEL_PENDING,
        company_id=company_id,
        campaign_id=campaign_id,
        limit=limit,
    )
    return result.rowcount

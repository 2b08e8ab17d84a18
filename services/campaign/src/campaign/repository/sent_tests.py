"""Messages that were sent to try campaigns, and their outcomes."""

import json
from collections.abc import Sequence
from typing import Final
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.delivery import forward_rank_sql
from atende_platform.db import execute
from campaign.domain.delivery import Outcome
from campaign.models import TestSend
from campaign.repository.rows import plain

TestSendRow = TestSend
"""A test as the layers above hold it."""

_TAKE: Final = f"""
UPDATE test_sends s SET state = t.state, state_at = t.at, reason = t.reason, error_code = t.error_code,
    error_title = t.error_title
FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS t (
    company_id uuid, send_id uuid, state text, rank integer, at timestamptz, error_code integer,
    error_title text, reason text
)
WHERE s.company_id = t.company_id AND s.send_id = t.send_id AND t.rank > {forward_rank_sql("s.state")}
"""  # noqa: S608 (built from constants only)


async def add_test(session: AsyncSession, test: TestSend) -> None:
    """Store a test that is on its way."""
    session.add(test)
    await session.flush()


async def apply_outcomes(session: AsyncSession, outcomes: Sequence[Outcome]) -> None:
    """Move tests forward; what is not news, and what is about no test, changes nothing."""
    rows = [
        {
            "company_id": one.company_id,
            "send_id": one.send_id,
            "state": one.state,
            "rank": one.rank,
            "at": one.at,
            "error_code": one.error_code,
            "error_title": one.error_title,
            "reason": one.reason,
        }
        for one in outcomes
    ]
    await execute(session, _TAKE, rows=json.dumps(rows, default=plain))


async def list_tests(
    session: AsyncSession, company_id: UUID, campaign_id: UUID, *, before: UUID | None, limit: int
) -> Sequence[TestSend]:
    """Return tests of a campaign, newest first."""
    query = select(TestSend).where(TestSend.company_id == company_id, TestSend.campaign_id == campaign_id)
    if before is not None:
        query = query.where(col(TestSend.send_id) < before)
    return (await session.exec(query.order_by(col(TestSend.send_id).desc()).limit(limit))).all()

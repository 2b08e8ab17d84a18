"""Messages that were sent to try campaigns, and their outcomes."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.delivery import forward_rank_sql
from atende_platform.data import batch
from atende_platform.data.db import execute
from campaign.domain.delivery import Outcome
from campaign.models import TestSend

TestSendRow = TestSend
"""A test as the layers above hold it."""

_OUTCOMES: Final = batch.Recordset(
    TestSend, "company_id, send_id, state, state_at, reason, error_code, error_title"
)
_APPLY: Final = f"""
UPDATE test_sends s SET state = t.state, state_at = t.state_at, reason = t.reason,
    error_code = t.error_code, error_title = t.error_title
FROM {_OUTCOMES} AS t
WHERE s.company_id = t.company_id AND s.send_id = t.send_id
  AND {forward_rank_sql("t.state")} > {forward_rank_sql("s.state")}
"""  # noqa: S608 (built from constants only)


async def add_test(session: AsyncSession, test: TestSend) -> None:
    """Store a test that is on its way."""
    session.add(test)
    await session.flush()


async def apply_outcomes(session: AsyncSession, outcomes: Sequence[Outcome]) -> None:
    """Move tests forward; what is not news, and what is about no test, changes nothing."""
    await execute(session, _APPLY, **_OUTCOMES.arrays(outcomes))


async def list_tests(
    session: AsyncSession, company_id: UUID, campaign_id: UUID, *, before: UUID | None, limit: int
) -> Sequence[TestSend]:
    """Return tests of a campaign, newest first."""
    query = select(TestSend).where(TestSend.company_id == company_id, TestSend.campaign_id == campaign_id)
    if before is not None:
        query = query.where(col(TestSend.send_id) < before)
    return (await session.exec(query.order_by(col(TestSend.send_id).desc()).limit(limit))).all()

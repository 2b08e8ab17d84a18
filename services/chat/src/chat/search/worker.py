"""Keeping the index of messages up to date."""

from typing import Final
from uuid import UUID

import structlog
from prometheus_client import Counter, Gauge

from atende_platform.data.db import Database, now
from atende_platform.transient import is_transient
from chat.search.indexing import SETTLED, Step, index_company
from chat.search.repository import index
from chat.search.repository.index import NOBODY

log = structlog.get_logger(__name__)

_COMPANIES: Final = 50
"""Companies with news that have their turn in a round."""
_LOOKED_AT: Final = 100
"""Companies that are looked at in a round for what is not told as news."""
_indexed = Counter("search_messages_indexed_total", "Messages put into the index of words")
_lag = Gauge("search_lag_seconds", "How long the oldest message waits for the index of words")


class Indexer:
    """Puts messages into the index: of companies with news first, then of all in turn.

    Each company has a step in each round, so that one with a long history keeps no other waiting.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._active_after = self._after = NOBODY

    async def step(self) -> bool:
        """Do a step for each company that has something to do; tell whether there is more."""
        async with self._database.worker() as session:
            companies = await index.active(session, self._active_after, _COMPANIES)
            others = await index.next_companies(session, self._after, now() - SETTLED, _LOOKED_AT)
        self._active_after = companies[-1] if len(companies) == _COMPANIES else NOBODY
        self._after = others[-1][0] if len(others) == _LOOKED_AT else NOBODY
        due = dict.fromkeys([*companies, *(company for company, is_due in others if is_due)])
        steps = [await self._index(company) for company in due]
        _indexed.inc(sum(step.indexed for step in steps))
        _lag.set(max((step.lag for step in steps), default=0.0))
        return len(companies) == _COMPANIES or any(step.more for step in steps)

    async def _index(self, company_id: UUID) -> Step:
        try:
            async with self._database.worker() as session:
                return await index_company(session, company_id, now())
        except Exception as error:
            if is_transient(error):
                raise
            # What of one company cannot be indexed keeps no other waiting.
            log.exception("search.not_indexed", company_id=str(company_id))
            return Step(0, more=False, lag=0.0)

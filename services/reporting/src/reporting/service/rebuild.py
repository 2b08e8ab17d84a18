"""Counting anew, from the facts: what an upgrade counts for the first time, or a doubt is to be settled by.

What should be counted and what is are compared as of one moment, and the difference is added: events, which
only add, go on meanwhile, and nothing is locked that anybody waits for. Customers' messages and opt-outs have
no facts: what was counted of them stays, or is read from the topics again (`reporting.service.replay`).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data.db import Database
from reporting.domain import campaigns
from reporting.domain.campaigns import TALLIED, Outcome, Tally
from reporting.domain.counters import slot_of
from reporting.domain.facts import Fact
from reporting.domain.sends import Send
from reporting.repository import rebuild
from reporting.repository.facts import SENDS, TICKETS
from reporting.repository.rebuild import (
    CURVES,
    FAILURES,
    ROLLUPS,
    TEMPLATES,
    Counted,
    Key,
    Numbers,
    RebuildUnderWay,
    alone,
)
from reporting.repository.rollups import add_to_campaigns
from reporting.service.summing import PORTION, as_of_now, recount, sum_up

__all__ = ["RebuildUnderWay", "alone", "companies", "count_anew", "rebuild_company"]

_PAGE: Final = 5_000
_STEP: Final = {step: number for number, step in enumerate(CURVES.numbers)}
_OF_TEMPLATE: Final = {step: number for number, step in enumerate(TEMPLATES.numbers)}
_COUNTER: Final = {counter: number for number, counter in enumerate(ROLLUPS.numbers)}
_NONE: Final = Tally()


async def companies(session: AsyncSession) -> Sequence[UUID]:
    """Return all companies that there is something to count of."""
    return await rebuild.companies(session)


async def rebuild_company(database: Database, company_id: UUID) -> int:
    """Count a company's facts anew; return how many they are. Raises `RebuildUnderWay`."""
    async with alone(database, company_id):
        return await count_anew(database, company_id)


async def count_anew(database: Database, company_id: UUID) -> int:
    """Do the same for who is `alone` at it: two at once would both add what is missing."""
    facts = await recount(database, company_id)
    async with database.worker() as session:
        await as_of_now(session)
        should = _Should()
        async for sends in SENDS.pages(session, company_id, _PAGE):
            should.add_sends(sends)
            facts += len(sends)
        async for tickets in TICKETS.pages(session, company_id, _PAGE):
            should.add_steps(tickets)
        off = {
            counted: _off(numbers, await counted.stored(session, company_id))
            for counted, numbers in should.numbers.items()
        }
        outcomes = _off_outcomes(should.outcomes, await rebuild.stored_campaigns(session, company_id))
    async with database.worker() as session:
        for counted, numbers in off.items():
            await counted.add(session, company_id, numbers)
        await add_to_campaigns(session, outcomes)
    # All that was logged just now, however much events log meanwhile, or reports would read it row by row.
    for _ in range(len(off[ROLLUPS]) // PORTION + 1):
        async with database.worker() as session:
            await sum_up(session, company_id)
    return facts


class _Should:
    """What should be counted."""

    def __init__(self) -> None:
        self.numbers: dict[Counted, defaultdict[Key, list[int]]] = {
            counted: _zeros(len(counted.numbers)) for counted in (ROLLUPS, FAILURES, CURVES, TEMPLATES)
        }
        self.outcomes: dict[Outcome, Tally] = {}

    def add_sends(self, sends: Sequence[Send]) -> None:
        """Add all that is counted of sends."""
        self.add_steps(sends)
        failures, curves, templates = (self.numbers[one] for one in (FAILURES, CURVES, TEMPLATES))
        for send in sends:
            for _, *failure in send.failures():
                failures[tuple(failure)][0] += 1
            for _, campaign_id, minute, step in send.minutes():
                curves[campaign_id, minute][_STEP[step]] += 1
            for (_, *template), step in send.of_template():
                templates[tuple(template)][_OF_TEMPLATE[step]] += 1
        for outcome, tally in campaigns.tallies((None, send) for send in sends).items():
            if (known := self.outcomes.setdefault(outcome, tally)) is not tally:
                known.join(tally)

    def add_steps(self, facts: Iterable[Fact]) -> None:
        """Add the counters to which facts give rise."""
        rollups = self.numbers[ROLLUPS]
        for fact in facts:
            for counter, at in fact.steps():
                rollups[slot_of(at), fact.channel_id][_COUNTER[counter]] += 1


def _zeros(wide: int) -> defaultdict[Key, list[int]]:
    return defaultdict(lambda: [0] * wide)


def _off(should: Numbers, stored: Numbers) -> Numbers:
    """Return what is to be added to what is stored."""
    differences: dict[Key, Sequence[int]] = {}
    for key in should.keys() | stored.keys():
        numbers, known = should.get(key), stored.get(key)
        if numbers is None or known is None:
            difference = [-one for one in known or ()] if numbers is None else numbers
        else:
            difference = [one - other for one, other in zip(numbers, known, strict=True)]
        if any(difference):
            differences[key] = difference
    return differences


def _off_outcomes(should: Mapping[Outcome, Tally], stored: Mapping[Outcome, Tally]) -> dict[Outcome, Tally]:
    differences: dict[Outcome, Tally] = {}
    for outcome in should.keys() | stored.keys():
        tally, known = should.get(outcome, _NONE), stored.get(outcome, _NONE)
        numbers = {name: getattr(tally, name) - getattr(known, name) for name in TALLIED}
        if any(numbers.values()):
            differences[outcome] = replace(tally, **numbers)
    return differences

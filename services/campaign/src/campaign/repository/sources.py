"""What an audience is made of besides single contacts: everybody, segments, recipients, files of phones.

All but files are looked up when the campaign is expanded; the rows of a file are stored when
it is imported. One statement per batch throughout.
"""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from pydantic import TypeAdapter
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.ids import uuid7
from atende_contracts.window import WINDOW
from atende_platform.data.db import execute
from campaign.domain.audience import Contact, SourceKind
from campaign.models import AudienceRow, AudienceSource
from campaign.repository.lookups import IN_WINDOW, OPTED_OUT, search_by_name
from campaign.repository.segments import Conditions
from campaign.schemas.audience import Filter, RecipientsOf

SourceRow = AudienceSource
"""A source as the layers above hold it."""
ProblemRow = AudienceRow
"""A row of a file that names no person, as they do."""

_KNOWN_BY_NAME: Final = """
LEFT JOIN LATERAL (
    SELECT * FROM (
        SELECT k.contact_id, k.party, k.aliases, k.custom_fields FROM contact_copy k
        WHERE k.company_id = :company_id AND k.aliases @> ARRAY[c.identity]
          AND NOT k.deleted AND k.merged_into IS NULL
        OFFSET 0  -- By the index of names, not by walking all contacts in their order.
    ) AS known ORDER BY contact_id LIMIT 1
) AS k ON true
"""
_FILTER: Final[TypeAdapter[Filter]] = TypeAdapter(Filter)
_FROM_CONTACTS: Final = frozenset({SourceKind.ALL, SourceKind.SEGMENT})
_FIRST: Final = UUID(int=0)
"""Before every contact. A cursor that may be NULL would keep an index from being entered at it."""


def filter_of(source: AudienceSource) -> Filter | None:
    """Return the filter of a source of contacts; None when it is everybody."""
    return None if source.filter is None else _FILTER.validate_python(source.filter)


class Sources:
    """The sources of one company's audiences."""

    def __init__(self, session: AsyncSession, company_id: UUID) -> None:
        self._session = session
        self._company_id = company_id

    async def of(self, campaign_id: UUID) -> Sequence[AudienceSource]:
        """Return the sources of a campaign in the order in which they were added."""
        query = (
            select(AudienceSource)
            .where(AudienceSource.company_id == self._company_id, AudienceSource.campaign_id == campaign_id)
            .order_by(col(AudienceSource.id))
        )
        return (await self._session.exec(query)).all()

    async def find(self, campaign_id: UUID, source_id: UUID) -> AudienceSource | None:
        """Return a source of a campaign."""
        query = select(AudienceSource).where(
            AudienceSource.company_id == self._company_id,
            AudienceSource.campaign_id == campaign_id,
            AudienceSource.id == source_id,
        )
        return (await self._session.exec(query)).one_or_none()

    async def add(self, campaign_id: UUID, kind: str, **fields: Any) -> AudienceSource:
        """Add a source."""
        source = AudienceSource(
            company_id=self._company_id, campaign_id=campaign_id, id=uuid7(), kind=kind, **fields
        )
        self._session.add(source)
        await self._session.flush()
        await self._session.refresh(source)
        return source

    def unsaved(self, kind: str, wanted: dict[str, Any]) -> AudienceSource:
        """Return a source that belongs to no audience, to be looked up."""
        return AudienceSource(
            company_id=self._company_id, campaign_id=uuid7(), id=uuid7(), kind=kind, filter=wanted
        )

    async def imports_under_way(self) -> int:
        """Return how many files of the company wait to be imported."""
        query = select(func.count()).where(
            AudienceSource.company_id == self._company_id, col(AudienceSource.leased_until).is_not(None)
        )
        return (await self._session.exec(query)).one()

    async def count_rows(self) -> int:
        """Return how many rows of files the company's audiences have."""
        query = select(func.coalesce(func.sum(AudienceSource.rows_done), 0)).where(
            AudienceSource.company_id == self._company_id
        )
        return int((await self._session.exec(query)).one())

    async def remove(self, source: AudienceSource) -> None:
        """Take a source out of its audience, with its rows."""
        await self._session.delete(source)
        await self._session.flush()

    async def problems(self, source_id: UUID, *, after: int, limit: int) -> Sequence[AudienceRow]:
        """Return the rows of a file that name no person, after a line."""
        query = (
            select(AudienceRow)
            .where(
                AudienceRow.company_id == self._company_id,
                AudienceRow.source_id == source_id,
                col(AudienceRow.problem).is_not(None),
                AudienceRow.line > after,
            )
            .order_by(col(AudienceRow.line))
            .limit(limit)
        )
        return (await self._session.exec(query)).all()


async def found_at_start(session: AsyncSession, company_id: UUID, campaign_id: UUID) -> int:
    """Return how many of a campaign's targets were not asked for one by one, but found by its sources."""
    query = select(func.coalesce(func.sum(AudienceSource.found), 0)).where(
        AudienceSource.company_id == company_id, AudienceSource.campaign_id == campaign_id
    )
    return (await session.exec(query)).one()


class AudienceCount(NamedTuple):
    """Whom an audience leads to, if it were looked up now."""

    found: int
    """Targets that everybody and segments would find."""
    reachable: int
    """Targets of all its parts that lead to a person who can receive messages."""
    people: int
    """Those of them who are different people."""
    opted_out: int
    """Those of these who get nothing."""
    out_of_window: int
    """Those of the others who only a template reaches."""


_COUNT: Final = """
WITH RECURSIVE named AS (
    SELECT k.contact_id, k.merged_into, k.deleted, k.aliases, 0 AS depth
    FROM campaign_targets t JOIN contact_copy k USING (company_id, contact_id)
    WHERE t.company_id = :company_id AND t.campaign_id = :campaign_id
    UNION ALL
    SELECT k.contact_id, k.merged_into, k.deleted, k.aliases, n.depth + 1
    FROM named n JOIN contact_copy k ON k.company_id = :company_id AND k.contact_id = n.merged_into
    WHERE n.merged_into IS NOT NULL AND n.depth < 8
), targets AS (
    SELECT aliases, 0 AS found FROM named WHERE merged_into IS NULL AND NOT deleted
    {contacts}
    UNION ALL
    SELECT COALESCE(
        (SELECT max(k.aliases) FROM contact_copy k
         WHERE k.company_id = :company_id AND k.aliases @> ARRAY[r.identity]
           AND NOT k.deleted AND k.merged_into IS NULL),
        ARRAY[r.identity]
    ), 0
    FROM audience_sources s JOIN audience_rows r ON r.company_id = s.company_id AND r.source_id = s.id
    WHERE s.company_id = :company_id AND s.campaign_id = :campaign_id AND r.problem IS NULL
), people AS (
    SELECT aliases, targets, found, cardinality(aliases) > 0 AS reachable, {opted_out} AS opted_out
    FROM (
        SELECT aliases, count(*) AS targets, sum(found) AS found FROM targets GROUP BY aliases
    ) AS p
)
SELECT CAST(COALESCE(sum(found), 0) AS bigint) AS found,
    CAST(COALESCE(sum(targets) FILTER (WHERE reachable), 0) AS bigint) AS reachable,
    count(*) FILTER (WHERE reachable) AS people,
    count(*) FILTER (WHERE opted_out) AS opted_out,
    count(*) FILTER (WHERE reachable AND NOT opted_out AND NOT {in_window}) AS out_of_window
FROM people
"""
_COUNTED_RECIPIENTS: Final = """
    UNION ALL
    SELECT COALESCE(
        (SELECT max(k.aliases) FROM contact_copy k
         WHERE k.company_id = :company_id AND k.aliases @> ARRAY[r.identity]
           AND NOT k.deleted AND k.merged_into IS NULL),
        CASE WHEN EXISTS (
            SELECT FROM contact_copy d
            WHERE d.company_id = :company_id AND d.contact_id = r.contact_id AND d.deleted
        ) THEN '{{}}' ELSE r.aliases END
    ), 1
    FROM recipients r
    WHERE r.company_id = :company_id AND r.campaign_id = :recipients_of_{n} AND r.state = ANY(:states_{n})
"""
_COUNTED_CONTACTS: Final = """
    UNION ALL
    SELECT k.aliases, 1 FROM contact_copy k
    WHERE k.company_id = :company_id AND NOT k.deleted AND k.merged_into IS NULL AND {condition}
"""


async def count_audience(
    session: AsyncSession,
    company_id: UUID,
    campaign_id: UUID,
    channel_id: UUID,
    *,
    at: datetime,
    starts_at: datetime,
) -> AudienceCount:
    """Count the people that all parts of a campaign's audience lead to, ``at`` now.

    Whose window will be open when it ``starts_at`` is known of those who wrote already.

    Takes seconds for a million of them.
    """
    conditions = Conditions(at)
    contacts = ""
    for n, source in enumerate(await Sources(session, company_id).of(campaign_id)):
        if source.kind in _FROM_CONTACTS:
            contacts += _COUNTED_CONTACTS.format(condition=conditions.of(filter_of(source)))
        elif source.kind == SourceKind.RECIPIENTS:
            contacts += _COUNTED_RECIPIENTS.format(n=n)
            conditions.parameters |= {f"{name}_{n}": of for name, of in _recipients_of(source).items()}
    await search_by_name(session)
    result = await execute(
        session,
        _COUNT.format(
            contacts=contacts,
            opted_out=OPTED_OUT.format(names="p.aliases"),
            in_window=IN_WINDOW.format(names="people.aliases"),
        ),
        company_id=company_id,
        campaign_id=campaign_id,
        channel_id=channel_id,
        window_since=starts_at - WINDOW,
        **conditions.parameters,
    )
    row = result.one()
    return AudienceCount(row.found, row.reachable, row.people, row.opted_out, row.out_of_window)


_COPY_SOURCES: Final = """
SELECT id FROM audience_sources WHERE company_id = :company_id AND campaign_id = :source_id
AND (status IS NULL OR status = 'finished') ORDER BY id
"""
_COPY_SOURCES_2: Final = """
INSERT INTO audience_sources
    (company_id, id, campaign_id, kind, filter, name, region, columns, header, uses, reading, status,
     rows_done, valid, invalid, duplicates)
SELECT s.company_id, t.new, :copy_id, s.kind, s.filter, s.name, s.region, s.columns, s.header, s.uses,
    s.reading, s.status, s.rows_done, s.valid, s.invalid, s.duplicates
FROM unnest(CAST(:old AS uuid[]), CAST(:new AS uuid[])) AS t (old, new)
JOIN audience_sources s ON s.company_id = :company_id AND s.id = t.old
"""
_COPY_SOURCES_3: Final = """
INSERT INTO audience_rows
    (company_id, source_id, line, phone, identity, name, variables, field, problem, problem_pt,
     problem_reason, cells)
SELECT r.company_id, t.new, r.line, r.phone, r.identity, r.name, r.variables, r.field, r.problem,
    r.problem_pt, r.problem_reason, r.cells
FROM unnest(CAST(:old AS uuid[]), CAST(:new AS uuid[])) AS t (old, new)
JOIN audience_rows r ON r.company_id = :company_id AND r.source_id = t.old
"""


async def copy_sources(session: AsyncSession, company_id: UUID, source_id: UUID, copy_id: UUID) -> None:
    """Give a campaign the sources of another one, not yet looked up; files that failed stay behind."""
    result = await execute(
        session,
        _COPY_SOURCES,
        company_id=company_id,
        source_id=source_id,
    )
    old = list(result.scalars())
    if not old:
        return
    named = {"company_id": company_id, "copy_id": copy_id, "old": old, "new": [uuid7() for _ in old]}
    await execute(
        session,
        _COPY_SOURCES_2,
        **named,
    )
    await execute(
        session,
        _COPY_SOURCES_3,
        **{name: value for name, value in named.items() if name != "copy_id"},
    )


# --- the expansion ---------------------------------------------------------------------------


async def next_source(session: AsyncSession, company_id: UUID, campaign_id: UUID) -> AudienceSource | None:
    """Return the first source of a campaign that is not expanded to its end."""
    query = (
        select(AudienceSource)
        .where(
            AudienceSource.company_id == company_id,
            AudienceSource.campaign_id == campaign_id,
            col(AudienceSource.expanded).is_(False),
        )
        .order_by(col(AudienceSource.id))
        .limit(1)
    )
    return (await session.exec(query)).one_or_none()


# Contacts are walked in the order of their key, whatever is asked of them: all chunks together then read a
# company's contacts once. Other indexes, and a planner without statistics, would sort what is left for each.
_ALLOW_SORTING: Final = (
    "SELECT set_config('enable_bitmapscan', :allowed, true), set_config('enable_sort', :allowed, true)"
)
_CONTACTS: Final = """
SELECT k.contact_id AS position, k.contact_id, k.aliases[1] AS identity, k.party->>'name' AS name,
    COALESCE(k.party->>'phone', '+' || (k.party->>'wa_id')) AS phone,
    CASE WHEN :custom_fields THEN CAST(k.custom_fields AS text) END AS custom_fields,
    CAST(k.party AS text) AS party, CAST(k.aliases AS text) AS aliases
FROM contact_copy k
WHERE k.company_id = :company_id AND k.contact_id > :after AND NOT k.deleted AND k.merged_into IS NULL
  AND {condition}
ORDER BY k.contact_id LIMIT :limit
"""

# Who has a contact is that contact: its other names may have opted out, and WhatsApp's spelling of the
# number is known. What the file says of a person takes precedence over the contact.
_ROWS: Final = """
WITH chunk AS MATERIALIZED (
    SELECT r.line, r.phone, r.identity, r.name, r.variables FROM audience_rows r
    WHERE r.company_id = :company_id AND r.source_id = :source_id AND r.line > :after AND r.problem IS NULL
    ORDER BY r.line LIMIT :limit
)
SELECT t.line AS position, t.contact_id, t.aliases[1] AS identity, t.party->>'name' AS name, t.phone,
    CAST(t.custom_fields AS text) AS custom_fields, CAST(t.party AS text) AS party,
    CAST(t.aliases AS text) AS aliases
FROM (
    SELECT c.line, k.contact_id, c.phone, COALESCE(k.aliases, ARRAY[c.identity]) AS aliases,
        COALESCE(k.custom_fields, '{}') || c.variables AS custom_fields,
        COALESCE(k.party, CASE WHEN c.phone IS NULL
            THEN jsonb_build_object('bsuid', substr(c.identity, length('bsuid:') + 1))
            ELSE jsonb_build_object('phone', c.phone) END)
            || jsonb_strip_nulls(jsonb_build_object('name', c.name)) AS party
    FROM chunk c {known}
) AS t
ORDER BY t.line
""".replace("{known}", _KNOWN_BY_NAME)

# Each state by its index, which has them in the order of their sends; a recipient whose contact was deleted
# since counts as nobody.
_RECIPIENTS: Final = """
WITH chunk AS MATERIALIZED (
    SELECT r.* FROM unnest(CAST(:states AS text[])) AS s (state)
    CROSS JOIN LATERAL (
        SELECT r.send_id, r.contact_id, r.identity, r.aliases, r.party FROM recipients r
        WHERE r.company_id = :company_id AND r.campaign_id = :recipients_of AND r.state = s.state
          AND r.send_id > :after
        ORDER BY r.send_id LIMIT :limit
    ) AS r
    ORDER BY r.send_id LIMIT :limit
)
SELECT t.send_id AS position, t.contact_id, t.aliases[1] AS identity, t.party->>'name' AS name,
    COALESCE(t.party->>'phone', '+' || (t.party->>'wa_id')) AS phone,
    CAST(t.custom_fields AS text) AS custom_fields, CAST(t.party AS text) AS party,
    CAST(t.aliases AS text) AS aliases
FROM (
    SELECT c.send_id, COALESCE(k.contact_id, c.contact_id) AS contact_id,
        CASE WHEN k.contact_id IS NOT NULL THEN k.aliases
             WHEN d.contact_id IS NULL THEN c.aliases ELSE '{}' END AS aliases,
        COALESCE(k.party, c.party) AS party, k.custom_fields
    FROM chunk c {known}
    LEFT JOIN contact_copy d ON d.company_id = :company_id AND d.contact_id = c.contact_id AND d.deleted
) AS t
ORDER BY t.send_id
""".replace("{known}", _KNOWN_BY_NAME)


async def next_people(
    session: AsyncSession, source: AudienceSource, *, at: datetime, limit: int, custom_fields: bool
) -> list[Contact]:
    """Return the next people of a source and move its cursor behind them; it is expanded with the last.

    Contacts come in the order of their ids, the rows of a file in its order.
    """
    named: dict[str, Any] = {"company_id": source.company_id, "limit": limit}
    if source.kind == SourceKind.FILE:
        statement = _ROWS
        named |= {"source_id": source.id, "after": int(source.cursor or 0)}
    elif source.kind == SourceKind.RECIPIENTS:
        statement = _RECIPIENTS
        named |= {"after": UUID(source.cursor) if source.cursor else _FIRST, **_recipients_of(source)}
    else:
        conditions = Conditions(at)
        statement = _CONTACTS.format(condition=conditions.of(filter_of(source)))
        named |= {"after": UUID(source.cursor) if source.cursor else _FIRST, **conditions.parameters}
        named["custom_fields"] = custom_fields
        await execute(session, _ALLOW_SORTING, allowed="off")
    rows: Sequence[Any] = (await execute(session, statement, **named)).all()
    people = _people(rows)
    if source.kind == SourceKind.RECIPIENTS:
        people = [person if person.identity else person._replace(deleted=True) for person in people]
    if rows:
        source.cursor = str(rows[-1].position)
    if source.kind in _FROM_CONTACTS:
        await execute(session, _ALLOW_SORTING, allowed="on")
    source.expanded = len(people) < limit
    return people


def _recipients_of(source: AudienceSource) -> dict[str, Any]:
    wanted = RecipientsOf.model_validate(source.filter)
    return {"recipients_of": wanted.campaign_id, "states": list(wanted.states)}


def _people(rows: Sequence[Any]) -> list[Contact]:
    return [
        Contact(contact_id, identity, name, phone, json.loads(custom) if custom else {}, party, aliases)
        for _, contact_id, identity, name, phone, custom, party, aliases in rows
    ]


_SAMPLED_CONTACTS: Final = _CONTACTS.replace(
    "{condition}",
    "{condition} AND (:one_in = 1 OR hashtext(CAST(k.contact_id AS text)) % :one_in = 0)",
)
_SAMPLED_ROWS: Final = _ROWS.replace(
    "r.problem IS NULL", "r.problem IS NULL AND (:one_in = 1 OR hashtext(r.identity) % :one_in = 0)"
)

_SAMPLED_RECIPIENTS: Final = _RECIPIENTS.replace(
    "r.send_id > :after",
    "r.send_id > :after AND (:one_in = 1 OR hashtext(CAST(r.send_id AS text)) % :one_in = 0)",
)


async def sample_people(
    session: AsyncSession, source: AudienceSource, *, at: datetime, one_in: int, limit: int
) -> list[Contact]:
    """Return the people of a source, or one in so many of them, which ones being a matter of chance."""
    named: dict[str, Any] = {"company_id": source.company_id, "one_in": one_in, "limit": limit}
    if source.kind == SourceKind.FILE:
        statement = _SAMPLED_ROWS
        named |= {"source_id": source.id, "after": 0}
    elif source.kind == SourceKind.RECIPIENTS:
        statement = _SAMPLED_RECIPIENTS
        named |= {"after": _FIRST, **_recipients_of(source)}
    else:
        conditions = Conditions(at)
        statement = _SAMPLED_CONTACTS.format(condition=conditions.of(filter_of(source)))
        named |= {"after": _FIRST, "custom_fields": True, **conditions.parameters}
    return _people((await execute(session, statement, **named)).all())

"""Contacts and the identities they are found by."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlmodel import col, select, tuple_
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.event import Party
from atende_platform.data import batch
from atende_platform.data.batch import fetch, fetch_beside
from atende_platform.data.db import execute
from chat.contacts.domain import EVERYBODY, Claim, Identity, Only
from chat.contacts.models import Contact, OptOut
from chat.rows import Row


def _columns(claims: Collection[Claim]) -> dict[str, list[object]]:
    return {
        "companies": [company for company, _ in claims],
        "kinds": [identity.kind for _, identity in claims],
        "values": [identity.value for _, identity in claims],
    }


_OWNERS: Final = """
SELECT i.company_id, i.kind, i.value, i.contact_id
FROM unnest(CAST(:companies AS uuid[]), CAST(:kinds AS text[]), CAST(:values AS text[]))
AS c (company_id, kind, value) JOIN contact_identities i USING (company_id, kind, value)
"""


async def owners(session: AsyncSession, claims: Collection[Claim]) -> dict[Claim, UUID]:
    """Return the contact of each identity that belongs to one."""
    result = await execute(session, _OWNERS, _columns(claims))
    return {(row.company_id, Identity(row.kind, row.value)): row.contact_id for row in result}


_FIND: Final = """
WITH owned AS MATERIALIZED (
    SELECT i.company_id, i.kind, i.value, i.contact_id
    FROM unnest(CAST(:companies AS uuid[]), CAST(:kinds AS text[]), CAST(:values AS text[]))
    AS c (company_id, kind, value) JOIN contact_identities i USING (company_id, kind, value)
)
SELECT o.company_id AS owner, o.kind, o.value, o.contact_id, locked.*
FROM (SELECT * FROM owned ORDER BY company_id, contact_id) AS o
LEFT JOIN LATERAL (
    SELECT t.* FROM contacts t
    WHERE t.company_id = o.company_id AND t.id = o.contact_id AND t.erased_at IS NULL
      AND (SELECT count(*) FROM owned) = cardinality(CAST(:companies AS uuid[]))
    FOR NO KEY UPDATE
) AS locked ON true
"""


async def find(
    session: AsyncSession, claims: Collection[Claim]
) -> tuple[dict[Claim, UUID], dict[UUID, Contact]]:
    """Return the contact of each identity that belongs to one; and if all of them do, the contacts, locked.

    If one is free it must be claimed before contacts are locked, or two transactions may wait for each other.
    """
    rows = await fetch_beside(session, Contact, _FIND, 4, **_columns(claims))
    owners = {(company, Identity(kind, value)): owner for _, (company, kind, value, owner) in rows}
    return owners, {contact.id: contact for contact, _ in rows if contact.id is not None}


_CLAIM: Final = """
INSERT INTO contact_identities (company_id, kind, value, contact_id)
SELECT * FROM unnest(CAST(:companies AS uuid[]), CAST(:kinds AS text[]),
CAST(:values AS text[]), CAST(:contacts AS uuid[])) AS c (company_id, kind, value, contact_id)
ORDER BY company_id, kind, value
ON CONFLICT DO NOTHING RETURNING company_id, kind, value
"""


async def claim(session: AsyncSession, claims: Mapping[Claim, UUID]) -> set[Claim]:
    """Give identities to contacts; return those that were free.

    Waits for transactions that claim the same; afterwards the others' claims are visible. Sorted,
    so that two of them cannot wait for each other.
    """
    if not claims:
        return set()
    result = await execute(session, _CLAIM, {**_columns(claims), "contacts": list(claims.values())})
    return {(row.company_id, Identity(row.kind, row.value)) for row in result}


_HAND_OVER: Final = """
UPDATE contact_identities i SET contact_id = s.successor
FROM unnest(CAST(:companies AS uuid[]), CAST(:contacts AS uuid[]), CAST(:successors AS uuid[]))
AS s (company_id, contact_id, successor)
WHERE i.company_id = s.company_id AND i.contact_id = s.contact_id
"""


async def hand_over(session: AsyncSession, successions: Collection[tuple[UUID, UUID, UUID]]) -> None:
    """Give all identities of contacts to others: company, from, to."""
    if not successions:
        return
    await execute(
        session,
        _HAND_OVER,
        companies=[company for company, _, _ in successions],
        contacts=[contact for _, contact, _ in successions],
        successors=[successor for _, _, successor in successions],
    )


_LOCK: Final = """
SELECT t.* FROM contacts t WHERE (t.company_id, t.id) IN
(SELECT * FROM unnest(CAST(:companies AS uuid[]), CAST(:ids AS uuid[]))) AND t.erased_at IS NULL
ORDER BY t.company_id, t.id FOR NO KEY UPDATE
"""


async def lock(session: AsyncSession, contacts: Collection[tuple[UUID, UUID]]) -> list[Contact]:
    """Return contacts, by company and id, locked until the transaction ends; none that was deleted."""
    if not contacts:
        return []
    return await fetch(
        session,
        Contact,
        _LOCK,
        companies=[company for company, _ in contacts],
        ids=[id_ for _, id_ in contacts],
    )


_OF: Final = """
SELECT t.* FROM contacts t WHERE (t.company_id, t.id) IN
(SELECT * FROM unnest(CAST(:companies AS uuid[]), CAST(:ids AS uuid[])))
"""


async def of(session: AsyncSession, contacts: Collection[tuple[UUID, UUID]]) -> list[Contact]:
    """Return contacts, by company and id."""
    return await fetch(
        session,
        Contact,
        _OF,
        companies=[company for company, _ in contacts],
        ids=[id_ for _, id_ in contacts],
    )


# Anyone who left broadcasts under a name before the contact had it has still left them.
_HAS_LEFT: Final = """
EXISTS (SELECT FROM contact_identities i JOIN opt_outs o USING (company_id, kind, value)
        WHERE i.company_id = given.company_id AND i.contact_id = given.id AND o.opted_out)
"""
_INSERT: Final = batch.insert(Contact, dict, opted_out=_HAS_LEFT)
_UPDATE: Final[batch.Statement[Contact, Any]] = batch.update(
    Contact,
    "name, phone, wa_id, bsuid, lid, tags, custom_fields,"
    " email, organization, external_id, avatar_url, notes, blocked_at",
    opted_out=_HAS_LEFT,
    revision="stored.revision + 1",
    updated_at=":now",
)


def new_row(company_id: UUID, contact_id: UUID, party: Party, now: datetime) -> Row:
    """Return the columns of a contact that is to be created."""
    return {
        "company_id": company_id,
        "id": contact_id,
        **party.model_dump(),
        "tags": [],
        "custom_fields": {},
        "revision": 1,
        "created_at": now,
        "updated_at": now,
    }


_NEW: Final = batch.Recordset(
    Contact,
    "company_id, id, name, phone, wa_id, bsuid, lid, tags, custom_fields, revision, created_at, updated_at",
)
_NAMES: Final = ", ".join(_NEW.names)
_CREATE: Final = f"""
WITH claims AS MATERIALIZED (
    SELECT * FROM unnest(CAST(:companies AS uuid[]), CAST(:kinds AS text[]),
                         CAST(:values AS text[]), CAST(:contacts AS uuid[]))
    AS c (company_id, kind, value, contact_id)
), claimed AS (
    INSERT INTO contact_identities (company_id, kind, value, contact_id)
    SELECT * FROM claims ORDER BY company_id, kind, value ON CONFLICT DO NOTHING RETURNING 1
), created AS (
    INSERT INTO contacts ({_NAMES}, opted_out)
    SELECT {_NAMES}, (company_id, id) IN (
        SELECT c.company_id, c.contact_id FROM claims c
        JOIN opt_outs o USING (company_id, kind, value) WHERE o.opted_out)
    FROM {_NEW} AS given
    WHERE (SELECT count(*) FROM claimed) = (SELECT count(*) FROM claims)
    ORDER BY company_id, id
    RETURNING *
)
SELECT (SELECT count(*) FROM claimed) = (SELECT count(*) FROM claims) AS all_claimed, created.*
FROM (VALUES (1)) AS one LEFT JOIN created ON true
"""  # noqa: S608 (made of the model)


async def create(
    session: AsyncSession, claims: Mapping[Claim, UUID], contacts: Sequence[Row]
) -> list[Contact] | None:
    """Give identities to contacts, and store those of the contacts that are new; return these as stored.

    None when some of the identities were not free: then no contact is stored, and `owners` tells whose they
    are. Waits for transactions that claim the same; afterwards the others' claims are visible. Sorted, so
    that two of them cannot wait for each other.
    """
    given = {**_columns(claims), "contacts": list(claims.values()), **_NEW.arrays(contacts)}
    rows = await fetch_beside(session, Contact, _CREATE, 1, **given)
    [(all_claimed,), *_] = [others for _, others in rows]
    return [contact for contact, _ in rows if contact.id is not None] if all_claimed else None


_WHOLE: Final = batch.Recordset(Contact, [name for name in Contact.model_fields if name != "opted_out"])
_WHOLE_NAMES: Final = ", ".join(_WHOLE.names)
_CREATE_WHOLE: Final = f"""
WITH claims AS MATERIALIZED (
    SELECT * FROM unnest(CAST(:companies AS uuid[]), CAST(:kinds AS text[]),
                         CAST(:values AS text[]), CAST(:contacts AS uuid[]))
    AS c (company_id, kind, value, contact_id)
), claimed AS (
    INSERT INTO contact_identities (company_id, kind, value, contact_id)
    SELECT * FROM claims ORDER BY company_id, kind, value ON CONFLICT DO NOTHING RETURNING 1
), left_before AS MATERIALIZED (
    SELECT c.contact_id FROM claims c JOIN opt_outs o USING (company_id, kind, value) WHERE o.opted_out
), created AS (
    INSERT INTO contacts ({_WHOLE_NAMES}, opted_out)
    SELECT {_WHOLE_NAMES}, id IN (SELECT contact_id FROM left_before)
    FROM {_WHOLE} AS given
    WHERE (SELECT count(*) FROM claimed) = (SELECT count(*) FROM claims)
    RETURNING 1
)
SELECT count(*) AS created FROM created
"""  # noqa: S608 (made of the model)


_UNCLAIM: Final = """
DELETE FROM contact_identities WHERE (company_id, contact_id) IN
(SELECT * FROM unnest(CAST(:companies AS uuid[]), CAST(:ids AS uuid[])))
"""


async def create_whole(session: AsyncSession, claims: Mapping[Claim, UUID], contacts: Sequence[Row]) -> bool:
    """Give identities to contacts that are new, and store these with all their columns.

    Nothing is stored, and False returned, if an identity was not free. Waits for transactions that claim the
    same, in the order in which `create` does.
    """
    given = {**_columns(claims), "contacts": list(claims.values()), **_WHOLE.arrays(contacts)}
    result = await execute(session, _CREATE_WHOLE, given)
    if int(result.scalar_one()) == len(contacts):
        return True
    ids = {"companies": [row["company_id"] for row in contacts], "ids": [row["id"] for row in contacts]}
    await execute(session, _UNCLAIM, ids)
    return False


async def insert(session: AsyncSession, contacts: Sequence[Row]) -> list[Contact]:
    """Store new contacts, whose identities were claimed before; return them as stored."""
    return await _INSERT.fetch(session, contacts)


async def update(session: AsyncSession, contacts: Sequence[Row], now: datetime) -> list[Contact]:
    """Store changed contacts under their next revision; return them as stored. Lock them before."""
    return await _UPDATE.fetch(session, contacts, now=now)


_OPT_OUT: Final = batch.upsert(OptOut, dict, newer="at", or_equal=True)

_SHOW_OPT_OUT: Final = """
WITH concerned AS (
    SELECT DISTINCT i.company_id, i.contact_id
    FROM unnest(CAST(:companies AS uuid[]), CAST(:kinds AS text[]), CAST(:values AS text[]))
        AS c (company_id, kind, value) JOIN contact_identities i USING (company_id, kind, value)
), now_so AS (
    SELECT company_id, contact_id,
           EXISTS (SELECT FROM contact_identities i JOIN opt_outs o USING (company_id, kind, value)
                   WHERE i.company_id = concerned.company_id AND i.contact_id = concerned.contact_id
                   AND o.opted_out) AS opted_out
    FROM concerned
), locked AS MATERIALIZED (
    -- In the order of `lock`: customers who write meanwhile have their contacts locked in it.
    SELECT n.* FROM contacts c
    JOIN now_so n ON n.company_id = c.company_id AND n.contact_id = c.id
    ORDER BY c.company_id, c.id FOR NO KEY UPDATE OF c
)
UPDATE contacts c
SET opted_out = n.opted_out, revision = c.revision + 1, updated_at = :now
FROM locked AS n
WHERE c.company_id = n.company_id AND c.id = n.contact_id AND c.opted_out <> n.opted_out
RETURNING c.*
"""


async def store_opt_outs(session: AsyncSession, opt_outs: Sequence[Row], now: datetime) -> list[Contact]:
    """Store who left or rejoined broadcasts; return the contacts for whom that changed something.

    ``opt_outs`` are rows of the table.
    """
    await _OPT_OUT.run(session, opt_outs)
    return await fetch(
        session,
        Contact,
        _SHOW_OPT_OUT,
        companies=[row["company_id"] for row in opt_outs],
        kinds=[row["kind"] for row in opt_outs],
        values=[row["value"] for row in opt_outs],
        now=now,
    )


_EXTERNAL: Final = """
SELECT c.external_id, c.id FROM unnest(CAST(:external_ids AS text[])) AS wanted (external_id)
JOIN contacts c ON c.company_id = :company AND c.external_id = wanted.external_id
"""


async def external_owners(
    session: AsyncSession, company_id: UUID, external_ids: Collection[str]
) -> dict[str, UUID]:
    """Return the contact of each external id that one has. Have the company take turns before."""
    result = await execute(session, _EXTERNAL, company=company_id, external_ids=list(external_ids))
    return {row.external_id: row.id for row in result}


_RELEASE_EXTERNAL: Final = """
UPDATE contacts SET external_id = NULL WHERE company_id = :company AND id = :id
"""


async def release_external_id(session: AsyncSession, company_id: UUID, contact_id: UUID) -> None:
    """Take its external id from a contact that is locked and going to be removed."""
    await execute(session, _RELEASE_EXTERNAL, company=company_id, id=contact_id)


_HISTORIES: Final = """
SELECT c.id, (SELECT count(*) FROM (
    SELECT FROM tickets t JOIN messages m ON m.company_id = t.company_id AND m.ticket_id = t.id
    WHERE t.company_id = :company AND t.contact_id = c.id
    UNION ALL
    SELECT FROM messages m WHERE m.company_id = :company AND m.contact_id = c.id AND m.ticket_id IS NULL
    LIMIT :most
) AS own) AS messages
FROM unnest(CAST(:contacts AS uuid[])) AS c (id)
"""


async def histories(
    session: AsyncSession, company_id: UUID, contacts: Collection[UUID], most: int
) -> dict[UUID, int]:
    """Return how many messages contacts have, in all their conversations, counted up to ``most``."""
    result = await execute(session, _HISTORIES, company=company_id, contacts=list(contacts), most=most)
    return {row.id: row.messages for row in result}


_REMOVE: Final = "DELETE FROM contacts WHERE company_id = :company AND id = :id"


async def remove(session: AsyncSession, company_id: UUID, contact_id: UUID) -> None:
    """Delete a contact whose names, tickets and messages are another's by now."""
    await execute(session, _REMOVE, company=company_id, id=contact_id)


_TAKE_NAMES: Final = """
DELETE FROM contact_identities WHERE company_id = :company AND contact_id = :id RETURNING kind, value
"""


async def take_names(session: AsyncSession, company_id: UUID, contact_id: UUID) -> list[Identity]:
    """Take all identities from a contact that is locked: anyone who has one of them is somebody new."""
    result = await execute(session, _TAKE_NAMES, company=company_id, id=contact_id)
    return [Identity(row.kind, row.value) for row in result]


_EMPTY: Final = """
UPDATE contacts SET name = NULL, phone = NULL, wa_id = NULL, bsuid = NULL, lid = NULL, tags = '{}',
    custom_fields = '{}', email = NULL, organization = NULL, external_id = NULL, avatar_url = NULL,
    notes = NULL, blocked_at = coalesce(blocked_at, :now), erased_at = :now, updated_at = :now,
    revision = revision + 1
WHERE company_id = :company AND id = :id RETURNING revision
"""


async def empty(session: AsyncSession, company_id: UUID, contact_id: UUID, now: datetime) -> int:
    """Leave nothing of a person in a contact that is locked; return its revision."""
    result = await execute(session, _EMPTY, company=company_id, id=contact_id, now=now)
    return int(result.scalar_one())


_COUNT: Final = """
SELECT count(*) FROM
(SELECT FROM contacts WHERE company_id = :company_id LIMIT :at_most) AS counted
"""
_FIELD_NAMES: Final = """
SELECT name FROM (SELECT DISTINCT jsonb_object_keys(custom_fields) AS name FROM contacts
WHERE company_id = :company_id LIMIT :at_most) AS named ORDER BY name
"""
_NAMES_OF: Final = """
SELECT kind, value FROM contact_identities WHERE company_id = :company AND contact_id = :contact
ORDER BY kind, value
"""
_RELEASE: Final = """
DELETE FROM contact_identities WHERE company_id = :company AND contact_id = :contact
AND (kind, value) IN (SELECT * FROM unnest(CAST(:kinds AS text[]), CAST(:values AS text[])))
"""


class Contacts:
    """One company's contacts."""

    def __init__(self, session: AsyncSession, company_id: UUID) -> None:
        self._session = session
        self._company_id = company_id

    async def find(self, contact_id: UUID) -> Contact | None:
        query = select(Contact).where(
            Contact.company_id == self._company_id,
            Contact.id == contact_id,
            col(Contact.erased_at).is_(None),
        )
        return (await self._session.exec(query)).first()

    async def count(self, *, at_most: int) -> int:
        """Return how many there are, or ``at_most``: what lies beyond is not counted."""
        result = await execute(self._session, _COUNT, company_id=self._company_id, at_most=at_most)
        return int(result.scalar_one())

    async def field_names(self, at_most: int) -> list[str]:
        """Return the names of the contacts' custom fields, sorted; no more than so many of them."""
        result = await execute(self._session, _FIELD_NAMES, company_id=self._company_id, at_most=at_most)
        return list(result.scalars())

    async def page(
        self, position: tuple[datetime, UUID] | None, limit: int, only: Only = EVERYBODY
    ) -> Sequence[Contact]:
        """Return up to ``limit`` contacts behind ``position``, newest first. A tag is not looked for here."""
        query = select(Contact).where(
            Contact.company_id == self._company_id, col(Contact.erased_at).is_(None)
        )
        if only.external_id is not None:
            query = query.where(Contact.external_id == only.external_id)
        if only.email is not None:
            query = query.where(Contact.email == only.email)
        if only.blocked is not None:
            blocked = col(Contact.blocked_at)
            query = query.where(blocked.is_not(None) if only.blocked else blocked.is_(None))
        if position:
            query = query.where(tuple_(col(Contact.created_at), col(Contact.id)) < position)
        query = query.order_by(col(Contact.created_at).desc(), col(Contact.id).desc()).limit(limit)
        return (await self._session.exec(query)).all()

    async def those(self, contact_ids: Collection[UUID]) -> Sequence[Contact]:
        """Return the contacts of these ids that there are, newest first."""
        query = (
            select(Contact)
            .where(
                Contact.company_id == self._company_id,
                col(Contact.id).in_(contact_ids),
                col(Contact.erased_at).is_(None),
            )
            .order_by(col(Contact.created_at).desc(), col(Contact.id).desc())
        )
        return (await self._session.exec(query)).all()

    async def names(self, contact_id: UUID) -> list[Identity]:
        """Return the identities that lead to a contact."""
        result = await execute(self._session, _NAMES_OF, company=self._company_id, contact=contact_id)
        return [Identity(row.kind, row.value) for row in result]

    async def release(self, contact_id: UUID, identities: Collection[Identity]) -> None:
        """Take identities from a contact."""
        await execute(
            self._session,
            _RELEASE,
            company=self._company_id,
            contact=contact_id,
            kinds=[identity.kind for identity in identities],
            values=[identity.value for identity in identities],
        )

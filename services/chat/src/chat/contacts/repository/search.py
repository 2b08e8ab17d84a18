"""Finding contacts by a part of what is known of them, however many there are and whatever is looked for.

Most of what agents look for is among the newest contacts, and is found by reading those; what is not is
found in indexes of trigrams (`ix_contacts_search`, `ix_contacts_words`). Of fewer than three letters there
is no trigram, so that little is looked for among the newest contacts alone.

Names and words are compared without accents and case (`search_form` in the database, migration 0009),
numbers in every spelling that a person may have (`chat.contacts.domain.spellings_of`).

The indexes serve the worker role only: under a policy that compares companies, PostgreSQL lets no operator
near an index that might leak what it sees (``LIKE`` is not marked ``LEAKPROOF``). Hence only ids are found
here, of the company named in every statement; the contacts are read by `Contacts.those` under row-level
security, which would give out nothing of another's.
"""

import re
import unicodedata
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data.db import execute
from chat.contacts.domain import EVERYBODY, Only, spellings_of
from chat.contacts.models import HAS_WORDS, WORDS

NEWEST: Final = 5_000
"""So many contacts are read before the index is asked."""
NEWEST_FOR_SHORT: Final = 10_000
"""Among so many are one or two letters or digits looked for."""
TIMEOUT: Final = "2s"

_RUN: Final = re.compile(r"[^\W_]{3}")
_PHONE: Final = re.compile(r"[0-9+()./\-\s\u2010-\u2015\u200e\u200f\u202a-\u202e\u2066-\u2069]+")
"""What people type and paste between the digits of a phone, as consoles and chats show it."""
_MARKS: Final = re.compile("[\u0300-\u036f]")
_WILDCARDS: Final = str.maketrans({"%": r"\%", "_": r"\_", "\\": r"\\"})
_NAMED: Final = "search_form(name) LIKE lower(:name)"
_WORDED: Final = f"({HAS_WORDS}) AND {WORDS} LIKE lower(:name)"

AMONG_NEWEST: Final = """
SELECT id FROM (
    SELECT id, created_at, name, phone, wa_id, tags, email, external_id, organization, custom_fields,
        blocked_at
    FROM contacts
    WHERE company_id = :company AND erased_at IS NULL {behind}
    ORDER BY created_at DESC, id DESC LIMIT :newest
) AS newest
WHERE {matches} {behind} ORDER BY created_at DESC, id DESC LIMIT :limit
"""
# Written so that nothing but all of the index serves it, or the planner, which knows little of a company that
# is new or grows, would rather read its contacts: the company as text, a search for each condition, and
# materialised before the order and the limit.
_BRANCH: Final = """
    SELECT id, created_at FROM contacts
    WHERE CAST(company_id AS text) = :company_text AND {condition} {behind}
"""
_TAGGED: Final = """tags && ARRAY(
    SELECT name FROM contact_tags WHERE company_id = :company AND lower(name) = lower(:tag)
    UNION SELECT old FROM contact_tag_moves WHERE company_id = :company AND lower(new) = lower(:tag)
    UNION SELECT CAST(:tag AS text)
)"""
_BY_TAG: Final = f"""
    SELECT id, created_at FROM contacts
    WHERE company_id = :company AND tags <> '{{}}' AND {_TAGGED}
"""  # noqa: S608 (made of constants)
_BY_INDEX: Final = """
WITH found AS MATERIALIZED ({branches})
SELECT id FROM found ORDER BY created_at DESC, id DESC LIMIT :limit
"""
SCAN: Final = """
SELECT id, created_at, {matches} AS fits FROM contacts
WHERE company_id = :company AND erased_at IS NULL AND (created_at, id) < (:at, :after)
ORDER BY created_at DESC, id DESC LIMIT :limit
"""
_BEHIND: Final = "AND (created_at, id) < (:at, :after)"


async def find(
    session: AsyncSession,
    company_id: UUID,
    text: str | None,
    position: tuple[datetime, UUID] | None,
    limit: int,
    only: Only = EVERYBODY,
    *,
    enough: int | None = None,
) -> list[UUID]:
    """Return the ids of up to ``limit`` contacts behind ``position``, newest first, that have ``text``.

    In names, e-mail addresses, external ids, firms and custom fields whatever it is, and in phones when it
    looks like a part of one. Without a text it is the tag of ``only`` that is looked for. The index is not
    asked when there are ``enough`` of the newest (``limit`` unless told). Takes a session of the worker role.
    PostgreSQL ends a search that takes longer than `TIMEOUT`.
    """
    values: dict[str, Any] = {"company": company_id, "limit": limit}
    conditions = _conditions(text, values) if text is not None else []
    filters = _filters(only, values)
    if position:
        values |= {"at": position[0], "after": position[1]}
    behind = _BEHIND if position else ""
    wanted = [" OR ".join(condition for condition, _ in conditions)] if conditions else []
    matches = " AND ".join(f"({condition})" for condition in (*wanted, *filters))
    indexed = [condition for condition, has_trigrams in conditions if has_trigrams]

    await execute(session, f"SET LOCAL statement_timeout = '{TIMEOUT}'")
    among = AMONG_NEWEST.format(matches=matches, behind=behind)
    if conditions and not indexed:
        # The newest of all, and not of those behind the position: pages must come to an end.
        among = among.replace(behind, "", 1) if behind else among
        return await _ids(session, among, {**values, "newest": NEWEST_FOR_SHORT})
    found = await _ids(session, among, {**values, "newest": NEWEST})
    if len(found) >= (limit if enough is None else enough):
        return found
    await execute(session, "SET LOCAL enable_seqscan = off")
    further = "".join(f" AND {condition}" for condition in filters) + f" {behind}"
    if not conditions:
        return await _ids(session, _BY_INDEX.format(branches=_BY_TAG + further), values)
    values["company_text"] = str(company_id)
    return await _ids(session, by_index(indexed, further), values)


async def scan(
    session: AsyncSession,
    company_id: UUID,
    text: str | None,
    only: Only,
    position: tuple[datetime, UUID],
    limit: int,
) -> tuple[list[UUID], tuple[datetime, UUID] | None]:
    """Look at the next ``limit`` contacts behind ``position``, newest first.

    Return those that have ``text`` and are as ``only`` says, and where the next ones begin, None behind the
    last. So all that a filter finds is gone through at the price of one pass, however many it finds.
    """
    values: dict[str, Any] = {
        "company": company_id,
        "at": position[0],
        "after": position[1],
        "limit": limit,
    }
    wanted = [condition for condition, _ in _conditions(text, values)] if text is not None else []
    matches = [f"({' OR '.join(wanted)})"] if wanted else []
    matches += _filters(only, values)
    found = (await execute(session, SCAN.format(matches=" AND ".join(matches) or "true"), values)).all()
    fitting = [UUID(str(row.id)) for row in found if row.fits]
    return fitting, (found[-1].created_at, UUID(str(found[-1].id))) if len(found) == limit else None


def _conditions(text: str, values: dict[str, Any]) -> list[tuple[str, bool]]:
    """Return the conditions of which a contact fulfils one, and whether the index serves them."""
    digits = re.sub("[^0-9]", "", text) if _PHONE.fullmatch(text) else ""
    name = _MARKS.sub("", unicodedata.normalize("NFKD", text))
    values["name"] = f"%{name.translate(_WILDCARDS)}%"
    has_trigrams = _RUN.search(name) is not None
    conditions = [(_NAMED, has_trigrams), (_WORDED, has_trigrams)]
    for number, spelling in enumerate(spellings_of(digits) if digits else ()):
        values[f"digits{number}"] = f"%{spelling}%"
        conditions += [
            (f"{column} LIKE :digits{number}", len(spelling) >= 3) for column in ("phone", "wa_id")
        ]
    return conditions


def _filters(only: Only, values: dict[str, Any]) -> list[str]:
    """Return the conditions all of which a contact fulfils."""
    filters: list[str] = []
    if only.tag is not None:
        filters.append(_TAGGED)
        values["tag"] = only.tag
    if only.external_id is not None:
        filters.append("external_id = :external_id")
        values["external_id"] = only.external_id
    if only.email is not None:
        filters.append("email = :email")
        values["email"] = only.email
    if only.blocked is not None:
        filters.append(f"blocked_at IS {'NOT ' if only.blocked else ''}NULL")
    return filters


def by_index(conditions: Sequence[str], behind: str = "") -> str:
    """Return the statement that finds contacts by any of the conditions."""
    branches = (_BRANCH.format(condition=condition, behind=behind) for condition in conditions)
    return _BY_INDEX.format(branches=" UNION ".join(branches))


async def _ids(session: AsyncSession, statement: str, values: dict[str, Any]) -> list[UUID]:
    return [UUID(str(row.id)) for row in await execute(session, statement, values)]

"""Messages as they are stored."""

from collections.abc import Collection, Sequence
from typing import Final
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data import batch
from atende_platform.data.batch import fetch, fetch_beside
from chat.messages.models import Message
from chat.rows import Row

_INSERT: Final = batch.insert(
    Message, dict, order_by="company_id, channel_id, provider_message_id", or_nothing=True
)


_ROWS: Final = batch.Recordset(Message)


async def insert_new_messages(session: AsyncSession, messages: Sequence[Row]) -> list[Message]:
    """Store the messages that are not stored yet; return those, in the order given."""
    inserted = await _INSERT.fetch(session, messages)
    place = {message["id"]: number for number, message in enumerate(messages)}
    return sorted(inserted, key=lambda message: place[message.id])


# What is done to a message may be heard of before the message itself. OFFSET 0: one look into an index each.
_INSERT_RECEIVED: Final = f"""
WITH added AS ({_INSERT.sql} RETURNING stored.*)
SELECT EXISTS (SELECT FROM message_changes c WHERE c.company_id = added.company_id
               AND c.channel_id = added.channel_id AND c.target = added.provider_message_id OFFSET 0)
    OR EXISTS (SELECT FROM messages m WHERE m.company_id = added.company_id
               AND m.channel_id = added.channel_id AND m.target = added.provider_message_id OFFSET 0)
    AS preceded, added.*
FROM added
"""  # noqa: S608 (our own constants)


async def insert_received(session: AsyncSession, messages: Sequence[Row]) -> tuple[list[Message], set[UUID]]:
    """Store what customers wrote, as far as it is not stored; return that, in the order given.

    Also return which of them already have a reaction or a change.
    """
    if not messages:
        return [], set()
    inserted = await fetch_beside(session, Message, _INSERT_RECEIVED, 1, **_ROWS.arrays(messages))
    place = {message["id"]: number for number, message in enumerate(messages)}
    new = sorted((message for message, _ in inserted), key=lambda message: place[message.id])
    return new, {message.id for message, (preceded,) in inserted if preceded}


_NAMES: Final = ", ".join(_ROWS.names)
# Nobody watches a campaign in the conversations of its recipients: their rows are not even read.
_INSERT_SENT: Final = f"""
WITH added AS (
    INSERT INTO messages ({_NAMES}) SELECT {_NAMES} FROM {_ROWS} AS given
    ORDER BY company_id, send_id ON CONFLICT DO NOTHING RETURNING *
)
SELECT * FROM added WHERE origin <> 'campaign'
"""  # noqa: S608 (our own constants)


async def insert_sent(session: AsyncSession, messages: Sequence[Row]) -> list[Message]:
    """Store what left without an agent, as far as it is not stored; return that, but nothing of campaigns."""
    return await _store(session, _INSERT_SENT, messages)


# In a history the provider first reports that files exist, and the files themselves later.
_INSERT_RECORDED: Final = f"""
INSERT INTO messages ({_NAMES}) SELECT {_NAMES} FROM {_ROWS} AS given
ORDER BY company_id, channel_id, provider_message_id
ON CONFLICT (company_id, channel_id, provider_message_id) DO UPDATE
SET kind = excluded.kind, text = excluded.text, content = excluded.content, media = excluded.media,
    revision = messages.revision + 1
WHERE messages.kind = 'media_placeholder' AND excluded.kind <> 'media_placeholder'
RETURNING *
"""  # noqa: S608 (our own constants)


async def insert_recorded(session: AsyncSession, messages: Sequence[Row]) -> list[Message]:
    """Store what the provider reports about a conversation, as far as it is not stored; return that.

    At most one row per message of the provider.
    """
    return await _store(session, _INSERT_RECORDED, messages)


async def _store(session: AsyncSession, statement: str, messages: Sequence[Row]) -> list[Message]:
    if not messages:
        return []
    return await fetch(session, Message, statement, **_ROWS.arrays(messages))


_SET_RESENT: Final = """
UPDATE messages SET resent_as = :resent_as, revision = revision + 1
WHERE company_id = :company_id AND id = :id RETURNING *
"""


class Messages:
    """One company's messages."""

    def __init__(self, session: AsyncSession, company_id: UUID) -> None:
        self._session = session
        self._company_id = company_id

    async def find(self, message_id: UUID, *, lock: bool = False) -> Message | None:
        """Return a message; with ``lock`` it is ours until the transaction ends. Lock its ticket before."""
        query = select(Message).where(Message.company_id == self._company_id, Message.id == message_id)
        if lock:
            # What was read before the lock may have changed.
            query = query.with_for_update(key_share=True).execution_options(populate_existing=True)
        return (await self._session.exec(query)).first()

    async def set_resent(self, message: Message, resent_as: UUID) -> Message:
        """Store as which message a locked one was sent again; return it as stored."""
        [stored] = await fetch(
            self._session,
            Message,
            _SET_RESENT,
            company_id=self._company_id,
            id=message.id,
            resent_as=resent_as,
        )
        return stored

    async def find_named(
        self,
        channel_id: UUID,
        names: Collection[UUID],
        provider_message_id: str,
        *,
        group_id: str | None = None,
    ) -> tuple[str, str | None] | None:
        """Return the direction and the text of a message with a contact on a channel, or in a group there.

        ``names`` are all ids under which messages with the contact may stand.
        """
        query = select(Message.direction, Message.text).where(
            Message.company_id == self._company_id,
            Message.channel_id == channel_id,
            Message.provider_message_id == provider_message_id,
            col(Message.group_id).is_not_distinct_from(group_id),
        )
        if group_id is None:
            query = query.where(col(Message.contact_id).in_(names))
        return (await self._session.exec(query)).first()

"""Messages as they are stored."""

from collections.abc import Collection, Sequence
from typing import Final
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from chat.messages.models import Message
from chat.rows import Row, as_json, fetch

_INSERT_MESSAGES: Final = """
INSERT INTO messages (company_id, id, ticket_id, contact_id, channel_id, group_id, direction, origin,
                      author_id, kind, text, content, media, reply_to, target, raw, provider_message_id,
                      client_message_id, client_digest, send_id, state, error, sent_at, created_at)
SELECT company_id, id, ticket_id, contact_id, channel_id, group_id, direction, origin,
       author_id, kind, text, content, media, reply_to, target, raw, provider_message_id,
       client_message_id, client_digest, send_id, state, error, sent_at, created_at
FROM jsonb_populate_recordset(CAST(NULL AS messages), CAST(:rows AS jsonb))
ORDER BY company_id, channel_id, provider_message_id
ON CONFLICT DO NOTHING
RETURNING *
"""


async def insert_new_messages(session: AsyncSession, messages: Sequence[Row]) -> list[Message]:
    """Store the messages that are not stored yet; return those, in the order given."""
    if not messages:
        return []
    inserted = await fetch(session, Message, _INSERT_MESSAGES, rows=as_json(messages))
    place = {message["id"]: number for number, message in enumerate(messages)}
    return sorted(inserted, key=lambda message: place[message.id])


_COLUMNS: Final = (
    "company_id, id, ticket_id, contact_id, channel_id, group_id, direction, origin, campaign_id, kind, text,"
    " content, media, reply_to, target, raw, provider_message_id, send_id, state, error, sent_at, created_at"
)
_ROWS: Final = f"""
SELECT {_COLUMNS} FROM jsonb_populate_recordset(CAST(NULL AS messages), CAST(:rows AS jsonb))
"""  # noqa: S608 (our own constants)
# Nobody watches a campaign in the conversations of its recipients: their rows are not even read.
_INSERT_SENT: Final = f"""
WITH added AS (
    INSERT INTO messages ({_COLUMNS}) {_ROWS} ORDER BY company_id, send_id ON CONFLICT DO NOTHING RETURNING *
)
SELECT * FROM added WHERE origin <> 'campaign'
"""  # noqa: S608 (our own constants)


async def insert_sent(session: AsyncSession, messages: Sequence[Row]) -> list[Message]:
    """Store what left without an agent, as far as it is not stored; return that, but nothing of campaigns."""
    return await fetch(session, Message, _INSERT_SENT, rows=as_json(messages)) if messages else []


# In a history the provider first reports that files exist, and the files themselves later.
_INSERT_RECORDED: Final = f"""
INSERT INTO messages ({_COLUMNS}) {_ROWS} ORDER BY company_id, channel_id, provider_message_id
ON CONFLICT (company_id, channel_id, provider_message_id) DO UPDATE
SET kind = excluded.kind, text = excluded.text, content = excluded.content, media = excluded.media
WHERE messages.kind = 'media_placeholder' AND excluded.kind <> 'media_placeholder'
RETURNING *
"""


async def insert_recorded(session: AsyncSession, messages: Sequence[Row]) -> list[Message]:
    """Store what the provider reports about a conversation, as far as it is not stored; return that.

    At most one row per message of the provider.
    """
    return await fetch(session, Message, _INSERT_RECORDED, rows=as_json(messages)) if messages else []


class Messages:
    """One company's messages."""

    def __init__(self, session: AsyncSession, company_id: UUID) -> None:
        self._session = session
        self._company_id = company_id

    async def exists(self, channel_id: UUID, names: Collection[UUID], provider_message_id: str) -> bool:
        """Tell whether a provider's id names a message with a contact on a channel, and in no group.

        ``names`` are all ids under which messages with the contact may stand.
        """
        query = select(Message.id).where(
            Message.company_id == self._company_id,
            Message.channel_id == channel_id,
            Message.provider_message_id == provider_message_id,
            col(Message.contact_id).in_(names),
            col(Message.group_id).is_(None),
        )
        return (await self._session.exec(query)).first() is not None

    async def find_by_client_id(self, ticket_id: UUID, client_message_id: str) -> Message | None:
        query = select(Message).where(
            Message.company_id == self._company_id,
            Message.ticket_id == ticket_id,
            Message.client_message_id == client_message_id,
        )
        return (await self._session.exec(query)).first()

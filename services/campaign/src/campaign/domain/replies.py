"""Which of customers' messages may be replies to a campaign."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from atende_contracts.identity import aliases
from atende_contracts.messages import MessageReceivedV1


@dataclass(frozen=True, slots=True)
class Answer:
    """A person wrote to a channel; ``identities`` are all names they are known by."""

    company_id: UUID
    channel_id: UUID
    identities: list[str]
    at: datetime


def answers(messages: Iterable[MessageReceivedV1]) -> list[Answer]:
    """Return what may answer a campaign: not a reaction, an edit or a revoke, nor what is said in a group."""
    return [
        Answer(message.company_id, message.channel_id, aliases(message.sender), message.sent_at)
        for message in messages
        if message.target is None and "group_id" not in message.content
    ]

"""Receipts of our own messages as statuses. In whatever order they come, the ledger moves only forward.

In a group a message is delivered, or read, as soon as one member has it: WhatsApp reports each of them.
"""

from datetime import datetime
from typing import Any, Final, Literal
from uuid import uuid5

from atende_contracts.messages import ProviderStatusReportedV1
from gateway.providers.reading import get, provider_id, time
from gateway.providers.web.account import LinkedAccount
from gateway.providers.web.files import number
from gateway.providers.web.ids import send_id_of
from gateway.providers.web.jids import party_of, read_jid

State = Literal["sent", "delivered", "read", "played"]
_STATES: Final[dict[object, State]] = {
    2: "sent",
    "SERVER_ACK": "sent",
    3: "delivered",
    "DELIVERY_ACK": "delivered",
    4: "read",
    "READ": "read",
    5: "played",
    "PLAYED": "played",
}
"""Not that it failed: the server refuses by an `Ack`, with its reason."""


def read_status(item: Any, account: LinkedAccount, came: datetime) -> ProviderStatusReportedV1 | None:
    """Return the state of one of our messages; None for what says nothing about those.

    ``came`` is when its line did, for one that tells no time. Raises ``ValueError`` for what cannot be read.
    """
    key, status = get(item, "key"), get(item, "status")
    message_id = provider_id(get(key, "id"))
    if message_id is None or type(status) not in (int, str):
        raise ValueError("of no message or no state")
    by = read_jid(get(item, "participant")) or read_jid(get(key, "participant"))
    chat = read_jid(get(key, "remoteJid"))
    if key.get("fromMe") is not True or account.is_own(by) or account.is_own(chat):
        return None  # What another of our own devices has read or received.
    send_id = send_id_of(message_id)
    state = _STATES.get(status)
    # Of what was written on the phone, nobody here follows what becomes of it.
    if send_id is None or state is None:
        return None
    at = number(get(item, "at"))
    party = party_of(chat, read_jid(key.get("remoteJidAlt")))
    return ProviderStatusReportedV1(
        id=uuid5(account.channel_id, f"{message_id}:{state}"),
        company_id=account.company_id,
        channel_id=account.channel_id,
        provider_message_id=message_id,
        send_id=send_id,
        state=state,
        recipient=party,
        at=came if at is None else time(at),
    )

"""Where people are written to: the address that they used last, else one by their LID or their number.

Whether a number is on WhatsApp at all is asked one at a time, when a message is about to leave for it, and
remembered: WhatsApp restricts accounts that ask for many.
"""

from collections.abc import Iterator
from typing import Final

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from atende_contracts.identity import variants
from atende_platform.data.db import Database
from gateway.bridge.protocol import Person
from gateway.domain.sends import Order, Refused
from gateway.providers.web.errors import not_written_now, own_refusal
from gateway.providers.web.jids import Jid, digits_of, read_jid
from gateway.providers.web.sending import Session
from gateway.repository import session_sends
from gateway.sessions.nameless import nameless
from gateway.sessions.wire import NotAnswered, Wire

log = structlog.get_logger(__name__)

FOUND_SECONDS: Final = 7 * 24 * 3600
MISSING_SECONDS: Final = 3600
"""How long to believe that a number is on WhatsApp, and that it is not."""
_USUAL: Final = "="
"""What is remembered of a number whose address is made of itself: not the number."""
_MISSING: Final = "-"


class ChatAddresses:
    """The addresses of all people, for the sessions that this process holds."""

    def __init__(self, database: Database, redis: Redis) -> None:
        self._database = database
        self._redis = redis

    async def of(self, session: Session, order: Order) -> str | Refused:
        """Return the address of an order's recipient, or why there is none."""
        async with self._database.worker_statement() as statement:
            chats = await session_sends.chats(
                statement, order.company_id, order.channel_id, order.recipient_keys
            )
        if (used := used_by(order, chats)) is not None:
            return used
        for jid in _written_out(order):
            return str(jid)
        number = digits_of(order.recipient.wa_id) or digits_of(order.recipient.phone)
        if number is None:
            return own_refusal("The recipient has no address on WhatsApp Web", "no_phone")
        if not isinstance(session, Wire):
            raise TypeError("a session that can be asked is needed")
        return await self._by_number(session, number)

    async def _by_number(self, wire: Wire, number: str) -> str | Refused:
        """Return the address of a number, in whichever of its spellings WhatsApp knows it."""
        for spelling in variants(number):
            try:
                address = await self._address(wire, spelling)
            except NotAnswered as error:
                return not_written_now(f"lookup: {error}")
            if address is not None:
                return address
        return own_refusal("The number is not on WhatsApp", "not_on_whatsapp")

    async def _address(self, wire: Wire, phone: str) -> str | None:
        """Return the address of a number; None: it is not on WhatsApp."""
        key = f"gateway:on-whatsapp:{nameless(wire.channel_id, phone)}"
        usual = str(Jid(phone, "phone"))
        try:
            if (kept := await self._redis.get(key)) is not None:
                told = kept.decode() if isinstance(kept, bytes) else str(kept)
                return {_MISSING: None, _USUAL: usual}.get(told, told)
        except (RedisError, OSError, ValueError) as error:
            log.warning("person.not_remembered", error=type(error).__name__)
        address = _address_of(await wire.lookup(phone))
        told = _MISSING if address is None else _USUAL if address == usual else address
        try:
            await self._redis.set(key, told, ex=MISSING_SECONDS if address is None else FOUND_SECONDS)
        except (RedisError, OSError) as error:
            log.warning("person.not_remembered", error=type(error).__name__)
        return address


def _address_of(person: Person) -> str | None:
    jid = read_jid(person.jid) or read_jid(person.lid)
    return str(jid) if person.exists and jid is not None and jid.is_person else None


def is_cold(order: Order, chats: dict[str, str]) -> bool:
    """Tell whether an order begins a conversation: its recipient, who is a person, has never written."""
    return used_by(order, chats) is None and not any(jid.kind == "group" for jid in _written_out(order))


def used_by(order: Order, chats: dict[str, str]) -> str | None:
    """Return the address that an order's recipient wrote from last; None: they never wrote."""
    return next((chats[alias] for alias in order.recipient_keys if alias in chats), None)


def _written_out(order: Order) -> Iterator[Jid]:
    """Yield the addresses that a recipient's names are: of a group, or a LID."""
    recipient = order.recipient
    for name in (recipient.wa_id, recipient.lid):
        if name and "@" in name and (jid := read_jid(name)) is not None and jid.kind == "group":
            yield jid
    if (lid := digits_of(recipient.lid)) is not None:
        yield Jid(lid, "lid")

"""One message through the session of its channel: written once, and taken only if WhatsApp's server says so.

The library says that a message was sent when its frame was written, also to a socket that is gone. What
counts is the server's own ack of the message's id, with no error in it. That id is made of the send's id, so
a message has the same one in every attempt.
"""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass
from typing import Final, Protocol
from uuid import UUID

from atende_contracts.event import Media
from gateway.bridge.protocol import Ack, Content, Quoted
from gateway.domain.channels import ChannelAccess
from gateway.domain.sends import Accepted, Order, Outcome, Refused
from gateway.providers.web.content import LocalFile, build_content, file_of, quoted_of, refused_content
from gateway.providers.web.errors import no_answer, not_written, not_written_now, own_refusal, refusal_of
from gateway.providers.web.ids import message_id_of

ACK_SECONDS: Final = 15.0
WRITE_SECONDS: Final = 20.0
FILE_SECONDS: Final = 120.0
"""How long it may take to write a message: with a file, that is encrypted and uploaded before."""
_NO_FORM: Final = "Its addresses or names are not what WhatsApp Web can send"


class NotSent(Exception):
    """Surely nothing has left: the session is not open, or it is not ours for long enough."""


class NotWritten(Exception):
    """Surely nothing has left: the bridge could not write it, and says why."""


class LineLost(Exception):
    """The message may have left: the socket or the bridge went away, or nothing was said in time."""


class Session(Protocol):
    """A session that this process holds, as far as sending needs it."""

    @property
    def channel_id(self) -> UUID: ...

    async def send(
        self,
        message_id: str,
        to: str,
        content: Content,
        quoted: Quoted | None,
        *,
        write_seconds: float,
        ack_seconds: float,
    ) -> Ack:
        """Write a message, once, and return what WhatsApp's server says of it.

        Raises `NotSent`, `NotWritten` or `LineLost`.
        """
        ...


Sessions = Callable[[UUID], Session | None]
"""Returns the session of a channel, if this process holds it and it is open."""


class Addresses(Protocol):
    """Knows where people are to be written to."""

    async def of(self, session: Session, order: Order) -> str | Refused:
        """Return the address of an order's recipient, or why there is none."""
        ...


class Files(Protocol):
    """Brings files to where the bridge can read them, for as long as the context lasts."""

    def local(self, company_id: UUID, media: Media) -> AbstractAsyncContextManager[LocalFile | Refused]: ...


@dataclass(frozen=True, slots=True)
class Prepared:
    """A message in its final form."""

    order: Order
    to: str
    content: Content
    quoted: Quoted | None

    @property
    def write_seconds(self) -> float:
        return FILE_SECONDS if hasattr(self.content, "path") else WRITE_SECONDS


class NotHeld:
    """Sends nothing: only the process that holds a channel's session does."""

    async def send(self, channel: ChannelAccess, order: Order) -> Outcome:
        """Return that nothing has left."""
        return not_written("held by another process")


class WebSending:
    """Sends on the sessions that this process holds, and on no others."""

    def __init__(
        self, sessions: Sessions, addresses: Addresses, files: Files, *, ack_seconds: float = ACK_SECONDS
    ) -> None:
        self._sessions = sessions
        self._addresses = addresses
        self._files = files
        self._ack_seconds = ack_seconds

    async def send(self, channel: ChannelAccess, order: Order) -> Outcome:
        session = self._sessions(channel.channel_id)
        if session is None:
            return not_written("not held here")
        if (refused := refused_content(order.content)) is not None:
            return refused
        async with self.file(order) as file:
            prepared = file if isinstance(file, Refused) else await self.prepare(session, order, file)
            return prepared if isinstance(prepared, Refused) else await self.deliver(session, prepared)

    def file(self, order: Order) -> AbstractAsyncContextManager[LocalFile | Refused | None]:
        """Have an order's file where the bridge can read it; None if it has none."""
        media = file_of(order.content)
        return nullcontext(None) if media is None else self._files.local(order.company_id, media)

    async def prepare(self, session: Session, order: Order, file: LocalFile | None) -> Prepared | Refused:
        """Bring a message into its final form, or return why it has none. Nothing has left then.

        Its content is one that `refused_content` takes.
        """
        to = await self._addresses.of(session, order)
        if isinstance(to, Refused):
            return to
        try:
            return Prepared(order, to, build_content(order, to, file), quoted_of(order, to))
        except ValueError as error:
            return own_refusal(_NO_FORM, "invalid_content", details=type(error).__name__)

    async def deliver(self, session: Session, prepared: Prepared) -> Outcome:
        """Write a message, and tell what the server's word on it means. Nothing is written twice."""
        message_id = message_id_of(prepared.order.send_id)
        try:
            ack = await session.send(
                message_id,
                prepared.to,
                prepared.content,
                prepared.quoted,
                write_seconds=prepared.write_seconds,
                ack_seconds=self._ack_seconds,
            )
        except NotSent as error:
            return not_written(str(error))
        except NotWritten as error:
            return not_written_now(str(error))
        except LineLost as error:
            return no_answer(str(error))
        return Accepted(message_id) if ack.error is None else refusal_of(ack.error)

"""One session that this process holds: what is known of it, and the way to its bridge.

    ack = await held.deliver(lambda number: Send(..., id=number), message_id)
    answer = await held.ask(lambda number: GetGroup(..., id=number))

Its lease, and what it does when, are the runner's (`gateway.sessions.runner`).
"""

import asyncio
import time
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Final, Literal
from uuid import UUID

from pydantic import ValidationError

from atende_contracts.event import Party
from atende_platform.transient import is_transient
from gateway.bridge.bridges import Bridge
from gateway.bridge.line import ANSWER_SECONDS, LineClosed, LineTooLong, NoAnswer
from gateway.bridge.protocol import (
    LOST,
    Ack,
    Answer,
    Close,
    Down,
    Logout,
    MessageKey,
    Messages,
    Open,
    Presence,
    Read,
    Up,
    Written,
)
from gateway.domain.sessions import Life
from gateway.providers.web.jids import read_jid
from gateway.repository.sessions import Lease, life_of
from gateway.sessions.lane import Lane
from gateway.storage import FileMissing, StorageFault

if TYPE_CHECKING:
    from gateway.models import WebSession

WRITE_MARGIN_SECONDS: Final = 5.0
"""How long a lease must last when a message is written under it."""
ACK_SECONDS: Final = 15.0
"""How long WhatsApp's server may take to say that it has a message."""
Intent = Literal["give_back", "restart", "outdated", "log_out", "failed"]
"""Why a socket is being closed by us."""

_MOST_UNREAD: Final = 50
_MOST_UNREAD_CHATS: Final = 1000
"""Messages of a chat, and chats, that are remembered to be marked as read before an answer."""
_MOST_EVENTS: Final = 2000
_MOST_STORES: Final = 2000
_MOST_RECEIVED: Final = 256
"""Lines that wait for the database. Of what was received a bridge has a few unanswered ones; of keys it asks
for those of a whole burst of messages at once, so that 500 of them were more than 256."""


class NotOpen(Exception):
    """The session has no open socket: surely nothing was sent."""


class NotWritten(Exception):
    """The bridge refused to send: surely nothing was sent. Its words, for the log."""


class Unanswered(Exception):
    """The message may have been sent: the socket went away, or no answer came in time."""


def passes(error: BaseException) -> bool:
    """Tell whether what a session brought may be kept a little later: nothing of it is given up till then."""
    return is_transient(error) or (isinstance(error, StorageFault) and not isinstance(error, FileMissing))


class Held:
    """A session in our hands. Its facts are those of its row when it was last read or written."""

    def __init__(
        self, lease: Lease, row: "WebSession", expires_at: float, failed: Callable[[Exception], None]
    ) -> None:
        self.lease: Final = lease
        self.row = row
        self.expires_at = expires_at
        """When its lease ends, on the monotonic clock."""
        self.history_taken = 0
        """How many messages from before the pairing were taken over."""
        self.people: Final[dict[str, Party]] = {}
        """Whom the history named, by the digits of their addresses."""
        self.group_names: Final[dict[str, str]] = {}
        """What groups are called, by their address, as far as that was asked for."""
        self.unnamed_groups: Final[dict[str, float]] = {}
        """Groups whose names were not given, and until when they are not asked for again (monotonic)."""
        self.breakdowns = 0
        """How often in a row its connection ended because its bridge broke down."""
        self.bridge: Bridge | None = None
        self.socket_open = False
        self.intent: Intent | None = None
        """Why its socket is being closed, if it is by us."""
        self.due: float | None = None
        """By when it must be open, or closed if that is intended, on the monotonic clock."""
        self.is_opening = False
        """Somebody is about to open it."""
        self.events: Final = Lane(f"session {lease.channel_id}", _MOST_EVENTS, failed)
        self.stores: Final = Lane(f"keys of {lease.channel_id}", _MOST_STORES, failed)
        self.unanswered: Final[set[int]] = set()
        """Requests of the bridge that it has no answer to yet."""
        self._unread: dict[str, list[MessageKey]] = {}
        self.received: Final = Lane(f"messages of {lease.channel_id}", _MOST_RECEIVED, failed, passes=passes)
        """What WhatsApp has given out and will not say again: kept also when the session is ours no more."""
        self._acks: dict[str, asyncio.Future[Ack]] = {}

    @property
    def company_id(self) -> UUID:
        return self.lease.company_id

    @property
    def channel_id(self) -> UUID:
        return self.lease.channel_id

    @property
    def generation(self) -> int:
        """What its lines to the bridge carry, and those from it must."""
        return self.lease.fence

    @property
    def life(self) -> Life:
        """Where it is in its life."""
        return life_of(self.row)

    def waits(self, now: datetime, build: str) -> bool:
        """Tell whether it is to be opened now: also if another build than ours was too old for it."""
        life = self.life
        is_stale = life.state == "outdated" and life.desired == "open" and self.row.build != build
        return is_stale or life.waits(now)

    @property
    def is_open(self) -> bool:
        """Whether messages can be sent now."""
        return self.socket_open and self.row.state == "open" and self.row.desired == "open"

    @property
    def cold_until(self) -> datetime | None:
        """Until when no conversation is begun."""
        return self.row.cold_until

    @property
    def has_socket(self) -> bool:
        """Whether the bridge has it: opening, open, or closing."""
        return self.bridge is not None

    def update(self, row: "WebSession") -> None:
        """Note what was read of its row; what was read before is known better already."""
        if row.updated_at >= self.row.updated_at:
            if self.row.me_phone is not None and row.me_phone != self.row.me_phone:
                self._forget_account()
            self.row = row

    def _forget_account(self) -> None:
        """Another account was linked: it has a history, people and groups of its own."""
        self.history_taken = 0
        for known in (self.people, self.group_names, self.unnamed_groups):
            known.clear()

    # --- to WhatsApp -------------------------------------------------------------------------

    @property
    def may_write(self) -> bool:
        """Whether a message may be written now: it is open, stays so, and its lease lasts for a while."""
        if not self.is_open or self.intent is not None:
            return False
        return time.monotonic() + WRITE_MARGIN_SECONDS < self.expires_at

    async def deliver(
        self,
        send: Callable[[int], Down],
        message_id: str,
        *,
        write_seconds: float = ANSWER_SECONDS,
        ack_seconds: float = ACK_SECONDS,
    ) -> Ack:
        """Send a message and return the server's ack, which may say that it was refused.

        Raises `NotOpen` or `NotWritten` when surely nothing was sent, `Unanswered` when it may have been.
        """
        if not self.may_write:
            raise NotOpen
        acked: asyncio.Future[Ack] = asyncio.get_running_loop().create_future()
        self._acks[message_id] = acked
        writing = asyncio.create_task(self.ask(send, seconds=write_seconds), name="write message")
        try:
            # WhatsApp may be quicker than the bridge: its ack counts, before the bridge's own answer.
            await asyncio.wait((acked, writing), return_when=asyncio.FIRST_COMPLETED)
            if not acked.done():
                _require_written(await writing)
            async with asyncio.timeout(ack_seconds):
                return await acked
        except LineTooLong as error:
            raise NotWritten("too-long") from error
        except (TimeoutError, NoAnswer, LineClosed, ConnectionError) as error:
            raise Unanswered(type(error).__name__) from error
        finally:
            self._acks.pop(message_id, None)
            acked.cancel()
            writing.add_done_callback(_read)

    async def ask(
        self, request: Callable[[int], Down], *, seconds: float = ANSWER_SECONDS
    ) -> Answer | Written:
        """Ask the bridge something. Raises `NotOpen`, `NoAnswer`, `LineClosed` or `LineTooLong`."""
        if self.bridge is None or not self.socket_open:
            raise NotOpen
        return await self.bridge.line.ask(request, seconds=seconds)

    async def say(self, line: Read | Presence) -> None:
        """Tell the bridge what needs no answer, if the session is open. Best effort."""
        if self.bridge is not None and self.is_open:
            await self._send(line)

    def heard(self, line: Up) -> None:
        """Note what a line of the bridge leaves to be done: to answer it, to mark messages as read."""
        if (number := getattr(line, "id", None)) is not None:
            self.unanswered.add(number)
        if isinstance(line, Messages) and line.type == "notify":
            for item in line.items:
                self._note_unread(item.get("key"))

    def take_unread(self, chat: str) -> tuple[MessageKey, ...]:
        """Return what came in a chat since this was asked last: as far as we remember, the latest."""
        return tuple(self._unread.pop(chat, ()))

    def _note_unread(self, said: object) -> None:
        try:
            key = MessageKey.model_validate(said)
        except ValidationError:
            return  # It cannot be marked as read; what it says is kept all the same.
        if key.from_me or (chat := read_jid(key.remote_jid)) is None:
            return
        of_chat = self._unread.pop(str(chat), [])  # Behind the others: it is forgotten last.
        self._unread[str(chat)] = [*of_chat[1 - _MOST_UNREAD :], key]
        if len(self._unread) > _MOST_UNREAD_CHATS:
            del self._unread[next(iter(self._unread))]

    def acked(self, ack: Ack) -> bool:
        """Bring the server's ack to the sender that waits for it; False: it waits no more."""
        waiting = self._acks.get(ack.message_id)
        if waiting is None or waiting.done():
            return False
        waiting.set_result(ack)
        return True

    # --- its socket ----------------------------------------------------------------------------

    async def open(self, bridge: Bridge, *, credentials: str | None, seconds: float) -> None:
        """Have a bridge open it, within so many seconds. Raises `LineClosed` or `LineTooLong`."""
        self.bridge, self.intent = bridge, None
        self.due = time.monotonic() + seconds
        await bridge.line.send(
            Open(
                session=self.channel_id,
                generation=self.generation,
                credentials=credentials,
                pairing=self.life.pairing,
                phone=self.row.pairing_phone,
                groups=self.row.groups,
                history=self.row.history,
            )
        )

    async def close(self) -> None:
        """Have the bridge close its socket, which it then reports."""
        await self._send(Close(session=self.channel_id, generation=self.generation))

    async def log_out(self) -> None:
        """Have the bridge remove the device from the account."""
        await self._send(Logout(session=self.channel_id, generation=self.generation))

    async def kept(self, bridge: Bridge | None, number: int) -> None:
        """Say that a line is kept to the bridge that it came from; another one's lines have other numbers."""
        if self.bridge is bridge:
            await self.answer(number)

    async def answer(self, number: int, value: object = None, error: str | None = None) -> None:
        """Answer a request of the bridge. One that has gone needs no answer."""
        self.unanswered.discard(number)
        await self._send(
            Answer.model_validate(
                {
                    "session": self.channel_id,
                    "generation": self.generation,
                    "re": number,
                    "value": value,
                    "error": error,
                }
            )
        )

    def went_down(self) -> Bridge | None:
        """Note that it has no socket any more; return the bridge that had it.

        A sender that waits for an ack learns that the outcome is unknown.
        """
        bridge, self.bridge = self.bridge, None
        self.socket_open, self.due, self.intent = False, None, None
        self.unanswered.clear()
        for waiting in self._acks.values():
            if not waiting.done():
                waiting.set_exception(ConnectionError("the session's socket closed"))
        return bridge

    def abandon(self) -> None:
        """Do nothing more for it, not even what waits; what it has brought is still kept."""
        self.events.close()
        self.stores.close()

    async def _send(self, line: Down) -> None:
        if self.bridge is None:
            return
        try:
            await self.bridge.line.send(line)
        except LineClosed:
            return  # Its end is heard of where its lines are read.


def _require_written(answer: Answer | Written) -> None:
    if isinstance(answer, Written) and answer.error == LOST:
        raise Unanswered(LOST)
    if answer.error is not None:
        raise NotWritten(answer.error)


def _read(task: asyncio.Task[Answer | Written]) -> None:
    """Take the result of a write for which nobody waits any more."""
    if not task.cancelled():
        task.exception()

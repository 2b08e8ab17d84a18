"""What is said to the bridge about one session that this process holds, and what it answers."""

from collections.abc import Callable, Sequence
from typing import Final, Literal, TypeVar
from uuid import UUID

from pydantic import ValidationError

from gateway.bridge.line import LineClosed, LineTooLong, NoAnswer
from gateway.bridge.protocol import (
    Ack,
    Answer,
    Content,
    GetLimits,
    GetPerson,
    Limits,
    MessageKey,
    Person,
    Presence,
    Quoted,
    Read,
    Send,
)
from gateway.providers.web.sending import LineLost, NotSent, NotWritten
from gateway.repository.sessions import Lease
from gateway.sessions import held

Told = TypeVar("Told", Person, Limits)

ASK_SECONDS: Final = 15.0


class NotAnswered(Exception):
    """WhatsApp did not say: the connection ended, it took too long, or it answered with an error."""


class Wire:
    """Speaks for one session, in the generation that it is held in."""

    def __init__(self, session: "held.Held") -> None:
        self._held = session
        self._lease = session.lease

    @property
    def lease(self) -> Lease:
        """As it was when this was made: of a later one nothing is said."""
        return self._lease

    @property
    def channel_id(self) -> UUID:
        return self._lease.channel_id

    @property
    def company_id(self) -> UUID:
        return self._lease.company_id

    def may_write(self) -> bool:
        """Tell whether it is open, and surely this process's for some seconds more."""
        return self._held.may_write and self._held.lease == self._lease

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
        """Write a message, and return what WhatsApp's server says of it.

        Raises `NotSent`, `NotWritten` or `LineLost`.
        """
        if not self.may_write():
            raise NotSent("not open, or held by another process soon")

        def line(number: int) -> Send:
            return Send(
                session=self.channel_id,
                generation=self._lease.fence,
                id=number,
                message_id=message_id,
                to=to,
                content=content,
                quoted=quoted,
            )

        try:
            return await self._held.deliver(
                line, message_id, write_seconds=write_seconds, ack_seconds=ack_seconds
            )
        except held.NotOpen as error:
            raise NotSent("not open") from error
        except held.NotWritten as error:
            raise NotWritten(str(error)) from error
        except held.Unanswered as error:
            raise LineLost(str(error)) from error

    async def lookup(self, phone: str) -> Person:
        """Ask whether a number is on WhatsApp. Raises `NotAnswered`."""
        answer = await self._ask(
            lambda number: GetPerson(
                session=self.channel_id, generation=self._lease.fence, id=number, phone=phone
            )
        )
        return _read(Person, answer)

    async def limits(self) -> Limits:
        """Ask for the account's restrictions. Raises `NotAnswered`."""
        answer = await self._ask(
            lambda number: GetLimits(session=self.channel_id, generation=self._lease.fence, id=number)
        )
        return _read(Limits, answer)

    async def read(self, keys: Sequence[MessageKey]) -> None:
        """Show that messages were read."""
        await self._held.say(Read(session=self.channel_id, generation=self._lease.fence, keys=tuple(keys)))

    async def read_all(self, chat: str) -> None:
        """Show that what came in a chat was read."""
        if keys := self._held.take_unread(chat):
            await self.read(keys)

    async def show(self, to: str, state: Literal["composing", "recording", "paused"]) -> None:
        """Show what we do in a chat."""
        await self._held.say(
            Presence(session=self.channel_id, generation=self._lease.fence, to=to, state=state)
        )

    async def _ask(self, request: Callable[[int], GetPerson | GetLimits]) -> Answer:
        try:
            answer = await self._held.ask(request, seconds=ASK_SECONDS)
        except (held.NotOpen, LineClosed, LineTooLong, NoAnswer) as error:
            raise NotAnswered(type(error).__name__) from error
        if not isinstance(answer, Answer) or answer.error is not None:
            raise NotAnswered(getattr(answer, "error", None) or "an answer of another kind")
        return answer


def _read(kind: type[Told], answer: Answer) -> Told:
    try:
        return kind.model_validate(answer.value)
    except ValidationError as error:
        raise NotAnswered("an answer that cannot be read") from error

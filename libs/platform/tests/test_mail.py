"""The mail port on small servers: what was handed over, what was not, and what nobody knows."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

import pytest

from atende_contracts.ids import uuid7
from atende_platform.errors import Unavailable
from atende_platform.mail import (
    MailRefused,
    MailSettings,
    MailUnconfirmed,
    NotHandedOver,
    SmtpMail,
    mail_message,
)

Answer = Callable[[str], Awaitable[bytes]]
"""What a server says to a command, or (``.``) to a message."""


@asynccontextmanager
async def serving(answer: Answer, got: list[str]) -> AsyncIterator[SmtpMail]:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 test\r\n")
        try:
            while line := (await reader.readline()).decode().strip().upper():
                said = await answer(line.partition(" ")[0])
                writer.write(said)
                if line == "DATA" and said.startswith(b"354"):
                    got.append((await reader.readuntil(b"\r\n.\r\n")).decode())
                    writer.write(await answer("."))
                await writer.drain()
                if line == "QUIT":
                    break
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    async with server:
        yield SmtpMail(f"smtp://127.0.0.1:{server.sockets[0].getsockname()[1]}", seconds=2)


def saying(**answers: bytes) -> Answer:
    async def answer(command: str) -> bytes:
        usual = b"354 go on\r\n" if command == "DATA" else b"250 ok\r\n"
        return answers.get("END" if command == "." else command, usual)

    return answer


def message() -> object:
    settings = MailSettings(database_url="x://", database_worker_url="x://", environment="test")
    return mail_message(settings, "bia@padaria.example", "Olá\nBcc: x", "Oi", html="<p>Oi</p>", id_=uuid7())


async def test_a_message_is_sent_in_text_and_html_whatever_the_server_says_to_goodbye() -> None:
    got: list[str] = []
    async with serving(saying(QUIT=b"500 what\r\n"), got) as mail:
        await mail.send(message())  # type: ignore[arg-type]
    [letter] = got
    assert "multipart/alternative" in letter
    assert "\nBcc:" not in letter


@pytest.mark.parametrize(
    ("answers", "kind"),
    [
        ({"RCPT": b"550 nobody\r\n"}, MailRefused),
        ({"RCPT": b"451 later\r\n"}, Unavailable),
        ({"DATA": b"554 no\r\n"}, MailRefused),
        ({"END": b"554 spam\r\n"}, MailRefused),
        ({"END": b"452 full\r\n"}, Unavailable),
        ({"END": b""}, MailUnconfirmed),
        ({"MAIL": b"421 bye\r\n"}, Unavailable),
    ],
)
async def test_what_is_known_of_a_message_that_was_not_sent(
    answers: dict[str, bytes], kind: type[Unavailable]
) -> None:
    async with serving(saying(**answers), []) as mail:
        with pytest.raises(Unavailable) as caught:
            await mail.send(message())  # type: ignore[arg-type]
    assert type(caught.value) is kind


@pytest.mark.parametrize(("command", "kind"), [("RCPT", NotHandedOver), ("END", asyncio.CancelledError)])
async def test_who_is_stopped_learns_whether_it_was_handed_over(
    command: str, kind: type[asyncio.CancelledError]
) -> None:
    reached = asyncio.Event()

    async def stuck(said: str) -> bytes:
        if said in (command, {"END": "."}.get(command)):
            reached.set()
            await asyncio.sleep(0.3)
        return b"354 go on\r\n" if said == "DATA" else b"250 ok\r\n"

    async with serving(stuck, []) as mail:
        sending = asyncio.create_task(mail.send(message()))  # type: ignore[arg-type]
        await reached.wait()
        sending.cancel()
        with pytest.raises(asyncio.CancelledError) as caught:
            await sending
    assert type(caught.value) is kind


async def test_what_was_given_up_is_not_handed_over_later() -> None:
    """A thread cannot be stopped: when its server answers at last, nobody waits for it any more."""
    got: list[str] = []
    answered = asyncio.Event()

    async def slow(command: str) -> bytes:
        if command == "MAIL":
            await asyncio.sleep(0.6)
            answered.set()
        return b"354 go on\r\n" if command == "DATA" else b"250 ok\r\n"

    async with serving(slow, got) as mail:
        with pytest.raises(Unavailable) as caught:
            await SmtpMail(mail.url, seconds=0.3).send(message())  # type: ignore[arg-type]
        await answered.wait()
        await asyncio.sleep(0.2)
    assert type(caught.value) is Unavailable
    assert got == []


async def until_gone(reader: asyncio.StreamReader) -> None:
    with suppress(ConnectionError):
        await reader.read()


@asynccontextmanager
async def dripping(first: bytes, drop: bytes, held: set[object]) -> AsyncIterator[int]:
    """Serve bytes one by one, so that no time limit of a socket is reached; tell which clients are there."""

    async def drip(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        held.add(writer)
        gone = asyncio.create_task(until_gone(reader))
        writer.write(first)
        while not gone.done():
            writer.write(drop)
            await asyncio.wait([gone], timeout=0.02)
        held.discard(writer)
        writer.close()

    server = await asyncio.start_server(drip, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1]


GREETING = ("smtp", b"220-", b"x")
HANDSHAKE = ("smtps", b"\x16\x03\x03\x40\x00", b"\x02")
"""A record of TLS that is as long as one may be."""


@pytest.mark.parametrize(("scheme", "first", "drop"), [GREETING, HANDSHAKE])
async def test_servers_that_drip_hold_up_other_mail_for_its_time_only(
    scheme: str, first: bytes, drop: bytes
) -> None:
    """And nothing but mail: threads that others use are not taken."""
    got: list[str] = []
    held: set[object] = set()
    async with dripping(first, drop, held) as port, serving(saying(), got) as mail:
        slow = SmtpMail(f"{scheme}://127.0.0.1:{port}", seconds=2)
        stuck = [asyncio.create_task(slow.send(message())) for _ in range(24)]  # type: ignore[arg-type]
        while len(held) < 8:
            assert not any(each.done() for each in stuck)
            await asyncio.sleep(0.02)
        threads = [thread for thread in threading.enumerate() if thread.name.startswith("mail")]
        assert len(threads) == 8
        await asyncio.wait_for(asyncio.to_thread(str), 1)
        failures = await asyncio.gather(*stuck, return_exceptions=True)
        assert {type(failure) for failure in failures} == {Unavailable}
        await asyncio.wait_for(mail.send(message()), 1.5)  # type: ignore[arg-type]
        until = asyncio.get_running_loop().time() + 2
        while held:
            assert asyncio.get_running_loop().time() < until
            await asyncio.sleep(0.02)
    assert len(got) == 1


async def test_a_thread_ends_where_a_server_drips_behind_the_message(monkeypatch: pytest.MonkeyPatch) -> None:
    """A sender that is stopped then leaves the message a moment to arrive whole."""
    monkeypatch.setattr("atende_platform.mail._TIMEOUT_SECONDS", 0.4)
    reached = asyncio.Event()
    gone = asyncio.Event()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 test\r\n")
        while (await reader.readline()).strip().upper() != b"DATA":
            writer.write(b"250 ok\r\n")
        writer.write(b"354 go on\r\n")
        await reader.readuntil(b"\r\n.\r\n")
        reached.set()
        ended = asyncio.create_task(until_gone(reader))
        while not ended.done():
            writer.write(b"2")
            await asyncio.wait([ended], timeout=0.02)
        gone.set()
        writer.close()

    async with await asyncio.start_server(talk, "127.0.0.1", 0) as server:
        mail = SmtpMail(f"smtp://127.0.0.1:{server.sockets[0].getsockname()[1]}")
        sending = asyncio.create_task(mail.send(message()))  # type: ignore[arg-type]
        await asyncio.wait_for(reached.wait(), 5)
        sending.cancel()
        with pytest.raises(asyncio.CancelledError):
            await sending
        assert not gone.is_set()
        await asyncio.wait_for(gone.wait(), 3)

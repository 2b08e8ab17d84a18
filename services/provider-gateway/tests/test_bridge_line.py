"""What a bridge says is bounded: whatever comes, at most the connection ends, and no content is logged."""

import asyncio
import socket
import tracemalloc
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from gateway.bridge import line as line_module
from gateway.bridge.line import Line, LineClosed, LineTooLong, NoAnswer
from gateway.bridge.protocol import (
    DOWN,
    MAX_LINE,
    Ack,
    Answer,
    Close,
    GetGroup,
    Up,
    Written,
    to_line,
)

SESSION = uuid4()
SECRET = "S3CRET-of-a-customer"


@asynccontextmanager
async def _connected() -> AsyncIterator[tuple[Line, asyncio.StreamReader, asyncio.StreamWriter]]:
    """A line, and the bridge's end of it."""
    ours, theirs = socket.socketpair()
    line = Line(*await asyncio.open_connection(sock=ours, limit=MAX_LINE + 1))
    reader, writer = await asyncio.open_connection(sock=theirs, limit=MAX_LINE + 1)
    try:
        yield line, reader, writer
    finally:
        line.close()
        writer.close()


async def _read_all(line: Line) -> list[Up]:
    return [each async for each in line]


def _group(jid: str) -> Callable[[int], GetGroup]:
    return lambda number: GetGroup(session=SESSION, generation=1, id=number, jid=jid)


def _ack(number: int = 1) -> Ack:
    return Ack(session=SESSION, generation=number, message_id=f"3EB0{number}")


async def test_lines_arrive_in_their_order() -> None:
    async with _connected() as (line, _, writer):
        writer.write(b"".join(to_line(_ack(number)) + b"\n" for number in range(100)))
        writer.write_eof()
        assert await _read_all(line) == [_ack(number) for number in range(100)]
        assert line.is_closed


async def test_an_answer_goes_to_the_request_that_it_answers() -> None:
    async with _connected() as (line, reader, writer):
        reading = asyncio.create_task(_read_all(line))
        asked = [asyncio.create_task(line.ask(_group(f"{i}@g.us"))) for i in range(3)]
        requests = [DOWN.validate_json(await reader.readline()) for _ in asked]
        for request in reversed(requests):
            assert isinstance(request, GetGroup)
            answer = Answer(session=SESSION, generation=1, re=request.id, value=request.jid)
            writer.write(to_line(answer) + b"\n")
        writer.write(to_line(Written(session=SESSION, generation=1, re=999)) + b"\n")
        answers = await asyncio.gather(*asked)
        assert [each.value for each in answers if isinstance(each, Answer)] == [
            "0@g.us",
            "1@g.us",
            "2@g.us",
        ]
        writer.write_eof()
        assert await reading == []


async def test_who_waits_for_an_answer_learns_that_the_bridge_is_gone() -> None:
    async with _connected() as (line, _, writer):
        reading = asyncio.create_task(_read_all(line))
        asked = asyncio.create_task(line.ask(_group("1@g.us")))
        await asyncio.sleep(0.05)
        writer.close()
        with pytest.raises(LineClosed):
            await asked
        await reading
        with pytest.raises(LineClosed):
            await line.send(Close(session=SESSION, generation=1))


async def test_an_answer_that_does_not_come_is_not_waited_for_for_ever() -> None:
    async with _connected() as (line, _, __):
        with pytest.raises(NoAnswer):
            await line.ask(_group("1@g.us"), seconds=0.05)
        assert not line.is_closed


async def test_a_line_that_is_too_long_is_not_written() -> None:
    async with _connected() as (line, _, __):
        with pytest.raises(LineTooLong):
            await line.send(Answer(session=SESSION, generation=1, re=1, value={"1": "x" * MAX_LINE}))
        assert not line.is_closed


async def test_a_bridge_that_reads_nothing_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line_module, "WRITE_SECONDS", 0.1)
    async with _connected() as (line, _, __):
        answer = Answer(session=SESSION, generation=1, re=1, value={"1": "x" * (MAX_LINE // 2)})
        with capture_logs() as logs, pytest.raises(LineClosed):
            await asyncio.gather(*(line.send(answer) for _ in range(5)))
        assert logs == [{"event": "bridge.line_refused", "problem": "not_read", "log_level": "error"}]


@pytest.mark.parametrize(
    "sent",
    [
        b"\n",
        b"null\n",
        b"[]\n",
        b"{}\n",
        b"\xff\xfe\n",
        SECRET.encode() + b"\n",
        b'{"op":"' + SECRET.encode() + b'"}\n',
        to_line(_ack())[:-1] + b',"' + SECRET.encode() + b'":1}\n',
        b"[" * 100_000 + b"\n",
        b'{"op":"answer","re":' + b"9" * 5000 + b"}\n",
        b"x" * (MAX_LINE + 2),
        b"x" * (MAX_LINE + 2) + b"\n",
    ],
    ids=[
        "empty",
        "null",
        "list",
        "object",
        "not-utf-8",
        "text",
        "unknown-op",
        "unknown-field",
        "deep",
        "long-number",
        "too-long",
        "too-long-with-an-end",
    ],
)
async def test_what_is_no_line_ends_the_connection_without_a_word_of_it(sent: bytes) -> None:
    async with _connected() as (line, _, writer):
        with capture_logs() as logs:
            writer.write(sent + to_line(_ack()) + b"\n")
            assert await asyncio.wait_for(_read_all(line), 10) == []
        assert line.is_closed
        assert [entry["event"] for entry in logs] == ["bridge.line_refused"]
        assert SECRET not in str(logs)


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    sent=st.lists(
        st.binary(max_size=200)
        | st.integers(0, 50).map(lambda number: to_line(_ack(number)) + b"\n")
        | st.tuples(st.integers(0, 120), st.binary(min_size=1, max_size=3)).map(
            lambda change: to_line(_ack())[: change[0]] + change[1] + to_line(_ack())[change[0] :] + b"\n"
        ),
        max_size=20,
    )
)
async def test_any_bytes_end_in_lines_or_in_a_closed_connection(sent: list[bytes]) -> None:
    async with _connected() as (line, _, writer):
        with capture_logs() as logs:
            writer.write(b"".join(sent))
            writer.write_eof()
            read = await asyncio.wait_for(_read_all(line), 10)
        assert line.is_closed
        assert len(read) <= b"".join(sent).count(b"\n")
        assert len(logs) <= 1


async def test_what_nobody_reads_stays_with_the_bridge() -> None:
    async with _connected() as (line, _, writer):
        one = to_line(Answer(session=SESSION, generation=1, re=1, value="x" * 100_000)) + b"\n"
        tracemalloc.start()
        try:
            for _ in range(1000):
                writer.write(one)
                try:
                    async with asyncio.timeout(0.05):
                        await writer.drain()
                except TimeoutError:
                    break
            else:
                pytest.fail("100 MB were taken from a bridge without anybody reading them")
            held, _ = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        assert held < 4 * MAX_LINE
        assert not line.is_closed

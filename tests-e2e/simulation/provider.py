"""Meta as the send path sees it. What it accepted is the truth that all books are held against."""

import asyncio
import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any, Final
from uuid import UUID

from atende_contracts.messages import ProviderStatusReportedV1
from gateway.providers.transport import Answered, NotSent, Reply, Unknown
from simulation.clock import Clock
from simulation.nodes import this_node
from simulation.servers import Broker, Outage

PASSING: Final = (130429, 131056, 131000, 131016, 131057)
"""Errors after which the same message may be taken."""
FINAL: Final = (131026, 131049)


@dataclass
class Weather:
    """How it behaves. Rates are shares of all requests."""

    latency: float = 0.2
    lost_requests: float = 0.0
    lost_answers: float = 0.0
    nonsense: float = 0.0
    """Answered with a page of a proxy; every second time after the message was accepted."""
    passing: float = 0.0
    final: float = 0.0
    slow: float = 0.0
    """Requests that take longer than we wait."""
    webhook_seconds: float = 0.4
    webhooks_again: float = 0.1
    silence: float = 0.0
    """Messages of which no status ever comes."""


@dataclass(frozen=True)
class Accepted:
    """A line of its log."""

    at: float
    send_id: UUID
    to: str


@dataclass
class Provider:
    """The one on the other side."""

    clock: Clock
    chance: Random
    broker: Broker
    companies: dict[str, tuple[UUID, UUID]]
    """Company and channel by phone number id."""
    seconds: float
    """How long the sender waits for an answer."""
    weather: Weather = field(default_factory=Weather)
    outage: Outage = field(default_factory=Outage)
    log: list[Accepted] = field(default_factory=list)
    begun: Counter[UUID] = field(default_factory=Counter)
    """Requests that left the sender."""
    refused: set[UUID] = field(default_factory=set)
    """What it never takes, however often it is asked."""
    errors: Counter[UUID] = field(default_factory=Counter)
    """Requests that it answered with an error of its own."""
    silent: set[UUID] = field(default_factory=set)
    under_way: set[asyncio.Task[None]] = field(default_factory=set)

    async def post(self, url: str, body: bytes, *, token: str) -> Reply:
        """Take a request as `gateway.providers.transport` hands it over."""
        node = this_node()
        await node.be_there()
        if self.outage.is_away:
            await node.reach(0.01)
            return NotSent("refused")
        message = json.loads(body)
        self.begun[UUID(message["biz_opaque_callback_data"])] += 1
        answer: asyncio.Future[Reply] = asyncio.get_running_loop().create_future()
        # What is on the wire arrives, whatever becomes of its sender.
        self._do(self._serve(url.split("/")[-2], message, answer))
        try:
            async with asyncio.timeout(self.seconds):
                reply = await answer
        except TimeoutError:
            reply = Unknown("no answer in time")
        await node.be_there()
        return reply

    def _do(self, work: Any) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self.under_way.add(task)
        task.add_done_callback(self.under_way.discard)

    async def _serve(self, number: str, message: Any, answer: asyncio.Future[Reply]) -> None:
        chance, weather = self.chance, self.weather
        latency = chance.expovariate(1 / weather.latency)
        if chance.random() < weather.slow:
            latency += self.seconds
        await asyncio.sleep(latency / 2)
        send_id = UUID(message["biz_opaque_callback_data"])
        if chance.random() < weather.lost_requests:
            return self._say(answer, Unknown("the connection broke"))
        if send_id in self.refused or chance.random() < weather.final:
            self.refused.add(send_id)
            self.errors[send_id] += 1
            return self._say(answer, _error(chance.choice(FINAL)))
        if chance.random() < weather.passing:
            self.errors[send_id] += 1
            return self._say(answer, _error(chance.choice(PASSING)))
        is_nonsense = chance.random() < weather.nonsense
        if is_nonsense and chance.random() < 0.5:
            return self._say(answer, Answered(502, b"<html>Bad gateway</html>"))
        wamid = f"wamid.{len(self.log)}"
        self.log.append(Accepted(self.clock.seconds, send_id, message["to"]))
        self._report(number, send_id, wamid)
        await asyncio.sleep(latency / 2)
        if is_nonsense:
            return self._say(answer, Answered(502, b"<html>Bad gateway</html>"))
        if chance.random() < weather.lost_answers:
            return self._say(answer, Unknown("the connection broke"))
        return self._say(answer, Answered(200, json.dumps({"messages": [{"id": wamid}]}).encode()))

    @staticmethod
    def _say(answer: asyncio.Future[Reply], reply: Reply) -> None:
        if not answer.done():
            answer.set_result(reply)

    def _report(self, number: str, send_id: UUID, wamid: str) -> None:
        if self.chance.random() < self.weather.silence:
            self.silent.add(send_id)
            return
        states = ["sent", "delivered", "read"][: self.chance.choice((2, 2, 3))]
        seconds = 0.0
        for state in states:
            seconds += self.chance.expovariate(1 / self.weather.webhook_seconds)
            copies = 1 + (self.chance.random() < self.weather.webhooks_again)
            at = self.clock.now
            for _ in range(copies):
                # Now and then they overtake each other, and the answer.
                delay = min(120.0, seconds * self.chance.choice((0.0, 1.0, 1.0, 1.0, 3.0)))
                self._do(self._webhook(number, send_id, wamid, state, at, delay))

    async def _webhook(
        self, number: str, send_id: UUID, wamid: str, state: str, at: datetime, delay: float
    ) -> None:
        """Report until it is taken: while Kafka is away webhooks are refused."""
        await asyncio.sleep(delay)
        while self.broker.outage.is_away:
            await asyncio.sleep(0.5)
        company_id, channel_id = self.companies[number]
        self.broker.publish(
            ProviderStatusReportedV1.model_construct(
                company_id=company_id,
                channel_id=channel_id,
                provider_message_id=wamid,
                send_id=send_id,
                state=state,  # type: ignore[arg-type]
                errors=[],
                recipient=None,
                at=at,
            )
        )


def _error(code: int) -> Answered:
    status = 500 if code in (131000, 131016) else 400
    body = {"error": {"code": code, "message": f"(#{code}) refused", "type": "OAuthException"}}
    return Answered(status, json.dumps(body).encode())

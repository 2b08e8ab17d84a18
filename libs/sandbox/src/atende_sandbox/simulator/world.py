"""Holds the simulated world and its two verbs: accept a send, and let a customer write."""

import asyncio
import contextlib
import time
from pathlib import Path
from random import Random
from typing import Any

import aiohttp

from atende_sandbox.simulator.conversations import Conversations, Inbound
from atende_sandbox.simulator.graph_errors import GraphError
from atende_sandbox.simulator.inbound import InboundMessage
from atende_sandbox.simulator.knobs import InjectedError, Knobs, KnobStore
from atende_sandbox.simulator.ledger import Ledger, iso_time
from atende_sandbox.simulator.lifecycle import Limits, PlannedStatus, Planner
from atende_sandbox.simulator.media import MediaStore
from atende_sandbox.simulator.messages import Known, Outbound
from atende_sandbox.simulator.numbers import Directory, Number
from atende_sandbox.simulator.payloads import ChangeUpdate
from atende_sandbox.simulator.webhooks import Courier, DeliveryStats, PostOffice

FLUSH_SECONDS = 0.05


class World:
    """Everything behind the routes. Lives in one event loop; `start` and `stop` own its tasks and files."""

    def __init__(self, data: Path, *, seed: int = 0) -> None:
        data.mkdir(parents=True, exist_ok=True)
        self.random = Random(seed)
        self.directory = Directory(data / "numbers.json")
        self.knobs = KnobStore(data / "knobs.json")
        self.ledger = Ledger(data)
        self.media = MediaStore(data / "media")
        self.conversations = Conversations()
        self.planner = Planner(self.random)
        self.limits = Limits()
        self.office = PostOffice(self._make_courier)
        self._held: dict[str, list[Outbound]] = {}
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        self._tasks = [asyncio.create_task(self.office.run()), asyncio.create_task(self._keep_flushing())]

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        for task in self._tasks:
            with contextlib.suppress(asyncio.CancelledError):
                await task
        await self.office.close()
        self.ledger.close()
        self.media.close()

    # --- sends --------------------------------------------------------------------------------

    def known(self, number: Number) -> Known:
        templates = self.directory.templates.get(number.waba_id) or {}
        return Known(number, templates, self.media.has)

    def refuse(self, message: Outbound, knobs: Knobs) -> InjectedError | None:
        """Raise when a limit or an injected error stops the message; return one that strikes afterwards."""
        code = self.limits.broken(knobs, message, time.monotonic())
        if code is not None:
            raise GraphError(code, "Message failed to send because a rate limit was hit")
        return self._injected(message, knobs) if knobs.errors else None

    def accept(self, message: Outbound, knobs: Knobs, failure: int | None = None) -> str:
        """Log the message as accepted and plan its statuses. Returns Meta's `message_status`."""
        if knobs.enforce_window and message.category == "service" and failure is None:
            failure = None if self.conversations.window_is_open(message) else 131047
        self.ledger.accept(message)
        self.conversations.add_outbound(message)
        if knobs.held_for_quality and message.type == "template":
            message.status = "held_for_quality_assessment"
            self._held.setdefault(message.phone_number_id, []).append(message)
            return message.status
        self._follow(message, self.planner.plan(knobs, failure))
        return "accepted"

    def release_held(self) -> None:
        """To be called when knobs changed: held templates go out, or are dropped as 132015."""
        for phone_number_id, messages in list(self._held.items()):
            knobs = self.knobs.of(phone_number_id)
            if knobs.held_for_quality:
                continue
            del self._held[phone_number_id]
            failure = 132015 if knobs.held_outcome == "drop" else None
            for message in messages:
                self._follow(message, self.planner.plan(knobs, failure))

    def _follow(self, message: Outbound, plan: tuple[PlannedStatus, ...]) -> None:
        if plan:
            self.office.courier(message.phone_number_id).follow(message, plan)

    def _injected(self, message: Outbound, knobs: Knobs) -> InjectedError | None:
        for error in knobs.errors:
            if error.count == 0:
                continue
            if error.for_recipients is not None and message.recipient not in error.for_recipients:
                continue
            if error.rate is not None and not self.planner.happens(error.rate):
                continue
            if error.count is not None:
                error.count -= 1
            return error
        return None

    # --- customers ----------------------------------------------------------------------------

    def receive(self, message: InboundMessage, base_url: str) -> ChangeUpdate:
        """A customer writes: log it, show it, and hand the webhook to the courier."""
        number = self.directory.numbers[message.phone_number_id]
        now = time.time()
        value, content = message.to_webhook(number, self.media, base_url, now)
        wamid = content["id"]
        phone = message.sender
        text = message.summary()
        shown = Inbound(wamid, content["type"], text, now, (content.get("context") or {}).get("id"))
        self.conversations.add_inbound(number.phone_number_id, phone, message.user_id, message.name, shown)
        self.ledger.inbound.append(
            {
                "time": iso_time(now),
                "wamid": wamid,
                "phoneNumberId": number.phone_number_id,
                "from": phone,
                "userId": message.user_id,
                "type": content["type"],
                "text": text,
            }
        )
        return self.tell(number.phone_number_id, value, reference=wamid)

    def tell(
        self, phone_number_id: str, value: dict[str, Any], *, reference: str, topic: str = "messages"
    ) -> ChangeUpdate:
        """Send any webhook; the returned update's future tells when it was acknowledged."""
        acknowledged = asyncio.get_running_loop().create_future()
        update = ChangeUpdate(value, reference, topic, acknowledged)
        self.office.courier(phone_number_id).send(update)
        return update

    def reset(self, *, knobs: bool, numbers: bool, media: bool) -> None:
        self.office.clear()
        self.ledger.clear()
        self.conversations.clear()
        self.limits.clear()
        self._held.clear()
        if knobs:
            self.knobs.clear()
        if numbers:
            self.directory.clear()
        if media:
            self.media.clear()

    def _make_courier(
        self, phone_number_id: str, http: aiohttp.ClientSession, stats: DeliveryStats
    ) -> Courier:
        return Courier(
            number=lambda: self.directory.numbers.get(phone_number_id),
            knobs=lambda: self.knobs.of(phone_number_id),
            http=http,
            log=self.ledger.webhooks,
            stats=stats,
            random=self.random,
        )

    async def _keep_flushing(self) -> None:
        while True:
            await asyncio.sleep(FLUSH_SECONDS)
            self.ledger.flush()

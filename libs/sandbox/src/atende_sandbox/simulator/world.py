"""Holds the simulated world and its two verbs: accept a send, and let a customer write."""

import asyncio
import contextlib
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import aiohttp

from atende_sandbox.simulator.conversations import Conversations, Inbound
from atende_sandbox.simulator.graph_errors import GraphError
from atende_sandbox.simulator.inbound import InboundMessage
from atende_sandbox.simulator.knobs import InjectedError, Knobs, KnobStore
from atende_sandbox.simulator.ledger import Ledger, iso_time
from atende_sandbox.simulator.lifecycle import (
    ANSWERS_ERROR,
    REPORTS_ERROR,
    Limits,
    PlannedStatus,
    Planner,
    code_of_recipient,
)
from atende_sandbox.simulator.media import MediaStore
from atende_sandbox.simulator.messages import Known, Outbound
from atende_sandbox.simulator.numbers import Directory, Number
from atende_sandbox.simulator.payloads import ChangeUpdate
from atende_sandbox.simulator.phones import old_account
from atende_sandbox.simulator.webhooks import Courier, DeliveryStats, PostOffice

FLUSH_SECONDS = 0.05


class World:
    """Everything behind the routes. Lives in one event loop; `start` and `stop` own its tasks and files."""

    def __init__(self, data: Path, *, seed: int = 0) -> None:
        data.mkdir(parents=True, exist_ok=True)
        self.random = Random(seed)
        self.directory = Directory(data / "numbers.json")
        self.knobs = KnobStore(data / "knobs.json")
        self.conversations = Conversations()
        self.ledger = Ledger(data, self.conversations.reopen_window)
        self.media = MediaStore(data / "media")
        self.planner = Planner(self.random)
        self.limits = Limits()
        self.office = PostOffice(self._make_courier)
        self._held: dict[str, list[Outbound]] = {}
        self._tasks: list[asyncio.Task[None]] = []
        self._later: set[asyncio.TimerHandle] = set()

    async def start(self) -> None:
        self._tasks = [asyncio.create_task(self.office.run()), asyncio.create_task(self._keep_flushing())]

    async def stop(self) -> None:
        self._cancel_later()
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
        return Known(number, templates, self.media.has, lambda phone: self._wa_id(number, phone))

    def _wa_id(self, number: Number, phone: str) -> str:
        if self.knobs.of(number.phone_number_id).brazilian_wa_id == "old_accounts":
            phone = old_account(phone)
        return self.conversations.wa_id(number.phone_number_id, phone)

    def refuse(self, number: Number, message: Outbound, knobs: Knobs) -> InjectedError | None:
        """Raise when the account or a limit stops the message; return an injected error that strikes."""
        code = stopped_by(number) or code_of_recipient(message.recipient, ANSWERS_ERROR)
        if code is not None:
            raise GraphError(code)
        code = self.limits.broken(knobs, message, time.monotonic())
        if code is not None:
            raise GraphError(code, "Message failed to send because a rate limit was hit")
        if (
            knobs.daily_unique_users is not None
            and not self.conversations.window_is_open(message)
            and self.limits.reaches_too_many(
                knobs.daily_unique_users, number.waba_id, message.recipient, time.monotonic()
            )
        ):
            raise GraphError(131048, "The messaging limit of the business portfolio is reached")
        return self._injected(message, knobs) if knobs.errors else None

    def accept(self, message: Outbound, knobs: Knobs, failure: int | None = None) -> str:
        """Log the message as accepted and plan its statuses. Returns Meta's `message_status`."""
        failure = failure or code_of_recipient(message.recipient, REPORTS_ERROR)
        if (
            message.category == "marketing"
            and (message.phone_number_id, message.recipient) in self.conversations.stopped_marketing
        ):
            failure = failure or 131050
        if knobs.enforce_window and message.category == "service" and failure is None:
            failure = None if self.conversations.window_is_open(message) else 131047
        self.ledger.accept(message)
        self.conversations.add_outbound(message)
        if knobs.held_for_quality and message.type == "template":
            message.status = "held_for_quality_assessment"
            self._held.setdefault(message.phone_number_id, []).append(message)
            return message.status
        self._follow(message, self.planner.plan(knobs, failure, voice=message.voice))
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
            if not error.concerns(message.recipient):
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
        self.limits.received(self.knobs.of(number.phone_number_id), number.phone_number_id, time.monotonic())
        shown = Inbound(wamid, content["type"], text, now, (content.get("context") or {}).get("id"))
        shown.media_id = (content.get(content["type"]) or {}).get("id") if message.is_media else None
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

    def later(self, seconds: float, call: Callable[[], object]) -> None:
        """Do something after a while, unless the world stops or is reset before."""

        def run() -> None:
            self._later.discard(handle)
            call()

        handle = asyncio.get_running_loop().call_later(seconds, run)
        self._later.add(handle)

    def _cancel_later(self) -> None:
        for handle in self._later:
            handle.cancel()
        self._later.clear()

    def reset(self, *, knobs: bool, numbers: bool, media: bool) -> None:
        self.office.clear()
        self.ledger.clear()
        self.conversations.clear()
        self.limits.clear()
        self._held.clear()
        self._cancel_later()
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


def stopped_by(number: Number) -> int | None:
    """The code that every send of the number is answered with; None when all is well."""
    if number.blocked_by is not None:
        return number.blocked_by
    if not number.registered:
        return 133010
    return 131057 if number.maintenance_until > time.time() else None

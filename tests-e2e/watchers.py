"""An agent's socket that comes back by itself, and notes what it heard when: `rolling_restart.py`."""

import time
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import socketio
from system import Company


class Watcher:
    """What one client heard of messages, over all of its connections."""

    def __init__(self, company: Company) -> None:
        self.company = company
        self.events: Counter[int] = Counter()
        """How often each event of the log was heard."""
        self.heard_at: dict[str, float] = {}
        """When each message of a customer was heard of, by the provider's id."""
        self.connections = 0
        self.resyncs = 0
        self._last = 0
        self.client = socketio.AsyncClient(reconnection_delay=0.2, reconnection_delay_max=1)
        self.client.on("message.created", self._on_message, namespace="/chat")
        self.client.on("ready", self._on_ready, namespace="/chat")
        self.client.on("resync", self._on_resync, namespace="/chat")

    def _on_message(self, event: dict[str, Any]) -> None:
        self.events[event["id"]] += 1
        self._last = max(self._last, event["id"])
        if wamid := event["message"].get("providerMessageId"):
            self.heard_at.setdefault(wamid, time.time())

    def _on_ready(self, event: dict[str, Any]) -> None:
        self.connections += 1
        self._last = max(self._last, event["lastEventId"])

    def _on_resync(self, _: dict[str, Any]) -> None:
        self.resyncs += 1

    def auth(self) -> dict[str, Any]:
        """Return what it says with each connection: who it is, and what it heard last."""
        return {"token": self.company.api.token, **({"lastEventId": self._last} if self._last else {})}

    def slowest(self, wrote: Mapping[str, float], since: float) -> float:
        """Return the longest time until one of the messages since then was heard of, or has not been yet."""
        now = time.time()
        late = [self.heard_at.get(wamid, now) - at for wamid, at in wrote.items() if at >= since]
        return max(late, default=0.0)

    async def is_complete(self) -> None:
        """Assert that every message since it first connected was heard, and once."""
        entries = await self.company.api.all("/api/v1/events", after=min(self.events) - 1, namespace="chat")
        told = {entry["id"] for entry in entries if entry["type"] == "message.created"}
        assert self.events.keys() == told, f"{len(told - self.events.keys())} messages were not heard of"
        twice = [event for event, times in self.events.items() if times > 1]
        assert not twice, f"{len(twice)} messages were heard of twice: {twice[:10]}"


@asynccontextmanager
async def watching(company: Company) -> AsyncIterator[Watcher]:
    """Run a company's watcher for the time of the context."""
    watcher = Watcher(company)
    try:
        await watcher.client.connect(
            company.system.url,
            auth=watcher.auth,
            namespaces=["/chat"],
            transports=["websocket"],
            wait_timeout=20,
            retry=True,
        )
        yield watcher
    finally:
        await watcher.client.shutdown()

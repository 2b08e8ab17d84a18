"""A company that does all it can to others with what anybody gets who signs up: its own secret and token."""

import asyncio
import hashlib
import hmac
import json
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import uuid4

import httpx
import socketio
from system import Company, System

SEARCHES: Final = 16
WEBHOOKS: Final = 4
CALLS: Final = 4
SOCKETS: Final = 3
FILES: Final = 10
"""As many as may wait at a time."""
ROWS: Final = 10_000
"""Of each file. All together take longer than another company needs for a few, on a fast machine, too."""
MESSAGES: Final = 300
"""Of one webhook: so many that a few of them are too much on any machine (ten seconds' worth is 1,000)."""
ENDING_SECONDS: Final = 60.0
"""More than the longest request may take."""


class Hostile:
    """The company and what it did."""

    def __init__(self, company: Company, app_secret: str, webhook_url: str) -> None:
        self.company = company
        self.answers: Counter[str] = Counter()
        """By kind of request and status."""
        self._secret = app_secret.encode()
        self._path = urlsplit(webhook_url).path
        self._imports: list[str] = []
        self._over = False

    @classmethod
    async def join(cls, system: System) -> "Hostile":
        """Sign up and connect a channel."""
        secret = uuid4().hex
        company = await system.new_company(appSecret=secret)
        channel = await company.api.get(f"/api/v1/channels/{company.channel_id}")
        return cls(company, secret, channel["webhookUrl"])

    @asynccontextmanager
    async def abusing(self) -> AsyncIterator[None]:
        """Do everything at once, again and again, for the time of the context."""
        async with httpx.AsyncClient(
            base_url=self.company.system.url,
            headers=self.company.headers,
            timeout=30.0,
            limits=httpx.Limits(max_connections=100),
        ) as http:
            for number in range(FILES):
                await self._upload(http, number)
            tasks = [
                asyncio.create_task(self._again_and_again(kind, http))
                for kind, count in (
                    (self._search, SEARCHES),
                    (self._flood, WEBHOOKS),
                    (self._call, CALLS),
                    (self._connect, SOCKETS),
                )
                for _ in range(count)
            ]
            try:
                yield
            finally:
                # Cancelling is not enough: the client of engineio swallows it while it connects.
                self._over = True
                for task in tasks:
                    task.cancel()
                _, at_work = await asyncio.wait(tasks, timeout=ENDING_SECONDS)
                assert not at_work, at_work

    async def open_imports(self) -> int:
        """Return how many of its imports are not done."""
        reports = [await self.company.api.get(f"/api/v1/contacts/imports/{id_}") for id_ in self._imports]
        return sum(report["status"] in {"queued", "running"} for report in reports)

    async def _again_and_again(
        self, act: Callable[[httpx.AsyncClient], Awaitable[None]], http: httpx.AsyncClient
    ) -> None:
        while not self._over:
            try:
                await act(http)
            except httpx.TransportError:
                self.answers["broken off"] += 1
                await asyncio.sleep(0.1)

    async def _upload(self, http: httpx.AsyncClient, number: int) -> None:
        rows = (f"Nome {number} {row},+55119{number:04}{row:04}" for row in range(ROWS))
        data = "\n".join(("name,phone", *rows)).encode()
        answer = await http.post("/api/v1/contacts/import", files={"file": ("c.csv", data, "text/csv")})
        self.answers[f"import {answer.status_code}"] += 1
        if answer.status_code == httpx.codes.ACCEPTED:
            self._imports.append(answer.json()["id"])

    async def _search(self, http: httpx.AsyncClient) -> None:
        answer = await http.get("/api/v1/contacts", params={"q": uuid4().hex[:5], "limit": 100})
        self.answers[f"search {answer.status_code}"] += 1

    async def _call(self, http: httpx.AsyncClient) -> None:
        for path in ("/api/v1/tickets", "/api/v1/campaigns", "/api/v1/reports/summary", "/api/v1/channels"):
            answer = await http.get(path)
            self.answers[f"call {answer.status_code}"] += 1

    async def _flood(self, http: httpx.AsyncClient) -> None:
        body = json.dumps(_written(self.company.number)).encode()
        digest = hmac.new(self._secret, body, hashlib.sha256).hexdigest()
        headers = {"X-Hub-Signature-256": f"sha256={digest}", "Content-Type": "application/json"}
        answer = await http.post(self._path, content=body, headers=headers)
        self.answers[f"webhook {answer.status_code}"] += 1

    async def _connect(self, _: httpx.AsyncClient) -> None:
        client = socketio.AsyncClient(reconnection=False)
        try:
            await client.connect(
                self.company.system.url,
                auth={"token": self.company.api.token, "lastEventId": 0},
                namespaces=["/chat"],
                transports=["websocket"],
                wait_timeout=10,
            )
        except socketio.exceptions.ConnectionError:
            self.answers["socket refused"] += 1
            await asyncio.sleep(0.1)
        else:
            self.answers["socket"] += 1
        finally:
            await client.shutdown()
            if client.eio.http is not None:  # It stays open when a connection is refused or broken off.
                await client.eio.http.close()


def _written(number: str) -> Mapping[str, Any]:
    """Return a webhook of messages of people who never wrote before."""
    people = [str(5511900000000 + uuid4().int % 99_999_999) for _ in range(MESSAGES)]
    value = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "551140000000", "phone_number_id": number},
        "contacts": [{"profile": {"name": f"P {phone}"}, "wa_id": phone} for phone in people],
        "messages": [
            {
                "from": phone,
                "id": f"wamid.{uuid4().hex}",
                "timestamp": "1790000000",
                "type": "text",
                "text": {"body": "x" * 200},
            }
            for phone in people
        ],
    }
    change = {"field": "messages", "value": value}
    return {"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": [change]}]}

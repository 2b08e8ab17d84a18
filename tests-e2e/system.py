"""The running system as the tests see it: its gateway, its simulator, its processes, its companies."""

import asyncio
import hmac
import itertools
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import uuid4

import httpx

from atende_platform.testing.answers import Answers
from atende_platform.testing.plugin import patience
from atende_sandbox.demo.api import Api
from atende_sandbox.services import SERVICES
from atende_sandbox.simulator.client import SimulatorClient
from atende_sandbox.world import World

T = TypeVar("T")

PASSWORD = "uma senha bem comprida"


async def eventually(check: Callable[[], Awaitable[T]], *, timeout: float = 30.0, every: float = 0.1) -> T:
    """Wait until an async check stops failing, longer on a busy machine; return what it returned."""
    started = time.monotonic()
    while True:
        try:
            return await check()
        except AssertionError:
            if time.monotonic() - started > patience(timeout):
                raise
        await asyncio.sleep(every)


@dataclass
class Company:
    """A company with a connected channel, and its owner's client."""

    system: "System"
    api: Api
    channel_id: str
    number: str
    """The channel's phone number id at the provider."""
    app_secret: str
    """What signs the provider's webhooks; anyone who knows it can send any."""

    @property
    def headers(self) -> dict[str, str]:
        """The owner's token, for requests whose refusal is the point."""
        return {"Authorization": f"Bearer {self.api.token}"}

    async def customer_writes(self, phone: str, text: str, *, name: str = "Cliente") -> str:
        """Let a customer write; return the provider's message id once the gateway took it."""
        sent = await self.system.simulator.inbound(self.number, phone.lstrip("+"), text, name=name, wait=True)
        assert sent["acked"], sent
        return str(sent["wamid"])

    async def webhook(self, body: bytes) -> httpx.Response:
        """Send a webhook of any content, signed as the provider does."""
        signature = hmac.new(self.app_secret.encode(), body, "sha256").hexdigest()
        return await self.system.http.post(
            f"/webhooks/whatsapp/{self.channel_id}",
            content=body,
            headers={"X-Hub-Signature-256": f"sha256={signature}", "Content-Type": "application/json"},
        )

    async def run_campaign(self, phones: Sequence[str], text: str) -> dict[str, Any]:
        """Send ``text`` to contacts that exist already; return the finished campaign."""
        campaign = await self.start_campaign(phones, text)

        async def finished() -> dict[str, Any]:
            now: dict[str, Any] = await self.api.get(f"/api/v1/campaigns/{campaign['id']}")
            assert now["status"] == "finished"
            return now

        return await eventually(finished, timeout=90)

    async def start_campaign(self, phones: Sequence[str], text: str) -> dict[str, Any]:
        """Create a campaign to contacts that exist already, and start it."""
        wanted = set(phones)
        contacts = [c for c in await self.api.all("/api/v1/contacts") if c["phone"] in wanted]
        campaign: dict[str, Any] = await self.api.post(
            "/api/v1/campaigns",
            {"name": text[:40], "type": "broadcast", "message": text, "channelId": self.channel_id},
        )
        base = f"/api/v1/campaigns/{campaign['id']}"
        await self.api.post(f"{base}/targets", {"contactIds": [contact["id"] for contact in contacts]})
        await self.api.post(f"{base}/start", {"confirmOutOfWindow": True})
        return campaign

    async def import_contacts(self, phones: Sequence[str]) -> None:
        """Import contacts by CSV, and wait until they are there."""
        csv = "name,phone\n" + "".join(f"Cliente {i},{phone}\n" for i, phone in enumerate(phones))
        started = await self.api.upload("/api/v1/contacts/import", "contatos.csv", csv.encode())

        async def done() -> None:
            report = await self.api.get(f"/api/v1/contacts/imports/{started['id']}")
            assert (report["status"], report["invalid"]) == ("finished", 0)

        await eventually(done, timeout=60)


class System:
    """What runs, and how to reach it."""

    def __init__(self, world: World, *, timeout: float = 20.0) -> None:
        """``timeout``: seconds that an answer may take; what waits longer is asked again."""
        self.world = world
        self._timeout = timeout
        self.url = world.settings.url("gateway")
        self.simulator = SimulatorClient(world.settings.url("simulator"))
        self.answers = Answers()
        """Sees every answer of the API; one that does not fit the documents fails the test that got it."""
        self.http = self.new_client()
        self._apis: list[Api] = []
        self._numbers = itertools.count(300000000000000 + int(time.time()))
        self._phones = itertools.count(0)

    def new_client(self, **options: Any) -> httpx.AsyncClient:
        """Return a client of the edge, whose answers are checked; the caller closes it."""
        return httpx.AsyncClient(
            base_url=self.url, timeout=self._timeout, event_hooks={"response": [self.answers]}, **options
        )

    async def read_documents(self) -> None:
        """Read the API documents that answers are checked against."""
        for unit in SERVICES:
            # It is made with the first request, which takes long on a busy machine.
            answer = await self.http.get(f"/api/docs/{unit.name}.json", timeout=patience(60))
            document = answer.json()
            self.answers.add(document)

    def new_phone(self) -> str:
        """Return a Brazilian mobile number that no other test has."""
        return f"+55219{70000000 + next(self._phones):08d}"

    def new_api(self) -> Api:
        """Return a client of the API before a user signs in; `close` closes it."""
        api = Api(self.url, on_answer=self.answers, timeout=self._timeout)
        self._apis.append(api)
        return api

    async def register(self) -> tuple[Api, dict[str, Any]]:
        """Register a company; return its owner's client, signed in, and what the API answered."""
        api = self.new_api()
        answer = await api.post(
            "/api/v1/auth/register",
            {
                "companyName": f"Empresa {uuid4().hex[:6]}",
                "name": "Dona Maria",
                "email": f"maria-{uuid4().hex[:10]}@empresa.test",
                "password": PASSWORD,
            },
        )
        api.sign_in(answer)
        return api, answer

    async def new_company(self, *, rate: float = 500.0, waba_id: str = "", **given: str) -> Company:
        """Register a company and connect a channel of its own; secrets not ``given`` are random.

        With ``waba_id`` its channel has the templates of that business account.
        """
        api, _ = await self.register()
        return await self.connect_channel(api, "Principal", rate=rate, waba_id=waba_id, **given)

    async def connect_channel(
        self, api: Api, name: str, *, rate: float = 500.0, waba_id: str = "", **given: str
    ) -> Company:
        """Connect a channel of a company; return the company as that channel's."""
        number = str(next(self._numbers))
        account = {"waba_id": waba_id} if waba_id else {}
        secrets = {"accessToken": "EAAG" + uuid4().hex, "appSecret": uuid4().hex, **given}
        channel = await api.post(
            "/api/v1/channels",
            {
                "name": name,
                "provider": "whatsapp_cloud",
                "phoneNumberId": number,
                "messagesPerSecond": rate,
                **({"wabaId": waba_id} if waba_id else {}),
                **secrets,
            },
        )
        await self.simulator.register_number(
            number,
            display_phone_number="+55 21 4000-0000",
            access_token=secrets["accessToken"],
            app_secret=secrets["appSecret"],
            verify_token=channel["verifyToken"],
            callback_url=channel["webhookUrl"],
            **account,
            verify=True,
        )
        # Journeys send to people who never wrote; what the window does has tests of its own.
        await self.simulator.knobs(number, enforce_window=False)

        # A campaign may name the channel as soon as the campaign service has heard of it.
        async def known() -> None:
            response = await self.http.post(
                "/api/v1/campaigns",
                json={"name": "-", "type": "broadcast", "message": "-", "channelId": channel["id"]},
                headers={"Authorization": f"Bearer {api.token}"},
            )
            assert response.status_code == 201, response.text
            await api.delete(f"/api/v1/campaigns/{response.json()['id']}")

        await eventually(known)
        return Company(self, api, channel["id"], number, secrets["appSecret"])

    async def close(self) -> None:
        """Close every client."""
        for api in self._apis:
            await api.close()
        await self.http.aclose()
        await self.simulator.aclose()

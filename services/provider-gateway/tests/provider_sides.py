"""What stands for the Cloud API's other side: the simulator, which knows nothing of us."""

import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol

from atende_contracts.event import Party
from atende_contracts.ids import uuid7
from atende_platform.testing.plugin import Installation
from atende_sandbox.simulator.app import create_app
from atende_sandbox.simulator.client import SimulatorClient
from atende_sandbox.simulator.testing import serving
from gateway.domain.channels import Capability, ChannelAccess
from gateway.providers import Provider, Transport, Update, cloud, make_providers
from gateway.providers.cloud.webhook import parse
from gateway.sealing import Sealer
from gateway.service.accounts import Accounts
from gateway.service.claims import Claims

NUMBER = "106540352242922"
ACCOUNT = "102290129340398"
TOKEN = "EAAG-of-the-simulator"
SECRET = "secret-of-the-simulator"


class Side(Protocol):
    """What a provider's other side has to be, so that the provider can be tried against it."""

    channel: ChannelAccess
    nobody: Party
    """A person whom this provider has no address of."""
    endless: bytes
    """How an answer begins of which no end comes."""
    capabilities: tuple[Capability, ...]

    @property
    def address(self) -> str: ...
    def provider_at(self, address: str, seconds: float = ...) -> Provider: ...
    def stranger(self) -> ChannelAccess: ...
    async def attempts(self) -> int: ...
    async def accepted(self) -> list[str]: ...
    def refusing(self, code: int) -> str: ...
    async def lose_requests(self) -> None: ...
    async def lose_answers(self) -> None: ...
    async def answer_garbage(self) -> None: ...
    async def answer_late(self) -> None: ...
    def updates(self, *parts: dict[str, Any]) -> list[Update]: ...
    def text(self, name: str, body: str = "Olá") -> dict[str, Any]: ...
    def unknown(self, name: str) -> dict[str, Any]: ...
    def status(self, name: str, state: str = "delivered") -> dict[str, Any]: ...
    def news(self, name: str) -> dict[str, Any]: ...
    def broken(self, anything: Any) -> dict[str, Any]: ...


@dataclass
class Simulated:
    """A simulator with one number, as the Graph API sees it."""

    url: str
    sim: SimulatorClient
    channel: ChannelAccess = field(
        default_factory=lambda: ChannelAccess(
            company_id=uuid7(),
            channel_id=uuid7(),
            provider="whatsapp_cloud",
            phone_number_id=NUMBER,
            status="active",
            messages_per_second=80,
            verify_token="verify-me",
            access_token=TOKEN,
            app_secret=SECRET,
            waba_id=ACCOUNT,
        )
    )

    nobody: Party = field(default_factory=lambda: Party(lid="1@lid"))
    endless: bytes = b"HTTP/1.1 200 OK\r\n\r\n"
    capabilities: tuple[Capability, ...] = (
        "account",
        "media",
        "read_receipts",
        "service_window",
        "templates",
        "webhooks",
    )

    @property
    def address(self) -> str:
        return self.url

    def provider_at(self, address: str, seconds: float = 30.0) -> Provider:
        """Return the Cloud API at a Graph API that is there. It waits so long for an answer."""
        transport = Transport(connect_seconds=30.0, total_seconds=seconds)
        return cloud.make(transport, graph_url=address, version="v23.0")

    def stranger(self) -> ChannelAccess:
        """Return the channel with a token that Meta did not give."""
        return replace(self.channel, access_token="of-nobody")

    # --- messages -----------------------------------------------------------------------------

    async def attempts(self) -> int:
        """Return how many sends have reached it, whatever their outcome."""
        summary = await self.sim.summary()
        return sum(int(summary[name]) for name in ("accepted", "rejected", "lostRequests"))

    async def accepted(self) -> list[str]:
        """Return what we called the messages that it has accepted."""
        return [str(record["bizOpaqueCallbackData"]) async for record in self.sim.full_log()]

    def refusing(self, code: int) -> str:
        """Return a number to which nothing can be sent, refused with this code."""
        return f"5500000{code}"

    async def lose_requests(self) -> None:
        await self.sim.knobs(request_loss_rate=1)

    async def lose_answers(self) -> None:
        await self.sim.knobs(response_loss_rate=1)

    async def answer_garbage(self) -> None:
        await self.sim.knobs(errors=[{"code": 131000, "rate": 1, "bare": True}])

    async def answer_late(self) -> None:
        await self.sim.knobs(latency_ms={"mean": 1000})

    async def message_of_a_customer(self) -> str:
        """Return the id of a message that can be marked as read."""
        written = await self.sim.inbound(NUMBER, "5511987654321", "Oi")
        return str(written["wamid"])

    # --- webhooks -----------------------------------------------------------------------------

    def sign(self, body: bytes, secret: str = SECRET) -> str:
        """Return a signature as Meta makes it."""
        return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()

    def webhook(self, *parts: dict[str, Any]) -> bytes:
        """Return a webhook of parts made by `text`, `status`, `unknown`, `news` and `broken`."""
        entry = {"id": ACCOUNT, "time": 1790000000, "changes": list(parts)}
        document = {"object": "whatsapp_business_account", "entry": [entry]}
        return json.dumps(document).replace("/", "\\/").encode()

    def updates(self, *parts: dict[str, Any]) -> list[Update]:
        """Return the updates of a webhook."""
        return parse(self.webhook(*parts))

    def text(self, name: str, body: str = "Olá") -> dict[str, Any]:
        """Return a customer's text."""
        return self._change(messages=[self._message(name, type="text", text={"body": body})])

    def unknown(self, name: str) -> dict[str, Any]:
        """Return a message of a kind that nobody knows yet."""
        return self._change(messages=[self._message(name, type="hologram", hologram={"id": 1})])

    def status(self, name: str, state: str = "delivered") -> dict[str, Any]:
        """Return the outcome of a message of ours."""
        told = {"id": f"wamid.{name}", "status": state, "timestamp": "1790000000", "recipient_id": "5511"}
        return self._change(statuses=[told])

    def news(self, name: str) -> dict[str, Any]:
        """Return an update that is about no message."""
        return {"field": "account_alerts", "value": {"alert_type": name}}

    def broken(self, anything: Any) -> dict[str, Any]:
        """Return an update with a part that can be anything."""
        return self._change(messages=[anything], statuses=[anything])

    def _change(self, **value: Any) -> dict[str, Any]:
        metadata = {"display_phone_number": "551140028922", "phone_number_id": NUMBER}
        return {"field": "messages", "value": {"metadata": metadata, **value}}

    def _message(self, name: str, **fields: Any) -> dict[str, Any]:
        return {"from": "5511987654321", "id": f"wamid.{name}", "timestamp": "1790000000", **fields}

    # --- the account --------------------------------------------------------------------------

    async def templates(self, *templates: dict[str, Any]) -> None:
        """Replace the account's templates."""
        await self.sim.templates(ACCOUNT, list(templates))

    async def approve(self, name: str) -> None:
        """Let a template pass its review."""
        await self.sim.event(NUMBER, "template_status", "APPROVED", template=name)


def template(name: str = "boas_vindas", **fields: Any) -> dict[str, Any]:
    """Return a template as the Graph API has it."""
    body = {"type": "BODY", "text": "Oi {{1}}, tudo bem?", "example": {"body_text": [["Ana"]]}}
    return {"name": name, "language": "pt_BR", "category": "UTILITY", "components": [body], **fields}


@asynccontextmanager
async def simulated(directory: Path) -> AsyncIterator[Simulated]:
    """Run a simulator with a number."""
    async with serving(create_app(directory, seed=7)) as url, SimulatorClient(url) as sim:
        await sim.register_number(
            NUMBER,
            display_phone_number="+55 11 4002-8922",
            access_token=TOKEN,
            app_secret=SECRET,
            verify_token="verify-me",
            callback_url=None,
            waba_id=ACCOUNT,
        )
        await sim.knobs(enforce_window=False)
        yield Simulated(url, sim)


@asynccontextmanager
async def asking(installation: Installation, url: str) -> AsyncIterator[Accounts]:
    """Have the API ask another Graph API than the installation's."""
    settings = installation.settings.model_copy(update={"whatsapp_graph_url": url})
    providers = make_providers(settings)
    state = installation.app.state
    own = state.accounts, state.claims
    accounts = Accounts(installation.runtime.database, providers, Sealer(settings.credential_keys))
    state.accounts, state.claims = accounts, Claims(accounts, settings, installation.runtime.redis)
    try:
        yield accounts
    finally:
        state.accounts, state.claims = own
        await providers.close()

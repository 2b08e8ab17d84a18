"""What stands for a provider's other side: for the Cloud API the simulator, which knows nothing of us."""

import hashlib
import hmac
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from atende_contracts.ids import uuid7
from atende_platform.testing import Installation
from atende_sandbox.simulator.app import create_app
from atende_sandbox.simulator.client import SimulatorClient
from atende_sandbox.simulator.testing import serving
from gateway.domain.channels import ChannelAccess
from gateway.providers import make_providers
from gateway.sealing import Sealer
from gateway.service.accounts import Accounts

NUMBER = "106540352242922"
ACCOUNT = "102290129340398"
TOKEN = "EAAG-of-the-simulator"
SECRET = "secret-of-the-simulator"


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

    async def templates(self, *templates: dict[str, Any]) -> None:
        """Replace the account's templates."""
        await self.sim.templates(ACCOUNT, list(templates))

    async def attempts(self) -> int:
        """Return how many sends have reached it, whatever became of them."""
        summary = await self.sim.summary()
        return sum(int(summary[name]) for name in ("accepted", "rejected", "lostRequests"))

    async def accepted(self) -> int:
        """Return how many messages it has accepted."""
        return int((await self.sim.summary())["accepted"])

    def with_token(self, token: str) -> ChannelAccess:
        """Return the channel with another token."""
        return replace(self.channel, access_token=token)

    def sign(self, body: bytes, secret: str = SECRET) -> str:
        """Return a signature as Meta makes it."""
        return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


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
        yield Simulated(url, sim)


@asynccontextmanager
async def asking(installation: Installation, url: str) -> AsyncIterator[Accounts]:
    """Have the API ask another Graph API than the installation's."""
    settings = installation.settings.model_copy(update={"whatsapp_graph_url": url})
    providers = make_providers(settings)
    own = installation.app.state.accounts
    accounts = Accounts(installation.runtime.database, providers, Sealer(settings.credential_keys))
    installation.app.state.accounts = accounts
    yield accounts
    installation.app.state.accounts = own
    await providers.close()

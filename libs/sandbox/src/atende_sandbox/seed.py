"""``python -m atende_sandbox.seed``: a company as large as real ones, made through the public API.

It registers a company of its own each time: users, contacts from a file, conversations in every state, and
campaigns: one that has finished, one that is scheduled for tomorrow, drafts.
"""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Final
from uuid import uuid4

import typer
from rich.markup import escape

from atende_sandbox.console import ERR, OUT
from atende_sandbox.demo.api import Api, ApiError
from atende_sandbox.errors import SandboxError
from atende_sandbox.last_start import settings_of_this_folder
from atende_sandbox.settings import Settings
from atende_sandbox.simulator.client import SimulatorClient, SimulatorError, inbound_body
from atende_sandbox.world import World

PASSWORD: Final = "padaria-aurora-2026"
_FIRST: Final = (
    *("Ana", "Beatriz", "Caio", "Dalva", "Eduardo", "Fernanda", "Gustavo"),
    *("Helena", "Igor", "Joana", "Kauê", "Lívia", "Marcos", "Nina"),
)
_LAST: Final = (
    *("Silva", "Souza", "Lima", "Rocha", "Nunes", "Prado", "Reis"),
    *("Dias", "Luz", "Castro", "Moraes", "Teixeira", "Araújo", "Gonçalves"),
)
_AREAS: Final = (11, 21, 31, 41, 51, 61, 71, 81, 85, 92)
_QUESTIONS: Final = (
    "Oi! Vocês entregam no sábado?",
    "Bom dia, qual o horário de vocês?",
    "Meu pedido de ontem veio errado, podem me ajudar?",
    "Quanto custa a entrega para a Vila Mariana?",
    "Vocês aceitam Pix?",
    "Preciso da segunda via da nota fiscal, por favor.",
    "O aplicativo não abre desde hoje cedo 😕",
)
_ANSWERS: Final = (
    "Bom dia! Já verifico para você.",
    "Claro, pode contar conosco.",
    "Sinto muito! Vamos resolver.",
)
_TOGETHER: Final = 8
"""Requests at a time."""
_WEBHOOKS: Final = 100
"""Customers' messages given to the simulator at a time."""
_SIGNED_IN_AGENTS: Final = 5
_WAIT_SECONDS: Final = 600.0

TEMPLATE: Final = {
    "name": "novidades",
    "language": "pt_BR",
    "category": "MARKETING",
    "components": [
        {"type": "BODY", "text": "Novidades, {{1}}!", "example": {"body_text": [["Ana"]]}},
        {"type": "FOOTER", "text": "Responda PARAR para não receber mais."},
    ],
}


@dataclass(frozen=True)
class Size:
    """How much of each."""

    agents: int = 50
    contacts: int = 10_000
    tickets: int = 1_000
    campaigns: int = 3


@dataclass(frozen=True)
class Person:
    """A customer."""

    name: str
    phone: str


@dataclass(frozen=True)
class Seeded:
    """The company that was made."""

    company_id: str
    owner: str
    agents: Sequence[str]


class _Seed:
    def __init__(self, settings: Settings, size: Size, say: Callable[[str], None]) -> None:
        self._url = settings.url("gateway")
        self._size = size
        self._say = say
        self._mark = uuid4().hex[:8]
        self._chance = random.Random(self._mark)
        self._number = str(400_000_000_000_000 + self._chance.randrange(10**12))
        self._account = f"2{self._number[1:]}"
        self._owner = Api(self._url)
        self._people = [self._person(index) for index in range(max(size.contacts, size.tickets))]

    def _person(self, index: int) -> Person:
        name = f"{_FIRST[index % len(_FIRST)]} {_LAST[index // len(_FIRST) % len(_LAST)]}"
        return Person(name, f"+55{_AREAS[index % len(_AREAS)]}9{60_000_000 + 7 * index:08d}")

    def _email(self, name: str) -> str:
        return f"{name}@loja-{self._mark}.test"

    async def run(self, simulator: SimulatorClient) -> Seeded:
        """Make the company, step by step."""
        try:
            company_id = await self._register()
            self._say(f"company {company_id}")
            agents = await self._add_agents()
            self._say(f"{len(agents)} agents")
            channel_id = await self._connect(simulator)
            await self._import_contacts()
            self._say(f"{self._size.contacts:,} contacts")
            await self._converse(simulator, agents[:_SIGNED_IN_AGENTS] or [self._email("dona")])
            self._say(f"{self._size.tickets:,} tickets")
            await self._add_campaigns(channel_id)
            self._say(f"{self._size.campaigns} campaigns")
            return Seeded(company_id, self._email("dona"), agents)
        finally:
            await self._owner.close()

    async def _register(self) -> str:
        body = {"name": "Dona Aurora", "email": self._email("dona"), "password": PASSWORD}
        body |= {"companyName": f"Loja {self._mark}"}
        signed_in = await self._owner.post("/api/v1/auth/register", body)
        self._owner.sign_in(signed_in)
        return str(signed_in["company"]["id"])

    async def _add_agents(self) -> list[str]:
        emails = [self._email(f"agente-{index + 1}") for index in range(self._size.agents)]

        async def add(email: str) -> None:
            name = self._chance.choice(_FIRST) + " " + self._chance.choice(_LAST)
            body = {"name": name, "email": email, "password": PASSWORD, "role": "agent"}
            await self._owner.post("/api/v1/users", body)

        await _together(add(email) for email in emails)
        return emails

    async def _connect(self, simulator: SimulatorClient) -> str:
        await simulator.templates(self._account, [TEMPLATE])
        await simulator.knobs(self._number, read_rate=0.7, fail_rate=0.01, fail_code=131026)
        secrets = {"accessToken": f"EAAG{uuid4().hex}", "appSecret": uuid4().hex}
        channel = await self._owner.post(
            "/api/v1/channels",
            {
                "name": "WhatsApp principal",
                "provider": "whatsapp_cloud",
                "phoneNumberId": self._number,
                "wabaId": self._account,
                "messagesPerSecond": 200.0,
                **secrets,
            },
        )
        await simulator.register_number(
            self._number,
            display_phone_number="+55 11 4000-0000",
            access_token=secrets["accessToken"],
            app_secret=secrets["appSecret"],
            verify_token=channel["verifyToken"],
            callback_url=channel["webhookUrl"],
            waba_id=self._account,
            verify=True,
        )
        return str(channel["id"])

    async def _import_contacts(self) -> None:
        kinds = ("vip", "novo", "atacado", "")
        rows = (
            f"{person.name},{person.phone},{self._chance.choice(kinds)}"
            for person in self._people[: self._size.contacts]
        )
        csv = "\n".join(("name,phone,tags", *rows))
        started = await self._owner.upload("/api/v1/contacts/import", "clientes.csv", csv.encode())

        async def is_done() -> bool:
            report = await self._owner.get(f"/api/v1/contacts/imports/{started['id']}")
            if report["status"] == "failed":
                raise ApiError(f"The import of contacts failed: {report}")
            return bool(report["status"] == "finished")

        await _until(is_done, "the import of contacts")

    async def _converse(self, simulator: SimulatorClient, agents: Sequence[str]) -> None:
        writers = self._people[: self._size.tickets]
        for first in range(0, len(writers), _WEBHOOKS):
            questions = [self._question_of(person) for person in writers[first : first + _WEBHOOKS]]
            await simulator.inbound_batch(questions, wait=True)
        tickets: list[dict[str, Any]] = []

        async def are_there() -> bool:
            tickets[:] = await self._owner.all("/api/v1/tickets")
            return len(tickets) >= len(writers)

        await _until(are_there, f"{len(writers)} tickets")
        people = [Api(self._url) for _ in agents]
        try:
            for api, email in zip(people, agents, strict=True):
                await api.login(email, PASSWORD)
            await _together(
                self._work_on(ticket, people[index % len(people)]) for index, ticket in enumerate(tickets)
            )
        finally:
            for api in people:
                await api.close()

    def _question_of(self, person: Person) -> dict[str, Any]:
        text = self._chance.choice(_QUESTIONS)
        return inbound_body(self._number, person.phone.lstrip("+"), text, name=person.name)

    async def _work_on(self, ticket: dict[str, Any], agent: Api) -> None:
        """A third stays pending, a third is being worked on, a third is closed."""
        path, what = f"/api/v1/tickets/{ticket['id']}", self._chance.randrange(3)
        if what:
            body = {"text": self._chance.choice(_ANSWERS), "clientMessageId": str(uuid4())}
            await agent.post(f"{path}/messages", body)
        if what == 2:
            await agent.post(f"{path}/close")

    async def _add_campaigns(self, channel_id: str) -> None:
        contacts = [contact["id"] for contact in await self._owner.all("/api/v1/contacts")]
        tomorrow = datetime.now(UTC) + timedelta(days=1)
        scheduled = {"type": "scheduled", "scheduledAt": tomorrow.isoformat()}
        for index in range(self._size.campaigns):
            campaign = await self._owner.post(
                "/api/v1/campaigns",
                {
                    "name": f"Novidades {index + 1}",
                    "template": {"name": "novidades", "language": "pt_BR", "parameters": {"1": "{{name}}"}},
                    "channelId": channel_id,
                    **(scheduled if index == 1 else {"type": "broadcast"}),
                },
            )
            path = f"/api/v1/campaigns/{campaign['id']}"
            audience = self._chance.sample(contacts, min(len(contacts), 1000))
            await self._owner.post(f"{path}/targets", {"contactIds": audience})
            if index < 2:  # The others stay drafts.
                await self._owner.post(f"{path}/start")
            if index == 0:
                await self._wait_for_end(path)

    async def _wait_for_end(self, path: str) -> None:
        async def is_over() -> bool:
            return (await self._owner.get(path))["status"] in {"finished", "failed", "cancelled"}

        await _until(is_over, "the first campaign")


async def _together(calls: Iterable[Awaitable[None]]) -> None:
    """Make calls, some at a time; the first that fails ends it."""
    places = asyncio.Semaphore(_TOGETHER)

    async def one(call: Awaitable[None]) -> None:
        async with places:
            await call

    await asyncio.gather(*map(one, calls))


async def _until(check: Callable[[], Awaitable[bool]], what: str) -> None:
    give_up_at = time.monotonic() + _WAIT_SECONDS
    while not await check():
        if time.monotonic() > give_up_at:
            raise ApiError(f"{what}: not there after {_WAIT_SECONDS:.0f} s")
        await asyncio.sleep(0.5)


async def seed(settings: Settings, size: Size, say: Callable[[str], None]) -> Seeded:
    """Make a company on a running system."""
    async with SimulatorClient(settings.url("simulator")) as simulator:
        return await _Seed(settings, size, say).run(simulator)


def main(
    agents: Annotated[int, typer.Option(min=0, max=490)] = Size.agents,
    contacts: Annotated[int, typer.Option(min=1, max=200_000)] = Size.contacts,
    tickets: Annotated[int, typer.Option(min=0, max=100_000)] = Size.tickets,
    campaigns: Annotated[int, typer.Option(min=0, max=100)] = Size.campaigns,
) -> None:
    """Fill the running system with a company as large as real ones."""
    world = World(settings_of_this_folder())
    try:
        if not world.running():
            raise SandboxError("The system is not running. Start it with `make up`.")
        made = asyncio.run(seed(world.settings, Size(agents, contacts, tickets, campaigns), OUT.print))
    except (SandboxError, ApiError, SimulatorError) as error:
        ERR.print(f"[red]✗[/red] {escape(str(error))}")
        raise typer.Exit(1) from error
    OUT.print(f"owner     {made.owner}  {PASSWORD}")
    if made.agents:
        OUT.print(f"agents    {made.agents[0]} … {made.agents[-1]}, with the same password")
    OUT.print(f"console   {world.base_url}/")


if __name__ == "__main__":
    typer.run(main)

"""The steps of the demo. Each records what it did, for the reconciliation (`audit`)."""

import asyncio
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import uuid4

import socketio

from atende_sandbox.demo.api import Api, ApiError
from atende_sandbox.demo.linked import Talk
from atende_sandbox.simulator.client import SimulatorClient

PASSWORD = "padaria-aurora-2026"
COMPANY = "Padaria Aurora"
CONTACTS = 1000
PHONE_NUMBER_ID = "100000000000001"
WABA_ID = "200000000000001"
TEMPLATE: Final = {
    "name": "ofertas_especiais",
    "language": "pt_BR",
    "category": "MARKETING",
    "components": [
        {
            "type": "BODY",
            "text": "🎉 Ofertas especiais, {{1}}! Use o código {{2}} até domingo.",
            "example": {"body_text": [["Ana", "AURORA10"]]},
        },
        {"type": "FOOTER", "text": "Responda PARAR para não receber mais."},
    ],
}
RATE = 500.0
"""Messages per second of the demo's channel: between Meta's default (80) and its highest tier (1,000)."""

LOGINS = {
    "owner": "olivia@aurora.test",
    "admin": "adriana@aurora.test",
    "agent": "andre@aurora.test",
    "viewer": "vera@aurora.test",
}
CUSTOMERS = (
    ("+5511991000001", "Beatriz Lima", "Oi! Vocês entregam pão de queijo no sábado?"),
    ("+5521992000002", "Caio Nunes", "Bom dia, qual o horário de vocês?"),
    ("+5531993000003", "Dalva Rocha", "Meu pedido de ontem veio errado, podem me ajudar?"),
)
ANSWERS = (
    "Oi, Beatriz! Entregamos sim, das 7h às 12h.",
    "Bom dia, Caio! De segunda a sábado, das 6h às 20h.",
    "Sinto muito, Dalva! Já estamos preparando a troca.",
)


@dataclass
class Books:
    """What the demo did, as counted by the demo itself."""

    run: str = field(default_factory=lambda: uuid4().hex[:8])
    channel_id: str = ""
    inbound: list[str] = field(default_factory=list)
    """Provider ids of the messages that customers wrote."""
    replies: list[str] = field(default_factory=list)
    """Texts of the agent's replies; each holds the run's mark."""
    campaign_id: str = ""
    campaign_mark: str = ""
    targets: int = 0
    campaign_seconds: float = 0.0
    talk: Talk | None = None
    """The conversation over WhatsApp Web, where its stub runs."""


async def sign_up(owner: Api) -> None:
    """Register the company, or log in where an earlier demo did; one user for each role."""
    try:
        await owner.login(LOGINS["owner"], PASSWORD)
        return
    except ApiError:
        pass  # Not registered yet: the first demo on this system.
    owner.sign_in(
        await owner.post(
            "/api/v1/auth/register",
            {"companyName": COMPANY, "name": "Olívia Prado", "email": LOGINS["owner"], "password": PASSWORD},
        )
    )
    for role, name in (("admin", "Adriana Reis"), ("agent", "André Dias"), ("viewer", "Vera Luz")):
        await owner.post(
            "/api/v1/users", {"name": name, "email": LOGINS[role], "password": PASSWORD, "role": role}
        )


async def connect_channel(owner: Api, simulator: SimulatorClient, books: Books) -> None:
    """Create the WhatsApp channel, or find it; tell the simulator where its webhooks go."""
    await simulator.templates(WABA_ID, [TEMPLATE])
    # Not everyone reads, and some numbers are not on WhatsApp: a report worth looking at.
    await simulator.knobs(PHONE_NUMBER_ID, read_rate=0.7, fail_rate=0.01, fail_code=131026)
    existing = [c for c in await owner.all("/api/v1/channels") if c["phoneNumberId"] == PHONE_NUMBER_ID]
    if existing:
        books.channel_id = existing[0]["id"]
        return
    secrets = {"accessToken": "EAAG" + uuid4().hex, "appSecret": uuid4().hex}
    channel = await owner.post(
        "/api/v1/channels",
        {
            "name": "WhatsApp principal",
            "provider": "whatsapp_cloud",
            "phoneNumberId": PHONE_NUMBER_ID,
            "wabaId": WABA_ID,
            "displayPhone": "+551140000000",
            "messagesPerSecond": RATE,
            **secrets,
        },
    )
    books.channel_id = channel["id"]
    await simulator.register_number(
        PHONE_NUMBER_ID,
        display_phone_number="+55 11 4000-0000",
        access_token=secrets["accessToken"],
        app_secret=secrets["appSecret"],
        verify_token=channel["verifyToken"],
        callback_url=channel["webhookUrl"],
        waba_id=WABA_ID,
        verify=True,
    )


async def write_in(simulator: SimulatorClient, books: Books, phone: str, name: str, text: str) -> None:
    """One customer writes; the simulator delivers the webhook until the gateway took it."""
    sent = await simulator.inbound(PHONE_NUMBER_ID, phone.lstrip("+"), text, name=name, wait=True)
    books.inbound.append(sent["wamid"])


async def customers_write(simulator: SimulatorClient, books: Books, done: Callable[[], None]) -> None:
    """Three customers write in."""
    for phone, name, text in CUSTOMERS:
        await write_in(simulator, books, phone, name, text)
        done()


async def find_tickets(agent: Api, count: int) -> dict[str, Any]:
    """Wait until the customers' tickets are there; return them by phone."""
    wanted = {phone for phone, _, _ in CUSTOMERS}
    give_up_at = time.monotonic() + 60
    while True:
        tickets = {
            ticket["contact"]["phone"]: ticket
            for ticket in await agent.all("/api/v1/tickets")
            if ticket["contact"]["phone"] in wanted and ticket["status"] != "closed"
        }
        if len(tickets) >= count:
            return tickets
        if time.monotonic() > give_up_at:
            raise ApiError(f"only {len(tickets)} of {count} tickets appeared")
        await asyncio.sleep(0.3)


async def agent_answers(agent: Api, books: Books, done: Callable[[], None]) -> None:
    """The agent answers each of them."""
    tickets = await find_tickets(agent, len(CUSTOMERS))
    for (phone, _, _), answer in zip(CUSTOMERS, ANSWERS, strict=True):
        text = f"{answer} [{books.run}]"
        await agent.post(
            f"/api/v1/tickets/{tickets[phone]['id']}/messages",
            {"text": text, "clientMessageId": str(uuid4())},
        )
        books.replies.append(text)
        done()


def campaign_phones() -> list[str]:
    """Return the 1,000 Brazilian mobile numbers of the demo's contacts."""
    return [f"+55119{87000000 + 37 * index:08d}" for index in range(CONTACTS)]


async def import_contacts(admin: Api, progress: Callable[[int], None]) -> dict[str, Any]:
    """Import the contacts by CSV and wait for the importer; return its report."""
    rows = [f"Cliente {index + 1},{phone}" for index, phone in enumerate(campaign_phones())]
    csv = "name,phone\n" + "\n".join(rows) + "\n"
    started = await admin.upload("/api/v1/contacts/import", "contatos.csv", csv.encode())
    while True:
        report: dict[str, Any] = await admin.get(f"/api/v1/contacts/imports/{started['id']}")
        progress(sum(report[name] for name in ("created", "updated", "duplicates", "invalid")))
        if report["status"] in {"finished", "failed"}:
            return report
        await asyncio.sleep(0.3)


async def prepare_campaign(admin: Api, books: Books) -> list[dict[str, Any]]:
    """Create the campaign as the product's description does, with every imported contact as a target."""
    phones = set(campaign_phones())
    contacts = [c for c in await admin.all("/api/v1/contacts") if c["phone"] in phones]
    books.campaign_mark = f"[{books.run}]"
    campaign = await admin.post(
        "/api/v1/campaigns",
        {
            "name": f"Promoção Black Friday {books.run}",
            "type": "broadcast",
            # Most of these people never wrote: only a template reaches them.
            "template": {
                "name": TEMPLATE["name"],
                "language": TEMPLATE["language"],
                "parameters": {"1": "{{name}}", "2": books.campaign_mark},
            },
            "channelId": books.channel_id,
        },
    )
    books.campaign_id = campaign["id"]
    await admin.post(
        f"/api/v1/campaigns/{books.campaign_id}/targets", {"contactIds": [c["id"] for c in contacts]}
    )
    books.targets = len(contacts)
    return contacts


async def take_back_opt_outs(admin: Api) -> None:
    """Begin where every demo begins: those who opted out in an earlier one are back."""
    for entry in await admin.all("/api/v1/opt-outs"):
        await admin.delete(f"/api/v1/opt-outs/{entry['id']}")


def who_opts_out(books: Books, contacts: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Choose ten of the contacts, each run others."""
    return random.Random(books.run).sample(list(contacts), 10)


async def opt_out_some(
    admin: Api, simulator: SimulatorClient, books: Books, contacts: Sequence[dict[str, Any]]
) -> None:
    """Before the start six customers write "PARAR", and the team enters four. Waits until all are known."""
    chosen = who_opts_out(books, contacts)
    for contact in chosen[:6]:
        await write_in(simulator, books, contact["phone"], contact["name"], "PARAR")
    for contact in chosen[6:]:
        await admin.post("/api/v1/opt-outs", {"contactId": contact["id"]})
    wanted = {contact["phone"] for contact in chosen}
    give_up_at = time.monotonic() + 60
    while True:
        known = {entry["phone"] for entry in await admin.all("/api/v1/opt-outs")}
        if wanted <= known:
            return
        if time.monotonic() > give_up_at:
            raise ApiError(f"{len(wanted - known)} opt-outs did not arrive")
        await asyncio.sleep(0.3)


async def opt_out_one_more(
    simulator: SimulatorClient, books: Books, contacts: Sequence[dict[str, Any]]
) -> None:
    """While the campaign runs one more customer writes "PARAR"; whether in time, the reconciliation shows."""
    contact = contacts[-1]
    await write_in(simulator, books, contact["phone"], contact["name"], "PARAR")


async def run_campaign(
    admin: Api, base_url: str, books: Books, progress: Callable[[dict[str, Any]], None]
) -> None:
    """Start the campaign and follow ``campaign.progress`` until it has finished.

    The socket drives the bar; a slow poll of the same numbers stands behind it.
    """
    finished = asyncio.Event()
    client = socketio.AsyncClient(reconnection_delay=0.2, reconnection_delay_max=1)

    def on_progress(event: dict[str, Any]) -> None:
        if event.get("campaignId") == books.campaign_id:
            progress(event)

    def on_finished(event: dict[str, Any]) -> None:
        if event.get("campaignId") == books.campaign_id:
            progress(event)
            finished.set()

    client.on("campaign.progress", on_progress, namespace="/campaigns")
    client.on("campaign.finished", on_finished, namespace="/campaigns")
    await client.connect(
        base_url,
        auth={"token": admin.token},
        namespaces=["/campaigns"],
        transports=["websocket"],
        wait_timeout=20,
        retry=True,
    )
    try:
        started = time.monotonic()
        await admin.post(f"/api/v1/campaigns/{books.campaign_id}/start")
        give_up_at = started + 300
        while not finished.is_set() and time.monotonic() < give_up_at:
            try:
                async with asyncio.timeout(2):
                    await finished.wait()
            except TimeoutError:
                campaign = await admin.get(f"/api/v1/campaigns/{books.campaign_id}")
                if campaign["status"] in {"finished", "cancelled", "failed"}:
                    break
        books.campaign_seconds = time.monotonic() - started
    finally:
        await client.disconnect()

"""A company that signs whatever it likes stops nobody, and loses nothing of what its customers wrote.

From the webhook through every consumer to the socket: after each attack the well-formed messages are in
their conversations, another company's customers are heard, every consumer has read to the end, and no
dead-letter topic has got anything. `ATENDE_FUZZ_WEBHOOKS` says how many webhooks to try (60) and
`ATENDE_FUZZ_SEED` with which seed.
"""

import asyncio
import json
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final

import pytest
from listeners import listening
from mutations import Fuzz, message, webhook
from records import dead_letters, unread
from system import Company, System, eventually

WEBHOOKS: Final = int(os.environ.get("ATENDE_FUZZ_WEBHOOKS", "60"))
SEED: Final = int(os.environ.get("ATENDE_FUZZ_SEED", "1"))
AT_A_TIME: Final = 4

pytestmark = pytest.mark.timeout(300 + 2 * WEBHOOKS)


async def conversations(company: Company) -> dict[str, str]:
    """Return the text of every message of the company's customers, by the provider's id."""
    texts: dict[str, str] = {}
    for ticket in await company.api.all("/api/v1/tickets"):
        for one in await company.api.all(f"/api/v1/tickets/{ticket['id']}/messages"):
            texts[one["providerMessageId"]] = one["text"]
    return texts


@asynccontextmanager
async def unharmed(system: System, hostile: Company) -> AsyncIterator[dict[str, str]]:
    """Have the body attack by ``hostile``; it notes which messages must arrive. Then look at everything."""
    other = await system.new_company()
    before, expected = await dead_letters(system), dict[str, str]()
    async with (
        listening(system, token=other.api.token) as theirs,
        listening(system, token=hostile.api.token) as own,
    ):
        yield expected
        phone = system.new_phone()
        await other.customer_writes(phone, "Ainda me ouvem?")
        after = "wamid.after"
        await hostile.webhook(
            json.dumps(webhook(hostile.number, {"messages": [message("5521988887777", after)]})).encode()
        )

        async def heard() -> None:
            assert phone in theirs.text
            assert after in own.text

        async def all_read() -> None:
            assert await unread(system) == {}

        await eventually(heard, timeout=60)
        await eventually(all_read, timeout=60, every=0.5)
        assert hostile.channel_id not in theirs.text
    arrived = await conversations(hostile)
    assert {one: arrived.get(one) for one in expected} == expected
    assert await dead_letters(system) == before


async def post(company: Company, document: dict[str, Any]) -> None:
    """Send a webhook, again if it is too much at once, as Meta does."""
    body = json.dumps(document).encode()

    async def taken() -> None:
        response = await company.webhook(body)
        assert response.status_code == 200, response.text

    await eventually(taken, timeout=30, every=1)


async def test_no_webhook_stops_anybody(system: System, company: Company) -> None:
    customers = [system.new_phone().lstrip("+") for _ in range(5)]
    fuzz = Fuzz(SEED, company.number, customers)
    statuses: dict[int, int] = {}

    async def send(body: bytes, *, must: bool) -> None:
        response = await company.webhook(body)
        statuses[response.status_code] = statuses.get(response.status_code, 0) + 1
        assert response.status_code in ({200} if must else {200, 400, 401, 404}), (
            SEED,
            response.text,
            body[:2000],
        )

    async with unharmed(system, company) as expected:
        for _ in range(0, WEBHOOKS, AT_A_TIME):
            await asyncio.gather(
                *(send(fuzz.webhook(), must=True) for _ in range(AT_A_TIME)), send(fuzz.garbled(), must=False)
            )
        expected |= fuzz.good
    assert len(fuzz.good) > WEBHOOKS / 2
    print(f"seed {SEED}: {statuses}, {len(fuzz.good)} messages that had to arrive")


def status(message_id: str) -> dict[str, Any]:
    return {"id": message_id, "status": "read", "timestamp": "1790000000", "recipient_id": "5511987654321"}


async def test_names_that_stopped_every_company_stop_nobody(system: System, company: Company) -> None:
    """Each of these once stood in the way of all customers and all delivery reports, for good."""
    sender = system.new_phone().lstrip("+")
    attacks: dict[str, dict[str, Any]] = {
        "long senders": {"messages": [message(f"{n:03d}" + "7" * 2997, f"wamid.a{n}") for n in range(480)]},
        "long letters": {"messages": [message(f"{n:03d}" + "z" * 2997, f"wamid.b{n}") for n in range(480)]},
        "nobody": {"messages": [message("+", f"wamid.c{n}") for n in range(150)]},
        "a million": {"messages": [message("7" * 1_000_000, "wamid.d")]},
        "long message ids": {"messages": [message(sender, f"{n:03d}" + "w" * 2900) for n in range(120)]},
        "long targets": {
            "messages": [
                message(sender, f"wamid.f{n}", "reaction", reaction={"message_id": f"{n:03d}" + "w" * 2900})
                for n in range(120)
            ]
        },
        "long statuses": {"statuses": [status(f"{n:03d}" + "s" * 2897) for n in range(480)]},
        "long files": {
            "messages": [
                message(sender, f"wamid.g{n}", "image", image={"id": "i" * 3000, "mime_type": "m" * 3000})
                for n in range(120)
            ]
        },
        "long names": {
            "contacts": [{"wa_id": sender, "profile": {"name": "N\u2028" * 50_000}}],
            "messages": [message(sender, "wamid.named", text={"body": "com nome"})],
        },
    }
    async with unharmed(system, company) as expected:
        for number, value in enumerate(attacks.values()):
            good = message(sender, f"wamid.good{number}", text={"body": f"certo {number}"})
            value["messages"] = [*value.get("messages", []), good]
            await post(company, webhook(company.number, value))
            expected[good["id"]] = f"certo {number}"
        expected["wamid.named"] = "com nome"
    [contact] = [one for one in await company.api.all("/api/v1/contacts") if one["waId"] == sender]
    assert (len(contact["name"]), "\u2028" in contact["name"]) == (200, False)
    journal = await company.api.all(f"/api/v1/channels/{company.channel_id}/events")
    assert {entry["field"] for entry in journal} == {"messages", "messages.statuses"}
    assert len(journal) <= 500  # 100 of each webhook.


async def test_a_text_beyond_all_measure_is_cut_and_kept(system: System, company: Company) -> None:
    sender, whole = system.new_phone().lstrip("+"), "Era uma vez… " * 30_000
    await post(
        company, webhook(company.number, {"messages": [message(sender, "wamid.book", text={"body": whole})]})
    )

    async def shown() -> dict[str, Any]:
        tickets = await company.api.all("/api/v1/tickets")
        assert len(tickets) == 1
        [one] = await company.api.all(f"/api/v1/tickets/{tickets[0]['id']}/messages")
        known = await system.http.get(one["whole"]["url"], headers=company.headers)
        assert known.status_code == 200
        return {**one, "link": known.json()["url"]}

    one = await eventually(shown)
    assert one["text"] == whole[:16_383] + "…"
    assert (one["whole"]["status"], one["whole"]["size"]) == ("stored", len(whole.encode()))
    assert (await system.http.get(one["link"])).text == whole

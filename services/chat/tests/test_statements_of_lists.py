"""What a list costs in statements does not depend on how long it is: no row is read one by one.

Each list of the API stands in `LISTS`, with what it takes to have many rows in it, or in `ELSEWHERE`, with
why it is not filled here. A new one fails here until it does.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any, Final
from uuid import UUID

import httpx
import pytest

from atende_contracts.event import Media
from atende_contracts.ids import uuid7
from atende_platform.data.db import Database, execute
from atende_platform.testing.plugin import AsUser, Handle, Installation
from chat.search.worker import Indexer

from .factories import (
    Inbound,
    create_channel,
    create_contact,
    create_queue,
    create_tag,
    create_template,
    create_user,
)
from .statements import recorded

MANY: Final = 49
_numbers = count(1)


@dataclass
class Stage:
    """What makes rows, and the ids that stand in paths."""

    as_user: AsUser
    handle: Handle
    inbound: Inbound
    database: Database
    company_id: UUID
    channel_id: UUID
    reader: httpx.AsyncClient
    """Whose lists these are."""
    ids: dict[str, str]

    async def write(self, rows: int, *, people: bool = False, **fields: Any) -> None:
        """Have one customer write so often, or so many customers once."""
        begin = datetime.now(UTC) - timedelta(hours=1)
        await self.handle(
            [
                self.inbound(
                    "mensagem",
                    wa_id=f"55119800{next(_numbers):05}" if people else "5511970000000",
                    sent_at=begin + timedelta(seconds=n),
                    **fields,
                )
                for n in range(rows)
            ]
        )

    async def find_conversation(self) -> None:
        """Know the ticket and the contact of the customer who writes much."""
        found = await self.as_user("admin").get("/api/v1/tickets", params={"q": "5511970000000"})
        [ticket] = found.json()["items"]
        self.ids.update(ticket_id=ticket["id"], contact_id=ticket["contact"]["id"])

    async def index(self) -> None:
        indexer = Indexer(self.database)
        while await indexer.step():
            pass

    async def post(self, path: str, body: dict[str, Any]) -> Any:
        response = await self.as_user("admin").post(path, json=body)
        assert response.status_code in (200, 201, 202), response.text
        return response.json()


Maker = Callable[[Stage, int], Awaitable[None]]


async def contacts(stage: Stage, rows: int) -> None:
    for _ in range(rows):
        await create_contact(stage.as_user("admin"), phone=f"+55119600{next(_numbers):05}")


async def tickets(stage: Stage, rows: int) -> None:
    await stage.write(rows, people=True)


async def conversation(stage: Stage, rows: int) -> None:
    await stage.write(rows)
    await stage.find_conversation()


async def pictures(stage: Stage, rows: int) -> None:
    media = Media(id=uuid7(), state="stored", mime_type="image/jpeg", size=1000)
    await stage.write(rows, kind="image", media=media)
    await stage.find_conversation()


async def searched(stage: Stage, rows: int) -> None:
    await stage.write(rows)
    await stage.index()


async def templates(stage: Stage, rows: int) -> None:
    await create_channel(stage.handle, stage.company_id, stage.channel_id, account_id="account")
    await conversation(stage, 1)
    for _ in range(rows):
        await create_template(stage.handle, stage.company_id, "account", name=f"modelo_{next(_numbers)}")


async def tags(stage: Stage, rows: int) -> None:
    for _ in range(rows):
        await create_tag(stage.as_user("admin"), name=f"etiqueta {next(_numbers)}")


async def queues(stage: Stage, rows: int) -> None:
    for _ in range(rows):
        await create_queue(stage.as_user("admin"), name=f"fila {next(_numbers)}")


async def members(stage: Stage, rows: int) -> None:
    if "queue_id" not in stage.ids:
        stage.ids["queue_id"] = (await create_queue(stage.as_user("admin"), name="fila"))["id"]
    for _ in range(rows):
        user = await create_user(stage.handle, stage.company_id)
        path = f"/api/v1/queues/{stage.ids['queue_id']}/members/{user}"
        assert (await stage.as_user("admin").put(path)).status_code in (200, 201, 204)


async def quick_replies(stage: Stage, rows: int) -> None:
    for _ in range(rows):
        body = {"shortcut": f"/r{next(_numbers)}", "title": "Oi", "text": "Olá!", "shared": True}
        await stage.post("/api/v1/quick-replies", body)


async def fields(stage: Stage, rows: int) -> None:
    for _ in range(rows):
        await stage.post("/api/v1/contact-fields", {"name": f"campo_{next(_numbers)}", "kind": "text"})


async def macros(stage: Stage, rows: int) -> None:
    for _ in range(rows):
        body = {"name": f"macro {next(_numbers)}", "actions": [{"type": "close"}]}
        await stage.post("/api/v1/macros", body)


async def automations(stage: Stage, rows: int) -> None:
    for _ in range(rows):
        actions = [{"type": "close"}]
        body = {"name": f"regra {next(_numbers)}", "event": "ticket.created", "actions": actions}
        stage.ids["automation_id"] = (await stage.post("/api/v1/automations", body))["id"]


async def runs(stage: Stage, rows: int) -> None:
    if "automation_id" not in stage.ids:
        await automations(stage, 1)
    async with stage.database.worker() as session:
        await execute(
            session,
            "INSERT INTO automation_runs (company_id, id, automation_id, ticket_id, event, event_seq, depth,"
            " status, at)"
            " SELECT :company, gen_random_uuid(), :automation, gen_random_uuid(), 'ticket.created', 1, 0,"
            " 'done', now() FROM generate_series(1, :rows)",
            company=stage.company_id,
            automation=UUID(stage.ids["automation_id"]),
            rows=rows,
        )


async def ratings(stage: Stage, rows: int) -> None:
    await tickets(stage, rows)
    async with stage.database.worker() as session:
        await execute(
            session,
            "INSERT INTO satisfaction_ratings (company_id, ticket_id, channel_id, closed_at, asked_at, score,"
            " rated_at) SELECT company_id, id, channel_id, now(), now(), 5, now() FROM tickets"
            " WHERE company_id = :company ON CONFLICT DO NOTHING",
            company=stage.company_id,
        )


async def drafts(stage: Stage, rows: int) -> None:
    await tickets(stage, rows)
    for ticket in (await stage.as_user("admin").get("/api/v1/tickets", params={"limit": 100})).json()[
        "items"
    ]:
        answer = await stage.reader.put(f"/api/v1/drafts/{ticket['id']}", json={"text": "Olá"})
        assert answer.status_code == 200, answer.text


async def scheduled(stage: Stage, rows: int) -> None:
    await stage.write(1)
    await stage.find_conversation()
    at = (datetime.now(UTC) + timedelta(days=1)).isoformat()
    for _ in range(rows):
        body = {"text": "Bom dia", "sendAt": at, "clientMessageId": f"{next(_numbers)}"}
        path = f"/api/v1/tickets/{stage.ids['ticket_id']}/scheduled-messages"
        answer = await stage.reader.post(path, json=body)
        assert answer.status_code == 201, answer.text


async def views(stage: Stage, rows: int) -> None:
    for _ in range(rows):
        answer = await stage.reader.post("/api/v1/views", json={"name": f"lista {next(_numbers)}"})
        assert answer.status_code == 201, answer.text


async def mentions(stage: Stage, rows: int) -> None:
    if "user_id" not in stage.ids:
        await conversation(stage, 1)
        user = await create_user(stage.handle, stage.company_id)
        stage.ids["user_id"], stage.reader = str(user), stage.as_user("agent", user_id=user)
    for _ in range(rows):
        body = {"text": "Veja", "clientMessageId": str(uuid7()), "mentions": [stage.ids["user_id"]]}
        await stage.post(f"/api/v1/tickets/{stage.ids['ticket_id']}/notes", body)


LISTS: Final[dict[str, tuple[Maker, dict[str, Any]]]] = {
    "/api/v1/automations": (automations, {}),
    "/api/v1/automations/{automation_id}/runs": (runs, {}),
    "/api/v1/contacts": (contacts, {}),
    "/api/v1/contact-fields": (fields, {}),
    "/api/v1/contacts/{contact_id}/messages": (conversation, {}),
    "/api/v1/contacts/{contact_id}/attachments": (pictures, {}),
    "/api/v1/drafts": (drafts, {}),
    "/api/v1/macros": (macros, {}),
    "/api/v1/events": (tickets, {"after": 1}),
    "/api/v1/queues": (queues, {}),
    "/api/v1/queues/{queue_id}/members": (members, {}),
    "/api/v1/quick-replies": (quick_replies, {}),
    "/api/v1/mentions": (mentions, {}),
    "/api/v1/scheduled-messages": (scheduled, {}),
    "/api/v1/satisfaction": (ratings, {}),
    "/api/v1/views": (views, {}),
    "/api/v1/search/messages": (searched, {"q": "mensagem"}),
    "/api/v1/tags": (tags, {}),
    "/api/v1/tickets": (tickets, {}),
    "/api/v1/tickets/{ticket_id}/attachments": (pictures, {}),
    "/api/v1/tickets/{ticket_id}/messages": (conversation, {}),
    "/api/v1/tickets/{ticket_id}/scheduled-messages": (scheduled, {}),
    "/api/v1/tickets/{ticket_id}/templates": (templates, {}),
}
"""By path: what makes rows in it, and the query."""
ELSEWHERE: Final = {
    "/api/v1/bulk": "jobs take turns",
    "/api/v1/contacts/tags": "labels of contacts; one table is read",
    "/api/v1/contacts/{contact_id}/aliases": "a person has few names",
    "/api/v1/contacts/{contact_id}/merges": "by hand, one at a time",
    "/api/v1/contacts/imports": "files take turns",
    "/api/v1/policies/channels": "one for each channel",
    "/api/v1/presence": "read from Redis at once",
    "/api/v1/satisfaction/policies": "one for each queue",
    "/api/v1/sla/policies": "one for each queue",
    "/api/v1/contacts/erasures": "one person at a time",
    "/api/v1/webhooks": "few addresses",
    "/api/v1/webhooks/{webhook_id}/deliveries": "made by the worker; one table is read",
}


@pytest.fixture
def stage(
    as_user: AsUser, handle: Handle, inbound: Inbound, database: Database, company_id: UUID, channel_id: UUID
) -> Stage:
    return Stage(as_user, handle, inbound, database, company_id, channel_id, as_user("admin"), {})


def test_every_list_is_known(installation: Installation) -> None:
    lists = {
        path
        for path, operations in installation.app.openapi()["paths"].items()
        if "get" in operations and _is_list(installation.app.openapi(), operations["get"])
    }
    assert lists == {*LISTS} | {*ELSEWHERE}


def _is_list(document: dict[str, Any], operation: dict[str, Any]) -> bool:
    body = operation["responses"]["200"].get("content", {}).get("application/json", {}).get("schema", {})
    name = body.get("$ref", "").rpartition("/")[2]
    return "nextCursor" in document["components"]["schemas"].get(name, {}).get("properties", {})


@pytest.mark.parametrize("path", LISTS)
async def test_a_long_list_costs_no_more_statements(stage: Stage, path: str) -> None:
    make, query = LISTS[path]

    async def cost() -> tuple[int, list[str]]:
        with recorded() as statements:
            response = await stage.reader.get(path.format(**stage.ids), params=query)
        assert response.status_code == 200, response.text
        return len(response.json()["items"]), statements

    await make(stage, 1)
    await cost()  # What is learnt once and kept.
    short, few = await cost()
    await make(stage, MANY)
    long, many = await cost()
    assert short >= 1
    assert long >= min(MANY, short + 20), "there are many rows"
    assert len(few) >= 1
    assert len(many) == len(few), "\n".join(many)

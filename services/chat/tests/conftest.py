import base64
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from atende_contracts.event import Party
from atende_contracts.ids import uuid7
from atende_contracts.messages import MessageReceivedV1
from atende_platform.data.db import Database, execute
from atende_platform.service.definition import Service
from atende_platform.testing.plugin import AsUser, Handle, Installation, handling
from chat.bulk.worker import BulkWorker
from chat.handlers import HANDLERS
from chat.imports.worker import Importer
from chat.main import SERVICE
from chat.settings import Settings

from .factories import Inbound, Rows, Workers, create_user


@pytest.fixture
def service() -> Service[Settings]:
    return SERVICE


@pytest.fixture
def service_settings() -> dict[str, Any]:
    return {
        "import_max_rows": 5000,
        "import_chunk_rows": 50,
        "socket_replay_limit": 20,
        "webhooks_key": base64.b64encode(bytes(range(32))).decode(),
        "webhook_networks": "127.0.0.1/32",
        "webhook_connect_seconds": 0.5,
        "webhook_total_seconds": 0.5,
    }


@pytest.fixture
def channel_id() -> UUID:
    return uuid7()


@pytest.fixture
def handle(database: Database) -> Handle:
    return handling(database, HANDLERS)


@pytest.fixture
def inbound(company_id: UUID, channel_id: UUID) -> Inbound:
    """Makes a customer's message; keyword arguments replace what it is made of."""

    def make(text: str = "Bom dia", **fields: Any) -> MessageReceivedV1:
        wa_id = fields.pop("wa_id", "5511999990001")
        return MessageReceivedV1(
            **{
                "company_id": company_id,
                "channel_id": channel_id,
                "provider_message_id": f"wamid.{uuid7()}",
                "sender": Party(wa_id=wa_id, name="Maria"),
                "kind": "text",
                "text": text,
                "sent_at": datetime.now(UTC) - timedelta(seconds=2),
                **fields,
            }
        )

    return make


@pytest.fixture
def rows(database: Database) -> Rows:
    """Returns what SQL text finds, over all companies."""

    async def read(statement: str, **parameters: Any) -> Sequence[Any]:
        async with database.worker() as session:
            return (await execute(session, statement, **parameters)).all()

    return read


@pytest.fixture
def logged(rows: Rows) -> Callable[[], Any]:
    """Returns the types in the event log, in order, having checked that the numbers have no gaps."""

    async def read() -> list[str]:
        found = await rows("SELECT company_id, seq, type FROM event_log ORDER BY company_id, seq")
        numbers: dict[UUID, int] = {}
        for row in found:
            assert row.seq == numbers.get(row.company_id, 0) + 1
            numbers[row.company_id] = row.seq
        return [row.type for row in found]

    return read


@pytest.fixture
async def ticket(handle: Handle, inbound: Inbound, as_user: AsUser) -> dict[str, Any]:
    """A pending ticket with one message."""
    await handle([inbound()])
    [found] = (await as_user("viewer").get("/api/v1/tickets")).json()["items"]
    pending: dict[str, Any] = found
    return pending


@pytest.fixture
async def colleague(handle: Handle, company_id: UUID) -> UUID:
    """An agent of the company whom chat knows."""
    return await create_user(handle, company_id)


@pytest.fixture
def workers(database: Database, installation: Installation) -> Workers:
    def some(count: int) -> list[Importer]:
        return [Importer(database, installation.settings, installation.runtime.quotas) for _ in range(count)]

    return some


@pytest.fixture
def bulk_worker(database: Database) -> BulkWorker:
    return BulkWorker(database)


@pytest.fixture
def importer(workers: Workers) -> Importer:
    return workers(1)[0]

"""What the data protection law (LGPD) asks for: a person's data as a file, a person erased, a company erased.

Afterwards every table of every service is searched, whatever it is called.
"""

import asyncio
import base64
import io
import json
import sys
import zipfile
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, Final
from uuid import UUID, uuid4

import asyncpg
import pytest_asyncio
from aiokafka import AIOKafkaConsumer, TopicPartition
from catalogue import SCHEMAS, Connection
from records import kafka
from system import Company, System, eventually

from atende_contracts.contacts import ContactChangedV1
from atende_contracts.event import Party
from atende_contracts.registry import encode
from atende_contracts.topics import (
    CHANNEL_CHANGED,
    COMPANY_CHANGED,
    CONTACT_CHANGED,
    USER_CHANGED,
    Topic,
)
from atende_platform.data.provision import with_database
from atende_platform.testing.plugin import patience
from atende_sandbox.operate import environment_of_operators
from atende_sandbox.services import DATABASE

NAME: Final = "Zulmira Quaresma"
PICTURE: Final = {
    "data_base64": base64.b64encode(b"\x89PNG\r\n\x1a\n" + bytes(2000)).decode(),
    "mime_type": "image/png",
}
KEPT: Final = {
    *("auth.audit_log", "auth.audit_links", "auth.audit_heads", "auth.audit_unsealed"),
    *(f"{schema}.company_erasures" for schema in SCHEMAS),
    "auth.outbox",
}
"""Where a company that was erased is still named, by its id: in its audit log and in the proof."""
OUTBOXES: Final = ("chat.outbox", "campaign.outbox", "gateway.outbox")
OPTED_OUT: Final = {"campaign.opt_outs", "gateway.suppressions", "chat.opt_outs"}
"""Where the bare identity of a person who left broadcasts stays: nobody writes to them again."""
_TABLES: Final = """
SELECT schemaname || '.' || tablename FROM pg_tables WHERE schemaname = ANY ($1) ORDER BY 1
"""


@pytest_asyncio.fixture(loop_scope="session")
async def database(system: System) -> AsyncIterator[Connection]:
    """The database of all services, as its superuser."""
    connection = await asyncpg.connect(with_database(system.world.settings.database_admin_url, DATABASE))
    try:
        yield connection
    finally:
        await connection.close()


async def tables_with(database: Connection, *texts: str) -> Counter[str]:
    """Return in which tables, of all services, rows have one of the texts, and how many."""
    found = Counter[str]()
    for (table,) in await database.fetch(_TABLES, SCHEMAS):
        found[table] = await database.fetchval(
            f"SELECT count(*) FROM {table} AS line"  # noqa: S608 (named by the catalogue)
            " WHERE EXISTS (SELECT FROM unnest($1::text[]) AS t WHERE strpos(CAST(line AS text), t) > 0)",
            [*texts],
        )
    return +found


async def test_a_person_is_exported_and_then_erased_everywhere(system: System, database: Connection) -> None:
    company = await system.new_company()
    phone = system.new_phone()
    digits = phone.lstrip("+")
    contact = await a_person_everywhere(system, company, phone)
    await park_copies(database, company, contact["id"], digits)
    before = await tables_with(database, digits, NAME)
    assert {
        "chat.contacts",
        "chat.messages",
        "chat.event_log",
        "campaign.recipients",
        "gateway.sends",
        *OUTBOXES,
    } <= set(before)

    files = await exported(system, company, contact["id"])
    assert files["contact.jsonl"][0]["name"] == NAME
    texts = [message["text"] for message in files["messages.jsonl"]]
    assert {"Bom dia", "Semana do cliente"} <= set(texts), texts
    assert [one["campaignName"] for one in files["campaign_recipients.jsonl"]] == ["Semana do cliente"]
    assert [one["active"] for one in files["opt_outs.jsonl"]] == [True]
    assert len(files["files.jsonl"]) == 1
    assert files["manifest.json"][0]["services"] == ["chat", "campaign"]

    erasure = (await system.http.delete(f"/api/v1/contacts/{contact['id']}", headers=company.headers)).json()

    async def confirmed() -> dict[str, Any]:
        shown: dict[str, Any] = await company.api.get(f"/api/v1/contacts/erasures/{erasure['id']}")
        assert shown["status"] == "confirmed", shown
        return shown

    proof = await eventually(confirmed, timeout=120)
    erased = {(each["service"], each["table"]): each["rows"] for each in proof["erased"]}
    assert erased["chat", "messages"] >= 3
    assert erased["campaign", "recipients"] == 1
    assert erased["gateway", "sends"] >= 1
    assert digits not in json.dumps(proof)

    async def nowhere() -> None:
        left = await tables_with(database, digits, NAME)
        assert set(left) <= OPTED_OUT, left

    await eventually(nowhere, timeout=60)
    assert not await tables_with(database, NAME)


async def park_copies(database: Connection, company: Company, contact_id: str, digits: str) -> None:
    """Leave an event that names a person parked in the outbox of each service that publishes some."""
    me = await company.api.get("/api/v1/auth/me")
    event = ContactChangedV1(
        company_id=UUID(me["company"]["id"]),
        contact_id=UUID(contact_id),
        party=Party(phone=f"+{digits}", name=NAME),
        revision=1,
    )
    for table in OUTBOXES:
        await database.execute(
            f"INSERT INTO {table} (company_id, event_id, topic, key, type, payload)"  # noqa: S608 (our own names)
            " VALUES ($1, $2, $3, $4, $5, $6)",
            *(event.company_id, event.id, f"parked:{event.topic}", event.key(), event.type),
            encode(event).decode(),
        )


async def a_person_everywhere(system: System, company: Company, phone: str) -> dict[str, Any]:
    """Have a person leave traces wherever people do; return their contact."""
    rows = f"name,phone\n{NAME},{phone}\n{NAME},{phone}\n".encode()
    await company.api.upload("/api/v1/contacts/import", "contatos.csv", rows)
    await company.customer_writes(phone, "Bom dia", name=NAME)
    sent = await system.simulator.inbound(
        company.number, phone.lstrip("+"), None, type="image", caption="Olha", name=NAME, wait=True, **PICTURE
    )
    assert sent["acked"], sent

    async def arrived() -> dict[str, Any]:
        found = [t for t in await company.api.all("/api/v1/tickets") if t["contact"]["phone"] == phone]
        assert len(found) == 1
        ticket: dict[str, Any] = found[0]
        shown = await company.api.all(f"/api/v1/tickets/{ticket['id']}/messages")
        assert len(shown) == 2, shown
        return ticket

    ticket = await eventually(arrived)
    path = f"/api/v1/tickets/{ticket['id']}"
    await company.api.post(f"{path}/messages", {"text": f"Olá, {NAME}", "clientMessageId": uuid4().hex})
    await company.api.post(
        f"{path}/notes", {"text": f"{NAME} ligou de {phone}", "clientMessageId": uuid4().hex}
    )
    headers = {**company.headers, "Idempotency-Key": uuid4().hex}
    kept = await system.http.patch(
        f"/api/v1/contacts/{ticket['contact']['id']}",
        json={"notes": f"mãe de {NAME}"},
        headers=company.headers,
    )
    assert kept.status_code == 200, kept.text
    twin = {"name": f"{NAME} (trabalho)", "phone": system.new_phone()}
    made = await system.http.post("/api/v1/contacts", json=twin, headers=headers)
    assert made.status_code == 201, made.text
    merges = f"/api/v1/contacts/{ticket['contact']['id']}/merges"
    await company.api.post(merges, {"contactId": made.json()["id"]})
    await company.run_campaign([phone], "Semana do cliente")
    await company.customer_writes(phone, "SAIR", name=NAME)

    async def left() -> None:
        assert len(await company.api.all("/api/v1/opt-outs")) == 1

    await eventually(left)
    contact: dict[str, Any] = ticket["contact"]
    return contact


async def exported(system: System, company: Company, contact_id: str) -> dict[str, list[Any]]:
    """Return the files of everything that is known of a person."""
    asked = await company.api.post(f"/api/v1/contacts/{contact_id}/exports")
    path = f"/api/v1/contacts/exports/{asked['id']}"

    async def ready() -> None:
        assert (await company.api.get(path))["status"] == "ready"

    await eventually(ready)
    answer = await system.http.get(f"{path}/file", headers=company.headers)
    assert answer.status_code == 200, answer.text
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.testzip() is None
        return {
            name: [json.loads(archive.read(name))]
            if name == "manifest.json"
            else [json.loads(line) for line in archive.read(name).splitlines()]
            for name in archive.namelist()
        }


async def test_a_company_is_exported_and_then_erased_everywhere(
    system: System, database: Connection, tmp_path: Path
) -> None:
    company, other = await system.new_company(), await system.new_company()
    phone, neighbour = system.new_phone(), system.new_phone()
    await a_person_everywhere(system, company, phone)
    await other.customer_writes(neighbour, "Bom dia")
    me = await company.api.get("/api/v1/auth/me")
    id_, name = me["company"]["id"], me["company"]["name"]
    assert {each.partition(".")[0] for each in await tables_with(database, id_)} == set(SCHEMAS)

    file = tmp_path / "company.zip"
    await atende(system, "companies", "export", id_, "--out", str(file), "--reason", "they asked")
    with zipfile.ZipFile(file) as archive:
        assert NAME in archive.read("chat/contacts.jsonl").decode()
        names = set(archive.namelist())
    assert {"auth/users.jsonl", "campaign/recipients.jsonl", "gateway/media.jsonl"} <= names

    why = ("--reason", "contract ended", "--yes")
    await atende(system, "companies", "erase", id_, "--name", name, "--grace-days", "0", *why)

    async def gone() -> None:
        # What is looked at again after some seconds is looked at now.
        for schema in sorted(set(SCHEMAS) - {"auth"}):
            await database.execute(
                f"UPDATE {schema}.company_erasures SET due_at = now()"  # noqa: S608 (our own names)
                " WHERE confirmed_at IS NULL AND settled"
            )
        found = await database.fetchrow(
            "SELECT status, confirmations FROM auth.company_erasures WHERE company_id = $1", UUID(id_)
        )
        assert found is not None
        assert found["status"] == "erased", found

    await eventually(gone, timeout=180, every=1)
    proof = json.loads(await atende(system, "companies", "erasure-proof", id_, "--json"))
    erased = {f"{each['service']}.{each['table']}": each["rows"] for each in proof["items"]}
    assert erased["chat.messages"] >= 4
    assert erased["auth.users"] == 1
    assert erased["gateway.channels"] == 1

    async def nowhere() -> None:
        left = await tables_with(database, id_, phone.lstrip("+"), NAME)
        assert set(left) <= KEPT, left

    await eventually(nowhere, timeout=60)

    async def forgotten() -> None:
        assert (
            await without_tombstones(system, CONTACT_CHANGED, CHANNEL_CHANGED, COMPANY_CHANGED, USER_CHANGED)
            == []
        )

    await eventually(forgotten, timeout=60, every=2)
    assert len(await other.api.all("/api/v1/tickets")) == 1, "another company's things are untouched"
    refused = await system.http.get("/api/v1/tickets", headers=company.headers)
    assert refused.status_code in (401, 403)


async def atende(system: System, *arguments: str) -> str:
    """Run a command of operators on the whole system; return what it wrote."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "atende_ops", *arguments),
        env=environment_of_operators(system.world.settings),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    async with asyncio.timeout(patience(60)):
        said, _ = await process.communicate()
    assert process.returncode == 0, said.decode()
    return said.decode()


async def without_tombstones(system: System, *topics: Topic) -> list[str]:
    """Return the topics that have no tombstone."""
    missing: list[str] = []
    # To seek the beginning would race with the search for the end, where a reader begins otherwise.
    consumer = AIOKafkaConsumer(**kafka(system), auto_offset_reset="earliest")
    await consumer.start()
    try:
        for topic in topics:
            parts = [TopicPartition(topic.name, number) for number in range(topic.partitions)]
            consumer.assign(parts)
            ends = await consumer.end_offsets(parts)
            found = False
            async with asyncio.timeout(patience(30)):
                while not found and any([await consumer.position(part) < ends[part] for part in parts]):
                    for records in (await consumer.getmany(*parts, timeout_ms=500)).values():
                        found |= any(record.value is None for record in records)
            if not found:
                missing.append(topic.name)
        return missing
    finally:
        await consumer.stop()

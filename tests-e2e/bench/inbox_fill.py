"""A company's inbox as it is after two years, and an empty one beside it, written by SQL: for `inbox.py`."""

import json
from bisect import bisect
from dataclasses import asdict, dataclass, fields
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import Any, Final, Self

import asyncpg
from bench.pages_fill import without_indexes

from atende_contracts.ids import uuid7

CONTACTS: Final = 1_000_000
TICKETS: Final = 200_000
ACTIVE: Final = 5_000
MESSAGES: Final = 5_000_000
AGENTS: Final = 200
OTHERS: Final = 20
"""Further companies, each with a hundredth of the messages."""
TAGS: Final = 40
QUEUES: Final = 12
CHANNELS: Final = 4
_TEXTS: Final = 200_000
_WORDS: Final = 40_000
# The most frequent words, in about the order of customers' and agents' messages.
_COMMON: Final = """
de o a que e não para com um obrigado é bom dia eu meu pedido você uma por no na tudo bem sim se
mais minha entrega boa tarde já como oi olá os está fazer quando ainda valor hoje ok favor pode ser
dos pagamento qual as boleto foi vou prazo nota fiscal produto aguardo amanhã rastreio código
endereço cartão cancelar troca garantia atendimento desconto orçamento promoção frete horário
segunda loja
"""
RARE: Final = "ornitorrinco"
"""Stands in one message of each hundred thousand."""
UNSAID: Final = "paralelepípedo"


@dataclass(frozen=True)
class Sample:
    """Ids of what is asked for."""

    scale: float
    company: str
    empty: str
    agent: str
    contact: str
    ticket: str
    channel: str
    tag: str
    rare_tag: str
    queue: str
    deep_contact: list[str]
    """When it was added, and its id: half-way in the list."""
    deep_ticket: list[str]

    def save(self, path: Path) -> None:
        path.write_text(json.dumps(asdict(self)))

    @classmethod
    def load(cls, path: Path) -> Self:
        values = json.loads(path.read_text())
        return cls(**{each.name: values[each.name] for each in fields(cls)})


def texts(count: int, chance: Random) -> list[str]:
    """Return messages whose words are as frequent as those of a language."""
    syllables = ["".join(pair) for pair in zip("bcdfglmnprstv" * 5, "aeiou" * 13, strict=True)]
    words = _COMMON.split()
    while len(words) < _WORDS:
        words.append("".join(chance.choices(syllables, k=chance.randint(2, 5))))
    weights = [*accumulate(1 / (place + 2.7) for place in range(len(words)))]
    made = []
    for _ in range(count):
        length = 1 + min(60, int(chance.expovariate(1 / 8)))
        chosen = [words[bisect(weights, chance.random() * weights[-1])] for _ in range(length)]
        made.append(" ".join(chosen).capitalize())
    return made


_CONTACTS: Final = """
INSERT INTO chat.contacts (company_id, id, name, phone, wa_id, tags, custom_fields, revision,
    created_at, updated_at)
SELECT $1, uuidv7(at - now()),
    (ARRAY['Ana','Bruno','Carla','Diego','Elisa','Fábio','Gabriela','Hugo','Íris','João'])[1 + n % 10]
    || ' ' || initcap(substr(md5(n::text), 1, 2 + (n % 7)::int)) || ' '
    || (ARRAY['Silva','Souza','Conceição','Lima','Araújo','Gomes','Ribeiro'])[1 + n % 7],
    '+55119' || digits, '55119' || digits,
    CASE WHEN n % 20 = 0 THEN ARRAY['vip'] WHEN n % 3 = 0 THEN ARRAY['cliente'] ELSE '{}' END,
    jsonb_build_object('cidade', 'Cidade ' || n % 500), 1, at, at
FROM generate_series(1, $2::bigint) AS n,
LATERAL (SELECT now() - interval '730 days' * ($2 - n) / $2 - interval '1 day' AS at) AS added,
LATERAL (SELECT lpad((n * 7919 % 100000007)::text, 8, '0') AS digits) AS dealt
"""
_IDENTITIES: Final = """
INSERT INTO chat.contact_identities (company_id, kind, value, contact_id)
SELECT company_id, 'phone', phone, id FROM chat.contacts WHERE company_id = $1
UNION ALL SELECT company_id, 'wa_id', wa_id, id FROM chat.contacts WHERE company_id = $1
"""
_TAGS: Final = """
INSERT INTO chat.tags (company_id, id, name, color, created_at, revision)
SELECT $1, uuidv7(), 'Etiqueta ' || n, '#64748b', now(), 1 FROM generate_series(1, $2::bigint) AS n
"""
_USERS: Final = """
INSERT INTO chat.users_copy (company_id, id, {names})
SELECT $1, uuidv7(), {values} FROM generate_series(1, $2::bigint) AS n
"""
# Tickets of two years, the newest last: $3 of them are not closed, of a contact one at most.
_TICKETS: Final = """
INSERT INTO chat.tickets (company_id, id, contact_id, channel_id, status, assignee_id, opened_at,
    first_reply_at, closed_at, last_message_at, last_inbound_at, unread, revision, tag_ids
    {more})
SELECT $1, uuidv7(at - now()), c.id, (SELECT id FROM bench_channels WHERE n = t.n % {channels}), status,
    CASE WHEN status <> 'pending' THEN (SELECT id FROM bench_agents WHERE n = t.n * 7 % $4) END,
    at, at + interval '3 min', CASE WHEN status = 'closed' THEN last_at + interval '10 min' END, last_at,
    last_at - interval '5 min', CASE WHEN status = 'closed' THEN 0 ELSE t.n % 4 END, 1,
    CASE WHEN t.n % 1000 = 0 THEN ARRAY[(SELECT id FROM bench_tags WHERE n = 0)]
         WHEN t.n % 3 = 0 THEN ARRAY[(SELECT id FROM bench_tags WHERE n = 1 + t.n % {tags}),
                                     (SELECT id FROM bench_tags WHERE n = 1 + (t.n + 7) % {tags})]
         ELSE '{{}}' END {values}
FROM generate_series(0, $2::bigint - 1) AS t (n),
LATERAL (SELECT now() - interval '720 days' * ($2 - t.n) / $2 - interval '1 hour' AS at) AS opened,
LATERAL (SELECT least(at + interval '30 min' * (1 + t.n % 20), now()) AS last_at) AS went,
LATERAL (
    SELECT CASE WHEN t.n < $2 - $3 THEN 'closed' WHEN t.n % 5 < 2 THEN 'pending' ELSE 'open' END AS status
) AS come,
bench_contacts c WHERE c.n = t.n * 7919 % {people}
"""
_MESSAGES: Final = """
INSERT INTO chat.messages (company_id, id, ticket_id, contact_id, channel_id, direction, author_id, kind,
    text, content, media, provider_message_id, client_message_id, state, sent_at, created_at {more})
SELECT t.company_id, uuidv7(at - now()), t.id, t.contact_id, t.channel_id,
    CASE WHEN inwards THEN 'in' ELSE 'out' END,
    CASE WHEN NOT inwards THEN coalesce(t.assignee_id, (SELECT id FROM bench_agents WHERE n = 0)) END,
    CASE WHEN m % 13 = 5 THEN 'image' ELSE 'text' END,
    CASE WHEN m % 26 = 5 THEN NULL
         ELSE x.text || CASE WHEN (t.nth * 25 + m) % 100000 = 77 THEN ' {rare}' ELSE '' END END,
    '{{}}', CASE WHEN m % 13 = 5 THEN jsonb_build_object('id', t.id, 'state', 'stored',
        'mime_type', 'image/jpeg', 'size', 12345, 'voice', false) END,
    'wamid.' || t.nth || '.' || m || '.' || left(t.company_id::text, 8),
    CASE WHEN NOT inwards THEN t.nth || '-' || m END,
    CASE WHEN inwards THEN 'received' ELSE 'read' END, at, at {values}
FROM bench_tickets t CROSS JOIN generate_series(0, $1::int - 1) AS m,
LATERAL (SELECT m % 2 = 0 AS inwards,
                t.opened_at + (t.last_message_at - t.opened_at) * m / greatest($1 - 1, 1) AS at) AS turn,
bench_texts x WHERE x.n = (t.nth * 7919 + m * 104729) % {texts}
ORDER BY at
"""


class Filler:
    """Writes companies. Works as the superuser, whom no policy binds."""

    def __init__(self, admin: asyncpg.Connection) -> None:
        self._admin = admin

    async def fill(self, scale: float) -> Sample:
        """Write all; return the ids of what is asked for."""
        admin = self._admin
        await admin.execute("SET session_replication_role = replica")  # No triggers, no checks of references.
        await admin.execute("SET work_mem = '512MB'; SET maintenance_work_mem = '1GB'")
        await self._texts()
        tables = ("contacts", "contact_identities", "tickets", "messages")
        indexes = await without_indexes(admin, *(f"chat.{table}" for table in tables))
        sample = await self._company(uuid7(), scale, main=True)
        for _ in range(OTHERS):
            await self._company(uuid7(), scale / 100, main=False)
        for index in indexes:
            await admin.execute(index)
        await admin.execute(
            "DROP TABLE bench_texts, bench_contacts, bench_agents, bench_tags, bench_channels, bench_tickets"
        )
        await admin.execute("SET session_replication_role = origin")
        await admin.execute("VACUUM (ANALYZE)")
        assert sample is not None
        return sample

    async def _texts(self) -> None:
        admin = self._admin
        await admin.execute("CREATE TABLE bench_texts (n bigint PRIMARY KEY, text text)")
        made = texts(_TEXTS, Random(7))
        await admin.copy_records_to_table("bench_texts", records=[*enumerate(made)])
        for name in ("contacts", "agents", "tags", "channels"):
            await admin.execute(f"CREATE TABLE bench_{name} (n bigint PRIMARY KEY, id uuid)")
        await admin.execute("ANALYZE bench_texts")

    async def _company(self, company: Any, scale: float, *, main: bool) -> Sample | None:
        admin = self._admin
        contacts, tickets = (max(100, int(scale * count)) for count in (CONTACTS, TICKETS))
        active = min(tickets // 4, max(20, int(scale * ACTIVE)))
        people = max(100, tickets // 2 - 1)
        await admin.execute(_CONTACTS, company, contacts)
        await admin.execute(_IDENTITIES, company)
        await admin.execute(_TAGS, company, TAGS)
        await self._users(company)
        await admin.execute("TRUNCATE bench_contacts, bench_agents, bench_tags, bench_channels")
        for name, table in (("contacts", "contacts"), ("agents", "users_copy"), ("tags", "tags")):
            await admin.execute(
                f"INSERT INTO bench_{name} SELECT row_number() OVER (ORDER BY id) - 1, id FROM chat.{table}"  # noqa: S608
                " WHERE company_id = $1",
                company,
            )
        await admin.executemany(
            "INSERT INTO bench_channels VALUES ($1, $2)", [(n, uuid7()) for n in range(CHANNELS)]
        )
        await admin.execute("ANALYZE bench_contacts, bench_agents, bench_tags, bench_channels")
        queues = await self._queues(company)
        more = await self._more_of_tickets(queues)
        await admin.execute(
            _TICKETS.format(
                more="".join(f", {name}" for name in more),
                values="".join(f", {value}" for value in more.values()),
                channels=CHANNELS,
                tags=TAGS - 1,
                people=min(people, contacts),
            ),
            company,
            tickets,
            active,
            AGENTS,
        )
        await admin.execute("DROP TABLE IF EXISTS bench_tickets")
        await admin.execute(
            "CREATE TABLE bench_tickets AS SELECT *, row_number() OVER (ORDER BY opened_at) AS nth"  # noqa: S608
            f" FROM chat.tickets WHERE company_id = '{company}'"
        )
        await admin.execute(
            _MESSAGES.format(more="", values="", rare=RARE, texts=_TEXTS), MESSAGES // TICKETS
        )
        await admin.execute("INSERT INTO chat.event_counters (company_id, last_seq) VALUES ($1, 1)", company)
        if "number" in more:
            await admin.execute(
                "INSERT INTO chat.ticket_counters (company_id, last_number) VALUES ($1, $2)", company, tickets
            )
        return await self._sample(company, scale, queues) if main else None

    async def _users(self, company: Any) -> None:
        """Write agents, with whatever columns there are."""
        known = {"state": "'active'", "name": "'Agente ' || n", "revision": "1", "role": "'agent'",
                 "changed_at": "now()", "at": "now()"}  # fmt: skip
        columns = await self._columns("users_copy")
        values = {name: known[name] for name, required in columns.items() if name in known or required}
        await self._admin.execute(
            _USERS.format(names=", ".join(values), values=", ".join(values.values())), company, AGENTS
        )

    async def _queues(self, company: Any) -> list[Any]:
        columns = await self._columns("queues")
        if not columns:
            return []
        known = {"name": "'Fila ' || n", "color": "'#64748b'", "created_at": "now()", "revision": "1",
                 "position": "n", "updated_at": "now()", "time_zone": "'America/Sao_Paulo'"}  # fmt: skip
        values = {name: known[name] for name, required in columns.items() if name in known or required}
        found = await self._admin.fetch(
            f"INSERT INTO chat.queues (company_id, id, {', '.join(values)})"  # noqa: S608
            f" SELECT $1, uuidv7(), {', '.join(values.values())} FROM generate_series(1, $2::bigint) AS n"
            " RETURNING id",
            company,
            QUEUES,
        )
        queues = [row["id"] for row in found]
        # Each agent belongs to a quarter of the queues; the one who asks does not to the first.
        await self._admin.execute(
            "INSERT INTO chat.queue_members (company_id, queue_id, user_id, created_at)"
            " SELECT $1, q.id, a.id, now()"
            " FROM unnest($2::uuid[]) WITH ORDINALITY AS q (id, n), bench_agents a WHERE (q.n + a.n) % 4 = 1",
            company,
            queues,
        )
        return queues

    async def _columns(self, table: str) -> dict[str, bool]:
        """Return a table's columns but its keys, and which of them must be given."""
        found = await self._admin.fetch(
            "SELECT column_name AS name, is_nullable = 'NO' AND column_default IS NULL"
            " AND is_identity = 'NO' AS required FROM information_schema.columns"
            " WHERE table_schema = 'chat' AND table_name = $1 AND column_name NOT IN ('company_id', 'id')",
            table,
        )
        return {row["name"]: row["required"] for row in found}

    async def _more_of_tickets(self, queues: list[Any]) -> dict[str, str]:
        """Return the values of columns of tickets that not every version has."""
        ids = ", ".join(f"'{queue}'::uuid" for queue in queues) or "NULL::uuid"
        among = f"(ARRAY[{ids}])"
        values = {
            "number": "t.n + 1",
            "queue_id": f"CASE WHEN t.n % 10 > 0 THEN {among}[1 + t.n % {max(1, len(queues))}] END",
            "priority": "CASE WHEN t.n % 50 = 0 THEN 3 WHEN t.n % 10 = 0 THEN 2 ELSE 1 END",
            "waiting_since": "CASE WHEN status <> 'closed' AND t.n % 3 > 0 THEN last_at - interval '5 m' END",
            "inbound_count": "13",
            "participant_ids": "CASE WHEN t.n % 100 = 0 THEN ARRAY[(SELECT id FROM bench_agents WHERE n = 7)]"
            " ELSE '{}' END",
        }
        columns = await self._columns("tickets")
        return {name: value for name, value in values.items() if name in columns}

    async def _sample(self, company: Any, scale: float, queues: list[Any]) -> Sample:
        admin = self._admin
        [ticket] = await admin.fetch(
            "SELECT id, contact_id, channel_id FROM bench_tickets ORDER BY nth DESC OFFSET 10 LIMIT 1"
        )
        [deep_contact] = await admin.fetch(
            "SELECT created_at AS at, id FROM chat.contacts WHERE company_id = $1"
            " ORDER BY created_at DESC OFFSET $2 LIMIT 1",
            company,
            int(scale * CONTACTS / 2),
        )
        [deep_ticket] = await admin.fetch(
            "SELECT last_message_at AS at, id FROM chat.tickets WHERE company_id = $1"
            " ORDER BY last_message_at DESC OFFSET $2 LIMIT 1",
            company,
            int(scale * TICKETS / 2),
        )
        tags = await admin.fetch("SELECT id FROM bench_tags ORDER BY n LIMIT 2")
        return Sample(
            scale=scale,
            company=str(company),
            empty=str(uuid7()),
            agent=str(await admin.fetchval("SELECT id FROM bench_agents WHERE n = 7")),
            contact=str(ticket["contact_id"]),
            ticket=str(ticket["id"]),
            channel=str(ticket["channel_id"]),
            tag=str(tags[1]["id"]),
            rare_tag=str(tags[0]["id"]),
            queue=str(queues[0] if queues else uuid7()),
            deep_contact=[deep_contact["at"].isoformat(), str(deep_contact["id"])],
            deep_ticket=[deep_ticket["at"].isoformat(), str(deep_ticket["id"])],
        )

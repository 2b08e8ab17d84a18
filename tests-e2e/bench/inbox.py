"""How long the inbox's lists, counts and searches take in a large company: prints, asserts nothing.

    python tests-e2e/bench/inbox.py [--scale 0.1] [--rounds 100] [--fresh] [--only WORD]

At scale 1: 1,000,000 contacts, 200,000 tickets (5,000 not closed) and 5,000,000 messages of 200 agents,
twenty companies of a hundredth of that, and an empty one, which is asked the same. The api process as it runs
in production, one, is asked over HTTP for one thing after the other. Chat's worker has indexed all messages
for the search before; how fast is printed.

The data stay in ``.sandbox-inbox``, for the next run at this scale; migrations that came since are applied to
it. ``--fresh`` writes them anew. Scale 1 takes about 10 GB of disk and a quarter of an hour.
"""

import argparse
import asyncio
import os
import shutil
import statistics
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import asyncpg
import httpx
import psutil
from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench.inbox_fill import RARE, UNSAID, Filler, Sample
from bench.pages import UNITS, admin_url, install, make_keys, process
from bench.sending import peak_memory, running
from conftest import UNLIMITED
from forged_tokens import Mint
from ports import free_ports

from atende_platform.http.pagination import encode_cursor
from atende_sandbox.settings import DEFAULT_PORTS, REPOSITORY, Settings
from atende_sandbox.world import World
from auth.main import SERVICE as AUTH
from chat.main import SERVICE as CHAT

FOLDER: Final = REPOSITORY / ".sandbox-inbox"
AIM_MS: Final = 50
SEARCH_AIM_MS: Final = 100
_PATIENCE: Final = 7_200
"""Seconds for the index of words."""
WALKED: Final = 20
"""Pages of 100 that are gone through for a page far into a list."""


@dataclass(frozen=True)
class Ask:
    """What is asked for: what it is called in the table, and where it is."""

    label: str
    path: str
    query: Mapping[str, Any] = field(default_factory=dict)
    role: str = "owner"
    is_deep: bool = False
    """A page far into the list, which is gone through once to find it."""


def asks(sample: Sample) -> list[Ask]:
    """Return everything that is asked for. What a version does not know is left out of the table."""
    return [*_contacts(sample), *_tickets(sample), *_conversations(sample), *_searches(sample)]


def _contacts(sample: Sample) -> list[Ask]:
    path = "/api/v1/contacts"
    at, id_ = sample.deep_contact
    far = encode_cursor(datetime.fromisoformat(at), UUID(id_))
    queries: dict[str, dict[str, Any]] = {
        "contacts": {},
        "contacts, 100": {"limit": 100},
        "contacts, half-way": {"cursor": far},
        "contacts: name, one in seven": {"q": "conceição"},
        "contacts: name, half-way": {"q": "conceição", "cursor": far},
        "contacts: name, rare": {"q": "zzfe"},
        "contacts: name, nobody": {"q": "xyzxyz"},
        "contacts: two letters": {"q": "io"},
        "contacts: phone's end": {"q": "001234"},
        "contacts: phone's beginning": {"q": "+55 11 9"},
        "contacts: one phone": {"q": "+55 11 9 3730-6409"},
        "contacts: tag, one in twenty": {"tag": "vip"},
        "contacts: tag, a third, half-way": {"tag": "cliente", "cursor": far},
        "contacts: tag, nobody": {"tag": "nenhum"},
        "contacts: e-mail, nobody": {"email": "ninguem@example.com"},
        "contacts: external id, nobody": {"externalId": "nenhum"},
        "contacts: blocked": {"blocked": True},
    }
    return [Ask(label, path, query) for label, query in queries.items()]


def _tickets(sample: Sample) -> list[Ask]:
    path = "/api/v1/tickets"
    at, id_ = sample.deep_ticket
    far = encode_cursor(datetime.fromisoformat(at), UUID(id_))
    found = [Ask("tickets, half-way", path, {"cursor": far})]

    def a_year_ago(days: int) -> str:
        return (datetime.now(UTC) - timedelta(days=days)).isoformat()

    filters: dict[str, dict[str, Any]] = {
        "all": {},
        "open": {"status": "open"},
        "pending": {"status": "pending"},
        "closed": {"status": "closed"},
        "mine": {"assigneeId": sample.agent},
        "mine, open": {"assigneeId": sample.agent, "status": "open"},
        "unassigned": {"unassigned": True},
        "unassigned, pending": {"unassigned": True, "status": "pending"},
        "queue": {"queueId": sample.queue},
        "queue, pending": {"queueId": sample.queue, "status": "pending"},
        "queue, mine": {"queueId": sample.queue, "assigneeId": sample.agent},
        "channel": {"channelId": sample.channel},
        "channel, open": {"channelId": sample.channel, "status": "open"},
        "tag": {"tagId": sample.tag},
        "tag, open": {"tagId": sample.tag, "status": "open"},
        "tag, rare": {"tagId": sample.rare_tag},
        "tag, nobody": {"tagId": sample.empty},
        "tag, mine": {"tagId": sample.tag, "assigneeId": sample.agent},
        "urgent": {"priority": "urgent"},
        "urgent, open": {"priority": "urgent", "status": "open"},
        "waiting": {"waiting": True},
        "waiting, queue": {"waiting": True, "queueId": sample.queue},
        "unread": {"unread": True},
        "agent, nobody": {"assigneeId": sample.empty},
        "queue, nobody": {"queueId": sample.empty},
        "no queue": {"noQueue": True},
        "followed": {"participantId": sample.agent},
        "number": {"number": 1234},
        "of a contact": {"contactId": sample.contact},
        "closed, unassigned": {"status": "closed", "unassigned": True},
        "closed, queue": {"status": "closed", "queueId": sample.queue},
        "closed, queue, urgent": {"status": "closed", "queueId": sample.queue, "priority": "urgent"},
        "closed, channel": {"status": "closed", "channelId": sample.channel},
        "closed, channel, tag": {"status": "closed", "channelId": sample.channel, "tagId": sample.tag},
        "closed, mine": {"status": "closed", "assigneeId": sample.agent},
        "closed, mine, queue": {"status": "closed", "assigneeId": sample.agent, "queueId": sample.queue},
        "closed, tag": {"status": "closed", "tagId": sample.tag},
        "closed, urgent": {"status": "closed", "priority": "urgent"},
        "closed, urgent, mine": {"status": "closed", "priority": "urgent", "assigneeId": sample.agent},
        "closed, low (nobody)": {"status": "closed", "priority": "low"},
        "closed, unread (nobody)": {"status": "closed", "unread": True},
        "closed, no queue": {"status": "closed", "noQueue": True},
        "a day, a year ago": {"since": a_year_ago(365), "until": a_year_ago(364)},
        "a day, a year ago, mine": {
            "since": a_year_ago(365),
            "until": a_year_ago(364),
            "assigneeId": sample.agent,
        },
        "of contacts by name": {"q": "conceição"},
        "of contacts by phone": {"q": "004711"},
    }
    sorts = ("waiting", "priority")
    found += [Ask(f"tickets: {label}", path, query) for label, query in filters.items()]
    found += [
        Ask(f"tickets: {label}; by {sort}", path, {**query, "sort": sort})
        for label, query in filters.items()
        for sort in sorts
    ]
    deep = "all", "open", "closed", "mine", "queue", "tag", "channel", "urgent", "waiting", "unassigned"
    found += [Ask(f"tickets: {label}, page {WALKED}", path, filters[label], is_deep=True) for label in deep]
    found += [
        Ask(f"tickets: open; by {sort}, page {WALKED}", path, {"status": "open", "sort": sort}, is_deep=True)
        for sort in sorts
    ]
    found += [
        Ask("tickets: all, an agent's", path, role="agent"),
        Ask("tickets: open, an agent's", path, {"status": "open"}, role="agent"),
        Ask("tickets: closed, an agent's", path, {"status": "closed"}, role="agent"),
        Ask("tickets: waiting, an agent's", path, {"waiting": True, "sort": "waiting"}, role="agent"),
        Ask("tickets: queue that is not theirs, an agent's", path, {"queueId": sample.queue}, role="agent"),
        Ask("tickets: counts", f"{path}/counts"),
        Ask("tickets: counts, an agent's", f"{path}/counts", role="agent"),
    ]
    return found


def _conversations(sample: Sample) -> list[Ask]:
    ticket, contact = f"/api/v1/tickets/{sample.ticket}", f"/api/v1/contacts/{sample.contact}"
    return [
        Ask("ticket", ticket),
        Ask("conversation of a ticket", f"{ticket}/messages"),
        Ask("contact", contact),
        Ask("conversation of a contact", f"{contact}/messages"),
        Ask("tags", "/api/v1/tags"),
        Ask("queues", "/api/v1/queues"),
        Ask("quick replies", "/api/v1/quick-replies"),
        Ask("presence", "/api/v1/presence"),
        Ask("events", "/api/v1/events", {"after": 1}),
    ]


def _searches(sample: Sample) -> list[Ask]:
    path = "/api/v1/search/messages"
    year = datetime.now(UTC) - timedelta(days=365)
    queries: dict[str, dict[str, Any]] = {
        "the most frequent word": {"q": "de"},
        "one letter": {"q": "o"},
        "a frequent word": {"q": "entrega"},
        "a frequent word's beginning": {"q": "entr"},
        "a syllable": {"q": "bab"},
        "two frequent words": {"q": "bom pagamento"},
        "three frequent words": {"q": "quando entrega pedido"},
        "a phrase": {"q": '"bom dia"'},
        "a phrase that is rare": {"q": '"loja segunda frete"'},
        "a rare word": {"q": RARE},
        "a rare word's beginning": {"q": RARE[:6]},
        "rare and frequent": {"q": f"de {RARE}"},
        "nothing": {"q": UNSAID},
        "a number": {"q": "4711"},
        "frequent, by agent": {"q": "entrega", "authorId": sample.agent},
        "rare, by agent": {"q": RARE, "authorId": sample.agent},
        "frequent, on a channel": {"q": "entrega", "channelId": sample.channel},
        "frequent, in pictures": {"q": "entrega", "kind": "image"},
        "frequent, in notes": {"q": "entrega", "kind": "note"},
        "frequent, agent's tickets": {"q": "entrega", "assigneeId": sample.agent},
        "frequent, in a queue": {"q": "entrega", "queueId": sample.queue},
        "frequent, tagged": {"q": "entrega", "tagId": sample.tag},
        "frequent, tagged rarely": {"q": "entrega", "tagId": sample.rare_tag},
        "frequent, tagged never": {"q": "entrega", "tagId": sample.empty},
        "frequent, a year ago": {"q": "entrega", "to": year.isoformat()},
        "rare, within a month": {"q": RARE, "from": (datetime.now(UTC) - timedelta(days=30)).isoformat()},
        "of a contact": {"q": "de", "contactId": sample.contact},
        "of a ticket": {"q": "de", "ticketId": sample.ticket},
    }
    found = [Ask(f"search: {label}", path, query) for label, query in queries.items()]
    found += [
        Ask(f"search: {label}, page {WALKED}", path, queries[label], is_deep=True)
        for label in ("the most frequent word", "a frequent word", "two frequent words", "frequent, by agent")
    ]
    return [*found, Ask("search: a frequent word, an agent's", path, {"q": "entrega"}, role="agent")]


class Reader:
    """A user of each company who asks for one thing after the other."""

    def __init__(self, settings: Settings, sample: Sample) -> None:
        self._url, self._sample, self._mint = settings.url("chat"), sample, Mint(settings)
        self._http = httpx.AsyncClient(timeout=60)
        self._tokens: dict[tuple[str, str], str] = {}

    def renew(self) -> None:
        """Sign in afresh: tokens end after ten minutes."""
        self._tokens.clear()

    def _token(self, company: str, role: str) -> str:
        key = company, role
        if key not in self._tokens:
            self._tokens[key] = self._mint.token(company_id=company, user_id=self._sample.agent, role=role)
        return self._tokens[key]

    async def ask(self, one: Ask, company: str, **query: Any) -> tuple[httpx.Response, float]:
        started = time.perf_counter()
        response = await self._http.get(
            f"{self._url}{one.path}",
            params={**one.query, **query},
            headers={"Authorization": f"Bearer {self._token(company, one.role)}"},
        )
        return response, (time.perf_counter() - started) * 1000

    async def far(self, one: Ask, company: str) -> dict[str, str]:
        """Return the cursor of a page far into a list, or of the last one."""
        cursor: dict[str, str] = {}
        for _ in range(WALKED):
            response, _ = await self.ask(one, company, limit=100, **cursor)
            if response.status_code != 200 or not response.json().get("nextCursor"):
                break
            cursor = {"cursor": response.json()["nextCursor"]}
        return cursor

    async def close(self) -> None:
        await self._http.aclose()


@dataclass
class Times:
    """How long what is asked for takes in the large and in the empty company, in ms."""

    large: list[float] = field(default_factory=list)
    empty: list[float] = field(default_factory=list)
    items: int = 0
    """What the large company's page held."""


async def look(reader: Reader, sample: Sample, wanted: Sequence[Ask], rounds: int) -> dict[str, Times]:
    """Ask for each in turn, so often, in both companies."""
    times: dict[str, Times] = {}
    cursors: dict[str, dict[str, str]] = {}
    for one in wanted:
        response, _ = await reader.ask(one, sample.company)
        if response.status_code in (404, 405, 422):
            continue  # Not of this version.
        times[one.label] = Times()
        cursors[one.label] = await reader.far(one, sample.company) if one.is_deep else {}
    for number in range(rounds + 5):
        reader.renew()
        for one in wanted:
            if one.label not in times:
                continue
            response, took = await reader.ask(one, sample.company, **cursors[one.label])
            if response.status_code != 200:
                raise SystemExit(f"{one.label}: {response.status_code} {response.text}")
            _, beside = await reader.ask(one, sample.empty)
            if number >= 5:  # Statements are prepared at first, and planned anew a few times.
                times[one.label].large.append(took)
                times[one.label].empty.append(beside)
                times[one.label].items = len(response.json().get("items", ()))
    return times


def shown(times: Mapping[str, Times]) -> Table:
    table = Table(
        "asked for", "items", "p50", "p99", "empty: p50", "p99", title="In ms", title_justify="left"
    )
    for label, of in times.items():
        values = [*_quantiles(of.large), *_quantiles(of.empty)]
        aim = SEARCH_AIM_MS if label.startswith("search") else AIM_MS
        style = "bold" if values[1] > aim else None
        table.add_row(label, str(of.items), *(f"{value:.0f}" for value in values), style=style)
    return table


def _quantiles(milliseconds: Sequence[float]) -> tuple[float, float]:
    cuts = statistics.quantiles(milliseconds, n=100, method="inclusive")
    return cuts[49], cuts[98]


_LEFT: Final = """
SELECT count(*) FROM chat.event_counters c LEFT JOIN chat.search_progress p USING (company_id)
WHERE p.head IS NULL
   OR EXISTS (SELECT FROM chat.messages m WHERE m.company_id = c.company_id AND m.id > p.head)
"""
_INDEXED: Final = "SELECT count(*) FROM chat.search_documents"


async def index(settings: Settings) -> str:
    """Have chat's worker index all messages; say how fast it did."""
    admin = await asyncpg.connect(admin_url(settings))
    try:
        if not await admin.fetchval(_LEFT):
            return "was there"
        before, started = await admin.fetchval(_INDEXED), time.perf_counter()
        command, env = process(settings, UNITS["chat"], "worker")
        with running("chat worker", command, settings, env) as pid:
            for _ in range(_PATIENCE):
                await asyncio.sleep(1)
                if not await admin.fetchval(_LEFT):
                    break
            memory, cpu = peak_memory(pid), sum(psutil.Process(pid).cpu_times()[:2])
        seconds, count = time.perf_counter() - started, await admin.fetchval(_INDEXED) - before
        await admin.execute("VACUUM (ANALYZE)")
    finally:
        await admin.close()
    each = f"{count / seconds:,.0f} /s, worker {cpu / count * 1e6:.0f} µs each, {memory:.0f} MB"
    return f"{count:,} messages, {each}"


async def measure(settings: Settings, sample: Sample, rounds: int, only: str) -> tuple[Table, Table]:
    reader = Reader(settings, sample)
    await _ready(settings)
    facts = Table("measure", "value", title="Around it", title_justify="left")
    facts.add_row("load before", f"{os.getloadavg()[0]:.1f}")
    wanted = [one for one in asks(sample) if only in one.label]
    times = await look(reader, sample, wanted, rounds)
    facts.add_row("load after", f"{os.getloadavg()[0]:.1f}")
    await reader.close()
    admin = await asyncpg.connect(admin_url(settings))
    for table in ("contacts", "tickets", "messages", "search_documents"):
        [row] = await admin.fetch(
            "SELECT reltuples::bigint AS n, pg_table_size(oid) AS heap, pg_indexes_size(oid) AS indexes"
            " FROM pg_class WHERE oid = $1::text::regclass",
            f"chat.{table}",
        )
        size = f"{row['heap'] / 2**20:,.0f} MB, indexes {row['indexes'] / 2**20:,.0f} MB"
        facts.add_row(table, f"{row['n']:,} rows, {size}")
    await admin.close()
    return shown(times), facts


async def _ready(settings: Settings) -> None:
    async with httpx.AsyncClient() as http:
        for module in ("auth", "chat"):
            for _ in range(600):
                try:
                    if (await http.get(f"{settings.url(module)}/health/ready")).status_code == 200:
                        break
                except httpx.TransportError:
                    pass
                await asyncio.sleep(0.1)
            else:
                raise SystemExit(f"{module} did not start")


async def write(settings: Settings, scale: float) -> Sample:
    """Write the companies, unless they are there."""
    await install(settings, (AUTH, CHAT))
    kept = FOLDER / "sample.json"
    if kept.exists():
        return Sample.load(kept)
    started = time.perf_counter()
    admin = await asyncpg.connect(admin_url(settings))
    try:
        sample = await Filler(admin).fill(scale)
    finally:
        await admin.close()
    sample.save(kept)
    print(f"written in {time.perf_counter() - started:.0f} s", file=sys.stderr)
    return sample


def main() -> None:
    """Measure on servers of its own."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--fresh", action="store_true")
    parser.add_argument("--only", default="", help="a part of what is asked for")
    options = parser.parse_args()
    kept = FOLDER / "sample.json"
    settings = Settings(
        secured=False,
        directory=FOLDER,
        cache=REPOSITORY / ".sandbox" / "cache",
        ports=free_ports(DEFAULT_PORTS),
        overrides={**UNLIMITED, "LOG_LEVEL": "WARNING"},
    )
    if FOLDER.exists() and (options.fresh or not kept.exists() or Sample.load(kept).scale != options.scale):
        World(settings, infra_only=True).reset()
        shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(exist_ok=True)
    with ExitStack() as stack:
        stack.enter_context(World(settings, infra_only=True))
        sample = asyncio.run(write(settings, options.scale))
        make_keys(settings)
        for module in ("auth", "chat"):
            command, env = process(settings, UNITS[module], "api")
            stack.enter_context(running(f"{module} api", command, settings, env))
        indexed = asyncio.run(index(settings))
        table, facts = asyncio.run(measure(settings, sample, options.rounds, options.only))
        facts.add_row("index of words", indexed)
        Console(width=120).print(table, facts)


if __name__ == "__main__":
    main()

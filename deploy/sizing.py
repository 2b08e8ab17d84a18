#!/usr/bin/env python3
"""What a number of companies needs, computed from measured costs: ``sizing.py --companies 100 …``.

Nothing but Python is needed. ``--write PAGE …`` writes the tables of docs/sizing.md and its Portuguese twin,
``--check PAGE …`` fails when they are out of date.
"""

import argparse
import math
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

# --- measured: docs/performance.md and docs/measured.md ----------------------------------------
IDLE_CORES: Final = 0.27
"""The whole system, when nothing happens ("A trickle", idle)."""
INBOUND: Final = ((10.0, 0.035), (39.0, 0.021))
"""Processor seconds of all processes and servers for a customer's message: at so many a second, so much."""
REPLY: Final = ((10.0, 0.087), (50.0, 0.037))
"""The same for an agent's reply."""
CAMPAIGN: Final = 1.87 / 1000
"""Of a campaign's message at its own pace, until its outcome is stored ("Measured")."""
STATUSES: Final = 3 * (0.604 + 0.082 + 0.586) / 1000
"""Of its three statuses: the webhook, Kafka, and one service that counts them (reporting's worker)."""
SIGN_IN: Final = 0.077
"""Processor seconds of a sign-in at most: 75 took two cores 2.9 seconds ("Accounts")."""
REQUEST: Final = 0.008
"""Of an answer to the console: what an empty company's list took, alone ("Pages")."""
PROCESS_MB: Final = 192
"""The most that a process had under load."""
KAFKA_BYTES: Final = {"inbound": 1743, "reply": 5873, "campaign": 5406}
STORED_BYTES: Final = {"inbound": 2500, "reply": 3500, "campaign": 3000}
"""On disk with indexes. Of a campaign's message 1,000 bytes of recipient and report and 990 of the ledger
were measured; the rest, and what a conversation's message takes, is estimated from the width of its rows."""
KAFKA_DAYS: Final = 14

# --- decided -----------------------------------------------------------------------------------
REQUESTS: Final = 5
"""Of the console for each reply."""
PEAK_SHARE: Final = 0.15
"""Of a day's messages in its busiest hour."""
CAMPAIGN_PEAK: Final = 0.10
"""Of a week's campaign messages in its busiest hour."""
BUSY: Final = 0.5
"""How busy processors may be at the peak: the rest is for what comes at once, and for what fails."""
WORKER_CORE: Final = 0.6
"""How busy one worker may be: a process has one interpreter."""
SHARES: Final = {
    "chat-worker": {"inbound": 0.25, "reply": 0.2, "campaign": 0.0},
    "gateway-worker": {"inbound": 0.1, "reply": 0.2, "campaign": 0.55},
    "campaign-worker": {"inbound": 0.03, "reply": 0.03, "campaign": 0.25},
    "reporting-worker": {"inbound": 0.05, "reply": 0.05, "campaign": 0.2},
}
"""Of a message's cost, what one kind of worker does: estimated. PostgreSQL takes about a third of all."""
POSTGRES_SHARE: Final = 0.35
PROCESSES: Final = 12
POOL: Final = 8


@dataclass(frozen=True)
class Company:
    """What a typical company does."""

    agents: int = 10
    inbound: int = 500
    replies: int = 400
    campaign: int = 5000

    def rates(self, companies: int) -> dict[str, float]:
        """Return messages a second, of so many companies in their busiest hour."""
        hour = PEAK_SHARE / 3600
        return {
            "inbound": companies * self.inbound * hour,
            "reply": companies * self.replies * hour,
            "campaign": companies * self.campaign * CAMPAIGN_PEAK / 3600,
        }


def cost_at(rate: float, points: Sequence[tuple[float, float]]) -> float:
    """Return what one of a kind costs at a rate: more together cost less each."""
    (low, dear), (high, cheap) = points
    part = min(1.0, max(0.0, (rate - low) / (high - low)))
    return dear + (cheap - dear) * part


@dataclass(frozen=True)
class Need:
    """What so many companies need."""

    companies: int
    rates: dict[str, float]
    busy_cores: float
    cores: int
    postgres_cores: int
    memory_gb: int
    workers: dict[str, int]
    partitions: int
    connections: int
    database_gb_month: float
    kafka_gb: float


def need(companies: int, company: Company) -> Need:
    """Compute it."""
    rates = company.rates(companies)
    load = {
        "inbound": rates["inbound"] * cost_at(rates["inbound"], INBOUND),
        "reply": rates["reply"] * (cost_at(rates["reply"], REPLY) + REQUESTS * REQUEST),
        "campaign": rates["campaign"] * (CAMPAIGN + STATUSES),
    }
    # Everybody signs in once a day, half of them within the hour in which it opens.
    busy = IDLE_CORES + sum(load.values()) + companies * company.agents * 0.5 * SIGN_IN / 3600
    workers = {
        name: max(1, math.ceil(sum(load[kind] * share for kind, share in shares.items()) / WORKER_CORE))
        for name, shares in SHARES.items()
    }
    several = companies >= 100
    apis = (5 * 2 + 2) if several else 6
    processes = apis + sum(workers.values()) + 2  # auth-worker, gateway-sessions
    servers_gb = 3.5 if companies < 100 else 6 if companies < 1000 else 20
    daily = {"inbound": company.inbound, "reply": company.replies, "campaign": company.campaign / 7}
    return Need(
        companies=companies,
        rates=rates,
        busy_cores=busy,
        cores=max(2, math.ceil(busy / BUSY)),
        postgres_cores=max(1, math.ceil(busy * POSTGRES_SHARE / BUSY)),
        memory_gb=math.ceil(processes * PROCESS_MB / 1024 + servers_gb),
        workers=workers,
        partitions=6 if companies < 1000 else 24,
        connections=processes * POOL * 2,
        database_gb_month=companies * 30 * sum(daily[kind] * STORED_BYTES[kind] for kind in daily) / 1e9,
        kafka_gb=companies * KAFKA_DAYS * sum(daily[kind] * KAFKA_BYTES[kind] for kind in daily) / 1e9,
    )


_ROWS: Final = {
    "en": {
        "companies": "companies",
        "rates": "messages in, replies, campaign's: a second, in the busiest hour",
        "busy": "cores busy then, all processes and servers",
        "cores": "**cores** to have, of which PostgreSQL's",
        "memory": "**memory**, GB",
        "workers": "workers: chat, gateway, campaign, reporting",
        "partitions": "**partitions** of busy topics",
        "connections": "connections to PostgreSQL at most (8 for each of two roles)",
        "database": "**disk** of the database, GB more each month",
        "kafka": "disk of Kafka, GB, for each replica",
    },
    "pt": {
        "companies": "empresas",
        "rates": "mensagens recebidas, respostas, de campanhas: por segundo, na hora mais cheia",
        "busy": "núcleos ocupados então, todos os processos e servidores",
        "cores": "**núcleos** a ter, dos quais do PostgreSQL",
        "memory": "**memória**, GB",
        "workers": "workers: chat, gateway, campaign, reporting",
        "partitions": "**partições** dos tópicos movimentados",
        "connections": "conexões ao PostgreSQL, no máximo (8 para cada um de dois papéis)",
        "database": "**disco** do banco, GB a mais por mês",
        "kafka": "disco do Kafka, GB, por réplica",
    },
}


def table(needs: Sequence[Need], language: str = "en") -> str:
    """Return a table with a column for each number of companies."""
    words = _ROWS[language]

    def number(value: float) -> str:
        text = f"{value:,.{2 if value < 1 else 1 if value < 20 else 0}f}"
        if language == "pt":
            return text.translate(str.maketrans(",.", ".,"))
        return text

    def row(name: str, cells: Sequence[str]) -> str:
        return f"| {words[name]} | {' | '.join(cells)} |"

    lines = [row("companies", [number(one.companies).removesuffix(".0").removesuffix(",0") for one in needs])]
    lines.append(f"|{'---|' * (len(needs) + 1)}")
    lines.append(row("rates", [" / ".join(number(rate) for rate in one.rates.values()) for one in needs]))
    lines.append(row("busy", [number(one.busy_cores) for one in needs]))
    lines.append(row("cores", [f"{one.cores}, {one.postgres_cores}" for one in needs]))
    lines.append(row("memory", [str(one.memory_gb) for one in needs]))
    lines.append(row("workers", [", ".join(str(count) for count in one.workers.values()) for one in needs]))
    lines.append(row("partitions", [str(one.partitions) for one in needs]))
    lines.append(row("connections", [str(one.connections) for one in needs]))
    lines.append(row("database", [number(one.database_gb_month) for one in needs]))
    lines.append(row("kafka", [number(one.kafka_gb) for one in needs]))
    return "\n".join(lines)


def with_tables(text: str, language: str) -> str:
    """Return a page with its table written anew, between the marks around it."""
    made = table([need(companies, Company()) for companies in (10, 100, 1000)], language)
    begin, end = "<!-- sizing: `make docs` writes this table -->\n", "\n<!-- /sizing -->"
    marked = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
    return marked.sub(lambda _: begin + made + end, text)


def main(arguments: Sequence[str]) -> int:
    """Print, write or check; return the exit status."""
    parser = argparse.ArgumentParser(description="What a number of companies needs, from measured costs.")
    parser.add_argument("--companies", type=int, nargs="+", default=[10, 100, 1000])
    parser.add_argument("--agents", type=int, default=Company.agents, help="of each company")
    parser.add_argument("--inbound", type=int, default=Company.inbound, help="messages in a day, of each")
    parser.add_argument("--replies", type=int, default=Company.replies, help="agents' replies a day, of each")
    parser.add_argument("--campaign", type=int, default=Company.campaign, help="of campaigns a week, of each")
    parser.add_argument("--write", nargs="+", type=Path, metavar="PAGE")
    parser.add_argument("--check", nargs="+", type=Path, metavar="PAGE")
    given = parser.parse_args(arguments)
    for page in given.write or given.check or ():
        written = with_tables(page.read_text(), "pt" if page.name.endswith(".pt-BR.md") else "en")
        if given.write:
            page.write_text(written)
        elif page.read_text() != written:
            sys.stderr.write(f"{page} is out of date; run `make docs`\n")
            return 1
    if not given.write and not given.check:
        company = Company(given.agents, given.inbound, given.replies, given.campaign)
        sys.stdout.write(table([need(companies, company) for companies in given.companies]) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

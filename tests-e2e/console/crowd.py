"""Very many customers, and a customer who writes very much."""

import asyncio
import time
from typing import Any

from system import Company, eventually

from atende_sandbox.simulator.client import inbound_body

LAST = "E uma última pergunta: vocês abrem no feriado?"

_TOGETHER = 500
_WORDS = (
    "Oi! Vocês entregam no sábado?",
    "Bom dia, qual o horário de vocês? Queria passar aí antes do almoço, se der tempo.",
    "Meu pedido de ontem veio errado: pedi sem lactose e veio com queijo. Podem me ajudar a trocar?",
    "Aceitam Pix?",
)


def text_of(index: int) -> str:
    """Return a message of one of several lengths, which no other has."""
    return f"{_WORDS[index % len(_WORDS)]} ({index})"


async def customers_write(company: Company, count: int) -> None:
    """Let as many customers write one message each, and wait until each has a ticket."""
    bodies = [
        inbound_body(
            company.number, f"55219{80_000_000 + index:08d}", text_of(index), name=f"Cliente {index:05d}"
        )
        for index in range(count)
    ]
    await _write(company, bodies)

    async def all_there() -> None:
        counts = await company.api.get("/api/v1/tickets/counts")
        assert counts["unassigned"] >= count, counts

    await eventually(all_there, timeout=120)


async def customer_writes_much(company: Company, phone: str, count: int) -> str:
    """Let one customer write as many messages and `LAST`, wait until all are there; return the ticket."""
    bodies = [
        inbound_body(company.number, phone.lstrip("+"), text_of(index), name="Dona Muita")
        for index in range(count)
    ]
    await _write(company, bodies)

    async def all_there() -> str:
        found = (await company.api.get("/api/v1/tickets", q=phone))["items"]
        assert found
        [ticket] = found
        messages = await company.api.all(f"/api/v1/tickets/{ticket['id']}/messages")
        assert len(messages) >= count, len(messages)
        return str(ticket["id"])

    ticket = await eventually(all_there, timeout=120, every=2)
    await company.customer_writes(phone, LAST, name="Dona Muita")
    return ticket


async def _write(company: Company, bodies: list[dict[str, Any]]) -> None:
    for first in range(0, len(bodies), _TOGETHER):
        await company.system.simulator.inbound_batch(bodies[first : first + _TOGETHER], wait=True)


async def customers_write_for(company: Company, *, seconds: int, per_second: int) -> None:
    """Let customers, some hundred of them, write again and again at a steady pace."""
    for second in range(seconds):
        begun = time.monotonic()
        bodies = [
            inbound_body(
                company.number, f"55219{80_000_000 + (second * per_second + one) % 300:08d}", text_of(one)
            )
            for one in range(per_second)
        ]
        await company.system.simulator.inbound_batch(bodies)
        await asyncio.sleep(max(0.0, begun + 1 - time.monotonic()))

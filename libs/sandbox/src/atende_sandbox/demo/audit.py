"""The books: what the services say, held against what the simulator accepted from them."""

import asyncio
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from atende_sandbox.demo.api import Api
from atende_sandbox.demo.story import Books
from atende_sandbox.simulator.client import SimulatorClient

_SETTLE_SECONDS = 90.0
_NOT_SENT = frozenset({"pending", "skipped", "suppressed", "cancelled"})
_TAKEN = frozenset({"accepted", "sent", "delivered", "read"})


@dataclass
class Audit:
    """What was found. The demo succeeds only if ``disagreements`` is empty."""

    campaign: dict[str, Any] = field(default_factory=dict)
    report: dict[str, Any] = field(default_factory=dict)
    duplicates: int = 0
    lost: int = 0
    disagreements: list[str] = field(default_factory=list)

    def expect(self, what: str, said: object, truth: object) -> None:
        """Note a disagreement unless the two are equal."""
        if said != truth:
            self.disagreements.append(f"{what}: {said!r}, but it should be {truth!r}")


async def audit(admin: Api, simulator: SimulatorClient, books: Books) -> Audit:
    """Wait until every report has arrived, then compare; tries again while late reports change things."""
    give_up_at = time.monotonic() + _SETTLE_SECONDS
    while True:
        await simulator.wait_idle()
        result = await _compare(admin, simulator, books)
        if not result.disagreements or time.monotonic() > give_up_at:
            return result
        await asyncio.sleep(1.0)


async def _compare(admin: Api, simulator: SimulatorClient, books: Books) -> Audit:
    result = Audit()
    accepted = [record async for record in simulator.full_log() if books.run in (record["text"] or "")]
    await _compare_inbound(admin, books, result)
    _compare_replies(accepted, books, result)
    await _compare_campaign(admin, accepted, books, result)
    if books.talk:
        result.expect("times that the answer over WhatsApp Web was received", books.talk.received, 1)
    return result


async def _compare_inbound(admin: Api, books: Books, result: Audit) -> None:
    seen: Counter[str] = Counter()
    for ticket in await admin.all("/api/v1/tickets"):
        for message in await admin.all(f"/api/v1/tickets/{ticket['id']}/messages"):
            seen[message["providerMessageId"]] += 1
    result.lost += sum(1 for wamid in books.inbound if not seen[wamid])
    result.duplicates += sum(max(0, seen[wamid] - 1) for wamid in books.inbound)
    result.expect("inbound messages in tickets", sum(seen[w] for w in books.inbound), len(books.inbound))


def _compare_replies(accepted: list[dict[str, Any]], books: Books, result: Audit) -> None:
    arrived = Counter(record["text"] for record in accepted)
    result.lost += sum(1 for text in books.replies if not arrived[text])
    result.duplicates += sum(max(0, arrived[text] - 1) for text in books.replies)
    result.expect(
        "replies that reached the provider", sum(arrived[t] for t in books.replies), len(books.replies)
    )


async def _compare_campaign(admin: Api, accepted: list[dict[str, Any]], books: Books, result: Audit) -> None:
    base = f"/api/v1/campaigns/{books.campaign_id}"
    campaign = await admin.get(base)
    recipients = await admin.all(f"{base}/recipients")
    report = await admin.get(f"/api/v1/reports/campaigns/{books.campaign_id}")
    states = Counter(recipient["status"] for recipient in recipients)
    sends = Counter(
        record["to"].lstrip("+") for record in accepted if record["text"] not in set(books.replies)
    )
    due = {recipient["phone"].lstrip("+") for recipient in recipients if recipient["status"] not in _NOT_SENT}
    duplicates = sum(count - 1 for count in sends.values())
    lost = len(due - sends.keys())
    result.duplicates += duplicates
    result.lost += lost
    result.report = report
    result.campaign = {
        "id": books.campaign_id,
        "state": campaign["status"],
        "targets": books.targets,
        "recipients": len(recipients),
        "accepted": len(sends),
        **{state: states[state] for state in sorted(states)},
    }
    result.expect("the campaign's status", campaign["status"], "finished")
    result.expect("recipients", len(recipients), books.targets)
    result.expect("messages sent twice", duplicates, 0)
    result.expect("messages lost", lost, 0)
    result.expect("messages to people who opted out or were skipped", len(sends.keys() - due), 0)
    # What is still under way is no disagreement of a kind, but the reconciliation waits for its end.
    result.expect("recipients under way", states["dispatched"] + states["pending"], 0)
    result.expect("the report's total", report["total"], books.targets)
    for state in ("delivered", "read", "failed"):
        result.expect(f"the report's {state}", report["counts"].get(state, 0), states[state])
    result.expect("the report's own check", report["consistent"], True)

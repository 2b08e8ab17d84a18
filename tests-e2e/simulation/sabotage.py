"""Promises of the send path, each broken on purpose: a simulation that does not find that proves nothing."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from math import inf
from typing import Any, Final

from gateway.domain.errors import Treatment
from gateway.domain.sends import Order, Outcome, Refused, Uncertain
from gateway.providers.cloud import sending as cloud_sending
from gateway.repository import blocks, ledger
from gateway.repository.blocks import Answer, Portion, Step
from gateway.sender import Sender
from simulation import ledger as ledger_model
from simulation.servers import Broker

Patch = tuple[Any, str, Any]


def _sent_unclaimed() -> list[Patch]:
    async def claim(_: Sender, orders: Sequence[Order]) -> list[Order]:
        return list(orders)

    return [(Sender, "_claim_new", claim)]


def _lost_answer_is_refusal() -> list[Patch]:
    real: Callable[[Any], Outcome] = cloud_sending.classify

    def classify(reply: Any) -> Outcome:
        outcome = real(reply)
        if isinstance(outcome, Uncertain):
            return Refused(outcome.error, Treatment.UNREACHABLE)
        return outcome

    return [(cloud_sending, "classify", classify)]


def _cut_off_is_sent_again() -> list[Patch]:
    async def end_leases(session: Any, *, limit: int) -> list[Any]:
        tables = session.tables
        for send in tables.sends.values():
            if send.state == "sending" and send.lease_until < tables.now:
                send.state, send.lease_until, send.next_attempt_at = "retryable", None, tables.now
        return []

    return [(ledger, "end_leases", end_leases)]


def _closed_blocks_are_posted() -> list[Patch]:
    async def advance(session: Any, portion: Portion, step: Step) -> Answer:
        return replace(await ledger_model.advance(session, portion, step), is_open=True)

    def start_before(_: Sender) -> float:
        return inf

    return [(blocks, "advance", advance), (Sender, "_start_before", start_before)]


def _posted_before_it_is_written() -> list[Patch]:
    async def advance(session: Any, portion: Portion, step: Step) -> Answer:
        return await ledger_model.advance(session, portion, "none")

    return [(blocks, "advance", advance)]


def _offsets_are_committed_first() -> list[Patch]:
    real = Broker._read

    async def read(self: Broker, reading: Any, epoch: int, handler: Any, pace: Any) -> None:
        async def handle(records: Sequence[Any]) -> None:
            known = len(self._logs[reading.topic, reading.partition])
            reading.committed = min(reading.committed + pace.most, known)
            await handler(records)

        await real(self, reading, epoch, handle, pace)

    return [(Broker, "_read", read)]


def _failures_are_told_of_unknowns() -> list[Patch]:
    async def find_statuses(session: Any, keys: Sequence[Any]) -> list[Any]:
        found = await ledger_model.find_statuses(session, keys)
        return [replace(one, state="failed") if one.state == "unconfirmed" else one for one in found]

    return [(ledger, "find_statuses", find_statuses)]


SABOTAGES: Final[dict[str, Callable[[], list[Patch]]]] = {
    "what is sent is not claimed before": _sent_unclaimed,
    "a lost answer counts as a refusal": _lost_answer_is_refusal,
    "what a killed worker had begun is sent again": _cut_off_is_sent_again,
    "a worker that stood still posts what was taken from it": _closed_blocks_are_posted,
    "a portion is posted before that is written": _posted_before_it_is_written,
    "offsets are committed before the work is done": _offsets_are_committed_first,
    "what nobody knows the fate of is reported as failed": _failures_are_told_of_unknowns,
}


@contextmanager
def sabotaged(name: str | None) -> Iterator[None]:
    """Break a promise for the time of the context; None: nothing. Within `world.modelled`."""
    patches = SABOTAGES[name]() if name else []
    kept = [getattr(place, attribute) for place, attribute, _ in patches]
    for place, attribute, value in patches:
        setattr(place, attribute, value)
    try:
        yield
    finally:
        for (place, attribute, _), value in zip(patches, kept, strict=True):
            setattr(place, attribute, value)

"""The campaign engine beside a model of the world around it: people, a gateway, Kafka; and crashes.

Every change of a recipient's state is written down by the database itself, with the state that the
campaign had in the same transaction, so that nothing happens between two looks.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

import asyncpg
from sqlalchemy import event

from atende_contracts.campaigns import CampaignControlChangedV1, CampaignFinishedV1, CampaignProgressV1
from atende_contracts.delivery import RANK
from atende_contracts.event import Party, ProviderError
from atende_contracts.ids import uuid7
from atende_contracts.messages import (
    CampaignSendRequestedV1,
    CampaignSendsRequestedV2,
    DeliveryState,
    DeliveryStatusChangedV1,
)
from atende_contracts.registry import decode
from atende_platform.data.db import Database, now

if TYPE_CHECKING:
    from conftest import World

PEOPLE: Final = 6
"""The first two are two contacts each, the last one becomes known late."""

SOME_CODES: Final = (131000, 131026, 130472)
ENDED: Final = frozenset({"finished", "cancelled", "failed"})
TABLES: Final = (
    "outbox", "progress_marks", "recipients", "campaign_targets", "campaign_moves", "campaigns", "opt_outs",
    "contact_copy", "last_inbound",
)  # fmt: skip

OBSERVE: Final = """
CREATE TABLE observed (
    id bigint GENERATED ALWAYS AS IDENTITY, campaign_id uuid, send_id uuid, identity text,
    was text, became text, campaign_state text
);
GRANT ALL ON observed TO PUBLIC;
CREATE FUNCTION observe() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO observed (campaign_id, send_id, identity, was, became, campaign_state)
    VALUES (
        NEW.campaign_id, NEW.send_id, NEW.identity,
        CASE WHEN TG_OP = 'UPDATE' THEN OLD.state END, NEW.state,
        (SELECT state FROM campaigns WHERE company_id = NEW.company_id AND id = NEW.campaign_id)
    );
    RETURN NULL;
END $$;
CREATE TRIGGER observe AFTER INSERT OR UPDATE OF state ON recipients
    FOR EACH ROW EXECUTE FUNCTION observe();
"""
FORGET: Final = "DROP TRIGGER observe ON recipients; DROP FUNCTION observe; DROP TABLE observed"

_life: ContextVar[list[Any] | None] = ContextVar("life", default=None)


@asynccontextmanager
async def mortality(database: Database) -> AsyncIterator[None]:
    """Let `dying` take effect on the workers' connections."""

    def live(*_: Any) -> None:
        life = _life.get()
        if life is not None:
            life[0] -= 1
            if life[0] == 0:
                raise life[1]

    engine = database._worker.sync_engine
    # A commit that never comes to be, too. One whose answer is lost is what redelivery is about.
    for moment in ("before_cursor_execute", "commit"):
        event.listen(engine, moment, live)
    try:
        yield
    finally:
        for moment in ("before_cursor_execute", "commit"):
            event.remove(engine, moment, live)


async def dying(step: Awaitable[object], after: int | None) -> bool:
    """Take a step that dies before its n-th statement, or (negative) finds its connection lost there.

    Return whether it came to its end.
    """
    if after is None:
        await step
        return True
    death = asyncio.CancelledError() if after > 0 else ConnectionResetError()

    async def run() -> None:
        _life.set([abs(after), death])
        await step

    [outcome] = await asyncio.gather(asyncio.create_task(run()), return_exceptions=True)
    if isinstance(outcome, ExceptionGroup):
        _, outcome = outcome.split(ConnectionResetError)
        return outcome is None
    if isinstance(outcome, (asyncio.CancelledError, ConnectionResetError)):
        return False
    if outcome is not None:
        raise outcome
    return True


@asynccontextmanager
async def observed(world: World) -> AsyncIterator[None]:
    """Have the database write down each change of a recipient's state."""
    connection = await asyncpg.connect(world.settings.database_owner_url)
    try:
        await connection.execute(OBSERVE)
        try:
            yield
        finally:
            await connection.execute(FORGET)
    finally:
        await connection.close()


def is_legal(was: str | None, became: str, campaign_state: str) -> bool:
    """Tell whether a recipient may go from one state to another."""
    if was is None:
        return became in ("pending", "skipped")
    if was == "pending" and became in ("dispatched", "skipped"):
        return campaign_state == "running" or became == "skipped"
    if was in ("pending", "dispatched") and became == "cancelled":
        return campaign_state in ENDED
    if was == "dispatched" and became == "pending":  # Returned.
        return True
    # From then on only what the gateway reports, and only forward. It may also have sent to a recipient that
    # it had returned before: an old request that Kafka brought again.
    return became in RANK and became != "returned" and RANK[became] > RANK.get(was, -1)


@dataclass
class Gateway:
    """Sends each send id at most once, and tells the same about it however often it is asked."""

    ledger: dict[UUID, DeliveryState] = field(default_factory=dict)
    sent: Counter[UUID] = field(default_factory=Counter)
    controls: dict[UUID, CampaignControlChangedV1] = field(default_factory=dict)

    def hear(self, control: CampaignControlChangedV1) -> None:
        old = self.controls.get(control.campaign_id)
        if old is None or old.revision < control.revision:
            self.controls[control.campaign_id] = control

    def take(self, request: CampaignSendRequestedV1, outcome: str) -> DeliveryState | None:
        """Return what it tells; None if it is killed before it could."""
        if request.send_id not in self.ledger:
            control = self.controls.get(request.campaign_id)
            if outcome == "returned" or control is None or control.state != "running":
                return "returned"
            if outcome == "killed":  # Between its intent and the answer.
                self.ledger[request.send_id] = "unconfirmed"
                self.sent[request.send_id] += 1
                return None
            self.ledger[request.send_id] = outcome  # type: ignore[assignment]
            self.sent[request.send_id] += outcome not in ("failed", "suppressed")
        return self.ledger[request.send_id]

    def hear_webhook(self, send_id: UUID, state: DeliveryState) -> None:
        if RANK[state] > RANK[self.ledger[send_id]]:
            self.ledger[send_id] = state


Step = Callable[[], Awaitable[object]]

Op = tuple[str, int, int, int | None]
"""What is done, to which campaign or by whom, and after how many statements it dies."""


class Model:
    """What should be, and the steps that make it so."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.gateway = Gateway()
        self.campaigns: list[UUID] = []
        self.requests: list[CampaignSendRequestedV1] = []
        self.taken = 0
        self.told: list[DeliveryStatusChangedV1] = []
        self.old: list[DeliveryStatusChangedV1] = []
        self.finished: Counter[UUID] = Counter()
        self.out: set[str] = set()
        self.clock = 0
        self._controls: list[CampaignControlChangedV1] = []
        self._seen = 0
        self._observed = 0
        self._looks = 0
        self._revisions: dict[UUID, int] = {}
        self.contacts = [uuid7() for _ in range(PEOPLE + 3)]

    # --- people ------------------------------------------------------------------------------

    def party(self, contact: int) -> Party:
        person = contact % PEOPLE
        if contact >= PEOPLE:
            return Party(wa_id=f"55118000000{person}")
        return Party(phone=f"+551198000000{person}", name=f"Pessoa {person}")

    def person(self, request: CampaignSendRequestedV1) -> int:
        return int(_nine(request.recipient)[-1])

    def identity(self, person: int) -> str:
        return f"phone:551198000000{person}"

    async def begin(self) -> None:
        for table in TABLES:
            await self.world.sql(f"DELETE FROM {table}")  # noqa: S608 (constants)
        await self.world.sql("DELETE FROM observed")
        await self.world.sql("UPDATE channel_copy SET messages_per_second = 3, status = 'active'")
        [self._seen] = (await self.world.sql("SELECT coalesce(max(id), 0) FROM outbox"))[0]
        await self.become_known(range(PEOPLE - 1))
        await self.become_known([PEOPLE, PEOPLE + 1])

    async def become_known(self, contacts: Sequence[int]) -> None:
        world = self.world
        await world.handle(
            [world.contact(self.party(each), contact_id=self.contacts[each]) for each in contacts]
        )

    # --- what users do -----------------------------------------------------------------------

    async def draft(self, targets: Sequence[int]) -> None:
        self.campaigns.append(await self.world.draft([self.contacts[each] for each in targets]))

    async def add_targets(self, campaign: int, targets: Sequence[int]) -> None:
        await self._post(
            self._campaign(campaign), "targets", {"contactIds": [str(self.contacts[t]) for t in targets]}
        )

    async def duplicate(self, campaign: int) -> None:
        response = await self._post(self._campaign(campaign), "duplicate")
        self.campaigns.append(UUID(response.json()["id"]))

    async def _post(self, campaign_id: UUID, action: str, body: Any = None) -> Any:
        response = await self.world.http.post(f"/api/v1/campaigns/{campaign_id}/{action}", json=body)
        # Not admitted in this state, at most.
        assert response.status_code in (200, 201, 409), response.text
        return response

    def _campaign(self, number: int) -> UUID:
        return self.campaigns[number % len(self.campaigns)]

    # --- steps, at the same time -------------------------------------------------------------

    async def deliver(self, seed: int, *others: Op) -> None:
        """Deliver all reports, a few at a time; the first ones while something else is done."""
        while self.told or others:
            await self.together([("statuses", seed, 2, None), *others, ("statuses", seed + 1, 1, None)])
            others, seed = (), seed + 2

    async def together(self, ops: Sequence[Op]) -> None:
        """Take steps at once. What comes from Kafka is brought again to the handler that died over it."""
        words = {which % PEOPLE: kind for kind, which, _, _ in ops if kind in ("leave", "come back")}
        out = set(self.out)
        for person, kind in words.items():
            (self.out.add if kind == "leave" else self.out.discard)(self.identity(person))
        heard = {person: self._word(person, kind) for person, kind in words.items()}
        spoken: set[int] = set()
        steps: list[tuple[Step, int | None, bool]] = []
        for kind, which, size, life in ops:
            if kind in ("leave", "come back"):
                if which % PEOPLE not in spoken:  # One after the other on their key.
                    spoken.add(which % PEOPLE)
                    said = heard[which % PEOPLE]
                    steps.append((lambda said=said: self.world.handle([said]), life, True))  # type: ignore[misc]
            elif kind == "statuses":
                batch = self._batch(Random(which), size)
                steps.append(
                    (lambda batch=batch: self.world.handle(batch), life, True)  # type: ignore[misc]
                )
            else:
                steps.append((self._step(kind, which), life, False))
        ended = await asyncio.gather(*(dying(step(), life) for step, life, _ in steps))
        for (step, _, again), whole in zip(steps, ended, strict=True):
            if again and not whole:
                await step()
        await self.check(out - {self.identity(person) for person in words})

    def _step(self, kind: str, which: int) -> Step:
        world = self.world
        steps: dict[str, Step] = {
            "plan": lambda: world.planner(campaign_expansion_chunk=1 + which % 3).run(),
            "plan without grace": lambda: world.planner(
                campaign_expansion_chunk=2, campaign_contact_grace_seconds=0
            ).run(),
            "dispatch": lambda: world.dispatcher(
                campaign_window_seconds=1 + which % 3, campaign_claim_limit=1 + which % 4
            ).run(),
            "ask again": lambda: world.dispatcher(campaign_redispatch_seconds=1e-6).ask_again(),
            "report": world.report,
        }
        if kind in steps:
            return steps[kind]
        campaign_id = self._campaign(which)
        body = {"confirmOutOfWindow": True} if kind == "start" else None
        return lambda: self._post(campaign_id, kind, body)

    def _word(self, person: int, kind: str) -> Any:
        self.clock += 1
        sender = self.party(person + PEOPLE) if self.clock % 2 else self.party(person)
        return self.world.message(
            sender, "PARAR" if kind == "leave" else "VOLTAR A RECEBER", seconds=self.clock
        )

    def _batch(self, chance: Random, size: int) -> list[DeliveryStatusChangedV1]:
        """Take some statuses in any order, with some of those that were heard before."""
        chance.shuffle(self.told)
        batch, self.told = self.told[:size], self.told[size:]
        batch += chance.choices(self.old, k=min(len(self.old), size // 2))
        self.old += batch
        return batch

    # --- the gateway -------------------------------------------------------------------------

    def gateway_hears(self) -> None:
        for control in self._controls:
            self.gateway.hear(control)
        self._controls = []

    def gateway_takes(self, outcomes: Sequence[str], again: int) -> Sequence[CampaignSendRequestedV1]:
        """Take requests from Kafka, some of them again; nothing is heard of those beyond. Return them."""
        self.taken = max(0, self.taken - again)
        batch = self.requests[self.taken : self.taken + len(outcomes)]
        self.taken += len(batch)
        for request, outcome in zip(batch, outcomes, strict=False):
            refused = outcome == "refused"
            state = self.gateway.take(request, "returned" if refused else outcome)
            if state is not None:
                self._tell(request, state, refused=refused and state == "returned")
        return batch

    def webhooks(self, chance: Random, states: Sequence[DeliveryState], *, about: int | None = None) -> None:
        """Hear webhooks of any sends, or all ``about`` one, counted from the last."""
        sent = [send_id for send_id in self.gateway.sent if self.gateway.sent[send_id]]
        by_id = {request.send_id: request for request in self.requests}
        for state in states:
            if sent:
                send_id = chance.choice(sent) if about is None else sent[-1 - about % len(sent)]
                self.gateway.hear_webhook(send_id, state)
                self._tell(by_id[send_id], state)

    def _tell(self, request: CampaignSendRequestedV1, state: DeliveryState, *, refused: bool = False) -> None:
        # At times that say nothing of their order, two of which are never the same.
        self.clock += 1
        status = self.world.status(
            request, state, seconds=self.clock * 61 % 997, code=SOME_CODES[self.clock % len(SOME_CODES)]
        )
        if refused:
            error = ProviderError(code=132015, title="Paused", reason="template_paused")
            status = status.model_copy(update={"error": error, "at": now()})
        self.told.append(status)

    # --- what must hold ----------------------------------------------------------------------

    async def check(self, out: set[str]) -> None:
        """Look at everything that happened since the last time. ``out`` had left before."""
        for row in await self.world.sql(
            "SELECT * FROM observed WHERE id > :seen ORDER BY id", seen=self._observed
        ):
            self._observed = row.id
            if row.was == row.became:
                continue
            assert is_legal(row.was, row.became, row.campaign_state), row
            assert row.became != "dispatched" or row.identity not in out, f"{row} had left"
        await self._read_outbox()
        await self._check_what_was_told()
        send_ids: dict[tuple[UUID, str], set[UUID]] = {}
        for request in self.requests:
            person = f"phone:{_nine(request.recipient)}"
            send_ids.setdefault((request.campaign_id, person), set()).add(request.send_id)
        assert all(len(ids) == 1 for ids in send_ids.values()), "one person, two messages"
        assert max(self.finished.values(), default=0) <= 1, "finished twice"
        assert {
            row.identity for row in await self.world.sql("SELECT identity FROM opt_outs WHERE active")
        } == self.out
        self._looks += 1
        await self._check_counts(self._campaign(self._looks))  # By turns; at rest all of them.

    async def _check_counts(self, campaign_id: UUID) -> None:
        counts = await self.world.counts(campaign_id)
        rows = await self.world.sql(
            "SELECT state, count(*) AS n FROM recipients WHERE campaign_id = :id GROUP BY state",
            id=campaign_id,
        )
        assert counts == {row.state: row.n for row in rows}

    async def _check_what_was_told(self) -> None:
        """Of all reports about a send the furthest counts, and of that the earliest."""
        best: dict[UUID, DeliveryStatusChangedV1] = {}
        for status in self.old:
            if status.state != "returned":
                known = best.setdefault(status.send_id, status)
                best[status.send_id] = max(
                    known, status, key=lambda each: (RANK[each.state], -each.at.timestamp())
                )
        for row in await self.world.sql("SELECT send_id, state, state_at, error_code FROM recipients"):
            if (status := best.get(row.send_id)) is not None:
                code = status.error.code if status.error else None
                assert (row.state, row.state_at, row.error_code) == (status.state, status.at, code)

    async def _read_outbox(self) -> None:
        for row in await self.world.sql(
            "SELECT id, type, payload FROM outbox WHERE id > :seen ORDER BY id", seen=self._seen
        ):
            self._seen = row.id
            told = decode(row.type, row.payload.encode())
            if isinstance(told, CampaignSendsRequestedV2):
                self.requests += told.parts()
            elif isinstance(told, CampaignControlChangedV1):
                self._controls.append(told)
            elif isinstance(told, CampaignProgressV1):
                assert told.total == sum(told.counts.values())
                assert told.revision > self._revisions.get(told.campaign_id, 0)
                self._revisions[told.campaign_id] = told.revision
            elif isinstance(told, CampaignFinishedV1):
                assert told.total == sum(told.counts.values())
                assert not {"pending", "dispatched"} & told.counts.keys()
                self.finished[told.campaign_id] += 1

    async def come_to_rest(self) -> None:
        """Let everything under way come to its end, and reconcile the results."""
        for _ in range(60):
            for row in await self.world.sql("SELECT id FROM campaigns WHERE state = 'paused'"):
                await self._post(row.id, "resume")
            self.gateway_hears()
            self.gateway_takes(["accepted"] * len(self.requests), 0)
            await self.world.handle(self._batch(Random(1), len(self.told)))
            for step in ("plan without grace", "dispatch", "ask again", "report"):
                await self._step(step, 2)()
            await self.check(set(self.out))
            open_ = await self.world.sql(
                "SELECT id, state FROM campaigns WHERE closed_at IS NULL AND state <> 'draft'"
            )
            if not self.told and not open_:
                break
        else:
            raise AssertionError(f"never at rest: {open_}, {len(self.told)} statuses")
        for campaign_id in self.campaigns:
            await self._check_counts(campaign_id)
            assert await self.world.state(campaign_id) in (*ENDED, "draft")
        self.gateway_hears()
        assert set(self.gateway.sent.values()) <= {0, 1}
        ended = await self.world.sql("SELECT id FROM campaigns WHERE state <> 'draft'")
        assert self.finished == Counter(row.id for row in ended), "each finishes once"
        rows = await self.world.sql("SELECT send_id, state FROM recipients")
        for row in rows:
            truth = self.gateway.ledger.get(row.send_id)
            if truth is None:
                assert row.state in ("skipped", "cancelled"), row
            else:
                assert row.state == truth, (row, truth)
        assert self.gateway.ledger.keys() <= {row.send_id for row in rows}


def _nine(party: Party) -> str:
    digits = (party.phone or party.wa_id or "").lstrip("+")
    return digits if len(digits) == 13 else f"{digits[:4]}9{digits[4:]}"

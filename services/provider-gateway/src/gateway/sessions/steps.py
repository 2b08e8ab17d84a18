"""What happens to one session, step by step: each is done in one of its lanes, and may be done again.

A step writes where the session is in its life (`gateway.domain.sessions`) under the session's lease, and from
what was written follows what is next.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import structlog

from atende_contracts.pairing import Pairing
from atende_platform.data.db import Database, now
from atende_platform.transient import is_transient
from gateway.bridge.line import LineClosed, LineTooLong
from gateway.bridge.process import BridgeNotStarted
from gateway.bridge.protocol import (
    FENCED,
    MAX_LINE,
    TOO_LONG,
    Ack,
    Connection,
    Credentials,
    GetKeys,
    History,
    Lids,
    Messages,
    PairCode,
    Qr,
    SetKeys,
    Statuses,
    Typing,
    Up,
)
from gateway.domain import sessions as life_cycle
from gateway.domain.sessions import ALARMING_ATTEMPTS, Life
from gateway.repository import session_chats, session_keys
from gateway.repository.sessions import Lease, LeaseLost
from gateway.sealing import SealBroken
from gateway.service import sessions as service
from gateway.sessions import metrics
from gateway.sessions.held import Held, passes
from gateway.sessions.pairing import Pairings
from gateway.sessions.receiving import Received, Receiver
from gateway.sessions.store import KeyStore

if TYPE_CHECKING:
    from gateway.bridge.bridges import Bridge
    from gateway.sessions.runner import Runner

log = structlog.get_logger(__name__)

OPEN_SECONDS: Final = 60.0
"""How long a socket may take to open, or to show a code."""
PAIRING_SECONDS: Final = 600.0
"""How long codes are shown at most. WhatsApp gives out no more after a few minutes."""
_RECEIVED_SECONDS: Final = 5.0
"""How long the end of a connection waits until what it has brought is kept."""
_STORAGE: Final = "storage"
"""`Answer.error` to what could not be read or stored: the bridge closes the session."""
_NEEDS_PAIRING: Final = "pairing-needed"
_LOGGED_OUT: Final = 401
_BROKEN: Final = 500
_MAX_LID: Final = 100
"""Characters, as the column `sessions.me_lid` takes them."""


@dataclass(frozen=True, slots=True)
class _End:
    """How a connection ended."""

    code: int | None
    reason: str | None
    expires: int | None
    chance: float
    intent: str | None


class Steps:
    """The steps of all sessions of a process."""

    def __init__(
        self,
        runner: "Runner",
        database: Database,
        store: KeyStore,
        receiver: Receiver,
        pairings: Pairings,
        late_ack: Callable[[Lease, Ack], None],
    ) -> None:
        self._runner = runner
        self._database = database
        self._store = store
        self._receiver = receiver
        self._pairings = pairings
        self._late_ack = late_ack

    # --- opening and giving back -----------------------------------------------------------------

    async def open(self, held: Held) -> None:
        """Have a bridge open a session, if that is still wanted."""
        try:
            await held.stores.finished()
            if held.has_socket or not held.waits(now(), self._runner.build):
                return
            if held.life.pairing is not None:
                await self._store.wipe(held.lease)
            credentials = await self._credentials(held)
            if credentials is None and held.life.pairing is None:
                logged_out = held.life.desired == "logged_out"
                await self._end(held, life_cycle.logged_out if logged_out else life_cycle.unpaired)
                return
            await self._change(held, life_cycle.begun, build=self._runner.build)
            await self._open(held, credentials)
        except SealBroken:
            log.error("session.credentials_not_opened", channel=str(held.channel_id))
            await self._closed(held, _End(_BROKEN, None, None, 1.0, "failed"))
        except (BridgeNotStarted, LineClosed, LineTooLong):
            await self._closed(held, _End(None, None, None, random.random(), None))  # noqa: S311
        finally:
            held.is_opening = False

    async def give_back(self, held: Held) -> None:
        """Let others have a session that has no socket."""
        if not held.has_socket:
            await self._end(held, life_cycle.given_back)

    async def outdate(self, held: Held) -> None:
        """Stop a session that has no socket: the bridge is too old."""
        if not held.has_socket:
            await self._end(held, partial(life_cycle.outdated, code=None))

    async def note_failure(self, held: Held) -> None:
        """Have a session that failed here, and was given up, be opened again later and later."""
        try:
            await self._change(held, partial(_failed, chance=random.random()))  # noqa: S311
        except Exception as error:  # Whatever it failed by may be the reason: then its lease ends by itself.
            log.warning("session.failure_not_noted", channel=str(held.channel_id), error=repr(error))

    async def _credentials(self, held: Held) -> str | None:
        return None if held.life.pairing is not None else await self._store.credentials(held.lease)

    async def _open(self, held: Held, credentials: str | None) -> None:
        bridge = await self._runner.bridge(held)
        try:
            await held.open(bridge, credentials=credentials, seconds=OPEN_SECONDS)
        except BaseException:
            if held.went_down() is not None:  # Else it was given back already.
                self._runner.give_back(bridge)
            raise
        metrics.openings.inc()

    # --- what the bridge says ----------------------------------------------------------------------

    def hear(self, held: Held, line: Up) -> None:
        """Do what a line of the session's bridge asks for, in its turn."""
        match line:
            case Ack():
                self._acked(held, line)
            case GetKeys():
                self._store_step(held, line, partial(self._read_keys, held, line))
            case SetKeys():
                self._store_step(held, line, partial(self._write_keys, held, line))
            case Credentials():
                self._store_step(held, line, partial(self._write_credentials, held, line))
            case Connection(state="close"):
                self.connection_ended(held, line)
            case Connection(state="open"):
                held.socket_open, held.due = True, None
                self._runner.add(held, partial(self._opened, held, line))
            case Connection():
                if line.new_login:
                    self._runner.add(held, partial(self._paired, held, line))
            case Qr() | PairCode():
                expires_at = now() + timedelta(seconds=line.seconds)
                self._runner.add(held, partial(self._show, held, line, expires_at))
            case Messages() | History() | Statuses() | Lids():
                self._runner.receive(held, partial(self._receive, held, line, held.bridge))
            case Typing():
                return  # It is not shown when a customer writes.

    def _acked(self, held: Held, ack: Ack) -> None:
        if not held.acked(ack):
            self._late_ack(held.lease, ack)

    def connection_ended(self, held: Held, line: Connection | None) -> None:
        """Note at once that a session has no socket, and what follows in its turn."""
        end = _End(
            line.code if line else None,
            line.reason if line else None,
            line.expires if line else None,
            random.random(),  # noqa: S311 (spreads reconnects)
            held.intent,
        )
        bridge = held.went_down()
        if bridge is None:
            return
        was_stable = held.life.state == "open" and now() - held.life.since >= life_cycle.STABLE_AFTER
        held.breakdowns = 0 if line is not None else 1 if was_stable else held.breakdowns + 1
        self._runner.give_back(bridge)
        if end.reason == FENCED:
            self._runner.drop(held, "lost")
            return
        self._runner.add(held, partial(self._closed, held, end))

    async def _opened(self, held: Held, line: Connection) -> None:
        if not held.socket_open:
            return
        if not await self._go_on(held, life_cycle.opened, **_me(line)):
            return
        await self._clear(held)
        self._runner.opened()
        log.info("session.open", channel=str(held.channel_id))
        if held.life.desired == "logged_out":
            self._runner.close(held, "log_out")

    async def _paired(self, held: Held, line: Connection) -> None:
        if not await self._go_on(held, life_cycle.paired, **_me(line)):
            return
        await self._clear(held)
        log.info("session.paired", channel=str(held.channel_id))

    async def _show(self, held: Held, line: Qr | PairCode, expires_at: datetime) -> None:
        """Show a code to those who may pair."""
        if held.life.pairing is None or not held.has_socket:
            return
        if held.life.state not in ("qr", "pair_code"):
            held.due = self._runner.clock() + PAIRING_SECONDS
        if not await self._go_on(held, life_cycle.code_shown):
            return
        kind = "qr" if isinstance(line, Qr) else "code"
        pairing = Pairing.model_validate({"kind": kind, "code": line.code, "expires_at": expires_at})
        await self._pairings.show(held.company_id, held.channel_id, pairing, now())

    async def _clear(self, held: Held) -> None:
        await self._pairings.clear(held.company_id, held.channel_id, now())

    async def _receive(self, held: Held, line: Received, bridge: "Bridge | None") -> None:
        metrics.lines.labels(line.op).inc()
        try:
            await self._receiver.receive(held, line)
        except Exception as error:
            if passes(error):
                raise
            # To read it again would not help, and to close the session would not bring it back.
            metrics.failed_lines.labels(line.op).inc()
            log.error("session.line_failed", channel=str(held.channel_id), op=line.op, exc_info=error)
        await held.kept(bridge, line.id)

    # --- keys ----------------------------------------------------------------------------------------

    def _store_step(
        self, held: Held, line: GetKeys | SetKeys | Credentials, work: Callable[[], Awaitable[Any]]
    ) -> None:
        async def step() -> None:
            try:
                value = await work()
                await held.answer(line.id, value)
            except LeaseLost:
                await held.answer(line.id, error=FENCED)
                raise
            except LineTooLong:
                await held.answer(line.id, error=TOO_LONG)
            except Exception as error:
                if is_transient(error):
                    raise
                log.error("session.keys_failed", channel=str(held.channel_id), op=line.op, exc_info=error)
                metrics.failed_lines.labels(line.op).inc()
                await held.answer(line.id, error=_STORAGE)

        metrics.lines.labels(line.op).inc()
        self._runner.add(held, step, store=True)

    async def _read_keys(self, held: Held, line: GetKeys) -> dict[str, str]:
        found = await self._store.read(held.lease, line.kind, line.ids)
        if sum(map(len, found.values())) > MAX_LINE:
            raise LineTooLong
        return found

    async def _write_keys(self, held: Held, line: SetKeys) -> None:
        await self._store.write(held.lease, [(entry.kind, entry.id, entry.value) for entry in line.entries])

    async def _write_credentials(self, held: Held, line: Credentials) -> None:
        await self._store.store_credentials(held.lease, line.value)

    # --- its life ------------------------------------------------------------------------------------

    async def _closed(self, held: Held, end: _End) -> None:
        """Write down that a connection ended, and go on as its code or our intent says."""
        if held.has_socket:
            return
        if end.intent is None and held.life.state not in life_cycle.CONNECTED:
            if not _goes_on(held.life):  # As after a step that broke off before its last part.
                await self._runner.release(held)
            return
        was_pairing = held.life.pairing is not None
        await held.stores.finished()
        with suppress(TimeoutError):  # What it has brought comes first, unless the storage is away.
            async with asyncio.timeout(_RECEIVED_SECONDS):
                await held.received.finished()
        if end.intent == "outdated":
            change: Callable[[Life, datetime], Life] = partial(life_cycle.outdated, code=end.code)
        elif end.intent in ("give_back", "restart"):
            change = life_cycle.given_back
        else:
            metrics.ended(end.code)
            code = _LOGGED_OUT if end.reason == _NEEDS_PAIRING else end.code
            block = None if end.expires is None else timedelta(seconds=end.expires)
            change = partial(_ended, code=code, chance=end.chance, block=block)
        await self._change(held, change)
        life = held.life
        log.info(
            "session.closed", channel=str(held.channel_id), code=end.code, reason=end.reason, state=life.state
        )
        if was_pairing:
            await self._clear(held)
        if life.attempts == ALARMING_ATTEMPTS:
            log.error("session.keeps_failing", channel=str(held.channel_id), code=end.code)
        if life.state == "outdated" and end.intent != "outdated":
            self._runner.became_outdated(held)
        if end.intent == "give_back" or not _goes_on(life):
            await self._runner.release(held)

    async def _end(self, held: Held, change: Callable[[Life, datetime], Life]) -> None:
        await self._change(held, change)
        await self._runner.release(held)

    async def _go_on(self, held: Held, change: Callable[[Life, datetime], Life], **more: Any) -> bool:
        """Write what a socket has come to. False: it is closed, for somebody links a phone anew meanwhile."""
        is_stale = False

        def unless_stale(life: Life, at: datetime) -> Life:
            nonlocal is_stale
            is_stale = life.state == "idle" and life.pairing is not None
            return life if is_stale else change(life, at)

        await self._change(held, unless_stale, **more)
        if is_stale:
            self._runner.close(held, "restart")
        return not is_stale

    async def _change(self, held: Held, change: Callable[[Life, datetime], Life], **more: Any) -> None:
        """Write a session's next state, and what follows for its channel, under the lease."""
        async with self._database.worker() as session:
            row = await service.changed(
                session,
                held.company_id,
                held.channel_id,
                lambda life: change(life, now()),
                lease=held.lease,
                **more,
            )
            if row.state == "logged_out":
                await session_keys.wipe(session, held.lease)
                await session_chats.forget(session, held.company_id, held.channel_id)
        held.update(row)


def _ended(life: Life, at: datetime, *, code: int | None, chance: float, block: timedelta | None) -> Life:
    return life_cycle.closed(life, code, at, chance=chance, block=block)


def _failed(life: Life, at: datetime, *, chance: float) -> Life:
    return (
        life if life.state in life_cycle.ENDED else _ended(life, at, code=_BROKEN, chance=chance, block=None)
    )


def _goes_on(life: Life) -> bool:
    """Tell whether a session without a socket is opened again by itself, soon."""
    if life.desired == "logged_out":
        return life.state != "logged_out"
    return life.desired == "open" and life.state not in life_cycle.ENDED


def _me(line: Connection) -> dict[str, str | None]:
    """Return what is kept of the account that a connection is of."""
    if line.me is None:
        return {}
    lid = line.me.lid if line.me.lid is None or len(line.me.lid) <= _MAX_LID else None
    return {"me_phone": _phone(line.me.id), "me_lid": lid}


def _phone(jid: str) -> str | None:
    """Return the number of an account's address, as channels show it."""
    digits = jid.split("@")[0].split(":")[0]
    return f"+{digits}" if digits.isdigit() and jid.endswith("@s.whatsapp.net") else None

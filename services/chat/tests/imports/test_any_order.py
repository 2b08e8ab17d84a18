"""Imports in any order of events: no person is imported twice, left out, or after a cancellation."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from atende_contracts.ids import uuid7
from atende_platform.data.db import Database
from atende_platform.process import turns
from atende_platform.testing.plugin import AsUser, Installation
from chat.imports import repository
from chat.imports.worker import Importer

from ..factories import Rows

PATH: Final = "/api/v1/contacts"
ROWS: Final = 7
CHUNK: Final = 2
FILES: Final = 3
ENDED: Final = ("finished", "failed", "cancelled")
LATER: Final = "WITH over AS (UPDATE contact_imports SET leased_until = now() RETURNING 1) SELECT 1 FROM over"

actions = st.tuples(
    st.sampled_from(
        ("draft", "import", "start", "cancel", "step", "step", "step", "crash before", "crash after", "wait")
    ),
    st.integers(0, FILES - 1),
    st.integers(0, 1),
)


class _KilledError(ConnectionError):
    pass


@dataclass
class World:
    """A company, two workers, and what is known of its files."""

    http: httpx.AsyncClient
    company_id: UUID
    workers: list[Importer]
    rows: Rows
    kill: str = ""
    imports: dict[int, str] = field(default_factory=dict)
    """By the number of the file."""
    seen: dict[int, dict[str, Any]] = field(default_factory=dict)

    def file(self, number: int) -> dict[str, Any]:
        lines = [f"P{number}-{row},+55119{number}{row:07}" for row in range(ROWS)]
        return {"file": ("c.csv", "\n".join(["name,phone", *lines]).encode())}

    async def act(self, action: str, number: int, worker: int) -> None:
        if action in ("draft", "import") and number not in self.imports:
            path = f"{PATH}/imports" if action == "draft" else f"{PATH}/import"
            answer = await self.http.post(path, files=self.file(number))
            assert answer.status_code in (201, 202), answer.text
            self.imports[number] = answer.json()["id"]
        elif action in ("start", "cancel") and number in self.imports:
            answer = await self.http.post(f"{PATH}/imports/{self.imports[number]}/{action}", json={})
            before = self.seen[number]["status"]
            fits = before == "draft" if action == "start" else before not in ("finished", "failed")
            assert (answer.status_code < 300) is fits, (before, answer.text)
        elif action == "wait":
            await self.rows(LATER)
        elif action.startswith(("step", "crash")):
            self.kill = action.removeprefix("crash ") if action.startswith("crash") else ""
            try:
                await self.workers[worker].step()
            except _KilledError:
                pass
            finally:
                self.kill = ""

    async def look(self) -> None:
        """Check what must hold at any time."""
        expected: set[str] = set()
        for number, import_id in self.imports.items():
            report = (await self.http.get(f"{PATH}/imports/{import_id}")).json()
            before = self.seen.get(number)
            done = report["rows"]
            assert done == report["created"] == min(done, ROWS)
            assert (report["finishedAt"] is not None) is (report["status"] in ENDED)
            if before is not None:
                assert done >= before["rows"]
                assert before["status"] not in ENDED or report == before
            assert report["status"] not in ("draft", "queued") or done == 0
            assert report["status"] != "finished" or done == ROWS
            self.seen[number] = report
            expected |= {f"P{number}-{row}" for row in range(done)}
        company = {"company": self.company_id}
        names = await self.rows("SELECT name FROM contacts WHERE company_id = :company", **company)
        assert sorted(name for (name,) in names) == sorted(expected)
        events = (
            "SELECT count(*), count(DISTINCT key) FROM outbox WHERE company_id = :company AND topic = :topic"
        )
        [(count, keys)] = await self.rows(events, **company, topic="contact.changed")
        assert count == keys == len(expected)
        files = await self.rows("SELECT import_id FROM import_files WHERE company_id = :company", **company)
        open_ones = {
            self.imports[number] for number, each in self.seen.items() if each["status"] not in ENDED
        }
        assert {str(import_id) for (import_id,) in files} == open_ones


@pytest.fixture
def worlds(
    as_user: AsUser,
    database: Database,
    installation: Installation,
    rows: Rows,
    monkeypatch: pytest.MonkeyPatch,
) -> Callable[[], World]:
    """Makes companies, of which one is at work at a time."""
    monkeypatch.setattr(turns, "REST", 0.0)
    small = installation.settings.model_copy(update={"import_chunk_rows": CHUNK})
    current: list[World] = []
    advance = repository.advance

    async def mortal(*args: Any, **kwargs: Any) -> Any:
        if current[-1].kill == "before":
            raise _KilledError
        result = await advance(*args, **kwargs)
        if current[-1].kill == "after":
            raise _KilledError
        return result

    monkeypatch.setattr(repository, "advance", mortal)

    def make() -> World:
        company_id = uuid7()
        workers = [Importer(database, small, installation.runtime.quotas) for _ in range(2)]
        current.append(World(as_user("owner", company_id=company_id), company_id, workers, rows))
        return current[-1]

    return make


@given(st.lists(actions, max_size=25))
@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
async def test_imports_in_any_order(worlds: Callable[[], World], steps: list[tuple[str, int, int]]) -> None:
    world = worlds()
    for step in steps:
        await world.act(*step)
        await world.look()
    # In the end all that was started and not cancelled is there.
    await world.rows(LATER)
    for worker in world.workers:
        await worker.run_due()
    await world.look()
    assert {each["status"] for each in world.seen.values()} <= {"draft", "finished", "cancelled"}
    for number in world.imports:
        if world.seen[number]["status"] == "draft":
            await world.act("cancel", number, 0)

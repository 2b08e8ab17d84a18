"""What is old is deleted in batches until nothing is left, each kind in transactions of its own."""

from collections.abc import Sequence

from sqlmodel.ext.asyncio.session import AsyncSession
from structlog.testing import capture_logs

from atende_contracts.ids import uuid7
from atende_platform.data.db import Database, execute
from atende_platform.data.purges import Purges
from atende_platform.messaging import inbox


class Heap:
    """Rows that are old."""

    def __init__(self, rows: int) -> None:
        self.rows = rows
        self.batches: list[int] = []

    async def __call__(self, _: AsyncSession, limit: int) -> int:
        count = min(self.rows, limit)
        self.rows -= count
        self.batches.append(count)
        return count


async def _broken(session: AsyncSession, _: int) -> int:
    await execute(session, "SELECT 1 / 0")
    return 0


async def test_each_kind_goes_in_batches_and_one_that_fails_keeps_no_other(database: Database) -> None:
    many, few = Heap(25), Heap(3)
    purges = Purges(database, {"broken": _broken, "many": many, "few": few}, batch=10)
    with capture_logs() as logs:
        for _ in range(3):
            answers = [await purges.step()]
            while answers[-1]:
                answers.append(await purges.step())
    assert (many.rows, few.rows) == (0, 0)
    assert many.batches == [10, 10, 5, 0, 0]
    assert few.batches == [3, 0, 0]
    assert [(one["event"], one["of"]) for one in logs] == [("purge.failed", "broken")] * 3, "once a round"


async def test_the_oldest_go_first_and_no_more_than_a_batch_at_a_time(database: Database) -> None:
    async with database.worker() as session:
        await execute(
            session,
            "INSERT INTO inbox (company_id, consumer, event_id, received_at)"
            " SELECT :company, 'test', gen_random_uuid(), now() - make_interval(days => 20 + day)"
            " FROM generate_series(1, 12) AS day",
            company=uuid7(),
        )

    async def left() -> Sequence[int]:
        async with database.worker() as session:
            ages = await execute(
                session,
                "SELECT CAST(now() - received_at AS text) AS age FROM inbox ORDER BY received_at DESC",
            )
            return [int(row.age.split()[0]) for row in ages]

    purges = Purges(database, {"inbox": inbox.purge}, batch=4)
    assert await purges.step() is True
    assert await left() == [21, 22, 23, 24, 25, 26, 27, 28]
    while await purges.step():
        pass
    assert await left() == [21]

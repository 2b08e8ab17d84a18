"""Rows of people and programs who hang up, sign in all at once, refresh twice, or have namesakes."""

import asyncio
import time
from collections import Counter
from statistics import quantiles
from typing import Final

import asyncpg
import httpx
from chaos.settings import FAULTS, MARKS
from system import PASSWORD, System, eventually
from under_load import at_work

from atende_sandbox.services import DATABASE
from atende_sandbox.world import World

CALLS: Final = 300
HANG_UP: Final = 0.3
LOGINS: Final = 200
LOGIN_SECONDS: Final = 120.0
"""How long one of so many may take: each costs a processor a good part of a second."""
REFRESHES: Final = 50
GRACE_SECONDS: Final = 10.0
"""How long a token that was used buys again what it bought (`REFRESH_GRACE_SECONDS`)."""
PATHS: Final = ("/api/v1/tickets", "/api/v1/contacts", "/api/v1/campaigns", "/api/v1/reports/summary")

pytestmark = MARKS


async def test_clients_hang_up(system: System, seed: int) -> None:
    """Row 24. No connection of a pool stays with a call that nobody waits for."""
    async with at_work(system, "24 hanging up", seed, FAULTS) as run:
        company, chance = run.tenants[0].company, run.chance
        answers: Counter[str] = Counter()

        async def call() -> None:
            hangs_up = chance.random() < HANG_UP
            patience = chance.uniform(0.001, 0.05) if hangs_up else 60.0
            try:
                async with run.system.new_client() as http:
                    answer = await http.get(chance.choice(PATHS), headers=company.headers, timeout=patience)
                answers[str(answer.status_code)] += 1
            except httpx.TimeoutException:
                assert hangs_up, "no answer for a minute"
                answers["hung up"] += 1

        for _ in range(CALLS // 30):
            await asyncio.gather(*(call() for _ in range(30)))
        run.fault()
        assert answers["hung up"] > 0, answers
        assert answers.keys() <= {"200", "503", "hung up"}, (
            answers
        )  # 503: with many at a time, on a slow machine.

        async def nothing_is_left_open() -> None:
            assert await _left_open(run.world) == []

        await eventually(nothing_is_left_open, timeout=30, every=0.5)


async def _left_open(world: World) -> list[str]:
    """Return which transactions do nothing, and have not for a while."""
    url = world.infrastructure.database_admin_url.rpartition("/")[0]
    connection = await asyncpg.connect(f"{url}/{DATABASE}")
    try:
        rows = await connection.fetch(
            "SELECT application_name || ': ' || left(query, 80) AS what FROM pg_stat_activity"
            " WHERE state = 'idle in transaction' AND state_change < now() - interval '5 seconds'"
        )
        return [row["what"] for row in rows]
    finally:
        await connection.close()


async def test_everybody_signs_in_at_once(system: System, seed: int) -> None:
    """Row 25. Who works is not kept waiting for it, and no consumer is thrown out of its group."""
    _, answer = await system.register()
    login = {"email": answer["user"]["email"], "password": PASSWORD}
    async with at_work(system, "25 login storm", seed, FAULTS) as run:
        await run.under_way()
        rebalances = _rebalances(run.world)
        times: list[float] = []
        statuses: Counter[int] = Counter()

        async def sign_in(http: httpx.AsyncClient) -> None:
            answer = await http.post("/api/v1/auth/login", json=login, timeout=LOGIN_SECONDS)
            statuses[answer.status_code] += 1

        async with run.system.new_client(limits=httpx.Limits(max_connections=LOGINS)) as http:
            storm = asyncio.gather(*(sign_in(http) for _ in range(LOGINS)))
            while not storm.done():
                begun = time.perf_counter()
                answered = await system.http.get(PATHS[0], headers=run.tenants[0].company.headers)
                times.append(time.perf_counter() - begun)
                assert answered.status_code == 200
            await storm
        run.fault()
        assert statuses.keys() <= {200, 503}, statuses
        assert statuses[200] > 0
        assert _rebalances(run.world) == rebalances
    if len(times) > 1:
        print(f"{dict(statuses)}; others' calls: p99 {1000 * quantiles(times, n=100)[98]:.0f} ms")


def _rebalances(world: World) -> int:
    return world.log("kafka").read_text().count("Preparing to rebalance group")


async def test_tokens_are_refreshed_twice(system: System, seed: int) -> None:
    """Row 26. However many use a token at once, it is changed once; who comes late ends the session."""
    api, answer = await system.register()
    login = {"email": answer["user"]["email"], "password": PASSWORD}
    elsewhere = (await api.post("/api/v1/auth/login", login))["refreshToken"]
    first = token = answer["refreshToken"]
    async with at_work(system, "26 parallel refresh", seed, FAULTS) as run:
        for together in (2, REFRESHES):
            answers = await asyncio.gather(*(_refresh(system, token) for _ in range(together)))
            assert {one.status_code for one in answers} == {200}, [one.text for one in answers]
            following = {one.json()["refreshToken"] for one in answers}
            assert len(following) == 1, "one rotation"
            [token] = following
            run.fault()
        await run.under_way()
        await asyncio.sleep(GRACE_SECONDS + 1)
        # Thief and owner look the same: the session is over, and no other one.
        for presented in (first, token):
            assert (await _refresh(system, presented)).status_code == 401
        run.fault()
        assert (await _refresh(system, elsewhere)).status_code == 200, "another session goes on"


async def _refresh(system: System, token: str) -> httpx.Response:
    return await system.http.post("/api/v1/auth/refresh", json={"refreshToken": token}, timeout=60.0)


async def test_two_companies_serve_the_same_people(system: System, seed: int) -> None:
    """Row 27. The same phones write to both and are written to by both, while a sender is killed."""
    async with at_work(system, "27 namesakes", seed, FAULTS, unknown=True, namesakes=True) as run:
        for _ in range(FAULTS):
            await run.under_way()
            await run.kill("gateway")

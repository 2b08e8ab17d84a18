"""Background tasks are run again when they fail, and seen to fail; the command line of a service."""

import asyncio
from contextlib import suppress
from typing import Any

import pytest
from prometheus_client import REGISTRY

from atende_platform.process import progress, tasks
from atende_platform.process.settings import ServiceSettings
from atende_platform.process.tasks import Task, every, within
from atende_platform.runtime import Runtime
from atende_platform.service import command, running
from atende_platform.service.command import run
from atende_platform.service.definition import Service, migrations_dir
from atende_platform.service.running import running_tasks
from atende_platform.testing.plugin import Eventually


@pytest.fixture
async def runtime(nowhere: ServiceSettings) -> Runtime[ServiceSettings]:
    return Runtime("reporting", nowhere, frozenset({"worker"}))


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "_RESTART_FIRST_SECONDS", 0.05)


async def test_a_failing_task_is_run_again_and_told_meanwhile(
    runtime: Runtime[Any], eventually: Eventually
) -> None:
    runs = 0

    async def work() -> None:
        nonlocal runs
        runs += 1
        if runs < 3:
            raise ValueError(f"run {runs}")
        await asyncio.Event().wait()

    seen_failing: list[str] = []

    async def failing_is_told() -> None:
        seen_failing.extend(runtime.failing.values())
        with pytest.raises(RuntimeError, match="failing: work"):
            await runtime.check_tasks()

    async with running_tasks([Task("work", work)], runtime):
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        await failing_is_told()

        async def recovered() -> None:
            assert runs == 3
            await runtime.check_tasks()

        await eventually(recovered)
    assert seen_failing == ["ValueError('run 1')"]


async def test_a_task_is_back_soon_after_an_outage_however_long_it_was(
    runtime: Runtime[Any], monkeypatch: pytest.MonkeyPatch, eventually: Eventually
) -> None:
    monkeypatch.setattr(running, "_OUTAGE_LONGEST_SECONDS", 0.05)
    runs = 0

    async def work() -> None:
        nonlocal runs
        runs += 1
        raise ExceptionGroup("several channels", [ConnectionRefusedError(), TimeoutError()])

    async with running_tasks([Task("work", work)], runtime):

        async def often() -> None:
            assert runs >= 12, "doubling its wait it would take minutes"

        await eventually(often)


async def test_a_task_that_ends_by_itself_is_run_again(runtime: Runtime[Any], eventually: Eventually) -> None:
    runs = 0

    async def work() -> None:
        nonlocal runs
        runs += 1

    async with running_tasks([Task("work", work)], runtime):

        async def again() -> None:
            assert runs >= 2

        await eventually(again)
        assert not runtime.failing


async def test_one_failing_task_leaves_the_others_alone(
    runtime: Runtime[Any], eventually: Eventually
) -> None:
    runs = 0

    async def work() -> None:
        nonlocal runs
        runs += 1

    async def fail() -> None:
        raise ValueError

    async def goes_on() -> None:
        assert runs >= 5

    async with running_tasks([Task("fail", fail), every("work", 0.01, work)], runtime):
        await eventually(goes_on)
    assert set(runtime.failing) <= {"fail"}


async def test_leaving_cancels_each_task_and_waits_for_it(runtime: Runtime[Any]) -> None:
    cleaned: list[str] = []

    def slow_to_stop(name: str) -> Task:
        async def work() -> None:
            try:
                await asyncio.Event().wait()
            finally:
                await asyncio.sleep(0.05)
                cleaned.append(name)

        return Task(name, work)

    async with running_tasks([slow_to_stop("a"), slow_to_stop("b")], runtime):
        await asyncio.sleep(0.01)
    assert sorted(cleaned) == ["a", "b"]


# --- the command line -------------------------------------------------------------------------


def test_an_unknown_command_shows_the_known_ones(
    service: Service[Any], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(service, ["dance"]) == 2
    assert "all|api|migrate|revision|count" in capsys.readouterr().err


def test_a_services_own_command_gets_its_arguments(
    service: Service[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://a:b@127.0.0.1:9/x")
    monkeypatch.setenv("DATABASE_WORKER_URL", "postgresql://a:b@127.0.0.1:9/x")
    monkeypatch.setattr(command.telemetry, "configure", lambda *_: None)
    assert run(service, ["count", "a", "b"]) == 2


def test_migrations_are_found_in_the_package(service: Service[Any]) -> None:
    assert (migrations_dir(service) / "env.py").exists()


def test_trusted_proxies_are_a_list(nowhere: ServiceSettings) -> None:
    settings = nowhere.model_copy(update={"trusted_proxies": "10.0.0.1, 172.16.0.0/12,"})
    assert settings.trusted_proxy_list == ["10.0.0.1", "172.16.0.0/12"]


@pytest.mark.parametrize("goes_on", [True, False])
async def test_a_task_that_swallows_its_cancellation_stops_all_the_same(
    runtime: Runtime[Any], monkeypatch: pytest.MonkeyPatch, goes_on: bool
) -> None:
    monkeypatch.setattr(running, "_STOP_AGAIN_SECONDS", 0.05)
    cancelled = 0

    async def work() -> None:
        nonlocal cancelled
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            cancelled += 1
        if goes_on:
            await asyncio.Event().wait()

    async with asyncio.timeout(10), running_tasks([Task("deaf", work)], runtime):
        await asyncio.sleep(0)
    assert cancelled == 1


async def test_repeated_work_stops_at_once_although_its_cancellation_was_swallowed(
    runtime: Runtime[Any],
) -> None:
    begun, rounds = asyncio.Event(), 0

    async def work() -> None:
        nonlocal rounds
        rounds += 1
        begun.set()
        with suppress(asyncio.CancelledError):
            await asyncio.Event().wait()

    async with asyncio.timeout(10), running_tasks([every("deaf", 0, work)], runtime):
        await begun.wait()
    assert rounds == 1


# --- what stands still is seen ------------------------------------------------------------------


async def test_a_round_without_end_fails_by_its_limit_and_the_next_one_has_its_turn(
    runtime: Runtime[Any], eventually: Eventually
) -> None:
    rounds = 0

    async def work() -> None:
        nonlocal rounds
        rounds += 1
        if rounds == 1:
            await asyncio.Event().wait()

    async with running_tasks([every("work", 0.01, work, limit=0.1)], runtime):

        async def went_on() -> None:
            assert rounds >= 3
            assert not runtime.failing

        await eventually(went_on)


async def test_what_takes_too_long_is_named() -> None:
    with pytest.raises(TimeoutError, match=r"^sweep: not finished within 0.01 s$"):
        async with within(0.01, "sweep"):
            await asyncio.Event().wait()
    with pytest.raises(TimeoutError, match=r"^its own$"):
        async with within(10, "sweep"):
            raise TimeoutError("its own")


async def test_work_that_has_more_to_do_goes_on_at_once_and_each_step_has_the_whole_limit(
    runtime: Runtime[Any], eventually: Eventually
) -> None:
    steps = 0

    async def work() -> bool:
        nonlocal steps
        steps += 1
        await asyncio.sleep(0.16)
        return steps < 10

    async with running_tasks([every("work", 3600, work, limit=1.5)], runtime):

        async def all_done() -> None:
            assert steps == 10

        await eventually(all_done)
        assert not runtime.failing


async def test_health_judges_the_last_completed_round_and_a_hanging_one_is_not_alive(
    runtime: Runtime[Any], eventually: Eventually, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A wait that no limit can end: it swallows its cancellation, as a library may."""
    monkeypatch.setattr(tasks, "_LATE_SECONDS", 0.0)
    monkeypatch.setattr(progress, "_HANGS_AFTER_SECONDS", 0.2)
    go_on = asyncio.Event()

    async def deaf() -> None:
        while not go_on.is_set():
            with suppress(asyncio.CancelledError):
                await go_on.wait()

    async def work() -> None:
        await asyncio.sleep(0)

    both = [every("deaf", 0.05, deaf, limit=0.05), every("work", 0.05, work)]
    async with running_tasks(both, runtime):
        assert runtime.hanging() == []

        async def late() -> None:
            assert "deaf" in runtime.late()

        await eventually(late)
        with pytest.raises(RuntimeError, match="late: deaf"):
            await runtime.check_tasks()

        async def hangs() -> None:
            assert runtime.hanging() == ["deaf"]

        await eventually(hangs)
        shown = REGISTRY.get_sample_value("task_round_age_seconds", {"task": "deaf"})
        allowed = REGISTRY.get_sample_value("task_round_limit_seconds", {"task": "deaf"})
        assert shown is not None
        assert allowed is not None
        assert shown > allowed
        go_on.set()

        async def recovered() -> None:
            assert not runtime.late()
            assert not runtime.hanging()

        await eventually(recovered)
    assert runtime.progress == {}


async def test_an_outage_makes_nobody_dead(
    runtime: Runtime[Any], eventually: Eventually, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However long it lasts: what fails and is tried again does not hang."""
    monkeypatch.setattr(tasks, "_LATE_SECONDS", 0.0)
    monkeypatch.setattr(progress, "_HANGS_AFTER_SECONDS", 0.3)
    monkeypatch.setattr(running, "_OUTAGE_LONGEST_SECONDS", 0.05)
    tries = 0

    async def work() -> None:
        nonlocal tries
        tries += 1
        raise ConnectionRefusedError

    async with running_tasks([every("work", 0, work, limit=0)], runtime):

        async def long_enough() -> None:
            assert runtime.hanging() == []
            assert tries >= 15
            assert "work" in runtime.late()

        await eventually(long_enough)

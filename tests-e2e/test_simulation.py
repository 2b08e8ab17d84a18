"""The simulation of the send path: some seeds end as they must, a seed is one history, broken promises show.

Here with the same seeds each time; `make simulate` looks at others.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
BROKEN = {
    "what is sent is not claimed before": 1000,
    "a lost answer counts as a refusal": 1025,
    "what a killed worker had begun is sent again": 1014,
    "a worker that stood still posts what was taken from it": 1014,
    "a portion is posted before that is written": 1014,
    "offsets are committed before the work is done": 1004,
    "what nobody knows the fate of is reported as failed": 1000,
}
"""A seed in which it shows."""


def run(*arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "simulation", *arguments],
        env={**os.environ, "PYTHONPATH": str(HERE), "PYTHONHASHSEED": "0"},
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )


def test_nothing_is_lost_or_doubled_in_any_of_these_seeds() -> None:
    ended = run("--first", "1", "--seeds", "50", "--jobs", "2")
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "50 seeds" in ended.stdout
    assert "doubled 0, lost 0, told wrongly 0" in ended.stdout


def test_a_seed_is_one_history() -> None:
    first, second = run("--seed", "7"), run("--seed", "7")
    assert first.stdout == second.stdout
    assert "digest" in first.stdout, first.stderr
    assert run("--seed", "8").stdout != first.stdout


@pytest.mark.parametrize("promise", BROKEN)
def test_a_broken_promise_shows(promise: str) -> None:
    ended = run("--seed", str(BROKEN[promise]), "--sabotage", promise)
    assert ended.returncode == 1, ended.stdout + ended.stderr

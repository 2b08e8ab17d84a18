"""The simulation of the send path: some seeds end as they must, a seed is one history, broken promises show.

Here with the same seeds each time; `make simulate` looks at others.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
BROKEN = {
    "what is sent is not claimed before": 1000,
    "a lost answer counts as a refusal": 1025,
    "what a killed worker had begun is sent again": 1014,
    "a worker that stood still posts what was taken from it": 1014,
    "a portion is posted before that is written": 1014,
    "offsets are committed before the work is done": 1004,
    "what nobody knows the fate of is reported as failed": 1024,
}
"""A seed in which it shows."""
BREAK = """
import json, sys
from simulation.__main__ import _be_quiet
from simulation.sabotage import SABOTAGES
from simulation.scenario import simulate
_be_quiet()
broken = json.loads(sys.argv[1])
shows = {promise: not simulate(seed, promise).is_well for promise, seed in broken.items()}
well = [seed for seed in set(broken.values()) if not simulate(seed).is_well]
print(json.dumps({"shows": shows, "not well": well, "all": list(SABOTAGES), "digest": simulate(7).digest}))
"""


def python(*arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, *arguments],
        env={**os.environ, "PYTHONPATH": str(HERE), "PYTHONHASHSEED": "0"},
        capture_output=True,
        text=True,
        check=False,
        timeout=250,
    )


def test_nothing_is_lost_or_doubled_in_any_of_these_seeds() -> None:
    ended = python("-m", "simulation", "--first", "1", "--seeds", "50", "--jobs", "2")
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "50 seeds" in ended.stdout
    assert "doubled 0, lost 0, told wrongly 0" in ended.stdout


def test_broken_promises_show_and_a_seed_is_one_history() -> None:
    ended = python("-c", BREAK, json.dumps(BROKEN))
    assert ended.returncode == 0, ended.stderr
    found: dict[str, Any] = json.loads(ended.stdout)
    assert found["shows"] == dict.fromkeys(BROKEN, True)
    assert found["not well"] == [], "as long as nothing is broken they end well"
    assert found["all"] == list(BROKEN)
    again = python("-m", "simulation", "--seed", "7")
    assert f"digest {found['digest']}" in again.stdout, again.stdout + again.stderr

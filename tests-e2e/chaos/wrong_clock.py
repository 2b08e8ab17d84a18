"""Runs a module with a wall clock that is wrong, and jumps to the other side at SIGUSR1.

Monotonic time stays right, as on a machine whose clock is set.

python tests-e2e/chaos/wrong_clock.py 300 gateway worker
"""

import runpy
import signal
import sys
from datetime import UTC, datetime, timedelta
from typing import Any

import time_machine


def main() -> None:
    """Be wrong from the start, and wrong the other way after each signal."""
    wrong_by = float(sys.argv.pop(1))
    sys.argv = sys.argv[1:]
    travel: list[Any] = []

    def jump(*_: object) -> None:
        nonlocal wrong_by
        if travel:
            travel.pop().stop()
            wrong_by = -wrong_by
        travel.append(time_machine.travel(datetime.now(UTC) + timedelta(seconds=wrong_by), tick=True))
        travel[0].start()

    jump()
    signal.signal(signal.SIGUSR1, jump)
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)


main()

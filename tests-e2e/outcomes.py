"""What the rows of the fault matrix came to: the table of a session, and what `make proof` reads."""

from dataclasses import asdict, dataclass, replace
from typing import Any, Final


@dataclass(frozen=True)
class Outcome:
    """What a run came to; ``failure`` says in words why its books do not agree, or what else was wrong."""

    row: str
    seed: int
    faults: int
    lost: int
    doubled: int
    declared: int
    """Unconfirmed, as the system says."""
    unknown: int
    """And as they are: what never left."""
    leaked: int
    recovery: float | None
    """Seconds from the last fault until a channel had half its rate again, if so much was left to send."""
    seconds: float
    reconciled: bool
    """Whether it came so far that the results were looked at: if not, its zeros say nothing."""
    failure: str = ""


OUTCOMES: Final[list[Outcome]] = []
"""Of all runs of this session, for the table at its end."""
NOT_RUN: Final[dict[str, str]] = {}
"""Rows that this machine does not let us run, and why, for the same table."""
FAILED_EARLY: Final[dict[str, str]] = {}
"""Tests that failed before a run of theirs began, and why."""
_of_earlier_tests = 0
"""How many of `OUTCOMES`."""


def begin_test() -> None:
    """Note that what is entered from now on is of another test."""
    global _of_earlier_tests
    _of_earlier_tests = len(OUTCOMES)


def note_failure(test: str, why: str) -> None:
    """Note that the test at hand failed: each of its runs did, also those whose results agree."""
    if len(OUTCOMES) == _of_earlier_tests:
        FAILED_EARLY[test] = why
    OUTCOMES[_of_earlier_tests:] = [
        outcome if outcome.failure else replace(outcome, failure=why)
        for outcome in OUTCOMES[_of_earlier_tests:]
    ]


def table() -> list[str]:
    """Return what all runs came to, row by row of the matrix; nothing if there were none."""
    if not (OUTCOMES or NOT_RUN or FAILED_EARLY):
        return []
    lines = [
        f"{'row':24}{'runs':>5}{'faults':>8}{'L':>4}{'D':>4}{'U':>5}{'true':>6}{'X':>4}   T median, longest"
    ]
    for row in dict.fromkeys(outcome.row for outcome in OUTCOMES):
        runs = [outcome for outcome in OUTCOMES if outcome.row == row]
        times = sorted(run.recovery for run in runs if run.recovery is not None)
        recovery = f"{times[len(times) // 2]:.1f} s, {times[-1]:.1f} s" if times else "-"
        sums = [
            sum(getattr(run, column) for run in runs)
            for column in ("faults", "lost", "doubled", "declared", "unknown", "leaked")
        ]
        figures = "".join(f"{n:{width}}" for n, width in zip(sums, (8, 4, 4, 5, 6, 4), strict=True))
        failed = sum(bool(run.failure) for run in runs)
        early = sum(not run.reconciled for run in runs)
        ended = f"   FAILED {failed}, {early} of them before the results were looked at" if failed else ""
        lines.append(f"{row:24}{len(runs):5}{figures}   {recovery}{ended}")
    lines += [f"{row:24} NOT RUN: {why}" for row, why in NOT_RUN.items()]
    return [*lines, *(f"{test} FAILED before it began: {why}" for test, why in FAILED_EARLY.items())]


def kept() -> dict[str, Any]:
    """Return what all runs came to, as `tests-e2e/proof.py` reads it."""
    return {
        "runs": [asdict(outcome) for outcome in OUTCOMES],
        "notRun": NOT_RUN,
        "failedEarly": FAILED_EARLY,
    }

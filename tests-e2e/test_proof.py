"""The page of `make proof`: nothing that did not run, or failed, is left out of it."""

import json
from pathlib import Path
from typing import Any

import outcomes
import pytest
from outcomes import Outcome
from proof import ROWS, Chaos, page, summary

SIMULATION: dict[str, Any] = {
    "seeds": 1000,
    "first": 1,
    "jobs": 2,
    "seconds": 10.0,
    "cpu_seconds": 12.0,
    "simulated_seconds": 3600.0,
    "faults": {"a lost answer": 7},
    "sends": 5000,
    "accepted": 4990,
    "transactions": 20000,
    "lost": 0,
    "doubled": 0,
    "wrong": 0,
    "unconfirmed": 3,
    "failed": 0,
    "sabotages": {"a promise": {"seeds": 12, "told": "sent twice"}},
}


@pytest.fixture
def entered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is entered yet, and what this test enters is of no other."""
    for name, nothing in (("OUTCOMES", []), ("NOT_RUN", {}), ("FAILED_EARLY", {})):
        monkeypatch.setattr(outcomes, name, nothing)


def outcome(row: str, *, declared: int = 0, unknown: int = 0) -> Outcome:
    return Outcome(
        row=row,
        seed=7,
        faults=3,
        lost=0,
        doubled=0,
        declared=declared,
        unknown=unknown,
        leaked=0,
        recovery=4.2,
        seconds=30.0,
        reconciled=True,
    )


def kept(folder: Path) -> Chaos:
    path = folder / "chaos.json"
    path.write_text(json.dumps(outcomes.kept()))
    return Chaos.read([path])


def cells(text: str, what: str) -> list[str]:
    [line] = [line for line in text.splitlines() if f"| {what} |" in line]
    return [cell.strip() for cell in line.strip("|").split("|")]


@pytest.mark.usefixtures("entered")
def test_a_row_that_cannot_run_is_told_with_its_reason(tmp_path: Path) -> None:
    outcomes.OUTCOMES.append(outcome("4 zombie", declared=2, unknown=2))
    outcomes.NOT_RUN["23 Kafka full"] = "user 1000 may not mount small disks here"
    text = page(SIMULATION, kept(tmp_path))
    assert "- 23: the disk of Kafka is full (user 1000 may not mount small disks here)" in text
    assert f"- 2: {ROWS['2 SIGTERM'].what}\n" in text
    assert cells(text, ROWS["4 zombie"].what)[2:] == ["1", "3", "0", "0", "2 / 2", "0", "4.2", "15", "well"]
    assert any("NOT RUN: user 1000" in line for line in outcomes.table())


@pytest.mark.usefixtures("entered")
def test_a_test_that_fails_after_its_runs_or_before_them_is_no_success(tmp_path: Path) -> None:
    outcomes.OUTCOMES.append(outcome("4 zombie"))
    outcomes.begin_test()
    outcomes.OUTCOMES.append(outcome("10"))
    outcomes.note_failure("test_rate", "AssertionError: 43 in a second")
    outcomes.begin_test()
    outcomes.note_failure("test_disk", "SandboxError: no port is free")
    chaos = kept(tmp_path)
    assert chaos.failed == 2
    assert "2 runs failed or were broken off" in summary(SIMULATION, chaos)
    text = page(SIMULATION, chaos)
    assert cells(text, ROWS["4 zombie"].what)[-1] == "well"
    assert cells(text, ROWS["10"].what)[-1] == "failed"
    assert "- test_disk: SandboxError: no port is free" in text


@pytest.mark.usefixtures("entered")
def test_what_a_restored_system_has_forgotten_is_not_held_against_the_truth(tmp_path: Path) -> None:
    outcomes.OUTCOMES.extend(
        [outcome("13 lost requests", declared=9, unknown=9), outcome("28 restore", declared=70, unknown=30)]
    )
    chaos = kept(tmp_path)
    assert "| 9 / 9 |" in summary(SIMULATION, chaos)
    assert cells(page(SIMULATION, chaos), ROWS["28 restore"].what)[6] == "70 / 30"


def test_every_row_is_one_of_the_matrix() -> None:
    """Each row that a test enters has its words on the page."""
    sources = [Path(__file__).with_name(name) for name in ("test_faults.py", "restoring.py")]
    sources += Path(__file__).with_name("chaos").glob("rows_*.py")
    text = "".join(path.read_text() for path in sources)
    assert [name for name in ROWS if f'"{name}"' not in text] == []

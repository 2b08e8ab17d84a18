"""The simulation's command line: seeds for a time or a number of them, one seed again, what it would find."""

import argparse
import gc
import json
import logging
import multiprocessing
import os
import resource
import secrets
import sys
import time
import warnings
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import structlog

from simulation.sabotage import SABOTAGES
from simulation.scenario import Run, simulate

SABOTAGE_SEEDS: Final = 2_000
"""By then a broken promise must have shown."""
_PART: Final = 25


@dataclass
class Total:
    """What all seeds came to."""

    seeds: int = 0
    sends: int = 0
    accepted: int = 0
    doubled: int = 0
    lost: int = 0
    wrong: int = 0
    unconfirmed: int = 0
    transactions: int = 0
    brought_again: int = 0
    simulated_seconds: float = 0.0
    cpu_seconds: float = 0.0
    faults: Counter[str] = field(default_factory=Counter)
    failed: list[int] = field(default_factory=list)

    def add(self, run: Run) -> None:
        self.seeds += 1
        self.sends += run.sends
        self.accepted += run.accepted
        self.doubled += len(run.doubled)
        self.lost += len(run.lost)
        self.wrong += len(run.wrong)
        self.unconfirmed += run.unconfirmed
        self.transactions += run.transactions
        self.brought_again += run.again
        self.simulated_seconds += run.seconds
        self.faults += run.faults
        if not run.is_well:
            self.failed.append(run.seed)


def _be_quiet() -> None:
    """Log nothing: what is refused, killed and cut off here is meant to be."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    sys.unraisablehook = lambda _: None  # What worlds leave behind, half-way.
    gc.disable()


def _run(seeds: Sequence[int], sabotage: str | None = None) -> list[Run]:
    runs = [simulate(seed, sabotage) for seed in seeds]
    gc.collect()
    return runs


def _parts(first: int, count: int | None) -> Iterator[Sequence[int]]:
    end = sys.maxsize if count is None else first + count
    while first < end:
        yield range(first, min(first + _PART, end))
        first += _PART


def explore(first: int, *, count: int | None, seconds: float, jobs: int) -> tuple[Total, float]:
    """Run so many seeds, or as many as there is time for; return what they came to, and the seconds."""
    total, started = Total(), time.monotonic()
    with multiprocessing.get_context("fork").Pool(jobs, _be_quiet) as pool:
        started = time.monotonic()

        def in_time() -> Iterator[Sequence[int]]:
            for part in _parts(first, count):
                if count is None and time.monotonic() - started > seconds:
                    return
                yield part

        parts = in_time()
        under_way = [pool.apply_async(_run, (part,)) for _, part in zip(range(jobs * 2), parts, strict=False)]
        while under_way:
            for run in under_way.pop(0).get():
                total.add(run)
                for line in run.told()[:5]:
                    print(f"seed {run.seed}: {line}")
            if (part := next(parts, None)) is not None:
                under_way.append(pool.apply_async(_run, (part,)))
        seconds = time.monotonic() - started
        pool.close()
        pool.join()
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    total.cpu_seconds = spent.ru_utime + spent.ru_stime
    return total, seconds


def find_sabotages(first: int, jobs: int) -> dict[str, dict[str, Any]]:
    """Break each promise, and return after how many seeds that showed, and as what."""
    with multiprocessing.get_context("fork").Pool(jobs, _be_quiet) as pool:
        found = pool.starmap(_find, [(name, first) for name in SABOTAGES], chunksize=1)
    return {name: one for name, one in zip(SABOTAGES, found, strict=True) if one}


def _find(name: str, first: int) -> dict[str, Any]:
    for seed in range(first, first + SABOTAGE_SEEDS):
        [run] = _run([seed], name)
        if not run.is_well:
            return {"seeds": seed - first + 1, "seed": seed, "told": run.told()[0]}
    return {}


def _tell(total: Total, seconds: float, jobs: int) -> None:
    print(
        f"{total.seeds:,} seeds in {seconds:.0f} s, {60 * total.seeds / seconds:,.0f} a minute"
        f" in {jobs} processes; {1000 * total.cpu_seconds / max(1, total.seeds):.0f} ms of CPU for each"
        f" ({total.simulated_seconds / 3600:,.1f} simulated hours)"
    )
    print(
        f"{total.sends:,} sends, {total.accepted:,} accepted, {total.transactions:,} transactions,"
        f" {total.brought_again:,} records brought again after an outage"
    )
    for name, count in sorted(total.faults.items()):
        print(f"  {count:8,}  {name}")
    print(
        f"doubled {total.doubled}, lost {total.lost}, told wrongly {total.wrong},"
        f" unconfirmed {total.unconfirmed:,} (each of them checked)"
    )


def main() -> int:
    """Explore; exit with 1 if a seed did not end as it must."""
    parser = argparse.ArgumentParser(prog="simulation", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0, help="how long to explore")
    parser.add_argument("--seeds", type=int, help="so many instead")
    parser.add_argument("--first", type=int, help="the first seed; else any")
    parser.add_argument("--seed", type=int, help="one seed, with all that is found")
    parser.add_argument("--sabotage", choices=sorted(SABOTAGES), help="break a promise in that one")
    parser.add_argument("--sabotages", action="store_true", help="break each promise, to see that it shows")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--json", type=Path, help="where to write the figures")
    options = parser.parse_args()
    _be_quiet()
    if options.seed is not None:
        run = simulate(options.seed, options.sabotage)
        print(f"seed {run.seed}: {run.sends} sends, faults {dict(run.faults)}, digest {run.digest}")
        print("\n".join(run.told()) or "all is well")
        return 0 if run.is_well else 1
    first = secrets.randbelow(10**9) if options.first is None else options.first
    total, seconds = explore(first, count=options.seeds, seconds=options.seconds, jobs=options.jobs)
    _tell(total, seconds, options.jobs)
    figures: dict[str, Any] = {
        **vars(total),
        "first": first,
        "seconds": seconds,
        "jobs": options.jobs,
    }
    missed: list[str] = []
    if options.sabotages:
        found = find_sabotages(first, options.jobs)
        figures["sabotages"] = found
        missed = [name for name in SABOTAGES if name not in found]
        print("\nBroken on purpose:")
        for name in SABOTAGES:
            how = found.get(name)
            print(f"  {name}: " + (f"seed {how['seed']}, {how['told']}" if how else "NOT FOUND"))
    if options.json:
        options.json.parent.mkdir(parents=True, exist_ok=True)
        options.json.write_text(json.dumps(figures, indent=1) + "\n")
    for seed in total.failed[:20]:
        print(f"Look at it again: make simulate a='--seed {seed}'")
    return 1 if total.failed or missed else 0


if __name__ == "__main__":
    if os.environ.get("PYTHONHASHSEED") != "0":  # Or sets would have another order in each process.
        os.execve(sys.executable, [sys.executable, "-m", "simulation", *sys.argv[1:]],
                  {**os.environ, "PYTHONHASHSEED": "0"})  # fmt: skip
    sys.exit(main())

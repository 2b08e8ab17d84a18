"""Measures each part alone, one after the other, and writes docs/bench.md: all that `make bench` measured.

    python tests-e2e/bench/every_part.py [--rounds 3] [PART …]

What is measured beside other systems, with medians and spread, stands in docs/measured.md (`make evidence`),
which the page begins with. Of each part the page has what it printed in each round.
"""

import argparse
import ast
import os
import platform
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Final

BENCH: Final = Path(__file__).parent
REPOSITORY: Final = BENCH.parent.parent
PAGE: Final = REPOSITORY / "docs" / "bench.md"
PARTS: Final = (
    "thin_slice", "trickle", "inbound", "webhooks", "sending", "expansion", "campaign_path", "jwt_verify",
    "login_storm", "rls_price", "hostile_tenant", "whatsapp_web",
)  # fmt: skip
_NUMBER: Final = re.compile(r"(?<![\w.])\d[\d,]*(?:\.\d+)?")


def printed(part: str) -> str:
    """Run a part; return what it printed."""
    ended = subprocess.run(
        [sys.executable, str(BENCH / f"{part}.py")],
        env={**os.environ, "COLUMNS": "140", "NO_COLOR": "1"},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return ended.stdout.strip()


def together(rounds: list[str]) -> str:
    """Return the rounds as one: where they differ in figures only, the median (least–most) of each."""
    if len({_NUMBER.sub("#", text) for text in rounds}) > 1:
        return "\n\n".join(f"Round {number}:\n{text}" for number, text in enumerate(rounds, 1))
    figures = list(zip(*([_value(found) for found in _NUMBER.findall(text)] for text in rounds), strict=True))
    of_each = iter(figures)

    def write(found: re.Match[str]) -> str:
        values = next(of_each)
        if len(set(values)) == 1:
            return found[0]
        return f"{median(values):,g} ({min(values):,g}–{max(values):,g})"

    return _NUMBER.sub(write, rounds[0])


def _value(written: str) -> float:
    return float(written.replace(",", ""))


def machine() -> str:
    """Return the machine in words."""
    cpuinfo = Path("/proc/cpuinfo")
    found = re.search(r"model name\s*: (.*)", cpuinfo.read_text()) if cpuinfo.exists() else None
    return (
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {os.cpu_count()} processors"
        f" ({found[1] if found else platform.machine()}), Python {platform.python_version()},"
        f" load average {os.getloadavg()[0]:.1f} at the start"
    )


def main() -> None:
    """Measure, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", default=PARTS, metavar="PART")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    sections = [
        "# Bench\n\n`make bench` writes this page whole; do not edit it. It asserts nothing. Figures of two"
        " machines do not compare, nor do two days of one that does other things, too.\n",
        f"{machine()}. Rounds: {options.rounds}. Figures are medians of the rounds (least–most).\n",
        "Our hot paths beside BullMQ and the seed's own stack, in the same run: [measured](measured.md).\n",
    ]
    for part in options.parts:
        rounds = [printed(part) for _ in range(options.rounds)]
        head = (ast.get_docstring(ast.parse((BENCH / f"{part}.py").read_text())) or part).partition("\n")[0]
        sections.append(f"## {part}\n\n{head}\n\n```text\n{together(rounds)}\n```\n")
        print(sections[-1])
    PAGE.write_text("\n".join(sections))


if __name__ == "__main__":
    main()

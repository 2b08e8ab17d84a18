"""How much the rows of `make chaos` do: seeds, faults, and how long an outage lasts."""

import os
import secrets
from typing import Final

import pytest

FAULTS: Final = int(os.environ.get("ATENDE_FAULTS", "3"))
FIRST: Final = int(os.environ.get("ATENDE_FAULT_SEED") or secrets.randbelow(10**6))
SEEDS: Final = range(FIRST, FIRST + int(os.environ.get("ATENDE_FAULT_SEEDS", "1")))
OUTAGE_SECONDS: Final = float(os.environ.get("ATENDE_OUTAGE_SECONDS", "30"))
"""The matrix has outages of ten minutes and more: `make chaos outage=600`."""

# The waits within have their own limits, which follow the machine.
MARKS: Final = [
    pytest.mark.timeout(1200 + 180 * FAULTS + 4 * OUTAGE_SECONDS),
    pytest.mark.parametrize("seed", SEEDS),
]

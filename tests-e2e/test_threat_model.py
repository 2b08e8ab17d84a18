"""The threat model names tests that exist."""

import re
from typing import Final

from atende_sandbox.settings import REPOSITORY

PAGE: Final = REPOSITORY / "docs" / "threat-model.md"
NAMED: Final = re.compile(r"`(test_\w+\.py)::(test_\w+)`")


def test_every_promise_has_a_test_that_exists() -> None:
    rows = [line for line in PAGE.read_text().splitlines() if line.startswith("| ") and "`test_" in line]
    named = [match for row in rows for match in NAMED.findall(row)]
    assert len(rows) >= 15
    assert len(named) >= len(rows)
    files: dict[str, str] = {}
    for path in [*REPOSITORY.glob("*/**/tests/**/test_*.py"), *(REPOSITORY / "tests-e2e").glob("test_*.py")]:
        files[path.name] = files.get(path.name, "") + path.read_text()
    missing = [
        f"{file}::{test}" for file, test in named if not re.search(rf"def {test}\(", files.get(file, ""))
    ]
    assert missing == []


def test_the_page_has_no_promise_without_a_test() -> None:
    promises = PAGE.read_text().partition("## Promises")[2].partition("## Not promised")[0]
    rows = [line for line in promises.splitlines() if line.startswith("| ") and not line.startswith("| who")]
    assert [row for row in rows if not NAMED.search(row)] == []

"""The guides' code that checks signatures, in both languages, does what it says."""

import json
import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import pytest

from atende_contracts.ids import uuid7
from chat.webhooks.domain import headers_of, new_secret

DOCS: Final = Path(__file__).parents[4] / "docs"
OLD, NEW = new_secret(bytes(range(32))), new_secret(bytes(range(1, 33)))
BODY: Final = '{"text":"Olá, João"}'

_PYTHON: Final = """
import json, sys
for case in json.load(sys.stdin):
    print(json.dumps(is_genuine(case["secret"], case["headers"], case["body"].encode())))
"""
_NODE: Final = """
for (const each of JSON.parse(require("node:fs").readFileSync(0, "utf8")))
  console.log(isGenuine(each.secret, each.headers, Buffer.from(each.body)));
"""
RUNNERS: Final = {"python": [sys.executable, "-c"]} | (
    {"javascript": [node, "-e"]} if (node := shutil.which("node")) else {}
)


def case(secret: str, *signed_with: str, minutes: int = 0, body: str = BODY) -> dict[str, Any]:
    at = datetime.now(UTC) + timedelta(minutes=minutes)
    headers = headers_of(signed_with, uuid7(), at, BODY.encode())
    return {"secret": secret, "headers": headers, "body": body}


def cases() -> list[tuple[bool, dict[str, Any]]]:
    """Return deliveries of this moment, each with whether it is genuine."""
    return [
        (True, case(NEW, NEW)),
        (True, case(NEW, NEW, OLD)),
        (True, case(OLD, NEW, OLD)),
        (False, case(OLD, NEW)),
        (False, case(NEW, NEW, body=BODY + " ")),
        (False, case(NEW, NEW, minutes=-6)),
        (False, case(NEW, NEW, minutes=6)),
    ]


@pytest.mark.parametrize("language", RUNNERS)
@pytest.mark.parametrize("page", ["webhooks.md", "webhooks.pt-BR.md"])
def test_the_samples_tell_genuine_deliveries(page: str, language: str) -> None:
    [sample] = re.findall(rf"```{language}\n(.*?)```", (DOCS / page).read_text(), re.DOTALL)
    program = sample + {"python": _PYTHON, "javascript": _NODE}[language]
    tried = cases()
    ran = subprocess.run(
        [*RUNNERS[language], program],
        input=json.dumps([each for _, each in tried]),
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert [json.loads(line) for line in ran.stdout.split()] == [genuine for genuine, _ in tried]

"""The guide that connects a real number says what the API takes, and what the code does of errors."""

import json
import re
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from gateway.domain.errors import Treatment
from gateway.providers.cloud.errors import ERRORS

ROOT = Path(__file__).parents[3]
GUIDES = ["connect-a-number.md", "connect-a-number.pt-BR.md"]
CALL = re.compile(r'"\$API(?P<path>/[a-z]+)".*? -d \'(?P<body>\{.*?\})\'', re.DOTALL)
CODES = re.compile(r"^\| (?P<codes>\d[\d, –]*) \|[^|]*\|(?P<does>[^|]*)\|", re.MULTILINE)
STOPPED = ("stops the channel", "para o canal", "the same", "o mesmo")


@pytest.fixture(params=GUIDES)
def guide(request: pytest.FixtureRequest) -> str:
    return (ROOT / "docs" / request.param).read_text()


def operation(path: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return a POST's document and the schema of its body."""
    for file in sorted((ROOT / "docs/openapi").glob("*.json")):
        document = json.loads(file.read_text())
        if post := document["paths"].get(f"/api/v1{path}", {}).get("post"):
            return document, post["requestBody"]["content"]["application/json"]["schema"]
    raise AssertionError(f"there is no POST {path}")


def test_bodies_of_the_guide_fit_the_api(guide: str) -> None:
    calls = list(CALL.finditer(guide))
    assert [call["path"] for call in calls] == ["/channels", "/tickets"]
    for call in calls:
        document, schema = operation(call["path"])
        body = json.loads(call["body"].replace("019ab1d2-…", "019ab1d2-51a7-7b0a-8a57-2f1d0c9e4b10"))
        jsonschema_rs.validate({**schema, "components": document["components"]}, body)


def test_the_guide_names_all_fields_that_the_console_asks_for(guide: str) -> None:
    step = ROOT / "services/console/src/features/channels/connect/WebhookStep.tsx"
    listed = re.search(r"const FIELDS = \[(.*?)\]", step.read_text(), re.DOTALL)
    assert listed
    fields = re.findall(r'"(\w+)"', listed[1])
    assert len(fields) == 12  # As its check list says.
    assert {field for field in fields if f"`{field}`" not in guide} == set()


def test_the_guide_says_of_errors_what_is_done(guide: str) -> None:
    rows = list(CODES.finditer(guide))
    assert len(rows) > 20
    for row in rows:
        for written in row["codes"].replace(" ", "").split(","):
            rule = ERRORS.get(int(written.partition("–")[0]))
            if rule is None:  # Of registering a number, which is called by hand.
                assert written.startswith("133"), written
                continue
            stops = row["does"].strip().startswith(STOPPED)
            assert stops == (rule.treatment is Treatment.CHANNEL_STOPPED), written
            if named := re.search(r"`(\w+)`", row["does"]):
                assert named[1] == rule.reason, written

"""The committed schemas are the code's, and a change that would break a reader is seen and refused."""

import copy
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from atende_contracts import catalogue, schemas
from atende_contracts.registry import EVENTS
from atende_contracts.schemas import breaking_changes, schema_of

LIBRARY = Path(__file__).parent.parent
COMMITTED = LIBRARY / "schemas"
CATALOGUE = LIBRARY.parent.parent / "docs" / "events.md"

Schema = dict[str, Any]
Change = Callable[[Schema], None]

TYPE = "delivery.status_changed.v1"


def test_the_committed_schemas_are_up_to_date_and_compatible() -> None:
    assert schemas.check(COMMITTED) == []


def test_the_event_catalogue_is_up_to_date() -> None:
    assert CATALOGUE.read_text() == catalogue.render()


# --- what breaks ------------------------------------------------------------------------------


def properties(schema: Schema) -> Schema:
    fields: Schema = schema["properties"]
    return fields


def error_fields(schema: Schema) -> Schema:
    return properties(schema["$defs"]["ProviderError"])


def remove_field(schema: Schema) -> None:
    del properties(schema)["provider_message_id"]


def retype_field(schema: Schema) -> None:
    properties(schema)["at"] = {"type": "integer"}


def require_new_field(schema: Schema) -> None:
    properties(schema)["cost"] = {"type": "number"}
    schema["required"].append("cost")


def require_old_field(schema: Schema) -> None:
    schema["required"].append("provider_message_id")


def no_longer_require_field(schema: Schema) -> None:
    schema["required"].remove("at")


def make_nullable(schema: Schema) -> None:
    properties(schema)["at"] = {"anyOf": [properties(schema)["at"], {"type": "null"}]}


def make_not_nullable(schema: Schema) -> None:
    properties(schema)["provider_message_id"] = {"type": "string", "default": None}


def narrow_enum(schema: Schema) -> None:
    properties(schema)["state"]["enum"].remove("played")


def widen_enum(schema: Schema) -> None:
    properties(schema)["state"]["enum"].append("archived")


def change_default(schema: Schema) -> None:
    properties(schema)["provider_message_id"]["default"] = ""


def narrow_bound(schema: Schema) -> None:
    properties(schema)["provider_message_id"]["anyOf"][0]["maxLength"] -= 1


def widen_bound(schema: Schema) -> None:
    properties(schema)["provider_message_id"]["anyOf"][0]["maxLength"] += 1


def change_topic(schema: Schema) -> None:
    schema["x-topic"] = "delivery.other"


def remove_definition(schema: Schema) -> None:
    del schema["$defs"]["ProviderError"]


def remove_field_of_definition(schema: Schema) -> None:
    del error_fields(schema)["title"]


def retype_field_of_definition(schema: Schema) -> None:
    error_fields(schema)["code"]["type"] = "string"


def forbid_further_fields(schema: Schema) -> None:
    schema["additionalProperties"] = False


def forbid_further_fields_of_definition(schema: Schema) -> None:
    schema["$defs"]["ProviderError"]["additionalProperties"] = False


BREAKING: list[tuple[Change, str]] = [
    (remove_field, "provider_message_id: removed"),
    (retype_field, "at: retyped"),
    (require_new_field, "cost: now required"),
    (require_old_field, "provider_message_id: now required"),
    (no_longer_require_field, "at: no longer required"),
    (make_nullable, "at: now nullable"),
    (make_not_nullable, "provider_message_id: no longer nullable"),
    (narrow_enum, "state: values changed (removed ['played'], added [])"),
    (widen_enum, "state: values changed (removed [], added ['archived'])"),
    (change_default, "provider_message_id: default changed from None to ''"),
    (narrow_bound, "provider_message_id: retyped"),
    (widen_bound, "provider_message_id: retyped"),
    (change_topic, "topic changed from delivery.status to delivery.other"),
    (remove_definition, "ProviderError: definition removed"),
    (remove_field_of_definition, "ProviderError.title: removed"),
    (retype_field_of_definition, "ProviderError.code: retyped"),
    (forbid_further_fields, "event: retyped"),
    (forbid_further_fields_of_definition, "ProviderError: retyped"),
]


@pytest.mark.parametrize(("change", "problem"), BREAKING, ids=[change.__name__ for change, _ in BREAKING])
def test_a_breaking_change_is_named(change: Change, problem: str) -> None:
    new = copy.deepcopy(schema_of(TYPE))
    change(new)
    assert problem in breaking_changes(schema_of(TYPE), new)


def test_an_enum_that_is_a_definition_may_not_change_either() -> None:
    old = {"$defs": {"State": {"enum": ["on", "off"], "type": "string"}}}
    new = {"$defs": {"State": {"enum": ["on"], "type": "string"}}}
    assert breaking_changes(old, new) == ["State: values changed (removed ['off'], added [])"]


def add_optional_field(schema: Schema) -> None:
    properties(schema)["cost"] = {"anyOf": [{"type": "number"}, {"type": "null"}], "default": None}


def reword(schema: Schema) -> None:
    schema["description"] = "Other words."
    schema["title"] = "Other"
    properties(schema)["at"]["description"] = "Other words."
    error_fields(schema)["code"]["title"] = "Other"


def bound_texts_for_the_first_time(schema: Schema) -> None:
    properties(schema)["type"]["maxLength"] = 100
    properties(schema)["cost"] = {"type": "string", "maxLength": 3, "default": ""}


def add_definition(schema: Schema) -> None:
    schema["$defs"]["Cost"] = {"type": "object", "properties": {}}


@pytest.mark.parametrize(
    "change", [add_optional_field, reword, add_definition, bound_texts_for_the_first_time]
)
def test_a_compatible_change_is_let_through(change: Change) -> None:
    new = copy.deepcopy(schema_of(TYPE))
    change(new)
    assert breaking_changes(schema_of(TYPE), new) == []


# --- the command ------------------------------------------------------------------------------


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    assert schemas.write(tmp_path) == []
    return tmp_path


def edit(path: Path, change: Change) -> None:
    schema = json.loads(path.read_text())
    change(schema)
    path.write_text(schemas.render(schema))


def test_what_is_written_is_up_to_date(directory: Path) -> None:
    assert schemas.main(["--check", str(directory)]) == 0
    assert {path.stem for path in directory.glob("*.json")} == set(EVENTS)


def test_writing_refuses_to_launder_a_breaking_change(
    directory: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The committed schema has a field more than the code: the code has dropped it."""
    path = directory / f"{TYPE}.json"
    edit(path, add_optional_field)
    committed = path.read_text()
    assert schemas.main([str(directory)]) == 1
    assert path.read_text() == committed
    assert f"{TYPE}: BREAKING: cost: removed" in capsys.readouterr().err
    assert schemas.main(["--check", str(directory)]) == 1


def test_writing_refuses_to_forget_an_event(directory: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gone = directory / "message.sung.v1.json"
    gone.write_text("{}\n")
    assert schemas.main([str(directory)]) == 1
    assert gone.exists()
    assert "message.sung.v1: the event is gone" in capsys.readouterr().err
    assert schemas.main(["--check", str(directory)]) == 1


def test_writing_updates_what_changed_compatibly(directory: Path) -> None:
    path = directory / f"{TYPE}.json"
    edit(path, lambda schema: schema.update(description="Older words."))
    assert schemas.check(directory) == [f"{TYPE}: schema out of date; run `make contracts`"]
    assert schemas.main([str(directory)]) == 0
    assert schemas.check(directory) == []


def test_a_missing_schema_is_told_and_written(directory: Path) -> None:
    (directory / f"{TYPE}.json").unlink()
    assert schemas.check(directory) == [f"{TYPE}: no schema committed; run `make contracts`"]
    assert schemas.write(directory) == []
    assert schemas.check(directory) == []


@pytest.mark.parametrize("arguments", [[], ["--check"], ["--chekc", "x"], ["a", "b"]])
@pytest.mark.parametrize("command", [schemas.main, catalogue.main])
def test_a_wrong_command_line_writes_nothing(
    command: Callable[[list[str]], int], arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert command(arguments) == 2
    assert "usage" in capsys.readouterr().err


def test_the_catalogue_command(tmp_path: Path) -> None:
    page = tmp_path / "docs" / "events.md"
    assert catalogue.main(["--check", str(page)]) == 1
    assert catalogue.main([str(page)]) == 0
    assert catalogue.main(["--check", str(page)]) == 0
    page.write_text("# Old\n")
    assert catalogue.main(["--check", str(page)]) == 1


def test_the_catalogue_names_every_event_and_every_field() -> None:
    page = catalogue.render()
    for name, event in EVENTS.items():
        section = page.split(f"### `{name}`\n")[1].split("\n### ")[0]
        for field in set(event.model_fields) - {"type", "id", "company_id", "occurred_at"}:
            assert f"| `{field}` |" in section


@pytest.mark.parametrize("module", ["schemas", "catalogue"])
def test_the_commands_run_as_make_runs_them(module: str) -> None:
    target = {"schemas": COMMITTED, "catalogue": CATALOGUE}[module]
    finished = subprocess.run(
        [sys.executable, "-m", f"atende_contracts.{module}", "--check", str(target)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (finished.returncode, finished.stderr) == (0, "")

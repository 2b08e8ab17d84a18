"""Every line of the bridge's protocol says the same after it was written and read."""

import json
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from gateway.bridge import protocol
from gateway.bridge.protocol import DOWN, UP, MessageKey, Open, Part, Send, Words, lines_of, to_line, up_line

SESSION = uuid4()
ANY = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


def _fitting(schema: dict[str, Any], definitions: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Return values that a schema of ours takes."""
    if reference := schema.get("$ref"):
        return st.deferred(lambda: _fitting(definitions[reference.rpartition("/")[2]], definitions))
    for several in ("anyOf", "oneOf"):
        if several in schema:
            return st.one_of([_fitting(one, definitions) for one in schema[several]])
    if "const" in schema:
        return st.just(schema["const"])
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    return _of_type(schema, definitions)


def _of_type(schema: dict[str, Any], definitions: dict[str, Any]) -> st.SearchStrategy[Any]:
    match schema.get("type"):
        case "string" if schema.get("format") == "uuid":
            return st.uuids().map(str)
        case "string" if "pattern" in schema:
            texts = st.from_regex(schema["pattern"].replace("$", r"\Z"))
            return texts.filter(lambda text: len(text) <= schema.get("maxLength", 1000))
        case "string":
            return st.text(min_size=schema.get("minLength", 0), max_size=min(schema["maxLength"], 40))
        case "integer":
            return st.integers(schema["minimum"], schema["maximum"])
        case "number":
            return st.floats(schema["minimum"], schema["maximum"])
        case "boolean":
            return st.booleans()
        case "null":
            return st.none()
        case "array":
            least = schema.get("minItems", 0)
            return st.lists(_fitting(schema["items"], definitions), min_size=least, max_size=least + 2)
        case "object" if "properties" in schema:
            return st.fixed_dictionaries(
                {k: _fitting(v, definitions) for k, v in schema["properties"].items()}
            )
        case "object":
            return st.dictionaries(st.text(max_size=5), ANY, max_size=3)
        case _:
            return ANY


def _values(line: type[Part]) -> st.SearchStrategy[Any]:
    schema = line.model_json_schema(by_alias=True)
    return _fitting(schema, schema.get("$defs", {}))


def _try_round(adapter: TypeAdapter[Any], line: type[Part], value: object) -> None:
    read = adapter.validate_json(json.dumps(value))
    assert type(read) is line
    assert b"\n" not in to_line(read)
    assert adapter.validate_json(to_line(read)) == read


@pytest.mark.parametrize("line", lines_of(protocol.Down), ids=lambda line: line.__name__)
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_what_goes_down_is_read_as_it_was_written(line: type[Part], data: st.DataObject) -> None:
    _try_round(DOWN, line, data.draw(_values(line)))


@pytest.mark.parametrize("line", lines_of(protocol.Up), ids=lambda line: line.__name__)
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_what_comes_up_is_read_as_it_was_written(line: type[Part], data: st.DataObject) -> None:
    _try_round(UP, line, data.draw(_values(line)))


def test_names_are_in_camel_case_and_nothing_empty_is_written() -> None:
    send = Send(
        session=SESSION,
        generation=7,
        id=1,
        message_id="3EB0AA",
        to="5511999990000@s.whatsapp.net",
        content=Words(text="Olá"),
    )
    assert json.loads(to_line(send)) == {
        "op": "send",
        "session": str(SESSION),
        "generation": 7,
        "id": 1,
        "messageId": "3EB0AA",
        "to": "5511999990000@s.whatsapp.net",
        "content": {"kind": "text", "text": "Olá", "mentions": []},
    }


@pytest.mark.parametrize(
    "change",
    [
        {"op": "send"},
        {"op": "nothing"},
        {"generation": -1},
        {"generation": 2**53},
        {"generation": "1"},
        {"session": "x"},
        {"code": "A" * 1025},
        {"code": ""},
        {"seconds": 0},
        {"more": 1},
    ],
    ids=str,
)
def test_a_line_that_fits_no_class_is_refused(change: dict[str, object]) -> None:
    good = {"op": "qr", "session": str(SESSION), "generation": 1, "code": "2@x", "seconds": 20}
    assert up_line(json.dumps(good).encode())
    with pytest.raises(ValidationError):
        up_line(json.dumps({**good, **change}).encode())


def test_a_list_longer_than_its_bound_is_refused() -> None:
    one = {"lid": "1@lid", "phone": "2@s.whatsapp.net"}
    lids = {"op": "lids", "session": str(SESSION), "generation": 1, "id": 1}
    assert up_line(json.dumps({**lids, "pairs": [one] * protocol.MAX_PAIRS}).encode())
    with pytest.raises(ValidationError):
        up_line(json.dumps({**lids, "pairs": [one] * (protocol.MAX_PAIRS + 1)}).encode())


def test_both_ways_share_only_the_answer() -> None:
    assert set(lines_of(protocol.Down)) & set(lines_of(protocol.Up)) == {protocol.Answer}
    assert UP.json_schema() != DOWN.json_schema()


def test_parts_are_not_changed() -> None:
    key = MessageKey(remote_jid="1@lid", id="A")
    with pytest.raises(ValidationError):
        key.id = "B"  # type: ignore[misc]
    with pytest.raises(ValidationError):
        Open(session=SESSION, generation=1, pairing="other")  # type: ignore[arg-type]

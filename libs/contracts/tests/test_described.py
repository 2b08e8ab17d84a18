"""The docstring under a field is its description in every schema."""

from typing import Any

import pytest
from pydantic import AliasChoices, BaseModel, Field, create_model

from atende_contracts.described import Described
from atende_contracts.registry import EVENTS


class Place(Described):
    """A postal address."""

    street: str
    """With the number.

    And on a second line.
    """
    city: str = Field(description="Said by hand")
    """Not this."""
    plain: int = 0


class Person(Place):
    street: str
    """Said anew."""
    home: Place | None = None
    """Nested."""
    old_name: str = Field(
        default="", validation_alias=AliasChoices("oldName", "name"), serialization_alias="former"
    )
    """By its aliases."""

    class Inner(Described):
        x: int
        """Inside."""


def descriptions(kind: type[BaseModel], **options: Any) -> dict[str, str | None]:
    properties = kind.model_json_schema(**options)["properties"]
    return {name: each.get("description") for name, each in properties.items()}


def test_fields_are_described_by_their_docstrings() -> None:
    assert descriptions(Place) == {
        "street": "With the number.\n\nAnd on a second line.",
        "city": "Said by hand",
        "plain": None,
    }
    assert descriptions(Person.Inner) == {"x": "Inside."}
    assert descriptions(create_model("Made", __base__=Place))["street"] == descriptions(Place)["street"]


@pytest.mark.parametrize(
    ("options", "name"),
    [({}, "oldName"), ({"mode": "serialization"}, "former"), ({"by_alias": False}, "old_name")],
)
def test_what_a_subclass_says_holds_by_whatever_name_the_field_has(
    options: dict[str, Any], name: str
) -> None:
    found = descriptions(Person, **options)
    assert found["street"] == "Said anew."
    assert found["home"] == "Nested."
    assert found[name] == "By its aliases."


def test_the_parts_of_events_are_described() -> None:
    schema = EVENTS["message.received.v1"].model_json_schema(by_alias=False)
    parent = schema["$defs"]["Party"]["properties"]["parent_bsuid"]
    assert parent["description"].startswith("The user id in the scope of the parent business.")

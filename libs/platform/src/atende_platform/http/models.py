"""Bodies of requests and answers: JSON in camelCase."""

from typing import Any, Final, TypeVar

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

from atende_contracts.described import Described

M = TypeVar("M", bound=BaseModel)


class ApiModel(Described):
    """A request or response body: camelCase on the wire, unknown fields and NaN refused.

    Of a field that is given twice the last counts, as for most readers of JSON: nothing before us reads it.
    """

    model_config = ConfigDict(
        alias_generator=to_camel,
        validate_by_name=True,
        validate_by_alias=True,
        serialize_by_alias=True,
        extra="forbid",
        allow_inf_nan=False,
        from_attributes=True,
    )

    def changes(self) -> dict[str, Any]:
        """Return what the request names, by our names: absent is neither null nor the default."""
        return {
            name: getattr(self, name) for name in type(self).model_fields if name in self.model_fields_set
        }


_set: Final = object.__setattr__


def unchecked(model: type[M], values: dict[str, Any]) -> M:
    """Return a model of values that fit for certain, as a stored row's do: all its fields, by our names.

    For what is shown by the thousand: to check values takes four times as long, and so does
    `model_construct`, which looks at each field.
    """
    one = model.__new__(model)
    _set(one, "__dict__", values)
    _set(one, "__pydantic_fields_set__", {*values})
    _set(one, "__pydantic_extra__", None)
    _set(one, "__pydantic_private__", None)
    return one


def example(body: dict[str, Any]) -> ConfigDict:
    """Return the configuration of a body of a request, whose document shows this one.

    `tests-e2e/test_examples.py` tries them all.
    """
    return ConfigDict(json_schema_extra={"examples": [body]})

"""Bodies of requests and answers: JSON in camelCase."""

from typing import Any

from pydantic import ConfigDict
from pydantic.alias_generators import to_camel

from atende_contracts.described import Described


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


def example(body: dict[str, Any]) -> ConfigDict:
    """Return the configuration of a body of a request, whose document shows this one.

    `tests-e2e/test_examples.py` tries them all.
    """
    return ConfigDict(json_schema_extra={"examples": [body]})

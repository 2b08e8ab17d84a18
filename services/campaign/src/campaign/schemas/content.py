"""The fields that bodies share: names, texts, templates."""

import json
from math import isfinite
from typing import Annotated, Any

from pydantic import AfterValidator, Field, StringConstraints

from atende_contracts.event import TemplateContent
from atende_contracts.limits import MAX_TEXT, problems
from atende_platform.errors import InvalidInput
from atende_platform.http import ApiModel

_MAX_COMPONENTS_BYTES = 32 * 1024
_MAX_COMPONENTS_DEPTH = 16


def _no_nul(value: str) -> str:
    if "\x00" in value:
        raise ValueError("must not contain NUL characters")
    return value


def _bounded_components(value: list[dict[str, Any]]) -> list[dict[str, Any]]:
    _require_storable(value, _MAX_COMPONENTS_DEPTH)
    if len(json.dumps(value)) > _MAX_COMPONENTS_BYTES:
        raise ValueError(f"must be {_MAX_COMPONENTS_BYTES} bytes of JSON at most")
    return value


def _require_storable(value: Any, depth: int) -> None:
    """Refuse what Python takes for JSON and PostgreSQL or the provider does not."""
    if depth == 0:
        raise ValueError(f"must be nested {_MAX_COMPONENTS_DEPTH} levels at most")
    match value:
        case str():
            _no_nul(value)
            if any("\ud800" <= char <= "\udfff" for char in value):
                raise ValueError("must not contain halves of characters")
        case float() if not isfinite(value):
            raise ValueError("must not contain numbers that are not finite")
        case dict():
            for each in (*value, *value.values()):
                _require_storable(each, depth - 1)
        case list():
            for each in value:
                _require_storable(each, depth - 1)


NoNul = AfterValidator(_no_nul)
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200), NoNul]
Message = Annotated[str, StringConstraints(min_length=1, max_length=MAX_TEXT, pattern=r"\S"), NoNul]
Rate = Annotated[float, Field(gt=0, le=1000, allow_inf_nan=False)]


class TemplateBody(ApiModel):
    """An approved template; ``components`` as the provider defines them, with placeholders in texts."""

    name: Annotated[str, StringConstraints(max_length=512, pattern=r"^[a-z0-9_]+$")]
    language: Annotated[str, StringConstraints(max_length=8, pattern=r"^[A-Za-z]{2,3}(_[A-Za-z]{2,4})?$")]
    components: Annotated[list[dict[str, Any]], Field(max_length=20), AfterValidator(_bounded_components)] = (
        Field(default_factory=list)
    )


def require_sendable(template: "TemplateBody | None") -> None:
    """Refuse what WhatsApp would refuse for its form, by its field."""
    if template is None:
        return
    content = TemplateContent(**template.model_dump())
    named = [{"field": f"template.{one.field}", "message": one.message} for one in problems(content)]
    if named:
        invalid = InvalidInput(named[0]["message"], field=named[0]["field"])
        invalid.extra = {"errors": named}
        raise invalid

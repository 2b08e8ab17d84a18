"""Reads single fields of a send's body, with the errors Meta answers."""

from dataclasses import dataclass
from typing import Any

from atende_sandbox.simulator.graph_errors import GraphError


@dataclass(slots=True)
class Content:
    """What a message says, reduced to what the log and the page show."""

    text: str
    category: str = "service"
    options: list[dict[str, str]] | None = None
    rendered: str | None = None
    media_id: str | None = None
    voice: bool = False


def need(value: Any, name: str, limit: int | None = None) -> str:
    """A non-empty string of at most `limit` characters."""
    if value is None or value == "":
        raise GraphError(131008, f"Required parameter {name} is missing")
    if not isinstance(value, str):
        raise GraphError(100, message=f"(#100) Param {name} must be a string.")
    if limit is not None and len(value) > limit:
        raise GraphError(100, message=f"(#100) Param {name} must be at most {limit} characters long.")
    return value


def objects(value: Any, name: str) -> list[dict[str, Any]]:
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise GraphError(100, message=f"(#100) Param {name} must be a list of objects.")
    return value

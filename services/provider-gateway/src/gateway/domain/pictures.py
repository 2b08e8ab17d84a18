"""Which form of an answer a client prefers, by its header ``Accept``. Pure."""

from collections.abc import Mapping
from typing import Final, Literal

JSON: Final = "application/json"
PICTURES: Final[Mapping[str, Literal["svg", "png"]]] = {"image/svg+xml": "svg", "image/png": "png"}
"""Pictures by their media type."""
_MOST_CHARS: Final = 1000


def preferred(accept: str) -> str:
    """Return the media type to answer with: a picture only for who names one, and wants nothing else more."""
    wanted: dict[str, float] = {}
    for part in accept[:_MOST_CHARS].split(","):
        name, *parameters = (each.strip().lower() for each in part.split(";"))
        kind = JSON if name in (JSON, "application/*", "*/*") else name
        if kind == JSON or kind in PICTURES:
            wanted[kind] = max(wanted.get(kind, 0.0), _weight(parameters))
    best = max(wanted, key=lambda kind: wanted[kind], default=JSON)
    return best if wanted.get(best, 0.0) > wanted.get(JSON, 0.0) else JSON


def _weight(parameters: list[str]) -> float:
    for each in parameters:
        name, _, value = each.partition("=")
        if name.strip() == "q":
            try:
                return min(max(float(value), 0.0), 1.0)
            except ValueError:
                return 0.0
    return 1.0

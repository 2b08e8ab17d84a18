"""SQL of numbers in lanes; see `reporting.domain.sums`."""

from reporting.domain.sums import LANE


def lane(bucket: str) -> str:
    """Return the number that stands for one in a bucket (an expression)."""
    return f"CAST('1e' || {LANE} * ({bucket}) AS numeric)"


def hour(start: str) -> str:
    """Return the number of the hour of a week (an expression), from Monday's first on."""
    at = f"({start} AT TIME ZONE :zone)"
    return f"CAST((extract(isodow FROM {at}) - 1) * 24 + extract(hour FROM {at}) AS int)"


def added(name: str) -> str:
    """Return the sum of two numbers (an expression), each of which may be absent."""
    return f"coalesce(known.{name} + excluded.{name}, known.{name}, excluded.{name})"

"""Dataclasses as rows: a batch is one statement."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any


def as_rows(items: Iterable[Any]) -> str:
    """Return dataclasses as the JSON that ``jsonb_to_recordset`` turns into rows."""
    return json.dumps([asdict(item) for item in items], default=plain)


def plain(value: object) -> str:
    """Return what JSON has no form for as text."""
    return value.isoformat() if isinstance(value, datetime) else str(value)

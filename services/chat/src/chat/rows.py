"""What use cases write: the columns of rows, by their names."""

from typing import Any, TypeVar

from sqlmodel import SQLModel

M = TypeVar("M", bound=SQLModel)

Row = dict[str, Any]
"""The columns of a row to be written."""

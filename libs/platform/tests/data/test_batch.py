"""How the values of a batch travel."""

import json
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import JSON, Column
from sqlmodel import Field, SQLModel

from atende_platform.data import batch


class Kept(SQLModel, table=True):
    __tablename__ = "kept_of_test_batch"

    id: UUID = Field(primary_key=True)
    value: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))


ID = UUID("01890000-0000-7000-8000-000000000000")
ROWS: batch.Recordset = batch.Recordset(Kept, "id, value")


@pytest.mark.parametrize("value", [{"n": 2**64}, {"n": -(10**80), "é": [None, 1.5, "ç"]}, {"id": ID}])
def test_json_travels_whole_whatever_its_numbers(value: dict[str, Any]) -> None:
    [sent] = ROWS.arrays([{"id": ID, "value": value}])["given_value"]
    assert json.loads(sent) == {name: str(each) if each == ID else each for name, each in value.items()}


def test_what_is_no_json_is_refused() -> None:
    with pytest.raises((TypeError, ValueError)):
        ROWS.arrays([{"id": ID, "value": {"n": {1, 2}}}])

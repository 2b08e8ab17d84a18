"""How a person is named in keys and unique constraints."""

import pytest

from atende_contracts.event import Party
from atende_contracts.ids import uuid7


@pytest.mark.parametrize(
    ("party", "identity"),
    [
        (Party(wa_id="551187654321", phone="+5511987654321", bsuid="BR.1"), "wa_id:551187654321"),
        (Party(phone="+5511987654321", bsuid="BR.1"), "phone:5511987654321"),
        (Party(bsuid="BR.1", lid="99"), "bsuid:BR.1"),
        (Party(lid="99"), "lid:99"),
        (Party(name="Ana", wa_id=""), "unknown:"),
    ],
)
def test_the_strongest_name_is_the_identity(party: Party, identity: str) -> None:
    assert party.identity() == identity


def test_ids_grow_with_time() -> None:
    ids = [uuid7() for _ in range(1000)]
    assert ids == sorted(ids)
    assert len(set(ids)) == 1000
    assert all(id_.version == 7 for id_ in ids)

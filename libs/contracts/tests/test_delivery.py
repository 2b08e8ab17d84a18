"""Status webhooks come late, twice and in any order; every order must end in the same state."""

from collections.abc import Sequence
from typing import Any, get_args

import asyncpg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from atende_contracts.delivery import RANK, forward_rank_sql, moves_forward
from atende_contracts.messages import DeliveryState

STATES: tuple[DeliveryState, ...] = get_args(DeliveryState)


def settle(states: Sequence[DeliveryState]) -> DeliveryState | None:
    """Take states one by one, as every projection does."""
    current: DeliveryState | None = None
    for state in states:
        if moves_forward(current, state):
            current = state
    return current


def test_every_state_has_a_rank_of_its_own() -> None:
    assert set(RANK) == set(STATES)
    assert len(set(RANK.values())) == len(STATES)


@given(data=st.data(), states=st.lists(st.sampled_from(STATES), min_size=1, max_size=12))
def test_any_order_with_any_duplicates_converges(data: st.DataObject, states: list[DeliveryState]) -> None:
    repeated = states + data.draw(st.lists(st.sampled_from(states), max_size=6))
    shuffled = data.draw(st.permutations(repeated))
    assert settle(shuffled) == settle(states) == max(states, key=RANK.__getitem__)


@pytest.mark.parametrize(
    ("current", "new", "forward"),
    [
        (None, "returned", True),
        ("queued", "returned", True),  # Not a delivery state: chat's own, before the first report.
        ("sent", "sent", False),
        ("read", "delivered", False),
        ("sent", "failed", True),
        ("failed", "delivered", True),  # It did arrive after all.
        ("delivered", "failed", False),
        ("unconfirmed", "accepted", True),
        ("returned", "accepted", True),
        ("accepted", "unconfirmed", False),
    ],
)
def test_which_state_replaces_which(current: str | None, new: DeliveryState, forward: bool) -> None:
    assert moves_forward(current, new) is forward


async def test_sql_ranks_as_python_does(infrastructure: Any) -> None:
    connection = await asyncpg.connect(infrastructure.database_admin_url)
    currents = [None, "queued", *STATES]
    pairs = [(current, new) for current in currents for new in STATES]
    try:
        forward = f"{forward_rank_sql('new')} > {forward_rank_sql('current')} AS forward"
        rows = await connection.fetch(
            f"SELECT {forward} FROM unnest($1::text[], $2::text[])"  # noqa: S608 (two known columns)
            " WITH ORDINALITY AS pair (current, new, n) ORDER BY n",
            [current for current, _ in pairs],
            [new for _, new in pairs],
        )
    finally:
        await connection.close()
    assert [row["forward"] for row in rows] == [moves_forward(current, new) for current, new in pairs]

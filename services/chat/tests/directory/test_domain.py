"""Properties of projections."""

from hypothesis import given
from hypothesis import strategies as st

from chat.directory.domain import (
    latest_by_revision,
)


@given(st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 5))))
def test_the_latest_revision_wins(items: list[tuple[str, int]]) -> None:
    best = latest_by_revision(items)
    assert best.keys() == {key for key, _ in items}
    for key, position in best.items():
        assert items[position][0] == key
        assert items[position][1] == max(revision for other, revision in items if other == key)

"""Properties of what we can hold."""

from hypothesis import given
from hypothesis import strategies as st

from atende_platform.data.storable import storable

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
)


@given(JSON)
def test_storable_json_has_no_nul(value: object) -> None:
    def texts(part: object) -> list[str]:
        if isinstance(part, dict):
            return [text for item in part.items() for piece in item for text in texts(piece)]
        if isinstance(part, list):
            return [text for piece in part for text in texts(piece)]
        return [part] if isinstance(part, str) else []

    assert not any("\0" in text for text in texts(storable(value)))
    if not any("\0" in text for text in texts(value)):
        assert storable(value) == value


def test_an_integer_that_our_json_cannot_hold_is_kept_as_text() -> None:
    assert storable({"a": [2**63, -(2**63), True]}) == {"a": [str(2**63), -(2**63), True]}

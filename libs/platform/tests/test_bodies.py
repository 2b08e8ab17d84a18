"""How much of bodies a process holds, and for whom."""

import pytest

from atende_platform.bodies import BodyMemory, declared_size
from atende_platform.errors import BadRequest, TooLarge, TooManyRequests, Unavailable


def test_each_has_a_share_and_all_together_have_a_bound() -> None:
    memory = BodyMemory(share=100, total=250)
    with memory.hold("a", 60), memory.hold("b", 100):
        with pytest.raises(TooManyRequests), memory.hold("a", 41):
            pytest.fail("beyond the share")
        with memory.hold("a", 40), memory.hold("c", 50):
            with pytest.raises(Unavailable), memory.hold("d", 1):
                pytest.fail("beyond the total")
            with memory.hold("d", 0):
                pass  # A request without a body is never refused.
    with memory.hold("a", 100), memory.hold("b", 100):
        pass  # All of it was given back, also by those that were refused.


@pytest.mark.parametrize(
    ("headers", "size"),
    [({}, 0), ({b"content-length": b"7"}, 7), ({b"transfer-encoding": b"chunked"}, 100)],
)
def test_a_body_counts_as_what_it_may_become(headers: dict[bytes, bytes], size: int) -> None:
    assert declared_size(headers, 100) == size


@pytest.mark.parametrize(
    ("length", "refusal"),
    [
        (b"101", TooLarge),
        (b"9" * 5000, TooLarge),
        (b"-1", BadRequest),
        (b"", BadRequest),
        (b"1e2", BadRequest),
    ],
)
def test_a_length_that_cannot_be_is_refused(length: bytes, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        declared_size({b"content-length": length}, 100)

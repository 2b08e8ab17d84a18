"""How much of bodies a process holds, and for whom."""

import pytest

from atende_platform.errors import BadRequest, TooLarge, TooManyRequests, Unavailable
from atende_platform.http.bodies import require_declared
from atende_platform.limits.body_memory import BodyMemory, Holder

A, B, C, D = (Holder("company", name) for name in "abcd")
STRANGER = Holder("address", "192.0.2.1")


def test_each_has_a_share_and_all_together_have_a_bound() -> None:
    memory = BodyMemory(share=100, total=250, small=10)
    with memory.hold(A) as first, memory.hold(A) as second, memory.hold(B) as other, memory.hold(C) as third:
        first(60)
        with pytest.raises(TooManyRequests):
            second(41)
        second(40)
        other(100)
        with pytest.raises(Unavailable):
            third(51)
        third(0)
        third(50)
        with memory.hold(D) as late:
            late(10)  # What is small always has room.
            with pytest.raises(Unavailable):
                late(1)
        # Strangers and companies take nothing from each other.
        with memory.hold(STRANGER) as stranger:
            stranger(100)
    with memory.hold(A) as first:
        first(100)  # All of it was given back, also by those that were refused.


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
        require_declared({b"content-length": length}, 100)

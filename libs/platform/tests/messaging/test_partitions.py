"""The partition of a key: as aiokafka and every other client of Kafka has it."""

from aiokafka.partitioner import DefaultPartitioner
from aiokafka.partitioner import murmur2 as their_murmur2
from hypothesis import given
from hypothesis import strategies as st

from atende_contracts.partitions import murmur2
from atende_platform.messaging.partitions import partition_of


@given(st.binary(max_size=120))
def test_the_hash_is_kafkas(key: bytes) -> None:
    assert murmur2(key) == their_murmur2(key)
    assert murmur2(key) == their_murmur2(key)  # Also where it is remembered.


@given(st.one_of(st.uuids().map(str), st.text(min_size=1)), st.integers(min_value=1, max_value=48))
def test_the_partition_is_kafkas(key: str, count: int) -> None:
    partitions = [*range(count)]
    chosen = partition_of(key.encode(errors="replace"), partitions, partitions)
    assert chosen == DefaultPartitioner()(key.encode(errors="replace"), partitions, partitions)


def test_without_a_key_it_is_one_that_can_be_reached() -> None:
    assert {partition_of(None, [0, 1, 2, 3], [1, 2]) for _ in range(100)} == {1, 2}
    assert {partition_of(None, [0, 1], []) for _ in range(100)} == {0, 1}

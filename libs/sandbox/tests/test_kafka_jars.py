"""Kafka's jars are those that we know, to the last byte."""

from pathlib import Path

import pytest

from atende_sandbox import kafka_jars


def test_a_jar_that_was_changed_or_added_is_refused(tmp_path: Path) -> None:
    (tmp_path / f"kafka-clients-{kafka_jars.VERSION}.jar").write_bytes(b"something else")
    with pytest.raises(RuntimeError, match=r"kafka-clients.*not known"):
        kafka_jars.check(tmp_path)
    (tmp_path / f"kafka-clients-{kafka_jars.VERSION}.jar").rename(tmp_path / "more.jar")
    with pytest.raises(RuntimeError, match=r"more\.jar"):
        kafka_jars.check(tmp_path)

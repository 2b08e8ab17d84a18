"""The registry of topics agrees with the registry of events, and with itself."""

from atende_contracts.registry import EVENTS
from atende_contracts.topics import SERVICES, TOPICS, consumer_name, dead_letter_topics, group_of


def test_every_event_travels_on_a_registered_topic_and_no_topic_is_empty() -> None:
    assert {event.topic for event in EVENTS.values()} == {topic.name for topic in TOPICS}


def test_topics_are_named_once_and_belong_to_known_services() -> None:
    assert len({topic.name for topic in TOPICS}) == len(TOPICS)
    for topic in TOPICS:
        assert {*topic.producers, *topic.consumers} <= set(SERVICES)
        assert len(set(topic.producers)) == len(topic.producers)
        assert topic.consumers, f"{topic.name} has no consumer"
        assert topic.partitions >= 1


def test_every_consumer_group_has_its_dead_letter_topic_kept_for_30_days() -> None:
    dead = {topic.name: topic for topic in dead_letter_topics()}
    names = {consumer_name(service, topic) for topic in TOPICS for service in topic.consumers}
    assert set(dead) == {f"{name}.dlq" for name in names}
    assert {topic.config()["retention.ms"] for topic in dead.values()} == {str(30 * 24 * 3600 * 1000)}
    assert not dead.keys() & {topic.name for topic in TOPICS}


def test_a_compacted_topic_is_never_deleted_from_by_age() -> None:
    for topic in TOPICS:
        policy = topic.config()["cleanup.policy"]
        assert policy == ("compact" if topic.compacted else "delete")
        assert ("retention.ms" in topic.config()) != topic.compacted


def test_a_tombstone_outlives_the_dead_letters_from_before_it() -> None:
    """Put again behind what is gone, an old state would come back."""
    longest = max(int(topic.config()["retention.ms"]) for topic in dead_letter_topics())
    for topic in TOPICS:
        if topic.compacted:
            assert int(topic.config()["delete.retention.ms"]) > longest


def test_what_is_compacted_carries_what_the_last_word_is() -> None:
    """The last event of a compacted key replaces all before it, so it must say which is the later."""
    by_topic = {event.topic: event for event in EVENTS.values()}
    for topic in TOPICS:
        if topic.compacted:
            fields = by_topic[topic.name].model_fields
            assert "revision" in fields or "at" in fields, topic.name


def test_nothing_that_comes_from_outside_stands_before_pauses_and_opt_outs() -> None:
    shared = {topic for topic in TOPICS if group_of("gateway", topic) == "gateway.shared"}
    assert {topic.producer for topic in shared if "gateway" in topic.consumers} == {"campaign", "auth"}

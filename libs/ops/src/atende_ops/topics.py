"""The topics that Kafka has, held beside those of the registry."""

import asyncio
import os
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from aiokafka.errors import for_code

from atende_contracts.topics import BUSY_PARTITIONS, TOPICS, Topic, dead_letter_topics
from atende_ops.errors import Misuse, Wrong

Step = Literal["keep", "create", "configure", "partitions", "replicas", "unknown"]
"""What a topic needs. Partitions and replicas are named and not changed: with another number of partitions
the events of a key would lie in two of them, and be handled in any order."""

APPLIED: Final[frozenset[Step]] = frozenset({"create", "configure"})
"""The steps that `apply` takes."""
_LOOK_SECONDS: Final = 0.1
_APPLY_SECONDS: Final = 120.0
"""How long brokers may take to make what is applied: on a slow disk, a tenth of a second a partition."""


@dataclass(frozen=True)
class TopicPlan:
    """A topic of Kafka's or of ours, and what is to be done with it."""

    name: str
    step: Step
    partitions: int
    replicas: int
    wanted_partitions: int
    wanted_replicas: int
    config: Mapping[str, str] = field(default_factory=dict)
    """The settings that differ, as they should be."""

    def as_item(self) -> dict[str, Any]:
        """Return it for the output."""
        return {
            "topic": self.name,
            "step": self.step,
            "partitions": self.partitions,
            "wantedPartitions": self.wanted_partitions,
            "replicas": self.replicas,
            "wantedReplicas": self.wanted_replicas,
            "config": dict(self.config),
        }


@dataclass(frozen=True)
class Wanted:
    """How an installation has its topics."""

    prefix: str
    partitions: int
    replicas: int

    @classmethod
    def from_environment(cls, prefix: str) -> "Wanted":
        """Read ``KAFKA_PARTITIONS`` and ``KAFKA_REPLICATION_FACTOR``. Raises `Misuse`."""
        return cls(
            prefix, _number("KAFKA_PARTITIONS", BUSY_PARTITIONS), _number("KAFKA_REPLICATION_FACTOR", 1)
        )

    def topics(self) -> dict[str, tuple[Topic, int]]:
        """Return all topics by their full names, each with its number of partitions."""
        return {
            self.prefix + topic.name: (topic, topic.partitions_at(self.partitions))
            for topic in (*TOPICS, *dead_letter_topics())
        }


def _number(name: str, default: int) -> int:
    value = os.environ.get(name) or str(default)
    if not value.isdecimal() or int(value) < 1:
        raise Misuse(f"{name} is a number from 1.")
    return int(value)


async def plan(admin: AIOKafkaAdminClient, wanted: Wanted) -> list[TopicPlan]:
    """Return what every topic needs: those of the registry, then unknown ones with our prefix."""
    topics = wanted.topics()
    # One that was made a moment ago has no leader yet, which is no reason to make it again.
    found = {each["topic"]: each for each in await admin.describe_topics()}
    configs = await _configs(admin, {name: topics[name][0] for name in topics.keys() & found.keys()})
    plans = []
    for name, (topic, partitions) in topics.items():
        if name not in found:
            plans.append(TopicPlan(name, "create", 0, 0, partitions, wanted.replicas, topic.config()))
            continue
        there = found[name]["partitions"]
        has, copies = len(there), min((len(each["replicas"]) for each in there), default=wanted.replicas)
        differing = {key: value for key, value in topic.config().items() if configs[name].get(key) != value}
        step: Step = "keep"
        if differing:
            step = "configure"
        elif has != partitions:
            step = "partitions"
        elif copies < wanted.replicas:
            step = "replicas"
        plans.append(TopicPlan(name, step, has, copies, partitions, wanted.replicas, differing))
    if wanted.prefix:
        strangers = (each for each in found if each.startswith(wanted.prefix) and each not in topics)
        plans += [TopicPlan(each, "unknown", len(found[each]["partitions"]), 0, 0, 0) for each in strangers]
    return plans


async def apply(admin: AIOKafkaAdminClient, plans: Sequence[TopicPlan], wanted: Wanted) -> None:
    """Create topics that are missing, and set settings that differ; return when brokers know it.

    Raises `Wrong` if Kafka refuses one, or takes too long.
    """
    missing = [
        NewTopic(each.name, each.wanted_partitions, each.wanted_replicas, topic_configs=dict(each.config))
        for each in plans
        if each.step == "create"
    ]
    if missing:
        created = await admin.create_topics(missing)
        for name, code, *text in created.topic_errors:
            if code:
                raise Wrong(
                    f"Kafka does not create {name}: {for_code(code).__name__} {' '.join(map(str, text))}"
                )
    for each in plans:
        if each.step == "configure":
            await _configure(admin, each)
    # What the controller has decided, brokers learn a moment later.
    deadline = time.monotonic() + _APPLY_SECONDS
    while any(each.step in APPLIED for each in await plan(admin, wanted)):
        if time.monotonic() > deadline:
            raise Wrong(f"Kafka does not show what was applied after {_APPLY_SECONDS:g} s.")
        await asyncio.sleep(_LOOK_SECONDS)


async def _configure(admin: AIOKafkaAdminClient, topic: TopicPlan) -> None:
    # Kafka replaces all settings of the topic: what others have set there has to be given again.
    own = await _own_config(admin, topic.name)
    resource = ConfigResource(ConfigResourceType.TOPIC, topic.name, {**own, **topic.config})
    for answer in await admin.alter_configs([resource]):
        for code, text, *_ in answer.resources:
            if code:
                raise Wrong(f"Kafka does not configure {topic.name}: {for_code(code).__name__} {text}")


async def _configs(admin: AIOKafkaAdminClient, topics: Mapping[str, Topic]) -> dict[str, dict[str, str]]:
    resources = [
        ConfigResource(ConfigResourceType.TOPIC, name, dict.fromkeys(topic.config(), ""))
        for name, topic in topics.items()
    ]
    found: dict[str, dict[str, str]] = {name: {} for name in topics}
    for answer in await admin.describe_configs(resources) if resources else ():
        for code, text, _, name, entries in answer.resources:
            if code:
                raise Wrong(f"Kafka does not show the settings of {name}: {for_code(code).__name__} {text}")
            found[name] = {entry[0]: entry[1] for entry in entries}
    return found


_SET_ON_TOPIC: Final = 1
"""Where a setting comes from, in Kafka's protocol: from the topic itself."""


async def _own_config(admin: AIOKafkaAdminClient, name: str) -> dict[str, str]:
    (answer,) = await admin.describe_configs([ConfigResource(ConfigResourceType.TOPIC, name)])
    ((_, _, _, _, entries),) = answer.resources
    return {entry[0]: entry[1] for entry in entries if entry[3] == _SET_ON_TOPIC}

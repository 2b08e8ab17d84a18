"""Kafka: whether topics are there and as they should be, who is behind, what failed."""

from collections import Counter
from collections.abc import Sequence

from atende_contracts.topics import ServiceName
from atende_ops import backlog, topics
from atende_ops.access import kafka_access
from atende_ops.backlog import Lag
from atende_ops.checks.finding import Finding, State
from atende_ops.kafka import admin_of, readings
from atende_ops.topics import APPLIED, TopicPlan, Wanted

_LATE_SECONDS = 60.0


async def kafka(services: Sequence[ServiceName]) -> list[Finding]:
    """Look at topics, and at the consumers of services."""
    access, prefix = kafka_access()
    async with admin_of(access) as admin:
        plans = await topics.plan(admin, Wanted.from_environment(prefix))
    wanted = [each for each in readings(prefix) if each.service in services]
    lags = await backlog.measure(access, wanted)
    return [*_of_topics(plans), *(found for each in lags for found in _of_lag(each)), _summary(lags)]


def _of_topics(plans: Sequence[TopicPlan]) -> list[Finding]:
    counts = Counter(each.step for each in plans)
    findings = []
    if todo := sum(counts[step] for step in APPLIED):
        said = f"{counts['create']} topics are missing, {counts['configure']} have other settings"
        state: State = "wrong" if counts["create"] else "warning"
        findings.append(Finding("topics", state, said, f"`atende topics apply` changes {todo}."))
    if counts["partitions"]:
        said = f"{counts['partitions']} topics have another number of partitions than KAFKA_PARTITIONS"
        remedy = "Services count on that number: set it to what the topics have, or see docs/sizing.md."
        findings.append(Finding("topics", "wrong", said, remedy))
    if counts["replicas"]:
        said = f"{counts['replicas']} topics have fewer replicas than KAFKA_REPLICATION_FACTOR"
        findings.append(Finding("topics", "warning", said, "Reassign their replicas with Kafka's tools."))
    return findings or [Finding("topics", "fine", f"all {counts['keep']} are as they should be")]


def _of_lag(lag: Lag) -> list[Finding]:
    name, service = lag.reading.consumer, lag.reading.service
    findings = []
    if lag.is_idle:
        said = f"nobody reads for {name}; {lag.records} records wait"
        findings.append(Finding("lag", "wrong", said, f"Start {service}'s worker.", service))
    elif lag.seconds > _LATE_SECONDS:
        said = f"{name} is {lag.records} records and {lag.seconds:.0f} s behind"
        remedy = "It catches up, or is stuck: docs/alerts.md, ConsumerLagSeconds and ConsumerStuck."
        findings.append(Finding("lag", "warning", said, remedy, service))
    if lag.dead_letters:
        said = f"{name} has {lag.dead_letters} records in its dead-letter topic"
        findings.append(Finding("dead letters", "wrong", said, "`atende dlq list` says why.", service))
    return findings


def _summary(lags: Sequence[Lag]) -> Finding:
    behind = sum(each.records for each in lags)
    return Finding("lag", "fine", f"{len(lags)} consumers, {behind} records behind in all")

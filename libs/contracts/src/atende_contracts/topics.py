"""The registry of topics: the only place with names, keys, partitions, retention, producers, consumers.

Local start, compose and Kubernetes create the topics from it (`python -m atende_platform topics`).
"""

from dataclasses import dataclass
from typing import Final, Literal

DAY_MS: Final = 24 * 60 * 60 * 1000

DEAD_LETTER_DAYS: Final = 30
TOMBSTONE_DAYS: Final = DEAD_LETTER_DAYS + 2
"""How long a compacted topic says that something is gone: no dead letter from before it is left by then."""

BUSY_PARTITIONS: Final = 6
"""Of topics that much goes through, unless an installation chose another number (``KAFKA_PARTITIONS``)."""

ServiceName = Literal["auth", "chat", "campaign", "gateway", "reporting"]
SERVICES: Final[tuple[ServiceName, ...]] = ("auth", "chat", "campaign", "gateway", "reporting")


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic. ``key`` says among which events order is kept."""

    name: str
    key: str
    producer: ServiceName
    consumers: tuple[ServiceName, ...]
    partitions: int = BUSY_PARTITIONS
    retention_days: int = 14
    compacted: bool = False
    records_at_once: int = 500
    """How many a consumer takes in a batch; fewer where each record may be many events."""
    further_producers: tuple[ServiceName, ...] = ()

    def partitions_at(self, busy: int) -> int:
        """Return how many partitions it has where busy topics have so many; the others keep theirs."""
        return busy if self.partitions == BUSY_PARTITIONS else self.partitions

    @property
    def producers(self) -> tuple[ServiceName, ...]:
        """All who produce to the topic; of most there is one."""
        return (self.producer, *self.further_producers)

    def config(self) -> dict[str, str]:
        """Return the topic's Kafka settings."""
        if self.compacted:
            return {
                "cleanup.policy": "compact",
                "min.compaction.lag.ms": "60000",
                "delete.retention.ms": str(TOMBSTONE_DAYS * DAY_MS),
            }
        return {"cleanup.policy": "delete", "retention.ms": str(self.retention_days * DAY_MS)}


MESSAGE_INBOUND: Final = Topic(
    "message.inbound",
    "company, channel, sender identity",
    "gateway",
    ("chat", "campaign", "reporting", "gateway"),
)
MESSAGE_HISTORY: Final = Topic(
    "message.history", "company, channel, sender identity", "gateway", ("chat", "gateway"), partitions=3
)
MESSAGE_OUTBOUND: Final = Topic(
    "message.outbound", "channel", "chat", ("gateway",), further_producers=("campaign",)
)
# Apart from the replies: what is only courtesy must never stand before them in a partition.
MESSAGE_READ: Final = Topic("message.read", "channel", "chat", ("gateway",), partitions=3, retention_days=1)
CAMPAIGN_SEND: Final = Topic(
    "campaign.send", "channel", "campaign", ("gateway",), retention_days=7, records_at_once=20
)
DELIVERY_STATUS: Final = Topic(
    "delivery.status", "send id", "gateway", ("chat", "campaign", "reporting"), records_at_once=100
)
PROVIDER_STATUS: Final = Topic(
    "provider.status", "send id, else provider message id", "gateway", ("gateway",), retention_days=7
)
PROVIDER_UPDATE: Final = Topic("provider.update", "channel", "gateway", ("gateway",), partitions=3)
MEDIA_STORED: Final = Topic("media.stored", "file", "gateway", ("chat", "campaign"), partitions=3)
CAMPAIGN_CONTROL: Final = Topic("campaign.control", "campaign", "campaign", ("gateway",), compacted=True)
CAMPAIGN_PROGRESS: Final = Topic(
    "campaign.progress", "campaign", "campaign", ("chat", "reporting"), retention_days=7
)
CONTACT_CHANGED: Final = Topic("contact.changed", "contact", "chat", ("campaign",), compacted=True)
CONTACT_TAGS: Final = Topic("contact.tags", "company", "chat", ("campaign",), partitions=3)
CONTACT_ERASURE: Final = Topic(
    "contact.erasure",
    "erasure",
    "chat",
    ("campaign", "gateway", "reporting"),
    partitions=3,
    further_producers=("campaign",),
)
CONTACT_ERASED: Final = Topic(
    "contact.erased",
    "erasure",
    "campaign",
    ("chat",),
    partitions=3,
    further_producers=("gateway", "reporting"),
)
CONTACT_EXPORT: Final = Topic(
    "contact.export", "export", "chat", ("campaign",), partitions=3, retention_days=1
)
# What is known of people is in it: no longer than it takes, and that a service may be away for a day.
CONTACT_EXPORTED: Final = Topic(
    "contact.exported", "export", "campaign", ("chat",), partitions=3, retention_days=1
)
CONTACT_OPTOUT: Final = Topic(
    "contact.optout",
    "company, identity, channel",
    "campaign",
    ("gateway", "chat", "reporting"),
    compacted=True,
)
CHANNEL_CHANGED: Final = Topic(
    "channel.changed", "channel", "gateway", ("chat", "campaign", "reporting"), compacted=True
)
TEMPLATE_CHANGED: Final = Topic(
    "template.changed", "template", "gateway", ("chat", "campaign"), partitions=3, compacted=True
)
COMPANY_CHANGED: Final = Topic(
    "company.changed",
    "company",
    "auth",
    ("chat", "campaign", "reporting"),
    partitions=3,
    compacted=True,
)
COMPANY_ERASURE: Final = Topic(
    "company.erasure", "company", "auth", ("chat", "campaign", "gateway", "reporting"), partitions=3
)
COMPANY_ERASED: Final = Topic(
    "company.erased",
    "company",
    "chat",
    ("auth",),
    partitions=3,
    further_producers=("campaign", "gateway", "reporting"),
)
USER_CHANGED: Final = Topic(
    "user.changed", "user", "auth", ("chat", "reporting"), partitions=3, compacted=True
)
QUEUE_CHANGED: Final = Topic("queue.changed", "queue", "chat", ("reporting",), partitions=3, compacted=True)
TAG_CHANGED: Final = Topic("tag.changed", "tag", "chat", ("reporting",), partitions=3, compacted=True)
TICKET_ACTIVITY: Final = Topic("ticket.activity", "ticket", "chat", ("reporting",))
AUDIT_RECORDED: Final = Topic(
    "audit.recorded",
    "company",
    "chat",
    ("auth",),
    partitions=3,
    further_producers=("auth", "campaign", "gateway", "reporting"),
)

TOPICS: Final[tuple[Topic, ...]] = (
    MESSAGE_INBOUND,
    MESSAGE_HISTORY,
    MESSAGE_OUTBOUND,
    MESSAGE_READ,
    CAMPAIGN_SEND,
    DELIVERY_STATUS,
    PROVIDER_STATUS,
    PROVIDER_UPDATE,
    MEDIA_STORED,
    CAMPAIGN_CONTROL,
    CAMPAIGN_PROGRESS,
    CONTACT_CHANGED,
    CONTACT_TAGS,
    CONTACT_ERASURE,
    CONTACT_ERASED,
    CONTACT_EXPORT,
    CONTACT_EXPORTED,
    CONTACT_OPTOUT,
    CHANNEL_CHANGED,
    TEMPLATE_CHANGED,
    COMPANY_CHANGED,
    COMPANY_ERASURE,
    COMPANY_ERASED,
    USER_CHANGED,
    QUEUE_CHANGED,
    TAG_CHANGED,
    TICKET_ACTIVITY,
    AUDIT_RECORDED,
)


_APART: Final[dict[ServiceName, frozenset[Topic]]] = {
    "auth": frozenset(),
    "chat": frozenset({MESSAGE_INBOUND, MESSAGE_HISTORY, DELIVERY_STATUS}),
    "campaign": frozenset({MESSAGE_INBOUND, DELIVERY_STATUS, CONTACT_CHANGED}),
    # All but what stops messages, pauses and opt-outs: nothing that comes from outside may delay those.
    "gateway": frozenset(
        {
            MESSAGE_INBOUND,
            MESSAGE_HISTORY,
            MESSAGE_OUTBOUND,
            MESSAGE_READ,
            CAMPAIGN_SEND,
            PROVIDER_STATUS,
            PROVIDER_UPDATE,
            CONTACT_ERASURE,
        }
    ),
    "reporting": frozenset(),
}
"""What a service reads apart from its other topics: much comes there, or a batch may take long."""


def consumer_name(service: ServiceName, topic: Topic) -> str:
    """Return what a service's reading of a topic is called in metrics, logs and dead-letter topics."""
    return f"{service}.{topic.name}"


def group_of(service: ServiceName, topic: Topic) -> str:
    """Return the consumer group in which a service reads a topic: of its own, or shared by all the others."""
    return consumer_name(service, topic) if topic in _APART[service] else f"{service}.shared"


def dead_letter_topics() -> tuple[Topic, ...]:
    """Return one topic per service and topic that it reads, ``<service>.<topic>.dlq``, kept for 30 days."""
    return tuple(
        Topic(
            f"{consumer_name(service, topic)}.dlq",
            topic.key,
            service,
            (),
            partitions=1,
            retention_days=DEAD_LETTER_DAYS,
        )
        for topic in TOPICS
        for service in topic.consumers
    )

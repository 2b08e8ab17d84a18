"""Kafka: consuming in batches, handlers, dead letters, and the inbox and outbox of events."""

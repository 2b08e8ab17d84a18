"""The same servers from containers, for a machine with a Docker engine: ``ATENDE_STACK=docker``.

Needs testcontainers, which is a dependency of development only.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from testcontainers.core.container import DockerContainer
from testcontainers.core.waiting_utils import wait_for_logs
from testcontainers.postgres import PostgresContainer

from atende_sandbox import kafka_jars
from atende_sandbox.group import free_ports
from atende_sandbox.settings import HOST, Infrastructure


@contextmanager
def containers() -> Iterator[Infrastructure]:
    """Run PostgreSQL, Apache Kafka and Valkey for the time of the context."""
    with ExitStack() as stack:
        postgres = stack.enter_context(PostgresContainer("postgres:18", driver=None))
        valkey = stack.enter_context(DockerContainer("valkey/valkey:9").with_exposed_ports(6379))
        # Kafka tells its clients its address, so the port must be known before it starts.
        (port,) = free_ports(1)
        kafka = DockerContainer(f"apache/kafka:{kafka_jars.VERSION}").with_bind_ports(9092, port)
        for name, value in _kafka_environment(port).items():
            kafka = kafka.with_env(name, value)
        stack.enter_context(kafka)
        wait_for_logs(valkey, "Ready to accept connections", timeout=60)
        wait_for_logs(kafka, "Kafka Server started", timeout=120)
        yield Infrastructure(
            database_admin_url=postgres.get_connection_url(),
            kafka_bootstrap=f"{HOST}:{port}",
            redis_url=f"redis://{valkey.get_container_host_ip()}:{valkey.get_exposed_port(6379)}/0",
        )


def _kafka_environment(port: int) -> dict[str, str]:
    return {
        "KAFKA_NODE_ID": "1",
        "KAFKA_PROCESS_ROLES": "broker,controller",
        "KAFKA_CONTROLLER_QUORUM_VOTERS": "1@localhost:9093",
        "KAFKA_LISTENERS": "PLAINTEXT://:9092,CONTROLLER://:9093",
        "KAFKA_ADVERTISED_LISTENERS": f"PLAINTEXT://{HOST}:{port}",
        "KAFKA_CONTROLLER_LISTENER_NAMES": "CONTROLLER",
        "KAFKA_LISTENER_SECURITY_PROTOCOL_MAP": "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
        "KAFKA_AUTO_CREATE_TOPICS_ENABLE": "false",
        "KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR": "1",
        "KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR": "1",
        "KAFKA_TRANSACTION_STATE_LOG_MIN_ISR": "1",
        "KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS": "0",
    }

"""Apache Kafka: one node that is broker and controller, its data on disk."""

import base64
import os
import sys
import uuid
from pathlib import Path

from atende_contracts.topics import SERVICES
from atende_sandbox import kafka_jars, outside
from atende_sandbox.java import Java, find_java
from atende_sandbox.probes import accepts
from atende_sandbox.processes import ProcessSpec
from atende_sandbox.settings import HOST, Settings

# Measured on two cores, from start to ready: 3.7 s as it comes, 2.7 s with the serial collector and
# one compiler, 1.4 s with its classes archived as well. Broker throughput is far above our needs.
_JVM_OPTIONS = ("-Xms128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto")
_HEAP = "-Xmx384m"
# The unit tests make some 8,000 partitions, of which 384 MB are full: it collects garbage and answers nobody.
_HEAP_OF_TESTS = "-Xmx1g"

_EXIT_AFTER_SIGTERM = 143
ADMIN = "admin"
"""The user that may do everything."""

_LOGGING = """\
status = error
appender.out.type = Console
appender.out.name = out
appender.out.layout.type = PatternLayout
appender.out.layout.pattern = %d{ISO8601} %p %c{1}: %m%n
rootLogger.level = warn
rootLogger.appenderRef.out.ref = out
logger.server.name = kafka.server.KafkaRaftServer
logger.server.level = info
logger.groups.name = org.apache.kafka.coordinator.group.GroupMetadataManager
logger.groups.level = info
"""


def _properties(settings: Settings, data: Path) -> str:
    broker, controller = settings.ports["kafka"], settings.ports["kafka-controller"]
    protocol = "SASL_PLAINTEXT" if settings.kafka_secured else "PLAINTEXT"
    properties = {
        "process.roles": "broker,controller",
        "node.id": "1",
        # Voters by configuration, not in the formatted data: so the ports may change between starts.
        "controller.quorum.voters": f"1@{HOST}:{controller}",
        "listeners": f"CLIENT://{HOST}:{broker},CONTROLLER://{HOST}:{controller}",
        "advertised.listeners": f"CLIENT://{HOST}:{broker}",
        "listener.security.protocol.map": f"CLIENT:{protocol},CONTROLLER:{protocol}",
        "controller.listener.names": "CONTROLLER",
        "inter.broker.listener.name": "CLIENT",
        # Relative to where it runs: Kafka reads its properties as Latin-1, and splits this one at commas.
        "log.dirs": data.name,
        # A misspelt topic must fail, not appear.
        "auto.create.topics.enable": "false",
        "offsets.topic.replication.factor": "1",
        "offsets.topic.num.partitions": "4",
        "transaction.state.log.replication.factor": "1",
        "transaction.state.log.min.isr": "1",
        "transaction.state.log.num.partitions": "1",
        "share.coordinator.state.topic.replication.factor": "1",
        "share.coordinator.state.topic.min.isr": "1",
        "group.initial.rebalance.delay.ms": "0",
        # After a kill, the node may only come back once its old session has ended: 9 s by default. Servers of
        # tests are not killed; under load they must not take their only node for dead, and lose all leaders.
        "broker.session.timeout.ms": "5000" if settings.durable else "60000",
        "broker.heartbeat.interval.ms": "1000",
        "num.network.threads": "2",
        "num.io.threads": "4",
        "log.cleaner.dedupe.buffer.size": str(16 * 1024 * 1024),
        # Test runs create many small topics: smaller index files, preallocated per partition.
        "log.index.size.max.bytes": str(1024 * 1024),
    }
    if settings.kafka_secured:
        properties |= _who_may_what(settings)
    return "".join(f"{name}={value}\n" for name, value in properties.items())


def _who_may_what(settings: Settings) -> dict[str, str]:
    """Return the users, each service one, and that nobody may anything unless it is granted."""
    module = "org.apache.kafka.common.security.plain.PlainLoginModule required"
    admin = f'username="{ADMIN}" password="{settings.secret(f"kafka-{ADMIN}")}"'
    users = {user: settings.secret(f"kafka-{user}") for user in (ADMIN, *SERVICES)}
    known = " ".join(f'user_{user}="{password}"' for user, password in users.items())
    return {
        "sasl.mechanism.inter.broker.protocol": "PLAIN",
        "sasl.mechanism.controller.protocol": "PLAIN",
        "listener.name.client.sasl.enabled.mechanisms": "PLAIN",
        "listener.name.client.plain.sasl.jaas.config": f"{module} {admin} {known};",
        "listener.name.controller.sasl.enabled.mechanisms": "PLAIN",
        "listener.name.controller.plain.sasl.jaas.config": (
            f'{module} {admin} user_{ADMIN}="{users[ADMIN]}";'
        ),
        "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
        "super.users": f"User:{ADMIN}",
    }


def jars_directory(settings: Settings) -> Path:
    """Return where Kafka's jars are, or will be."""
    return settings.cache / f"kafka-{kafka_jars.VERSION}"


def archive_path(settings: Settings, java: Java) -> Path:
    """Return the archive of Kafka's loaded classes for this Java; it halves the time to start."""
    return settings.cache / f"kafka-{kafka_jars.VERSION}-java{java.version}.jsa"


def _make_data(settings: Settings) -> Path:
    """Make the folder of the server's data, if there is none yet."""
    data = settings.data / "kafka"
    if data.is_symlink() and not data.exists():
        data.unlink()
    if not data.exists():
        in_memory = None if settings.durable else outside.memory(settings)
        if in_memory is None:
            data.mkdir(parents=True)
        else:
            data.parent.mkdir(parents=True, exist_ok=True)
            (in_memory / "kafka").mkdir(exist_ok=True)
            data.symlink_to(in_memory / "kafka")
    return data


def specs(settings: Settings) -> list[ProcessSpec]:
    """Return what runs: the jars fetched and the data formatted once, then the server.

    Nothing if a real server is given.
    """
    if settings.external_kafka_bootstrap:
        return []
    java = find_java()
    data, jars = _make_data(settings), jars_directory(settings)
    # Its compression libraries are unpacked here to be loaded, which a system's scratch folder may not allow.
    unpacked = settings.run / "java"
    unpacked.mkdir(parents=True, exist_ok=True)
    properties, logging = settings.run / "kafka.properties", settings.run / "log4j2.properties"
    properties.touch(mode=0o600)
    properties.write_text(_properties(settings, data))
    logging.write_text(_LOGGING)
    environment = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    # Whatever the shell says: else Java cannot tell what folders with accents are called.
    environment["LC_ALL"] = "C.UTF-8"

    def run(main: str, *arguments: str, options: tuple[str, ...] = ()) -> tuple[str, ...]:
        return (
            *(str(java.program), _HEAP if settings.durable else _HEAP_OF_TESTS, *_JVM_OPTIONS, *options),
            *(
                f"-Dlog4j2.configurationFile={os.path.relpath(logging, settings.data)}",
                f"-Djava.io.tmpdir={unpacked}",
                "-cp",
                f"{jars}/*",
                main,
                *arguments,
            ),
        )

    plan = []
    if not jars.exists():
        fetch = (sys.executable, "-m", "atende_sandbox.kafka_jars", str(jars))
        # With all of the caller's environment: proxies, mirrors and certificates have many names.
        plan.append(ProcessSpec("kafka-jars", fetch, dict(os.environ), start_timeout=900.0))
    if not (data / "meta.properties").exists():
        cluster = base64.urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=")
        # One in 64 ids begins with a dash, which by itself would be another option.
        arguments = ("format", f"--cluster-id={cluster}", "-c", str(properties))
        command = run("kafka.tools.StorageTool", *arguments)
        plan.append(ProcessSpec("kafka-format", command, environment, settings.data, needs=("kafka-jars",)))
    archive = archive_path(settings, java)
    partial = archive.with_suffix(f".{uuid.uuid4().hex[:8]}.partial")
    options: tuple[str, ...] = ()
    if archive.exists():
        options = (f"-XX:SharedArchiveFile={archive}",)
    elif settings.durable:  # Writing it takes four seconds, once: not worth it for a test run.
        options = (f"-XX:ArchiveClassesAtExit={partial}",)

    def keep_archive(exit_code: int) -> None:
        if exit_code == _EXIT_AFTER_SIGTERM and partial.exists():
            partial.replace(archive)
        partial.unlink(missing_ok=True)

    port = settings.ports["kafka"]
    server = ProcessSpec(
        name="kafka",
        command=run("kafka.Kafka", str(properties), options=options),
        environment=environment,
        directory=settings.data,
        needs=("kafka-jars", "kafka-format"),
        probe=accepts(HOST, port),
        port=port,
        further_ports={"kafka-controller": settings.ports["kafka-controller"]},
        stop_order=3,
        stop_timeout=30.0,
        after_stop=keep_archive,
    )
    return [*plan, server]

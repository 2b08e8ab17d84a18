"""PostgreSQL, Valkey or Redis, and Kafka that take nothing but TLS.

Kafka is always the real one. The other two come as wheels without TLS, and have it ended before them
(`tls.fronts`); with ``ATENDE_TLS_POSTGRES`` (the folder of PostgreSQL's programs) and ``ATENDE_TLS_REDIS``
(the program of a Redis or Valkey), as `make tls-check` sets them, they end it themselves.
"""

import os
import pwd
import secrets
import shutil
import signal
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit, urlunsplit

from ports import free_ports
from tls.certificates import Authority, Signed
from tls.fronts import front

from atende_platform.process.kafka_access import KafkaAccess
from atende_sandbox import kafka
from atende_sandbox.group import Group
from atende_sandbox.probes import accepts
from atende_sandbox.processes import Account, ProcessSpec
from atende_sandbox.settings import DEFAULT_PORTS, Infrastructure, Settings

REAL_POSTGRES: Final = os.environ.get("ATENDE_TLS_POSTGRES", "")
REAL_REDIS: Final = os.environ.get("ATENDE_TLS_REDIS", "")
_LIBRARIES: Final = os.environ.get("ATENDE_TLS_LIBRARIES", "")
_HOST: Final = "127.0.0.1"


@dataclass(frozen=True)
class Servers:
    """Where they are. The database's URL says nothing of TLS yet."""

    database_url: str
    redis_url: str


@contextmanager
def servers(infrastructure: Infrastructure, signed: Signed) -> Iterator[Servers]:
    """Run PostgreSQL and Redis behind TLS."""
    with ExitStack() as stack:
        if REAL_POSTGRES:
            database = stack.enter_context(_postgres(Path(REAL_POSTGRES), signed))
        else:
            database = stack.enter_context(fronted(infrastructure.database_admin_url, signed))
        if REAL_REDIS:
            redis = stack.enter_context(_redis(REAL_REDIS, signed))
        else:
            redis = stack.enter_context(fronted(infrastructure.redis_url, signed))
        yield Servers(database, redis.replace("redis://", "rediss://"))


@contextmanager
def fronted(url: str, signed: Signed, *, clients_of: Path | None = None) -> Iterator[str]:
    """Put TLS before a server; yield its URL there. ``clients_of``: who signs its clients' certificates."""
    at = urlsplit(url)
    asked = at.scheme != "redis"
    with front((str(at.hostname), at.port or 0), signed, asked=asked, clients_of=clients_of) as port:
        yield elsewhere(url, f"{_HOST}:{port}")


def elsewhere(url: str, address: str) -> str:
    """Return the URL with another host and port."""
    parts = urlsplit(url)
    login = parts.netloc.rpartition("@")[0]
    return urlunsplit(parts._replace(netloc=f"{login}@{address}" if login else address))


@contextmanager
def _running(specs: Sequence[ProcessSpec], logs: Path) -> Iterator[None]:
    group = Group(specs, logs)
    try:
        group.start()
        yield
    finally:
        group.stop()


@contextmanager
def _folder(account: Account | None) -> Iterator[Path]:
    """Have a folder that the account may enter, which those of pytest are not."""
    with tempfile.TemporaryDirectory(prefix="atende-tls-") as name:
        folder = Path(name)
        if account:
            os.chown(folder, account.uid, account.gid)
        yield folder


def _copy(source: Path, target: Path, account: Account | None) -> Path:
    shutil.copyfile(source, target)
    target.chmod(0o600)
    if account:
        os.chown(target, account.uid, account.gid)
    return target


@contextmanager
def _postgres(programs: Path, signed: Signed) -> Iterator[str]:
    # It does not run as root.
    nobody = pwd.getpwnam("nobody")
    account = Account(nobody.pw_uid, nobody.pw_gid) if os.geteuid() == 0 else None
    port, password = free_ports(["postgres"])["postgres"], secrets.token_urlsafe(16)
    with _folder(account) as folder:
        data = folder / "data"
        for name, text in (
            ("password", password),
            ("hba", "hostssl all all 127.0.0.1/32 scram-sha-256\n"),
        ):
            (folder / name).write_text(text)
            _copy(folder / name, folder / f"{name}.conf", account)
        options = {
            "port": str(port),
            "listen_addresses": _HOST,
            "unix_socket_directories": "",
            "hba_file": str(folder / "hba.conf"),
            "ssl": "on",
            "ssl_cert_file": str(_copy(signed.certificate, folder / "server.crt", account)),
            "ssl_key_file": str(_copy(signed.key, folder / "server.key", account)),
        }
        settings = (part for name, value in options.items() for part in ("-c", f"{name}={value}"))
        environment = {"PATH": os.defpath, "LC_ALL": "C.UTF-8", "LD_LIBRARY_PATH": _LIBRARIES}
        initdb = ProcessSpec(
            name="postgres-init",
            command=(
                *(str(programs / "initdb"), "-D", str(data), "-U", "postgres", "--auth=scram-sha-256"),
                *("--no-sync", "--encoding=UTF8", "--locale=C", f"--pwfile={folder / 'password.conf'}"),
            ),
            environment=environment,
            directory=folder,
            account=account,
        )
        server = ProcessSpec(
            name="postgres",
            command=(str(programs / "postgres"), "-D", str(data), *settings),
            environment=environment,
            directory=folder,
            needs=("postgres-init",),
            probe=accepts(_HOST, port),
            port=port,
            stop_signal=signal.SIGINT,
            account=account,
        )
        with _running([initdb, server], folder / "logs"):
            yield f"postgresql://postgres:{password}@{_HOST}:{port}/postgres"


@contextmanager
def _redis(program: str, signed: Signed) -> Iterator[str]:
    port, password = free_ports(["redis"])["redis"], secrets.token_urlsafe(16)
    with _folder(None) as folder:
        options = {
            "port": "0",
            "tls-port": str(port),
            "bind": _HOST,
            "dir": str(folder),
            "save": "",
            "requirepass": password,
            "tls-cert-file": str(signed.certificate),
            "tls-key-file": str(signed.key),
            "tls-ca-cert-file": str(signed.certificate),
            "tls-auth-clients": "no",
        }
        server = ProcessSpec(
            name="redis",
            command=(program, *(part for name, value in options.items() for part in (f"--{name}", value))),
            environment={"PATH": os.defpath, "LD_LIBRARY_PATH": _LIBRARIES},
            directory=folder,
            probe=accepts(_HOST, port),
            port=port,
        )
        with _running([server], folder / "logs"):
            yield f"redis://default:{password}@{_HOST}:{port}/0"


@dataclass(frozen=True)
class KafkaServer:
    """Kafka with two ways in: by password, and by a certificate of the client's."""

    by_password: KafkaAccess
    by_certificate: KafkaAccess


@contextmanager
def kafka_server(authority: Authority, directory: Path) -> Iterator[KafkaServer]:
    """Run the sandbox's Kafka with its clients' way in over TLS; ``CN=client`` may do everything."""
    ports = dict(zip(DEFAULT_PORTS, free_ports([*DEFAULT_PORTS]).values(), strict=True))
    mutual = free_ports(["mutual"])["mutual"]
    # Always one of our own: a run may have been given another, which has no TLS.
    settings = replace(
        Settings.from_environment(directory=directory),
        ports=ports,
        durable=False,
        external_kafka_bootstrap="",
    )
    specs = kafka.specs(settings)
    signed, client = authority.sign("kafka"), authority.sign("client")
    pem = directory / "kafka.pem"
    pem.touch(mode=0o600)
    pem.write_text(signed.key.read_text() + signed.certificate.read_text())
    file = settings.run / "kafka.properties"
    port = ports["kafka"]
    properties = (
        file.read_text()
        .replace("CLIENT:SASL_PLAINTEXT", "CLIENT:SASL_SSL,MUTUAL:SSL")
        .replace(f"CLIENT://{_HOST}:{port}", f"CLIENT://{_HOST}:{port},MUTUAL://{_HOST}:{mutual}")
        .replace(f"User:{kafka.ADMIN}\n", f"User:{kafka.ADMIN};User:CN=client\n")
    )
    file.write_text(
        f"{properties}ssl.keystore.type=PEM\nssl.keystore.location={pem}\n"
        f"ssl.truststore.type=PEM\nssl.truststore.location={authority.file}\n"
        "listener.name.mutual.ssl.client.auth=required\n"
    )
    with _running(specs, settings.logs):
        yield KafkaServer(
            KafkaAccess(
                f"{_HOST}:{port}",
                "SASL_SSL",
                "PLAIN",
                kafka.ADMIN,
                settings.secret(f"kafka-{kafka.ADMIN}"),
                str(authority.file),
            ),
            KafkaAccess(
                f"{_HOST}:{mutual}",
                "SSL",
                ca_file=str(authority.file),
                certificate_file=str(client.certificate),
                key_file=str(client.key),
            ),
        )

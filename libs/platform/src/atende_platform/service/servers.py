"""The servers that a process needs: whether they are there and let it in, said in words as it starts.

Who is away is waited for, and named again and again until it answers. Who answers and refuses (a wrong
password, a database that does not exist) is a mistake of the configuration: the process does not start.
"""

import asyncio
import math
import ssl
from collections.abc import Awaitable, Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from ipaddress import ip_address
from time import monotonic
from typing import Final, Literal
from urllib.parse import urlsplit

import asyncpg
import structlog
from aiokafka.conn import create_conn
from aiokafka.errors import IllegalSaslStateError, SaslAuthenticationFailed, UnsupportedSaslMechanismError
from asyncpg.exceptions import (
    ClientConfigurationError,
    InsufficientPrivilegeError,
    InvalidAuthorizationSpecificationError,
    InvalidCatalogNameError,
)
from redis.asyncio import Redis
from redis.exceptions import AuthenticationError, AuthorizationError, NoPermissionError

from atende_platform.data.db import PostgresTooOld, asyncpg_url, require_version
from atende_platform.process.secret_settings import user_of, without_password
from atende_platform.process.settings import ServiceSettings
from atende_platform.process.tasks import Task
from atende_platform.runtime import make_redis
from atende_platform.service.names import require_resolvable

log = structlog.get_logger(__name__)

_ANSWER_SECONDS: Final = 3.0
_AGAIN_SECONDS: Final = 2.0
_NAMED_AGAIN_SECONDS: Final = 10.0


class Refused(Exception):
    """The server is there, and does not let us in."""


@dataclass(frozen=True)
class Server:
    """A server as a setting names it. ``reach`` raises `Refused`, or whatever says that it is away."""

    setting: str
    name: str
    address: str
    reach: Callable[[], Awaitable[None]]
    hosts: Collection[str] = ()
    """Whose names have to be resolved to reach it: any of them."""


@dataclass(frozen=True)
class Found:
    """The outcome of asking a server."""

    server: Server
    state: Literal["there", "away", "refuses"]
    words: str = ""

    def __str__(self) -> str:
        return f"{self.server.setting}: {self.server.name} at {self.server.address} {self.words}"


def servers_of(settings: ServiceSettings, *, owner: bool = False) -> Iterator[Server]:
    """Yield the servers that settings name: of a process that serves, or, ``owner``, of one that migrates."""
    urls = {"DATABASE_OWNER_URL": settings.database_owner_url}
    if not owner:
        urls = {"DATABASE_URL": settings.database_url, "DATABASE_WORKER_URL": settings.database_worker_url}
    for setting, url in urls.items():
        if url:
            address = _address(url)
            yield Server(setting, "PostgreSQL", address, partial(_reach_postgres, url), hosts_of(address))
    if owner:
        return
    redis, kafka = _address(settings.redis_url), settings.kafka_bootstrap
    yield Server("REDIS_URL", "Redis", redis, partial(_reach_redis, settings), hosts_of(redis))
    # What has no port is a mistake, whether its name is known or not.
    brokers = hosts_of(kafka) if all(map(_has_port, kafka.split(","))) else []
    yield Server("KAFKA_BOOTSTRAP", "Kafka", kafka, partial(_reach_kafka, settings), brokers)


async def look(servers: Sequence[Server]) -> list[Found]:
    """Ask all servers at the same time; return what each said, or that it said nothing."""
    return list(await asyncio.gather(*map(_ask, servers)))


async def _ask(server: Server) -> Found:
    try:
        await require_resolvable(server.hosts)
        async with asyncio.timeout(_ANSWER_SECONDS):
            await server.reach()
    except Refused as error:
        return Found(server, "refuses", str(error))
    except TimeoutError:
        return Found(server, "away", f"does not answer within {_ANSWER_SECONDS:g} s")
    except Exception as error:
        return Found(server, "away", f"cannot be reached: {without_password(_text(error))}")
    return Found(server, "there")


def waiting_for(away: Sequence[Server]) -> Task:
    """Return the task that says which servers a process still waits for, and when each is there."""

    async def wait() -> None:
        await come(away)
        await asyncio.Event().wait()

    return Task("servers", wait)


async def come(away: Sequence[Server], seconds: float = math.inf) -> list[Found]:
    """Wait until servers are there, saying whom it waits for; return those that are not after ``seconds``."""
    since = named_at = monotonic()
    left = list(away)
    while True:
        found = await look(left)
        for each in found:
            if each.state == "there":
                log.info("server.reached", server=each.server.name, seconds=round(monotonic() - since, 1))
        missing = [each for each in found if each.state != "there"]
        if not missing or monotonic() - since >= seconds:
            return missing
        if monotonic() - named_at >= _NAMED_AGAIN_SECONDS:
            named_at = monotonic()
            for each in missing:
                report(each)
        left = [each.server for each in missing]
        await asyncio.sleep(_AGAIN_SECONDS)


def report(found: Found) -> None:
    """Log that a server is waited for, and why."""
    if found.state != "there":
        log.warning("server.waiting", server=found.server.name, state=found.state, reason=str(found))


def _text(error: Exception) -> str:
    return str(error) or type(error).__name__


def _address(url: str) -> str:
    return urlsplit(url).netloc.rpartition("@")[2]


def hosts_of(address: str) -> list[str]:
    """Return the names in an address, which may be several ``host:port``; none where one needs no name."""
    hosts = [urlsplit(f"//{each.strip()}").hostname or "" for each in address.split(",")]
    return [] if any(not host or _is_ip_address(host) for host in hosts) else hosts


def _has_port(broker: str) -> bool:
    return broker.rpartition(":")[2].strip().isdigit()


def _is_ip_address(host: str) -> bool:
    try:
        ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True


async def _reach_postgres(url: str) -> None:
    user = user_of(url)
    try:
        connection = await asyncpg.connect(asyncpg_url(url), timeout=_ANSWER_SECONDS)
    except InvalidAuthorizationSpecificationError as error:
        raise Refused(f"does not let {user} in: {_text(error)}") from error
    except (InvalidCatalogNameError, InsufficientPrivilegeError) as error:
        raise Refused(f"does not open the database for {user}: {_text(error)}") from error
    except (ClientConfigurationError, ValueError) as error:
        raise Refused(f"cannot be asked: {without_password(_text(error))}") from error
    except ssl.SSLCertVerificationError as error:
        raise Refused(f"has a certificate that is not trusted: {error.verify_message}") from error
    try:
        require_version(connection)
    except PostgresTooOld as error:
        raise Refused(f"is too old. {error}") from error
    finally:
        await connection.close()


async def _reach_redis(settings: ServiceSettings) -> None:
    try:
        redis: Redis = make_redis(settings)
    except (ValueError, OSError) as error:
        raise Refused(f"cannot be asked: {_text(error)}") from error
    try:
        await redis.ping()
    except (AuthenticationError, AuthorizationError, NoPermissionError) as error:
        raise Refused(f"does not let {user_of(settings.redis_url) or 'us'} in: {_text(error)}") from error
    finally:
        await redis.aclose()


async def _reach_kafka(settings: ServiceSettings) -> None:
    try:
        options = settings.kafka.options()
    except (OSError, ValueError) as error:
        raise Refused(f"cannot be asked: {_text(error)}") from error
    failure: Exception = Refused("cannot be asked: no broker is named")
    for broker in options.pop("bootstrap_servers").split(","):
        host, _, port = broker.strip().rpartition(":")
        if not host or not port.isdigit():
            raise Refused(f"cannot be asked: {broker.strip() or 'an empty name'} is not host:port")
        try:
            connection = await create_conn(
                host.strip("[]"), int(port), request_timeout_ms=int(_ANSWER_SECONDS * 1000), **options
            )
        except (IllegalSaslStateError, SaslAuthenticationFailed, UnsupportedSaslMechanismError) as error:
            raise Refused(f"does not let {settings.kafka_username} in: {_text(error)}") from error
        except ssl.SSLCertVerificationError as error:
            raise Refused(f"has a certificate that is not trusted: {error.verify_message}") from error
        except Exception as error:  # The next broker may be there.
            failure = error
        else:
            connection.close()
            return
    raise failure

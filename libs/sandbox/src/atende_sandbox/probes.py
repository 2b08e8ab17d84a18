"""Is it ready? Each probe asks a server in its own protocol, with no client library, and waits little."""

import http.client
import socket
import struct
from collections.abc import Callable

Probe = Callable[[], bool]

_TIMEOUT_SECONDS = 3.0


def http_ok(host: str, port: int, path: str) -> Probe:
    """Ready when a GET answers 200."""

    def probe() -> bool:
        connection = http.client.HTTPConnection(host, port, timeout=_TIMEOUT_SECONDS)
        try:
            connection.request("GET", path)
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    return probe


def _exchange(host: str, port: int, request: bytes, *, lines: int = 0) -> bytes:
    """Return what is answered first, or so many lines of it."""
    try:
        with socket.create_connection((host, port), _TIMEOUT_SECONDS) as connection:
            if not request:
                return b"\0"
            connection.sendall(request)
            answer = connection.recv(16)
            while answer.count(b"\n") < lines and (more := connection.recv(256)):
                answer += more
            return answer
    except OSError:
        return b""


def accepts(host: str, port: int) -> Probe:
    """Ready when it takes a connection. Kafka opens its port last, so for it this is enough."""
    return lambda: bool(_exchange(host, port, b""))


def postgres_ready(host: str, port: int) -> Probe:
    """Ready when it asks for authentication: while it starts or recovers it answers with an error."""
    body = struct.pack("!i", 3 << 16) + b"user\0postgres\0database\0postgres\0\0"
    request = struct.pack("!i", len(body) + 4) + body
    return lambda: _exchange(host, port, request)[:1] == b"R"


def valkey_ready(host: str, port: int, password: str = "") -> Probe:
    """Ready when it answers PING; while it loads its data it answers with an error."""
    sign_in = f"AUTH default {password}\r\n".encode() if password else b""
    lines = 2 if password else 1
    return lambda: _exchange(host, port, sign_in + b"PING\r\n", lines=lines).endswith(b"+PONG\r\n")

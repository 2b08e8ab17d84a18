"""Listeners where no test may connect: they note which process of the test run does it all the same."""

import contextlib
import selectors
import socket
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import psutil

from atende_sandbox.settings import DEFAULT_PORTS, HOST

PORTS: Final = (*sorted(DEFAULT_PORTS.values()), 5432, 6379, 9092)
"""The sandbox's ports, and those that PostgreSQL, Redis and Kafka have everywhere."""

_LEAVE: Final = b"atende-decoy: leave\n"
_LEFT: Final = b"left\n"
_FIRST_WORD_SECONDS: Final = 0.5
_DISMISSAL_SECONDS: Final = 3.0


@dataclass(frozen=True)
class Touch:
    """A connection to a decoy: which port, by whom, during which tests, and whether surely by this run."""

    port: int
    by: str
    during: tuple[str, ...]
    ours: bool


class Decoys(threading.Thread):
    """Listeners on ports that no test may use. They leave when a sandbox that starts needs their ports."""

    def __init__(self, ports: Iterable[int]) -> None:
        super().__init__(name="decoys", daemon=True)
        self.touches: list[Touch] = []
        self.running_tests: dict[str, None] = {}
        self._listeners: dict[int, socket.socket] = {}
        self._selector = selectors.DefaultSelector()
        self._alarm, self._end = socket.socketpair()
        self._selector.register(self._end, selectors.EVENT_READ)
        for port in ports:
            self._listen(port)
        self.ports = tuple(self._listeners)

    def _listen(self, port: int) -> None:
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((HOST, port))
            listener.listen()
        except OSError:  # A server is there.
            listener.close()
            return
        self._listeners[port] = listener
        self._selector.register(listener, selectors.EVENT_READ, port)

    def run(self) -> None:
        while self._listeners:
            for key, _ in self._selector.select():
                if key.data is None:
                    return
                with contextlib.suppress(OSError):
                    connection, peer = self._listeners[key.data].accept()
                    with connection:
                        self._answer(connection, peer, key.data)
                        if not self._listeners:
                            return

    def _answer(self, connection: socket.socket, peer: tuple[str, int], port: int) -> None:
        # First: who it is can be seen only as long as they wait.
        process, has_hung_up = _ours_at(peer, port), _has_hung_up(connection)
        connection.settimeout(_FIRST_WORD_SECONDS)
        try:
            leave = connection.recv(len(_LEAVE)) == _LEAVE
        except OSError:
            leave = False
        if leave:
            self._leave()
            connection.sendall(_LEFT)
        elif process is not None or has_hung_up:
            self.touches.append(Touch(port, _name(process), tuple(self.running_tests), process is not None))

    def _leave(self) -> None:
        for listener in self._listeners.values():
            listener.close()
        self._listeners.clear()

    def end(self) -> None:
        """Stop listening."""
        self._alarm.close()
        if self.is_alive():
            self.join()
        self._leave()
        self._selector.close()
        self._end.close()


def _ours_at(address: tuple[str, int], port: int) -> psutil.Process | None:
    """Return the process of this run whose end of a connection to a port has an address.

    Only of this run: other programs may look for servers as they like.
    """
    this = psutil.Process()
    for process in (this, *this.children(recursive=True)):
        with contextlib.suppress(psutil.Error):
            for connection in process.net_connections("tcp"):
                if connection.laddr == address and connection.raddr and connection.raddr.port == port:
                    return process
    return None


def _has_hung_up(connection: socket.socket) -> bool:
    connection.setblocking(False)
    try:
        return not connection.recv(1, socket.MSG_PEEK)
    except BlockingIOError:
        return False
    except OSError:
        return True


def _name(process: psutil.Process | None) -> str:
    with contextlib.suppress(psutil.Error):
        if process is not None:
            return f"{' '.join(process.cmdline())[:200]} (pid {process.pid})"
    return "a process that has ended or hung up"


def dismiss(port: int) -> bool:
    """Ask for a port that a decoy may hold; return whether one did, and has left all of its ports."""
    with contextlib.suppress(OSError), socket.create_connection((HOST, port), 1.0) as connection:
        connection.settimeout(_DISMISSAL_SECONDS)
        connection.sendall(_LEAVE)
        return connection.recv(len(_LEFT)) == _LEFT
    return False

"""Listeners where no test may connect: they note which process of the test run does it all the same."""

import contextlib
import os
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
    """A connection to a decoy: which port, by whom, during which tests."""

    port: int
    by: str
    during: tuple[str, ...]


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
        connection.settimeout(_FIRST_WORD_SECONDS)
        try:
            leave = connection.recv(len(_LEAVE)) == _LEAVE
        except OSError:
            leave = False
        if leave:
            self._leave()
            connection.sendall(_LEFT)
        else:
            self._note(port, peer)

    def _leave(self) -> None:
        for listener in self._listeners.values():
            listener.close()
        self._listeners.clear()

    def _note(self, port: int, peer: tuple[str, int]) -> None:
        process = _process_at(peer, port)
        if process is None:
            by = "a process that has hung up"
        elif not _is_ours(process):
            return
        else:
            by = f"{' '.join(process.cmdline())[:200]} (pid {process.pid})"
        self.touches.append(Touch(port, by, tuple(self.running_tests)))

    def end(self) -> None:
        """Stop listening."""
        self._alarm.close()
        if self.is_alive():
            self.join()
        self._leave()
        self._selector.close()
        self._end.close()


def _process_at(address: tuple[str, int], port: int) -> psutil.Process | None:
    """Return the process whose end of a connection to a port has an address, if it can be seen."""
    with contextlib.suppress(psutil.Error):
        for connection in psutil.net_connections("tcp"):
            if connection.laddr == address and connection.raddr and connection.raddr.port == port:
                return psutil.Process(connection.pid) if connection.pid else None
    return None


def _is_ours(process: psutil.Process) -> bool:
    """Return whether a process belongs to this run: other programs may look for servers as they like."""
    with contextlib.suppress(psutil.Error):
        return os.getpid() in (process.pid, *(parent.pid for parent in process.parents()))
    return True


def dismiss(port: int) -> bool:
    """Ask for a port that a decoy may hold; return whether one did, and has left all of its ports."""
    with contextlib.suppress(OSError), socket.create_connection((HOST, port), 1.0) as connection:
        connection.settimeout(_DISMISSAL_SECONDS)
        connection.sendall(_LEAVE)
        return connection.recv(len(_LEFT)) == _LEFT
    return False

"""Ends TLS before a server that knows none, as the wheels of PostgreSQL and Valkey are built.

A front takes no connection in the clear. PostgreSQL's clients ask for TLS in their own protocol first.
"""

import socket
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from tls.certificates import Signed

_SSL_REQUEST: Final = (8).to_bytes(4) + (80877103).to_bytes(4)
_CHUNK: Final = 64 * 1024


class _Front(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, target: tuple[str, int], context: ssl.SSLContext, *, asked: bool) -> None:
        super().__init__(("127.0.0.1", 0), _Connection)
        self.target = target
        self.context = context
        self.asked = asked


class _Connection(socketserver.BaseRequestHandler):
    server: _Front

    def handle(self) -> None:
        with suppress(OSError):  # A client that does not trust us leaves in the middle.
            if self.server.asked:
                if self.request.recv(len(_SSL_REQUEST), socket.MSG_WAITALL) != _SSL_REQUEST:
                    return
                self.request.sendall(b"S")
            with (
                self.server.context.wrap_socket(self.request, server_side=True) as client,
                socket.create_connection(self.server.target) as server,
            ):
                back = threading.Thread(target=_pump, args=(server, client), daemon=True)
                back.start()
                _pump(client, server)
                back.join(5)


def _pump(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(_CHUNK):
            target.sendall(data)
    with suppress(OSError):
        target.shutdown(socket.SHUT_RDWR)


@contextmanager
def front(
    target: tuple[str, int], signed: Signed, *, asked: bool = False, clients_of: Path | None = None
) -> Iterator[int]:
    """Run a front; yield its port.

    ``asked``: its clients are PostgreSQL's. ``clients_of``: who signs the certificates of its clients.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(signed.certificate, signed.key)
    if clients_of:
        context.load_verify_locations(clients_of)
        context.verify_mode = ssl.CERT_REQUIRED
    with _Front(target, context, asked=asked) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()

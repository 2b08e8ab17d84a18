"""How commands reach the supervisor: a Unix socket, one line of JSON in, one line out."""

import contextlib
import hashlib
import json
import os
import selectors
import socket
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from atende_sandbox.errors import SandboxError
from atende_sandbox.settings import Settings

Request = dict[str, Any]
_LONGEST_PATH = 100  # The kernel takes 107 bytes, macOS 103.


def control_path(settings: Settings) -> Path:
    """Return where the socket is: in the sandbox, unless its path is too long for a socket."""
    path = settings.run / "control.sock"
    if len(os.fsencode(path)) <= _LONGEST_PATH:
        return path
    digest = hashlib.sha256(os.fsencode(path)).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"atende-{os.getuid()}-{digest}.sock"


class ControlServer:
    """The supervisor's end. ``wait`` doubles as its sleep."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.bind(str(path))
        path.chmod(0o600)
        self._socket.listen(8)
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._socket, selectors.EVENT_READ)

    def wait(self, seconds: float, answer: Callable[[Request], Request]) -> None:
        """Wait for a command, answer it; or for the time to pass."""
        if not self._selector.select(seconds):
            return
        connection, _ = self._socket.accept()
        # A client that hangs or sends rubbish must not hold up the supervision.
        with connection, contextlib.suppress(OSError, ValueError):
            connection.settimeout(1.0)
            with connection.makefile("rw", encoding="utf-8") as stream:
                reply = answer(json.loads(stream.readline()))
                stream.write(json.dumps(reply) + "\n")

    def close(self) -> None:
        self._selector.close()
        self._socket.close()
        self.path.unlink(missing_ok=True)


def ask(path: str, request: Request) -> Request:
    """Send a command to the supervisor; raise `SandboxError` if it refuses or is not there."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(120.0)
        try:
            connection.connect(path)
        except OSError as error:
            raise SandboxError("The sandbox is not running. Start it with `make up`.") from error
        with connection.makefile("rw", encoding="utf-8") as stream:
            stream.write(json.dumps(request) + "\n")
            stream.flush()
            reply: Request = json.loads(stream.readline() or '{"error": "The supervisor went away."}')
    if error_text := reply.get("error"):
        raise SandboxError(str(error_text))
    return reply

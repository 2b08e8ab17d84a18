"""A linked device that answers every text: the real Baileys in a process of its own, to test the stub."""

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any, Final

from atende_sandbox.whatsapp_web.installation import FOLDER, ensure_installed
from atende_sandbox.whatsapp_web.running import Stub

_PROGRAM: Final = FOLDER / "tests" / "echo.ts"


@dataclass(frozen=True)
class Device:
    """Its words, a JSON object a line: `qr`, `open`, `close` with a code."""

    words: IO[str]

    def says(self, name: str) -> Any:
        """Return the next word of a kind, passing over others."""
        for line in self.words:
            if name in (said := json.loads(line)):
                return said[name]
        raise AssertionError(f"the device never said {name}")


@contextmanager
def echoing_device(stub: Stub) -> Iterator[Device]:
    """Run one that is to be linked."""
    node = ensure_installed()
    with subprocess.Popen(
        [str(node.program), str(_PROGRAM), stub.web_socket_url],
        env={**node.environment, **stub.bridge_environment},
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout
        try:
            yield Device(process.stdout)
        finally:
            process.kill()

"""`python -m atende_sandbox.whatsapp_web install`, or `… run FOLDER PORT MEDIA_PORT`: becomes the stub."""

import os
import sys

from atende_sandbox import npm
from atende_sandbox.bridge import BRIDGE
from atende_sandbox.errors import SandboxError
from atende_sandbox.whatsapp_web.installation import PROGRAM, ensure_installed


def main(command: str, *arguments: str) -> int:
    """Install the stub and the gateway's bridge, or run the stub; return the exit status."""
    try:
        node = ensure_installed()
        if command == "install":
            npm.ensure_installed(BRIDGE, "the bridge to WhatsApp Web")
            return 0
    except SandboxError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    folder, port, media_port = arguments
    options = ["--folder", folder, "--port", port, "--media-port", media_port, "--stay", "--log"]
    program = [str(node.program), str(PROGRAM), *options]
    return os.execve(node.program, program, node.environment)  # noqa: S606 (there is no shell to want)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

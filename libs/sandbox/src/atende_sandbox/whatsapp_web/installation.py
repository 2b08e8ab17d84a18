"""Where the stub's program is, and its packages, which come from the npm registry once."""

from typing import Final

from atende_sandbox import npm
from atende_sandbox.node import Node
from atende_sandbox.settings import REPOSITORY

FOLDER: Final = REPOSITORY / "tests-e2e" / "whatsapp_web"
PROGRAM: Final = FOLDER / "src" / "main.ts"
TRUST: Final = FOLDER / "trust.ts"


def ensure_installed() -> Node:
    """Install the stub's packages if they are not there yet; return the Node that runs it."""
    return npm.ensure_installed(FOLDER, "the stub of WhatsApp Web")

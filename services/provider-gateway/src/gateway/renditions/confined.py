"""A process that reads one file: its limits, and how it answers. It imports nothing of the service.

It gets the file on its standard input and writes a line of JSON, and the rendition behind it.
"""

import json
import resource
import sys
from collections.abc import Callable
from typing import Any, Final

MEMORY_BYTES: Final = 1024 * 1024 * 1024
"""Of addresses: a picture of 50 megapixels takes 200 MB, and the libraries of sound and video 300."""
CPU_SECONDS: Final = 30
UNREADABLE: Final = 3
"""The exit status for a file that cannot be read as what it is said to be."""
TOO_LONG: Final = 4
"""The exit status for a recording that lasts longer than is taken."""

Made = tuple[dict[str, Any], bytes]
"""What is known of a file, and its rendition; no bytes: there is none."""


class TooLong(Exception):
    """A recording lasts longer than is taken."""


def serve(make: Callable[[bytes], Made]) -> int:
    """Be the process; return the exit status."""
    for kind, most in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 64),
    ):
        resource.setrlimit(kind, (most, most))
    data = sys.stdin.buffer.read()
    try:
        facts, rendition = make(data)
    except TooLong:
        return TOO_LONG
    except Exception:
        # Whatever the libraries raise of a file that somebody sent: the caller counts it.
        return UNREADABLE
    sys.stdout.buffer.write(json.dumps(facts).encode() + b"\n" + rendition)
    sys.stdout.buffer.flush()
    return 0

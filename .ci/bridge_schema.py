"""Writes the JSON Schema of the bridge's protocol, by which the bridge checks its lines.

``bridge_schema.py FILE`` writes it, ``bridge_schema.py --check FILE`` fails when it is out of date.
"""

import json
import sys
from pathlib import Path

from gateway.bridge.protocol import schema


def render() -> str:
    """Return the schema as it is committed: stable order, one final line feed."""
    return json.dumps(schema(), indent=2, sort_keys=True) + "\n"


def main(arguments: list[str]) -> int:
    """Write or check it; return the exit status."""
    *options, name = arguments
    path = Path(name)
    if options == ["--check"]:
        if path.is_file() and path.read_text() == render():
            return 0
        sys.stderr.write(f"{path} is out of date; run `make contracts`\n")
        return 1
    path.write_text(render())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Writes the JSON Schema of the bridge's protocol, by which the bridge checks its lines.

``python .ci/bridge_schema.py FILE`` writes it, ``--check FILE`` fails when it is out of date.
"""

import json
import sys

from atende_contracts import page
from gateway.bridge.protocol import schema


def render() -> str:
    """Return the schema as it is committed: stable order, one final line feed."""
    return json.dumps(schema(), indent=2, sort_keys=True) + "\n"


if __name__ == "__main__":
    sys.exit(page.write_or_check(sys.argv[1:], render, ".ci/bridge_schema.py"))

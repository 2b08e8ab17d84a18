"""The supervisor's process: ``python -m atende_sandbox.supervise PIPE [--infra-only] [--tied]``.

``--tied``: the system ends with the process that started it.

Started by `World.up`, which reads events from the pipe until the system is ready or has failed.
"""

import json
import os
import sys

from atende_sandbox.settings import Settings
from atende_sandbox.supervisor import Event, Supervisor, print_event


def main(pipe: int, *, infra_only: bool, tied: bool) -> int:
    """Supervise until told to stop; return the exit status."""
    open_pipe: list[int] = [pipe]
    os.set_inheritable(pipe, False)

    def tell(event: Event) -> None:
        print_event(event)
        if not open_pipe:
            return
        try:
            os.write(pipe, (json.dumps(event) + "\n").encode())
        except BrokenPipeError:
            open_pipe.clear()
        if event["event"] in ("running", "failed"):
            os.close(pipe)
            open_pipe.clear()

    settings = Settings.from_json(os.environ.pop("ATENDE_SANDBOX_SETTINGS"))
    starter = int(os.environ.pop("ATENDE_SANDBOX_PARENT"))
    parent = starter if tied else None
    return Supervisor(settings, infra_only=infra_only, tell=tell, parent=parent).run()


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), infra_only="--infra-only" in sys.argv, tied="--tied" in sys.argv))

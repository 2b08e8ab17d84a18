"""The supervisor's process: ``python -m atende_sandbox.supervise PIPE [--infra-only] [--tied|--while-used]``.

``--tied``: the system ends with the process that started it; ``--while-used``: when no test run uses it.

Started by `World.up`, which reads events from the pipe until the system is ready or has failed.
"""

import json
import os
import sys
from collections.abc import Sequence

from atende_sandbox.kept import is_unused
from atende_sandbox.settings import Settings
from atende_sandbox.supervisor import Event, Supervisor, print_event


def main(pipe: int, options: Sequence[str]) -> int:
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

    def is_over() -> bool:
        if "--tied" in options:
            return os.getppid() != starter
        return "--while-used" in options and is_unused(settings.directory)

    return Supervisor(settings, infra_only="--infra-only" in options, tell=tell, is_over=is_over).run()


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), sys.argv[2:]))

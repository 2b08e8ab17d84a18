"""``python -m gateway api|worker|sessions|all|migrate|reseal``."""

import gc
import sys

gc.disable()  # Looking for garbage among what is imported takes an eighth of a start; `run` enables it.

from atende_platform.service.command import run  # noqa: E402
from gateway.main import SERVICE  # noqa: E402

sys.exit(run(SERVICE))

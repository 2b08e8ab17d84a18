"""``python -m gateway api|worker|all|migrate|reseal``."""

import sys

from atende_platform.command import run
from gateway.main import SERVICE

sys.exit(run(SERVICE))

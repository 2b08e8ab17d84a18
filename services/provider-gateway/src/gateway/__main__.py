"""``python -m gateway api|worker|all|migrate|reseal``."""

import sys

from atende_platform.service.command import run
from gateway.main import SERVICE

sys.exit(run(SERVICE))

"""``python -m chat api|realtime|worker|all|migrate``."""

import sys

from atende_platform.service.command import run
from chat.main import SERVICE

sys.exit(run(SERVICE))

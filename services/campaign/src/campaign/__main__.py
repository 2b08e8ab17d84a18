"""``python -m campaign <role>``."""

import sys

from atende_platform.service.command import run
from campaign.main import SERVICE

sys.exit(run(SERVICE))

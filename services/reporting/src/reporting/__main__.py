import sys

from atende_platform.service.command import run
from reporting.main import SERVICE

sys.exit(run(SERVICE))

import sys

from atende_platform.command import run
from reporting.main import SERVICE

sys.exit(run(SERVICE))

import sys

from atende_platform.runtime import run
from reporting.main import SERVICE

sys.exit(run(SERVICE))

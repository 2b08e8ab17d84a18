import sys

from atende_platform.command import run
from auth.main import SERVICE

sys.exit(run(SERVICE))

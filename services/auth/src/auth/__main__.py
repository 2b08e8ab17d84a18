import sys

from atende_platform.service.command import run
from auth.main import SERVICE

sys.exit(run(SERVICE))

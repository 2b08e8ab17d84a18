import sys

from atende_platform.runtime import run
from auth.main import SERVICE

sys.exit(run(SERVICE))

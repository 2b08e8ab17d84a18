"""``python -m atende_ops`` is ``atende``."""

import sys

from atende_ops.app import main

sys.exit(main())

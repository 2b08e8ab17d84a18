"""Which version runs: that of the package, and the revision that the image was built from."""

import os
from collections.abc import Mapping
from importlib.metadata import version
from typing import Final

VERSION: Final = version("atende-platform")
"""The version of all packages and images: they are released together."""


def revision_of(environment: Mapping[str, str]) -> str:
    """Return the revision of the source code, which the build gave the image as ``ATENDE_REVISION``.

    Empty where nobody said it: the code runs from a checkout.
    """
    return environment.get("ATENDE_REVISION", "").strip()


REVISION: Final = revision_of(os.environ)


def described(number: str = VERSION, revision: str = REVISION) -> str:
    """Return version and revision as ``--version`` prints them: ``0.1.0 (3f2a91c)``."""
    return f"{number} ({revision})" if revision else number

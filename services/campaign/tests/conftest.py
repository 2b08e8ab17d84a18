from typing import Any

import pytest

from atende_platform.runtime import Service
from campaign.main import SERVICE


@pytest.fixture
def service() -> Service[Any]:
    return SERVICE

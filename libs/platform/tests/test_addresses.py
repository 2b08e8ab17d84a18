"""What is counted as one client."""

import pytest

from atende_platform.addresses import prefix


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:0:1:2:3:4:5", "2001:db8:0:1::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("unknown", "unknown"),
    ],
)
def test_what_is_counted_as_one_address(address: str, counted: str) -> None:
    assert prefix(address) == counted

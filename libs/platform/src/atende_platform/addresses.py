"""Addresses: of clients, as they are counted, and those that we may be asked to call."""

import ipaddress
from collections.abc import Sequence
from functools import lru_cache
from typing import Final


@lru_cache(maxsize=4096)
def prefix(address: str) -> str:
    """Return what one customer of an access provider has: an IPv4 address, or an IPv6 network of 64 bits."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped is None:
            return str(ipaddress.ip_network((parsed, 64), strict=False))
        parsed = parsed.ipv4_mapped
    return str(parsed)


Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")
_UNICAST: Final = ipaddress.IPv6Network("2000::/3")
_SPECIAL: Final[tuple[Network, ...]] = tuple(
    ipaddress.ip_network(text)
    for text in (
        "192.0.0.0/24",  # Protocol assignments.
        "192.88.99.0/24",  # Relays of 6to4.
        "2001::/23",  # Protocol assignments, among them Teredo, which carries an IPv4 address.
        "2001:db8::/32",  # Documentation.
        "2002::/16",  # 6to4, which carries an IPv4 address.
        "3fff::/20",  # Documentation.
    )
)


def networks_of(setting: str) -> tuple[Network, ...]:
    """Return the networks of a setting that is a list with commas. Raises ValueError for what is none."""
    return tuple(ipaddress.ip_network(part.strip()) for part in setting.split(",") if part.strip())


def may_be_called(address: str, allowed: Sequence[Network] = ()) -> bool:
    """Tell whether an address is the public internet's, or in a network that is allowed all the same.

    For addresses that strangers name: never are ours (loopback, link-local, private, shared by a provider's
    customers, multicast), neither as they are nor inside of IPv6 (mapped, NAT64, 6to4, Teredo).
    """
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped is not None:
            parsed = parsed.ipv4_mapped
        elif parsed in _NAT64:
            parsed = ipaddress.IPv4Address(int(parsed) & 0xFFFF_FFFF)
    if any(parsed in network for network in allowed):
        return True
    if isinstance(parsed, ipaddress.IPv6Address) and parsed not in _UNICAST:
        return False
    return (
        parsed.is_global
        and not parsed.is_multicast
        and not parsed.is_reserved
        and not any(parsed in network for network in _SPECIAL)
    )

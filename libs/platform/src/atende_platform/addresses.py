"""Client addresses, as they are counted."""

import ipaddress
from functools import lru_cache


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
